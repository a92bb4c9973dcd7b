"""How good a forecast of a date was: proper scores, by which honesty pays.

A forecast is a sample of days, with weights if they are not equally likely; `codes.NEVER` is deadlock, an atom beyond
all dates. What came true is `Seen`: a day, some days of which one is it, or "not yet". Low scores are good.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import isotonic_regression
from scipy.stats import energy_distance

from whitesmoke.model import codes, rng
from whitesmoke.model.world import Floats, Ints

SPREAD_OUT = 254
"""purpose of the draws that spread ties in `pit`; counted from the top, so that it meets none of `codes`"""


WEEK = 7


class Seen(NamedTuple):
    """What is known of the day on which it happened: not before `first`, not after `last`.

    Known to the day: Seen(t, t). Not yet by day c: Seen(c + 1, codes.NEVER). Deadlock: Seen(codes.NEVER, codes.NEVER).
    """

    first: int
    last: int

    def in_weeks(self) -> Seen:
        """Return the whole weeks, counted from day 0, in which it may have happened."""
        last = self.last if self.last >= codes.NEVER else self.last // WEEK * WEEK + WEEK - 1
        return Seen(self.first if self.first >= codes.NEVER else self.first // WEEK * WEEK, last)


class Decomposition(NamedTuple):
    """Chances that were given, and how often it then happened; mean Brier score = first - second + third part."""

    chance: Floats
    """(m,) distinct chances that were given, rising"""
    frequency: Floats
    """(m,) how often it happened, made to rise with the chance by isotonic regression"""
    times: Ints
    """(m,) how often the chance was given"""
    miscalibration: float
    """what giving `frequency` instead of `chance` would have gained"""
    discrimination: float
    """what `frequency` gains over always giving the overall rate"""
    uncertainty: float
    """the score of always giving the overall rate"""


def crps(days: ArrayLike, seen: Seen, horizon: int, weights: ArrayLike | None = None) -> float:
    """Return the continuous ranked probability score in days: how far the forecast was from what happened.

    CRPS = E|v(X) - v(y)| - E|v(X) - v(X')| / 2 = sum over days d before the horizon of (P(X <= d) - [y <= d])^2

    v cuts at the horizon, where deadlock then lies, and takes out the days of which nobody knows if it had happened. So
    of an interval, of "by then" and of "not yet" the same sum is left over the days of which it is known:

    sum over d < min(first, horizon) of P(X <= d)^2  +  sum over last <= d < horizon of P(X > d)^2

    Parameters
    ----------
    days : (N,) sample of the forecast
    seen : what came true
    horizon : days, 1 or more; no date beyond it counts
    weights : (N,) of the sample, of any sum; equal by default

    Raises
    ------
    ValueError
        For an empty sample, weights that are no weights, `seen` with its last day before its first, or no horizon.

    Notes
    -----
    Source: Gneiting & Raftery (2007), *Strictly proper scoring rules*, equation 21; for intervals Avati et al. (2019),
    *Countdown regression*. Strictly proper for a known day. Of intervals it is proper only in how likely each of them
    is: how chance is spread within one is not asked, and most is gained by putting it at the ends (Rindt et al. 2022,
    *Survival regression with proper scoring rules*). So a wide interval says little, and `log_score` goes with it.
    """
    x, w = _sample(days, weights)
    _check(seen)
    if horizon < 1:
        raise ValueError(f"a score needs a horizon of at least 1 day, not {horizon}")

    def v(day: Floats) -> Floats:
        unknown = min(seen.last, horizon) - min(seen.first, horizon)
        cut = np.minimum(day, horizon)
        return np.where(cut > seen.first, np.maximum(cut - unknown, seen.first), cut)

    return float(energy_distance(v(x), v(np.array([float(seen.first)])), w) ** 2 / 2)


def brier(days: ArrayLike, seen: Seen, by: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Return the Brier score of "it will have happened by this day" for each day; NaN where nobody knows if it had.

    (P(X <= d) - [y <= d])^2, [y <= d] being 1 from `last` on and 0 before `first`

    Parameters
    ----------
    days, seen, weights : as `crps`
    by : (m,) days

    Notes
    -----
    Source: Brier (1950), *Verification of forecasts expressed in terms of probability*. Proper, if whether it is known
    does not depend on what happened; a day inside an interval is not known because it happened in that interval.
    """
    _check(seen)
    when = np.asarray(by)
    happened = np.where(when >= seen.last, 1.0, np.where(when < seen.first, 0.0, np.nan))
    return np.square(chance_by(days, when, weights) - happened)


def log_score(days: ArrayLike, seen: Seen, weights: ArrayLike | None = None, prior: float = 0.5) -> float:
    """Return the logarithmic score, -ln P(what was seen), in nats.

    P = (N share + prior) / (N + 2 prior), N = (sum of weights)^2 / sum of squared weights,
    share = P(first <= X <= last): of an interval or a bound, the likelihood of a censored observation

    The prior counts half a run that saw it and half a run that did not, so that no finite sample calls anything
    impossible. Two forecasts are comparable on the same `seen`. Proper, of intervals too, if these are parts of a
    division of time that was fixed before: see `in_weeks`. A window around the truth is not (Bracher 2019, *On the
    multibin logarithmic score used in the FluSight competitions*).

    Parameters
    ----------
    days, seen, weights : as `crps`
    prior : runs added on either side; 0 for a forecast whose weights are exact

    Notes
    -----
    Source: Good (1952), *Rational decisions*; the prior is that of Jeffreys (1946) for a share.
    """
    x, w = _sample(days, weights)
    _check(seen)
    share = float(w[(x >= seen.first) & (x <= seen.last)].sum())
    runs = 1.0 / float(np.square(w).sum())
    chance = (runs * share + prior) / (runs + 2.0 * prior)
    return float(-np.log(chance)) if chance > 0.0 else float("inf")


def pit(days: ArrayLike, seen: Seen, seed: int, forecast: int, weights: ArrayLike | None = None) -> float:
    """Return the probability integral transform: where in the forecast the truth lay, uniform on (0, 1) if it is sound.

    P(X < first) + u P(first <= X <= last), u uniform at an address of its own: ties and the unknown are spread out.

    Parameters
    ----------
    days, seen, weights : as `crps`
    seed : of 0 .. 2**64 - 1
    forecast : number of the forecast, 0 or more: each has its own u, the same every time

    Notes
    -----
    Source: Dawid (1984), *Statistical theory: the prequential approach*; for atoms, Czado, Gneiting & Held (2009),
    *Predictive model assessment for count data*.
    """
    x, w = _sample(days, weights)
    _check(seen)
    before, within = float(w[x < seen.first].sum()), float(w[(x >= seen.first) & (x <= seen.last)].sum())
    return before + rng.uniform(*rng.key(seed), forecast, 0, 0, 0, SPREAD_OUT) * within


def reliability(chance: ArrayLike, happened: ArrayLike) -> Decomposition:
    """Return how often it happened when a chance was given, and what the mean Brier score is made of.

    Parameters
    ----------
    chance : (m,) forecast probabilities of yes-no events
    happened : (m,) which of them happened

    Raises
    ------
    ValueError
        For no forecasts, or chances outside 0 .. 1.

    Notes
    -----
    No bins to choose. Source: Dimitriadis, Gneiting & Jordan (2021), *Stable reliability diagrams for probabilistic
    classifiers*.
    """
    p, y = np.asarray(chance, float), np.asarray(happened, float)
    if p.ndim != 1 or p.shape != y.shape or not len(p) or not ((p >= 0.0) & (p <= 1.0)).all():
        raise ValueError("reliability needs one chance between 0 and 1, and what happened, for each of some forecasts")
    given, group, count = np.unique(p, return_inverse=True, return_counts=True)
    rate = np.bincount(group, y) / count
    frequency = isotonic_regression(rate, weights=count).x
    score, best, base = (float(np.mean((f - y) ** 2)) for f in (p, frequency[group], np.full_like(y, y.mean())))
    return Decomposition(given, frequency, count, score - best, base - best, base)


def chance_by(days: ArrayLike, by: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Return the forecast chance that it will have happened by each day: P(X <= d). Shapes (N,), (m,) -> (m,)."""
    x, w = _sample(days, weights)
    order = np.argsort(x, kind="stable")
    return np.concatenate([[0.0], np.cumsum(w[order])])[np.searchsorted(x[order], by, side="right")]


def _sample(days: ArrayLike, weights: ArrayLike | None) -> tuple[Floats, Floats]:
    x = np.asarray(days, float)
    w = np.ones(x.shape) if weights is None else np.asarray(weights, float)
    if x.ndim != 1 or x.shape != w.shape or not len(x) or np.isnan(x).any():
        raise ValueError("a forecast needs at least one day, none of them missing, and one weight for each")
    if not (np.isfinite(w).all() and (w >= 0.0).all() and w.sum() > 0.0):
        raise ValueError("the weights of a forecast must be finite, not negative, and not all 0")
    return x, w / w.sum()


def _check(seen: Seen) -> None:
    if seen.last < seen.first:
        raise ValueError(f"it is said to have happened not before day {seen.first} and not after day {seen.last}")
