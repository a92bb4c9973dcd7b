"""Many runs of a case."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from whitesmoke.evidence.analysis import summary
from whitesmoke.front.result import Result
from whitesmoke.model import codes
from whitesmoke.model.ensemble import Outcomes, all_cores, ensemble
from whitesmoke.telling import many_runs

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame

    from whitesmoke.front.case import Case


class Runs(Result):
    """Runs 0 .. N-1 of the ensemble of a seed."""

    kind = "ensemble"

    def __init__(self, case: Case, runs: int, seed: int) -> None:
        self.case, self.count, self.seed = case, runs, seed

    @cached_property
    def outcomes(self) -> Outcomes:
        """What came out, as arrays."""
        return ensemble(self.case.compiled.world, self.count, self.seed, threads=all_cores())

    @property
    def sentence(self) -> str:
        """The likeliest outcome with its interval, and when half had settled."""
        return many_runs.sentence(self.case.compiled, self.data())

    def data(self) -> dict[str, Any]:
        """Return the summary as `run --runs N --json` prints it."""
        case = self.case
        found = many_runs.ensemble_json(case.loaded, case.compiled, self.outcomes, self.seed)
        return {**found, "changes": list(case.loaded.changes), "fitted_to": []}

    def frame(self) -> DataFrame:
        """Return one row a run: `day` and `date` are when it settled, or how long it was watched; `settled` says which.

        So `day` with `settled` as event is what survival analysis takes.
        """
        import numpy as np
        import pandas as pd

        names, out = self.case.compiled.names, self.outcomes
        won = out.winner != codes.NONE
        day = out.round * self.case.compiled.world.round_days
        winner = [names.candidates[k] if k != codes.NONE else None for k in out.winner]
        return pd.DataFrame(
            {
                "run": np.arange(self.count),
                "settled": won,
                "winner": winner,
                "day": day,
                "date": pd.to_datetime(names.start) + pd.to_timedelta(day, unit="D"),
            }
        )

    def plot(self) -> Figure:
        """Return the figure: how likely each outcome is, when, and the tally beside the record."""
        from whitesmoke.figures.ensembles import ensemble_figure

        case, loaded = self.case.compiled, self.case.loaded
        return ensemble_figure(
            case,
            summary.summarise(case, self.outcomes),
            self.outcomes.winner,
            summary.settled(case, self.outcomes),
            summary.bands(case, self.outcomes),
            self.seed,
            loaded.tables.tallies,
            loaded.scenario.record.decision,
        )
