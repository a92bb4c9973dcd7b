"""One sheet of a workbook (.xlsx) as rows of cells: stored values only; macros, formulas and pictures are never run."""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.parsers import expat

from whitesmoke.errors import Problem, ScenarioError
from whitesmoke.scenario.files import shown
from whitesmoke.scenario.wording import counted, instead, listed, quoted

SHEET_OF = re.compile(r"(.+\.xls[xm])#(.+)", re.IGNORECASE)
UNPACKED = 20_000_000
"""Bytes of all that is in a workbook; a sheet of 60,000 rows has about as many."""
MOST_ROWS, MOST_CELLS = 1_048_576, 2_000_000
NOT_STORED = re.compile(
    r"""<(?:\w+:)?c\s(?![^>]*\bt=["']str["'])[^>]*?\br=["']([A-Z]+)(\d+)["'][^>]*>\s*"""
    r"""<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*"""
    r"""</(?:\w+:)?c>"""
)
"""A cell with a formula and no value; that of a formula which makes an empty text is one."""
OTHERS = {
    "mimetype": "an OpenDocument file",
    "xl/workbook.bin": "a binary workbook (.xlsb)",
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a set of slides",
}
"""By a file inside: what else is packed as a workbook is."""
NO_WORKBOOK = "this is packed as a workbook is, but is none; save the table as .xlsx or CSV UTF-8"
DAMAGED = "the workbook is damaged ({}); open it in a spreadsheet and save it anew"
FORMULA = (
    "this cell has a formula whose value was never stored; open the workbook in a spreadsheet, save it, or paste values"
)


def workbook_and_sheet(path: Path) -> tuple[Path, str | None]:
    """Return the file, and the sheet, that `case.xlsx#members` names; None where it names none."""
    found = SHEET_OF.fullmatch(path.name)
    return (path.with_name(found[1]), found[2]) if found else (path, None)


def is_packed(raw: bytes) -> bool:
    """Say whether a file is packed as a workbook is."""
    return raw.startswith(b"PK\x03\x04")


def sheet_cells(path: Path, raw: bytes) -> list[tuple[int, list[Any]]]:
    """Return the rows of a sheet with their numbers; where the path names none, of the only one that is not hidden.

    Raises ScenarioError for what is no workbook, is too large or damaged, and for cells without a stored value.
    """
    return [(number, list(cells)) for number, cells in _sheet(path, raw)]


@lru_cache(maxsize=16)
def sheets_of(path: Path, raw: bytes) -> dict[str, bool]:
    """Return the names of all sheets of cells, and whether a spreadsheet shows them."""
    return {sheet.title: sheet.sheet_state == "visible" for sheet in _opened(path, raw).worksheets}


@lru_cache(maxsize=16)
def _sheet(path: Path, raw: bytes) -> list[tuple[int, tuple[Any, ...]]]:
    book = _opened(path, raw)
    name = _chosen(path, book, workbook_and_sheet(path)[1])
    rows = _safely(path, lambda: list(_rows(path, book[name])))
    _safely(path, lambda: _must_be_stored(path, raw, book[name]))
    wide = max((len(cells) for _, cells in rows), default=0)
    return [(number, (*cells, *[""] * (wide - len(cells)))) for number, cells in rows]


def _opened(path: Path, raw: bytes) -> Any:
    """Return the workbook with the values that were stored."""
    _safely(path, lambda: _must_be_safe(path, raw))
    return _safely(path, lambda: _book(raw))


@lru_cache(maxsize=2)
def _book(raw: bytes) -> Any:
    """Return the workbook, which is opened once for all of its sheets."""
    import openpyxl  # takes its time, and few tables need it

    return openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)


def _safely[T](path: Path, read: Callable[[], T]) -> T:
    """Return what the library reads; of a damaged file it raises anything, which becomes one sentence."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it leaves out: drop-down lists, pictures
            return read()
    except ScenarioError:
        raise
    except Exception as error:
        raise _refused(path, DAMAGED.format(type(error).__name__)) from error


def _must_be_safe(path: Path, raw: bytes) -> None:
    """Refuse what is no workbook, unpacks to too much, or declares entities that could."""
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        names = packed.namelist()
        if "xl/workbook.xml" not in names:
            kind = next((kind for inside, kind in OTHERS.items() if inside in names), None)
            told = f"this is {kind}; save the table as .xlsx or CSV UTF-8"
            raise _refused(path, told if kind else NO_WORKBOOK)
        size = sum(one.file_size for one in packed.infolist())
        if size > UNPACKED:
            most = f"{size / 1e6:.1f} MB, and {UNPACKED / 1e6:g} MB is the most; save the sheet as CSV UTF-8"
            raise _refused(path, f"the workbook unpacks to {most}")
        for name in names:
            if name.endswith((".xml", ".rels")):
                must_declare_nothing(path, packed.read(name))


def must_declare_nothing(path: Path, text: bytes) -> None:
    """Refuse a file of tags that declares a type or entities: these can grow without end, or fetch other files.

    Raises expat.ExpatError for what is no file of tags.
    """

    def declared(*_: object) -> None:
        raise _refused(path, "it declares a document type, which no table needs; save it anew without one")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = declared
    parser.Parse(text, True)


def _chosen(path: Path, book: Any, sheet: str | None) -> str:
    names = [one.title for one in book.worksheets]
    seen = [one.title for one in book.worksheets if one.sheet_state == "visible"]
    if sheet in names:
        return str(sheet)
    if sheet is not None:
        same = [name for name in names if name.casefold() == sheet.casefold()]
        if len(same) == 1:
            return str(same[0])
        raise _refused(path, f"the workbook has no sheet {quoted(sheet)}{instead(sheet, names)}")
    if len(seen) != 1:
        has = f"{counted(seen, 'sheet')} that can be seen" + (f": {listed(map(quoted, seen))}" if seen else "")
        example = f"{path.name}#{(seen or names or ['members'])[0]}"
        raise _refused(path, f"the workbook has {has}; name one, as in {quoted(example)}")
    return str(seen[0])


def _rows(path: Path, sheet: Any) -> Any:
    """Yield the rows that are not empty, with their numbers, without empty cells at their ends."""
    sheet.reset_dimensions()  # which some programs write wrongly
    total = 0
    for number, row in enumerate(sheet.rows, start=1):
        total += len(row)
        if number > MOST_ROWS or total > MOST_CELLS:
            raise _refused(
                path, f"the sheet {quoted(sheet.title)} is too large; save what is needed of it as CSV UTF-8"
            )
        cells = [_cell(path, number, one) for one in row]
        while cells and cells[-1] == "":
            cells.pop()
        if cells:
            yield number, tuple(cells)


def _cell(path: Path, number: int, cell: Any) -> Any:
    """Return the value of a cell, a day for a moment at midnight, and an empty text for nothing."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        value = value.date() if value.time() == datetime.time() else value.isoformat(" ")
    if isinstance(value, datetime.time | datetime.timedelta):
        value = str(value)
    if cell.data_type == "e":
        message = f"this cell has the error {value}; mend its formula, or empty it"
        raise ScenarioError([Problem(shown(path), number, cell.coordinate, message)])
    return value.strip() if isinstance(value, str) else value


def _must_be_stored(path: Path, raw: bytes, sheet: Any) -> None:
    """Refuse formulas whose values no spreadsheet has stored."""
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        text = packed.read(sheet._worksheet_path).decode("utf-8", "replace")
    cells = [(found[1], int(found[2])) for found in NOT_STORED.finditer(text)]
    if cells:
        raise ScenarioError([Problem(shown(path), number, f"{column}{number}", FORMULA) for column, number in cells])


def _refused(path: Path, message: str) -> ScenarioError:
    return ScenarioError([Problem(shown(path), None, "", message)])
