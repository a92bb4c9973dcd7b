"""Dates that press harder, for every run of a case."""

from __future__ import annotations

import numpy as np

from whitesmoke.model.ensemble import PerRun
from whitesmoke.model.world import World, number_views


def harder(w: World, runs: int, times: float = 2.0) -> PerRun:
    """Return the weights of all dates, and of sittings, so many times as large; they may exceed 1, as in no file.

    One that is drawn becomes so many times what the World has of it.
    """
    raised = number_views(w.number.flat.copy(), w.number)
    raised.focal_weight[:] *= times
    raised.coefficient.sitting_weight *= times
    slots = np.flatnonzero(raised.flat != w.number.flat)
    return PerRun(slots, np.tile(raised.flat[slots], (runs, 1)))
