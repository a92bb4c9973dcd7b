"""The model and the baselines scored on the same questions, asked on the same days of the same cases."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple

import numpy as np

from whitesmoke.evidence.analysis import scores
from whitesmoke.evidence.score.known import baseline_forecasts
from whitesmoke.evidence.score.questions import (
    DECISION,
    Forecast,
    Forecaster,
    Question,
    day_of,
    days_scored,
    horizon_of,
    questions,
)
from whitesmoke.model import codes
from whitesmoke.model.world import Floats
from whitesmoke.scenario.load import Loaded

FLOOR = 0.005
"""What the log score adds to the chance of what came true, and of what did not: the same for samples of any size, so
that neither few past cases nor more runs change what a miss costs."""
SOON, LATER = 30, 90
"""Days ahead of which the Brier score asks whether it will have happened by then."""


class Score(NamedTuple):
    """One answer against what came true. Days are since the start of the race; NaN: nobody knows."""

    case: str
    what: str
    """"decision", or the code of a member"""
    forecaster: str
    as_of: datetime.date
    day: int
    """`as_of` as a day"""
    horizon: int
    first: int
    last: int
    """it happened not before the one, not after the other"""
    crps: float
    log_score: float
    brier: float
    """mean over the events that it has happened within 30 days, 90 days, by the horizon; of those known"""
    brier_last: float
    """of the chance that the member is the last; NaN for the decision and where the record does not say"""
    p05: float
    p50: float
    p95: float
    within_30: float
    within_90: float
    by_horizon: float
    """chances of the events"""
    pit_low: float
    pit: float
    pit_high: float
    """chance of a day before the first, spread evenly to the chance of a day up to the last, see `scores.pit`"""

    @property
    def bounded(self) -> bool:
        """Whether both ends are known: "by then" alone shows only that a forecast was late, and does not count."""
        return self.first > 0 and self.last < codes.NEVER

    @property
    def covered(self) -> bool:
        """Whether it may have happened between the 5 and 95 % quantiles."""
        return self.first <= self.p95 and self.last >= self.p05

    @property
    def asked_by(self) -> tuple[int, int, int]:
        """Last days of the events."""
        return events_of(self.day, self.horizon)


def board(
    cases: Sequence[Loaded],
    models: dict[str, Forecaster],
    seed: int,
    watch: Callable[[str, datetime.date], None] | None = None,
) -> list[Score]:
    """Return every score of every forecaster, baselines last."""
    found: list[Score] = []
    number = count()
    for loaded in cases:
        for date in days_scored(loaded):
            if watch:
                watch(loaded.name, date)
            forecasts = {name: model(loaded, date) for name, model in models.items()}
            forecasts |= baseline_forecasts(loaded, cases, date, seed)
            for question in questions(loaded, date):
                found += _scores(loaded, date, question, forecasts, (seed, next(number)))
    return found


def events_of(today: int, horizon: int) -> tuple[int, int, int]:
    """Return by when it is asked whether it will have happened: in 30 days, in 90 days, by the horizon."""
    return min(today + SOON, horizon), min(today + LATER, horizon), horizon


def _scores(
    loaded: Loaded,
    date: datetime.date,
    question: Question,
    forecasts: Mapping[str, Forecast],
    address: tuple[int, int],
) -> Iterator[Score]:
    """Yield every forecaster's score on one question; the same `address` spreads what is not known for all of them."""
    for name, forecast in forecasts.items():
        days = forecast.days if question.what == DECISION else forecast.members.get(question.what)
        if days is not None:
            yield _score(loaded, date, question, name, days, forecast.last.get(question.what, 0.0), address)


def _score(
    loaded: Loaded,
    date: datetime.date,
    question: Question,
    name: str,
    days: Floats,
    chance_last: float,
    address: tuple[int, int],
) -> Score:
    seen, today, horizon = question.seen, day_of(loaded, date), horizon_of(loaded)
    asked = events_of(today, horizon)
    low, middle, high = np.quantile(days, [0.05, 0.5, 0.95], method="inverted_cdf")
    soon, later, ever = scores.chance_by(days, asked).tolist()
    before, up_to = scores.chance_by(days, [seen.first - 1, seen.last]).tolist()
    return Score(
        case=loaded.name,
        what=question.what,
        forecaster=name,
        as_of=date,
        day=today,
        horizon=horizon,
        first=seen.first,
        last=seen.last,
        crps=scores.crps(days, seen, horizon),
        log_score=scores.log_score(days, seen.in_weeks(), prior=FLOOR * len(days)),
        brier=float(np.nanmean(scores.brier(days, seen, asked))),
        brier_last=float("nan") if question.last is None else (chance_last - question.last) ** 2,
        p05=float(low),
        p50=float(middle),
        p95=float(high),
        within_30=soon,
        within_90=later,
        by_horizon=ever,
        pit_low=before,
        pit=scores.pit(days, seen, *address),
        pit_high=up_to,
    )
