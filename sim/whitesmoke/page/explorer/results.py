"""What one open page knows of results: which folders it may open, which is open, what is chosen, which run is taken."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from whitesmoke.errors import WhitesmokeError
from whitesmoke.page.background import Draws
from whitesmoke.page.explorer.choice import Choice, of_link
from whitesmoke.page.explorer.offered import offered
from whitesmoke.page.explorer.sweep_book import Book
from whitesmoke.page.links import fields_of
from whitesmoke.page.setup import LARGEST_RUN, WORKBENCH, Setup, Sight, whole
from whitesmoke.scenario.library import Shipped
from whitesmoke.scenario.wording import quoted
from whitesmoke.study.folders import own_posterior
from whitesmoke.study.store import Folder

if TYPE_CHECKING:
    from whitesmoke.page.jobs import Job


class Taken(NamedTuple):
    """A run of a sweep as the page shows it."""

    key: str
    folder: Path
    point: str
    row: int
    setup: Setup
    words: str
    """which run it is, and whether it came out as its folder has it"""


class Asked(NamedTuple):
    """A run that a link or a click asks for."""

    point: str
    """a row, or 16 hex digits"""
    replicate: int
    face: str


class Results:
    """The results of one page."""

    def __init__(self, given: Path | None = None, query: str = "") -> None:
        self.given, self.query = given, query
        self.offered = offered(given)
        self.scenarios: dict[str, Shipped] = {}
        """those that were played in an opened folder, by the name that the page gives them"""
        self.draws: dict[str, Draws | None] = {}
        """of those, the posterior of their folder"""
        self.message = ""
        self.key, self.row = "", -1
        self.asked: Asked | None = None
        self.choice: Choice | None = None
        self.taken: Taken | None = None
        self.job: Job | None = None
        """that reads the folder"""
        self._open_link(query)

    def _open_link(self, query: str) -> None:
        """Open what a link names; that it is not here is a message."""
        fields = {name: values[-1] for name, values in fields_of(query).items()}
        wanted = fields.get("results", "")
        if wanted and wanted not in self.offered:
            self.message = (
                f"This link names a results folder, {quoted(wanted[:80])}, that is not here: start the page in the "
                "folder that has it below results, or with `whitesmoke view` and its path."
            )
        self.key = wanted if wanted in self.offered else next(iter(self.offered), "") if not wanted else ""
        self.row = whole(fields.get("point", ""), -1, LARGEST_RUN) if "replicate" not in fields else -1
        if wanted and self.key and "replicate" in fields:
            face = WORKBENCH if fields.get("view") == WORKBENCH else "story"
            self.asked = Asked(fields.get("point", "")[:40], whole(fields["replicate"], 0, LARGEST_RUN), face)
        elif wanted and self.key and "scenario" in fields:
            self._know_scenarios()

    def _know_scenarios(self) -> None:
        """Offer the scenarios of the folder of a link; a folder that is none is told of when it is opened."""
        folder = Folder(self.offered[self.key])
        try:
            manifest = folder.manifest()
            fitted = own_posterior(folder, manifest)
            draws = Draws(fitted) if fitted else None
            for copy in manifest["scenarios"].values():
                self.bring(folder.path / "inputs" / copy, draws)
        except WhitesmokeError as error:
            self.message = str(error)

    def bring(self, file: Path, draws: Draws | None) -> str:
        """Offer a scenario of the open folder, with the posterior of that folder; return how the page calls it."""
        name = f"{file.stem} of {self.key.replace('/', '-')}"
        self.scenarios[name] = Shipped(name, f"as it was played in {self.key}", file, None)
        self.draws[name] = draws
        return name

    def open(self, key: object) -> None:
        """Open another folder, or the same anew."""
        self.offered = offered(self.given)
        if isinstance(key, str) and key in self.offered:
            same = key == self.key
            self.key, self.job, self.message, self.asked = key, None, "", None
            if not same:
                self.choice, self.row, self.query = None, -1, ""

    @property
    def book(self) -> Book | None:
        """The folder that is open, once it is read."""
        return self.job.result if self.job is not None and self.job.over else None

    def looked_at(self, book: Book) -> Choice:
        """Return what is looked at."""
        if self.choice is None:
            self.choice = of_link(book, self.query)
        if not 0 <= self.row < len(book.rows):
            self.row = -1
        return self.choice

    def link(self) -> str:
        """Return what is looked at as the query of a link."""
        pairs = [("view", RESULTS), *([("results", self.key)] if self.key else [])]
        pairs += self.choice.pairs() if self.choice else []
        return urlencode([*pairs, *([("point", str(self.row))] if self.row >= 0 else [])])

    def link_of(self, setup: Setup, sight: Sight | None, otherwise: str) -> str:
        """Return the query of a link to a run: by its folder, where it is one of a sweep, or begins with one."""
        taken = self.taken
        if taken is not None and setup == taken.setup:
            pairs = [("results", taken.key), ("point", taken.point), ("replicate", str(setup.run))]
            return urlencode([*pairs, *(sight.fields if sight else [])])
        key = taken.key if taken is not None else self.key
        return urlencode([("results", key)]) + "&" + otherwise if setup.scenario in self.scenarios else otherwise


RESULTS = "results"
"""What a link says that shows the explorer."""


def wants_results(query: str) -> bool:
    """Say whether a link shows the explorer, or a run that it has to find first."""
    given = fields_of(query)
    return RESULTS in given.get("view", []) or ("results" in given and "scenario" not in given)
