"""Scenario discovery in a sweep: in which corner of its factors an outcome is likely, or high, or low.

The points of the sweep are the scenarios. A point counts if its mean is beyond the limit that the experiment gives;
corners of factors are looked for in which points that count are dense: see `whitesmoke.evidence.analysis.peeling`.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from whitesmoke.evidence.analysis import peeling
from whitesmoke.evidence.analysis.ensemble_summary import wilson
from whitesmoke.evidence.blocks import uniform_block
from whitesmoke.scenario.wording import instead, quoted
from whitesmoke.study.experiment import LoadedExperiment
from whitesmoke.study.experiment_schema import Beyond, Experiment
from whitesmoke.study.layouts import DESIGNS
from whitesmoke.study.measured import RESERVED, told
from whitesmoke.study.quantities import YES_OR_NO
from whitesmoke.writing.estimates import Interval
from whitesmoke.writing.level_words import ARM, one_level

HALF = 0.5
"""The limit where none is given, of what is so in a run or is not."""
PARTS, SPLIT = 5, 17
"""Parts that are left out in turn to see what corners are worth; of the random numbers that tell them apart."""


class Column(NamedTuple):
    """A factor, or the arms, at the points: its levels, and which of them each point has."""

    levels: list[Any]
    code: Any
    ordered: bool


def check(experiment: LoadedExperiment) -> None:
    """Refuse to look for what no run has, or without a limit. Raises ScenarioError at its own line."""
    spec = experiment.spec
    known = [*RESERVED, *experiment.base.scenario.candidates, *spec.measures]
    for name, one in spec.discover.items():
        if name not in known:
            message = f"there is no {quoted(name)} to look for{instead(name, known)}"
            raise experiment.refused(("discover", name), message)
        if _unit(spec, name) != YES_OR_NO and one.limit is None:
            message = f"say from where on {name} counts: `at_least` or `at_most`"
            raise experiment.refused(("discover", name), message)


def _unit(spec: Experiment, name: str) -> str:
    if name in spec.measures:
        return told(spec.measures)[name]["unit"]
    return "days" if name == "day" else YES_OR_NO


def discovered(spec: Experiment, rows: Sequence[dict[str, Any]], titles: Mapping[str, str]) -> dict[str, Any]:
    """Return in which corners what is looked for is so, by outcome, as JSON has it.

    Parameters
    ----------
    rows : points of a summary
    titles : of the candidates
    """
    labels = {name: f"{title} chosen" for name, title in titles.items()}
    labels |= {name: one["label"] for name, one in told(spec.measures).items()}
    return {name: {"label": labels.get(name, name)} | _of(spec, name, one, rows) for name, one in spec.discover.items()}


def _of(spec: Experiment, name: str, one: Beyond, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    played = list({row["point"]: row for row in reversed(rows) if row["runs"]}.values())[::-1]
    means = np.array([_mean(row, name) for row in played], float)
    has = np.isfinite(means)
    there = [row for row, is_there in zip(played, has) if is_there]
    limit = HALF if one.limit is None else one.limit
    counts = means[has] <= limit if one.at_most is not None else means[has] >= limit
    return {
        "unit": _unit(spec, name),
        "at_least": None if one.at_most is not None else limit,
        "at_most": one.at_most,
        "points": len(there),
        "counting": int(counts.sum()),
        "missing": len({row["point"] for row in rows}) - len(there),
        "asked": one.corners,
        "sharing": DESIGNS[spec.design.kind].blocks(2) > 1,
        **_corners_of(spec, there, counts, means[has], one.corners),
    }


def _mean(row: Mapping[str, Any], name: str) -> float:
    found = row["mean_days_within_horizon"] if name == "day" else row["outcomes"].get(name)
    if "measures" in row and name in row["measures"]:
        found = row["measures"][name]["mean"]
    return math.nan if found is None else found.value


def _corners_of(spec: Experiment, rows: list[dict[str, Any]], counts: Any, means: Any, most: int) -> dict[str, Any]:
    """Return so many corners, each among the points outside those before; or why there is none."""
    fewest = peeling.FEWEST
    if min(counts.sum(), (~counts).sum()) < fewest:
        span = f"; the means go from {means.min():.3g} to {means.max():.3g}" if len(means) else ""
        why = f"it takes {fewest} points on either side of the limit{span}: take another limit, or more points"
        return {"corners": [], "none": why}
    columns = _columns(spec, rows)
    names, left = list(columns), np.ones(len(counts), bool)
    found: list[dict[str, Any]] = []
    while len(found) < most and min(counts[left].sum(), (~counts[left]).sum()) >= fewest:
        corner, inside = _corner_of(_space([*columns.values()], left), counts[left], int(counts.sum()), columns)
        if not corner["limits"]:
            break
        found.append(corner)
        left[np.flatnonzero(left)[inside]] = False
    none = {} if found else {"none": f"no limit of {', '.join(names)} is told from luck by these points"}
    return {"corners": found, **none}


def _space(columns: list[Column], left: Any) -> peeling.Space:
    code = np.stack([column.code[left] for column in columns], axis=1)
    return peeling.Space(code, [len(one.levels) for one in columns], [one.ordered for one in columns])


def _corner_of(
    space: peeling.Space, counts: Any, counting: int, columns: Mapping[str, Column]
) -> tuple[dict[str, Any], Any]:
    """Return a corner as JSON has it, and which points are in it; `counting`: how many of all points count."""
    steps = peeling.peeled(space, counts)
    at = peeling.chosen(steps)
    best = peeling.simplified(space, counts, steps[at])
    held = peeling.held_out(space, counts, _part(len(counts)))
    names = list(columns)
    found = {
        **_held(best.points, best.counting, counting),
        "base": wilson(float(counts.mean()), len(counts)),
        "limits": {
            names[one]: _limit(columns[names[one]], best.corner[one])
            | {"quasi_p": peeling.quasi_p(space, counts, best, one), "again": held.again[one]}
            for one in best.restricted
        },
        "given_up": [names[one] for one in steps[at].restricted if one not in best.restricted],
        "held_out": {"parts": PARTS, **_held(held.points, held.counting, counting)},
        "step": at,
        "steps": [
            _held(step.points, step.counting, counting) | {"restricted": [names[one] for one in step.restricted]}
            for step in steps
        ],
    }
    return found, space.inside(best.corner)


def _held(points: int, counting: int, of: int) -> dict[str, Any]:
    """Return what a corner holds of all that count, `of`: coverage, its share of them; density, of its points."""
    density = wilson(counting / points, points) if points else Interval(math.nan, math.nan, math.nan)
    return {"points": points, "counting": counting, "coverage": wilson(counting / of, of), "density": density}


def _part(count: int) -> Any:
    """Return in which part each point is: as good as drawn by lot, and the same for as many points."""
    return np.argsort(np.argsort(uniform_block(0, 0, SPLIT, count, 1)[:, 0])) % PARTS


def _limit(column: Column, kept: Any) -> dict[str, Any]:
    levels = [level for level, is_in in zip(column.levels, kept) if is_in]
    if not column.ordered:
        return {"low": None, "high": None, "in": levels}
    return {"low": None if kept[0] else levels[0], "high": None if kept[-1] else levels[-1], "in": None}


# --- levels ---------------------------------------------------------------------------------------------------------


def _columns(spec: Experiment, rows: Sequence[Mapping[str, Any]]) -> dict[str, Column]:
    """Return all that varies: numbers and dates in order, others by name."""
    found = {ARM: _column([row["arm"] for row in rows])} if spec.arms else {}
    found |= {name: _column([row["levels"][name] for row in rows]) for name in spec.factors}
    return {name: column for name, column in found.items() if len(column.levels) > 1}


def _column(values: Sequence[Any]) -> Column:
    values = [one_level(value) for value in values]
    levels = list(dict.fromkeys(values))
    ordered = all(map(_is_number, levels)) or all(isinstance(level, datetime.date) for level in levels)
    levels = sorted(levels) if ordered else levels
    place = {level: at for at, level in enumerate(levels)}
    return Column(levels, np.array([place[value] for value in values]), ordered)


def _is_number(level: object) -> bool:
    return isinstance(level, int | float) and not isinstance(level, bool)
