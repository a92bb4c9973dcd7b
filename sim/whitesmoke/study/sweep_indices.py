"""Which factors of a sweep matter, where its design can say so: Sobol' indices, or Morris's effects, of each outcome.

They are reckoned in the unit cube that the design was drawn in, so that factors of whole numbers, of names and on a
log scale have them as well.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from whitesmoke.errors import WhitesmokeError
from whitesmoke.study.experiment_schema import Experiment
from whitesmoke.study.layouts import DESIGNS
from whitesmoke.writing.estimates import Interval

REDUCED = {"saltelli": "sobol", "morris": "morris"}
"""By design: the function of `effects` from its points and an outcome of each to estimates for every factor."""


def indices(spec: Experiment, points: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the indices of a sweep by arm, outcome and factor; an outcome that has none, with the reason.

    Empty for a design that allows none. Parameters: `points` of a summary, in the order of the design.
    """
    sampler, kind = DESIGNS[spec.design.kind].sampler, spec.design.kind
    if kind not in REDUCED or sampler is None:
        return {}
    cube = sampler(spec.design, len(spec.factors))
    arms, length = list(spec.arms) or [""], len(cube)
    return {
        arm: {what: _of(kind, cube, values, list(spec.factors)) for what, values in _outcomes(spec, rows).items()}
        for arm, rows in ((arm, points[at * length : (at + 1) * length]) for at, arm in enumerate(arms))
    }


def _outcomes(spec: Experiment, rows: Sequence[dict[str, Any]]) -> dict[str, list[float]]:
    """Return what is explained, a number for each point: the mean day, the chance of deadlock, and each measure."""
    found = {
        "days": [_value(row.get("mean_days_within_horizon")) for row in rows],
        "deadlock": [_value(row.get("outcomes", {}).get("deadlock")) for row in rows],
    }
    for name in spec.measures:
        found[name] = [_value(row.get("measures", {}).get(name, {}).get("mean")) for row in rows]
    return found


def _value(estimate: Interval | None) -> float:
    return math.nan if estimate is None else estimate.value


def _of(kind: str, cube: Any, values: list[float], factors: list[str]) -> dict[str, Any]:
    """Return the estimates of every factor, or why there are none."""
    from whitesmoke.evidence.analysis import effects  # takes its time, and most designs are grids

    if np.ptp(values) == 0.0:
        return {"none": "it is the same at every point"}
    try:
        found = getattr(effects, REDUCED[kind])(cube, values)
    except WhitesmokeError as error:
        return {"none": str(error)}
    return {
        name: {
            what: Interval(float(one.value[at]), float(one.low[at]), float(one.high[at]))
            for what, one in found._asdict().items()
        }
        for at, name in enumerate(factors)
    }
