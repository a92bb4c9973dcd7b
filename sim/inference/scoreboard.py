"""The model and the baselines scored on the same days of the same cases."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from sim.analysis import scores
from sim.analysis.scores import Seen
from sim.errors import WhitesmokeError
from sim.inference.asof import known_by
from sim.inference.baselines import BASELINES, Known
from sim.scenario.load import Loaded
from sim.world import Floats

QUARTERS = (0.0, 0.25, 0.5, 0.75)
WEEK = 3
"""Days on either side of the decision that the log score counts as right."""
SOON, LATER = 30, 90
"""Days ahead of which the Brier score asks whether it will be decided by then."""


class Score(NamedTuple):
    """One forecast against what happened."""

    case: str
    forecaster: str
    as_of: datetime.date
    crps: float
    log_score: float
    brier: float
    pit: float
    p05: float
    p50: float
    p95: float
    decided: int


class Mean(NamedTuple):
    """One forecaster over all cases, each counting once."""

    forecaster: str
    crps: float
    log_score: float
    brier: float
    covered: float
    """share of decisions between the forecasts' 5 and 95 % quantiles"""
    best_in: int
    """cases in which it has the least CRPS"""


Forecaster = Callable[[Loaded, datetime.date], Floats]
"""Gives a sample of days of consensus, codes.NEVER for deadlock, from a whole scenario and a day."""


def decision_day(loaded: Loaded) -> int:
    """Return the day of the decision on record.

    Raises WhitesmokeError if there is none.
    """
    record = loaded.scenario.record
    if record.decision is None or record.decision.winner is None:
        raise WhitesmokeError(f"{loaded.name} has no decision on record to be scored on; leave it out")
    return (record.decision.date - loaded.scenario.calendar.start).days


def days_scored(loaded: Loaded) -> list[datetime.date]:
    """Return the days on which forecasts are made: quarters of the horizon, before the decision."""
    start, horizon = loaded.scenario.calendar.start, _horizon(loaded)
    days = [int(quarter * horizon) for quarter in QUARTERS]
    return [start + datetime.timedelta(days=day) for day in days if day < decision_day(loaded)]


def _horizon(loaded: Loaded) -> int:
    return (loaded.scenario.calendar.expiry - loaded.scenario.calendar.start).days


def known_to_baselines(loaded: Loaded, others: Sequence[Loaded], date: datetime.date) -> Known:
    """Return what a baseline may know of a race on a day, and of the other cases."""
    start = loaded.scenario.calendar.start
    known = known_by(loaded, date)
    counts = [tally for tally in known.tables.tallies if tally.date >= start]
    members = sum(1 for m in known.scenario.members.values() if m.accession is None or m.accession <= date)
    elsewhere = [other for other in others if other.name != loaded.name]
    return Known(
        day=(date - start).days,
        horizon=_horizon(loaded),
        members=members,
        supporters=(counts[-1].low + counts[-1].high) // 2 if counts else None,
        counted_on=(counts[-1].date - start).days if counts else 0,
        focal=tuple(sorted((row.date - start).days for row in known.scenario.focal.values())),
        others=tuple(decision_day(other) for other in elsewhere),
        misses=tuple(_miss(other) for other in elsewhere if other.scenario.focal),
    )


def _miss(other: Loaded) -> int:
    start, day = other.scenario.calendar.start, decision_day(other)
    return min((day - (row.date - start).days for row in other.scenario.focal.values()), key=abs)


def board(
    cases: Sequence[Loaded],
    models: dict[str, Forecaster],
    seed: int,
    watch: Callable[[str, datetime.date], None] | None = None,
) -> list[Score]:
    """Return every score of every forecaster, baselines last."""
    found = []
    for loaded in cases:
        for date in days_scored(loaded):
            if watch:
                watch(loaded.name, date)
            known = known_to_baselines(loaded, cases, date)
            forecasts = {name: model(loaded, date) for name, model in models.items()}
            forecasts |= {name: rule(known, seed) for name, rule in BASELINES.items()}
            found += [_score(loaded, name, date, days, seed) for name, days in forecasts.items()]
    return found


def _score(loaded: Loaded, name: str, date: datetime.date, days: Floats, seed: int) -> Score:
    decided, horizon = decision_day(loaded), _horizon(loaded)
    today = (date - loaded.scenario.calendar.start).days
    asked = np.minimum(np.array([today + SOON, today + LATER, horizon]), horizon)
    low, middle, high = np.quantile(days, [0.05, 0.5, 0.95], method="inverted_cdf")
    return Score(
        case=loaded.name,
        forecaster=name,
        as_of=date,
        crps=scores.crps(days, Seen(decided, decided), horizon),
        log_score=scores.log_score(days, Seen(decided - WEEK, decided + WEEK)),
        brier=float(np.mean(scores.brier(days, Seen(decided, decided), asked))),
        pit=scores.pit(days, Seen(decided, decided), seed, today),
        p05=float(low),
        p50=float(middle),
        p95=float(high),
        decided=decided,
    )


def means(found: Sequence[Score]) -> list[Mean]:
    """Return each forecaster's mean over days within a case, then over cases; the least CRPS first."""
    names = list(dict.fromkeys(one.forecaster for one in found))
    cases = list(dict.fromkeys(one.case for one in found))

    def over(name: str, field: str) -> list[float]:
        return [
            float(np.mean([getattr(one, field) for one in found if (one.case, one.forecaster) == (case, name)]))
            for case in cases
        ]

    crps = {name: over(name, "crps") for name in names}
    best = [min(names, key=lambda name: crps[name][at]) for at in range(len(cases))]
    rows = [
        Mean(
            forecaster=name,
            crps=float(np.mean(crps[name])),
            log_score=float(np.mean(over(name, "log_score"))),
            brier=float(np.mean(over(name, "brier"))),
            covered=float(np.mean([one.p05 <= one.decided <= one.p95 for one in found if one.forecaster == name])),
            best_in=best.count(name),
        )
        for name in names
    ]
    return sorted(rows, key=lambda row: row.crps)


def verdict(rows: Sequence[Mean], models: Sequence[str]) -> str:
    """Say who did best, and what that does and does not show."""
    first = rows[0]
    ours = [row for row in rows if row.forecaster in models]
    if first.forecaster in models:
        rival = next(row for row in rows if row.forecaster not in models)
        return (
            f"{first.forecaster} has the least CRPS, {first.crps:.1f} days; the best baseline is {rival.forecaster}, "
            f"{rival.crps:.1f} days."
        )
    best = ours[0]
    return (
        f"A baseline wins: {first.forecaster}, CRPS {first.crps:.1f} days; the best of the models, {best.forecaster}, "
        f"has {best.crps:.1f} days."
    )
