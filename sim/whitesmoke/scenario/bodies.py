"""Bodies: who decides, and how, in files that a case extends by name."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import Any, NamedTuple

from whitesmoke.errors import ScenarioError
from whitesmoke.scenario.files import body_folders, find, name_or_path_of
from whitesmoke.scenario.given import Given
from whitesmoke.scenario.load import BodyError, Loaded, load
from whitesmoke.scenario.people import seats

START, SUMMIT, EXPIRY = datetime.date(2025, 1, 13), datetime.date(2025, 6, 26), datetime.date(2025, 12, 31)
"""Of a new case of a body, and of the question that it is asked to find out whether it is sound."""


class Body(NamedTuple):
    """One body that a name finds."""

    name: str
    title: str
    path: Path
    members: int
    """with a seat on the first day of a new case"""
    rule: str
    source: str
    """of the rule"""


def shipped() -> list[Body]:
    """Return the bodies that a case can extend by name, in the order of their names; the first folder's name wins."""
    found: dict[str, Path] = {}
    for folder in body_folders():
        for path in sorted(folder.glob("*.toml")):
            found.setdefault(path.stem, path)
    return [_described(path) for _, path in sorted(found.items())]


def _described(path: Path) -> Body:
    """Return what a body says of itself; one that cannot be read is listed too, for `check` to explain."""
    try:
        scenario = load_body(path).scenario
    except ScenarioError:
        return Body(path.stem, "(cannot be read: `check` says why)", path, 0, "", "")
    rule = scenario.rule
    return Body(path.stem, scenario.title, path, len(seats(scenario, START)), rule.name or "table", rule.source or "")


def load_body(path: Path) -> Loaded:
    """Return a body with a question of its own put to it: that is how it can be checked before there is a case.

    Raises ScenarioError with every problem of the body.
    """
    return load(_questioned(path))


def playable(name_or_path: str | Path, start: datetime.date | None = None) -> str | Path:
    """Return a scenario as it was given, and a body with a question put to it, for what asks only how it decides.

    Parameters
    ----------
    start : the day of that question
    """
    try:
        load(name_or_path)
    except BodyError:
        return _questioned(find(name_or_path), start or START)
    except ScenarioError:  # said where it is opened
        pass
    return name_or_path


def _questioned(path: Path, start: datetime.date = START) -> Given:
    question = {"name": "a question", "entry": start}
    calendar = {"start": start, "expiry": start + (EXPIRY - START)}
    tables: dict[str, Any] = {
        "extends": str(path.resolve()),
        "calendar": calendar,
        "candidates": {"question": question},
    }
    if start != START:  # a special sitting, for calendars do not go back as far as members
        tables["sittings"] = {"called": 1.0, "assumed": True}
    return Given(tables, path.stem)


def extended(path: Path, folder: Path) -> str:
    """Return what a case in a folder extends a body by: its name where a name finds it, else its path from there."""
    found_by = name_or_path_of(path)
    return found_by if found_by == path.stem else Path(os.path.relpath(path, folder)).as_posix()
