"""What a payment does to others: those who see it may ask, too, and those whom it hurts may take their yes back.

Both are drawn after a turn, by all on the same picture, and applied together.
"""

import math

from whitesmoke.model import codes
from whitesmoke.model.lang import rule
from whitesmoke.model.phases import askers, demands, moves, shortcuts
from whitesmoke.model.phases.decide import acceptance
from whitesmoke.model.phases.draws import draw, pair
from whitesmoke.model.phases.purses import UNITS
from whitesmoke.model.phases.verdict import needed
from whitesmoke.model.rules import distributions, settling
from whitesmoke.model.rules.hazard import exp, logistic
from whitesmoke.model.run_state import State
from whitesmoke.model.world import World

SPREAD = 0.6
"""of the logs of what is asked late"""
LEAST_CEILING = 0.4
"""of what is asked late at least this share can be granted"""
CANDIDATES = 128
"""more than a race can have: addresses of what is drawn by turn and candidate"""


@rule
def hurt(w: World, s: State, d: int, share: float) -> None:
    """Note what it costs third members that a share of demand d is granted."""
    for at in range(w.hurt_start[d], w.hurt_start[d + 1]):
        s.wound[w.hurt_member[at]] += math.floor(s.number.hurt[at] * share * UNITS)


@rule
def bear(w: World, s: State, k: int, turn: int) -> None:
    """Who has been hurt thinks the less of k; with the chance Lambda(-A) its yes to k is taken back."""
    for i in range(len(s.stance)):
        if s.wound[i] > 0:
            s.baseline[i, k] -= s.wound[i] / UNITS
            s.clock.stale = 1
    for i in range(len(s.stance)):
        if s.wound[i] > 0 and s.stance[i] == k and moves.is_free(s, i):
            u = draw(s, w.member_address[i], turn * CANDIDATES + k, codes.HURTS)
            if u < logistic(-acceptance(w, s, i, k)):
                s.asks[i] = codes.RELEASED
    for i in range(len(s.stance)):
        if s.asks[i] == codes.RELEASED:
            moves.take_back(w, s, i)
            s.asks[i] = -1
        s.wound[i] = 0


@rule
def follow(w: World, s: State, k: int, paid: float, first: int, turn: int) -> None:
    """Those who see that `paid` logits were granted for k may raise a demand of their own, like demand `first`."""
    for i in range(len(s.stance)):
        s.asks[i] = raises(w, s, i, k, paid, turn)
    for i in range(len(s.stance)):
        if s.asks[i] >= 0:
            _raise(w, s, i, k, s.asks[i], first, turn)
            s.asks[i] = -1
            askers.list_askers(w, s)


@rule
def raises(w: World, s: State, i: int, k: int, paid: float, turn: int) -> int:
    """Draw which demand member i raises now, or return -1: only one whose yes the rule needs does."""
    d = may_raise(w, s, i, k)
    if d < 0 or not needed(w, s, i):
        return -1
    c, bound = s.number.coefficient, s.stance[i] == k
    u, v = pair(s, w.member_address[i], turn * CANDIDATES + k, codes.ASKS)
    seen = c.opportunism * paid / max(1, s.clock.members)  # no less than the chance to see it and ask
    if u > seen * max(1.0, c.take_back) + shortcuts.SLACK:
        return -1
    outside = max(1, s.clock.members - s.committed[k] + (1 if bound else 0))
    worth = _worth(w, s, d, v)
    chance = settling.asks_late(c.opportunism, paid, s.clock.members, c.step, worth, c.isolation, s.share[k], outside)
    return d if u < chance * (c.take_back if bound else 1.0) else -1


@rule
def may_raise(w: World, s: State, i: int, k: int) -> int:
    """Return the next demand that member i could raise about k: one of the file, or, if it has none, one of its own."""
    if not moves.is_free(s, i) or (s.stance[i] != codes.NONE and s.stance[i] != k):
        return -1
    for d in range(w.demand_start[i], w.demand_start[i + 1]):
        if s.raised[d] == codes.NEVER and not w.red_line[d]:
            if (
                w.latent[d] == codes.LATENT
                and (w.concerns[d] < 0 or w.concerns[d] == k)
                and s.clock.day <= w.dropped[d]
            ):
                return d
            if w.latent[d] == codes.OPEN and not demands.claims(w, s, i, k):
                return d
    return -1


@rule
def _worth(w: World, s: State, d: int, v: float) -> float:
    if w.latent[d] == codes.LATENT:
        return s.number.worth[d]
    return s.number.coefficient.late_worth * exp(SPREAD * distributions.normal(v))


@rule
def _raise(w: World, s: State, i: int, k: int, d: int, first: int, turn: int) -> None:
    """Put demand d on the table; a member that had said yes is uncommitted again."""
    s.raised[d] = s.clock.day
    s.clock.stale = 1
    if w.latent[d] == codes.OPEN:
        at = turn * CANDIDATES + k
        _, v = pair(s, w.member_address[i], at, codes.ASKS)
        s.like[d] = s.like[first]
        s.number.worth[d] = _worth(w, s, d, v)
        s.number.ceiling[d] = LEAST_CEILING + (1.0 - LEAST_CEILING) * draw(
            s, w.member_address[i], at, codes.LATE_CEILING
        )
    moves.take_back(w, s, i)
