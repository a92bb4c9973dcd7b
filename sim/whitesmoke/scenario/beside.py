"""The tables that a file keeps elsewhere, `[tables]`: sheets of one workbook or CSV files, whose rows lie below it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel

from whitesmoke.errors import Problem, ScenarioError
from whitesmoke.scenario.dates_schema import Focal
from whitesmoke.scenario.files import Trust, read_bytes, shown, why_refused
from whitesmoke.scenario.loaded import Origin, Place, places, problem_at
from whitesmoke.scenario.merge import Layer, merged
from whitesmoke.scenario.numbers import LogitsByName, PlaceByName, Table
from whitesmoke.scenario.schema import Bloc, Candidate, Demand, Event, Grantor, Member, Tie
from whitesmoke.scenario.tables import read_rows
from whitesmoke.scenario.wording import instead, quoted
from whitesmoke.scenario.workbook import is_packed, sheets_of, workbook_and_sheet


class Standing(Table):
    """Where a member or a candidate stands on the issues, apart from what else is said of it."""

    position: PlaceByName | None = None
    salience: LogitsByName | None = None


class Given(NamedTuple):
    """Where a table is."""

    path: Path
    name: str
    """as the file would name it"""
    field: str
    """of `[tables]`, that names it"""


class Kind(NamedTuple):
    """A table of named rows."""

    model: type[BaseModel]
    key: str
    """column with the names"""


ROWS = {
    "blocs": Kind(Bloc, "id"),
    "members": Kind(Member, "code"),
    "candidates": Kind(Candidate, "id"),
    "demands": Kind(Demand, "id"),
    "grantors": Kind(Grantor, "id"),
    "focal": Kind(Focal, "id"),
    "events": Kind(Event, "id"),
}
"""By the name of the table in the file, of its sheet and of its field in `[tables]`."""
POSITIONS, EDGES = "positions", "edges"
NAMED: dict[str, Place] = {
    "sources": ("sources",),
    "tallies": ("record", "tallies"),
    "commitments": ("record", "commitments"),
}
"""Tables that the file has fields for: a sheet of a workbook is what these name, unless they name another."""
SHEETS = (*ROWS, POSITIONS, EDGES, *NAMED)


def with_rows(folder: Path, own: Layer, known: set[str], files: list[Path], trust: Trust) -> Layer:
    """Return what a file says, laid over the rows of the tables that it names.

    Parameters
    ----------
    known : members and candidates that it inherits

    Raises ScenarioError with every problem of the tables.
    """
    said = own.data.get("tables")
    if not isinstance(said, dict):
        return own
    given = dict(_given(folder, said, own.origins, trust))
    rows, problems = Layer({}, {}), list[Problem]()
    for kind, place in given.items():
        file = workbook_and_sheet(place.path)[0]
        if file not in files:
            files.append(file)
        try:
            _read(kind, place, rows, own)
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    if POSITIONS in given:
        known = known | {*_names(own, "members"), *_names(rows, "members")}
        _stand(given[POSITIONS].path, rows, {*_names(own, "candidates"), *_names(rows, "candidates")}, known)
    return merged(rows, own)


def _given(
    folder: Path, said: dict[str, Any], origins: dict[Place, Origin], trust: Trust
) -> Iterator[tuple[str, Given]]:
    """Yield each table that is given, and where; what is no text is refused later."""
    whole = said.get("file")
    if isinstance(whole, str):
        book = _usable(folder, whole, "file", origins, trust)
        raw = read_bytes(book)
        if not is_packed(raw):
            message = f"{quoted(whole)} is no workbook; name a CSV by what is in it, as in members = {quoted(whole)}"
            raise ScenarioError([problem_at(origins, ("tables", "file"), message)])
        by_name = {name.casefold(): name for name in sheets_of(book, raw)}
        if not by_name.keys() & {*SHEETS}:
            message = f"no sheet of {quoted(whole)} is called as a table is: {', '.join(SHEETS)}"
            raise ScenarioError([problem_at(origins, ("tables", "file"), message)])
        for kind in SHEETS:
            if kind in by_name and kind not in said:
                name = f"{whole}#{by_name[kind]}"
                yield kind, Given(folder / name, name, "file")
    for kind in SHEETS:
        if isinstance(said.get(kind), str):
            yield kind, Given(_usable(folder, said[kind], kind, origins, trust), said[kind], kind)


def _usable(folder: Path, name: str, field: str, origins: dict[Place, Origin], trust: Trust) -> Path:
    path = folder / name
    message = why_refused(name, workbook_and_sheet(path)[0], trust)
    if message:
        raise ScenarioError([problem_at(origins, ("tables", field), message)])
    return path


def _read(kind: str, given: Given, rows: Layer, own: Layer) -> None:
    """Put the rows of one table where they belong."""
    path = given.path
    if kind in ROWS:
        model, key = ROWS[kind]
        for line, values in read_rows(path, model, (key,), (key,)):
            _put(rows, (kind, values.pop(key, "")), values, Origin(path, line))
    elif kind == EDGES:
        ends = ("member", "listens_to")
        for number, (line, values) in enumerate(read_rows(path, Tie, ends, ends)):
            rows.data.setdefault("network", {}).setdefault("ties", []).append(values)
            rows.origins["network", "ties", number] = Origin(path, line)
    elif kind in NAMED:
        _put(rows, NAMED[kind], given.name, own.origins["tables", given.field])


def _put(rows: Layer, place: Place, value: object, origin: Origin) -> None:
    """Put a value at a place, and all that is in it; a table that is there already gains what it has not."""
    table = rows.data
    for part in place[:-1]:
        table = table.setdefault(str(part), {})
    old = table.get(str(place[-1]))
    table[str(place[-1])] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
    rows.origins.update(dict.fromkeys(places(value, place), origin))


def _names(layer: Layer, kind: str) -> list[str]:
    table = layer.data.get(kind)
    return list(table) if isinstance(table, dict) else []


def _stand(path: Path, rows: Layer, candidates: set[str], members: set[str]) -> None:
    """Say of members and candidates where they stand. Raises ScenarioError for who is neither."""
    problems = []
    for line, values in read_rows(path, Standing, ("id",), ("id",)):
        name = values.pop("id", "")
        if name not in candidates | members:
            message = f"no member or candidate is called {quoted(name)}{instead(name, sorted(candidates | members))}"
            problems.append(Problem(shown(path), line, "id", message))
        _put(rows, ("candidates" if name in candidates else "members", name), values, Origin(path, line))
    if problems:
        raise ScenarioError(problems)
