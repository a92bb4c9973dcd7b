"""Forecasts of when from a line or two of arithmetic. Constants are learnt from the training cases.

Each is (1 - pi) times a distribution, pi the share of failures, (failures + 1/2) / (cases + 1). Days are counted at
their middle, d + 1/2; a = the age of the case on the day of the forecast.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_ndtr, ndtr

from whitesmoke.evidence.protocol.averaging import weights
from whitesmoke.evidence.protocol.history import WINDOW, History, Pressing
from whitesmoke.evidence.protocol.proper_scores import DAYS
from whitesmoke.evidence.protocol.register import Forecast, forecaster
from whitesmoke.model.world import Floats

Survival = Callable[[Floats], Floats]
Cases = Sequence[History]
LEAST = 1e-12
SHRUNK = 5.0
"""dates with which the rate of a kind of date is shrunk to that of all"""
ON_TIME = 0.9
"""weight of *next date* beside *residual life*"""


def failures(cases: Cases) -> float:
    """Return pi, the share of failures."""
    return (sum(not case.agreed for case in cases) + 0.5) / (len(cases) + 1.0)


def lengths(cases: Cases) -> Floats:
    """Return the days from start to end of each case."""
    return np.array([case.days for case in cases], float)


def residual(survival: Survival, age: float) -> Floats:
    """Return 1 - S(a + d) / S(a), the chance of an end within d days of a case that is a days old, (WINDOW + 1,)."""
    still = max(float(survival(np.array([age + 0.5]))[0]), LEAST)
    ended = np.clip(1.0 - survival(np.asarray(DAYS + (age + 0.5), float)) / still, 0.0, 1.0)
    ended[0] = 0.0
    return ended


def _left(survival: Survival, cases: Cases) -> Forecast:
    """Return the forecast that draws what is left from a survival function, or never."""
    agree = 1.0 - failures(cases)
    return lambda case, day: agree * residual(survival, day - case.start)


def lognormal(middle: float, spread: float) -> Survival:
    """Return S(t) = Phi((middle - ln t) / spread)."""
    return lambda t: np.asarray(ndtr((middle - np.log(t)) / spread))


@forecaster("exponential")
def exponential(cases: Cases) -> Forecast:
    """One rate: cases over the sum of all days."""
    rate = len(cases) / lengths(cases).sum()
    return _left(lambda t: np.exp(-rate * t), cases)


@forecaster("residual life")
def residual_life(cases: Cases) -> Forecast:
    """Lognormal, mean and standard deviation of log days: the longer it has lasted, the longer it will."""
    logs = np.log(lengths(cases))
    return _left(lognormal(float(logs.mean()), float(logs.std(ddof=1))), cases)


@forecaster("Lomax")
def lomax(cases: Cases) -> Forecast:
    """Residual life, S(t) = (b / (b + t))^a: each case has a rate of its own; maximum likelihood (Lomax 1954)."""
    t = lengths(cases)

    def loss(logs: Floats) -> float:
        a, b = np.exp(logs)
        return -float((np.log(a) + a * np.log(b) - (a + 1.0) * np.log(b + t)).sum())

    a, b = np.exp(minimize(loss, [0.0, 4.0], method="Nelder-Mead").x)
    return _left(lambda t: (b / (b + t)) ** a, cases)


@forecaster("Kaplan-Meier")
def kaplan_meier(cases: Cases) -> Forecast:
    """Days left in the cases that lasted longer, with *residual life* as one case more."""
    t, agree, one_more = lengths(cases), 1.0 - failures(cases), residual_life(cases)

    def forecast(case: History, day: int) -> Floats:
        age = day - case.start
        left = t[t > age] - age
        ended = (left[:, None] <= DAYS).sum(axis=0)
        return (agree * ended + one_more(case, day)) / (len(left) + 1)

    return forecast


def date_rate(cases: Cases, called: bool = False) -> float:
    """Return the share of known dates reached undecided that were hit, with one date more that is hit at 1 in 5.

    called : of meetings that were called for something, in place of dates that a calendar has
    """
    hits = [case.hit(date) for case in cases for date in case.reached() if date.called == called]
    return (sum(hits) + 0.2) / (len(hits) + 1.0)


def call_rate(cases: Cases) -> float:
    """Return how many meetings are called a day."""
    return float(sum(case.calls() for case in cases) / lengths(cases).sum())


def off_dates(cases: Cases) -> tuple[float, float]:
    """Return mean and spread of log days off dates: decisions at a date count as censored, by maximum likelihood."""
    logs = np.log(lengths(cases))
    at_date = np.array([any(case.hit(date) for date in case.reached()) for case in cases])

    def loss(numbers: Floats) -> float:
        z = (logs - numbers[0]) / np.exp(numbers[1])
        return -float(np.where(at_date, log_ndtr(-z), -0.5 * z * z - numbers[1]).sum())

    middle, log_spread = minimize(loss, [logs.mean(), np.log(logs.std())], method="Nelder-Mead").x
    return float(middle), float(np.exp(log_spread))


def _with_dates(cases: Cases, rate: Callable[[History, int], float]) -> Forecast:
    """Return the forecast by which a case ends off dates as others do, and at each known date with a chance.

    Meetings that are called have a chance of their own; those of which nobody knows yet come at random, at a rate.

    rate : from a case and the rank of a date, 0 its first, to that chance
    """
    survival, agree = lognormal(*off_dates(cases)), 1.0 - failures(cases)
    called = date_rate(cases, called=True)
    unforeseen = np.exp(-called * call_rate(cases) * DAYS)

    def forecast(case: History, day: int) -> Floats:
        still = unforeseen * (1.0 - residual(survival, day - case.start))
        rank = case.passed(day)
        for date in case.ahead(day):
            still[max(date.last - day, 1) :] *= 1.0 - (called if date.called else rate(case, rank))
            rank += not date.called
        return agree * (1.0 - still)

    return forecast


@forecaster("date hazard")
def date_hazard(cases: Cases) -> Forecast:
    """Every known date sees the decision with one chance; off dates lognormal."""
    p = date_rate(cases)
    return _with_dates(cases, lambda case, rank: p)


def _kind_of_date(case: History, rank: int) -> str:
    return "ratification" if case.kind == "ratification" else "first" if rank == 0 else "later"


@forecaster("date hazard by kind")
def date_hazard_by_kind(cases: Cases) -> Forecast:
    """*Date hazard* with a chance of its own for a case's first date, later ones, and ratifications."""
    p = date_rate(cases)
    hits: dict[str, list[bool]] = {"ratification": [], "first": [], "later": []}
    for case in cases:
        for rank, date in enumerate(date for date in case.reached() if not date.called):
            hits[_kind_of_date(case, rank)].append(case.hit(date))
    rates = {kind: (sum(found) + SHRUNK * p) / (len(found) + SHRUNK) for kind, found in hits.items()}
    return _with_dates(cases, lambda case, rank: rates[_kind_of_date(case, rank)])


class Known(NamedTuple):
    """A landmark of a training case on which a date was known."""

    case: History
    day: int
    weight: float
    ahead: list[Pressing]


def _known(cases: Cases) -> list[Known]:
    return [
        Known(case, at.day, weight, case.ahead(at.day))
        for case in cases
        for at, weight in zip(case.landmarks, weights(case), strict=True)
        if case.ahead(at.day)
    ]


def ratios(cases: Cases) -> tuple[Floats, Floats]:
    """Return the days left over those to the next known date, at landmarks of cases that agreed, and their shares."""
    known = [one for one in _known(cases) if one.case.agreed]
    ratio = np.array([(one.case.end - one.day) / (one.ahead[0].last - one.day) for one in known])
    return ratio, np.array([one.weight for one in known]) / sum(one.weight for one in known)


@forecaster("next date")
def next_date(cases: Cases) -> Forecast:
    """The next known date, missed as others missed theirs: by a ratio of the days to it; else residual life."""
    ratio, share = ratios(cases)
    other, agree = residual_life(cases), 1.0 - failures(cases)

    def forecast(case: History, day: int) -> Floats:
        if not (ahead := case.ahead(day)):
            return other(case, day)
        left = np.maximum(1.0, np.rint(ratio * (ahead[0].last - day)))
        ended = (share[:, None] * (left[:, None] <= DAYS)).sum(axis=0)
        return ON_TIME * agree * ended + (1.0 - ON_TIME) * other(case, day)

    return forecast


@forecaster("uniform")
def uniform(cases: Cases) -> Forecast:
    """Evenly over the days to the last known date with a share that is learnt; beyond it residual life from there."""
    known, other, agree = _known(cases), residual_life(cases), 1.0 - failures(cases)
    in_time = sum(one.weight for one in known if one.case.agreed and one.case.end <= one.ahead[-1].last)
    share = (in_time + 0.5) / (sum(one.weight for one in known) + 1.0)

    def forecast(case: History, day: int) -> Floats:
        if not (ahead := case.ahead(day)):
            return other(case, day)
        to_last = min(ahead[-1].last - day, WINDOW - 1)
        ended = share * np.minimum(DAYS / to_last, 1.0)
        ended[to_last:] += (1.0 - share) * other(case, day + to_last)[: WINDOW + 1 - to_last]
        return agree * ended

    return forecast
