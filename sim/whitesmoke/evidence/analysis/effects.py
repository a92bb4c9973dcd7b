"""Which factors matter: elementary effects and Sobol' indices from a design that was run.

The designs are those of `screening`, beside this, in their order and in coordinates of the unit cube; an outcome is any
number per point: a mean date, a chance of deadlock, or a paired difference between two policies.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import bootstrap

from whitesmoke.errors import WhitesmokeError
from whitesmoke.model.world import Floats

RESAMPLES = 999

SAME = 1e-9
"""Coordinates that are no further apart are one."""


class IncompleteDesignError(WhitesmokeError, ValueError):
    """Points or outcomes that are not the whole design, in its order."""


class NoVarianceError(WhitesmokeError, ValueError):
    """An outcome that does not vary, or too little for shares of its variance to have intervals."""


class Estimates(NamedTuple):
    """One number for each factor, with its 95 % interval. Shapes (d,)."""

    value: Floats
    low: Floats
    high: Floats


class Effects(NamedTuple):
    """What moving one factor by its whole range would do, by Morris's method; units of the outcome."""

    mu: Estimates
    """mean effect"""
    mu_star: Estimates
    """mean size of the effect: what to rank factors by"""
    sigma: Estimates
    """standard deviation of the effects: large where the factor interacts or acts along a curve"""


class Indices(NamedTuple):
    """Shares of the variance of the outcome, by Sobol'; an estimate may fall a little below 0."""

    first: Estimates
    """by the factor on its own: what would be gone, on average, if it were known"""
    total: Estimates
    """with all its interactions: what would be left if all others were known"""
    interaction: Estimates
    """total - first"""


def morris(points: ArrayLike, outcome: ArrayLike, seed: int = 0) -> Effects:
    """Return the elementary effects of every factor with bootstrap intervals over trajectories.

    effect_i = (y(after the step in i) - y(before)) / (step in i);
    mu_i = mean effect_i, mu*_i = mean |effect_i|, sigma_i = standard deviation of effect_i

    Parameters
    ----------
    points : (trajectories * (d + 1), d) as made by `screening.morris`
    outcome : (trajectories * (d + 1),) in the same order
    seed : of the bootstrap

    Raises
    ------
    IncompleteDesignError
        If an outcome is missing, a step does not move exactly one factor, or there is only one trajectory.

    Notes
    -----
    Source: Morris (1991); mu* by Campolongo, Cariboni & Saltelli (2007), *An effective screening design for
    sensitivity analysis of large models*. Intervals: percentile bootstrap, Efron & Tibshirani (1993), chapter 13.
    """
    step, change = _trajectories(*_complete(points, outcome))
    moved = np.abs(step) > SAME
    effect = (change[:, :, None] * moved / np.where(moved, step, 1.0)).sum(axis=1).T  # (d, trajectories)

    def statistic(rows: Any, axis: int = -1) -> Any:
        drawn = effect[:, rows]
        return np.stack([drawn.mean(axis=axis), np.abs(drawn).mean(axis=axis), drawn.std(axis=axis, ddof=1)])

    return Effects(*_bootstrap(statistic, effect.shape[1], seed))


def sobol(points: ArrayLike, outcome: ArrayLike, seed: int = 0) -> Indices:
    """Return first and total Sobol' indices of every factor with bootstrap intervals over the rows of the blocks.

    S_i = mean(y_B (y_ABi - y_A)) / V,   T_i = mean((y_A - y_ABi)^2) / 2V,   V = variance over A and B, y centred

    Parameters
    ----------
    points : (n * (d + 2), d) as made by `screening.saltelli`
    outcome : (n * (d + 2),) in the same order
    seed : of the bootstrap

    Raises
    ------
    IncompleteDesignError
        If an outcome is missing, or the points are not the blocks A, B, AB_1 .. AB_d.
    NoVarianceError
        If the outcome is the same at all points of A and B, from which V comes, or differs in so few rows that some
        resample of the bootstrap has none of them.

    Notes
    -----
    Source: Saltelli et al. (2010), *Variance based sensitivity analysis of model output*, table 2 (b) and (f); (f) is
    Jansen's (1999). `scipy.stats.sobol_indices` has the same estimators, but takes no seed for its intervals and no
    single factor. The intervals treat the rows as independent; those of a Sobol' sequence are better than that.
    """
    f_A, f_B, f_AB = _blocks(*_complete(points, outcome))
    if np.ptp([f_A, f_B]) == 0.0:
        raise NoVarianceError(
            "the outcome is the same at all points of blocks A and B, so that there is no variance to share"
        )

    def statistic(rows: Any, axis: int = -1) -> Any:
        a, b, ab = f_A[rows], f_B[rows], f_AB[:, rows]
        both = np.concatenate([a, b], axis=axis)
        if (np.ptp(both, axis=axis) == 0.0).any():
            raise NoVarianceError("the outcome differs in too few rows of the design: take more points, or more runs")
        centre, variance = both.mean(axis=axis, keepdims=True), both.var(axis=axis)
        first = ((b - centre) * (ab - a)).mean(axis=axis) / variance
        total = ((a - ab) ** 2).mean(axis=axis) / (2.0 * variance)
        return np.stack([first, total, total - first])

    return Indices(*_bootstrap(statistic, len(f_A), seed))


def _complete(points: ArrayLike, outcome: ArrayLike) -> tuple[Floats, Floats]:
    x, y = np.asarray(points, float), np.asarray(outcome, float)
    if x.ndim != 2 or y.shape != x.shape[:1]:
        raise IncompleteDesignError(
            f"points of shape {x.shape} have outcomes of shape {y.shape}: give one outcome for each point of the design"
        )
    missing = int((~np.isfinite(y)).sum())
    if missing:
        raise IncompleteDesignError(f"{missing} of {len(y)} points have no finite outcome: run the rest first")
    return x, y


def _trajectories(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return the steps (trajectories, d, d) and the changes of the outcome (trajectories, d), after a check."""
    d = x.shape[1]
    if len(x) % (d + 1) or len(x) < 2 * (d + 1):
        raise IncompleteDesignError(
            f"a Morris design of {d} factors has {d + 1} points a trajectory and two trajectories or more, "
            f"not {len(x)} points: run the rest of the design"
        )
    step = np.diff(x.reshape(-1, d + 1, d), axis=1)
    moved = np.abs(step) > SAME
    if (moved.sum(axis=2) != 1).any() or (moved.sum(axis=1) != 1).any():
        raise IncompleteDesignError(
            "the points are no Morris trajectories, in which every step moves one factor and every factor moves once: "
            "give all points in the order of the design"
        )
    return step, np.diff(y.reshape(-1, d + 1), axis=1)


def _blocks(x: Floats, y: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the outcomes of A (n,), B (n,) and AB_1 .. AB_d (d, n), after a check."""
    d = x.shape[1]
    n, left_over = divmod(len(x), d + 2)
    if left_over or n < 2:
        raise IncompleteDesignError(
            f"a Sobol' design of {d} factors has {d + 2} blocks of equal length, which {len(x)} points do not fill: "
            f"run the rest of the design"
        )
    A, B, *mixed = x.reshape(d + 2, n, d)
    for i, block in enumerate(mixed):
        if (np.abs(block - np.where(np.arange(d) == i, B, A)) > SAME).any():
            raise IncompleteDesignError(
                f"block AB_{i + 1} is not block A with coordinate {i + 1} from block B: "
                f"give all points in the order of the design"
            )
    f = y.reshape(d + 2, n)
    return f[0], f[1], f[2:]


def _bootstrap(statistic: Callable[..., Any], rows: int, seed: int) -> list[Estimates]:
    every = np.arange(rows)
    found = bootstrap(
        (every,), statistic, vectorized=True, n_resamples=RESAMPLES, batch=50, method="percentile", rng=seed
    ).confidence_interval
    return [Estimates(*row) for row in zip(statistic(every), found.low, found.high)]
