"""How a distribution of a scenario file is drawn: the arguments of its quantile, and how far its draws reach."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Literal, Protocol

from whitesmoke.model.rules import distributions

FAMILIES = {
    "normal": distributions.NORMAL,
    "lognormal": distributions.LOGNORMAL,
    "uniform": distributions.UNIFORM,
    "triangular": distributions.TRIANGULAR,
}


class Law(Protocol):
    """A distribution as a file gives it: a family, and those of its numbers that the family has."""

    @property
    def dist(self) -> Literal["normal", "lognormal", "uniform", "triangular"]:
        """Its family."""

    @property
    def mean(self) -> float | None:
        """Of a normal, or of the logarithm."""

    @property
    def sd(self) -> float | None:
        """Standard deviation, likewise."""

    @property
    def low(self) -> float | None:
        """Smallest value."""

    @property
    def mode(self) -> float | None:
        """Most likely value."""

    @property
    def high(self) -> float | None:
        """Largest value."""


FIRST_U, LAST_U = 2.0**-53, 1.0 - 2.0**-53
"""The smallest and the largest uniform that `whitesmoke.model.rng` gives."""


def arguments(number: Law) -> tuple[float, float, float, float, float]:
    """Return the arguments of `distributions.quantile` before u: three of the family, two probabilities."""
    if number.dist == "uniform":
        return float(number.low or 0.0), float(number.high or 0.0), 0.0, 0.0, 1.0
    if number.dist == "triangular":
        return float(number.low or 0.0), float(number.mode or 0.0), float(number.high or 0.0), 0.0, 1.0
    mean, sd = float(number.mean or 0.0), float(number.sd or 0.0)
    cut = [_probability(number, bound, mean, sd) for bound in (number.low, number.high)]
    return mean, sd, 0.0, 0.0 if cut[0] is None else cut[0], 1.0 if cut[1] is None else cut[1]


def _probability(number: Law, bound: float | None, mean: float, sd: float) -> float | None:
    """Return the probability below a bound, to 12 digits so that it is the same on every platform."""
    if bound is None or sd == 0.0:
        return None
    if number.dist == "lognormal":
        if bound <= 0.0:
            return 0.0
        bound = math.log(bound)
    return round(NormalDist(mean, sd).cdf(bound), 12)


def drawn(number: Law, u: float) -> float:
    """Return the u-quantile of a distribution, as a run draws it."""
    return float(distributions.quantile(FAMILIES[number.dist], *arguments(number), u))


def reach(number: Law) -> tuple[float, float]:
    """Return what the smallest and the largest uniform draw: there is nothing beyond, whatever the family."""
    return drawn(number, FIRST_U), drawn(number, LAST_U)
