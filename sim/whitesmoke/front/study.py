"""A sweep in its results folder: every run with the levels of its factors, every point as an ensemble."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whitesmoke.errors import WhitesmokeError
from whitesmoke.figures.figures_by_name import FIGURES
from whitesmoke.front.in_python import in_python, to_asker
from whitesmoke.front.interval_columns import flat_cells
from whitesmoke.front.report_pages import place
from whitesmoke.front.result import Result
from whitesmoke.front.study_table import Calendars, in_frame, study_table, tidy
from whitesmoke.front.taken import a_number
from whitesmoke.study import answers, folders
from whitesmoke.study.categories import DEADLOCK, outcomes
from whitesmoke.study.codebook import about, entries
from whitesmoke.study.export import Table
from whitesmoke.study.plan import Plan
from whitesmoke.study.state import FolderState, state_of
from whitesmoke.study.store import Folder, write_bytes
from whitesmoke.telling import sweeps
from whitesmoke.writing.citation import reference
from whitesmoke.writing.corner_words import sentences
from whitesmoke.writing.measure_words import measure_sentence
from whitesmoke.writing.output import dumps, write_text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure
    from rich.console import Console

    from whitesmoke.front.run import Run

Say = Callable[[str], None]
"""Told what happens on the way."""
NOT_SUMMED = "its points cannot be summed up with this version of whitesmoke; `frame` has its runs"


def silent(sentence: str) -> None:
    """Say nothing: what a script that imports whitesmoke wants to hear."""


class Study(Result):
    """A results folder of `sweep`: its design, its runs, its points, and what failed."""

    kind = "summary"

    def __init__(self, folder: Folder, plan: Plan | None = None) -> None:
        self.folder = folder.path
        self.played: tuple[int, float] = (0, 0.0)
        """runs that were played just now, and seconds"""
        self._folder, self._plan = folder, plan

    @cached_property
    def status(self) -> FolderState:
        """What the folder holds in numbers, what is missing, what failed and why."""
        return state_of(self._folder)

    @property
    def sentence(self) -> str:
        """Its title, how many points and runs, and where they are."""
        return sweeps.sentence(self.status)

    @cached_property
    def _data(self) -> dict[str, Any]:
        if self._plan is not None:
            return answers.summarise(self._plan, self._folder)
        found = answers.of_folder(self._folder, self.status)
        if found is None:
            raise WhitesmokeError(f"{self._folder}: {NOT_SUMMED}")
        return answers.as_made(found, self._folder)

    def data(self) -> dict[str, Any]:
        """Return the summary as `sweep --json` prints it."""
        return self._data

    @property
    def notes(self) -> list[str]:
        """What is allowed in the experiment, and hardly meant, each with its place."""
        return [*map(to_asker, self.plan.notes)]

    @property
    def plan(self) -> Plan:
        """The experiment laid out, from the folder's own copies. Raises WhitesmokeError if it cannot be any more."""
        if self._plan is None:
            self._plan = folders.reopen(self._folder)
        return self._plan

    # Tables

    @property
    def design(self) -> pd.DataFrame:
        """One row for each row of the design: its point, its levels, and what they change in the scenario."""
        return tidy(self._folder.design().to_pandas())

    def frame(self) -> pd.DataFrame:
        """Return all runs, each with the levels of its factors, as `codebook` says.

        The columns of `Runs.frame` are here what they are there: `run`, `settled`, `winner`, `ending`, `day`, `date`.
        So are `exit.CANDIDATE` and `member.CODE`, dates. What did not happen is missing.
        """
        self._folder.refuse_broken()
        known = about(self._folder)
        candidates = [name for name in outcomes(known.manifest) if name != DEADLOCK]
        return study_table(Table(self._folder, known), self._calendars(), candidates)

    def _calendars(self) -> Calendars | None:
        """Return the start and the horizon, days, of every row of the design; None where they are not known."""
        try:
            return [(day(point["start"]), point["horizon_days"]) for point in self._data["points"]]
        except (WhitesmokeError, KeyError):
            return None

    @property
    def points(self) -> pd.DataFrame:
        """One row for each row of the design: levels, chance of each outcome with its interval, days, differences."""
        import pandas as pd

        return tidy(pd.DataFrame([point_cells(point) for point in self._data["points"]]))

    @property
    def failed(self) -> pd.DataFrame:
        """The runs that could not be played, each with its reason and the command that plays it by itself."""
        return tidy(Table(self._folder, about(self._folder)).failed().to_pandas())

    @property
    def rounds(self) -> pd.DataFrame:
        """One row for each round of each run, where the experiment asked for them."""
        return tidy(self._folder.rows("rounds").to_pandas())

    @property
    def codebook(self) -> pd.DataFrame:
        """What each column of `frame` is."""
        import pandas as pd

        return pd.DataFrame(in_frame(entries(about(self._folder)), self._calendars() is not None))

    # What can be done with it

    def plot(self) -> Figure:
        """Return the figure of the sweep."""
        figure = FIGURES["sweep"].draw(self._data)
        assert figure is not None
        return figure

    def plot_measures(self) -> Figure | None:
        """Return the figure of the experiment's own measures; None where it has none, or no run has any."""
        return FIGURES["measures"].draw(self._data)

    def plot_indices(self) -> Figure | None:
        """Return the figure of what each outcome hangs on; None where the design cannot say so."""
        return FIGURES["indices"].draw(self._data)

    def plot_corners(self) -> Figure | None:
        """Return the figure of the corners that the experiment asks for; None where none is told."""
        return FIGURES["corners"].draw(self._data)

    @property
    def corners(self) -> pd.DataFrame:
        """In which corners of the factors something is so, a row for each limit; empty where none is told.

        `outcome` and `corner` say which corner, with its `density`, `coverage`, and what it holds of points held out.
        """
        import pandas as pd

        rows = [
            {"outcome": what, "corner": nth, "factor": factor, **limit, **flat_cells(_corner_cells(corner))}
            for what, one in self._data.get("discovery", {}).items()
            for nth, corner in enumerate(one["corners"])
            for factor, limit in corner["limits"].items()
        ]
        return tidy(pd.DataFrame(rows))

    @property
    def findings(self) -> list[str]:
        """What the measures of the experiment come to, a sentence each, and what is said of the corners it asks for."""
        measures = [measure_sentence(self._data, name) for name in self._data.get("measures", {})]
        return measures + [text for name in self._data.get("discovery", {}) for text in sentences(self._data, name)]

    @property
    def indices(self) -> pd.DataFrame:
        """Which factors matter, a row for each outcome and factor; empty where the design cannot say so.

        Of a saltelli design the shares `first` and `total`, of a morris design the effects `mu`, `mu_star`, `sigma`.
        """
        import pandas as pd

        rows = [
            {**({"arm": arm} if arm else {}), "outcome": what, "factor": name, **flat_cells(one)}
            for arm, outcomes in self._data.get("indices", {}).items()
            for what, factors in outcomes.items()
            if "none" not in factors
            for name, one in factors.items()
        ]
        return tidy(pd.DataFrame(rows))

    def _show(self, console: Console) -> None:
        """Print the question, and a line for every point."""
        sweeps.show(console, self._data, self._folder)

    def save(self, folder: str | Path | None = None, figure: bool = True) -> Path:
        """Write the summary and the figure into its own folder, as the command does, or another one."""
        place = self.folder if folder is None else Path(folder)
        write_text(place / answers.SUMMARY, dumps(self.data()))
        if figure:
            self.draw(place)
        return place

    def draw(self, folder: Path | None = None) -> Path:
        """Draw its figures into its own folder, or another one; return the file of the first."""
        from whitesmoke.figures import save

        place = (folder or self.folder) / "figures"
        for name, one in FIGURES.items():
            file, figure = place / f"{name}.png", one.draw(self._data)
            if figure is None:
                file.unlink(missing_ok=True)
            else:
                save(figure, file)
        return place / f"{next(iter(FIGURES))}.png"

    def replay(self, point: str | int, replicate: int = 0) -> Run:
        """Play one run again, watched.

        Parameters
        ----------
        point : its row in the design, or its 16 hex digits
        replicate : which of its runs

        Raises WhitesmokeError for a run that the sweep has not, or of a folder that this version plays otherwise.
        """
        from whitesmoke.front.replays import replay, seen

        with in_python():
            return replay(seen(self._folder, silent), str(point), a_number(replicate, "replicate", 0), silent).play()

    def resume(self, jobs: int | None = None, retry_failed: bool = False) -> Study:
        """Play what is missing; with `retry_failed` also what failed."""
        from whitesmoke.front.sweeping import Players, interruptible, resumed, some_jobs

        with in_python(), interruptible():
            return resumed(self.folder, Players(some_jobs(jobs)), silent, retry_failed)

    def report(self, path: str | Path | None = None) -> Path:
        """Write it as one page, with its figures: into its folder as report.html, or where one wants it."""
        from whitesmoke.front.study_report import page_of

        file = place(path, self.folder)
        write_bytes(file, page_of(self._folder, self.status).encode())
        return file

    def cite(self) -> str:
        """Return how to cite it: whitesmoke, and what tells these runs from others."""
        known = about(self._folder)
        title = self.status.title or known.manifest["name"]
        said = f'Runs: "{title}", {self.status.there:,} of them, folder {self._folder.path.name}'
        return (
            f"{reference(known.version)} {said}; scenario {known.scenario}, seed {known.manifest['identity']['seed']}."
        )


def point_cells(point: dict[str, Any]) -> dict[str, Any]:
    """Return a point of a summary as cells: levels by the names of their factors, estimates with their intervals."""
    about_it = {name: point[name] for name in ("row", "point", "arm") if point.get(name) not in (None, "")}
    rest = {name: value for name, value in point.items() if name not in (*about_it, "arm", "levels", "outcomes")}
    cells = flat_cells({"chance": point.get("outcomes", {}), **rest})
    return about_it | dict(point["levels"]) | {name: value for name, value in cells.items() if value is not None}


def _corner_cells(corner: dict[str, Any]) -> dict[str, Any]:
    """Return what a corner holds, as cells beside each of its limits."""
    return {name: corner[name] for name in ("points", "counting", "density", "coverage", "held_out")}


def day(value: datetime.date | str) -> datetime.date:
    """Return a date that JSON may have made a text."""
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value
