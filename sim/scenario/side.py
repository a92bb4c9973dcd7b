"""The CSV files that a scenario names, read and validated: members, the record, ties, sources."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from sim.errors import Problem, ScenarioError
from sim.scenario.files import why_unusable
from sim.scenario.loaded import Origin, Place, SourceRow, Tables, problem_at
from sim.scenario.merge import Layer
from sim.scenario.messages import problems_of
from sim.scenario.schema import Commitment, Member, Scenario, Tally, Tie
from sim.scenario.tables import CsvRow, read_rows


def member_rows(path: Path, origins: dict[Place, Origin], files: list[Path]) -> Layer:
    """Return the rows of a members table as tables `members.CODE`, each placed at its line."""
    rows = Layer({"members": {}}, {})
    _must_be_there(path, ("members_table", "file"), origins, files)
    for line, values in read_rows(path, Member, key=("code",), needed=("code",)):
        code = values.pop("code", "")
        rows.data["members"][code] = values
        _place(rows.origins, ("members", code), values, Origin(path, line))
    return rows


def _place(origins: dict[Place, Origin], path: Place, value: Any, origin: Origin) -> None:
    origins[path] = origin
    if isinstance(value, dict):
        for key, inner in value.items():
            _place(origins, (*path, key), inner, origin)


def _must_be_there(path: Path, place: Place, origins: dict[Place, Origin], files: list[Path]) -> None:
    if message := why_unusable(path):
        raise ScenarioError([problem_at(origins, place, message)])
    files.append(path)


class SideTables:
    """Reads the CSV files of a validated scenario; places every row in `origins`, adds every file to `files`."""

    def __init__(self, origins: dict[Place, Origin], files: list[Path]) -> None:
        self.origins = origins
        self.files = files
        self.problems: list[Problem] = []

    def read(self, scenario: Scenario) -> Tables:
        """Return all tables.

        Raises ScenarioError with every problem of every file.
        """
        record = scenario.record
        edges = {
            layer.file: self._rows(layer.file, ("network", "layers", x, "file"), Tie, ("member", "listens_to"))
            for x, layer in enumerate(scenario.network.layers)
            if layer.kind == "file" and layer.file
        }
        sources = self._rows(scenario.sources, ("sources",), SourceRow, ("id",))
        tallies = self._rows(record.tallies, ("record", "tallies"), Tally)
        commitments = self._rows(record.commitments, ("record", "commitments"), Commitment)
        if self.problems:
            raise ScenarioError(self.problems)
        return Tables(tallies, commitments, edges, {row.id: row for row in sources})

    def _rows[M: BaseModel](self, name: str | None, place: Place, model: type[M], key: tuple[str, ...] = ()) -> list[M]:
        """Return the rows of the file that a field names; none if it names none or the file has problems."""
        if name is None:
            return []
        written = self.origins[place].file
        path = (written.parent if isinstance(written, Path) else Path()) / name
        needed = tuple(column for column, field in model.model_fields.items() if field.is_required())
        try:
            _must_be_there(path, place, self.origins, self.files)
            return self._validated(read_rows(path, model, key, needed), place, path, model)
        except ScenarioError as error:
            self.problems += error.problems
            return []

    def _validated[M: BaseModel](self, rows: list[CsvRow], place: Place, path: Path, model: type[M]) -> list[M]:
        valid: list[M] = []
        for number, (line, values) in enumerate(rows):
            self.origins[(*place, number)] = Origin(path, line)
            try:
                valid.append(model.model_validate(values))
            except ValidationError as error:
                self.problems += problems_of(error, values, {(): Origin(path, line)}, model)
        return valid
