"""From a name to a validated scenario: find, read, lay variants over what they extend, read side tables, check."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.errors import Problem, ScenarioError
from sim.scenario import check, merge
from sim.scenario.files import find, read_text, shown, why_unusable
from sim.scenario.kinds import of_another_kind
from sim.scenario.lines import line_numbers
from sim.scenario.loaded import Loaded, Origin, Place, problem_at
from sim.scenario.merge import Layer
from sim.scenario.messages import problems_of
from sim.scenario.schema import Scenario
from sim.scenario.side import SideTables, member_rows
from sim.scenario.words import quoted

DEEPEST = 10
"""How many scenarios may stand on each other's shoulders."""

__all__ = ["Loaded", "load"]


def load(name_or_path: str | Path, overrides: Sequence[str] = (), rule: str | None = None) -> Loaded:
    """Return the scenario of a name or path, with `path=value` overrides and perhaps another rule by name.

    Raises ScenarioError with every problem that was found, each with its file and line.
    """
    path = find(name_or_path)
    try:
        return _load(path, overrides, rule)
    except RecursionError as error:
        message = "tables or lists stand in each other too deeply to be read; a scenario needs three or four levels"
        raise ScenarioError([Problem(shown(path), None, "", message)]) from error


def _load(path: Path, overrides: Sequence[str], rule: str | None) -> Loaded:
    files: list[Path] = []
    draft = _read(path, (), files)
    whole = merge.merged(draft.rows, draft.written)
    whole.origins[()] = Origin(path, None)
    _lay_over(whole, overrides, rule)
    try:
        scenario = Scenario.model_validate(whole.data)
    except ValidationError as error:
        raise ScenarioError(problems_of(error, whole.data, whole.origins)) from error
    tables = SideTables(whole.origins, files).read(scenario)
    loaded = Loaded(scenario, tables, path.stem, files, whole.origins, whole.data, tuple(overrides))
    if problems := check.problems(loaded):
        raise ScenarioError(problems)
    return loaded


def _lay_over(whole: Layer, overrides: Sequence[str], rule: str | None) -> None:
    problems: list[Problem] = []
    for text in overrides:
        try:
            merge.override(whole, text)
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    if rule is not None:
        merge.replace_rule(whole, rule)


@dataclass
class _Draft:
    """A scenario before validation: what its files say, and apart from that the rows of its members table."""

    written: Layer
    rows: Layer = field(default_factory=lambda: Layer({}, {}))


def _read(path: Path, below: tuple[Path, ...], files: list[Path]) -> _Draft:
    """Return a file laid over those it extends; `below` are the files that led here."""
    files.append(path)
    own = _parse(path)
    if not below and (message := of_another_kind(own.data, "scenario", shown(path))):
        raise ScenarioError([Problem(shown(path), None, "", message)])
    parent = own.data.pop("extends", None)
    dropped = own.data.pop("drop", [])
    draft = _Draft(Layer({}, {}))
    if parent is not None:
        draft = _read(_parent(path, parent, own.origins, below), (*below, path), files)
    _drop(draft, dropped, own.origins, extends=parent is not None)
    draft.written = merge.merged(draft.written, own)
    table = own.data.get("members_table")
    if isinstance(table, dict) and isinstance(table.get("file"), str):
        draft.rows = member_rows(path.parent / table["file"], own.origins, files)
    return draft


def _parse(path: Path) -> Layer:
    text = read_text(path)
    try:
        data = tomllib.loads(text)
    except ValueError as error:
        raise ScenarioError([syntax_problem(path, text, error)]) from error
    return Layer(data, {place: Origin(path, line) for place, line in line_numbers(text).items()})


def syntax_problem(path: Path, text: str, error: ValueError) -> Problem:
    found = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", str(error), re.DOTALL)
    if not found:
        return Problem(shown(path), None, "", f"not TOML: {error}")
    what, line, column = found.groups()
    place = f", column {column}" if column else ", at the end of the file"
    hint = "; a date is written 2031-06-30, a number 0.9, a text in quotes" if "after a statement" in what else ""
    message = f"not TOML: {what.rstrip('.').lower()}{place}{hint}"
    return Problem(shown(path), int(line or text.count("\n") + 1), "", message)


def _parent(path: Path, parent: Any, origins: dict[Place, Origin], below: tuple[Path, ...]) -> Path:
    def refused(message: str) -> ScenarioError:
        return ScenarioError([problem_at(origins, ("extends",), message)])

    if not isinstance(parent, str):
        raise refused(f"expected the name of a file, found {quoted(parent)}")
    chain = [*below, path]
    target = path.parent / parent
    if message := why_unusable(target):
        raise refused(message)
    if any(target.samefile(earlier) for earlier in chain):
        circle = " -> ".join(shown(file) for file in [*chain, target])
        raise refused(f"a scenario cannot extend itself: {circle}")
    if len(chain) > DEEPEST:
        raise refused(f"more than {DEEPEST} scenarios extend each other; extend one nearer to the root")
    return target


def _drop(draft: _Draft, entries: Any, origins: dict[Place, Origin], extends: bool) -> None:
    problems: list[Problem] = []
    if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
        message = f'expected a list of paths such as ["candidates.iohannis"], found {quoted(entries)}'
        raise ScenarioError([problem_at(origins, ("drop",), message)])
    if entries and not extends:
        raise ScenarioError([problem_at(origins, ("drop",), "there is nothing to drop from: `drop` needs `extends`")])
    for index, entry in enumerate(entries):
        refusal = merge.drop([draft.written, draft.rows], entry)
        if refusal is not None:
            problems.append(problem_at(origins, ("drop", index), refusal))
    if problems:
        raise ScenarioError(problems)
