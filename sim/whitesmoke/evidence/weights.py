"""Weighted particles: the mean of their weights, how many equal ones they are worth, and who descends from whom."""

from __future__ import annotations

import numpy as np

from whitesmoke.model.world import Floats, Ints


def log_mean(log_weight: Floats) -> Floats:
    """Return the logarithm of the mean over the last axis, given logarithms; minus infinity for the mean of nothing."""
    top = log_weight.max(axis=-1)
    safe = np.where(top == -np.inf, 0.0, top)
    with np.errstate(divide="ignore"):
        return np.asarray(safe + np.log(np.mean(np.exp(log_weight - safe[..., None]), axis=-1)))


def effective_size(log_weight: Floats) -> float:
    """Return how many equally weighted ones so many weighted ones are worth: (sum w)^2 / sum w^2; 0 if all are 0.

    Source: Kong, Liu & Wong (1994), *Sequential imputations and Bayesian missing data problems*.
    """
    top = log_weight.max()
    if top == -np.inf:
        return 0.0
    w = np.exp(log_weight - top)
    return float(w.sum() ** 2 / np.square(w).sum())


def resample(log_weight: Floats, u: float) -> Ints:
    """Return which particle each of as many new ones descends from, by systematic resampling.

    Parameters
    ----------
    log_weight : (N,) not all minus infinity
    u : uniform in (0, 1)

    Notes
    -----
    Source: Kitagawa (1996), *Monte Carlo filter and smoother*.
    """
    w = np.exp(log_weight - log_weight.max())
    N = len(w)
    reached = np.cumsum(w)
    return np.searchsorted(reached, (np.arange(N) + u) / N * reached[-1], side="right").clip(0, N - 1)
