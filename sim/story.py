"""A run told after the event: the verdict, who held out and why, what each holdout got and from whom."""

from __future__ import annotations

import datetime
import math
from typing import Any, NamedTuple

import numpy as np

from sim import codes
from sim.explain import terms_of
from sim.trace import Trace


class Grant(NamedTuple):
    """What came of one demand."""

    row: int
    member: str
    demand: str
    text: str
    share: float
    by: str
    date: datetime.date
    meetings: int
    scripted: bool


class Holdout(NamedTuple):
    """One of the last to commit, or one that never did."""

    member: str
    date: datetime.date | None
    held_by: dict[str, float]
    """the negative terms when it became a holdout, largest first, logits"""
    moved_by: dict[str, float]
    """the terms that grew from then until it committed, largest first, logits"""


HELD_BY = {
    "baseline": "its own view of the candidate",
    "demands": "unmet demands",
    "anticipation": "what waiting may still bring",
    "pull": "a rival it prefers",
    "patron": "the patron's stand",
    "influence": "those it listens to",
}
MOVED_BY = {
    "baseline": "a better view of the candidate",
    "patron": "the patron's endorsement",
    "demands": "concessions",
    "influence": "those it listens to",
    "isolation": "standing alone",
    "pressure": "the approaching date",
    "anticipation": "little more to gain by waiting",
    "pull": "the exit of a rival",
}
"""The terms of acceptance in words: as reasons to wait, and as reasons to give in."""


def leader(trace: Trace) -> int:
    """Return the winner, or the candidate with most commitments at the end."""
    return trace.winner if trace.winner != codes.NONE else int(np.argmax(trace.committed[-1]))


def ledger(trace: Trace) -> list[Grant]:
    """Return what was granted at the end of the run, in order of the last concession."""
    names, found = trace.case.names, []
    for d, share in enumerate(trace.met[-1]):
        steps = [e for e in trace.entries if e.demand == d and e.kind in ("concession", "lapse")]
        lapsed = max((at for at, e in enumerate(steps) if e.kind == "lapse"), default=-1)
        steps = steps[lapsed + 1 :]
        if share > 0.0 and steps:
            last = steps[-1]
            found.append(
                Grant(
                    row=d,
                    member=names.members[last.member],
                    demand=names.demands[d],
                    text=names.demand_texts[d],
                    share=float(share),
                    by=names.grantors[d],
                    date=names.date_of_round(last.round),
                    meetings=len(steps),
                    scripted=any(e.detail == "scripted" for e in steps),
                )
            )
    return sorted(found, key=lambda grant: grant.date)


def last_holdouts(trace: Trace, most: int = 4) -> list[Holdout]:
    """Return who held it up, the hardest first; a body of n members has at most n / 3 holdouts by this count.

    After consensus these are the last to commit to the winner (by a quota, the very last was pivotal); after
    deadlock those who had not committed to the leader, the least willing first.
    """
    k, names = leader(trace), trace.case.names
    present = [i for i in range(len(names.members)) if trace.final is not None and trace.final.present[i]]
    when = {i: _commitment(trace, i, k) for i in present}
    if trace.winner != codes.NONE:
        present = [i for i in present if when[i] != codes.NEVER]
    late = sorted(present, key=lambda i: (-when[i], _willingness(trace, i, k, when[i]), names.members[i]))
    return [_holdout(trace, i, k, when[i]) for i in late[: max(1, min(most, len(present) // 3))]]


def _willingness(trace: Trace, i: int, k: int, round_: int) -> float:
    """Return the last acceptance of one that never committed (0 for others)."""
    if round_ != codes.NEVER or not trace.looks:
        return 0.0
    return sum(terms_of(trace.case, trace.looks[-1], i, k).values())


def _commitment(trace: Trace, i: int, k: int) -> int:
    return trace.committed_on(i) if trace.stances[-1][i] == k else codes.NEVER


def _holdout(trace: Trace, i: int, k: int, round_: int) -> Holdout:
    names = trace.case.names
    date = None if round_ == codes.NEVER else names.date_of_round(round_)
    first, last = _became_holdout(trace, k), min(round_, trace.rounds) - 1
    if not trace.looks or last < 0:
        return Holdout(names.members[i], date, {}, {})
    before = terms_of(trace.case, trace.looks[min(first, last)], i, k)
    after = terms_of(trace.case, trace.looks[last], i, k)
    growth = {name: after[name] - before[name] if after[name] != before[name] else 0.0 for name in before}
    return Holdout(names.members[i], date, _largest(before, -1), _largest(growth, 1) if date else {})


def _became_holdout(trace: Trace, k: int) -> int:
    """Return the index of the first look in which half of the members had committed to k (else of the last)."""
    for at, look in enumerate(trace.looks):
        if 2 * look.committed[k] >= look.clock[codes.MEMBERS]:
            return at
    return len(trace.looks) - 1


def _largest(terms: dict[str, float], sign: int) -> dict[str, float]:
    chosen = [(name, value) for name, value in terms.items() if sign * value > 0.05]
    return dict(sorted(chosen, key=lambda item: -abs(item[1])))


def headline(trace: Trace) -> str:
    """Return the outcome in one line."""
    names, k = trace.case.names, trace.winner
    days = trace.rounds * names.round_days
    if k != codes.NONE:
        return f"Consensus on {names.candidate_names[k]} on {long_date(names.date_of_round(trace.rounds))}, day {days}"
    return f"Deadlock: no consensus by {long_date(names.date_of_round(trace.rounds))}; the status quo goes on"


def verdict(trace: Trace) -> list[str]:
    """Return the outcome in a few sentences that can be quoted."""
    names, k = trace.case.names, leader(trace)
    lines = [headline(trace) + "."]
    members, committed = trace.members[-1], int(trace.committed[-1][k])
    if trace.winner == codes.NONE and committed:
        lines.append(f"{names.candidate_names[k]} had {committed} of {members} members.")
    elif committed < members:
        lines.append(f"{committed} of {members} members had committed; the rule ({names.rule}) asked for no more.")
    lines += [_holdout_sentence(trace, holdout, place) for place, holdout in enumerate(last_holdouts(trace)[:2])]
    lines += _exits(trace)
    return lines


def _holdout_sentence(trace: Trace, holdout: Holdout, place: int) -> str:
    name = member_name(trace, holdout.member)
    reasons = f"; it had been held back by {_terms(holdout.held_by, HELD_BY)}" if holdout.held_by else ""
    if holdout.date is None:
        return f"{name} never committed{reasons}."
    order = "last" if place == 0 else "before it"
    moved = f" and was moved by {_terms(holdout.moved_by, MOVED_BY)}" if holdout.moved_by else ""
    return f"{name} committed {order}, on {long_date(holdout.date)}{reasons}{moved}."


def _terms(terms: dict[str, float], words: dict[str, str], most: int = 2) -> str:
    return " and ".join(
        ("a red line" if value < 0 else "a red line lifted")
        if math.isinf(value)
        else f"{words.get(name, name)} ({value:+.1f} logits)"
        for name, value in list(terms.items())[:most]
    )


def _exits(trace: Trace) -> list[str]:
    names = trace.case.names
    return [
        f"{names.candidate_names[e.candidate]} left the race on {long_date(names.date_of_round(e.round))}."
        for e in trace.entries
        if e.kind == "exit"
    ]


def member_name(trace: Trace, code: str) -> str:
    """Return a member's name in full."""
    return trace.case.names.member_names[trace.case.names.members.index(code)]


def long_date(date: datetime.date) -> str:
    """Return a date as 26 June 2024."""
    return f"{date.day} {date:%B %Y}"


def as_json(trace: Trace) -> dict[str, Any]:
    """Return a run as the one object that `run --json` prints; see docs/output.md."""
    from sim import __version__
    from sim.words import say

    names, k = trace.case.names, trace.winner
    return {
        "scenario": names.scenario,
        "version": __version__,
        "seed": trace.seed,
        "replicate": trace.run,
        "rule": names.rule,
        "outcome": "deadlock" if k == codes.NONE else "consensus",
        "winner": None if k == codes.NONE else names.candidates[k],
        "round": trace.rounds,
        "date": names.date_of_round(trace.rounds).isoformat(),
        "verdict": " ".join(verdict(trace)),
        "timeline": [
            {
                "date": names.date_of_round(e.round).isoformat(),
                "round": e.round,
                "kind": e.kind,
                "member": names.members[e.member] if e.member >= 0 else None,
                "candidate": names.candidates[e.candidate] if e.candidate >= 0 else None,
                "demand": names.demands[e.demand] if e.demand >= 0 else None,
                "detail": e.detail,
                "text": say(trace, e),
            }
            for e in trace.entries
        ],
        "tally": [
            {
                "date": names.date_of_round(t).isoformat(),
                "round": t,
                "members": members,
                "committed": dict(zip(names.candidates, map(int, committed))),
            }
            for t, (members, committed) in enumerate(zip(trace.members, trace.committed))
        ],
        "concessions": [
            {
                "member": grant.member,
                "demand": grant.demand,
                "share": grant.share,
                "by": grant.by,
                "date": grant.date.isoformat(),
                "meetings": grant.meetings,
                "scripted": grant.scripted,
            }
            for grant in ledger(trace)
        ],
        "last_holdouts": [
            {
                "member": holdout.member,
                "date": holdout.date.isoformat() if holdout.date else None,
                "held_by": holdout.held_by,
                "moved_by": holdout.moved_by,
            }
            for holdout in last_holdouts(trace)
        ],
    }
