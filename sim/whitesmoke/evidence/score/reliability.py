"""Whether chances mean what they say: reliability of the chances given, and where in forecasts the truth lay.

Only for truths with both ends known: of "by then" an event is known only if it happened, and the truth lies early.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from whitesmoke.evidence.analysis.ensemble_summary import Interval, wilson
from whitesmoke.evidence.analysis.scores import reliability
from whitesmoke.evidence.score.scoreboard import Score
from whitesmoke.model.world import Floats

EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Of the bins, of chances and of the PIT; each but the first without its lower end."""


class Bin(NamedTuple):
    """The events whose chance was said to lie between two values, and how often they happened."""

    low: float
    high: float
    events: int
    chance: float
    """mean of those given; NaN without events"""
    happened: Interval
    """share of the events; the interval takes them as independent, which they are not"""


class Reliability(NamedTuple):
    """One forecaster's chances and places against what happened."""

    forecaster: str
    events: int
    """asked about whose end is known: within 30 days, 90 days, by the horizon"""
    bins: list[Bin]
    miscalibration: float
    discrimination: float
    uncertainty: float
    """Brier score = miscalibration - discrimination + uncertainty, over events; see `scores.reliability`"""
    forecasts: int
    pit: list[float]
    """share of the truths in each fifth of the forecast; all 0.2 for a sound one"""


def reliabilities(found: Sequence[Score]) -> list[Reliability]:
    """Return every forecaster's reliability and PIT histogram."""
    return [
        _of([one for one in found if one.forecaster == name]) for name in dict.fromkeys(s.forecaster for s in found)
    ]


def _of(rows: Sequence[Score]) -> Reliability:
    chance, happened = events(rows)
    parts = reliability(chance, happened)
    return Reliability(
        forecaster=rows[0].forecaster,
        events=len(chance),
        bins=[_bin(low, high, chance, happened) for low, high in pairwise(EDGES)],
        miscalibration=parts.miscalibration,
        discrimination=parts.discrimination,
        uncertainty=parts.uncertainty,
        forecasts=len(rows),
        pit=pit_histogram([one.pit_low for one in rows], [one.pit_high for one in rows]).tolist(),
    )


def events(rows: Sequence[Score]) -> tuple[Floats, Floats]:
    """Return the chances given for all events whose end is known, and whether (1 or 0) they happened."""
    chance = np.array([(one.within_30, one.within_90, one.by_horizon) for one in rows])
    by = np.array([one.asked_by for one in rows])
    first, last = (np.array([getattr(one, end) for one in rows])[:, None] for end in ("first", "last"))
    known = (by >= last) | (by < first)
    return np.clip(chance[known], 0.0, 1.0), (by >= last)[known].astype(float)


def _bin(low: float, high: float, chance: Floats, happened: Floats) -> Bin:
    inside = (chance <= high) & ((chance > low) | (low == 0.0))
    count = int(inside.sum())
    share = float(happened[inside].mean()) if count else 0.0
    return Bin(low, high, count, float(chance[inside].mean()) if count else float("nan"), wilson(share, count))


def pit_histogram(low: Sequence[float], high: Sequence[float], edges: Sequence[float] = EDGES) -> Floats:
    """Return the share of probability integral transforms between edges, each spread evenly over its interval.

    share of a bin (a, b] = mean over i of F_i(b) - F_i(a), F_i uniform between P_i(X < first_i) and P_i(X <= last_i)

    Parameters
    ----------
    low, high : (N,) ends of these intervals: atoms, and truths of which only an interval is known

    Notes
    -----
    Source: Czado, Gneiting & Held (2009), *Predictive model assessment for count data*, the nonrandomized histogram.
    """
    a, b, at = np.asarray(low)[:, None], np.asarray(high)[:, None], np.asarray(edges)[None, :]
    spread = np.where(b > a, np.clip((at - a) / np.where(b > a, b - a, 1.0), 0.0, 1.0), at >= a)
    spread[:, 0] = 0.0  # a truth below all of the forecast lies in the first bin
    spread[:, -1] = 1.0
    return np.asarray(np.diff(spread.mean(axis=0)))
