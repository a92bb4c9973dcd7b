"""Answers that can be had without an exponential: in most rounds most draws are far too high, or too low, to matter.

Nothing is decided here. A draw above an upper bound of a chance is above the chance itself, so what is skipped would
have had no effect; the bounds leave room for rounding (`SLACK`). See docs/decisions/032.
"""

from whitesmoke.model.lang import rule
from whitesmoke.model.rules import hazard

SLACK = 1e-9
"""far above the rounding errors of a chance, far below any chance that matters"""
UNKNOWN = 1e30
"""in place of a bound that is not known; finite, so that nothing times it is nothing"""


@rule
def happens(u: float, rate: float, weeks: float) -> bool:
    """Say whether u < 1 - exp(-rate * weeks), which is at most rate * weeks."""
    return u <= rate * weeks + SLACK and u < hazard.probability(rate, weeks)


@rule
def patience_at_least(u: float) -> float:
    """Return a lower bound of -ln(1 - u), by 2 % too low at 0.5: u < 1 - exp(-x) only where it is below x."""
    return u * (1.0 + u * (1 / 2 + u * (1 / 3 + u * (1 / 4))))


@rule
def nobody_meets(u: float, expected: float) -> bool:
    """Say whether u is surely below exp(-expected), which is at least 1 - expected: no meeting at all."""
    return u + expected < 1.0 - SLACK


@rule
def exp_at_most(x: float) -> float:
    """Return an upper bound of e**x but for rounding, 0.1 % too high at -5 or 5, 2 % at -10 or 10; UNKNOWN above 32."""
    if x > 32.0:
        return UNKNOWN
    z = max(-32.0, x) * 0.03125
    power = (1.0 + z) + z * z * (1 / 2 + z * (1 / 6 + z * (1 / 12)))
    power *= power
    power *= power
    power *= power
    power *= power
    return power * power


@rule
def growth_at_most(x: float) -> float:
    """Return an upper bound of e**x, and of 1; above 1, UNKNOWN."""
    if x > 1.0:
        return UNKNOWN
    x = max(0.0, x)
    return 1.0 + x * (1.0 + x * (0.5 + x * 0.25))
