"""The results folder: whole files or none, named by what is in them, so that nothing is lost and nothing doubled.

results/<name>/<identity>/
    manifest.json     what the folder is: identity, versions, inputs and their sha256; written first
    inputs/           byte copies of the experiment, its scenarios and their tables
    design.parquet    a row for every point
    runs/             part-<sha256>.parquet, a row for every run; rounds/ likewise, a row for every round of every run
    failures/         part-<sha256>.parquet, a row for every run that could not be played, with the reason
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from whitesmoke.errors import ScenarioError, WhitesmokeError
from whitesmoke.scenario.files import read_bytes
from whitesmoke.study import manifest
from whitesmoke.study.part_schema import fault
from whitesmoke.writing.shell import command

MANIFEST, DESIGN = "manifest.json", "design.parquet"
LARGEST = 50_000_000
"""Bytes of a manifest, which says of every input what it was."""
ANEW = "remove it and run the same `sweep` again, which writes it anew and keeps all runs"
MARK = ".playing."
"""Begin of the name of a file that says what a process is playing."""
MOST_RUNS = 2**33
"""Runs of a design; a folder has some bytes of memory for each."""
KINDS = ("runs", "rounds", "failures")
KEY = {"runs": ["point", "replicate"], "rounds": ["point", "replicate", "round"], "failures": ["point", "replicate"]}
DIGITS = 32
"""Hex digits of a part's name."""
ABANDONED = 3600.0
"""Seconds after which a half-written file is nobody's: another machine may be writing the younger ones."""

FAILURES = pa.schema(
    [
        pa.field("point", pa.string(), nullable=False),
        pa.field("replicate", pa.int32(), nullable=False),
        pa.field("reason", pa.string(), nullable=False),
        pa.field("replay", pa.string(), nullable=False),
    ]
)


class Span(NamedTuple):
    """Runs of a point."""

    point: str
    first: int
    last: int
    """numbers of runs, both included"""


class Folder:
    """A results folder, by its path."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}/"

    # --- what it is -------------------------------------------------------------------------------------------------

    def is_begun(self) -> bool:
        """Say whether there is no more of it than what a sweep writes before its manifest, which comes last."""
        if not os.path.lexists(self.path):
            return True
        there = [found.name for found in self.path.iterdir()] if self.path.is_dir() else [self.path.name]
        return all(name in ("inputs", DESIGN) or name.endswith(".half") for name in there)

    def manifest(self) -> dict[str, Any]:
        """Return the manifest. Raises WhitesmokeError if this is no results folder."""
        file = self.path / MANIFEST
        if not self.path.is_dir():
            raise WhitesmokeError(f"{self.path}: there is no such folder; give one that `sweep` wrote")
        if not os.path.lexists(file):
            raise WhitesmokeError(f"{self}: no results folder (it has no {MANIFEST}); give one that `sweep` wrote")
        try:
            return manifest.read(read_bytes(file, LARGEST))
        except ValueError as error:
            raise WhitesmokeError(f"{file}: is not the manifest of a results folder ({error}); {ANEW}") from error
        except ScenarioError as error:
            raise WhitesmokeError(f"{error}; {ANEW}") from error

    def write_manifest(self, data: dict[str, object]) -> None:
        """Write the manifest, whole."""
        text = json.dumps(data, indent=1, ensure_ascii=False, sort_keys=True, default=str) + "\n"
        write_bytes(self.path / MANIFEST, text.encode())

    def copy_input(self, name: str, data: bytes) -> None:
        """Keep a byte copy of an input."""
        write_bytes(self.path / "inputs" / name, data)

    def write_design(self, design: pa.Table) -> None:
        """Write the points."""
        write_bytes(self.path / DESIGN, as_bytes(design))

    def design(self) -> pa.Table:
        """Return the points."""
        again = "run the same `sweep` again to write it"
        design = _sound("design", self.path / DESIGN, again)
        runs = design["runs"].to_numpy()
        if not len(runs) or (runs < 0).any() or runs.sum(dtype=float) > MOST_RUNS:
            raise WhitesmokeError(f"{self.path / DESIGN}: asks for a number of runs that no sweep has; {again}")
        return design

    # --- its parts --------------------------------------------------------------------------------------------------

    def parts(self, kind: str) -> list[Path]:
        """Return the parts of a kind, in the order of their names."""
        return sorted((self.path / kind).glob("part-*.parquet"))

    def add(self, kind: str, rows: pa.Table) -> Path:
        """Write some rows as a new part; the same rows again are the same file."""
        data = as_bytes(rows)
        file = self.path / kind / f"part-{hashlib.sha256(data).hexdigest()[:DIGITS]}.parquet"
        write_bytes(file, data)
        return file

    def broken(self) -> list[Path]:
        """Return the parts whose bytes are not those they were written with."""
        return [part for kind in KINDS for part in self.parts(kind) if not _intact(part)]

    def refuse_broken(self) -> None:
        """Raise WhitesmokeError if a part is not what was written: nothing is to be made of its rows."""
        for part in self.broken():
            raise WhitesmokeError(
                f"{part}: not the bytes that were written; `{command('resume', self.path)}` plays "
                f"its runs again (to do without them, rename it to {part.name}.broken)"
            )

    def set_aside_broken(self) -> list[Path]:
        """Rename broken parts, so that their runs count as missing; return what they are called now."""
        moved = []
        for part in self.broken():
            aside = part.with_name(part.name + ".broken")
            part.replace(aside)
            moved.append(aside)
        return moved

    def clear_halves(self) -> None:
        """Remove what a killed process left half written; nothing of it was acknowledged."""
        for half in self.path.rglob(".*.half"):
            if time.time() - half.stat().st_mtime > ABANDONED:
                half.unlink(missing_ok=True)

    def rows(self, kind: str, columns: list[str] | None = None) -> pa.Table:
        """Return all rows of a kind, each once, in the order of point and replicate (and round)."""
        parts = [self._part(part, columns) for part in self.parts(kind)]
        if not parts:
            return FAILURES.empty_table() if kind == "failures" else pa.table({})
        try:
            return once(pa.concat_tables(parts, promote_options="default"), KEY[kind])
        except pa.ArrowException as error:
            said = str(error).partition("\n")[0]
            raise WhitesmokeError(f"{self.path / kind}/: its parts do not fit together ({said})") from error

    def kept(self, kind: str, wanted: list[str]) -> list[str]:
        """Return which of some columns the parts of a kind have; all while there is no part."""
        first = next(self.read(self.parts(kind)[:1]), None)
        return wanted if first is None else [name for name in wanted if name in first.column_names]

    def tells_endings(self, parts: list[Path] | None = None) -> bool:
        """Say whether its runs, or those of some parts, say how they ended: those of the first versions do not."""
        first = next(self.read((self.parts("runs") if parts is None else parts)[:1]), None)
        return first is None or "ending" in first.column_names

    def stream(self, kind: str, columns: list[str] | None = None) -> Iterator[pa.Table]:
        """Yield the rows part by part, in no order."""
        return self.read(self.parts(kind), columns)

    def read(self, parts: list[Path], columns: list[str] | None = None) -> Iterator[pa.Table]:
        """Yield the rows of some parts."""
        for part in parts:
            yield self._part(part, columns)

    def _part(self, part: Path, columns: list[str] | None) -> pa.Table:
        kind = part.parent.name
        rows = _sound(kind, part, f"remove it, and `whitesmoke resume` on this folder plays its {kind} again", columns)
        if kind != "failures":
            return rows
        # as they are added: `compact` codes texts, and what comes after it is not coded
        known = [name for name in FAILURES.names if name in rows.column_names]
        return rows.select(known).cast(pa.schema([FAILURES.field(name) for name in known]))

    # --- what is being played ---------------------------------------------------------------------------------------

    def mark(self, runs: list[Span]) -> None:
        """Note what this process is about to play: whoever finds the note later knows where it died."""
        file = self.path / f"{MARK}{os.getpid()}"
        if not runs:
            file.unlink(missing_ok=True)
            return
        with whole(file) as half:
            half.write_text("".join(f"{run.point} {run.first} {run.last}\n" for run in runs), encoding="utf-8")

    def marked(self) -> list[Span]:
        """Return what was being played when a process was stopped, or is played by another one now.

        A note with this process's own number counts too: in a container every process has the same one.
        """
        found = []
        for file in self._marks():
            lines = [line.split() for line in file.read_text(encoding="utf-8", errors="replace").splitlines()]
            found += [Span(row[0], int(row[1]), int(row[2])) for row in lines if len(row) == 3 and _digits(row[1:])]
        return found

    def clear_marks(self) -> None:
        """Forget those notes."""
        for file in self._marks():
            file.unlink(missing_ok=True)

    def _marks(self) -> list[Path]:
        return [file for file in self.path.glob(f"{MARK}*") if file.is_file()]

    def compact(self, rows_per_part: int = 1_000_000) -> tuple[int, int]:
        """Merge small parts into few; return how many there were and are. Old parts go after the new ones are safe."""
        self.refuse_broken()
        before = after = 0
        for kind in KINDS:
            old = self.parts(kind)
            if len(old) < 2:
                before, after = before + len(old), after + len(old)
                continue
            whole = self.rows(kind)
            starts = range(0, len(whole), rows_per_part)
            new = {self.add(kind, whole.slice(start, rows_per_part).combine_chunks()) for start in starts}
            for part in old:
                if part not in new:
                    part.unlink()
            before, after = before + len(old), after + len(new)
        return before, after


def once(rows: pa.Table, key: list[str]) -> pa.Table:
    """Return rows sorted by a key, each key once; texts are coded in the order in which they appear then."""
    for at, field in enumerate(rows.schema):
        if pa.types.is_dictionary(field.type):
            rows = rows.set_column(at, field.name, rows[field.name].cast(pa.string()))
    rows = rows.take(pc.sort_indices(rows, sort_keys=[(name, "ascending") for name in key])).combine_chunks()
    if len(rows) > 1:
        rows = rows.filter(_first_of_each(rows, key))
    for at, field in enumerate(rows.schema):
        if pa.types.is_string(field.type):
            rows = rows.set_column(at, field.name, rows[field.name].dictionary_encode())
    return rows


def _first_of_each(rows: pa.Table, key: list[str]) -> pa.Array:
    new = np.zeros(len(rows), bool)
    new[0] = True
    for name in key:
        column = rows[name]
        new[1:] |= pc.not_equal(column.slice(1), column.slice(0, len(rows) - 1)).to_numpy()
    return pa.array(new)


def as_bytes(rows: pa.Table) -> bytes:
    """Return a table as the bytes of a Parquet file: the same rows, the same bytes."""
    sink = pa.BufferOutputStream()
    pq.write_table(rows, sink, compression="zstd", store_schema=True)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def write_bytes(file: Path, data: bytes) -> None:
    """Write a file whole or not at all, and have the disk keep it. Raises WhitesmokeError if there is no place."""
    half = file.with_name(f".{file.name}.{os.getpid()}.half")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with half.open("wb") as out:
            out.write(data)
            out.flush()
            _sync(out.fileno())
        half.replace(file)
        _sync_folder(file.parent)
    except OSError as error:
        half.unlink(missing_ok=True) if os.access(file.parent, os.W_OK) else None
        raise _no_place(file, error) from error


@contextmanager
def whole(file: Path) -> Iterator[Path]:
    """Give a path to write a file at, which then takes its place whole; nothing is left of it if that fails."""
    half = file.with_name(f".{file.name}.{os.getpid()}.half")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        yield half
        half.replace(file)
    except OSError as error:
        raise _no_place(file, error) from error
    finally:
        if os.access(file.parent, os.W_OK):
            half.unlink(missing_ok=True)


def _no_place(file: Path, error: OSError) -> WhitesmokeError:
    what = {
        errno.ENOSPC: "the disk is full; free some space",
        errno.EDQUOT: "the disk quota is used up; free some space",
        errno.EACCES: "the folder may not be written to; change its permissions, or give another with --out",
        errno.EROFS: "the file system is read-only; give another folder with --out",
    }.get(error.errno or 0, f"{os.strerror(error.errno or 0).lower()}; mend that, or give another folder with --out")
    return WhitesmokeError(
        f"{file.parent}/: {what}. Every run written so far is kept; the same command goes on from there"
    )


def _sync_folder(folder: Path) -> None:
    """Have the disk keep the folder's new entry, where folders can be opened: Windows and some shares refuse."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            _sync(handle)
        finally:
            os.close(handle)


def _sync(handle: int) -> None:
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some shares know no fsync
            raise


def _digits(words: list[str]) -> bool:
    return all(word.isascii() and word.isdigit() and len(word) < 12 for word in words)


def _intact(part: Path) -> bool:
    return part.is_file() and hashlib.sha256(part.read_bytes()).hexdigest()[:DIGITS] == part.stem.removeprefix("part-")


def _sound(kind: str, file: Path, remedy: str, columns: list[str] | None = None) -> pa.Table:
    """Return some columns of a table of a kind. Raises WhitesmokeError for one that has others, or of other types."""
    rows = _readable(file, remedy, columns)
    if found := fault(kind, rows, columns):
        raise WhitesmokeError(f"{file}: {found}; {remedy}")
    return rows


def _readable(file: Path, remedy: str, columns: list[str] | None) -> pa.Table:
    if not file.is_file():
        raise WhitesmokeError(f"{file}: {'is no plain file' if os.path.lexists(file) else 'is not there'}; {remedy}")
    try:
        # in this thread: Arrow's own threads may outlive the interpreter, and end it with an abort
        return pq.ParquetFile(pa.BufferReader(file.read_bytes()), pre_buffer=False).read(columns, use_threads=False)
    except (pa.ArrowException, OSError, MemoryError) as error:
        raise WhitesmokeError(f"{file}: is damaged and cannot be read; {remedy}") from error
