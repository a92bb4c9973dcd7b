"""Numbers over the columns of each world; nan counts for nothing, and what nothing is left of is nan."""

from __future__ import annotations

from typing import Any

import numpy as np

from whitesmoke.model.world import Floats

SERIES = 5
"""Decisions of one body that make a series."""


def only(values: Any, where: Any) -> Floats:
    """Return values as numbers where something holds, and nan elsewhere."""
    return np.where(where, np.asarray(values, float), np.nan)


def mean(values: Any) -> Floats:
    """Return the mean of each row."""
    return _total(values) / _missing_if(_count(values), 0)


def median(values: Floats) -> Floats:
    """Return the median of each row; of an even number the middle of the two."""
    some = np.pad(values, ((0, 0), (0, 1)), constant_values=np.nan)  # a column at least
    ordered, count = np.sort(some, axis=1), _count(values).astype(int)  # nan goes last
    rows = np.arange(len(values))
    middle: Floats = (ordered[rows, np.maximum(0, count - 1) // 2] + ordered[rows, count // 2]) / 2
    return middle


def spread(values: Floats) -> Floats:
    """Return the standard deviation of each row, over one less than there are."""
    count = _count(values)
    away = values - mean(values)[:, None]
    return np.sqrt(_total(away**2) / _missing_if(count - 1.0, 0))


def ratio(above: Any, below: Any) -> Floats:
    """Return the sum of each row over that of another."""
    return _total(above) / _missing_if(_total(below), 0)


def relative(values: Floats, others: Floats) -> Floats:
    """Return numbers over others; nan where these are 0."""
    return values / _missing_if(others, 0)


def largest(values: Floats, groups: Any) -> Floats:
    """Return the share of the most frequent value within a group of columns, in the mean of groups.

    Parameters
    ----------
    values : (N, C), of which `SERIES` known ones make a series: groups with fewer count for nothing
    groups : (N, C)
    """
    found = np.full(len(values), np.nan)
    for row, (known, of) in enumerate(zip(values, np.broadcast_to(groups, values.shape))):
        series = [known[(of == group) & np.isfinite(known)] for group in np.unique(of)]
        shares = [np.unique(one, return_counts=True)[1].max() / len(one) for one in series if len(one) >= SERIES]
        found[row] = np.mean(shares) if shares else np.nan
    return found


def _count(values: Any) -> Floats:
    return np.isfinite(np.asarray(values, float)).sum(axis=1).astype(float)


def _total(values: Any) -> Floats:
    return np.nansum(np.asarray(values, float), axis=1)


def _missing_if(values: Floats, least: float) -> Floats:
    """Return values, those not above a number as nan."""
    return np.where(values > least, values, np.nan)
