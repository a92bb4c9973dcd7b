"""Who forecast best: means of scores, each case counting once, and a sentence."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from whitesmoke.evidence.score.scoreboard import Score


class Mean(NamedTuple):
    """One forecaster over all cases, each counting once."""

    forecaster: str
    crps: float
    log_score: float
    brier: float
    brier_last: float
    """NaN for the decision"""
    covered: float
    """share of truths that are, or may be, between the forecasts' 5 and 95 % quantiles; each case counting once"""
    best_in: int
    """cases in which it has the least CRPS"""


def means(found: Sequence[Score]) -> list[Mean]:
    """Return each forecaster's mean over answers within a day, days within a case, then cases; the least CRPS first."""
    names = list(dict.fromkeys(one.forecaster for one in found))
    crps = {name: by_case(found, name, "crps") for name in names}
    cases = list(dict.fromkeys(one.case for one in found))
    best = [min(names, key=lambda name: crps[name].get(case, math.inf)) for case in cases]
    rows = [
        Mean(
            forecaster=name,
            crps=_mean(crps[name].values()),
            log_score=_mean(by_case(found, name, "log_score").values()),
            brier=_mean(by_case(found, name, "brier").values()),
            brier_last=_mean(by_case(found, name, "brier_last").values()),
            covered=_mean(by_case(found, name, "covered").values()),
            best_in=best.count(name),
        )
        for name in names
    ]
    return sorted(rows, key=lambda row: row.crps)


def by_case(found: Sequence[Score], name: str, field: str) -> dict[str, float]:
    """Return a forecaster's mean score in each case: over answers within a day, then over days."""
    days: dict[str, dict[datetime.date, list[float]]] = {}
    for one in found:
        if one.forecaster == name:
            days.setdefault(one.case, {}).setdefault(one.as_of, []).append(float(getattr(one, field)))
    return {case: _mean(_mean(values) for values in of_day.values()) for case, of_day in days.items()}


def _mean(values: Iterable[float]) -> float:
    """Return the mean of what is known; NaN if nothing is."""
    known = [value for value in values if not math.isnan(value)]
    return math.fsum(known) / len(known) if known else math.nan


def verdict(rows: Sequence[Mean], models: Sequence[str]) -> str:
    """Say who did best by CRPS and by the log score, and by how much."""
    ours, rules = ([row for row in rows if (row.forecaster in models) == of_ours] for of_ours in (True, False))
    best, rival = (min(some, key=lambda row: row.crps) for some in (ours, rules))
    if best.crps < rival.crps:
        said = (
            f"{best.forecaster} has the least CRPS, {best.crps:.1f} days; the best baseline is {rival.forecaster}, "
            f"{rival.crps:.1f} days."
        )
    else:
        said = (
            f"A baseline wins: {rival.forecaster}, CRPS {rival.crps:.1f} days; the best of the models, "
            f"{best.forecaster}, has {best.crps:.1f} days."
        )
    best, rival = (min(some, key=lambda row: row.log_score) for some in (ours, rules))
    return f"{said} By the log score: {rival.forecaster} {rival.log_score:.2f}, {best.forecaster} {best.log_score:.2f}."
