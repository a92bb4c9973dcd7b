"""One selection of many chains: the scenario of the series, with each chain's own candidates in it."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.posterior import Posterior, fills
from whitesmoke.evidence.series.opened import LoadedSeries
from whitesmoke.evidence.series.pool import NOBODY, Fields
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled, decision_days
from whitesmoke.model.ensemble import Outcomes, PerRun, compiled, new_outcomes
from whitesmoke.model.lang import pack
from whitesmoke.model.rng import key
from whitesmoke.model.run_state import new_state
from whitesmoke.model.world import Floats, Ints
from whitesmoke.scenario.build import build
from whitesmoke.scenario.fewer import with_only
from whitesmoke.scenario.load import Loaded

CHAINS = 2**20
"""Chains of one seed, at most: selection s of chain j is run s * CHAINS + j of the scenario's ensemble."""

SELECTIONS = 2**32 // CHAINS
"""Selections of a chain, at most: the number of a run has 32 bits."""


class Shape(NamedTuple):
    """The scenario with a certain number of candidates."""

    case: Compiled
    loaded: Loaded
    slot: Ints
    """(S,) entries of `Numbers.flat` that a chain has its own value of"""
    base: Floats
    """(S,) what the scenario says there"""
    candidate: Ints
    """(S,) whose valence it is, or towards whom the group's baseline"""
    group: Ints
    """(S,) region of the group, or -1 for a valence"""


class Ends(NamedTuple):
    """How a selection ended, (N,) of some chains."""

    winner: Ints
    """codes.NONE is deadlock"""
    day: Ints
    """of the selection, on which it was over"""
    withdrawn: Ints
    """1 for a deadlock in which no candidate was left"""


class Races:
    """Plays selections; the countries of the candidates are all that makes one World differ from another."""

    def __init__(self, series: LoadedSeries, seed: int, posterior: Posterior | None = None) -> None:
        self.series, self.seed, self.posterior = series, seed, posterior
        self.shapes = {size: shape(series, size) for size in range(1, len(series.spec.field.sizes) + 1)}
        if posterior is not None:
            self.fitted = {size: fills(posterior, one.loaded) for size, one in self.shapes.items()}
            if not len(self.fitted[1].slot):
                raise WhitesmokeError(f"--posterior: it says nothing about any number of {series.base.name}")
        self.states = {size: pack(new_state(one.case.world)) for size, one in self.shapes.items()}
        self.members = self.shapes[1].case.names.members
        regions = list(series.spec.regions)
        self.region = np.array([regions.index(series.region_of[code]) for code in self.members])

    def play(self, step: int, chains: Ints, fields: Fields) -> Ends:
        """Return how selection `step` of some chains ended."""
        ends = Ends(*(np.zeros(len(chains), np.int64) for _ in Ends._fields))
        alike, which = np.unique(fields.home, axis=0, return_inverse=True)
        for x, home in enumerate(alike):
            rows = np.flatnonzero(which.ravel() == x)
            found = self._together(step, chains[rows], home, fields.valence[rows])
            ends.winner[rows], ends.day[rows] = found.winner, decision_days(self.shapes[1].case.world)[found.round]
            ends.withdrawn[rows] = found.withdrawn != codes.NONE
        return ends

    def _together(self, step: int, chains: Ints, home: Ints, valence: Floats) -> Outcomes:
        """Play the selections of chains whose candidates come from the same countries.

        What `model.ensemble` does, less its threads: they would cost ten times what so few runs take.
        """
        size = int((home != NOBODY).sum())
        one, state = self.shapes[size], self.states[size]
        world = one.case.world._replace(home=np.ascontiguousarray(home[:size]))
        outcomes = new_outcomes(world, len(chains), tallies=False, members=False)
        slot, values = one.slot, self.values(one, home, valence)
        if self.posterior is not None:  # the same draw in every selection of a chain
            fitted = self.fitted[size].of(self.posterior, chains)
            slot, values = np.append(slot, fitted.slot), np.append(values, fitted.value, axis=1)
        per_run = PerRun(slot, np.ascontiguousarray(values))
        runs = step * CHAINS + chains
        compiled()(world, state, outcomes, per_run, runs, *key(self.seed), True, world.rounds)
        return outcomes

    def values(self, one: Shape, home: Ints, valence: Floats) -> Floats:
        """Return each chain's own numbers, (N, S): valences, and what a region likes better in one of its own."""
        own = self.region[home[one.candidate]] == one.group
        fixed = one.base + np.where(one.group >= 0, self.series.spec.field.own_region * own, 0.0)
        return fixed + np.where(one.group >= 0, 0.0, valence[:, one.candidate])


def shape(series: LoadedSeries, size: int) -> Shape:
    """Return the scenario with its first `size` candidates, and where the numbers stand that are drawn."""
    first = list(series.base.scenario.candidates)[:size]
    loaded = replace(series.base, scenario=with_only(series.base.scenario, first))
    case = build(loaded)
    known = case.slots
    regions = list(series.spec.regions)
    rows: list[tuple[int, int, int]] = []
    for k, name in enumerate(case.names.candidates):
        rows += [(at, k, -1) for at in known[f"candidates.{name}.valence"]]
        for region, table in series.spec.regions.items():
            for bloc in table.blocs:
                rows += [(at, k, regions.index(region)) for at in known.get(f"blocs.{bloc}.baseline.{name}", ())]
    slot, candidate, group = (np.array(column, np.int64) for column in zip(*rows))
    return Shape(case, loaded, slot, case.world.number.flat[slot].copy(), candidate, group)
