"""A scenario as the tables that people keep: one workbook with a sheet for each, and a small file that reads it."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from whitesmoke.errors import WhitesmokeError
from whitesmoke.scenario import toml
from whitesmoke.scenario.as_written import is_text
from whitesmoke.scenario.beside import EDGES, NAMED, POSITIONS, ROWS, Standing
from whitesmoke.scenario.document import fresh
from whitesmoke.scenario.loaded import Loaded, SourceRow, Tables
from whitesmoke.scenario.record_schema import Commitment, Tally
from whitesmoke.scenario.schema import Scenario, Tie
from whitesmoke.scenario.shape import types_at
from whitesmoke.scenario.wording import quoted
from whitesmoke.writing.output import write_text

Rows = list[dict[str, Any]]
LONGEST = 32_767
"""Signs of a cell."""
FIRST_YEAR = 1901
"""Before it workbooks have no dates."""
STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
LAYER = "{}-layer-{}"


def case_in_sheets(loaded: Loaded, book: str) -> tuple[str, bytes]:
    """Return a scenario with all that it extends as the text of one file and the workbook that it reads.

    The record of a variant is that of the case that it extends, and stays there.

    Parameters
    ----------
    book : what the workbook is called

    Raises WhitesmokeError for what no cell can hold.
    """
    rest: dict[str, Any] = fresh(loaded.data)
    if loaded.record_of != loaded.name:
        rest.pop("record", None)
    sheets = {**_named_rows(rest), **_network(loaded, rest, book), **_observed(loaded, rest)}
    cells = {name: _cells(rows, model, key) for name, (model, key, rows) in sheets.items() if rows}
    if cells:
        rest["tables"] = {"file": book, **_sourced(rest)}
    rest.pop("members_table", None)
    order = {name: at for at, name in enumerate(Scenario.model_fields)}
    kept = {name: rest[name] for name in sorted(rest, key=lambda name: order.get(name, 0)) if rest[name] != {}}
    return toml.file_text(kept), packed(cells)


def _sourced(rest: dict[str, Any]) -> dict[str, Any]:
    """Return what is said of where the numbers of all rows come from."""
    said = rest.get("members_table") or rest.get("tables") or {}
    return {name: said[name] for name in ("source", "assumed") if name in said}


def _named_rows(rest: dict[str, Any]) -> dict[str, Any]:
    """Take the tables of named rows out; where members and candidates stand becomes a table of its own."""
    taken = {kind: rest.pop(kind, {}) for kind in ROWS}
    stand: Rows = []
    for kind in ("members", "candidates"):
        for name, row in taken[kind].items():
            where = {field: row.pop(field) for field in Standing.model_fields if field in row}
            stand += [{"id": name, **where}] if where else []
    sheets = {
        kind: (ROWS[kind].model, ROWS[kind].key, [{ROWS[kind].key: name, **row} for name, row in rows.items()])
        for kind, rows in taken.items()
    }
    return {**sheets, POSITIONS: (Standing, "id", stand)}


def _network(loaded: Loaded, rest: dict[str, Any], book: str) -> dict[str, Any]:
    """Take the ties out; a layer that reads a file reads a sheet of its own."""
    network = rest.get("network", {})
    sheets = {EDGES: (Tie, "member", network.pop("ties", []))}
    for number, layer in enumerate(network.get("layers", [])):
        if layer.get("kind") == "file" and layer.get("file") in loaded.edges:
            name = LAYER.format(EDGES, number + 1)
            sheets[name] = (Tie, "member", list(map(_said, loaded.edges[layer["file"]])))
            layer["file"] = f"{book}#{name}"
    return sheets


def _observed(loaded: Loaded, rest: dict[str, Any]) -> dict[str, Any]:
    """Take the counts, the commitments and the sources out, of all files that gave them."""
    tables = loaded.tables if loaded.record_of == loaded.name else Tables(sources=loaded.tables.sources)
    for place in NAMED.values():
        table = rest.get(str(place[0]), {}) if len(place) > 1 else rest
        table.pop(str(place[-1]), None)
    rows: dict[str, tuple[type[BaseModel], str, Iterable[BaseModel]]] = {
        "tallies": (Tally, "date", tables.tallies),
        "commitments": (Commitment, "member", tables.commitments),
        "sources": (SourceRow, "id", tables.sources.values()),
    }
    return {kind: (model, key, [_said(row) for row in some]) for kind, (model, key, some) in rows.items()}


def _said(row: BaseModel) -> dict[str, Any]:
    return row.model_dump(exclude_unset=True)


def _cells(rows: Rows, model: type[BaseModel], key: str) -> list[list[Any]]:
    """Return rows as cells below the names of their columns, the key first."""
    columns = [column for field in (key, *model.model_fields) for column in _columns(field, rows)]
    columns = list(dict.fromkeys(columns))
    return [columns, *([_cell(_at(row, column), column, model) for column in columns] for row in rows)]


def _columns(field: str, rows: Rows) -> list[str]:
    """Return the columns of a field: one for each name where all rows that have it give numbers by name."""
    values = [row[field] for row in rows if field in row]
    if values and all(_by_name(value) for value in values):
        return list(dict.fromkeys(f"{field}.{name}" for value in values for name in value))
    return [field] if values else []


def _by_name(value: object) -> bool:
    return isinstance(value, dict) and bool(value) and not value.keys() & {"dist", "value"} and all(map(_fits, value))


def _fits(name: str) -> bool:
    return name == name.strip() and "." not in name


def _at(row: Mapping[str, Any], column: str) -> object:
    field, _, name = column.partition(".")
    value = row.get(field)
    return value.get(name) if name and isinstance(value, dict) else value


def _cell(value: object, column: str, model: type[BaseModel]) -> object:
    """Return a value as a cell that is read as the same: a table, a list or a number too long for one as TOML."""
    if value is None or value == "":
        return None
    if isinstance(value, str) and not is_text(types_at(tuple(column.split(".")), model)):
        return value
    if isinstance(value, datetime.date):
        return value if value.year >= FIRST_YEAR else value.isoformat()
    if isinstance(value, dict | list):
        return toml.text(value)
    if isinstance(value, float | int) and not isinstance(value, bool):
        return value if _is_kept(value) else repr(value)
    return value


def _is_kept(value: float) -> bool:
    """Say whether a workbook keeps a number to the last bit: it has 16 digits, and no minus before a zero."""
    return abs(value) < 1e15 and float(f"{value:.16g}") == value and str(value) != "-0.0"


def packed(sheets: Mapping[str, list[list[Any]]]) -> bytes:
    """Return a workbook; the same cells, the same bytes. Raises WhitesmokeError for what no cell can hold."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items() or {"members": []}.items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for y, row in enumerate(rows, start=1):
            for x, value in enumerate(row, start=1):
                if value is not None:
                    _write(sheet, y, x, value)
    text = io.BytesIO()
    book.save(text)
    return _timeless(text.getvalue())


def _write(sheet: Any, y: int, x: int, value: object) -> None:
    from openpyxl.utils.exceptions import IllegalCharacterError

    place = f"the sheet {quoted(sheet.title)}, row {y}"
    if isinstance(value, str) and len(value) > LONGEST:
        raise WhitesmokeError(f"{place}: a text of {len(value):,} signs, and a cell holds {LONGEST:,}; shorten it")
    try:
        cell = sheet.cell(y, x, value)
    except IllegalCharacterError as error:
        raise WhitesmokeError(
            f"{place}: no cell can hold {quoted(value)}; take out the sign that shows nothing"
        ) from error
    if isinstance(value, str):
        cell.data_type = "s"  # also what looks like a formula or an error
    elif isinstance(value, datetime.date):
        cell.number_format = "yyyy-mm-dd"


def _timeless(raw: bytes) -> bytes:
    """Return a workbook that does not say when it was made."""
    text = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(text, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(
                zipfile.ZipInfo(name), STAMP.sub(rb"\g<1>2000-01-01T00:00:00Z", old.read(name)), zipfile.ZIP_DEFLATED
            )
    return text.getvalue()


def write_case(loaded: Loaded, folder: Path, name: str) -> list[Path]:
    """Write `name.toml` and `name.xlsx` to a folder, over none that is there; return both."""
    paths = [folder / f"{name}.toml", folder / f"{name}.xlsx"]
    must_be_free(paths)
    text, book = case_in_sheets(loaded, paths[1].name)
    write_text(paths[0], text)
    paths[1].write_bytes(book)
    return paths


def must_be_free(paths: Iterable[Path]) -> None:
    """Refuse to write over a file. Raises WhitesmokeError."""
    if there := next((path for path in paths if path.exists()), None):
        raise WhitesmokeError(f"{there} exists already: choose another folder")
