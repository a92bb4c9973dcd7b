"""Where a corner of a sweep lies among its points: how far it reaches along each factor, and which points count."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from whitesmoke.figures.sweeps.points import Dimension, Mark, Points
from whitesmoke.writing.estimates import Interval
from whitesmoke.writing.level_words import one_level
from whitesmoke.writing.measure_words import interval

Side = tuple[Dimension, Mapping[str, Any]]
"""A factor, and the limit that a corner has there."""


class Corner(NamedTuple):
    """A corner of one outcome, in the space that is drawn."""

    name: str
    about: Mapping[str, Any]
    told: Mapping[str, Any]
    sides: Mapping[str, Side]
    """its factors with their limits, the most certain first"""

    @property
    def title(self) -> str:
        """What a point is told by: the share of its runs, or their mean."""
        label = str(self.about["label"])
        return label if self.about["unit"] == "share of runs" else f"mean {label}"

    @property
    def across(self) -> Side:
        """The factor that lies along the x axis: the most certain."""
        return next(iter(self.sides.values()))

    @property
    def up(self) -> Side | None:
        """The one up the y axis; None where the outcome is, as there is one factor alone."""
        return next(iter([*self.sides.values()][1:]), None)

    def estimate(self, mark: Mark) -> Interval | None:
        """Return the mean at a point with its interval; None where there is none."""
        if self.name in mark.measures:
            return interval(mark.measures[self.name]["mean"])
        return interval(mark.mean if self.name == "day" else mark.outcomes.get(self.name))

    def value(self, mark: Mark) -> float:
        """Return the mean at a point; nan where there is none."""
        found = self.estimate(mark)
        return float("nan") if found is None else found.value

    def counts(self, mark: Mark) -> bool:
        """Return whether a point is one of those that were looked for."""
        most, least = self.about["at_most"], self.about["at_least"]
        return self.value(mark) >= least if most is None else self.value(mark) <= most


class Placed(NamedTuple):
    """Points over the two most certain factors, or the outcome over the only one; (n,) each."""

    x: Any
    y: Any
    counts: Any
    """whether a point is one of those that were looked for"""
    within: Any
    """whether it is within the limits of the other factors, which have no axis"""


def corners_of(found: Mapping[str, Any], points: Points) -> Iterator[Corner]:
    """Yield the corners of a sweep, outcome by outcome."""
    dimensions = {one.name: one for one in points.varying}
    for name, about in found.get("discovery", {}).items():
        for corner in about["corners"]:
            order = sorted(corner["limits"], key=lambda one: corner["limits"][one]["quasi_p"])
            sides = {one: (dimensions[one], _as_drawn(dimensions[one], corner["limits"][one])) for one in order}
            yield Corner(name, about, corner, sides)


def _as_drawn(of: Dimension, limit: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a limit with its levels as the points have them: JSON has dates as texts, and lists."""
    known = {_key(level): level for level in of.levels}
    ends = {end: None if limit[end] is None else known[_key(limit[end])] for end in ("low", "high")}
    among = None if limit["in"] is None else [known[_key(level)] for level in limit["in"]]
    return {**limit, **ends, "in": among}


def _key(level: object) -> object:
    if isinstance(level, datetime.date):
        return level.isoformat()
    return one_level(level)


def within(mark: Mark, sides: Iterable[Side]) -> bool:
    """Return whether a point is within some limits."""
    return all(any(low <= of.of(mark) <= high for low, high in spans(of, limit)) for of, limit in sides)


def spans(of: Dimension, limit: Mapping[str, Any]) -> list[tuple[float, float]]:
    """Return from where to where a corner reaches along a factor; several stretches of a category."""
    if limit["in"] is not None:
        return [(of.place(level) - 0.4, of.place(level) + 0.4) for level in limit["in"]]
    low, high = (of.levels[0] if limit["low"] is None else limit["low"]), limit["high"]
    return [(of.place(low), of.place(of.levels[-1] if high is None else high))]


def placed(one: Corner, marks: Sequence[Mark]) -> Placed:
    """Return where points that have the outcome stand."""
    at, up = np.arange(len(marks)), one.up
    x = np.array([one.across[0].of(mark) for mark in marks]) + _apart(one.across[0], at)
    y = np.array([one.value(mark) if up is None else up[0].of(mark) for mark in marks])
    y = y if up is None else y + _apart(up[0], at[::-1])
    others = [*one.sides.values()][2:]
    return Placed(x, y, np.array([*map(one.counts, marks)]), np.array([within(mark, others) for mark in marks]))


def _apart(of: Dimension, at: Any) -> Any:
    """Return by how much points of a category stand apart from one another: steps of the golden ratio."""
    return 0.6 * (at * 0.6180339887 % 1.0 - 0.5) if of.kind == "category" else np.zeros(len(at))


def outlines(one: Corner, low: float, high: float) -> list[tuple[float, float, float, float]]:
    """Return left, bottom, right and top of a corner; of one factor alone up to the limit that was asked for.

    `low`, `high`: of the y axis.
    """
    most, least = one.about["at_most"], one.about["at_least"]
    upward = spans(*one.up) if one.up else [(least, high) if most is None else (low, most)]
    return [(left, bottom, right, top) for left, right in spans(*one.across) for bottom, top in upward]
