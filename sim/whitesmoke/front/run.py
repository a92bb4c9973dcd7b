"""One run of a case."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from whitesmoke.front.result import Result
from whitesmoke.model.trace import Trace, record
from whitesmoke.telling import story

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame

    from whitesmoke.front.case import Case


class Run(Result):
    """One run: what happened, who held it up, what each got. One draw of what may happen."""

    kind = "trace"

    def __init__(self, case: Case, seed: int, replicate: int) -> None:
        self.case, self.seed, self.replicate = case, seed, replicate

    @cached_property
    def trace(self) -> Trace:
        """Everything that happened, round by round."""
        return record(self.case.compiled, self.seed, self.replicate)

    @property
    def sentence(self) -> str:
        """The verdict in a line."""
        return " ".join(story.verdict(self.trace))

    def data(self) -> dict[str, Any]:
        """Return the trace as `run --json` prints it."""
        return {**story.as_json(self.trace), "changes": list(self.case.loaded.changes)}

    def frame(self) -> DataFrame:
        """Return one row for each thing that happened."""
        import pandas as pd

        return pd.DataFrame(self.data()["timeline"])

    def plot(self) -> Figure:
        """Return the figure of the run, beside what is on record."""
        from whitesmoke.figures import run_figure

        tables = self.case.loaded.tables
        return run_figure(self.trace, tables.tallies, tables.commitments)
