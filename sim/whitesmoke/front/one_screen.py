"""A run on one screen, with the odds around it: events to step through, who waits and why, what may come."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whitesmoke.front.one_file import one_file
from whitesmoke.front.result import Result
from whitesmoke.telling.stage.futures import futures
from whitesmoke.telling.stage.screen import screen
from whitesmoke.writing.output import write_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame
    from rich.console import Console

    from whitesmoke.front.case import Case
    from whitesmoke.front.run import Run
    from whitesmoke.front.runs import Runs

FILE = "story.html"


class Story(Result):
    """A run told event by event, and the futures that it is one of. `save` writes it as one file that needs nothing."""

    kind = "story"

    def __init__(self, run: Run, runs: Runs) -> None:
        self.run, self.runs = run, runs

    @classmethod
    def played(cls, case: Case, seed: int, replicate: int, runs: int) -> Story:
        """Play the run, and the ensemble of its seed."""
        return cls(case.run(seed, replicate), case.runs(runs, seed))

    @property
    def sentence(self) -> str:
        """The odds in a sentence that can be quoted."""
        return str(self._data["odds"]["headline"])

    @cached_property
    def _data(self) -> dict[str, Any]:
        case = self.run.case
        odds = futures(case.compiled, self.runs.data(), self.runs.day_or_never)
        return screen(self.run.trace, case.loaded, odds, case.drawn_from)

    def data(self) -> dict[str, Any]:
        """Return what the page is drawn from, as `story --json` prints it."""
        return self._data

    def html(self) -> str:
        """Return it as one page that asks for nothing from elsewhere."""
        return one_file(self.json())

    def save(self, folder: str | Path, figure: bool = True) -> Path:
        """Write it as one HTML file, or as story.html into a folder, and return where it is."""
        where = Path(folder)
        file = where if where.suffix.lower() in (".html", ".htm") else where / FILE
        write_text(file, self.html())
        return file

    def frame(self) -> DataFrame:
        """Return one row for each thing that happened, as of its run."""
        return self.run.frame()

    def plot(self) -> Figure:
        """Return the figure of its ensemble: how likely each outcome is, and when."""
        return self.runs.plot()

    def _show(self, console: Console) -> None:
        """Print the odds, and what happened event by event."""
        odds = self._data["odds"]
        for line in (odds["headline"], *odds["more"]):
            console.print(line, style="bold")
        for step in self._data["steps"]:
            console.print(f"{step['day']}: {' '.join(line['text'] for line in step['lines'])}")
