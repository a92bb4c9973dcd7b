"""What a holder faces at a meeting where actors bargain, and what came of those that took place: for whoever tells it.

No rule of the model knows of this file; all of it is read from a state on which `phases.talks` has made its offers.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from whitesmoke.model import codes
from whitesmoke.model.lang import plain
from whitesmoke.model.phases import needed, purses, talks
from whitesmoke.model.phases.decide import standing
from whitesmoke.model.phases.tally import pressing_today
from whitesmoke.model.rules import bargaining, settling
from whitesmoke.model.rules.hazard import logistic
from whitesmoke.model.run_state import State, copy_state
from whitesmoke.model.world import World

NOTHING_LEFT, NOT_NEEDED = "nothing to grant", "not needed"
TOO_SMALL, OUT_OF_REACH = "purse too small", "out of reach"
"""Why nothing is offered, in the order in which they are asked: nothing of its claims can be granted today; the rule
can be completed without its yes; its purse cannot pay all who are needed; all that can be granted would surely not win
it, as far as others know."""

MOST_MEETINGS = 40
"""Counted ahead: more do not happen within some days."""


class Facing(NamedTuple):
    """What a holder faces at one meeting."""

    member: int
    candidate: int
    """that it is about; codes.NONE if there is no meeting: none of its candidates has enough support"""
    acceptance: float
    """A, logits, without what it insists on"""
    reservation: float
    """R, logits"""
    logits: float
    """D, what it can be granted today"""
    offer: float
    """x, share of D; -1 for none"""
    least: float
    """x*(R): the least share of D for which settling is better than holding out; not a number where D is 0"""
    gain: float
    """Z, logits: by how much settling is better than holding out"""
    why_nothing: str
    """one of the four reasons above; empty where something is offered, or no meeting takes place"""


class Talk(NamedTuple):
    """One meeting that took place."""

    round: int
    faced: Facing
    answer: int
    """codes.NOTHING_OFFERED, REFUSED_OFFER, SETTLED_UNPAID or SETTLED"""


def faced(world: World, state: State, i: int) -> Facing:
    """Return what member i faces, in a state in which offers have been made."""
    k = int(state.about[i])
    if k == codes.NONE:
        return Facing(i, k, math.nan, float(state.reservation[i]), 0.0, -1.0, math.nan, -math.inf, "")
    acceptance, logits = float(standing(world, state, i, k)), float(purses.to_be_had(world, state, i, k))
    reservation = float(state.reservation[i])
    least = math.nan
    if logits > 0.0:
        least = float(needed.share_that_wins(world, state, i, k, reservation))
    offer, gain = float(state.offer[i]), float(talks.gain(world, state, i, k))
    why = "" if offer >= 0.0 else _why_nothing(world, state, i, k, logits)
    return Facing(i, k, acceptance, reservation, logits, offer, least, gain, why)


def _why_nothing(world: World, state: State, i: int, k: int, logits: float) -> str:
    if logits <= 0.0:
        return NOTHING_LEFT
    asked = _asked_who_is_needed(world, state, k)
    if not asked.needed[i, k]:
        return NOT_NEEDED
    return OUT_OF_REACH if purses.can_pay_all(world, asked, i, k) else TOO_SMALL


def _asked_who_is_needed(world: World, state: State, k: int) -> State:
    """Return a state with all that says who is needed for k: the talks ask only where somebody could be won."""
    apart = state._replace(
        needed=np.array(state.needed),
        price=np.array(state.price),
        order=np.array(state.order),
        chosen=np.array(state.chosen),
        credits=np.array(state.credits),
    )
    needed.find_needed(plain(world), plain(apart), k)
    return apart


def meeting(world: World, state: State, i: int) -> Facing:
    """Return what member i would face at a meeting of two in a state, which stays as it is."""
    copy = copy_state(state)
    copy.meetings[:] = 0
    copy.meetings[i] = 1
    return meet(plain(world), plain(copy), i)


def meet(world: World, state: State, i: int) -> Facing:
    """Return the same of a state that may be written to, and in which nobody else meets."""
    talks.make_offers(world, state, 0)
    return faced(world, state, i)


def chance_of_yes(one: Facing, temperature: float) -> float:
    """Return the probability that a holder says yes at a meeting: Lambda(Z / T); without noise 1 or 0."""
    if one.candidate == codes.NONE:
        return 0.0
    if temperature <= 0.0:
        return float(settling.settles(one.gain, 0.0, 0.0))
    return float(logistic(one.gain / temperature))


def days_ahead(world: World) -> int:
    """Return the length of the rounds that end within seven days; of one round, if it is longer."""
    return max(1, 7 // world.round_days) * world.round_days


def meetings_ahead(world: World, state: State) -> float:
    """Return how many meetings a holder that waits is to expect in `days_ahead`, of two and of everybody.

    The rate is that of the last tally; those at a date are n_D times its weight.
    """
    copy, days, at_dates = copy_state(state), days_ahead(world), 0.0
    for ahead in range(world.round_days, days + 1, world.round_days):
        copy.clock.day = state.clock.day + ahead
        at_dates += pressing_today(world, copy)
    coefficient = state.number.coefficient
    rate = bargaining.meeting_rate(coefficient.concession, 0.0, state.clock.holders)
    return float(rate * days / 7.0 + coefficient.at_dates * at_dates)


def chance_ahead(world: World, state: State, i: int, k: int) -> float:
    """Return the chance that member i meets and says yes to k in `days_ahead`, if all else stays as it is.

    The number of meetings is Poisson distributed, with the mean of `meetings_ahead`. At each the member is offered what
    follows on the offer refused before, and says yes with `chance_of_yes`:
    1 - sum_n Poisson(n) prod_(j <= n) (1 - p_j).
    """
    copy, expected = copy_state(state), meetings_ahead(world, state)
    copy.meetings[:] = 0
    copy.meetings[i] = 1
    view = plain(world), plain(copy)
    none_yet, weight, chance = 1.0, math.exp(-expected), 0.0
    for n in range(1, MOST_MEETINGS + 1):
        one = meet(*view, i)
        if one.candidate != k:
            break
        none_yet *= 1.0 - chance_of_yes(one, state.number.coefficient.temperature)
        copy.offered[i, k] = max(copy.offered[i, k], one.offer)
        weight *= expected / n
        chance += weight * (1.0 - none_yet)
    return chance
