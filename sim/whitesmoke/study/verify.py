"""Whether a results folder is what it was: the bytes of every file, and a sample of its runs played again."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from whitesmoke.model.lang import sources_hash
from whitesmoke.model.rng import key, uniform
from whitesmoke.scenario.build import build
from whitesmoke.study import columns
from whitesmoke.study.identity import digest, earlier
from whitesmoke.study.part_schema import SINCE
from whitesmoke.study.places import KEY, Places, targets_of
from whitesmoke.study.plan import Plan
from whitesmoke.study.store import DESIGN, KINDS, Folder
from whitesmoke.study.work import Chunk, Rows, play_chunk
from whitesmoke.study.worlds import Plot
from whitesmoke.writing.estimates import counted

AGAIN = "`whitesmoke resume` plays its runs again"
EARLIER = "an earlier version wrote this folder: this one may play another model, and runs then come out otherwise"
MOST_SAID = 10
"""Defects of the rows that are told one by one."""


class Check(NamedTuple):
    """What was checked, and what is wrong."""

    sound: bool
    inputs: int
    """files whose bytes were compared with the manifest"""
    parts: int
    """files whose bytes were compared with their names"""
    runs: int
    """runs of the design that are there"""
    played: int
    """of them played again"""
    defects: list[str]
    """each with what mends it"""
    notes: list[str]
    """what is unusual and harms nobody"""

    @property
    def line(self) -> str:
        """The least that can be said of it."""
        return "sound: every byte is what it was" if self.sound else counted(len(self.defects), "defect")

    def text(self) -> str:
        """Return the check in words."""
        seen = (
            f"{self.inputs:,} inputs and {self.parts:,} parts read, {self.played:,} of {self.runs:,} runs played again"
        )
        return "\n".join([*self.defects, *self.notes, seen, self.line])


def altered_inputs(folder: Folder) -> list[str]:
    """Return a sentence for every copy of an input that is not what the manifest says."""
    remedy = "the same `whitesmoke sweep` on the experiment writes it again"
    found = []
    for name, wanted in folder.manifest()["inputs"].items():
        file = folder.path / "inputs" / name
        if not file.is_file():
            found.append(f"{file}: is not there; {remedy}")
        elif hashlib.sha256(file.read_bytes()).hexdigest() != wanted:
            found.append(f"{file}: is not the file that was copied; {remedy}")
    return found


def verify(plan: Plan | None, folder: Folder, sample: int) -> Check:
    """Check a folder: its bytes, its counts, and `sample` of its runs, each played again by itself.

    Without a plan (it cannot be had from altered inputs) only the bytes and the counts are checked.
    """
    defects = altered_inputs(folder)
    broken = set(folder.broken())
    defects += [
        f"{part}: not the bytes that were written; `whitesmoke resume` sets it aside and plays its runs again"
        for part in sorted(broken)
    ]
    if plan is not None and not _same_design(plan, folder):
        defects.append(f"{folder.path / DESIGN}: is not the design of the experiment; the same `sweep` writes it again")
        plan = None
    runs = Runs(folder, Places(targets_of(folder)), broken)
    chosen = runs.chosen(sample, folder.manifest()["identity"]) if plan is not None else np.empty(0, np.int64)
    older = earlier(folder.manifest()["identity"])
    if plan is not None and len(chosen):
        unlike = different(plan, runs, chosen)
        defects += [one.said if older else f"{one.said}{one.remedy}" for one in unlike[:MOST_SAID]]
        if len(unlike) > MOST_SAID:
            defects.append(f"and {len(unlike) - MOST_SAID:,} more rows that do not come out again")
    return Check(
        sound=not defects,
        inputs=len(folder.manifest()["inputs"]),
        parts=sum(len(folder.parts(kind)) for kind in KINDS),
        runs=int((runs.copies > 0).sum()),
        played=len(chosen),
        defects=defects,
        notes=[*runs.notes(), *([EARLIER] if older and defects else [])],
    )


def _same_design(plan: Plan, folder: Folder) -> bool:
    """Compare the designs, but for the runs of a point, which `stop` may have raised."""
    written, wanted = folder.design(), plan.table()
    same = written.column_names == wanted.column_names
    return same and all(written[name].equals(wanted[name]) for name in wanted.column_names if name != "runs")


class Runs:
    """The runs of the design that are in the parts of a folder."""

    def __init__(self, folder: Folder, places: Places, broken: set[Path]) -> None:
        self.folder, self.places = folder, places
        self.parts, self.round_parts = (
            [part for part in folder.parts(kind) if part not in broken] for kind in ("runs", "rounds")
        )
        self.rounds_broken = len(self.round_parts) < len(folder.parts("rounds"))
        self.copies = np.zeros(places.total, np.int32)
        """how often each run is there"""
        self.beyond = 0
        for part in folder.read(self.parts, KEY):
            at = places.of(part)
            np.add.at(self.copies, at[at >= 0], 1)
            self.beyond += int((at < 0).sum())

    def notes(self) -> list[str]:
        """Say what is unusual about the counts."""
        again, found = int((self.copies > 1).sum()), []
        if self.beyond:
            found.append(f"{self.beyond:,} more runs are kept that the present design does not ask for")
        if again:
            found.append(f"{again:,} runs are there more than once, and count once; `whitesmoke compact` leaves one")
        return found

    def chosen(self, sample: int, identity: dict[str, Any]) -> Any:
        """Return the places of runs to be played again: a random sample, always the same of the same folder."""
        there = np.flatnonzero(self.copies)
        if sample >= len(there):
            return there
        low, high = key(int(digest(identity), 16))
        found: dict[int, None] = {}
        draw = 0
        while len(found) < sample:
            found[int(uniform(low, high, draw, 0, 0, 0, 0) * len(there))] = None
            draw += 1
        return there[sorted(found)]

    def rows(self, chosen: Any) -> Any:
        """Yield every stored row of the chosen runs: its part, its place, and the row."""
        for part in self.parts:
            at = self.places.of(next(self.folder.read([part], KEY)))
            here = np.flatnonzero(np.isin(at, chosen))
            if len(here):
                rows = next(self.folder.read([part])).take(here)
                for number, place in enumerate(at[here].tolist()):
                    yield part, place, rows.slice(number, 1)

    def rounds(self, chosen: Any) -> dict[int, tuple[Path, pa.Table]]:
        """Return the stored rounds of the chosen runs, by place, each with its part."""
        found: dict[int, tuple[Path, pa.Table]] = {}
        for part in self.round_parts:
            rows = next(self.folder.read([part]))
            at = self.places.of(rows)
            for place in np.unique(at[np.isin(at, chosen)]).tolist():
                found.setdefault(place, (part, rows.filter(pa.array(at == place))))
        return found


class Unlike(NamedTuple):
    """A stored row that comes out as another one."""

    said: str
    remedy: str
    """how the sentence goes on where the folder is at fault"""


REMOVE = f". Remove that part, and {AGAIN}"


def different(plan: Plan, runs: Runs, chosen: Any) -> list[Unlike]:
    """Play the chosen runs one by one; return every stored row that is another one."""
    again = _Again(plan)
    rounds = runs.rounds(chosen) if plan.experiment.spec.outputs.rounds else {}
    manifest, found = runs.folder.manifest(), []
    for part, place, stored in runs.rows(chosen):
        point, replicate = stored["point"][0].as_py(), stored["replicate"][0].as_py()
        played = again.run(point, replicate)
        told = columns.in_words_of(manifest, played.runs)
        played = played._replace(runs=told.drop_columns(_untold(manifest, stored, told)))
        said = [
            f"{name} is {_first(stored, name)}, and comes out as {_first(played.runs, name)}"
            for name in _unlike(stored, played.runs)
        ]
        run = f"run {replicate} of point {point}"
        if said:
            found.append(Unlike(f"{part}: {run}: {'; '.join(said)}", REMOVE))
        if played.rounds is not None and place not in rounds and not runs.rounds_broken:
            found.append(Unlike(f"{runs.folder.path}/rounds/: {run}: its rounds are not there", f"; {AGAIN}"))
        if played.rounds is not None and place in rounds and _unlike(rounds[place][1], played.rounds):
            found.append(Unlike(f"{rounds[place][0]}: {run}: its rounds come out differently", REMOVE))
    return found


def _untold(manifest: dict[str, Any], stored: pa.Table, played: pa.Table) -> list[str]:
    """Return the columns of today that a folder of the first versions, which lacks them, cannot be held to."""
    lacks = "endings" not in manifest and "ending" not in stored.column_names
    return [name for name in played.column_names if name in SINCE["runs"]] if lacks else []


class _Again:
    """Plays runs of a plan singly: no other run, no shared World, no numbers of other points are near."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.plot = lru_cache(maxsize=64)(self._plot)

    def _plot(self, point: str) -> Plot:
        """Return a point by itself, with nothing of its own to be filled in."""
        compiler = self.plan.compiler
        loaded = compiler.loaded(self.plan.unique[point])
        return Plot(build(loaded), np.empty(0, np.int64), np.empty((1, 0)), [0], compiler.fills(loaded))

    def run(self, point: str, replicate: int) -> Rows:
        """Return the rows of one run."""
        spec, plot = self.plan.experiment.spec, self.plot(point)
        numbers = self.plan.compiler.numbers(plot, [0], np.array([replicate]))
        return play_chunk(
            Chunk(
                case=plot.case,
                seed=self.plan.seed_of(point),
                slot=numbers.slot,
                value=numbers.value,
                point=np.array([point], object),
                replicate=np.array([replicate], np.int64),
                columns=self.plan.columns,
                rounds=spec.outputs.rounds,
                model=sources_hash(),
                measures=self.plan.measures,
            )
        )


def _unlike(stored: pa.Table, played: pa.Table) -> list[str]:
    """Return the columns in which two tables differ by a bit."""
    return [
        name
        for name in played.column_names
        if name not in stored.column_names or _bits(stored[name]) != _bits(played[name])
    ]


def _first(rows: pa.Table, name: str) -> str:
    value = rows[name][0].as_py() if name in rows.column_names else None
    return "empty" if value is None else str(value)


def _bits(column: pa.ChunkedArray) -> list[Any]:
    """Return values as they are compared: numbers by their bits, so that -0 is not 0."""
    if pa.types.is_dictionary(column.type):
        column = pc.cast(column, column.type.value_type)
    return [value.hex() if isinstance(value, float) else value for value in column.to_pylist()]
