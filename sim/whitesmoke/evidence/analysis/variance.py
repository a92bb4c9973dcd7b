"""How much of what differs between runs is luck."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import t as student

from whitesmoke.evidence.analysis.effects import IncompleteDesignError, NoVarianceError
from whitesmoke.model.world import Floats
from whitesmoke.writing.estimates import Interval

GROUPS = 20
"""Of points, left out one after the other."""


class Shares(NamedTuple):
    """Where the variance of single runs comes from; the three add up to 1."""

    factors: float
    """the mean over chance moves with the factors"""
    chance: float
    """the mean over the factors moves with the draws"""
    both: float
    """the draws matter differently at different points"""


def shares(values: ArrayLike) -> Shares:
    """Return how much of the variance of single runs is due to the factors, to chance, and to both at once.

    Two-way random effects: V_factors = (MS_points - MS_rest) / R, V_chance = (MS_replicates - MS_rest) / P,
    V_both = MS_rest. A negative estimate counts as 0.

    Parameters
    ----------
    values : (P, R) outcome of run r at point p; run r has the same draws at all points, as all runs of one seed

    Raises
    ------
    IncompleteDesignError
        If a run is missing, or there are fewer than two points or runs.
    NoVarianceError
        If all values are the same.

    Notes
    -----
    Source: Searle, Casella & McCulloch (1992), *Variance components* (two-way crossed, one in a cell).
    """
    y = np.asarray(values, float)
    if y.ndim != 2 or min(y.shape) < 2 or not np.isfinite(y).all():
        raise IncompleteDesignError(
            "shares of variance need two points and two runs of each or more, and every run done"
        )
    points, runs = y.shape
    by_point, by_run, centre = y.mean(axis=1), y.mean(axis=0), y.mean()
    rest = ((y - by_point[:, None] - by_run[None, :] + centre) ** 2).sum() / ((points - 1) * (runs - 1))
    parts = np.array([by_point.var(ddof=1) - rest / runs, by_run.var(ddof=1) - rest / points, rest]).clip(min=0.0)
    if parts.sum() == 0.0:
        raise NoVarianceError("all runs have the same outcome, so that there is no variance to share")
    return Shares(*(parts / parts.sum()).tolist())


def luck(values: ArrayLike) -> Interval:
    """Return the share of the variance of single runs that is not the factors' alone, with its 95 % interval.

    A jackknife over groups of points and one over runs, their variances added; quantiles of Student's t with as many
    degrees of freedom as the smaller of the two has; cut off at 0 and 1. No interval (0 to 1) for fewer than three
    runs, or where some part of them has no variance.

    Source: Efron & Tibshirani (1993), *An introduction to the bootstrap*, ch. 11.
    """
    y = np.asarray(values, float)
    share = 1.0 - shares(y).factors
    groups = np.array_split(np.arange(len(y)), min(GROUPS, len(y)))
    if y.shape[1] < 3 or len(y) < 3:
        return Interval(share, 0.0, 1.0)
    try:
        by_point = _jackknife([np.delete(y, group, axis=0) for group in groups])
        by_run = _jackknife([np.delete(y, r, axis=1) for r in range(y.shape[1])])
    except NoVarianceError:
        return Interval(share, 0.0, 1.0)
    half = student.ppf(0.975, min(len(groups), y.shape[1]) - 1) * np.sqrt(by_point + by_run)
    return Interval(share, max(0.0, share - half), min(1.0, share + half))


def _jackknife(parts: list[Floats]) -> float:
    """Return the variance of the share from what it is in each part of the values."""
    found = np.array([shares(part).factors for part in parts])
    return float((len(found) - 1) / len(found) * ((found - found.mean()) ** 2).sum())
