"""A run told after the event: the verdict, who held out and why, what each holdout got and from whom."""

from __future__ import annotations

import datetime
import math
from typing import Literal, NamedTuple

from whitesmoke.model import codes
from whitesmoke.model.objections import objections
from whitesmoke.model.reading import (
    carried_from,
    commitment_round,
    ever_committed,
    furthest,
    has_left,
    last_holdouts,
    last_look,
    leader,
    long_date,
)
from whitesmoke.model.terms import TOLD
from whitesmoke.model.trace import ELIMINATED, Trace
from whitesmoke.scenario.everybody import by_everybody
from whitesmoke.scenario.tabled import is_chosen, is_text, left, name_inside, none_left, nothing_chosen
from whitesmoke.telling import amended, prices, ratified
from whitesmoke.telling.by_name import in_case, member_name
from whitesmoke.telling.explain import terms_of
from whitesmoke.telling.objectors import objected_as_well, objector_sentence
from whitesmoke.telling.words import exit_reason, listed, named, rule_name, withdrawn_by

EXTENDED = codes.ENDINGS[codes.EXTENDED]
LAPSED = "All that had been granted lapsed again."
"""What is said where somebody had got something, and nothing of it stands at the end: a person left, or a text."""


class Holdout(NamedTuple):
    """One of the last to commit, or one that never did."""

    member: str
    date: datetime.date | None
    held_by: dict[str, float]
    """the negative terms when it became a holdout, largest first, logits"""
    moved_by: dict[str, float]
    """the terms that grew from then until it committed, largest first, logits"""


def holdouts(trace: Trace, by: int = codes.NEVER) -> list[Holdout]:
    """Return who was last, the hardest first, with what held each back and what moved it: see `last_holdouts`."""
    return [as_holdout(trace, i, leader(trace), commitment_round(trace, i)) for i in last_holdouts(trace, by=by)]


def holding(trace: Trace) -> list[Holdout]:
    """Return who held it up, in the same way: the last before it carried, where others came in while it waited."""
    return holdouts(trace, carried_from(trace))


def as_holdout(trace: Trace, i: int, k: int, round_: int) -> Holdout:
    """Return when a member committed, what held it back when half had, and what moved it since."""
    names = trace.case.names
    date = None if round_ == codes.NEVER else names.date_of_round(round_)
    first, last = look_of(trace, i), min(round_ - 1, last_look(trace))
    if last < 0:
        return Holdout(names.members[i], date, {}, {})
    before = terms_of(trace.case, trace.looks[first], i, k)
    after = terms_of(trace.case, trace.looks[last], i, k)
    return Holdout(names.members[i], date, largest(before, -1), largest(growth(before, after), 1) if date else {})


def growth(before: dict[str, float], after: dict[str, float]) -> dict[str, float]:
    """Return by how much each term grew; one that is gone is 0 now, and two red lines are no growth."""
    then = {name: after.get(name, 0.0) for name in before}
    return {name: then[name] - value if then[name] != value else 0.0 for name, value in before.items()}


def look_of(trace: Trace, i: int) -> int:
    """Return the index of the look at which a member became a holdout; -1 if there is none.

    Of one that settled, of the round before at the latest: what it was paid would else be there already.
    """
    before = commitment_round(trace, i) - 1
    if before > 0 and trace.case.world.mode == codes.BARGAINED:
        before -= 1
    return min(_became_holdout(trace, leader(trace)), before, last_look(trace))


def _became_holdout(trace: Trace, k: int) -> int:
    """Return the index of the first look in which half of the members had committed to k (else of the last)."""
    for at, look in enumerate(trace.looks):
        if 2 * look.committed[k] >= look.clock.members:
            return at
    return len(trace.looks) - 1


def largest(terms: dict[str, float], sign: int) -> dict[str, float]:
    """Return the terms of one sign that matter, the largest first."""
    chosen = [(name, value) for name, value in terms.items() if sign * value > 0.05]
    return dict(sorted(chosen, key=lambda item: -abs(item[1])))


def headline(trace: Trace) -> str:
    """Return the outcome in one line; only what nobody could be outvoted in is called a consensus."""
    names, k, rule = trace.case.names, trace.winner, rule_name(trace.case)
    days, date = (trace.decided_on - names.start).days, long_date(trace.decided_on)
    all_agree = by_everybody(trace.case.world, trace.rounds)
    if k == codes.NONE:
        return (
            f"Deadlock: {'no consensus' if all_agree else nothing_chosen(trace.case)} by {date}; the status quo goes on"
        )
    if all_agree:
        return f"Consensus on {name_inside(trace.case, k)} on {date}, day {days}"
    return f"{first(names.candidate_names[k])} {is_chosen(trace.case, k)} on {date}, day {days} (rule: {rule})"


def first(name: str) -> str:
    """Return a name as it stands first in a sentence."""
    return name[0].upper() + name[1:]


def verdict(trace: Trace) -> list[str]:
    """Return the outcome in a few sentences that can be quoted."""
    return [*outcome(trace), *who_held_up(trace)]


def who_held_up(trace: Trace, numbers: bool = True) -> list[str]:
    """Return whose objection kept it from carrying, where an abstention would have let it; then who was last to commit.

    The latter only where commitments were lacking: where nobody's yes is waited for, the last yes held nothing up.
    Before either, where consent has to be ratified, who was last to do so, or had not.
    """
    found = objections(trace)
    told = ratified.sentences(trace)
    told += [objector_sentence(trace, one) for one in found.by[:2]] if found else []
    told += objected_as_well(trace, found.by[2:]) if found else []
    if waits_for_yes(trace):
        told += held_up(trace, holding(trace)[:2], numbers)
    return told or [f"Nobody did: the rule ({rule_name(trace.case)}) was met as long as it could be decided."]


def waits_for_yes(trace: Trace) -> bool:
    """Say whether commitments were lacking when it last did not carry: those last to commit, or never, held it up."""
    if ratified.held_up(trace):
        return False
    found = objections(trace)
    return found is None or found.lacking


def outcome(trace: Trace) -> list[str]:
    """Return how it ended: the headline, who left, and how far it came where not everybody agreed."""
    names, k, rule = trace.case.names, leader(trace), rule_name(trace.case)
    lines = [headline(trace) + ".", *_exits(trace)]
    if trace.ending == EXTENDED:
        lines.append(f"It was due by {long_date(names.date(trace.case.world.expiry))}, and was extended.")
    members, committed = trace.members[-1], int(trace.committed[-1][k])
    if has_left(trace):
        lines.append(withdrawal(trace))
    elif trace.winner == codes.NONE:
        lines.append(f"{first(names.candidate_names[k])} had {committed} of {members} members at the end.")
    elif committed < members:
        lines.append(f"{committed} of {members} members had committed; the rule ({rule}) asked for no more.")
    return [*lines, *_overruled(trace), *_waited(trace, k), *amended.sentences(trace)]


def _overruled(trace: Trace) -> list[str]:
    """Return who was opposed to what was chosen, if anybody was."""
    who = trace.overruled
    were = "was" if len(who) == 1 else "were"
    return [f"{first(named(trace.case, who))} {were} opposed, and {were} overruled."] if who else []


def _waited(trace: Trace, k: int) -> list[str]:
    """Return that a candidate carried before the body sat, if it still did at the end."""
    told = [e for e in trace.entries if e.kind in ("waits for a sitting", "carries no more") and e.candidate == k]
    if not told or told[-1].kind == "carries no more" or has_left(trace):
        return []
    since, who = long_date(trace.case.names.date_of_round(told[-1].round)), trace.case.names.candidate_names[k]
    if trace.winner == codes.NONE:
        return [f"{first(who)} carried from {since} on, but the body did not sit again in time."]
    called = any(e.kind == "special sitting" for e in trace.entries)
    how = "a special sitting was called to decide it" if called else "was decided when the body sat"
    return [f"{first(who)} carried from {since} on, and {how}."]


def held_up(trace: Trace, found: list[Holdout], numbers: bool = True) -> list[str]:
    """Return a sentence about each holdout, the last one first: when it committed, if it did, and why not before."""
    last = found[0].date if found else None
    return [_holdout_sentence(trace, holdout, place, last, numbers) for place, holdout in enumerate(found)]


def withdrawal(trace: Trace) -> str:
    """Return that nobody was left to agree on, who had come furthest, and who refused that one."""
    case, k, exits = trace.case, furthest(trace), [e for e in trace.entries if e.kind == "exit"]
    who = listed([member_name(case, i) for i in trace.refused_by])
    none = first(none_left(case, "was"))
    if len(exits) > 1:
        lost = f"; {name_inside(case, k)} had come furthest, with {_reached(trace, k)}"
        return f"{none}{lost}{f', and was refused by {who}' if who else ''}."
    told = f"; {name_inside(case, k)} was refused by {who}" if len(trace.refused_by) > 1 else ""
    return f"{none}{told}."


def _exits(trace: Trace) -> list[str]:
    names, lines = trace.case.names, []
    for e in trace.entries:
        if e.kind == "exit":
            who, date = names.candidate_names[e.candidate], long_date(names.date_of_round(e.round))
            text = is_text(trace.case, e.candidate) and e.detail != ELIMINATED
            by = withdrawn_by(trace.case, e.candidate) if text else ""
            why = "" if text else exit_reason(trace.case, e)
            why = ", as the scenario has it" if e.detail == "scripted" else why
            went = "dropped out" if e.detail == ELIMINATED else left(trace.case, e.candidate)
            lines.append(f"{first(who)} {went}{by} on {date} with {_reached(trace, e.candidate)}{why}.")
    return lines


def _reached(trace: Trace, k: int) -> str:
    """Return how many members a candidate had in the round before it left."""
    before = max(0, int(trace.final.left[k]) - 1) if trace.final is not None else trace.rounds
    return f"{int(trace.committed[before][k])} of {trace.members[before]} members"


def _holdout_sentence(trace: Trace, holdout: Holdout, place: int, last: datetime.date | None, numbers: bool) -> str:
    return f"{_committed(trace, holdout, place, last, numbers)}{prices.fate(trace, holdout.member, numbers)}"


def _committed(trace: Trace, holdout: Holdout, place: int, last: datetime.date | None, numbers: bool) -> str:
    name = first(member_name(trace.case, trace.case.names.members.index(holdout.member)))
    reasons = (
        f"; it had been held back by {in_terms(trace, holdout.held_by, 'waits', numbers)}" if holdout.held_by else ""
    )
    if holdout.date is None:
        return f"{name} {_not_in(trace, holdout.member)}{reasons}."
    first_of_all = "last" if holdout.date == holdouts(trace)[0].date else "last before it carried"
    order = first_of_all if place == 0 else "as late" if holdout.date == last else "before it"
    moved = f" and was moved by {in_terms(trace, holdout.moved_by, 'gives_in', numbers)}" if holdout.moved_by else ""
    return f"{name} committed {order}, on {long_date(holdout.date)}{reasons}{moved}."


def _not_in(trace: Trace, code: str) -> str:
    """Return that a holdout was not committed to the leader: ever, at the end, or when that one left."""
    k, names = leader(trace), trace.case.names
    whom = f" to {name_inside(trace.case, k)}" if len(names.candidates) > 1 else ""
    if has_left(trace):
        return f"had not committed{whom} by then"
    ever = ever_committed(trace, names.members.index(code), k)
    return f"was not committed{whom} at the end" if ever else f"never committed{whom}"


def in_terms(
    trace: Trace, terms: dict[str, float], reason: Literal["waits", "gives_in"], numbers: bool, most: int = 2
) -> str:
    """Return the first of some terms as reasons to wait, or to give in, in words."""
    return " and ".join(
        ("a red line" if value < 0 else "a red line lifted")
        if math.isinf(value)
        else in_case(trace.case, getattr(TOLD[name], reason)) + (f" ({value:+.1f} logits)" if numbers else "")
        for name, value in list(terms.items())[:most]
    )
