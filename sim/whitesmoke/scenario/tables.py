"""CSV files next to a scenario: members, the record, ties and sources. Every row knows its line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel

from whitesmoke.errors import Problem, ScenarioError
from whitesmoke.scenario.document import fresh
from whitesmoke.scenario.files import read_text, shown
from whitesmoke.scenario.merge import toml_value
from whitesmoke.scenario.shape import types_at
from whitesmoke.scenario.wording import counted, instead, listed, quoted
from whitesmoke.writing.cells import unguarded

KEPT = 200_000
"""Signs of the longest table that is kept in mind; the longest that ships has 10,000."""


class CsvRow(NamedTuple):
    """One row: its line in the file and what it gives; empty cells give nothing."""

    line: int
    values: dict[str, Any]
    """`position.ISSUE` is the entry ISSUE of the table `position`"""


def read_rows(path: Path, model: type[BaseModel], key: tuple[str, ...], needed: tuple[str, ...]) -> list[CsvRow]:
    """Return the rows of a CSV whose columns are the fields of a model.

    `key`: columns that no two rows may share (none: no two rows may be equal). `needed`: columns that must be there.
    Raises ScenarioError with every problem of the file.
    """
    text = read_text(path)
    understood = _understood if len(text) <= KEPT else _understood.__wrapped__
    return [CsvRow(row.line, fresh(row.values)) for row in understood(path, text, model, key, needed)]


@lru_cache(maxsize=32)
def _understood(
    path: Path, text: str, model: type[BaseModel], key: tuple[str, ...], needed: tuple[str, ...]
) -> list[CsvRow]:
    """Return the rows of a text; one table, read for every point of a sweep, is gone through once."""
    rows = _cells(path, text)
    if not rows:
        message = f"the file is empty; its first line must name the columns, at least {listed(needed)}"
        raise ScenarioError([_problem(path, None, message)])
    line, columns = rows[0][0], [name.strip() for name in rows[0][1]]
    problems = [_problem(path, line, message) for message in _bad_columns(columns, model, needed)]
    if problems:
        raise ScenarioError(problems)
    found: list[CsvRow] = []
    seen: dict[tuple[Any, ...], int] = {}
    for line, cells in rows[1:]:
        if len(cells) != len(columns):
            problems.append(
                _problem(
                    path, line, f"this row has {counted(cells, 'cell')}, but the file {counted(columns, 'column')}"
                )
            )
            continue
        row = CsvRow(line, _values(columns, cells, model))
        identity = tuple(cells[columns.index(name)].strip() for name in key) if key else tuple(cells)
        if identity in seen:
            name = f"a row for {', '.join(identity)}" if key else "this row"
            problems.append(_problem(path, line, f"{name} stands in line {seen[identity]} already; keep one of them"))
        seen.setdefault(identity, line)
        found.append(row)
    if problems:
        raise ScenarioError(problems)
    return found


def _problem(path: Path, line: int | None, message: str) -> Problem:
    return Problem(shown(path), line, "", message)


def _cells(path: Path, text: str) -> list[tuple[int, list[str]]]:
    """Return the rows that are not blank, each with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise ScenarioError([_problem(path, begins, f"this row is no CSV: {error}")]) from error
    return rows


def _bad_columns(columns: list[str], model: type[BaseModel], needed: tuple[str, ...]) -> list[str]:
    if not set(re.findall(r"\w+", " ".join(columns))) & {*needed, *model.model_fields}:  # nothing of it is told
        return [f"this is no such table: its first line must name the columns, at least {listed(needed)}"]
    messages = [
        f"the column {quoted(name)} is missing; the file has {listed([quoted(column) for column in columns])}"
        for name in needed
        if name not in columns
    ]
    messages += wrong_header(columns)
    for column in columns:
        if column and column not in needed and not types_at(tuple(column.split(".")), model):
            messages.append(f"unknown column {quoted(column)}{instead(column, model.model_fields)}")
        whole = next((other for other in columns if column.startswith(f"{other}.")), None)
        if whole:
            messages.append(
                f"{quoted(whole)} is one value for all of {quoted(column)} and its like; keep one kind of column"
            )
    return messages


def wrong_header(columns: list[str]) -> list[str]:
    """Return what is wrong with the names of columns, whatever they are to be: given twice, or none."""
    twice = sorted({column for column in columns if column and columns.count(column) > 1})
    nameless = [number for number, column in enumerate(columns, start=1) if not column]
    return [f"two columns are called {quoted(name)}; keep one" for name in twice] + [
        f"column {number} has no name; name it or take it away" for number in nameless
    ]


def _values(columns: list[str], cells: list[str], model: type[BaseModel]) -> dict[str, object]:
    values: dict[str, Any] = {}
    for column, cell in zip(columns, cells):
        if not cell.strip():
            continue
        *tables, name = column.split(".")
        place = values
        for table in tables:
            place = place.setdefault(table, {})
        place[name] = _typed(unguarded(cell.strip()), types_at((*tables, name), model))
    return values


def _typed(cell: str, kinds: list[object]) -> object:
    """Return a cell as its field wants it; what cannot be read stays a text, and validation says so."""
    if str in kinds or not kinds:
        return cell
    convert: tuple[Callable[[str], Any], ...] = (toml_value, _float)
    return next((value for value in (read(cell) for read in convert) if not isinstance(value, str)), cell)


def _float(cell: str) -> float | str:
    try:
        return float(cell)
    except ValueError:
        return cell
