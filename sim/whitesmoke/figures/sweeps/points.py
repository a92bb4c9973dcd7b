"""The points of a sweep as they are drawn, and what varies between them."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from whitesmoke.figures.sheet import Estimate
from whitesmoke.figures.style import number
from whitesmoke.model.trace import WITHDRAWN
from whitesmoke.writing.estimates import percent
from whitesmoke.writing.level_words import ARM, level_word, one_level


class Shifted(Protocol):
    """What is drawn of a `whitesmoke.evidence.analysis.ensemble_summary.Difference` from the first point."""

    @property
    def mean_shift(self) -> Estimate | None:
        """Return the mean paired difference of min(day, horizon), days."""


class Mark(NamedTuple):
    """One point that has runs."""

    point: str
    """its identity: rows of a design may be one point"""
    levels: dict[str, Any]
    """of every factor, and of the arm"""
    runs: int
    days: tuple[int | None, int | None, int | None]
    """quantiles 5, 50, 95 % of the day of consensus; None where it falls among the deadlocks"""
    outcomes: Mapping[str, Estimate]
    mean: Estimate
    """of min(day, horizon)"""
    against: Shifted | None
    withdrawn: float = 0.0
    """share of runs in which no candidate was left; 0 where that is not known"""
    measures: Mapping[str, Mapping[str, Any]] = {}
    """of every measure its mean and the runs that have it"""

    @property
    def deadlock(self) -> Estimate:
        """Return the probability of deadlock with its interval."""
        return self.outcomes["deadlock"]


def settled_text(mark: Mark) -> str:
    """Return in a few words when half of the runs of a point settle, and how many never do."""
    stuck, day = mark.deadlock[0], mark.days[1]
    deadlock = f"deadlock {percent(stuck)}" if stuck else "no deadlock"
    return deadlock if day is None else f"half by day {day}, {deadlock}"


@dataclass(frozen=True)
class Dimension:
    """A factor, or the arms: what it is called and the levels it takes."""

    name: str
    label: str
    unit: str
    scale: str
    levels: list[Any]
    """numbers and dates in order, others as the design has them"""
    kind: str
    """number, date or category"""
    words: list[str]
    """of the levels"""
    labelled: bool = False
    """whether these are labels of the experiment, which need no name of the factor before them"""

    @property
    def title(self) -> str:
        """Return the label with its unit."""
        return f"{self.label} ({self.unit})" if self.unit else self.label

    @property
    def ordered(self) -> bool:
        """Whether the levels lie on a line."""
        return self.kind != "category"

    def place(self, level: Any) -> float:
        """Return where a level stands on its axis."""
        if self.kind == "category":
            return float(self._at[level])
        return number(level) if self.kind == "date" else float(level)

    def of(self, mark: Mark) -> float:
        """Return where a point stands on the axis."""
        return self.place(mark.levels[self.name])

    def word(self, level: object) -> str:
        """Return a level in words."""
        return self.words[self._at[level]]

    @cached_property
    def _at(self) -> dict[Any, int]:
        return {level: at for at, level in reversed([*enumerate(self.levels)])}


class Points(NamedTuple):
    """A sweep laid out for drawing."""

    marks: list[Mark]
    varying: list[Dimension]
    fixed: list[Dimension]
    lost: list[tuple[str, int]]
    """name and number of failed runs of each point that lost some or has none to draw"""
    horizons: tuple[int, int]
    """the shortest and the longest, days"""
    start: datetime.date | None
    """None if points start on different days"""

    def name(self, levels: Mapping[str, object]) -> str:
        """Return a point in words: its levels of what varies."""
        if len(self.varying) == 1 and not self.varying[0].ordered:
            return self.varying[0].word(levels[self.varying[0].name])
        words = [(d, d.word(levels[d.name])) for d in self.varying or self.fixed]
        said = (word if d.labelled or d.name == ARM else f"{d.label} {word}" for d, word in words)
        return ", ".join(said) or "the only point"

    @property
    def winners(self) -> list[str]:
        """Return the outcomes other than deadlock that happen at some point, those that happen most first."""
        total: dict[str, float] = {}
        for mark in self.marks:
            for name, share in mark.outcomes.items():
                total[name] = total.get(name, 0.0) + share[0]
        happening = [name for name in total if name != "deadlock" and total[name] > 0.0]
        return sorted(happening, key=lambda name: -total[name])


def read(found: Mapping[str, Any]) -> Points:
    """Return what is drawn of the object that `whitesmoke.study.answers.summarise` returns."""
    rows = found["points"]
    names = ([ARM] if found["arms"] else []) + list(found["factors"])
    dimensions = [_dimension(name, found) for name in names]
    horizons = [row.get("horizon_days", found["horizon_days"]) for row in rows] or [found["horizon_days"]]
    starts = {row.get("start", found["start"]) for row in rows} or {found["start"]}
    points = Points(
        marks=[_mark(row) for row in rows if row["runs"]],
        varying=[dimension for dimension in dimensions if len(dimension.levels) > 1],
        fixed=[dimension for dimension in dimensions if len(dimension.levels) == 1],
        lost=[],
        horizons=(min(horizons), max(horizons)),
        start=starts.pop() if len(starts) == 1 else None,
    )
    lost = [(points.name(_levels(row)), row["failed"]) for row in rows if row["failed"] or not row["runs"]]
    return points._replace(lost=lost)


def _levels(row: Mapping[str, Any]) -> dict[str, Any]:
    return {ARM: row["arm"], **{name: one_level(level) for name, level in row["levels"].items()}}


def _mark(row: Mapping[str, Any]) -> Mark:
    days = row["days"]
    return Mark(
        row["point"],
        _levels(row),
        row["runs"],
        (days["p05"], days["p50"], days["p95"]),
        row["outcomes"],
        row["mean_days_within_horizon"],
        row["against_first"],
        row["endings"][WITHDRAWN][0] if "endings" in row else 0.0,
        row.get("measures", {}),
    )


def _dimension(name: str, found: Mapping[str, Any]) -> Dimension:
    levels = list(dict.fromkeys(_levels(row)[name] for row in found["points"]))
    if name == ARM:
        return Dimension(ARM, "arm", "", "linear", levels, "category", [found["arms"][level] for level in levels])
    factor, kind = found["factors"][name], _kind(levels)
    levels = levels if kind == "category" else sorted(levels)
    words = [level_word(factor, level) for level in levels]
    labels = bool(factor.get("labels"))
    return Dimension(name, factor["label"], factor["unit"], factor["scale"], levels, kind, words, labels)


def _kind(levels: Sequence[Any]) -> str:
    if all(isinstance(level, int | float) and not isinstance(level, bool) for level in levels):
        return "number" if all(math.isfinite(level) for level in levels) else "category"
    return "date" if all(isinstance(level, datetime.date) for level in levels) else "category"
