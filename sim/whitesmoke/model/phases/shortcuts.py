"""Answers that can be had without an exponential: in most rounds most draws are far too high, or too low, to matter.

Nothing is decided here. A draw above an upper bound of a chance is above the chance itself, so what is skipped would
have had no effect; the bounds leave room for rounding (`SLACK`). See docs/decisions/032.
"""

from whitesmoke.model import codes
from whitesmoke.model.lang import rule
from whitesmoke.model.rules import hazard
from whitesmoke.model.world import State, World

SLACK = 1e-9
"""far above the rounding errors of a chance, far below any chance that matters"""


@rule
def happens(u: float, rate: float, weeks: float) -> bool:
    """Say whether u < 1 - exp(-rate * weeks), which is at most rate * weeks."""
    return u <= rate * weeks + SLACK and u < hazard.probability(rate, weeks)


@rule
def nobody_meets(u: float, expected: float) -> bool:
    """Say whether u is surely below exp(-expected), which is at least 1 - expected: no meeting at all."""
    return u + expected < 1.0 - SLACK


@rule
def logistic_at_most(x: float) -> float:
    """Return an upper bound of 1 / (1 + e**-x): e**-8z, which is at most (1 - z + z**2 / 2)**8 for 0 <= z <= 1."""
    z = -0.125 * min(0.0, max(-8.0, x))
    power = 1.0 - z * (1.0 - 0.5 * z)
    power *= power
    power *= power
    return power * power


@rule
def highest_chance(w: World, s: State) -> float:
    """Return an upper bound of the chance that a member commits in this round, whatever it thinks.

    1 - exp(-x) <= 1 - (1 - x / 8)**8 for 0 <= x <= 8, where x would be reached if every candidate convinced it. Pure
    contagion has no such bound where the weights of a network are not shares.
    """
    if w.response == codes.PROPORTIONAL:
        return 1.0
    running = 0
    for k in range(len(s.status)):
        if s.status[k] != codes.OUT:
            running += 1
    rest = 1.0 - running * s.number.coefficient.speed * (w.round_days / 7.0) / 8.0
    if not 0.0 <= rest <= 1.0:
        return 1.0
    rest *= rest
    rest *= rest
    return 1.0 - rest * rest + SLACK
