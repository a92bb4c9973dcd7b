"""What closed forms of bargaining theory expect of a case, beside what the simulation finds."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from whitesmoke.errors import WhitesmokeError
from whitesmoke.front.result import Result
from whitesmoke.front.yardsticks import Expected, Yardstick, expected
from whitesmoke.telling import closed_forms as telling
from whitesmoke.writing.output import plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame
    from rich.console import Console

    from whitesmoke.front.case import Case

MOST_PATIENT = 0.9999


class Theory(Result):
    """Yardsticks: when a case would settle if nobody minded the others, who would get what, who would be heard."""

    kind = "theory"

    def __init__(self, case: Case, patience: float, runs: int, seed: int) -> None:
        if not 0.0 <= patience <= MOST_PATIENT:
            raise WhitesmokeError(f"patience: give a number from 0 to {MOST_PATIENT}, not {patience!r}")
        if case.posterior:
            raise WhitesmokeError("theory takes the numbers of the scenario; open the case without a posterior")
        self.case, self.patience, self.runs, self.seed = case, patience, runs, seed
        self.found: Expected = expected(case, patience, runs, seed)

    @property
    def yardsticks(self) -> list[Yardstick]:
        """What each form says, with the simulation beside it, and what it leaves out."""
        return self.found.yardsticks

    @property
    def sentence(self) -> str:
        """When it would be settled if nobody minded the others, and when it is in the simulation."""
        return telling.sentence(self._data)

    @cached_property
    def _data(self) -> dict[str, Any]:
        case = self.case
        return {
            "scenario": case.name,
            "rule": case.rule,
            "changes": list(case.changes),
            "yardsticks": [plain(one) for one in self.yardsticks],
            "title": case.title,
            "patience": self.patience,
            "runs": self.runs,
            "seed": self.seed,
        }

    def data(self) -> dict[str, Any]:
        """Return what `theory --json` prints."""
        return self._data

    def frame(self) -> DataFrame:
        """Return one row for each number of a form, with that of the simulation and its 95 % interval where it has one.

        A form that does not apply has one row, without numbers; `apart` says why.
        """
        from whitesmoke.front.kept import theory_table

        return theory_table(self.json())

    def plot(self) -> Figure:
        """Return the figure: when it settles by theory and in the simulation, who would get what, who is heard."""
        from whitesmoke.figures.expected import Drawn, expected_figure

        waiting, *division, listening = self.yardsticks
        found, shared = self.found, division[0] if division else None
        drawn = Drawn(
            title=self.sentence,
            runs=self.runs,
            seed=self.seed,
            reached=found.settling.reached,
            days=found.settling.days,
            apart=waiting.apart,
            division=[(one.name, one.theory) for one in shared.quantities] if shared else [],
            seated=found.seated,
            divided=shared.question if shared else "",
            heard=found.heard,
            unheard=listening.apart,
        )
        return expected_figure(self.case.compiled, drawn)

    def _show(self, console: Console) -> None:
        """Print each question, what the form says, what the simulation says, and what the form leaves out."""
        telling.show(console, self._data)
