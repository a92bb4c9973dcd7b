"""The constants that forecasters learn from all cases, for a page: they show what a kind of dates is worth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from whitesmoke.evidence.protocol.history import History
from whitesmoke.evidence.protocol.rules_of_thumb import call_rate, date_rate, off_dates, ratios

SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)
YEAR = 365.25


def constants(cases: Sequence[History]) -> dict[str, float | list[float] | None]:
    """Return how often dates saw the decision, how far off the next one was, and how long it takes off dates."""
    middle, spread = off_dates(cases)
    reached = [(case.hit(date), date.called) for case in cases for date in case.reached()]
    called = any(one for _, one in reached)
    return {
        "dates_reached": sum(not one for _, one in reached),
        "dates_hit": sum(hit and not one for hit, one in reached),
        "date_chance": date_rate(cases) if len(reached) else None,
        "called_reached": sum(one for _, one in reached),
        "called_hit": sum(hit and one for hit, one in reached),
        "called_chance": date_rate(cases, called=True) if called else None,
        "called_a_year": YEAR * call_rate(cases),
        "days_over_days_to_next_date": _quantiles(*ratios(cases)),
        "off_dates_mean_log_days": middle,
        "off_dates_spread": spread,
    }


def _quantiles(ratio: np.ndarray, share: np.ndarray) -> list[float] | None:
    """Return the ratios at SHARES; None where nobody agreed who knew of a date."""
    if not len(ratio):
        return None
    order = np.argsort(ratio)
    at = np.searchsorted(np.cumsum(share[order]), SHARES)
    return [float(one) for one in ratio[order][np.minimum(at, len(ratio) - 1)]]
