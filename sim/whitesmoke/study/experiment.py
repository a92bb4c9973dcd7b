"""From an experiment file to a checked experiment on a loaded scenario."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from whitesmoke.errors import Problem, ScenarioError, WhitesmokeError
from whitesmoke.evidence.posterior import Posterior, read, shipped_or
from whitesmoke.scenario import document
from whitesmoke.scenario.as_written import AmbiguousError, Cell, decimal_sign, level
from whitesmoke.scenario.files import find, read_bytes, shown, why_unusable
from whitesmoke.scenario.given import Given
from whitesmoke.scenario.grid import rows_of
from whitesmoke.scenario.kinds import kind_of, of_another_kind
from whitesmoke.scenario.load import Loaded, load
from whitesmoke.scenario.loaded import Origin, Place, problem_at
from whitesmoke.scenario.messages import problems_of
from whitesmoke.scenario.tables import CellError, as_wide, named, wrong_header
from whitesmoke.scenario.toml import file_text, override
from whitesmoke.scenario.wording import instead, quoted
from whitesmoke.scenario.workbook import workbook_and_sheet
from whitesmoke.study import shipped
from whitesmoke.study.experiment_schema import Experiment


class Fitted(NamedTuple):
    """The posterior of an experiment: run j of every point takes draw j."""

    file: Path
    posterior: Posterior


@dataclass(frozen=True)
class LoadedExperiment:
    """An experiment file, and the scenario that it is about, with the changes that hold for all points."""

    spec: Experiment
    path: Path
    origins: dict[Place, Origin]
    base: Loaded
    files: list[Path]
    """every file of the experiment itself: this one, and the points of a csv design"""
    rows: list[dict[str, Any]]
    """of a list or csv design: the value of every factor, as written"""
    copies: dict[str, Path]
    """in a results folder: the copy of each scenario, by the name that the experiment calls it"""
    fitted: Fitted | None = None

    @property
    def name(self) -> str:
        """Stem of the file: the name of the results folder."""
        return self.path.stem

    def refused(self, place: Place, message: str) -> ScenarioError:
        """Return an error about one field of the experiment file."""
        return ScenarioError([problem_at(self.origins, place, message)])

    def line(self, place: Place) -> str:
        """Return where the experiment file says something: its name and line."""
        found = problem_at(self.origins, place, "")
        return found.file if found.line is None else f"{found.file}:{found.line}"

    def scenario_file(self, name: str) -> Path:
        """Return the file of a scenario named in this experiment: its copy, next to the experiment, or by name."""
        return _scenario_file(name, self.path.parent, self.copies)


def _scenario_file(name: str, folder: Path, copies: dict[str, Path]) -> Path:
    if name in copies:
        return copies[name]
    return folder / name if (folder / name).is_file() else find(name)


class GivenExperiment(Given):
    """An experiment given as tables: a results folder keeps them as the file they would stand in."""

    def read_bytes(self) -> bytes:
        """Return that file."""
        return file_text(self.tables).encode()


def is_experiment(path: str | Path) -> bool:
    """Say whether a file is an experiment rather than a scenario: it has a design or a question, or most of one."""
    data = document.glimpse(Path(path))
    return "design" in data or "question" in data or kind_of(data) == "experiment"


def load_experiment(
    path: str | Path, copies: dict[str, Path] | None = None, posterior: Path | None = None
) -> LoadedExperiment:
    """Return a checked experiment, given by path or name, on other copies of its scenarios and with another posterior.

    Raises ScenarioError with every problem found, each with its file and line.
    """
    file = path if isinstance(path, Given) else shipped.find(path)
    data, origins = document.read(file)
    if message := of_another_kind(data, "experiment", shown(file)):
        raise ScenarioError([Problem(str(path), None, "", message)])
    try:
        spec = Experiment.model_validate(data)
    except ValidationError as error:
        raise ScenarioError(problems_of(error, data, origins, Experiment)) from error
    experiment = _on_its_scenario(spec, file, origins, copies or {})
    return replace(experiment, fitted=_fitted(experiment, posterior))


def _fitted(experiment: LoadedExperiment, given: Path | None) -> Fitted | None:
    """Return the posterior of an experiment: the one given, or the one that the file names."""
    if given is None and experiment.spec.posterior is None:
        return None
    file = shipped_or(given) if given else _beside_or_shipped(experiment, Path(str(experiment.spec.posterior)))
    try:
        found = read(file, "--posterior: " if given else "")
    except WhitesmokeError as error:
        if given:
            raise
        raise experiment.refused(("posterior",), str(error)) from error
    return Fitted(file, found)


def _beside_or_shipped(experiment: LoadedExperiment, named: Path) -> Path:
    beside, shipped = experiment.path.parent / named, shipped_or(named)
    return shipped if shipped.exists() and not beside.exists() else beside


def _on_its_scenario(
    spec: Experiment, file: Path, origins: dict[Place, Origin], copies: dict[str, Path]
) -> LoadedExperiment:
    changes = [override(name, value) for name, value in spec.set.items()]
    try:
        base = load(_scenario_file(spec.scenario, file.parent, copies), changes, spec.rule)
    except ScenarioError as error:
        raise ScenarioError([_of_this_file(problem, origins) for problem in error.problems]) from error
    files, rows = [file], [dict(row) for row in spec.design.rows or []]
    experiment = LoadedExperiment(spec, file, origins, base, files, rows, copies)
    if spec.design.file is not None:
        table = file.parent / spec.design.file
        files.append(workbook_and_sheet(table)[0])
        rows += _table_rows(experiment, table)
    for number, row in enumerate(rows):
        _check_row(experiment, number, row)
    return experiment


def _of_this_file(problem: Problem, origins: dict[Place, Origin]) -> Problem:
    """Return a problem with the rule of an experiment, or with what it sets, at its own line: nobody gave an option."""
    option, _, name = problem.file.partition(" ")
    place: Place = {"--rule": ("rule",), "--set": ("set", name)}.get(option, ())
    return problem_at(origins, place, problem.message) if place else problem


def _table_rows(experiment: LoadedExperiment, table: Path) -> list[dict[str, Any]]:
    """Return the points of a table whose columns are the factors. Raises ScenarioError."""
    file = workbook_and_sheet(table)[0]
    if message := why_unusable(file):
        raise experiment.refused(("design", "file"), message)
    factors = {*experiment.spec.factors}
    rows = rows_of(table, read_bytes(file), lambda cells: len({cell.strip() for cell in cells} & factors))

    def refused(message: str, line: int | None = None, column: str = "") -> ScenarioError:
        return ScenarioError([Problem(shown(table), line, column, message)])

    head = named([str(cell) for cell in rows[0].cells], rows[1:]) if rows else []
    if messages := wrong_header(head):
        raise refused("; ".join(messages), rows[0].line)
    if head and not {*head} & factors:  # nothing of it is told
        message = f"{quoted(shown(table))} is no table of points: its first line must name the factors"
        raise experiment.refused(("design", "file"), message)
    if len(rows) < 2:
        raise refused("no rows; a design needs at least one point")
    decimal = decimal_sign(cell for row in rows[1:] for cell in row.cells if isinstance(cell, str))
    points: list[dict[str, Any]] = []
    for line, cells in rows[1:]:
        try:
            points.append({name: _level(name, cell, decimal) for name, cell in zip(head, as_wide(cells, head))})
        except CellError as error:
            raise refused(error.message, line, error.column) from error
    return points


def _level(factor: str, cell: Cell, decimal: str) -> object:
    """Return the level of a factor that a cell has. Raises CellError for one that may mean two things."""
    try:
        return level(cell, decimal)
    except AmbiguousError as error:
        raise CellError(str(error), factor) from error


def _check_row(experiment: LoadedExperiment, number: int, row: dict[str, Any]) -> None:
    factors = experiment.spec.factors
    place: Place = ("design", "rows", number) if experiment.spec.design.kind == "list" else ("design", "file")
    for name in row:
        if name not in factors:
            raise experiment.refused((*place, name), f"there is no factor {quoted(name)}{instead(name, factors)}")
    for name in factors:
        if name not in row or row[name] == "":
            raise experiment.refused(place, f"point {number + 1} has no value of the factor {quoted(name)}")
