"""Where a corner of a sweep lies among its points: how far it reaches along each factor, and which points count."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from whitesmoke.figures.sweeps.points import Dimension, Mark, Points
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

    def value(self, mark: Mark) -> float:
        """Return the mean at a point; nan where there is none."""
        found = mark.mean if self.name == "day" else mark.outcomes.get(self.name)
        if self.name in mark.measures:
            found = interval(mark.measures[self.name]["mean"])
        return float("nan") if found is None else found[0]

    def counts(self, mark: Mark) -> bool:
        """Return whether a point is one of those that were looked for."""
        most, least = self.about["at_most"], self.about["at_least"]
        return self.value(mark) >= least if most is None else self.value(mark) <= most


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
