"""The CSV files that a scenario names, read and validated: members, the record, ties, sources."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ValidationError

from whitesmoke.errors import Problem, ScenarioError
from whitesmoke.scenario.calendars import calendars, meetings_of
from whitesmoke.scenario.dates_schema import Sitting
from whitesmoke.scenario.files import Trust, why_refused
from whitesmoke.scenario.graphs import rows_of_edges
from whitesmoke.scenario.loaded import Origin, Place, SourceRow, Tables, problem_at
from whitesmoke.scenario.merge import Layer
from whitesmoke.scenario.messages import problems_of
from whitesmoke.scenario.people import all_members
from whitesmoke.scenario.record_schema import Commitment, Tally
from whitesmoke.scenario.schema import Member, Scenario, Tie
from whitesmoke.scenario.tables import CsvRow, read_rows
from whitesmoke.scenario.wording import instead, quoted
from whitesmoke.scenario.workbook import workbook_and_sheet


def member_rows(folder: Path, name: str, origins: dict[Place, Origin], files: list[Path], trust: Trust) -> Layer:
    """Return the rows of a members table as tables `members.CODE`, each placed at its line."""
    rows, path = Layer({"members": {}}, {}), folder / name
    file = workbook_and_sheet(path)[0]
    if message := why_refused(name, file, trust):
        raise ScenarioError([problem_at(origins, ("members_table", "file"), message)])
    files.append(file)
    for line, values in read_rows(path, Member, key=("code",), needed=("code",)):
        code = values.pop("code", "")
        rows.data["members"][code] = values
        _place(rows.origins, ("members", code), values, Origin(path, line))
    return rows


def _place(origins: dict[Place, Origin], path: Place, value: object, origin: Origin) -> None:
    origins[path] = origin
    if isinstance(value, dict):
        for key, inner in value.items():
            _place(origins, (*path, key), inner, origin)


class SideTables:
    """Reads the CSV files of a validated scenario; places every row in `origins`, adds every file to `files`.

    `trust`: as of `whitesmoke.scenario.load.load`.
    """

    def __init__(self, origins: dict[Place, Origin], files: list[Path], trust: Trust) -> None:
        self.origins, self.files, self.trust = origins, files, trust
        self.problems: list[Problem] = []
        self.directed: dict[str, bool] = {}

    def read(self, scenario: Scenario, sources: Sequence[tuple[str, Origin]] = ()) -> Tables:
        """Return all tables.

        Parameters
        ----------
        sources : tables of sources that files name, the nearest last; of two rows of one id the nearer one counts

        Raises ScenarioError with every problem of every file.
        """
        record = scenario.record
        edges = self._edges(scenario)
        known = self._sources(scenario.sources, sources)
        tallies = self._rows(record.tallies, ("record", "tallies"), Tally)
        commitments = self._rows(record.commitments, ("record", "commitments"), Commitment)
        meetings = self._meetings(scenario.sittings.calendar)
        if self.problems:
            raise ScenarioError(self.problems)
        asked = [row for row in meetings if row.level in (scenario.sittings.levels or [row.level])]
        return Tables(
            tallies,
            commitments,
            edges,
            known,
            sittings=[row for row in asked if row.kind != "extraordinary"],
            called=[row for row in asked if row.kind == "extraordinary"],
            levels=tuple(dict.fromkeys(row.level for row in meetings)),
            directed=self.directed,
        )

    def _edges(self, scenario: Scenario) -> dict[str, list[Tie]]:
        """Return the ties of each layer that names a file: a table, a graph or a list of edges."""
        found: dict[str, list[Tie]] = {}
        for x, layer in enumerate(scenario.network.layers):
            place: Place = ("network", "layers", x, "file")
            path = self._path(layer.file, place) if layer.kind == "file" else None
            if layer.file is None or path is None:
                continue
            try:
                rows, directed = rows_of_edges(path, dict.fromkeys(all_members(scenario)))
                found[layer.file] = self._validated(rows, place, path, Tie)
            except ScenarioError as error:
                self.problems += error.problems
                continue
            if directed is not None:
                self.directed[layer.file] = directed
        return found

    def _meetings(self, name: str | None) -> list[Sitting]:
        """Return the rows of a calendar that ships."""
        if name is None:
            return []
        known = calendars()
        place: Place = ("sittings", "calendar")
        if name not in known:
            near = instead(name, known)
            message = f"no calendar is called {quoted(name)}{near}; `whitesmoke list --calendars` shows them all"
            self.problems.append(problem_at(self.origins, place, message))
            return []
        path = known[name].path
        try:
            rows = meetings_of(path)
        except ScenarioError as error:
            self.problems += error.problems
            return []
        self.origins |= {(*place, x): Origin(path, row.line) for x, row in enumerate(rows)}
        return [row.sitting for row in rows]

    def _sources(self, own: str | None, written: Sequence[tuple[str, Origin]]) -> dict[str, SourceRow]:
        """Return the rows of all tables of sources, by id; an option of the command line may name one more."""
        place: Place = ("sources",)
        last = self.origins.get(place)
        tables = [*written, *([(own, last)] if own is not None and last and (own, last) not in written else [])]
        known: dict[str, SourceRow] = {}
        for name, origin in tables:
            self.origins[place] = origin
            known |= {row.id: row for row in self._rows(name, place, SourceRow, ("id",))}
        return known

    def _rows[M: BaseModel](self, name: str | None, place: Place, model: type[M], key: tuple[str, ...] = ()) -> list[M]:
        """Return the rows of the file that a field names; none if it names none or the file has problems."""
        path = self._path(name, place)
        return self._read(path, place, model, key) if path else []

    def _path(self, name: str | None, place: Place) -> Path | None:
        """Return the table that a field names; None if it names none, or what is no file, which is noted."""
        if name is None:
            return None
        written = self.origins[place].file
        path = (written.parent if isinstance(written, Path) else Path()) / name
        file = workbook_and_sheet(path)[0]
        if message := self._unusable(name, file, isinstance(written, Path)):
            self.problems.append(problem_at(self.origins, place, message))
            return None
        if file not in self.files:
            self.files.append(file)
        return path

    def _read[M: BaseModel](self, path: Path, place: Place, model: type[M], key: tuple[str, ...] = ()) -> list[M]:
        needed = tuple(column for column, field in model.model_fields.items() if field.is_required())
        try:
            return self._validated(read_rows(path, model, key, needed), place, path, model)
        except ScenarioError as error:
            self.problems += error.problems
            return []

    def _unusable(self, name: str, path: Path, in_file: bool) -> str | None:
        if self.trust != "all" and not in_file:
            return "a change may not name a file here; name it in a scenario file"
        return why_refused(name, path, self.trust)

    def _validated[M: BaseModel](self, rows: list[CsvRow], place: Place, path: Path, model: type[M]) -> list[M]:
        valid: list[M] = []
        for number, (line, values) in enumerate(rows):
            self.origins[(*place, number)] = Origin(path, line or None)
            try:
                valid.append(model.model_validate(values))
            except ValidationError as error:
                self.problems += problems_of(error, values, {(): Origin(path, line or None)}, model)
        return valid
