"""Every run of a design has a place in one long row: point by point, replicate by replicate."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from whitesmoke.study.store import Folder

if TYPE_CHECKING:
    from whitesmoke.model.world import Ints

KEY = ["point", "replicate"]
"""Columns that name a run."""


class Places:
    """The places of all runs that the points of a design are to have."""

    def __init__(self, targets: dict[str, int]) -> None:
        """Lay out the runs that each point, by its identity, is to have."""
        self.points = list(targets)
        self.runs = np.array([*targets.values()], np.int64)
        self.begins = np.cumsum(self.runs) - self.runs
        self.total = int(self.runs.sum())
        self._number = {name: at for at, name in enumerate(self.points)}

    def of(self, rows: pa.Table) -> Ints:
        """Return the place of every row, (N,); -1 for a run that the design does not ask for."""
        coded = rows["point"].unify_dictionaries().combine_chunks()
        coded = coded if isinstance(coded, pa.DictionaryArray) else coded.dictionary_encode()
        number = np.array([self._number.get(name, -1) for name in coded.dictionary.to_pylist()], np.int64)
        point = number[coded.indices.to_numpy()] if len(rows) else np.empty(0, np.int64)
        replicate = rows["replicate"].to_numpy().astype(np.int64)
        asked = (point >= 0) & (replicate >= 0)
        asked[asked] = replicate[asked] < self.runs[point[asked]]
        return np.where(asked, self.begins[point] + replicate, -1)

    def run(self, places: Any) -> tuple[Any, Any]:
        """Return the point (by number in `points`) and the replicate at some places."""
        point = np.searchsorted(self.begins, places, side="right") - 1
        return point, places - self.begins[point]

    def marked(self, parts: Iterable[pa.Table]) -> Any:
        """Return which places some tables have a row for, (total,) truth values."""
        found = np.zeros(self.total, bool)
        for part in parts:
            at = self.of(part)
            found[at[at >= 0]] = True
        return found


class Done(NamedTuple):
    """What has become of the runs of a design, by place."""

    there: Any
    """(total,) played, and kept with their rounds where the design asks for them"""
    failed: Any
    """(total,) could not be played, and have not been since"""


def done(folder: Folder, places: Places, rounds: bool, skip: Collection[Path] = ()) -> Done:
    """Return what a folder has of the runs of a design.

    Parameters
    ----------
    rounds : a run without its rounds is not there
    skip : parts that count for nothing
    """

    def rows(kind: str) -> Ints:
        return places.marked(folder.read([part for part in folder.parts(kind) if part not in skip], KEY))

    there = rows("runs") & rows("rounds") if rounds else rows("runs")
    return Done(there, rows("failures") & ~there)


def targets_of(folder: Folder) -> dict[str, int]:
    """Return the runs that each point is to have, as the folder's own design says."""
    design = folder.design()
    return dict(zip(design["point"].to_pylist(), design["runs"].to_pylist()))
