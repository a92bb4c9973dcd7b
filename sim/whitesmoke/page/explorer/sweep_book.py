"""A results folder as the explorer has it: read once, shared by all visitors until a file of it changes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from whitesmoke.errors import WhitesmokeError
from whitesmoke.figures.sweeps.points import Dimension, Points, read
from whitesmoke.front.replays import Seen, seen
from whitesmoke.front.study import silent
from whitesmoke.page.explorer.cuts import Cut, cuts
from whitesmoke.page.explorer.upright import Upright, uprights
from whitesmoke.study import answers
from whitesmoke.study.codebook import About, about
from whitesmoke.study.plan import seed_of
from whitesmoke.study.point_runs import KeptRun, PointRuns
from whitesmoke.study.state import FolderState, state_of
from whitesmoke.study.store import Folder
from whitesmoke.telling.sweeps import findings
from whitesmoke.writing.estimates import counted
from whitesmoke.writing.level_words import ARM, one_level

MOST_KEPT = 4
"""Folders that are kept in memory."""
DAMAGED = (KeyError, IndexError, TypeError, ValueError, AttributeError)
"""What a summary that somebody edited may raise."""


class Book:
    """A results folder, summed up. Raises WhitesmokeError where it is none, or cannot be summed up any more."""

    def __init__(self, path: Path) -> None:
        must_stay_inside(path)
        self.folder = Folder(path)
        self.known: About = about(self.folder)
        self.state: FolderState = state_of(self.folder)
        found = answers.of_folder(self.folder, self.state)
        if found is None:
            raise WhitesmokeError(
                f"{self.folder}: its points cannot be summed up with this version of whitesmoke; `export` has its runs"
            )
        try:
            self.findings = findings(found)
            self.found = answers.as_made(found, self.folder)
            self.points: Points = read(self.found)
        except DAMAGED as error:
            raise WhitesmokeError(
                f"{path / answers.SUMMARY}: does not fit the design of its folder; remove it, and it is made anew"
            ) from error
        self._lock = threading.Lock()

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The points, row by row of the design."""
        rows: list[dict[str, Any]] = self.found["points"]
        return rows

    @property
    def dimensions(self) -> list[Dimension]:
        """What varies between the points."""
        return self.points.varying

    @cached_property
    def uprights(self) -> dict[str, Upright]:
        """All that is told of every point, by key."""
        return uprights(self)

    @cached_property
    def cuts(self) -> dict[str, list[Cut]]:
        """The levels of every dimension, or bands of them."""
        return {one.name: cuts(one) for one in self.dimensions}

    @cached_property
    def places(self) -> dict[str, list[float]]:
        """Where every point stands on the axis of every dimension, row by row."""
        return {one.name: [one.place(self.level(row, one.name)) for row in self.rows] for one in self.dimensions}

    def level(self, row: dict[str, Any], name: str) -> Any:
        """Return the level that a point has of a dimension."""
        return one_level(row["arm"] if name == ARM else row["levels"][name])

    def name(self, row: dict[str, Any]) -> str:
        """Return a point in words: its levels of what varies."""
        names = [ARM, *self.found["factors"]] if self.found["arms"] else [*self.found["factors"]]
        return self.points.name({name: self.level(row, name) for name in names})

    @property
    def _damaged(self) -> set[Path]:
        return {self.folder.path / part for part in self.state.damaged}

    @cached_property
    def _runs(self) -> PointRuns:
        return PointRuns(self.folder, self.state.endings, self._damaged)

    @property
    def knows_its_runs(self) -> bool:
        """Whether it was looked up which parts have the runs of a point: that reads a column of them all."""
        return "_runs" in self.__dict__

    def runs_of(self, row: int) -> list[KeptRun]:
        """Return the runs of a row of the design."""
        with self._lock:
            return self._runs.of(self.rows[row]["point"], self.known.design["runs"][row].as_py())

    def seed_of(self, point: str) -> int:
        """Return the seed of the runs of a point."""
        return seed_of(self.found["seed"], point, self.found["draws"] == "common")

    @cached_property
    def seen(self) -> Seen:
        """What can be played again, once a few runs have come out as they did. Raises WhitesmokeError if not."""
        return seen(self.folder, silent, self._damaged)

    @property
    def wants_compiled(self) -> bool:
        """Whether runs have to be played before any can be shown: it is not known yet that they come out as before."""
        return "seen" not in self.__dict__

    @property
    def title(self) -> str:
        """The title of the experiment, or else its name."""
        return str(self.found.get("title") or self.found["name"])

    @property
    def standing(self) -> str:
        """How many runs are there, and what is missing."""
        state = self.state
        said = f"{counted(state.points, 'point')}, {state.there:,} of {counted(state.runs, 'run')}"
        lacks = [f"{count:,} {word}" for count, word in ((state.failed, "failed"), (state.missing, "missing")) if count]
        damaged = [f"{counted(len(state.damaged), 'part')} damaged"] if state.damaged else []
        return ", ".join([said, *lacks, *damaged]) + ("." if state.complete else ": not complete.")


_kept: dict[Path, tuple[object, Book]] = {}
_locks: dict[Path, threading.Lock] = {}
"""One for each folder: who opens another waits for nobody."""


def book_of(path: Path, wait: Callable[[], None] = lambda: None) -> Book:
    """Return a folder, read anew only where its files have changed. `wait` is called while another visitor reads it."""
    lock = _locks.setdefault(path, threading.Lock())
    while not lock.acquire(timeout=0.2):
        wait()
    try:
        now = stamp(path)
        was, book = _kept.get(path, (None, None))
        if book is None or was != now:
            _kept.pop(path, None)
            book = Book(path)
            _kept[path] = (now, book)
        for oldest in list(_kept)[:-MOST_KEPT]:
            _kept.pop(oldest, None)
        return book
    finally:
        lock.release()


def must_stay_inside(path: Path) -> None:
    """Raise WhitesmokeError for a folder with a link in it that leads out: the page would show what lies there."""
    whole = path.resolve()
    for file in path.rglob("*"):
        if file.is_symlink() and not file.resolve().is_relative_to(whole):
            raise WhitesmokeError(f"{file}: a link that leads out of its results folder; put the file itself there")


def stamp(path: Path) -> object:
    """Return what changes where a folder does."""
    folder = Folder(path)
    files = [path / name for name in ("manifest.json", "design.parquet", answers.SUMMARY)]
    times = [file.stat().st_mtime_ns if file.is_file() else 0 for file in files]
    return times, [part.name for kind in ("runs", "failures") for part in folder.parts(kind)]
