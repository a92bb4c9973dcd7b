"""The levels of a factor one by one, or in bands where they are many."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from whitesmoke.figures.sweeps.axes import by_log
from whitesmoke.figures.sweeps.points import Dimension
from whitesmoke.writing.level_words import level_text

MOST_LEVELS, BANDS = 12, 4
"""A factor with more levels than this is cut into so many bands of equal width."""


class Cut(NamedTuple):
    """One level of a dimension, or a band of them."""

    word: str
    low: float
    high: float
    """places on the axis, both included"""

    def has(self, place: float) -> bool:
        """Say whether a place lies in it."""
        return self.low <= place <= self.high


def cuts(dimension: Dimension) -> list[Cut]:
    """Return the levels of a dimension one by one, or, of many numbers, bands of them."""
    if not dimension.ordered or len(dimension.levels) <= MOST_LEVELS:
        places = map(dimension.place, dimension.levels)
        return [Cut(word, place, place) for word, place in zip(dimension.words, places)]
    return _bands(dimension)


def _bands(dimension: Dimension) -> list[Cut]:
    """Return bands of equal width, on the scale of the dimension; a level that lies on an edge is in the upper one."""
    there, back = (math.log, math.exp) if by_log(dimension) else (float, float)
    low, high = (there(dimension.place(dimension.levels[at])) for at in (0, -1))
    edges = [back(low + (high - low) * k / BANDS) for k in range(BANDS)]
    held: list[list[Any]] = [[] for _ in edges]
    for level in dimension.levels:
        place = dimension.place(level)
        held[max(k for k, edge in enumerate(edges) if k == 0 or edge <= place)].append(level)
    return [
        Cut(f"{level_text(some[0])} to {level_text(some[-1])}", dimension.place(some[0]), dimension.place(some[-1]))
        for some in held
        if some
    ]
