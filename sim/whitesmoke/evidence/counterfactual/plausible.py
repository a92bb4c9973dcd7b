"""What dates alone cannot tell apart where actors bargain, and the points of it at which a comparison is played.

Holders that insist on less and holders that are less patient settle on the same days; what they are paid, and what
another rule would change, may differ. The design: the file's own values, of which one number at a time goes to either
end of its plausible range, and last all together, to the ends that make holders easy to win and to those that make them
hard.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from whitesmoke.evidence.analysis.ensemble_summary import Difference
from whitesmoke.evidence.parameters import central_values
from whitesmoke.evidence.ranges import kept_within
from whitesmoke.model.coefficients import COEFFICIENTS
from whitesmoke.scenario.in_force import OF_A_HOLDER, is_bargained
from whitesmoke.scenario.loaded import Loaded

PLAUSIBLE = {
    "reservation": (-3.0, 1.0),
    "patience": (1.0, 52.0),
    "opportunism": COEFFICIENTS["opportunism"].plausible,
}
"""Lowest and highest, in logits, weeks, and newcomers per logit paid. *Assumption*: a judgement, no estimate."""


class Point(NamedTuple):
    """A point of the plausible set."""

    level: Mapping[str, float]
    """of the numbers that are not the file's own, by name"""

    @property
    def alone(self) -> str:
        """Return the number that alone is not the file's own; an empty text if there are several."""
        return next(iter(self.level)) if len(self.level) == 1 else ""


class Played(NamedTuple):
    """What a comparison says at a point."""

    point: Point
    difference: Difference
    without_agreement: tuple[float, float]
    """share of runs, before and after"""
    paid: Mapping[str, tuple[float, float]]
    """by holder, the share of what it asks that it is granted, before and after: the mean over all runs"""


class Span(NamedTuple):
    """From the lowest to the highest value over some points."""

    low: float
    high: float


class PlausibleRange(NamedTuple):
    """What a comparison says over the plausible set."""

    own: Played
    """at the file's own values, from all runs"""
    points: Sequence[Played]

    @property
    def runs(self) -> int:
        """Return how many pairs of runs each point has, besides the file's own."""
        return min(one.difference.runs for one in self.points)

    @property
    def moved(self) -> dict[str, tuple[float, float]]:
        """Return the plausible range of each number that is moved."""
        return {name: ends for name, ends in PLAUSIBLE.items() if any(name in one.point.level for one in self.points)}

    def span(self, value: Any) -> Span | None:
        """Return from where to where a value goes, given how it is read off a point; None if no point has it."""
        found = [x for one in (self.own, *self.points) if (x := value(one)) is not None]
        return Span(min(found), max(found)) if found else None

    @property
    def days_between(self) -> dict[str, float]:
        """Return by how many days the mean shift differs between the two ends of each number, the others as they are.

        The mean over all runs, in which a deadlock counts as the last day: it is there also where nothing settles.
        """
        found: dict[str, list[float]] = {}
        for one in self.points:
            if one.point.alone and one.difference.mean_shift is not None:
                found.setdefault(one.point.alone, []).append(one.difference.mean_shift.value)
        return {name: max(days) - min(days) for name, days in found.items()}


def design(held: Sequence[str] = ()) -> list[Point]:
    """Return the points besides the file's own, of the numbers that are not held: two of each alone, two of all."""
    free = {name: ends for name, ends in PLAUSIBLE.items() if name not in held}
    alone = [Point({name: level}) for name, ends in free.items() for level in ends]
    together = [Point({name: ends[at] for name, ends in free.items()}) for at in (0, 1)]
    return alone + (together if len(free) > 1 else [])


def held(before: Loaded, after: Loaded) -> list[str]:
    """Return the numbers in which two scenarios differ themselves, where both use them: these stay as each has them."""
    if not (is_bargained(before.scenario) and is_bargained(after.scenario)):
        return []
    return [name for name in PLAUSIBLE if _said(before, name) != _said(after, name)]


def _said(loaded: Loaded, name: str) -> Any:
    number = getattr(loaded.scenario.bargaining, name)
    return getattr(number, "value", number)


def changes(loaded: Loaded, point: Point) -> dict[str, float]:
    """Return what to change, by path, to bring a scenario to a point; nothing where actors do not bargain.

    A member with a value of its own stays as far from the others as it is, in logits, or in times of their patience.
    """
    if not is_bargained(loaded.scenario):
        return {}
    found = {f"bargaining.{name}": level for name, level in point.level.items()}
    known = central_values(loaded)
    for name in OF_A_HOLDER:
        if name in point.level:
            found |= _own(loaded, known, name, point.level[name])
    return found


def _own(loaded: Loaded, known: Mapping[str, float], name: str, level: float) -> dict[str, float]:
    own = {f"members.{code}.{name}" for code in loaded.scenario.members}
    values = {path: value for path, value in known.items() if path in own}
    common = known.get(f"bargaining.{name}", float(np.median([*values.values()])) if values else level)
    moved = {path: _moved(name, value, common, level) for path, value in values.items()}
    return {path: float(kept_within(path, np.array([value]), loaded.scenario)[0]) for path, value in moved.items()}


def _moved(name: str, value: float, common: float, level: float) -> float:
    if name == "patience":
        return value * level / common if common > 0.0 else level
    return value + level - common
