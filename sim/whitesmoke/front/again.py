"""What is typed to get a result again."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whitesmoke.errors import ScenarioError
from whitesmoke.scenario.files import find
from whitesmoke.scenario.given import Given
from whitesmoke.writing.shell import as_typed, command

if TYPE_CHECKING:
    from whitesmoke.front.case import Case
    from whitesmoke.front.result import Result


def again(result: Result) -> str:
    """Return the command that gives a result; of one made in Python the command that would, if there is one."""
    if typed := as_typed():
        return typed
    words = _words(result.kind, result.json())
    case: Case | None = getattr(result, "case", None)
    if case is None or not words:
        return ""
    given = _of_case(case)
    others = [_after(runs.case, case) for runs in getattr(result, "after", {}).values()]
    return command(words[0], *given, *others, *words[1:]) if given and all(others) else ""


def _after(variant: Case, base: Case) -> str | Path | None:
    """Return what `compare` takes a variant by: its name or file, or its one change; nothing where it takes neither."""
    found = opened(variant)
    if not found or variant.other_rule or variant.posterior is not base.posterior:
        return None
    if len(found) == 1:
        return Path(found[0])
    same = variant.loaded.files == base.loaded.files and not base.changes
    return found[1] if same and len(found) == 2 else None


def _words(kind: str, data: dict[str, Any]) -> list[object]:
    """Return the command of a kind of result, and its options besides those of the case."""
    seed: list[object] = ["--seed", data.get("seed", 1)]
    if kind == "trace":
        return ["run", *seed, "--replicate", data["replicate"]]
    if kind == "ensemble":
        return ["run", "--runs", data["runs"], *seed]
    if kind in ("levers", "compare"):
        named = _each("--lever", list(dict.fromkeys(one["lever"] for one in data.get("levers", ()))))
        return [kind, *named, "--runs", data["runs"], *seed]
    if kind == "attribution":
        return ["attribute", "--runs", data["runs"], *seed]
    if kind == "nowcast":
        last = data["forecasts"][-1]
        weekly: list[object] = ["--weekly"] if len(data["forecasts"]) > 1 else []
        field: list[object] = ["--field-known"] if data["field_known"] else []
        return ["nowcast", "--as-of", last["as_of"], "--runs", last["runs"], *seed, *weekly, *field]
    return []


def _of_case(case: Case) -> list[object] | None:
    """Return what a command says of a case; None of one that has no file, or a posterior of which none is known."""
    found = opened(case)
    if not found or case.posterior is not None:
        return None
    rule = ["--rule", case.other_rule] if case.other_rule else []
    return [Path(found[0]), *_each("--set", case.changes), *rule]


def opened(case: Case) -> list[str]:
    """Return what opens a scenario again: its name or file, and what was changed; nothing of one that has no file."""
    file = case.loaded.files[0]
    return [] if isinstance(file, Given) else [str(_called(case.name, file)), *case.changes]


def _each(option: str, values: Sequence[str]) -> list[str]:
    return [word for value in values for word in (option, value)]


def _called(name: str, file: Path) -> Path:
    """Return what a terminal finds a scenario by: its name, or else its file as seen from here."""
    try:
        if not name.startswith("-") and find(name).samefile(file):
            return Path(name)
    except (OSError, ScenarioError):
        pass
    try:
        return Path(os.path.relpath(file))
    except ValueError:  # another drive
        return file
