"""The points of a design: one value of every factor each, under every arm."""

from __future__ import annotations

import itertools
import math
from typing import Any, NamedTuple

import numpy as np

from whitesmoke.model import room
from whitesmoke.study.experiment import LoadedExperiment
from whitesmoke.study.experiment_schema import Factor
from whitesmoke.study.layouts import DESIGNS, size
from whitesmoke.study.paths import address_in, is_whole

PER_POINT, PER_FACTOR, PER_RUN = 2_000, 500, 16
"""Bytes that a plan has of each point, of each of its levels, and of each of its runs."""


class Point(NamedTuple):
    """One place of a design."""

    arm: str
    """name of the arm, or an empty text"""
    levels: dict[str, Any]
    """value of every factor, as the experiment file writes it"""


def points(experiment: LoadedExperiment) -> list[Point]:
    """Return the points of a study, arm by arm, in the order of its design."""
    arms = list(experiment.spec.arms) or [""]
    _must_have_room(experiment, len(arms))
    rows = _rows(experiment)
    return [Point(arm, row) for arm in arms for row in rows]


def _must_have_room(experiment: LoadedExperiment, arms: int) -> None:
    """Raise WhitesmokeError for a design of more points, or runs, than can be kept in mind."""
    spec = experiment.spec
    count = arms * _size(experiment)
    room.must_fit(
        count * (PER_POINT + PER_FACTOR * len(spec.factors) + PER_RUN * spec.replicates.runs),
        f"a design of {count:,} points with {spec.replicates.runs:,} runs each",
        "take fewer steps, points or runs",
    )


def _size(experiment: LoadedExperiment) -> int:
    """Return how many points a design has under each arm."""
    steps = [len(factor.values or ()) or factor.steps or 1 for factor in experiment.spec.factors.values()]
    return size(experiment.spec.design.kind, experiment.spec.design, steps)


def _rows(experiment: LoadedExperiment) -> list[dict[str, Any]]:
    spec = experiment.spec
    kind, factors = spec.design.kind, spec.factors
    if kind == "arms":
        return [{}]
    if kind in ("list", "csv"):
        return experiment.rows
    if kind == "grid":
        _every_factor_has_steps(experiment)
        everything = itertools.product(*(_steps(experiment, name) for name in factors))
        return [dict(zip(factors, row)) for row in everything]
    sampler = DESIGNS[kind].sampler
    assert sampler is not None, kind
    ranges = {name: _range(experiment, name) for name in factors}
    return [
        {name: _at(factors[name], of, float(x)) for (name, of), x in zip(ranges.items(), row)}
        for row in sampler(spec.design, len(factors))
    ]


def _every_factor_has_steps(experiment: LoadedExperiment) -> None:
    for name, factor in experiment.spec.factors.items():
        if factor.values is None and factor.steps is None:
            raise experiment.refused(("factors", name), "a grid needs `values`, or `steps` for a range")


class Range(NamedTuple):
    """Smallest and largest value of a factor, and whether it takes whole numbers only."""

    low: float
    high: float
    whole: bool


def _range(experiment: LoadedExperiment, name: str) -> Range:
    """Return the range of a factor; (0, 0) for one with values. Raises ScenarioError for 1.5 to 7 of whole numbers."""
    factor = experiment.spec.factors[name]
    paths = factor.paths or [factor.path or ""]
    whole = factor.change != "multiply" and any(
        is_whole(address_in(experiment, ("factors", name), path)) for path in paths
    )
    for end in ("low", "high"):
        value = getattr(factor, end)
        if whole and value is not None and not value.is_integer():
            message = f"{' and '.join(paths)} takes whole numbers only; found {value:g}"
            raise experiment.refused(("factors", name, end), message)
    return Range(factor.low or 0.0, factor.high or 0.0, whole)


def _steps(experiment: LoadedExperiment, name: str) -> list[Any]:
    """Return the values of a factor in a grid: of a range both ends, and equal steps between."""
    factor, of = experiment.spec.factors[name], _range(experiment, name)
    if factor.values is not None:
        return factor.values
    found = [_between(factor, of.low, of.high, x) for x in np.linspace(0.0, 1.0, factor.steps or 2).tolist()]
    found = [round(value) for value in found] if of.whole else found
    if len(set(found)) < len(found):
        what = "whole numbers" if of.whole else "values"
        message = (
            f"there are no {len(found)} different {what} in equal steps from {of.low:g} to {of.high:g}; take fewer"
        )
        raise experiment.refused(("factors", name, "steps"), message)
    return found


def _at(factor: Factor, of: Range, x: float) -> Any:
    """Return a factor's value at x in [0, 1]: of a range, to 12 digits; of values and whole numbers, that slice."""
    if factor.values is not None:
        return factor.values[min(int(x * len(factor.values)), len(factor.values) - 1)]
    if of.whole:
        return min(math.floor(_between(factor, of.low, of.high + 1, x)), int(of.high))
    return _between(factor, of.low, of.high, x)


def _between(factor: Factor, low: float, high: float, x: float) -> float:
    if factor.scale == "log":
        low, high = math.log(low), math.log(high)
        return float(f"{math.exp(low + (high - low) * x):.12g}")
    return float(f"{low + (high - low) * x:.12g}")
