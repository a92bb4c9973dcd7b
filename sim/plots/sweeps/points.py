"""The points of a sweep as they are drawn, and what varies between them."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sim.plots.comparison import Paired
from sim.plots.sheet import Estimate
from sim.plots.style import number

ARM = "arm"
"""Name of the dimension of arms; no factor may be called so."""


class Mark(NamedTuple):
    """One point that has runs."""

    row: int
    point: str
    levels: dict[str, Any]
    """of every factor, and of the arm"""
    runs: int
    days: tuple[int | None, int | None, int | None]
    """quantiles 5, 50, 95 % of the day of consensus; None where it falls among the deadlocks"""
    outcomes: Mapping[str, Estimate]
    mean: Estimate
    """of min(day, horizon)"""
    against: Paired | None
    """the paired difference from the first point"""

    @property
    def deadlock(self) -> Estimate:
        """Return the probability of deadlock with its interval."""
        return self.outcomes["deadlock"]


class Dimension(NamedTuple):
    """A factor, or the arms: what it is called and the levels it takes."""

    name: str
    label: str
    scale: str
    levels: list[Any]
    """numbers and dates in order, others as the design has them"""
    kind: str
    """number, date or category"""
    words: list[str]
    """of the levels"""

    def place(self, level: Any) -> float:
        """Return where a level stands on its axis."""
        if self.kind == "category":
            return float(self.levels.index(level))
        return number(level) if self.kind == "date" else float(level)

    def word(self, level: Any) -> str:
        """Return a level in words."""
        return self.words[self.levels.index(level)]

    @property
    def ordered(self) -> bool:
        """Whether levels lie on a line."""
        return self.kind != "category"


class Points(NamedTuple):
    """A sweep laid out for drawing."""

    marks: list[Mark]
    varying: list[Dimension]
    fixed: list[Dimension]
    left_out: list[tuple[str, int]]
    """name and number of failed runs of each point that has none to draw, or lost some"""
    horizon: int
    """the latest one"""
    horizons: tuple[int, int]
    start: datetime.date | None
    """None if points start on different days"""

    def name(self, mark: Mark) -> str:
        """Return a point in words: its levels of what varies."""
        if len(self.varying) == 1 and not self.varying[0].ordered:
            return self.varying[0].word(mark.levels[self.varying[0].name])
        parts = [_part(dimension, mark.levels[dimension.name]) for dimension in self.varying or self.fixed]
        return ", ".join(parts) or "the only point"


def _part(dimension: Dimension, level: Any) -> str:
    word = dimension.word(level)
    return word if dimension.name == ARM else f"{dimension.label} {word}"


def read(found: Mapping[str, Any]) -> Points:
    """Return what is drawn of the object that `sim.experiment.summary.summarise` returns."""
    rows, base = found["points"], found["horizon_days"]
    dimensions = [_dimension(name, found) for name in ([ARM] if found["arms"] else []) + list(found["factors"])]
    horizons = [row.get("horizon_days", base) for row in rows] or [base]
    starts = {row.get("start", found["start"]) for row in rows} or {found["start"]}
    points = Points(
        marks=[_mark(row) for row in rows if row["runs"]],
        varying=[dimension for dimension in dimensions if len(dimension.levels) > 1],
        fixed=[dimension for dimension in dimensions if len(dimension.levels) == 1],
        left_out=[],
        horizon=max(horizons),
        horizons=(min(horizons), max(horizons)),
        start=starts.pop() if len(starts) == 1 else None,
    )
    lost = [row for row in rows if row["failed"] or not row["runs"]]
    named = [(points.name(_Bare(_levels(row))), row["failed"]) for row in lost]  # type: ignore[arg-type]
    return points._replace(left_out=named)


class _Bare(NamedTuple):
    levels: dict[str, Any]


def _levels(row: Mapping[str, Any]) -> dict[str, Any]:
    levels = {name: _hashable(level) for name, level in row["levels"].items()}
    return {ARM: row["arm"], **levels}


def _hashable(level: Any) -> Any:
    return tuple(level) if isinstance(level, list) else level


def _mark(row: Mapping[str, Any]) -> Mark:
    days = row["days"]
    return Mark(
        row["row"],
        row["point"],
        _levels(row),
        row["runs"],
        (days["p05"], days["p50"], days["p95"]),
        row["outcomes"],
        row["mean_days_within_horizon"],
        row["against_first"],
    )


def _dimension(name: str, found: Mapping[str, Any]) -> Dimension:
    levels = list(dict.fromkeys(_levels(row)[name] for row in found["points"]))
    if name == ARM:
        return Dimension(ARM, "arm", "linear", levels, "category", [found["arms"][level] for level in levels])
    factor = found["factors"][name]
    label = factor["label"] + (f" ({factor['unit']})" if factor["unit"] else "")
    kind = _kind(levels)
    if kind != "category":
        levels = sorted(levels)
    return Dimension(name, label, factor["scale"], levels, kind, [level_text(level) for level in levels])


def _kind(levels: Sequence[Any]) -> str:
    if all(isinstance(level, int | float) and not isinstance(level, bool) for level in levels):
        return "number" if all(math.isfinite(level) for level in levels) else "category"
    return "date" if all(isinstance(level, datetime.date) for level in levels) else "category"


def level_text(level: Any) -> str:
    """Return the value of a factor as it is written in figures."""
    if isinstance(level, bool):
        return "yes" if level else "no"
    if isinstance(level, float):
        return f"{level:.3g}" if abs(level) < 1000 else f"{level:,.0f}"
    if isinstance(level, datetime.date):
        return f"{level.day} {level:%b %Y}"
    return ", ".join(map(level_text, level)) if isinstance(level, tuple) else str(level)


def winners(points: Points) -> list[str]:
    """Return the outcomes other than deadlock that happen at some point, those that happen most first."""
    total: dict[str, float] = {}
    for mark in points.marks:
        for name, share in mark.outcomes.items():
            if name != "deadlock" and share[0] > 0.0:
                total[name] = total.get(name, 0.0) + share[0]
    return sorted(total, key=lambda name: -total[name])
