"""A statistic of the facts held against worlds: what they give, how far luck makes it go, and whether that is near."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from whitesmoke.evidence.facts import measures
from whitesmoke.evidence.facts.fact_columns import Columns
from whitesmoke.evidence.facts.known_facts import Statistic

ENDS = (0.025, 0.975)
"""Quantiles of the interval."""


class Given(NamedTuple):
    """What worlds give for a statistic."""

    value: float
    """its mean over worlds, or its median where the statistic is one; nan where no case speaks of it"""
    low: float
    """95 % of worlds of as many cases lie from here"""
    high: float
    inside: bool | None
    """whether the value is in the tolerance; None without one, or without a value"""


def given(statistic: Statistic, worlds: Columns) -> Given:
    """Return what worlds give for a statistic."""
    measure = measure_of(statistic)
    values = measure(worlds)
    known = values[np.isfinite(values)]
    if not len(known):
        return Given(math.nan, math.nan, math.nan, None)
    value = float(np.median(known) if measure in measures.MEDIANS else known.mean())
    low, high = np.quantile(known, ENDS)
    return Given(value, float(low), float(high), is_inside(statistic, value))


def recorded(statistic: Statistic, record: Columns) -> float:
    """Return a statistic of what really happened; nan where it asks for more than the decision."""
    measure = measure_of(statistic)
    return float(measure(record)[0]) if measure in measures.OF_DATES else math.nan


def measure_of(statistic: Statistic) -> measures.Measure:
    """Return the function that reads a statistic off worlds."""
    found: measures.Measure = getattr(measures, statistic.measure)
    return found


def is_inside(statistic: Statistic, value: float) -> bool | None:
    """Say whether a value is as near as the corpus asks; None where it asks for nothing."""
    return None if statistic.tolerance is None else statistic.tolerance.has(value)
