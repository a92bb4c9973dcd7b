"""Tables next to a scenario, as CSV or in a workbook: members, the record, ties, sources. Every row knows its line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel

from whitesmoke.errors import Problem, ScenarioError
from whitesmoke.scenario.as_written import AmbiguousError, Cell, decimal_sign, is_text, typed
from whitesmoke.scenario.document import fresh
from whitesmoke.scenario.files import read_bytes, shown
from whitesmoke.scenario.grid import TITLES, Row, rows_of
from whitesmoke.scenario.shape import types_at
from whitesmoke.scenario.wording import counted, instead, listed, quoted
from whitesmoke.scenario.workbook import workbook_and_sheet

KEPT = 200_000
"""Bytes of the longest table that is kept in mind; the longest that ships has 10,000."""


class CsvRow(NamedTuple):
    """One row: its line in the file and what it gives; empty cells give nothing."""

    line: int
    values: dict[str, Any]
    """`position.ISSUE` is the entry ISSUE of the table `position`"""


def read_rows(path: Path, model: type[BaseModel], key: tuple[str, ...], needed: tuple[str, ...]) -> list[CsvRow]:
    """Return the rows of a table whose columns are the fields of a model: a CSV, or a sheet of a workbook.

    `key`: columns that no two rows may share (none: no two rows may be equal). `needed`: columns that must be there.
    Raises ScenarioError with every problem of the file.
    """
    raw = read_bytes(workbook_and_sheet(path)[0])
    understood = _understood if len(raw) <= KEPT else _understood.__wrapped__
    return [CsvRow(row.line, fresh(row.values)) for row in understood(path, raw, model, key, needed)]


@lru_cache(maxsize=32)
def _understood(
    path: Path, raw: bytes, model: type[BaseModel], key: tuple[str, ...], needed: tuple[str, ...]
) -> list[CsvRow]:
    """Return the rows of a table; one that is read for every point of a sweep is gone through once."""
    known = {*needed, *model.model_fields}
    rows = rows_of(path, raw, lambda cells: len({_column(cell, known) for cell in cells} & known))
    if not rows:
        message = f"the file is empty; its first line must name the columns, at least {listed(needed)}"
        raise ScenarioError([_problem(path, None, message)])
    head, *rows = rows[_titles(rows, known, needed) :]
    columns = named([_column(str(cell), known) for cell in head.cells], rows)
    if problems := [_problem(path, head.line, message) for message in _bad_columns(columns, model, needed)]:
        raise ScenarioError(problems)
    kinds = [types_at(tuple(column.split(".")), model) for column in columns]
    numbers = (cell for row in rows for cell, kind in zip(row.cells, kinds) if not is_text(kind))
    decimals = decimal_sign(cell for cell in numbers if isinstance(cell, str))
    found: list[CsvRow] = []
    seen: dict[tuple[Any, ...], int] = {}
    for line, cells in rows:
        try:
            cells = as_wide(cells, columns)
            values = _values(columns, cells, kinds, decimals)
        except CellError as error:
            problems.append(Problem(shown(path), line, error.column, error.message))
            continue
        identity = tuple(str(cells[columns.index(name)]) for name in key) if key else tuple(cells)
        if identity in seen:
            name = f"a row for {', '.join(map(str, identity))}" if key else "this row"
            problems.append(_problem(path, line, f"{name} stands in line {seen[identity]} already; keep one of them"))
        seen.setdefault(identity, line)
        found.append(CsvRow(line, values))
    if problems:
        raise ScenarioError(problems)
    return found


class CellError(ValueError):
    """What is wrong with a row, or with a cell of it."""

    def __init__(self, message: str, column: str = "") -> None:
        super().__init__(message)
        self.message, self.column = message, column


def _column(name: str, known: Collection[str]) -> str:
    """Return the field that a column is called after: capitals, blanks and hyphens do not count."""
    first, dot, rest = name.strip().partition(".")
    plain = re.sub(r"[\s-]+", "_", first.strip()).lower()
    return f"{plain}{dot}{rest}" if plain in known else name.strip()


def _titles(rows: list[Row], known: Collection[str], needed: Collection[str]) -> int:
    """Return how many rows are a title: above one with all needed columns, and without the name of any."""
    for count, row in enumerate(rows[:TITLES]):
        columns = {_column(str(cell), known) for cell in row.cells}
        if columns.issuperset(needed):
            return count
        if len(columns - {""}) > 1 and not columns.isdisjoint(known):
            return 0
    return 0


def named(columns: list[str], rows: list[Row]) -> list[str]:
    """Return the columns without the last ones that have neither a name nor a cell."""
    wide = len(columns)
    while wide and not columns[wide - 1] and all(row.cells[wide - 1 : wide] in ([], [""]) for row in rows):
        wide -= 1
    return columns[:wide]


def as_wide(cells: list[Cell], columns: list[str]) -> list[Cell]:
    """Return the cells of a row below all columns; empty ones beyond are nothing. Raises CellError."""
    wide = len(columns)
    if len(cells) < wide or any(cell != "" for cell in cells[wide:]):
        raise CellError(f"this row has {counted(cells, 'cell')}, but the file {counted(columns, 'column')}")
    return cells[:wide]


def _problem(path: Path, line: int | None, message: str) -> Problem:
    return Problem(shown(path), line, "", message)


def _bad_columns(columns: list[str], model: type[BaseModel], needed: tuple[str, ...]) -> list[str]:
    if not set(re.findall(r"\w+", " ".join(columns))) & {*needed, *model.model_fields}:  # nothing of it is told
        return [f"this is no such table: its first line must name the columns, at least {listed(needed)}"]
    messages = [
        f"the column {quoted(name)} is missing; the file has {listed([quoted(column) for column in columns])}"
        for name in needed
        if name not in columns
    ]
    messages += wrong_header(columns)
    there = set(columns)
    for column in columns:
        if column and column not in needed and not types_at(tuple(column.split(".")), model):
            messages.append(f"unknown column {quoted(column)}{instead(column, model.model_fields)}")
        if whole := next((one for one in _wholes(column) if one in there), None):
            messages.append(
                f"{quoted(whole)} is one value for all of {quoted(column)} and its like; keep one kind of column"
            )
    return messages


def _wholes(column: str) -> list[str]:
    """Return what a column can be a part of, the largest first: `rule` of `rule.any.0` before `rule.any`."""
    parts = column.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts))]


def wrong_header(columns: list[str]) -> list[str]:
    """Return what is wrong with the names of columns, whatever they are to be: given twice, or none."""
    twice = sorted(column for column, times in Counter(columns).items() if column and times > 1)
    return [f"two columns are called {quoted(name)}; keep one" for name in twice] + _nameless(columns)


def _nameless(columns: list[str]) -> list[str]:
    """Return which columns have no name, those side by side in one sentence."""
    messages, end = [], 0
    for named_so, side_by_side in groupby(columns, bool):
        first, end = end + 1, end + len(list(side_by_side))
        if not named_so:
            one = f"column {first} has no name; name it or take it away"
            messages.append(one if first == end else f"columns {first} to {end} have no name; name or take them away")
    return messages


def _values(columns: list[str], cells: list[Cell], kinds: list[list[Any]], decimals: str) -> dict[str, object]:
    values: dict[str, Any] = {}
    for column, cell, kind in zip(columns, cells, kinds):
        if cell == "":
            continue
        *tables, name = column.split(".")
        place = values
        for table in tables:
            place = place.setdefault(table, {})
        try:
            place[name] = typed(cell, kind, decimals)
        except AmbiguousError as error:
            raise CellError(str(error), column) from error
    return values
