"""All runs of a folder's design as one table, for other programs, with a codebook.

The table is made block by block, in the order of the design and of the replicates, whatever parts the runs lie in: a
block reads the parts that touch it, so the memory depends on the block, not on the sweep. The same runs give the same
bytes. Only Stata's format is written from the whole table, with texts as numbers that have labels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from whitesmoke.errors import WhitesmokeError
from whitesmoke.study.codebook import About, Entry, about, entries, run_schema
from whitesmoke.study.codebook_text import markdown
from whitesmoke.study.places import Places, targets_of
from whitesmoke.study.store import ANEW, FAILURES, MANIFEST, Folder, whole, write_bytes
from whitesmoke.writing import cells

FORMATS = ("csv", "dta", "parquet")
BLOCK = 500_000
"""Rows of the table that are made at a time."""


def exported(folder: Folder, formats: list[str], out: Path) -> list[Path]:
    """Write the runs of a folder in some formats, its failures and its codebook; return the files.

    Raises WhitesmokeError if the folder is damaged or there is no place to write to.
    """
    known = about(folder)
    folder.refuse_broken()
    book, table = entries(known), Table(folder, known)
    written = [_write(out / f"runs.{kind}", WRITERS[kind], table, known, book) for kind in formats]
    files = {
        "failures.csv": _failures(table),
        "codebook.csv": _codebook_csv(book),
        "codebook.md": markdown(known, book, [file.name for file in written]).encode(),
    }
    for name, data in files.items():
        write_bytes(out / name, data)
    return written + [out / name for name in files]


class Touched(NamedTuple):
    """A part, and which blocks have runs of it."""

    part: Path
    blocks: Any


class Table:
    """The runs of the current design, joined with the levels of its factors. A point in several rows is in all of them.

    The place of a run in the table is that of its row in the design, times its replicates, plus its replicate.
    """

    def __init__(self, folder: Folder, known: About) -> None:
        self.folder, self.design = folder, known.design
        self.schema = run_schema(known)
        self.played = [name for name in self.schema.names if name not in ("row", "arm", *known.factors)]
        self.places = Places(targets_of(folder))
        runs = known.design["runs"].to_numpy().astype(np.int64)
        self.begins = np.cumsum(runs) - runs
        self.total = int(runs.sum())
        self.rows_of = _occurrences(self.places.points, known.design["point"].to_pylist())

    def blocks(self, length: int = BLOCK) -> Iterator[pa.Table]:
        """Yield the table in order, block by block."""
        touched = [Touched(part, self._touches(part, length)) for part in self.folder.parts("runs")]
        for number in range(-(-self.total // length)):
            found = [self._part(file.part, number, length) for file in touched if number in file.blocks]
            if found:
                yield self._joined(pa.concat_tables(found))

    def failed(self) -> pa.Table:
        """Return the runs of the design that could not be played, in order."""
        rows = self.folder.rows("failures")
        at, row = self._places(rows)
        asked = np.flatnonzero(at >= 0)
        order = asked[np.argsort(at[asked], kind="stable")]
        number = order % max(1, len(rows))
        return rows.take(number).add_column(0, "row", pa.array(row[order], pa.int32()))

    def _places(self, rows: pa.Table) -> tuple[Any, Any]:
        """Return the place in the table, and the row of the design, of some runs: of all first ones, then of copies."""
        inside = self.places.of(rows)
        point, replicate = self.places.run(np.maximum(inside, 0))
        row = np.concatenate([np.where(inside >= 0, rows_of[point], -1) for rows_of in self.rows_of])
        at = np.where(row >= 0, self.begins[row] + np.tile(replicate, len(self.rows_of)), -1)
        return at, row

    def _touches(self, part: Path, length: int) -> Any:
        at, _ = self._places(next(self.folder.read([part], ["point", "replicate"])))
        return set(np.unique(at[at >= 0] // length).tolist())

    def _part(self, part: Path, number: int, length: int) -> pa.Table:
        """Return the rows of a part that belong to a block, with their places."""
        rows = next(self.folder.read([part]))
        if lost := [name for name in self.played if name not in rows.column_names]:
            raise WhitesmokeError(f"{part}: has no column {lost[0]}, which {MANIFEST} names; {ANEW}")
        rows = rows.select(self.played)  # what a part has besides is nobody's
        at, row = self._places(rows)
        mine = np.flatnonzero((at >= 0) & (at // length == number))
        chosen = rows.take(mine % len(rows))
        return pa.table(
            [pa.array(at[mine]), pa.array(row[mine], pa.int32()), *(_undone(column) for column in chosen.columns)],
            ["place", "row", *chosen.column_names],
        )

    def _joined(self, rows: pa.Table) -> pa.Table:
        """Return a block in order, each run once, with its levels."""
        rows = rows.take(np.unique(rows["place"].to_numpy(), return_index=True)[1])
        levels = self.design.take(rows["row"])
        columns = [
            rows[name] if name in rows.column_names else levels[name].combine_chunks() for name in self.schema.names
        ]
        return pa.table([_undone(column).cast(self.schema.field(at).type) for at, column in enumerate(columns)],
                        schema=self.schema)  # fmt: skip


def _occurrences(points: list[str], rows: list[str]) -> list[Any]:
    """Return the first row of every point, then the second of those that have one (-1: none), and so on."""
    number = {name: at for at, name in enumerate(points)}
    found: list[Any] = [np.full(len(points), -1)]
    seen = [0] * len(points)
    for row, name in enumerate(rows):
        at = number[name]
        if seen[at] == len(found):
            found.append(np.full(len(points), -1))
        found[seen[at]][at] = row
        seen[at] += 1
    return found


def _undone(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column of plain values."""
    return pc.cast(column, column.type.value_type) if pa.types.is_dictionary(column.type) else column


Writer = Callable[[Path, Table, About, list[Entry]], None]


def _write(file: Path, writer: Writer, table: Table, known: About, book: list[Entry]) -> Path:
    with whole(file) as half:
        writer(half, table, known, book)
    return file


def _csv(file: Path, table: Table, known: About, book: list[Entry]) -> None:
    options = pyarrow.csv.WriteOptions(quoting_style="needed")
    with pyarrow.csv.CSVWriter(file, table.schema, write_options=options) as writer:
        for block in table.blocks():
            writer.write_table(_guarded(block))


def _guarded(rows: pa.Table) -> pa.Table:
    """Return a table whose texts no spreadsheet takes for formulas."""
    for at, field in enumerate(rows.schema):
        if pa.types.is_string(field.type):
            coded = rows[field.name].combine_chunks().dictionary_encode()
            texts = pa.array([cells.guarded(text) for text in coded.dictionary.to_pylist()], pa.string())
            rows = rows.set_column(at, field, texts.take(coded.indices))
    return rows


def _parquet(file: Path, table: Table, known: About, book: list[Entry]) -> None:
    with pq.ParquetWriter(file, table.schema, compression="zstd") as writer:
        for block in table.blocks():
            writer.write_table(block)


def _dta(file: Path, table: Table, known: About, book: list[Entry]) -> None:
    from whitesmoke.study import stata  # brings pandas, which takes its time

    stata.write(file, table.blocks(), table.schema, known, book)


WRITERS: dict[str, Writer] = {"csv": _csv, "dta": _dta, "parquet": _parquet}


def _failures(table: Table) -> bytes:
    names = ["row", *FAILURES.names]
    sink = pa.BufferOutputStream()
    failed = _guarded(table.failed().select(names))
    pyarrow.csv.write_csv(failed, sink, pyarrow.csv.WriteOptions(quoting_style="needed"))
    data: bytes = sink.getvalue().to_pybytes()
    return data


def _codebook_csv(book: list[Entry]) -> bytes:
    return cells.written([Entry._fields, *book]).encode()
