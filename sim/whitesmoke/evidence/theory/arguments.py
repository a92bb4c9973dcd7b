"""What the games ask of their numbers, in one place."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from whitesmoke.model.world import Floats


def whole(name: str, value: int, low: int, high: int | None = None) -> None:
    """Raise ValueError unless low <= value <= high."""
    if value < low or (high is not None and value > high):
        limits = f"{low} or more" if high is None else f"between {low} and {high}"
        raise ValueError(f"{name} must be {limits}, not {value}")


def positive(name: str, value: float) -> None:
    """Raise ValueError unless the value is a number above 0."""
    if not (np.isfinite(value) and value > 0.0):
        raise ValueError(f"{name} must be above 0, not {value}")


def patience(value: ArrayLike) -> Floats:
    """Return discount factors as an array; raise ValueError unless all lie in 0 <= delta < 1."""
    delta = np.atleast_1d(np.asarray(value, float))
    if delta.ndim != 1 or not ((delta >= 0.0) & (delta < 1.0)).all():
        raise ValueError(f"a discount factor must be at least 0 and below 1, not {delta}")
    return delta


def shares(name: str, value: ArrayLike | None, n: int) -> Floats:
    """Return n weights scaled to sum 1, equal by default; raise ValueError for weights below 0, none, or too few."""
    weight = np.ones(n) if value is None else np.asarray(value, float)
    if weight.shape != (n,) or not (np.isfinite(weight).all() and (weight >= 0.0).all() and weight.sum() > 0.0):
        raise ValueError(f"{name} must be {n} numbers of 0 or more, not all 0: {weight}")
    return weight / weight.sum()
