"""The tables of coded cases, read: their rows, with the lines they stand on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from whitesmoke.errors import Problem, ScenarioError
from whitesmoke.scenario import document
from whitesmoke.scenario.coded.case_rows import TABLES, CodedCase, CodedRow, Source
from whitesmoke.scenario.files import shown, why_unusable
from whitesmoke.scenario.loaded import Origin, Place
from whitesmoke.scenario.messages import problems_of
from whitesmoke.scenario.tables import read_rows


class Lined[R: CodedRow](NamedTuple):
    """A row, and the line it stands on."""

    row: R
    line: int | None


class Casebook(NamedTuple):
    """All tables of a folder."""

    folder: Path
    cases: dict[str, CodedCase]
    lines: Mapping[Place, Origin]
    """of cases.toml"""
    tables: dict[str, list[Lined[Any]]]

    def rows(self, table: str, case: str | None = None) -> Iterator[Any]:
        """Yield the rows of a table, or those of one case."""
        return (lined.row for lined in self.tables[table] if case is None or lined.row.case == case)

    def of(self, name: str) -> Casebook:
        """Return the tables of one case."""
        tables = {
            table: [one for one in rows if getattr(one.row, "case", name) == name]
            for table, rows in self.tables.items()
        }
        return self._replace(cases={name: self.cases[name]}, tables=tables)

    def blind(self) -> Casebook:
        """Return the tables without what was written knowing the end."""
        cases: dict[str, Any] = {name: case.blind() for name, case in self.cases.items()}
        tables = {name: [Lined(row.blind(), line) for row, line in rows] for name, rows in self.tables.items()}
        return self._replace(cases=cases, tables=tables)

    def problem(self, table: str, line: int | None, column: str, message: str) -> Problem:
        """Return a problem of a row."""
        return Problem(shown(self.folder / f"{table}.csv"), line, column, message)

    def problem_of_case(self, name: str, message: str, field: str = "") -> Problem:
        """Return a problem of a case in cases.toml, or of one of its fields."""
        origin = self.lines.get((name, field)) or self.lines.get((name,))
        place = f"{name}.{field}" if field else name
        return Problem(shown(self.folder / "cases.toml"), origin.line if origin else None, place, message)


def read(folder: Path) -> Casebook:
    """Return the tables of a folder. Raises ScenarioError with every row that is none of its table."""
    if message := why_unusable(folder / "cases.toml"):
        raise ScenarioError([Problem(shown(folder), None, "", f"no folder of coded cases: {message}")])
    data, origins = document.read(folder / "cases.toml")
    problems: list[Problem] = []
    if not data:
        problems.append(
            Problem(shown(folder / "cases.toml"), None, "", "there is no case in it; begin one with [NAME]")
        )
    cases = {name: case for name, fields in data.items() if (case := _case(name, fields, origins, problems))}
    tables = {name: _table(folder / f"{name}.csv", model, problems) for name, model in TABLES.items()}
    if problems:
        raise ScenarioError(problems)
    return Casebook(folder, cases, origins, tables)


def _case(name: str, fields: object, origins: Mapping[Place, Origin], problems: list[Problem]) -> CodedCase | None:
    where = {place[1:]: origin for place, origin in origins.items() if place[:1] == (name,)}
    if not isinstance(fields, dict):
        message = f"a case is a table; begin it with [{name}]"
        problems.append(Problem(shown(Path(str(origins[()].file))), where[()].line, name, message))
        return None
    try:
        return CodedCase.model_validate(fields)
    except ValidationError as error:
        problems += problems_of(error, fields, where, CodedCase)
        return None


def _table(path: Path, model: type[CodedRow], problems: list[Problem]) -> list[Lined[Any]]:
    if not path.exists() and model is not Source:
        return []
    needed = tuple(field.alias or name for name, field in model.model_fields.items() if field.is_required())
    rows: list[Lined[Any]] = []
    try:
        for line, values in read_rows(path, model, (), needed):
            try:
                rows.append(Lined(model.model_validate(values), line))
            except ValidationError as error:
                problems += problems_of(error, values, {(): Origin(path, line)}, model)
    except ScenarioError as error:
        problems += error.problems
    return rows
