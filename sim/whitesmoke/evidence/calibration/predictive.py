"""Predictive checks: does the model, before and after calibration, make records like the one there is?"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from whitesmoke.evidence.analysis.ensemble_summary import settled
from whitesmoke.evidence.analysis.ratifications import tally_on_record
from whitesmoke.evidence.calibration.inference import Inference, Target
from whitesmoke.evidence.record.likelihood import commitment_days, exit_days
from whitesmoke.model import codes
from whitesmoke.model.world import Floats

FIRST = 2**30
"""Number of the first run: no calibration uses as many."""


class Check(NamedTuple):
    """One entry of a record beside what runs make of it."""

    case: str
    what: str
    low: float
    high: float
    """the entry: a day or a count between these"""
    p05: float
    p50: float
    p95: float
    """of the runs; the horizon stands for never"""
    chance: float
    """share of runs within low..high, or beyond the only bound"""
    never: float | None = None
    """of the decision: share of runs that end in deadlock"""

    @property
    def surprising(self) -> bool:
        """Whether the entry lies outside the runs' 90 % interval."""
        return self.high < self.p05 or self.low > self.p95


def checks(inference: Inference, rows: Floats) -> list[Check]:
    """Return every entry of every record beside one run for each row of parameters, (N, P), played as it was fitted."""
    return [one for target in inference.targets for one in _case(inference, target, rows)]


def _case(inference: Inference, target: Target, rows: Floats) -> list[Check]:
    case, seen = target.case, target.seen
    outcomes = inference.play(target, rows, FIRST + np.arange(len(rows)))
    names, horizon = case.names, float(case.world.rounds * case.world.round_days)
    found: list[Check] = []
    for row in seen.commitments:
        days = np.minimum(commitment_days(case.world, seen, outcomes, row.subject, row.candidate), horizon)
        found.append(_check(names.scenario, f"{names.members[row.subject]} comes round", row.after, row.by, days))
    for count in seen.counts:
        tally = tally_on_record(case.world, outcomes, count.candidate)[:, count.round].astype(float)
        when = names.date_of_round(count.round)
        found.append(_check(names.scenario, f"supporters on {when}", count.low - 1.0, count.high, tally))
    for row in seen.exits:
        days = np.minimum(exit_days(case.world, seen, outcomes, row.candidate), horizon)
        found.append(_check(names.scenario, f"{names.candidates[row.candidate]} leaves", row.after, row.by, days))
    if seen.decided and seen.winner != codes.NONE:
        day, scale = settled(case, outcomes), seen.error.settle
        held = np.minimum(day, horizon).astype(float)
        one = _check(names.scenario, "decision", seen.decision - 1.0 - scale, seen.decision + scale, held)
        found.append(one._replace(never=float((day == codes.NEVER).mean())))
    return found


def _check(case: str, what: str, after: float, by: float, value: Any) -> Check:
    p05, p50, p95 = np.quantile(value, [0.05, 0.5, 0.95])
    within = (value > after) & (value <= by)
    return Check(case, what, after + 1.0, by, float(p05), float(p50), float(p95), float(within.mean()))
