"""Simple rules that a forecast by simulation has to beat: docs/baselines.md in code."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from whitesmoke.evidence.blocks import uniform_block
from whitesmoke.model import codes
from whitesmoke.model.world import Floats

SAMPLE, SHAPE, SHORT, LONG = 1000, 0.5, 3, 8
"""Days drawn; shape of the hazards; shortest and longest silence, days."""
DRAWS = 21
"""Kind of the draws."""


class Known(NamedTuple):
    """What a baseline may know on a day of a race."""

    day: int
    horizon: int
    members: int
    supporters: int | None
    """at the last count; None if there was none"""
    counted_on: int
    """its day"""
    focal: tuple[int, ...]
    """days of the dates that press"""
    others: tuple[int, ...]
    """days from start to decision of the other cases"""
    misses: tuple[int, ...]
    """days by which each other case missed the nearest of its own dates"""


def decided(known: Known, day: Floats) -> Floats:
    """Return days as a forecast: whole, after today, and never if beyond the horizon."""
    whole = np.maximum(np.ceil(day), known.day + 1.0)
    return np.where(whole > known.horizon, float(codes.NEVER), whole)


def _left(known: Known) -> tuple[int, float]:
    """Return how many have not come round, and the share that has, per the last count."""
    if known.supporters is None:
        return known.members, 0.0
    return max(1, known.members - known.supporters), float(
        np.clip(known.supporters, 0.5, known.members - 0.5) / known.members
    )


def _silence(u: Floats) -> Floats:
    return np.floor(SHORT + u * (LONG - SHORT + 1))


def rate(known: Known) -> float:
    """Return the constant rate at which members commit, per day, that gives the last count; see the page."""
    share = _left(known)[1]
    if share == 0.0:
        return float(2.0 * np.log(2.0) / known.horizon)
    return float(-np.log1p(-share) / max(1, known.counted_on))


def scale(known: Known) -> float:
    """Return the scale b of hazards that differ, P(T > t) = (1 + t / b)^-SHAPE, that gives the last count, in days."""
    share = _left(known)[1]
    counted, share = (max(1, known.counted_on), share) if share else (known.horizon / 2.0, 0.5)
    return float(counted / ((1.0 - share) ** (-1.0 / SHAPE) - 1.0))


def constant_hazard(known: Known, seed: int) -> Floats:
    """Return the end of independent commitments at one constant rate."""
    u = uniform_block(seed, known.day, DRAWS, SAMPLE, _left(known)[0] + 1)
    last = (-np.log(u[:, 1:]) / rate(known)).max(axis=1)
    return decided(known, known.day + last + _silence(u[:, 0]))


def static_hazards(known: Known, seed: int) -> Floats:
    """Return the end of independent commitments at rates that differ between members."""
    u = uniform_block(seed, known.day, DRAWS, SAMPLE, _left(known)[0] + 1)
    last = ((scale(known) + known.day) * (u[:, 1:] ** (-1.0 / SHAPE) - 1.0)).max(axis=1)
    return decided(known, known.day + last + _silence(u[:, 0]))


def other_cases(known: Known, seed: int) -> Floats:
    """Return the days on which other cases were decided, those after today."""
    later = np.array([day for day in known.others if day > known.day], float)
    return decided(known, later) if len(later) else uniform(known, seed)


def uniform(known: Known, seed: int) -> Floats:
    """Return every day to the horizon."""
    return np.arange(known.day + 1.0, known.horizon + 1.0)


def next_summit(known: Known, seed: int) -> Floats:
    """Return the next date that presses, missed as others missed theirs."""
    day = min([day for day in known.focal if day > known.day], default=known.horizon)
    return decided(known, day + np.array(known.misses or (0,), float))


def last_value(known: Known, seed: int) -> Floats:
    """Return never."""
    return np.full(SAMPLE, float(codes.NEVER))


BASELINES: dict[str, Callable[[Known, int], Floats]] = {
    "constant hazard": constant_hazard,
    "static hazards": static_hazards,
    "other cases": other_cases,
    "uniform": uniform,
    "next summit": next_summit,
    "last value": last_value,
}
