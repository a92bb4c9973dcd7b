"""What would have tipped the last holdout sooner: one sentence, from the smallest change that `explain` finds."""

from __future__ import annotations

from itertools import chain
from typing import NamedTuple

from whitesmoke.model import codes, dealings
from whitesmoke.model.phases import moves
from whitesmoke.model.reading import commitment_round, last_look, leader, long_date
from whitesmoke.model.trace import Trace
from whitesmoke.scenario.tabled import name_inside
from whitesmoke.telling import talking
from whitesmoke.telling.by_name import member_name
from whitesmoke.telling.explain import explain, is_near
from whitesmoke.telling.story import Holdout, look_of


class Chance(NamedTuple):
    """The looks at which a holdout could still choose, from the one at which it became a holdout."""

    member: int
    first: int
    near: int | None
    """the first at which it was ready, or would have been by a single change; none if there is none"""


def tipping(trace: Trace, found: list[Holdout]) -> str:
    """Return the first day on which a single change would have made the last holdout ready, and that change.

    It is told of the first of them that could choose: a member with a candidate of its own cannot. Empty where nothing
    can be said: the body is too large to look back, or reasons do not act (pure contagion).
    """
    if trace.case.world.response == codes.PROPORTIONAL:
        return ""
    members = [trace.case.names.members.index(holdout.member) for holdout in found]
    chance = next(filter(None, (_chance(trace, i) for i in members)), None)
    return "" if chance is None else _told(trace, chance)


def _chance(trace: Trace, i: int) -> Chance | None:
    k, last = leader(trace), min(commitment_round(trace, i) - 2, last_look(trace))  # sooner than it did commit
    could = (at for at in range(max(0, look_of(trace, i)), last + 1) if _could_choose(trace, at, i, k))
    start = next(could, None)
    if start is None:
        return None
    near = (at for at in chain([start], could) if is_near(trace.case, trace.looks[at], i, k))
    return Chance(i, start, next(near, None))


def _could_choose(trace: Trace, at: int, i: int, k: int) -> bool:
    look = trace.looks[at]
    open_ = bool(moves.is_free(look, i)) and look.stance[i] != k and look.status[k] == codes.ACTIVE
    if open_ and talking.bargains(trace.case, look, i, k):
        return dealings.meeting(trace.case.world, look, i).candidate == k
    return open_


def _told(trace: Trace, chance: Chance) -> str:
    case = trace.case
    who, whom = member_name(case, chance.member), name_inside(case, leader(trace))
    start, ready = _day(trace, chance.first), f"ready for {whom}"
    if chance.near is None:
        until = "" if commitment_round(trace, chance.member) == codes.NEVER else " before it committed"
        return f"No single change would have made {who} {ready} on {start}, or on any later day{until}."
    change = _change(trace, chance.member, chance.near)
    if chance.near == chance.first:
        had = f"would have been {ready} by a single change: {change}"
        return f"On {start}, {who} {had if change else f'was {ready}, and had only not {_done(trace, chance)} yet'}."
    day = long_date(case.names.date_of_round(chance.near + 1))
    then = f"; then one would have: {change}" if change else ", when it was ready by itself"
    return f"No single change would have made {who} {ready} on {start}, or on any later day before {day}{then}."


def _done(trace: Trace, chance: Chance) -> str:
    """Return what is left to do for one that is ready."""
    bargains = talking.bargains(trace.case, trace.looks[chance.first], chance.member, leader(trace))
    return "met, or settled," if bargains else "decided"


def _day(trace: Trace, at: int) -> str:
    """Return the day of a look, and how many members had committed by then."""
    look, day = trace.looks[at], long_date(trace.case.names.date_of_round(at + 1))
    return f"{day}, when {look.committed[leader(trace)]} of {look.clock.members} members had committed"


def _change(trace: Trace, i: int, at: int) -> str:
    """Return the smallest single change that would have made a member ready at a look; empty if it was ready."""
    names, k = trace.case.names, leader(trace)
    found = explain(trace, names.members[i], names.date_of_round(at + 1))
    view = next(view for view in found.views if view.candidate == names.candidates[k])
    return "" if view.lead >= 0.0 else view.levers[0].words()
