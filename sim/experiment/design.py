"""The points of a design: one value of every factor each, under every arm."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from sim.analysis import screening
from sim.experiment.load import Study
from sim.experiment.schema import Factor
from sim.world import Floats


class Point(NamedTuple):
    """One place of a design."""

    arm: str
    """name of the arm, or an empty text"""
    levels: dict[str, Any]
    """value of every factor, as the experiment file writes it"""


def points(study: Study) -> list[Point]:
    """Return the points of a study, arm by arm, in the order of its design."""
    arms = list(study.spec.arms) or [""]
    rows = _rows(study)
    return [Point(arm, row) for arm in arms for row in rows]


def _rows(study: Study) -> list[dict[str, Any]]:
    spec = study.spec
    kind, factors = spec.design.kind, spec.factors
    if kind == "arms":
        return [{}]
    if kind in ("list", "csv"):
        return study.rows
    if kind == "grid":
        _every_factor_has_steps(study)
        everything = itertools.product(*(_steps(factor) for factor in factors.values()))
        return [dict(zip(factors, row)) for row in everything]
    return [
        {name: _at(factor, float(x)) for (name, factor), x in zip(factors.items(), row)}
        for row in SAMPLERS[kind](study)
    ]


def _latin_hypercube(study: Study) -> Floats:
    design = study.spec.design
    return screening.latin_hypercube(design.points or 1, len(study.spec.factors), design.seed)


def _sobol(study: Study) -> Floats:
    design = study.spec.design
    return screening.sobol_points(design.points or 1, len(study.spec.factors), design.seed)


def _saltelli(study: Study) -> Floats:
    design = study.spec.design
    return screening.saltelli(design.points or 1, len(study.spec.factors), design.seed)


def _morris(study: Study) -> Floats:
    design = study.spec.design
    return screening.morris(design.trajectories or 1, len(study.spec.factors), design.levels, design.seed)


SAMPLERS: dict[str, Callable[[Study], Floats]] = {
    "latin-hypercube": _latin_hypercube,
    "sobol": _sobol,
    "saltelli": _saltelli,
    "morris": _morris,
}


def _every_factor_has_steps(study: Study) -> None:
    for name, factor in study.spec.factors.items():
        if factor.values is None and factor.steps is None:
            raise study.refused(("factors", name), "a grid needs `values`, or `steps` for a range")


def _steps(factor: Factor) -> list[Any]:
    if factor.values is not None:
        return factor.values
    return [_at(factor, x) for x in np.linspace(0.0, 1.0, factor.steps or 2).tolist()]


def _at(factor: Factor, x: float) -> Any:
    """Return a factor's value at x in [0, 1] of its range, to 12 digits; of a list, the value of that slice."""
    if factor.values is not None:
        return factor.values[min(int(x * len(factor.values)), len(factor.values) - 1)]
    low, high = float(factor.low or 0.0), float(factor.high or 0.0)
    if factor.scale == "log":
        low, high = math.log(low), math.log(high)
        return float(f"{math.exp(low + (high - low) * x):.12g}")
    return float(f"{low + (high - low) * x:.12g}")
