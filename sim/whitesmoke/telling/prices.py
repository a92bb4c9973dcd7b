"""What came of the talks of a run where actors bargain: what each yes cost, who was not paid and why, what was spent.

Where they do not, all of this is empty.
"""

from __future__ import annotations

import math
from typing import Any

from whitesmoke.model import codes
from whitesmoke.model.dealings import Talk
from whitesmoke.model.phases.demands import concerned
from whitesmoke.model.phases.purses import UNITS
from whitesmoke.model.reading import commitment_round, lasted, leader, long_date
from whitesmoke.model.trace import SETTLED, Trace
from whitesmoke.telling.by_name import grantor_name, member_name
from whitesmoke.telling.dealing_words import WHY_NOTHING_WAS
from whitesmoke.telling.words import listed
from whitesmoke.writing.estimates import counted, percent

ANSWERS = {
    codes.NOTHING_OFFERED: "held out",
    codes.REFUSED_OFFER: "refused",
    codes.SETTLED_UNPAID: "gave in",
    codes.SETTLED: "settled",
}
"""What came of a meeting, by the code of the answer: with nothing offered the first and the third, else the others."""


def talks_of(trace: Trace, member: int, candidate: int, until: int) -> list[Talk]:
    """Return the meetings of a member about a candidate, up to a round."""
    return [
        talk
        for talk in trace.talks
        if talk.faced.member == member and talk.faced.candidate == candidate and talk.round <= until
    ]


def claimants(trace: Trace) -> list[int]:
    """Return the members that ask for something for their yes to the leader, by the end; those behind a red line aside.

    Empty where actors do not bargain.
    """
    world, k, s = trace.case.world, leader(trace), trace.final
    if world.mode != codes.BARGAINED or s is None:
        return []
    day = lasted(trace) * world.round_days
    about = [d for d in range(len(world.holder)) if concerned(world, s, d) in (-1, k) and s.raised[d] <= day]
    lines = {int(world.holder[d]) for d in about if world.red_line[d]}
    return sorted({int(world.holder[d]) for d in about} - lines)


def fate(trace: Trace, code: str, numbers: bool) -> str:
    """Return what came of the talks of a holdout with claims, as a sentence to go on with; else nothing."""
    i, k = trace.case.names.members.index(code), leader(trace)
    if i not in claimants(trace):
        return ""
    on = commitment_round(trace, i)
    talks = talks_of(trace, i, k, lasted(trace) if on == codes.NEVER else on)
    if not talks:
        return f" No meeting with it about {trace.case.names.candidate_names[k]} took place."
    return f" {_came_of_it(trace, talks, on, numbers)}"


def _came_of_it(trace: Trace, talks: list[Talk], on: int, numbers: bool) -> str:
    """Return the end of some talks in a sentence; the day is told where it is not that of the commitment.

    Without numbers what it settled for is not told again: it stands in what it got.
    """
    last, one = talks[-1], talks[-1].faced
    when = "" if last.round == on else f", on {long_date(trace.case.names.date_of_round(last.round))},"
    refused = sum(talk.answer == codes.REFUSED_OFFER for talk in talks)
    share = f"{percent(one.offer)} of what could be granted to it then"
    share += f" ({one.logits * one.offer:.1f} of {one.logits:.1f} logits)" if numbers else ""
    if last.answer == codes.SETTLED and not numbers:
        how = f"after refusing {counted(refused, 'offer')}" if refused else "for its first offer"
        return f"It settled{when} {how}."
    if last.answer == codes.SETTLED:
        after = f", having refused {counted(refused, 'offer')}" if refused else ""
        return f"It settled{when} for {share}{after}."
    if last.answer == codes.REFUSED_OFFER:
        which = "the one offer that it got" if refused == 1 else f"the last of {refused} offers"
        return f"It refused{when} {which}, {share}: {_least(talks[-1])}."
    why = WHY_NOTHING_WAS[one.why_nothing]
    if last.answer == codes.SETTLED_UNPAID:
        return f"It gave in{when} without being granted anything: {why}."
    return f"At its last meeting{when} it was offered nothing: {why}."


def _least(talk: Talk) -> str:
    """Return the least that a member would have been better off with than with holding out."""
    least = talk.faced.least
    if least > 1.0:
        return "holding out was worth more to it than all of that"
    if talk.faced.offer >= least:
        return "taking it would have been a little better than holding out, but answers are noisy"
    return f"the least that was worth a yes to it was {percent(least)}"


def so_far(trace: Trace, d: int, round_: int) -> str:
    """Return what a holder was offered for a demand until the end of a round, what it said, and what that cost."""
    i, about = int(trace.case.world.holder[d]), trace.case.world.concerns[d]
    talks = [
        talk
        for talk in trace.talks
        if talk.faced.member == i and talk.round <= round_ and about in (-1, talk.faced.candidate)
    ]
    if not talks:
        return ""
    paid = [e for e in trace.entries if e.demand == d and e.detail == SETTLED and e.round <= round_]
    cost = sum(e.cost for e in paid)
    refused = [talk for talk in talks[:-1] if talk.answer == codes.REFUSED_OFFER]
    before = f", after {counted(len(refused), 'refusal')}" if refused else ""
    return f"{_said(talks[-1])}{before}{f'; cost {cost:.1f}' if cost > 0.0 else ''}"


def _said(talk: Talk) -> str:
    """Return what was offered at a meeting and what came of it, in few words."""
    if talk.answer in (codes.NOTHING_OFFERED, codes.SETTLED_UNPAID):
        why = WHY_NOTHING_WAS[talk.faced.why_nothing]
        return f"{ANSWERS[talk.answer]}, offered nothing: {why}"
    return f"{ANSWERS[talk.answer]} {'for ' if talk.answer == codes.SETTLED else ''}{percent(talk.faced.offer)}"


def unpaid(trace: Trace) -> list[str]:
    """Return who asked for something for its yes to the leader and was not paid, by what its last meeting was like."""
    k, alike = leader(trace), dict[str, list[int]]()
    for i in claimants(trace):
        talks = talks_of(trace, i, k, trace.rounds)
        if not any(talk.answer == codes.SETTLED for talk in talks):
            alike.setdefault(_without(talks), []).append(i)
    return [_not_paid(trace, who, why) for why, who in alike.items()]


def _not_paid(trace: Trace, who: list[int], why: str) -> str:
    case, named = trace.case, listed([member_name(trace.case, i) for i in who])
    one, candidate = len(who) == 1, case.names.candidate_names[leader(trace)]
    nothing = f"{named[0].upper()}{named[1:]} {'was' if one else 'were'} paid nothing for a yes to {candidate}"
    when = f", when {'it' if one else 'each'} was last met" if why else ""
    return f"{nothing}: {why or 'no meeting took place'}{when}."


def _without(talks: list[Talk]) -> str:
    """Return why somebody was not paid; empty if nobody met it."""
    if not talks:
        return ""
    if talks[-1].answer == codes.REFUSED_OFFER:
        return "what was offered was refused"
    return WHY_NOTHING_WAS[talks[-1].faced.why_nothing]


def costs(trace: Trace) -> list[str]:
    """Return what each purse spent, if anything, and of what budget."""
    if trace.final is None or trace.case.world.mode != codes.BARGAINED:
        return []
    lines = []
    for p, name in enumerate(trace.case.names.purse_names):
        spent, budget = trace.final.spent[p] / UNITS, trace.final.number.budget[p]
        of = "" if budget >= codes.NO_LIMIT else f" of the {budget:.1f} that it could"
        if spent > 0.0:
            lines.append(f"{name[0].upper()}{name[1:]} spent {spent:.1f}{of}.")
    return lines


def as_json(trace: Trace) -> dict[str, object]:
    """Return offers, payments and purses, for `run --json`; nothing where actors do not bargain."""
    if trace.case.world.mode != codes.BARGAINED or trace.final is None:
        return {}
    names, number = trace.case.names, trace.final.number
    return {
        "offers": [_offer(trace, talk) for talk in trace.talks],
        "payments": [_payment(trace, e) for e in trace.entries if e.kind == "concession" and e.detail == SETTLED],
        "purses": [
            {
                "purse": purse,
                "name": name,
                "budget": None if number.budget[p] >= codes.NO_LIMIT else float(number.budget[p]),
                "spent": float(trace.final.spent[p] / UNITS),
            }
            for p, (purse, name) in enumerate(zip(names.purses, names.purse_names))
        ],
    }


def _offer(trace: Trace, talk: Talk) -> dict[str, Any]:
    names, one = trace.case.names, talk.faced
    return {
        "date": names.date_of_round(talk.round).isoformat(),
        "round": talk.round,
        "member": names.members[one.member],
        "candidate": names.candidates[one.candidate],
        "could_be_granted": one.logits,
        "offered": None if one.offer < 0.0 else one.offer,
        "least": None if math.isnan(one.least) else one.least,
        "answer": ANSWERS[talk.answer],
        "why_nothing": one.why_nothing,
    }


def _payment(trace: Trace, entry: Any) -> dict[str, Any]:
    names = trace.case.names
    settled = next(
        talk.faced
        for talk in trace.talks
        if (talk.round, talk.faced.member, talk.answer) == (entry.round, entry.member, codes.SETTLED)
    )
    return {
        "date": names.date_of_round(entry.round).isoformat(),
        "round": entry.round,
        "member": names.members[entry.member],
        "candidate": names.candidates[entry.candidate],
        "demand": names.demands[entry.demand],
        "by": grantor_name(trace.case, entry.payer),
        "offered": settled.offer,
        "share": entry.share,
        "logits": entry.logits,
        "cost": entry.cost,
    }
