"""The posterior of a page: run j has draw j, the run shown as well as those of an ensemble."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from whitesmoke.evidence.posterior import fills, fixed, read
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import PerRun
from whitesmoke.model.recorder import opened
from whitesmoke.model.run_state import State, copy_state
from whitesmoke.model.world import Ints
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import Loaded
from whitesmoke.telling.posterior_words import drawn_from, in_brief

MOST_STARTS = 100
"""Draws that a forecast goes on with: each is a state of its own."""


class Draws:
    """A posterior, and what the runs of a page take from it."""

    def __init__(self, file: Path) -> None:
        self.file, self.posterior = file, read(file)

    @property
    def name(self) -> str:
        """What names the posterior in a link."""
        return self.posterior.sha256[:12]

    def case(self, loaded: Loaded, run: int) -> Compiled:
        """Return a scenario as run `run` plays it, as `whitesmoke run --replicate --posterior` does."""
        case = fixed(build(loaded), self.numbers(loaded, np.array([run])))
        return case.said(in_brief(self.posterior, loaded)) if len(fills(self.posterior, loaded).slot) else case

    def numbers(self, loaded: Loaded, runs: Ints) -> PerRun:
        """Return what some runs, by their numbers, take from the posterior; nothing where it says nothing."""
        return fills(self.posterior, loaded).of(self.posterior, runs)

    def words(self, loaded: Loaded, run: int) -> str:
        """Return where the numbers of this page come from."""
        if not len(fills(self.posterior, loaded).slot):
            return "The posterior says nothing about this scenario: its numbers are those of its file."
        draw = run % len(self.posterior.draws)
        return (
            f"{drawn_from(self.posterior, loaded)} Run {run}, the one shown, has draw {draw}; each run of an "
            "ensemble has its own. What if? offers the numbers of the file; what is changed there stays as changed."
        )

    def starts(self, loaded: Loaded, seed: int, run: int, start: State) -> Iterator[State]:
        """Yield a state of a run as it would be with other draws, were all that has happened the same.

        What a draw would have changed at the opening is added to the numbers and baselines, so that shocks since then
        stay. How well a draw agrees with what has happened does not count: that is what `nowcast` does.
        """
        case = build(loaded)

        def opening(draw: int) -> State:
            return opened(fixed(case, self.numbers(loaded, np.array([draw]))), seed, run)[0]

        own = opening(run)
        for draw in range(min(MOST_STARTS, len(self.posterior.draws))):
            other, state = opening(draw), copy_state(start)
            state.number.flat[...] += other.number.flat - own.number.flat
            np.maximum(state.number.worth, 0.0, out=state.number.worth)
            np.clip(state.number.ceiling, 0.0, 1.0, out=state.number.ceiling)
            state.baseline[...] += other.baseline - own.baseline
            yield state
