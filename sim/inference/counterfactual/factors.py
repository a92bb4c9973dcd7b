"""A race played at the points of a design over its uncertain numbers: date, deadlock, and differences to a variant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from sim.analysis.attribution import capped, stuck
from sim.analysis.summary import settled
from sim.ensemble import ensemble
from sim.inference.parameters import Parameter, own_name, per_run, values
from sim.scenario.build import build
from sim.scenario.load import Loaded
from sim.world import Floats


class Answer(NamedTuple):
    """Outcomes of R runs at each of P points; run r has the same draws at every point."""

    days: Floats
    """(P, R) min(T, horizon)"""
    deadlock: Floats
    """(P, R) 1 or 0"""


def play(
    loaded: Loaded,
    factors: Sequence[Parameter],
    points: Floats,
    runs: int,
    seed: int,
    threads: int,
    untouched: Sequence[str] = (),
    progress: Callable[[int], None] | None = None,
) -> Answer:
    """Return what happens at each point of the unit cube, (P, d): each factor at its prior's quantile.

    Parameters
    ----------
    untouched : paths of numbers that a variant sets itself
    """
    case = build(loaded)
    rows = np.column_stack([values(one.prior, points[:, j]) for j, one in enumerate(factors)])
    paths = [own_name(one.name, one.name.rpartition(":")[0] or loaded.name) or "" for one in factors]
    names = ["" if path in untouched else path for path in paths]
    numbers = per_run(loaded, names, np.repeat(rows, runs, axis=0))
    found = ensemble(
        case.world,
        np.tile(np.arange(runs), len(points)),
        seed,
        per_run=numbers,
        tallies=False,
        members=False,
        threads=threads,
        progress=progress,
    )
    day = settled(case, found)
    horizon = case.world.rounds * case.world.round_days
    shape = (len(points), runs)
    return Answer(capped(day, horizon).reshape(shape), stuck(day).reshape(shape))
