"""What a holder's talks about a candidate were like as things stood: what it could be granted, offered and won for."""

from __future__ import annotations

import math
from typing import NamedTuple

from whitesmoke.model import codes, dealings
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.lang import plain
from whitesmoke.model.phases import decide, demands, needed, purses
from whitesmoke.model.phases.tally import take_stock
from whitesmoke.model.rules import hazard, settling
from whitesmoke.model.run_state import State, copy_state
from whitesmoke.telling.dealing_words import WHY_NOTHING
from whitesmoke.writing.estimates import in_hundred, percent

ALL = "what can be granted to it now"


class Prospect(NamedTuple):
    """What the talks of one member about one candidate were like, for a meeting then and there."""

    meets: bool
    """whether its meetings are about this candidate at all"""
    about: str | None
    """the candidate that they are about; none if nobody has enough support"""
    reservation: float
    """R, what it insists on, logits; only it knows"""
    expected: float
    """m, what others expect that to be, logits"""
    secret: float
    """s: they know that it is m - s to m + s"""
    could_be_granted: float
    """D, logits, on that day"""
    offer: float | None
    """the share of D that it would be offered next; none for nothing"""
    last_offer: float | None
    """the share that it refused last; none if it has not refused any"""
    least: float | None
    """the least share of D that is better for it than holding out; none if there is nothing to be had"""
    why_nothing: str
    """`whitesmoke.model.dealings` has the reasons; empty where something would be offered"""
    gain: float | None
    """Z, logits: how much better settling for the offer, or for nothing, is than holding out; none without a meeting"""
    days: int
    """that `meetings` and `chance` are about"""
    meetings: float
    """expected"""
    chance: float
    """of a meeting and a yes, all else as it is; see `whitesmoke.model.dealings.chance_ahead`"""
    yes_for_all: float = 0.0
    """chance of a yes at a meeting at which all of D would be offered: answers are noisy"""


def bargains(case: Compiled, look: State, i: int, k: int) -> bool:
    """Say whether member i decides about k at meetings: where actors bargain, and it may still be granted something."""
    if case.world.mode != codes.BARGAINED or look.stance[i] != codes.NONE or demands.red_line(case.world, look, i, k):
        return False
    return bool(purses.may_be_had(case.world, look, i, k))


def at_a_meeting(case: Compiled, look: State) -> State:
    """Return a copy of a look as those who meet now would see it: who has settled since the tally is counted."""
    copy = copy_state(look)
    take_stock(plain(case.world), plain(copy))
    return copy


def prospect(case: Compiled, look: State, i: int, k: int) -> Prospect:
    """Return what the talks of member i about k are like."""
    world, one = case.world, dealings.meeting(case.world, look, i)
    meets = one.candidate == k
    refused, offered = float(look.offered[i, k]), meets and one.offer >= 0.0
    return Prospect(
        meets=meets,
        about=None if one.candidate == codes.NONE else case.names.candidates[one.candidate],
        reservation=one.reservation,
        expected=float(look.number.reservation[i]),
        secret=float(look.number.coefficient.secret),
        could_be_granted=one.logits if meets else 0.0,
        offer=one.offer if offered else None,
        last_offer=refused if refused > 0.0 else None,
        least=one.least if meets and not math.isnan(one.least) else None,
        why_nothing=one.why_nothing if meets else "",
        gain=one.gain if meets else None,
        days=dealings.days_ahead(world),
        meetings=dealings.meetings_ahead(world, look) if meets else 0.0,
        chance=dealings.chance_ahead(world, look, i, k) if meets else 0.0,
        yes_for_all=_yes_for_all(case, look, one) if meets and one.logits > 0.0 else 0.0,
    )


def _yes_for_all(case: Compiled, look: State, one: dealings.Facing) -> float:
    gain = margin(case, look, one.member, one.candidate, 1.0)
    return dealings.chance_of_yes(one._replace(gain=gain), float(look.number.coefficient.temperature))


def margin(case: Compiled, look: State, i: int, k: int, offer: float | None) -> float:
    """Return how much better settling for an offer is than holding out; without one, than giving in for nothing.

    The offer is held fixed, whatever else of the look is changed. Unlike an offer, a look is not written to.
    """
    copy = copy_state(look)
    world, state = plain(case.world), plain(copy)
    purses.find_room(world, state)
    acceptance, logits = decide.standing(world, state, i, k), purses.to_be_had(world, state, i, k)
    if offer is None or logits <= 0.0:
        return float(acceptance - state.reservation[i])
    waiting = needed.waiting(world, state, i)
    return float(settling.gain(acceptance, state.reservation[i], logits, offer, waiting))


def hazard_ahead(case: Compiled, look: State, i: int, k: int, acceptance: float) -> float:
    """Return the chance that member i commits to k within a week by a hazard of its own."""
    rate = decide.commitment_rate(case.world, look, i, k, acceptance) if decide.eligible(case.world, look, k) else 0.0
    return float(hazard.probability(rate, 1.0))


def sentences(case: Compiled, candidate: str, one: Prospect) -> list[str]:
    """Return what the talks about a candidate are like, in sentences, the chance of a yes last."""
    name = dict(zip(case.names.candidates, case.names.candidate_names))
    insists = f"It insists on an acceptance of {one.reservation:+.1f} logits; others {_known(one)}."
    if one.about is None:
        return [
            insists,
            f"Nobody meets it: too little support for {name[candidate]} so far for anybody to grant anything.",
        ]
    if not one.meets:
        return [insists, f"Its meetings are about {name[one.about]}, and not about {name[candidate]}."]
    return [insists, *_offered(one), _chance(one)]


def plainly(case: Compiled, candidate: str, one: Prospect) -> list[str]:
    """Return the same without a number in logits or a chance, for one that need not know the model."""
    if not one.meets:
        return sentences(case, candidate, one)[1:]
    if one.could_be_granted <= 0.0:
        return _offered(one)
    return [_next_offer(one, ALL), _least(one, ALL)]


def _known(one: Prospect) -> str:
    if one.secret == 0.0:
        return "know that"
    return f"know only that this is from {one.expected - one.secret:+.1f} to {one.expected + one.secret:+.1f}"


def _offered(one: Prospect) -> list[str]:
    if one.could_be_granted <= 0.0:
        return ["Nothing that it asks for can be granted today."]
    had = f"{one.could_be_granted:.1f} logits can be granted to it"
    before = f"; it has refused {percent(one.last_offer)}" if one.last_offer else ""
    return [f"{had}{before}. {_next_offer(one)}", _least(one)]


def _next_offer(one: Prospect, whole: str = "that") -> str:
    if one.offer is None:
        return f"At a meeting now it would be offered nothing: {WHY_NOTHING[one.why_nothing]}."
    return f"At a meeting now it would be offered {percent(one.offer)} of {whole}."


def _least(one: Prospect, whole: str = "that") -> str:
    assert one.least is not None
    if one.least <= 0.0:
        return "It would be better off to give in for nothing than to hold out."
    if one.least > 1.0 and one.yes_for_all >= 0.005:
        return f"Even for all of {whole} it would say yes at {in_hundred(one.yes_for_all)} of 100 meetings only."
    if one.least > 1.0:
        return f"Not even all of {whole} would be worth a yes to it."
    return f"The least that is worth a yes to it is {percent(one.least)} of {whole}."


def _chance(one: Prospect) -> str:
    days = "1 day" if one.days == 1 else f"{one.days} days"
    return f"Chance of a meeting and a yes within {days}: {percent(one.chance)} ({one.meetings:.1f} meetings expected)"
