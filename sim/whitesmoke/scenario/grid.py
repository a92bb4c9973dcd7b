"""From the bytes of a table to rows of cells: CSV as spreadsheets save it, or a sheet of a workbook."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from whitesmoke.errors import Problem, ScenarioError
from whitesmoke.scenario.as_written import Cell
from whitesmoke.scenario.files import decoded, shown
from whitesmoke.scenario.workbook import is_packed, sheet_cells
from whitesmoke.writing.cells import unguarded

SEPARATORS = (",", ";", "\t", "|")
SAID = re.compile(r'\s*"?sep=([^\r\n])"?[ ,;\t]*(\r\n|\r|\n|$)', re.IGNORECASE)
"""What some spreadsheets write, and read, above everything else."""
TITLES = 10
"""Rows in which the names of the columns are looked for, below a title."""
BEGINS = {
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls), or one with a password",
    b"%PDF": "a PDF",
    b"PAR1": "a Parquet file",
    b"\x89HDF": "an HDF file",
    b"RDX": "a file of R",
    b"<stata_dta>": "a file of Stata",
    b"<": "a web page or another file of tags",
}
"""What is told from its first bytes to be no table that is read here; the first that fits counts."""
SAVE_AS = "save the table as CSV UTF-8 or as .xlsx"
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Row(NamedTuple):
    """One row that is not blank."""

    line: int
    """on which it begins, or its number in the sheet"""
    cells: list[Cell]


def rows_of(path: Path, raw: bytes, names_in: Callable[[list[str]], int]) -> list[Row]:
    """Return the rows of a table that are not blank, as many cells each as are written.

    Parameters
    ----------
    path : a CSV, or a workbook, perhaps with `#` and the name of a sheet
    raw : what is in the file
    names_in : how many cells of a row are names of columns, by which a separator is told

    Raises ScenarioError for what is neither.
    """
    if is_packed(raw):
        return [Row(line, cells) for line, cells in sheet_cells(path, raw)]
    kind = next((kind for first, kind in BEGINS.items() if raw.startswith(first)), None)
    if kind:
        raise ScenarioError([Problem(shown(path), None, "", f"this is {kind}; {SAVE_AS}")])
    return list(_of_text(path, table_text(path, raw), names_in))


def table_text(path: Path, raw: bytes) -> str:
    """Return the text of a table: UTF-8, or UTF-16 if its first bytes say so."""
    try:
        text = raw.decode("utf-16") if raw.startswith(WIDE) else decoded(path, raw)
    except UnicodeDecodeError as error:
        message = f"not UTF-16, though its first bytes say so; {SAVE_AS}"
        raise ScenarioError([Problem(shown(path), None, "", message)]) from error
    except ScenarioError as error:
        told = [one._replace(message=one.message + ": CSV UTF-8, as spreadsheets call it") for one in error.problems]
        raise ScenarioError(told) from error
    return text.removeprefix("\ufeff")


def _of_text(path: Path, text: str, names_in: Callable[[list[str]], int]) -> Iterator[Row]:
    said = SAID.match(text)
    begins = 1 if said is None else 2
    text = text if said is None else text[said.end() :]
    separator = said[1] if said else _separator(text, names_in)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
    first = begins
    try:
        for cells in reader:
            stripped: list[Cell] = [unguarded(cell.strip()) for cell in cells]
            if not _blank(stripped):
                yield Row(begins, stripped)
            begins = reader.line_num + first
    except csv.Error as error:
        raise ScenarioError([Problem(shown(path), begins, "", f"this row is no CSV: {error}")]) from error


def _separator(text: str, names_in: Callable[[list[str]], int]) -> str:
    """Return the separator by which the first rows name most columns."""

    def named(separator: str) -> int:
        reader = csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=separator)
        try:
            return max((names_in(cells) for cells in islice(reader, TITLES)), default=0)
        except csv.Error:
            return 0

    return max(SEPARATORS, key=named)  # of equals the first: the comma


def _blank(cells: list[Cell]) -> bool:
    return all(cell == "" for cell in cells)
