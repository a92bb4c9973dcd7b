"""Consent that has to be ratified: who was last to ratify, and who had said yes and had not."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from whitesmoke.model import codes
from whitesmoke.model.reading import has_left, leader, long_date
from whitesmoke.model.trace import Trace
from whitesmoke.scenario.tabled import name_inside
from whitesmoke.telling.by_name import member_name
from whitesmoke.telling.words import named
from whitesmoke.writing.capital import capital


class Consent(NamedTuple):
    """A member's yes that stood at the end, to a text that has to be ratified."""

    member: int
    said: int
    """round of its yes"""
    counted: int
    """round in which it had ratified, or codes.NEVER"""
    scripted: bool
    """whether the scenario gives the day on which its procedure is over"""


def is_ratified(trace: Trace, k: int) -> bool:
    """Say whether a yes to a candidate counts once the member's own procedure is over."""
    return bool(trace.case.world.procedure[k])


def consents(trace: Trace, k: int) -> list[Consent]:
    """Return the consents to a candidate that stood at the end, the last to be ratified first."""
    scripted = trace.case.world.ratified != codes.NEVER
    found = [
        Consent(i, trace.committed_on(i), trace.counted_on(i), bool(scripted[i]))
        for i, stance in enumerate(trace.stances[-1])
        if stance == k
    ]
    return sorted(found, key=lambda one: (-one.counted, -one.said))


def held_up(trace: Trace) -> bool:
    """Say whether procedures were what was waited for: the last ended after the last yes, or everybody had said yes."""
    k = leader(trace)
    if not is_ratified(trace, k) or has_left(trace):
        return False
    found = consents(trace, k)
    if trace.winner == codes.NONE:
        return len(found) == trace.members[-1] and found[0].counted == codes.NEVER
    counted = [one.counted for one in found if one.counted != codes.NEVER]
    return bool(counted) and max(counted) > max(one.said for one in found)


def sentences(trace: Trace) -> list[str]:
    """Return who was last to ratify; where it did not come to an end, who had said yes and had not ratified.

    Empty where no consent to the leader has to be ratified, or it has left.
    """
    k = leader(trace)
    if not is_ratified(trace, k) or has_left(trace):
        return []
    found = consents(trace, k)
    if trace.winner == codes.NONE:
        return _open(trace, k, [one.member for one in found if one.counted == codes.NEVER])
    over = [one for one in found if one.counted != codes.NEVER]
    last = [one for one in over if one.counted == over[0].counted]
    return [*_last(trace, last), *_open(trace, k, [one.member for one in found if one.counted == codes.NEVER])]


def _last(trace: Trace, last: list[Consent]) -> list[str]:
    if not last:
        return []
    names = trace.case.names
    on = long_date(names.date_of_round(last[0].counted))
    if len(last) > 1:
        return [f"{capital(named(trace.case, [one.member for one in last]))} were last to ratify, on {on}."]
    days = (last[0].counted - last[0].said) * names.round_days
    scripted = ", as the scenario has it" if last[0].scripted else ""
    return [
        f"{capital(member_name(trace.case, last[0].member))} was last to ratify, on {on}, {_after(days)}{scripted}."
    ]


def _after(days: int) -> str:
    if days == 0:
        return "the day of its yes"
    return f"{'1 day' if days == 1 else f'{days} days' if days < 21 else f'{days / 7:.0f} weeks'} after its yes"


def _open(trace: Trace, k: int, who: list[int]) -> list[str]:
    if not who:
        return []
    whom = name_inside(trace.case, k)
    return [f"{capital(named(trace.case, who))} had said yes to {whom} and had not ratified it."]


def stood(trace: Trace, i: int, k: int, round_: int, hindsight: bool) -> str:
    """Return how far the procedure of a member that is committed to k had come in a round, as the end of a sentence.

    Without `hindsight` not what came of it later.
    """
    if not is_ratified(trace, k):
        return ""
    if trace.looks[round_ - 1].counted[i] != codes.NEVER:
        return ", and had ratified"
    ends = ("ratification", "release", "defection")
    after = (e for e in trace.entries if e.round > round_ and e.member == i and e.kind in ends)
    then = next(after, None) if hindsight else None
    if then is None or then.kind != "ratification":
        return ", and had not ratified"
    return f", and had not ratified; it did on {long_date(trace.case.names.date_of_round(then.round))}"


def as_json(trace: Trace) -> dict[str, object]:
    """Return who said yes and ratified when, by candidate that has to be ratified; nothing where none has."""
    names = trace.case.names
    found = {
        name: [_of_consent(trace, one) for one in consents(trace, k)]
        for k, name in enumerate(names.candidates)
        if is_ratified(trace, k)
    }
    return {"ratifications": found} if found else {}


def of_round(trace: Trace, round_: int) -> dict[str, object]:
    """Return how many consents had been ratified by the end of a round, by candidate that has to be."""
    names = trace.case.names.candidates
    found = {name: int(trace.counted[round_][k]) for k, name in enumerate(names) if is_ratified(trace, k)}
    return {"ratified": found} if found else {}


def _of_consent(trace: Trace, one: Consent) -> dict[str, object]:
    def date(round_: int) -> datetime.date | None:
        return None if round_ == codes.NEVER else trace.case.names.date_of_round(round_)

    said, ratified = date(one.said), date(one.counted)
    return {
        "member": trace.case.names.members[one.member],
        "committed": said.isoformat() if said else None,
        "ratified": ratified.isoformat() if ratified else None,
        "scripted": one.scripted,
    }
