"""Playing on until an interval is narrow enough: the runs of a point are doubled, so the answer depends on no order."""

from __future__ import annotations

import math

import numpy as np

from whitesmoke.evidence.analysis.ensemble_summary import mean, share
from whitesmoke.study.answers import Runs, by_point, calendars, measured_mean, shared_horizon
from whitesmoke.study.experiment_schema import Stop
from whitesmoke.study.plan import Plan
from whitesmoke.study.store import Folder


def wider(plan: Plan, folder: Folder) -> bool:
    """Raise the runs of the points whose interval is too wide; say whether there are any."""
    stop = plan.experiment.spec.replicates.stop
    if stop is None:
        return False
    horizon = shared_horizon(calendars(plan))
    wide = [
        name
        for name, runs in by_point(plan, folder).items()
        if len(runs.day) == plan.targets[name] < stop.at_most and _width(plan, stop, runs, horizon) > stop.width
    ]
    for name in wide:
        plan.targets[name] = min(2 * plan.targets[name], stop.at_most)
    return bool(wide)


def _width(plan: Plan, stop: Stop, runs: Runs, horizon: int) -> float:
    """Return the width of the 95 % interval that counts; for `day`, of the mean of min(T, horizon).

    That of a measure that no run has is without bounds.
    """
    if stop.on in runs.measured:
        found = measured_mean(plan, stop.on, runs.measured[stop.on], runs.replicate)
        if found is None:
            return math.inf
        interval = found
    elif stop.on == "day":
        interval = mean(np.minimum(runs.day, horizon), plan.draw_of(runs.replicate))
    else:
        interval = share(runs.outcome.are(stop.on), plan.draw_of(runs.replicate))
    return interval.high - interval.low
