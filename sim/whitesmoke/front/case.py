"""A case: a scenario with its changes, its rule and, if one is given, a posterior. Everything is asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import Loaded, load

if TYPE_CHECKING:
    from whitesmoke.front.run import Run
    from whitesmoke.front.runs import Runs
    from whitesmoke.model.case import Case as Compiled


def open(scenario: str | Path, *, rule: str | None = None) -> Case:
    """Return a case: a shipped scenario by its name, or a file by its path.

    Raises ScenarioError with every problem of the file, each with its line and what to do.
    """
    return Case(load(scenario, rule=rule), rule=rule)


class Case:
    """A scenario to play, change, compare, forecast and explain. It never changes: `change` returns another one."""

    def __init__(self, loaded: Loaded, *, rule: str | None = None) -> None:
        self.loaded = loaded
        self.rule = rule

    @cached_property
    def compiled(self) -> Compiled:
        """The scenario as arrays, with what its rows are called."""
        return build(self.loaded)

    @property
    def name(self) -> str:
        """The stem of its file."""
        return self.loaded.name

    def change(self, values: Mapping[str, Any], *, rule: str | None = None) -> Case:
        """Return a variant with other values by path: `{"demands.hungary-opt-out.ceiling": 0.5}`."""
        changes = [*self.loaded.changes, *(f"{path}={value}" for path, value in values.items())]
        return Case(load(self.loaded.files[0], changes, rule or self.rule), rule=rule or self.rule)

    def run(self, seed: int = 1, replicate: int = 0) -> Run:
        """Play one run: replicate R of the ensemble of a seed."""
        from whitesmoke.front.run import Run

        return Run(self, seed, replicate)

    def runs(self, runs: int = 1000, seed: int = 1) -> Runs:
        """Play runs 0 .. N-1 of the ensemble of a seed."""
        from whitesmoke.front.runs import Runs

        return Runs(self, runs, seed)

    def __repr__(self) -> str:
        world, names = self.compiled.world, self.compiled.names
        changed = f", changed: {', '.join(self.loaded.changes)}" if self.loaded.changes else ""
        members = len(names.members)
        return f"{names.title} ({self.name}): {members} members, {names.rule}, {world.rounds} rounds{changed}"
