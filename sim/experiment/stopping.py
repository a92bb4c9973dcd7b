"""Playing on until an interval is narrow enough: the runs of a point are doubled, so the answer depends on no order."""

from __future__ import annotations

import numpy as np

from sim.analysis.summary import Interval, mean, wilson
from sim.experiment.plan import Plan
from sim.experiment.schema import Stop
from sim.experiment.store import Folder


def wider(plan: Plan, folder: Folder) -> bool:
    """Raise the runs of the points whose interval is too wide; say whether there are any."""
    stop = plan.study.spec.replicates.stop
    if stop is None:
        return False
    rows = folder.rows("runs", ["point", "replicate", "outcome", "day"])
    if not len(rows):
        return False
    horizon = plan.base.world.rounds * plan.base.world.round_days
    point = np.array(rows["point"].to_pylist(), object)
    replicate = rows["replicate"].to_numpy()
    outcome = np.array(rows["outcome"].to_pylist(), object)
    day = rows["day"].fill_null(horizon).to_numpy()
    changed = False
    for name, runs in plan.targets.items():
        mine = (point == name) & (replicate < runs)
        if runs < stop.at_most and mine.sum() == runs and _width(stop, outcome[mine], day[mine]) > stop.width:
            plan.targets[name] = min(2 * runs, stop.at_most)
            changed = True
    return changed


def _width(stop: Stop, outcome: object, day: object) -> float:
    """Return the width of the 95 % interval that counts; for `day`, of the mean of min(T, horizon)."""
    interval: Interval
    if stop.on == "day":
        interval = mean(day)
    else:
        share = float(np.mean(np.asarray(outcome) == stop.on))
        interval = wilson(share, len(np.asarray(outcome)))
    return interval.high - interval.low
