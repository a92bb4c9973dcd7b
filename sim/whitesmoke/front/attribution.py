"""What each part of a case costs or saves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.counterfactual import attribute
from whitesmoke.front.interval_columns import flat_cells
from whitesmoke.front.result import Result
from whitesmoke.front.study_table import tidy
from whitesmoke.scenario.wording import in_another_mode
from whitesmoke.telling import attribution_words as telling

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame
    from rich.console import Console

    from whitesmoke.front.case import Case

FEWEST = 2
"""Runs with and without each part: from one there is no interval."""


class Attribution(Result):
    """The case with and without each part, run by run on the same draws: what a part does is with it less without."""

    kind = "attribution"

    def __init__(self, case: Case, seed: int, ties: int, found: attribute.Attribution) -> None:
        self.case, self.seed, self.ties, self.found = case, seed, ties, found

    @classmethod
    def played(
        cls, case: Case, runs: int, seed: int, ties: int, watch: attribute.Watch = attribute.unwatched
    ) -> Attribution:
        """Play the case with and without each part, and with and without at most so many ties of each sort."""
        if runs < FEWEST:
            raise WhitesmokeError(f"runs: {runs} are too few for an interval; give {FEWEST} or more, such as 500")
        if ties < 0:
            raise WhitesmokeError(f"ties: {ties} is no number of ties; give 0 for none, or how many of each sort")
        found = attribute.attribute(case.loaded, case.compiled, runs, seed, case.posterior, ties, watch)
        return cls(case, seed, ties, found)

    @property
    def runs(self) -> int:
        """Pairs of runs for each part."""
        return self.found.players.runs

    @property
    def sentence(self) -> str:
        """What delays and what speeds up most, of what the runs can tell from doing nothing."""
        return telling.sentence(self.found.rows) + "."

    @property
    def whose(self) -> str:
        """Where the parameters come from."""
        if self.case.posterior is None:
            return "The scenario's own parameters, assumed."
        return f"{self.found.players.words}. {self.case.drawn_from}"

    def data(self) -> dict[str, Any]:
        """Return what `attribute --json` prints."""
        about = {"scenario": self.case.compiled.names.scenario, "seed": self.seed, "runs": self.runs}
        posterior = self.case.said or {"fitted_to": []}
        return {
            **about,
            "changes": list(self.case.changes),
            **posterior,
            **telling.as_json(self.found, self.ties > 0),
        }

    def frame(self) -> DataFrame:
        """Return one row for each part, and each tie if asked for; `part` is its name, `kind` what sort it is.

        `days`, `deadlock` and `net` are with the part less without it, each with the ends of its 95 % interval (`.low`,
        `.high`), and so is `paid`, the logits granted to all, where actors bargain; `later` and `earlier` shares of
        runs; `same_sign` the share of draws of a posterior that agree on the sign, missing without one.
        """
        import pandas as pd

        found = self.json()
        table = tidy(pd.DataFrame([flat_cells(row) for row in [*found["parts"], *found.get("ties", [])]]))
        return table.astype({"same_sign": "float64"}) if len(table) else table

    @property
    def groups(self) -> DataFrame:
        """One row for each group of parts: its Shapley values, which add up to what all groups do together."""
        import pandas as pd

        return tidy(pd.DataFrame([{"group": name, **flat_cells(one)} for name, one in self.json()["groups"].items()]))

    def plot(self) -> Figure:
        """Return the figure: each part, one at a time, and the groups, which add up."""
        from whitesmoke.figures.costs import attribution_figure

        found, source = (
            self.found,
            f"seed {self.seed}, {self.runs} paired runs; net: share of them later less earlier with it",
        )
        if kept := self.case.posterior:
            source += f": {found.players.draws} draws of a posterior fitted to {', '.join(kept.cases)}"
            source += in_another_mode({**self.case.said, "modes": [self.case.loaded.scenario.bargaining.mode]})
        base, title = (found.without_any, found.with_all), telling.sentence(found.rows, brief=True)
        single, heard = (telling.by_label(rows) for rows in (found.rows, found.ties))
        return attribution_figure(self.case.compiled, single, found.groups, found.total, base, title, source, heard)

    def _show(self, console: Console) -> None:
        """Print what each part does, one at a time and shared out over groups."""
        telling.show_attribution(console, self.found, self.sentence, self.whose, self.case.horizon)
