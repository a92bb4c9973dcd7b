"""The register of designs: each lays out the points of an experiment, and says what it needs and how it is drawn.

A new one is one entry of `DESIGNS`; the file of an experiment, its refusals, the room it takes, the figure and the
tests find it here (`tests/sweeps/test_designs.py`). The guide has to name it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from whitesmoke.evidence.analysis import screening

if TYPE_CHECKING:
    from whitesmoke.model.world import Floats


class Asked(Protocol):
    """What an experiment says of its design."""

    @property
    def points(self) -> int | None:
        """How many points, or points of a block."""

    @property
    def trajectories(self) -> int | None:
        """How many trajectories."""

    @property
    def levels(self) -> int:
        """How many levels each factor has in them."""

    @property
    def seed(self) -> int:
        """Of the points, where they are random."""


Sampler = Callable[[Asked, int], "Floats"]
"""From a design and the number of factors to points of the unit cube, (points, factors)"""


class Layout(NamedTuple):
    """One kind of design."""

    words: str
    """what it is, in a line"""
    needs: str | None
    """the field of [design] that it cannot do without, and that no other kind has: none, if it takes no more"""
    strewn: bool
    """whether its points lie scattered: they are drawn as dots against each factor, not along one"""
    blocks: Callable[[int], int] = lambda factors: 1
    """by the number of factors, how many points it has for each one asked for"""
    sampler: Sampler | None = None
    """of a design that is drawn from ranges"""
    power_of_two: bool = False
    """whether the number of its points must be one"""


def _points(make: Callable[[int, int, int], Floats]) -> Sampler:
    """Return the sampler of a design that is so many points with a seed."""
    return lambda design, factors: make(design.points or 1, factors, design.seed)


DESIGNS: dict[str, Layout] = {
    "grid": Layout("every value of one factor with every value of the others", None, strewn=False),
    "list": Layout("points written in the file", "rows", strewn=False),
    "csv": Layout("points in a table beside the file", "file", strewn=False),
    "arms": Layout("named alternatives alone", None, strewn=False),
    "latin-hypercube": Layout("one point in each slice of each factor; any number", "points", strewn=True,
                              sampler=_points(screening.latin_hypercube)),
    "sobol": Layout("the first points of a scrambled Sobol' sequence", "points", strewn=True,
                    sampler=_points(screening.sobol_points), power_of_two=True),
    "halton": Layout("the first points of a scrambled Halton sequence; any number, and more go on from there",
                     "points", strewn=True, sampler=_points(screening.halton)),
    "saltelli": Layout("blocks of points from which Sobol' indices are estimated", "points", strewn=True,
                       blocks=lambda factors: factors + 2, sampler=_points(screening.saltelli), power_of_two=True),
    "morris": Layout("trajectories that move one factor at a time", "trajectories", strewn=True,
                     blocks=lambda factors: factors + 1,
                     sampler=lambda design, factors: screening.morris(design.trajectories or 1, factors, design.levels,
                                                                      design.seed)),
}  # fmt: skip


def size(kind: str, design: Asked, steps: list[int]) -> int:
    """Return how many points a design has; `steps`: how many values each factor has in a grid."""
    if kind == "grid":
        return math.prod(steps)
    return DESIGNS[kind].blocks(len(steps)) * (design.points or design.trajectories or 1)
