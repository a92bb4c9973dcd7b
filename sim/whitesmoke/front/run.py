"""One run of a case."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from whitesmoke.front.result import Result
from whitesmoke.model.trace import Trace, record
from whitesmoke.telling import story

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame
    from rich.console import Console

    from whitesmoke.front.case import Case


class Run(Result):
    """One run: what happened, who held it up, what each got. One draw of what may happen."""

    kind = "trace"

    def __init__(self, case: Case, trace: Trace) -> None:
        self.case, self.trace = case, trace

    @classmethod
    def played(cls, case: Case, seed: int, replicate: int, watch: Callable[[Trace], None] | None = None) -> Run:
        """Play one run."""
        return cls(case, record(case.as_played(replicate), seed, replicate, watch=watch))

    @property
    def sentence(self) -> str:
        """The verdict in a line."""
        return " ".join(story.verdict(self.trace))

    def data(self) -> dict[str, Any]:
        """Return the trace as `run --json` prints it."""
        return {**story.as_json(self.trace), "changes": list(self.case.changes), **self.case.said}

    def frame(self) -> DataFrame:
        """Return one row for each thing that happened."""
        import pandas as pd

        return pd.DataFrame(self.data()["timeline"])

    def plot(self) -> Figure:
        """Return the figure of the run, beside what is on record."""
        from whitesmoke.figures import run_figure

        tables = self.case.loaded.tables
        return run_figure(self.trace, tables.tallies, tables.commitments)

    def show(self, console: Console) -> None:
        """Print how it ended, who held out, what each got, and what it does not predict."""
        from whitesmoke.telling.show import show_run

        show_run(console, self.trace, self.case.loaded, self.case.fitted_to)
