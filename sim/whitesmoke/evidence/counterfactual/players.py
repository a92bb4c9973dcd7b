"""A race played with and without its parts, always on the same draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from whitesmoke.evidence.analysis import credit
from whitesmoke.evidence.analysis.credit import Effect
from whitesmoke.evidence.analysis.ensemble_summary import settled
from whitesmoke.evidence.counterfactual.parts import Part, without
from whitesmoke.evidence.posterior import Posterior, rows_for
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import Outcomes, all_cores, compiled, ensemble
from whitesmoke.model.world import Floats, Ints
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import Loaded

RUNS_PER_DRAW = 8
"""Of a posterior draw, at least, for the sign of an effect at that draw to mean something."""


Watch = Callable[[int, int], None]
"""Called while races are played, with how many are played, and how many there are to play."""


def unwatched(played: int, planned: int) -> None:
    """Say nothing."""


class Ends(NamedTuple):
    """How the runs of a case end."""

    day: Ints
    """(N,) on which it is settled; codes.NEVER is deadlock"""
    granted: Floats
    """(N,) logits granted to all; (0,) where actors do not bargain"""


class Players:
    """Plays the scenario without some of its parts, always on the same draws.

    With a posterior run j takes draw j modulo D, of its first D = runs / `RUNS_PER_DRAW` draws, rounded down, or of all
    if it has no more: an ensemble takes a draw for each run instead, but could not tell the sign of an effect at one.
    """

    planned = 1
    """races that are to be played, for whoever watches"""

    def __init__(
        self, loaded: Loaded, runs: int, seed: int, posterior: Posterior | None, watch: Watch = unwatched
    ) -> None:
        compiled()  # once, before several threads ask for it
        self.loaded, self.runs, self.seed = loaded, runs, seed
        self._watch, self._played = watch, 0
        self.draws = min(len(posterior.draws), max(1, runs // RUNS_PER_DRAW)) if posterior else 1
        self.posterior = posterior._replace(draws=posterior.draws[: self.draws]) if posterior else None
        self.draw = np.arange(runs) % self.draws if posterior else None

    @property
    def words(self) -> str:
        """Return how many draws of a posterior are played, and how often; nothing without one."""
        if self.posterior is None:
            return ""
        least, most = self.runs // self.draws, -(-self.runs // self.draws)
        each = f"{least}" if least == most else f"{least} or {most}"
        return f"{self.draws} draw{'s' * (self.draws > 1)} of the posterior, {each} runs each"

    def days(self, gone: Sequence[Part]) -> Ints:
        """Return the settling days, (N,), of the race without some parts; codes.NEVER is deadlock."""
        return self.ends(gone).day

    def ends(self, gone: Sequence[Part]) -> Ends:
        """Return how the runs end without some parts."""
        loaded = without(self.loaded, gone)
        case = build(loaded)
        return ends(case, self.outcomes(loaded, case))

    def outcomes(self, loaded: Loaded, case: Compiled, members: bool = False) -> Outcomes:
        """Return what comes out of a scenario, compiled."""
        numbers = rows_for(self.posterior, loaded, self.runs) if self.posterior else None
        outcomes = ensemble(
            case.world,
            self.runs,
            self.seed,
            per_run=numbers,
            tallies=False,
            members=members,
            threads=all_cores(),
            progress=lambda _: self._watch(self._played, self.planned),
        )
        self._played += 1
        return outcomes

    def effect(self, whole: Ends, gone: Ends, horizon: int) -> tuple[Effect, float | None]:
        """Return what a part does, and the share of posterior draws with that sign."""
        change = credit.capped(whole.day, horizon) - credit.capped(gone.day, horizon)
        granted = (whole.granted, gone.granted) if len(whole.granted) else None
        return credit.effect(whole.day, gone.day, horizon, self.draw, granted), self.same_sign(change)

    def same_sign(self, difference: Any) -> float | None:
        """Return the share of posterior draws whose mean effect has the sign of the whole.

        None without a posterior, and for no effect at all: it has no sign.
        """
        if self.draw is None or difference.mean() == 0.0:
            return None
        each = np.bincount(self.draw, difference) / np.bincount(self.draw)
        return float((np.sign(each) == np.sign(difference.mean())).mean())


def ends(case: Compiled, outcomes: Outcomes) -> Ends:
    """Return how runs end."""
    return Ends(settled(case, outcomes), outcomes.granted)
