"""Whether forecasts of when mean what they say: where in them the truth lay, and in which days they put their chances.

A truth on day T lay between F(T - 1) and F(T), one that never came between F(WINDOW) and 1; it is spread evenly over
that range (Czado, Gneiting and Held 2009), so that a sound forecaster has a fifth of the truths in each fifth, whatever
sure days it has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from whitesmoke.evidence.protocol.averaging import Estimate, estimate, summed, weights
from whitesmoke.evidence.protocol.history import WINDOW, History
from whitesmoke.evidence.protocol.register import Forecasts
from whitesmoke.model.world import Floats

FIFTHS = ("to 20 %", "to 40 %", "to 60 %", "to 80 %", "to 100 %")
INSIDE = "5 to 95 %"
RANGES = {name: (k / 5.0, (k + 1) / 5.0) for k, name in enumerate(FIFTHS)} | {INSIDE: (0.05, 0.95)}
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""of the days that are told of a forecast"""


def place(forecast: Floats, left: int | None) -> tuple[float, float]:
    """Return between which chances the truth lay in a forecast; `left` days, or None for never."""
    return (float(forecast[WINDOW]), 1.0) if left is None else (float(forecast[left - 1]), float(forecast[left]))


def share_inside(low: float, high: float, ends: tuple[float, float]) -> float:
    """Return the share of a range from `low` to `high` that lies between two ends; of a point whether it does."""
    first, last = ends
    if high <= low:
        return float(first <= low < last or low == last == 1.0)
    return max(0.0, min(high, last) - max(low, first)) / (high - low)


def calibration(cases: Sequence[History], told: Forecasts) -> dict[str, Estimate]:
    """Return the share of truths in each range of RANGES, with weights 1/k."""
    found = {case.name: summed(zip(weights(case), _places(case, told[case.name]), strict=True)) for case in cases}
    shares = {name: estimate(cases, found, name) for name in RANGES}
    return {name: one for name, one in shares.items() if one}


def _places(case: History, told: Mapping[int, Floats]) -> Iterator[dict[str, float]]:
    for at in case.landmarks:
        low, high = place(told[at.day], case.left(at.day))
        yield {name: share_inside(low, high, ends) for name, ends in RANGES.items()}


def days_of(forecast: Floats) -> list[int | None]:
    """Return the days by which each of LEVELS is reached; None if it is not within the window."""
    days = np.searchsorted(forecast, LEVELS).tolist()
    return [day if day <= WINDOW else None for day in days]
