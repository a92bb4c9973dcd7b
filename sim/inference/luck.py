"""Blocks of random numbers for inference, each at an address of its own: the same on every platform and resume."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from sim.rng import UNIT, key, philox
from sim.world import Floats, Ints

SAMPLER = 253
"""purpose of these draws; counted from the top, so that it meets none of `sim.codes`"""


def uniform_block(seed: int, step: int, kind: int, rows: int, columns: int) -> Floats:
    """Return uniforms in (0, 1) for one step of a sampler.

    Parameters
    ----------
    seed : of 0 .. 2**64 - 1
    step : number of the step, 0 or more
    kind : what they are for, 0 .. 2**24 - 1
    rows, columns : shape
    """
    return uniform_at(seed, step, kind, np.arange(rows), columns)


def uniform_at(seed: int, step: int, kind: int, rows: Ints, columns: int) -> Floats:
    """Return the given rows of a block of uniforms, (rows, columns); see `uniform_block`."""
    row = np.repeat(rows.astype(np.uint64), columns)
    column = np.tile(np.arange(columns, dtype=np.uint64), len(rows))
    fixed = [np.full(len(row), value, np.uint64) for value in (step, (SAMPLER << 24) | kind)]
    a, b, _, _ = philox(row, fixed[0], column, fixed[1], *key(seed))  # type: ignore[arg-type]
    word = (np.asarray(a) << np.uint64(20)) | (np.asarray(b) >> np.uint64(12))
    return ((word + 0.5) * UNIT).reshape(len(rows), columns)


def normal_block(seed: int, step: int, kind: int, rows: int, columns: int) -> Floats:
    """Return standard normal numbers; see `uniform_block`."""
    return np.asarray(ndtri(uniform_block(seed, step, kind, rows, columns)))


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
