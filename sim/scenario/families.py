"""How a distribution of a scenario file is drawn: the arguments of its quantile, and how far its draws reach."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

from sim.rules import distributions

if TYPE_CHECKING:
    from sim.scenario.numbers import Distribution

FAMILIES = {
    "normal": distributions.NORMAL,
    "lognormal": distributions.LOGNORMAL,
    "uniform": distributions.UNIFORM,
    "triangular": distributions.TRIANGULAR,
}
FIRST_U, LAST_U = 2.0**-53, 1.0 - 2.0**-53
"""The smallest and the largest uniform that `sim.rng` gives."""


def arguments(number: Distribution) -> tuple[float, float, float, float, float]:
    """Return the arguments of `distributions.quantile` before u: three of the family, two probabilities."""
    if number.dist == "uniform":
        return float(number.low or 0.0), float(number.high or 0.0), 0.0, 0.0, 1.0
    if number.dist == "triangular":
        return float(number.low or 0.0), float(number.mode or 0.0), float(number.high or 0.0), 0.0, 1.0
    mean, sd = float(number.mean or 0.0), float(number.sd or 0.0)
    cut = [_probability(number, bound, mean, sd) for bound in (number.low, number.high)]
    return mean, sd, 0.0, 0.0 if cut[0] is None else cut[0], 1.0 if cut[1] is None else cut[1]


def _probability(number: Distribution, bound: float | None, mean: float, sd: float) -> float | None:
    """Return the probability below a bound, to 12 digits so that it is the same on every platform."""
    if bound is None or sd == 0.0:
        return None
    if number.dist == "lognormal":
        if bound <= 0.0:
            return 0.0
        bound = math.log(bound)
    return round(NormalDist(mean, sd).cdf(bound), 12)


def drawn(number: Distribution, u: float) -> float:
    """Return the u-quantile of a distribution, as a run draws it."""
    return float(distributions.quantile(FAMILIES[number.dist], *arguments(number), u))


def reach(number: Distribution) -> tuple[float, float]:
    """Return what the smallest and the largest uniform draw: there is nothing beyond, whatever the family."""
    return drawn(number, FIRST_U), drawn(number, LAST_U)
