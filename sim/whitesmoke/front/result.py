"""What every result can do: print itself in a line, be a face in a notebook, a table, a picture, JSON, a folder."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whitesmoke.front.face import of_result
from whitesmoke.writing.output import dumps, plain, terminal, write_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame
    from rich.console import Console


FIGURE = "figure.png"
"""Name of the file of its figure."""
Show = Callable[["Console"], None]
"""What prints a result, or a part of it."""


class Result(ABC):
    """A result of the front door."""

    kind: str
    """Name of its JSON file, such as `trace`."""

    @property
    @abstractmethod
    def sentence(self) -> str:
        """The result in one sentence."""

    @property
    def headline(self) -> str:
        """The least that can be said of it: what a command prints with `--quiet`."""
        return self.sentence

    @property
    def _title(self) -> str:
        """What it is of, where that is no one case."""
        from whitesmoke.telling.report_words import KINDS

        return KINDS[self.kind].called.capitalize()

    @property
    def _finding(self) -> str:
        """What it says in plain words, at the head of its report."""
        return self.sentence

    @abstractmethod
    def data(self) -> dict[str, Any]:
        """Return everything about it, with dates as dates; what `json` makes plain."""

    @abstractmethod
    def frame(self) -> DataFrame:
        """Return it as a table: dates as dates, and what did not happen as missing."""

    @abstractmethod
    def plot(self) -> Figure:
        """Return its figure."""

    @abstractmethod
    def _show(self, console: Console) -> None:
        """Print it at length."""

    def show(self, console: Console | None = None) -> None:
        """Print it at length, as its command does; on stdout unless a console is given."""
        self._show(console or terminal())

    def json(self) -> dict[str, Any]:
        """Return what the command prints with `--json`; see docs/output.md."""
        data: dict[str, Any] = plain(self.data())
        return data

    def _told(self) -> list[tuple[str, Show]]:
        """Return the parts of its report by their titles, without what is scripted or assumed."""
        return [("What it says", self._show)]

    def report(self, path: str | Path) -> Path:
        """Write it as one page, with its figure, and return the file; into a folder as report.html.

        The page asks for nothing from elsewhere, and can be printed.
        """
        from whitesmoke.front.report_pages import write

        return write(self, Path(path))

    def cite(self) -> str:
        """Return what a paper says of it: the paragraph on methods, the reference, and BibTeX."""
        from whitesmoke.front.citations import of_result

        return str(of_result(self))

    def save(self, folder: str | Path, figure: bool = True) -> Path:
        """Write its JSON, its words and its figure into a folder, as the command does, and return the folder.

        A figure of an earlier result does not stay beside the new one.
        """
        from whitesmoke.front.report_pages import keep

        folder, text = Path(folder), dumps(self.data())
        write_text(folder / f"{self.kind}.json", text)
        keep(self, folder, text)
        picture = folder / FIGURE
        if figure:
            from whitesmoke.figures import save

            save(self.plot(), picture)
        else:
            picture.unlink(missing_ok=True)
        return folder

    def __repr__(self) -> str:
        return self.sentence

    def _repr_html_(self) -> str:
        """Return its face in a notebook: the sentence, and the beginning of its table."""
        return of_result(self.sentence, self.frame())
