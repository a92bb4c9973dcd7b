"""The runs of one point, read without those of the others: which parts have them is looked up once."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from whitesmoke.study.store import Folder, once

COLUMNS = ["point", "replicate", "outcome", "day", "last"]
"""What is read of every run."""


class KeptRun(NamedTuple):
    """A run as its folder has it."""

    replicate: int
    outcome: str
    """a candidate, or deadlock"""
    day: int | None
    """None for deadlock"""
    last: str | None
    """codes of the members that were last, with a space between"""
    ending: str = ""
    """empty in a folder that does not say"""


class PointRuns:
    """The parts of a folder by the points whose runs they have."""

    def __init__(self, folder: Folder, endings: bool, skip: Collection[Path] = ()) -> None:
        """Look them up. `endings`: whether its runs say how they ended; `skip`: parts that count for nothing."""
        self.folder = folder
        self.columns = [*COLUMNS, *(["ending"] if endings else [])]
        self.parts = {part: self._points(part) for part in folder.parts("runs") if part not in skip}

    def _points(self, part: Path) -> frozenset[str]:
        return frozenset(pc.unique(_texts(next(self.folder.read([part], ["point"]))["point"])).to_pylist())

    def of(self, point: str, runs: int) -> list[KeptRun]:
        """Return the runs of a point that its design asks for, each once, in the order of their numbers.

        Parameters
        ----------
        runs : how many the point is to have
        """
        parts = [part for part, points in self.parts.items() if point in points]
        found = [_only(rows, point) for rows in self.folder.read(parts, self.columns)]
        if not found:
            return []
        rows = once(pa.concat_tables(found, promote_options="default"), ["point", "replicate"])
        columns = [rows[name].to_pylist() for name in self.columns[1:]]
        return [KeptRun(*row) for row in zip(*columns) if 0 <= row[0] < runs]


def _only(rows: pa.Table, point: str) -> pa.Table:
    return rows.filter(pc.equal(_texts(rows["point"]), point))


def _texts(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
