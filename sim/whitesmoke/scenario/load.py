"""From a name to a validated scenario: find, read, lay variants over what they extend, read side tables, check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from whitesmoke.errors import Problem, ScenarioError
from whitesmoke.scenario import check, document, merge
from whitesmoke.scenario.beside import with_rows
from whitesmoke.scenario.checks.lever_fields import kept
from whitesmoke.scenario.dropped import KINDS, names_at, rows_without, without_mentions
from whitesmoke.scenario.files import Trust, elsewhere, find, name_or_path_of, named, no_scenario, shown, why_unusable
from whitesmoke.scenario.given import Given
from whitesmoke.scenario.kinds import a_body, is_body, of_another_kind
from whitesmoke.scenario.loaded import Loaded, Origin, Place, problem_at
from whitesmoke.scenario.merge import Layer
from whitesmoke.scenario.messages import problems_of
from whitesmoke.scenario.schema import ONLY_IN_FILES, Scenario
from whitesmoke.scenario.seated import in_time
from whitesmoke.scenario.side import SideTables, member_rows
from whitesmoke.scenario.wording import quoted

DEEPEST = 10
"""How many scenarios may stand on each other's shoulders."""

__all__ = ["BodyError", "Loaded", "load"]


class BodyError(ScenarioError):
    """A body was to be played: sound or not, it has nobody to choose and nothing to decide."""


def load(
    name_or_path: str | Path, overrides: Sequence[str] = (), rule: str | None = None, trust: Trust = "all"
) -> Loaded:
    """Return the scenario of a name or path, with `path=value` overrides and perhaps another rule by name.

    `trust`: what may name a file that is read. "files": no override; "none": nor a file, unless the other lies next to
    it. Raises ScenarioError with every problem that was found, each with its file and line.
    """
    return _load(find(name_or_path), overrides, rule, trust)


def _load(path: Path, overrides: Sequence[str], rule: str | None, trust: Trust) -> Loaded:
    files: list[Path] = []
    draft = _read(path, (), files, trust)
    whole = merge.merged(draft.rows, draft.written)
    whole.origins[()] = Origin(path, None)
    if is_body(whole.data):
        raise BodyError([Problem(shown(path), None, "", a_body(path.stem, name_or_path_of(path)))])
    _lay_over(whole, overrides, rule)
    try:
        scenario = Scenario.model_validate(whole.data)
    except ValidationError as error:
        raise ScenarioError(problems_of(error, whole.data, whole.origins)) from error
    tables = rows_without(SideTables(whole.origins, files, trust).read(scenario, draft.sources), draft.gone)
    loaded = Loaded(scenario, tables, path.stem, files, whole.origins, whole.data, tuple(overrides), rule)
    if problems := check.problems(loaded):
        raise ScenarioError(problems)
    return kept(in_time(loaded, draft.of_body))


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
    sources: list[tuple[str, Origin]] = field(default_factory=list)
    """tables of sources by the files that name them, the one furthest below first: a source keeps the id of its file"""
    gone: dict[str, set[str]] = field(default_factory=dict)
    """names that were dropped and not given again, by their tables"""
    of_body: set[str] = field(default_factory=set)
    """members of all times of the body that is extended"""


def _read(path: Path, below: tuple[Path, ...], files: list[Path], trust: Trust) -> _Draft:
    """Return a file laid over those it extends; `below` are the files that led here."""
    files.append(path)
    own = Layer(*document.read(path))
    file = "FILE.toml" if isinstance(path, Given) else shown(path)
    if not below and (message := of_another_kind(own.data, "scenario", file)):
        raise ScenarioError([Problem(shown(path), None, "", message)])
    if below and own.data and not own.data.keys() & {*Scenario.model_fields, *ONLY_IN_FILES}:
        raise ScenarioError([Problem(shown(path), None, "", "this is no scenario: it has no field of one")])
    parent = own.data.pop("extends", None)
    dropped = own.data.pop("drop", [])
    draft = _Draft(Layer({}, {}))
    if parent is not None:
        draft = _read(_parent(path, parent, own.origins, below, trust), (*below, path), files, trust)
    names = _drop(draft, dropped, own.origins, extends=parent is not None)
    inherited = names_at([draft.rows, draft.written], ("members",)).get("members", set())
    own = with_rows(path.parent, own, inherited, files, trust)
    table, rows = own.data.get("members_table"), None
    if isinstance(table, dict) and isinstance(table.get("file"), str):
        rows = member_rows(path.parent, table["file"], own.origins, files, trust)
    _let_go(draft, names, [own, rows or draft.rows])
    if rows is not None:
        draft.rows, draft.of_body = rows, set()
    draft.written = merge.merged(draft.written, own)
    if is_body(draft.written.data):
        draft.of_body = names_at([draft.rows, draft.written], ("members",))["members"]
    if isinstance(own.data.get("sources"), str):
        draft.sources.append((own.data["sources"], own.origins["sources",]))
    return draft


def _let_go(draft: _Draft, names: dict[str, set[str]], given: list[Layer]) -> None:
    """Forget, in what is inherited, all that is about what a file drops and does not give again."""
    new = {kind: some - names_at(given, KINDS[kind]).get(kind, set()) for kind, some in names.items()}
    for layer in (draft.written, draft.rows):
        without_mentions(layer, new)
    for kind, some in new.items():
        draft.gone[kind] = draft.gone.get(kind, set()) | some
    for kind, place in KINDS.items():  # what comes back further up is there again
        draft.gone[kind] = draft.gone.get(kind, set()) - names_at(given, place).get(kind, set())


def _parent(path: Path, parent: object, origins: dict[Place, Origin], below: tuple[Path, ...], trust: Trust) -> Path:
    def refused(message: str) -> ScenarioError:
        return ScenarioError([problem_at(origins, ("extends",), message)])

    if not isinstance(parent, str):
        raise refused(f"expected the name of a file, found {quoted(parent)}")
    chain = [*below, path]
    target = _target(path.parent, parent)
    if message := (trust == "none" and elsewhere(parent)) or _why_none(parent, target):
        raise refused(message)
    if any(target.samefile(earlier) for earlier in chain if not isinstance(earlier, Given)):
        circle = " -> ".join(shown(file) for file in [*chain, target])
        raise refused(f"a scenario cannot extend itself: {circle}")
    if len(chain) > DEEPEST:
        raise refused(f"more than {DEEPEST} scenarios extend each other; extend one nearer to the root")
    return target


def _target(folder: Path, parent: str) -> Path:
    """Return the file that is extended: one next to the file that says so; else that of a scenario or body by name."""
    beside = folder / parent
    if beside.exists() or Path(parent).name != parent:
        return beside
    with_ending = folder / f"{parent}.toml"
    return with_ending if with_ending.is_file() else named(parent) or beside


def _why_none(parent: str, target: Path) -> str | None:
    """Return a sentence about a file to extend that is not there; None if it is there."""
    by_name = Path(parent).name == parent and not parent.endswith(".toml")
    there = target.exists() or target.is_symlink()
    return f"{quoted(parent)}: {no_scenario(parent)}" if by_name and not there else why_unusable(target)


def _drop(draft: _Draft, entries: Any, origins: dict[Place, Origin], extends: bool) -> dict[str, set[str]]:
    """Take paths out of what is inherited, and return the names that go with them."""
    problems: list[Problem] = []
    names: dict[str, set[str]] = {}
    if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
        message = f'expected a list of paths such as ["candidates.iohannis"], found {quoted(entries)}'
        raise ScenarioError([problem_at(origins, ("drop",), message)])
    if entries and not extends:
        raise ScenarioError([problem_at(origins, ("drop",), "there is nothing to drop from: `drop` needs `extends`")])
    for index, entry in enumerate(entries):
        if entry == "tables" or entry.startswith("tables."):
            message = 'the rows of tables are tables like others; drop what is in them, such as "demands"'
            problems.append(problem_at(origins, ("drop", index), message))
            continue
        for kind, some in _names_of(draft, entry).items():
            names[kind] = names.get(kind, set()) | some
        refusal = merge.drop([draft.written, draft.rows], entry)
        if refusal is not None:
            problems.append(problem_at(origins, ("drop", index), refusal))
    if problems:
        raise ScenarioError(problems)
    if "sources" in entries:
        draft.sources.clear()
    if "members_table" in entries:
        names["members"] = names.get("members", set()) | names_at([draft.rows], ("members",))["members"]
        draft.rows = Layer({}, {})
    return names


def _names_of(draft: _Draft, entry: str) -> dict[str, set[str]]:
    try:
        return names_at([draft.written, draft.rows], merge.key_path(entry))
    except ValueError:  # no path: that is said where it is dropped
        return {}
