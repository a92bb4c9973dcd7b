"""*Landmark regression*: a daily chance that hangs on the days since the forecast, the age of the case and its dates.

The hazard of day s after a landmark is exp(x(s) b + o(s)), with complementary log-log link; what x says was known at
the landmark. Ridge: normal priors on b, found by Newton's method.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from whitesmoke.evidence.protocol.averaging import weights
from whitesmoke.evidence.protocol.history import WINDOW, History
from whitesmoke.evidence.protocol.register import Forecast, forecaster
from whitesmoke.evidence.protocol.rules_of_thumb import failures
from whitesmoke.model.world import Floats

PRECISION = np.array([1e-4, 1.0, 1.0, 0.7**-2, 0.7**-2, 0.7**-2])
"""of the priors: one, ln s, ln(a + s), within a day of a known date, after the last one, no date known"""
LOWEST, HIGHEST = -30.0, 4.0
"""of a log hazard"""
STEPS, STRIDE, ENOUGH = 60, 2.0, 1e-6
"""Newton's method: most steps, longest change of a coefficient, gain that ends it"""


class Rows(NamedTuple):
    """Days of training cases after their landmarks."""

    x: Floats
    """(rows, 6)"""
    offset: Floats
    came: Floats
    """1 on the day of the decision"""
    weight: Floats


def seen_from(case: History, day: int) -> tuple[Floats, Floats]:
    """Return x, (WINDOW, 6), and o, (WINDOW,), of the days after a landmark."""
    s, ahead = np.arange(1.0, WINDOW + 1.0), case.ahead(day)
    near, offset = np.zeros(WINDOW), np.zeros(WINDOW)
    for date in ahead:
        first, last = max(date.first - 1 - day, 1), min(date.last + 1 - day, WINDOW)
        if first <= last:
            near[first - 1 : last] = 1.0
            offset[first - 1 : last] = np.log(3.0 / (last - first + 1))
    past = s > ahead[-1].last + 1 - day if ahead else np.zeros(WINDOW)
    none = np.full(WINDOW, float(not ahead))
    return np.column_stack([np.ones(WINDOW), np.log(s), np.log(day - case.start + s), near, past, none]), offset


def _rows(cases: Sequence[History]) -> Rows:
    x, offset, came, weight = [], [], [], []
    for case in cases:
        for (day, _), each in zip(case.landmarks, weights(case), strict=True):
            seen, own = seen_from(case, day)
            days = min(case.end - day, WINDOW)
            x.append(seen[:days])
            offset.append(own[:days])
            came.append(np.append(np.zeros(days - 1), float(case.left(day) is not None)))
            weight.append(np.full(days, each))
    return Rows(np.concatenate(x), np.concatenate(offset), np.concatenate(came), np.concatenate(weight))


def _hazard(x: Floats, offset: Floats, b: Floats) -> Floats:
    return np.asarray(np.exp(np.clip(x @ b + offset, LOWEST, HIGHEST)))


def _log_posterior(rows: Rows, b: Floats) -> float:
    h = _hazard(rows.x, rows.offset, b)
    each = np.where(rows.came > 0.0, np.log(-np.expm1(-h)), -h)
    return float((rows.weight * each).sum() - 0.5 * (PRECISION * b * b).sum())


def _step(rows: Rows, b: Floats) -> Floats:
    """Return a step of Newton's method with expected information."""
    h = _hazard(rows.x, rows.offset, b)
    survives, dies = np.exp(-h), -np.expm1(-h)
    slope = rows.x.T @ (rows.weight * h * (rows.came * survives / dies - (1.0 - rows.came))) - PRECISION * b
    information = (rows.x * (rows.weight * h * h * survives / dies)[:, None]).T @ rows.x + np.diag(PRECISION)
    step = np.linalg.solve(information, slope)
    return np.asarray(step * min(1.0, STRIDE / np.abs(step).max()))


def fitted(cases: Sequence[History]) -> Floats:
    """Return the coefficients b, (6,), most probable given the training cases."""
    rows = _rows(cases)
    b = np.append(np.log((rows.weight * rows.came).sum() / rows.weight.sum()), np.zeros(len(PRECISION) - 1))
    now = _log_posterior(rows, b)
    for _ in range(STEPS):
        step, part = _step(rows, b), 1.0
        while part > 1e-3 and _log_posterior(rows, b + part * step) < now:
            part /= 2.0
        b = b + part * step
        before, now = now, _log_posterior(rows, b)
        if now - before < ENOUGH:
            break
    return b


@forecaster("landmark regression")
def landmark_regression(cases: Sequence[History]) -> Forecast:
    """Days since the forecast, age, known dates: a regression of the daily chance."""
    b, agree = fitted(cases), 1.0 - failures(cases)

    def forecast(case: History, day: int) -> Floats:
        ended = -np.expm1(-np.cumsum(_hazard(*seen_from(case, day), b)))
        return np.append(0.0, agree * ended)

    return forecast
