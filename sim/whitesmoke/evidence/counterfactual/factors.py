"""A race played at the points of a design over its uncertain numbers: date, deadlock, and differences to a variant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from whitesmoke.evidence.analysis.credit import capped, stuck
from whitesmoke.evidence.analysis.ensemble_summary import settled
from whitesmoke.evidence.parameters import Parameter, central_values, per_run, values
from whitesmoke.evidence.posterior import fixed
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import all_cores, ensemble
from whitesmoke.model.world import Floats
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import Loaded


class Answer(NamedTuple):
    """Outcomes of R runs at each of P points; run r has the same draws at every point."""

    days: Floats
    """(P, R) min(T, horizon)"""
    deadlock: Floats
    """(P, R) 1 or 0"""


class Moved(NamedTuple):
    """Factors at the points of a design."""

    factors: Sequence[Parameter]
    points: Floats
    """(P, factors) in the unit cube: each factor at its prior's quantile"""
    held: Sequence[Parameter] = ()
    """factors kept at their central values: also those that the scenario gives as distributions are not drawn"""


def play(
    loaded: Loaded,
    moved: Moved,
    runs: int,
    seed: int,
    untouched: Sequence[str] = (),
    progress: Callable[[int], None] | None = None,
) -> Answer:
    """Return what happens in some runs at each point.

    Parameters
    ----------
    untouched : paths of numbers that a variant sets itself
    """
    case = held_still(build(loaded), loaded, [_path(one) for one in moved.held])
    rows = np.column_stack([values(one.prior, moved.points[:, j]) for j, one in enumerate(moved.factors)])
    names = ["" if _path(one) in untouched else _path(one) for one in moved.factors]
    numbers = per_run(loaded, names, np.repeat(rows, runs, axis=0))
    found = ensemble(
        case.world,
        np.tile(np.arange(runs), len(moved.points)),
        seed,
        per_run=numbers,
        tallies=False,
        members=False,
        threads=all_cores(),
        progress=progress,
    )
    day = settled(case, found)
    horizon = case.world.rounds * case.world.round_days
    shape = (len(moved.points), runs)
    return Answer(capped(day, horizon).reshape(shape), stuck(day).reshape(shape))


def held_still(case: Compiled, loaded: Loaded, paths: Sequence[str]) -> Compiled:
    """Return a case in which some numbers have their central values in every run; paths it does not have do nothing."""
    centre = central_values(loaded)
    known = [path for path in paths if path in centre]
    return fixed(case, per_run(loaded, known, np.array([[centre[path] for path in known]])))


def _path(one: Parameter) -> str:
    """Return the path of a factor, also in a variant of the case that it is named after."""
    return one.name.rpartition(":")[2]
