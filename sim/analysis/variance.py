"""How much of what differs between runs is luck."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from sim.analysis.sensitivity import IncompleteDesignError, NoVarianceError


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
