"""Numbers of runs and seeds, as somebody writes them in Python."""

from __future__ import annotations

import numpy as np

from whitesmoke.errors import WhitesmokeError

SEEDS, RUNS = 2**64, 2**32
"""How many seeds there are, and runs of each."""


def a_number(value: object, what: str, least: int = 1, below: int = RUNS) -> int:
    """Return a whole number. Raises WhitesmokeError for anything else, and for one out of range."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or not least <= value < below:
        raise WhitesmokeError(f"{what}: give a whole number from {least} to {below - 1}, not {value!r}")
    return int(value)


def a_seed(value: object) -> int:
    """Return a seed. Raises WhitesmokeError for what is none."""
    return a_number(value, "seed", 0, SEEDS)
