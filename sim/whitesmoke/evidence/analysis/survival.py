"""Times of which some are only known to be later than something: deadlocks, and cases that are still open."""

from __future__ import annotations

import warnings
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import CensoredData, ecdf, logrank

from whitesmoke.model import codes
from whitesmoke.model.world import Floats

MOST_STEPS = 2000
"""of the iteration in `turnbull`"""


class Curve(NamedTuple):
    """A Kaplan-Meier curve with its 95 % interval. Shapes (m,), one entry for each distinct day of the data."""

    day: Floats
    survival: Floats
    """share not settled by the end of that day"""
    low: Floats
    high: Floats


class LogRank(NamedTuple):
    """A log-rank test."""

    z: float
    """positive if the first group settles earlier"""
    p: float
    """two-sided"""


def kaplan_meier(days: ArrayLike, happened: ArrayLike) -> Curve:
    """Return the Kaplan-Meier curve of times some of which are censored.

    S(t) = product over days d <= t of (1 - events on d / still open just before d)

    Parameters
    ----------
    days : (N,) day of the event, or until which there was none
    happened : (N,) whether it is the former

    Raises
    ------
    ValueError
        For no times, or flags of another number.

    Notes
    -----
    Source: Kaplan & Meier (1958), *Nonparametric estimation from incomplete observations*. Interval: Greenwood's
    variance on the scale log(-log S), Kalbfleisch & Prentice (2002), chapter 1. That has no value where S is 0 (here 0
    and the upper end of the day before) or 1 (here 1).
    """
    found = ecdf(_censored(days, happened)).sf
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # the two ends that are given in the notes
        interval = found.confidence_interval(method="log-log")
    S = found.probabilities
    low = np.where(S == 1.0, 1.0, np.where(S == 0.0, 0.0, interval.low.probabilities))
    high = np.where(S == 1.0, 1.0, np.where(S == 0.0, np.nan, interval.high.probabilities))
    return Curve(found.quantiles, S, low, np.fmin.accumulate(np.concatenate([[1.0], high]))[1:])


def turnbull(first: ArrayLike, last: ArrayLike, days: int, weights: ArrayLike | None = None) -> Floats:
    """Return the distribution of days of which each is only known to lie in an interval.

    p(d) = sum over i of w_i [first_i <= d <= last_i] p(d) / P(first_i <= D <= last_i), solved by iteration from equal p

    Parameters
    ----------
    first, last : (N,) first and last day possible of each; a later last day counts as the end
    days : days 0 .. days are possible
    weights : (N,) of any sum; equal by default

    Returns
    -------
    (days + 1,) chance of each day

    Raises
    ------
    ValueError
        For no intervals, or one with its last day before its first or beyond `days`.

    Notes
    -----
    Source: Turnbull (1976), *The empirical distribution function with arbitrarily grouped, censored and truncated
    data*: Kaplan-Meier for intervals. Where the data say nothing of how chance is spread over a stretch of days, it
    stays spread evenly.
    """
    a, b = np.asarray(first, int), np.minimum(np.asarray(last, int), days)
    w = np.ones(a.shape) if weights is None else np.asarray(weights, float)
    if a.ndim != 1 or not len(a) or a.shape != b.shape or a.shape != w.shape or (b < a).any() or (a < 0).any():
        raise ValueError(
            "a distribution from intervals needs at least one, none beyond the days or ending before it began"
        )
    at = np.arange(days + 1)
    inside = ((a[:, None] <= at) & (at <= b[:, None])).astype(float)
    p = np.full(days + 1, 1.0 / (days + 1))
    for _ in range(MOST_STEPS):
        before, p = p, p * ((w / w.sum() / (inside @ p)) @ inside)
        if np.abs(p - before).sum() < 1e-9:
            break
    return p


def as_forecast(curve: Curve) -> tuple[Floats, Floats]:
    """Return the curve as a forecast for `scores`: days, `codes.NEVER` last, and their weights."""
    weights = -np.diff(np.concatenate([[1.0], curve.survival, [0.0]]))
    return np.append(curve.day, codes.NEVER), weights


def log_rank(days: ArrayLike, happened: ArrayLike, other_days: ArrayLike, other_happened: ArrayLike) -> LogRank:
    """Return the log-rank test of whether two groups settle at the same rate.

    z = sum over event days of (events in the first group - expected) / sqrt(sum of variances)

    Parameters and errors are those of `kaplan_meier`, for either group.

    Notes
    -----
    Source: Mantel (1966), *Evaluation of survival data and two new rank order statistics*.
    """
    found = logrank(_censored(days, happened), _censored(other_days, other_happened))
    return LogRank(float(found.statistic), float(found.pvalue))


def _censored(days: ArrayLike, happened: ArrayLike) -> CensoredData:
    x, event = np.asarray(days, float), np.asarray(happened, bool)
    if x.ndim != 1 or x.shape != event.shape or not len(x) or not np.isfinite(x).all():
        raise ValueError(
            "a survival curve needs at least one day, none of them missing, and for each whether it happened"
        )
    return CensoredData.right_censored(x, ~event)
