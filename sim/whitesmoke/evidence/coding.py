"""The coder's error: a case's own numbers were read off press reports by somebody, and may be off.

Where nothing was fitted to a case, each run draws its own numbers around what the coder wrote. So a likelihood of the
shared parameters is averaged over what the coder may have got wrong, and a forecast is as unsure as it ought to be.
"""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import NamedTuple

import numpy as np

from whitesmoke.evidence.blocks import uniform_at
from whitesmoke.evidence.parameters import central_values, slots, values
from whitesmoke.evidence.ranges import kept_within
from whitesmoke.model.ensemble import PerRun
from whitesmoke.model.world import Floats, Ints
from whitesmoke.scenario.load import Loaded
from whitesmoke.scenario.numbers import Distribution
from whitesmoke.scenario.schema import Scenario

OWN = 31
"""Kind of the draws."""


class Coding(NamedTuple):
    """The numbers of one case that its coder may have got wrong."""

    paths: list[str]
    written: Floats
    """(K,) what stands in the scenario"""
    errors: list[Distribution]
    slots: list[list[int]]
    scenario: Scenario

    def draw(self, runs: Ints, seed: int) -> PerRun:
        """Return the case's own numbers in each run: a normal error is added, a lognormal one multiplies.

        No error takes a number out of the range that the schema gives it.
        """
        u = uniform_at(seed, 0, OWN, runs, max(1, len(self.paths)))
        column = [j for j, slots in enumerate(self.slots) for _ in slots]
        slot = np.array([at for slots in self.slots for at in slots], np.int64)
        drawn = np.empty((len(runs), len(self.paths)))
        for j, error in enumerate(self.errors):
            off = values(error, u[:, j])
            found = self.written[j] * off if error.dist == "lognormal" else self.written[j] + off
            drawn[:, j] = kept_within(self.paths[j], found, self.scenario)
        return PerRun(slot, np.ascontiguousarray(drawn[:, column]))


def coding(loaded: Loaded, errors: Mapping[str, Distribution]) -> Coding:
    """Return the numbers of a scenario that the patterns of `errors` name; the first pattern that fits counts."""
    where, written = slots(loaded), central_values(loaded)
    found = {path: error for path in where if (error := _error(path, errors)) is not None}
    paths = list(found)
    numbers, slots_of = np.array([written[path] for path in paths]), [where[path] for path in paths]
    return Coding(paths, numbers, list(found.values()), slots_of, loaded.scenario)


def _error(path: str, errors: Mapping[str, Distribution]) -> Distribution | None:
    return next((error for pattern, error in errors.items() if fnmatchcase(path, pattern)), None)


def joined(first: PerRun, second: PerRun) -> PerRun:
    """Return the numbers of both; where both give a number, the first one's."""
    new = ~np.isin(second.slot, first.slot)
    slot = np.concatenate([first.slot, second.slot[new]])
    return PerRun(slot, np.ascontiguousarray(np.hstack([first.value, second.value[:, new]])))
