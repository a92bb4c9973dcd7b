"""A scenario given as tables instead of a file: it stands wherever a file stands, in the current folder."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from whitesmoke.errors import Problem, ScenarioError, WhitesmokeError

NAME = "untitled"
"""What a scenario given as a dict is called unless it is given a name."""
TOLD = "the dict"
"""Where its problems are said to stand."""
DEEPEST = 20
"""Tables and lists in each other; more is a table that contains itself."""


class Given(type(Path())):  # type: ignore[misc]  # which of two classes it is depends on the system
    """The place of a scenario that is no file: a path by its name, with the tables that would stand in the file."""

    def __init__(self, tables: Mapping[str, Any], name: str = NAME) -> None:
        if not isinstance(name, str) or not name or Path(name).name != name or "\\" in name:
            raise WhitesmokeError(f'"{name}" is no name for a scenario; use letters, digits, - and _')
        super().__init__(f"{name}.toml")
        self.tables: dict[str, Any] = plain_value(tables, TOLD)

    def with_segments(self, *segments: Any) -> Path:
        """Return what is made of this path, such as its folder: a path like any other."""
        return Path(*segments)

    def read_bytes(self) -> bytes:
        """Return what tells these tables from others."""
        return json.dumps(self.tables, sort_keys=True, default=str).encode()

    def __reduce__(self) -> Any:
        return Given, (self.tables, self.stem)


def plain_value(value: Any, told: str, place: tuple[str | int, ...] = ()) -> Any:
    """Return a Python value as TOML has it: tuples and arrays as lists, midnights as dates; a copy.

    Parameters
    ----------
    told : where a problem is said to stand

    Raises ScenarioError for what TOML does not have.
    """
    if len(place) > DEEPEST:
        raise _refused(told, (), "tables or lists stand in each other too deeply; three or four levels are enough")
    if hasattr(value, "tolist"):  # numbers and arrays of numpy and pandas
        value = _moments(value).tolist()
    if isinstance(value, Mapping):
        if odd := [key for key in value if not isinstance(key, str)]:
            raise _refused(told, place, f"a key is a text; write {str(odd[0])!r} instead of {odd[0]!r}")
        return {str(key): plain_value(inner, told, (*place, key)) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain_value(inner, told, (*place, number)) for number, inner in enumerate(value)]
    if isinstance(value, datetime.date) and value != value:  # NaT of pandas says it is a date
        value = None
    if isinstance(value, datetime.datetime):
        whole_day = value.tzinfo is None and value.time() == datetime.time()
        return value.date() if whole_day else datetime.datetime.fromisoformat(value.isoformat())
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, str) and any("\ud800" <= sign <= "\udfff" for sign in value):
        raise _refused(told, place, "a sign of it is not UTF-8; type it again")
    if isinstance(value, str | int | float | datetime.date | datetime.time):
        return value
    raise _refused(told, place, _foreign(value))


def _moments(value: Any) -> Any:
    """Return an array; dates in it are counted in microseconds, for Python has none that are finer."""
    return value.astype("datetime64[us]") if getattr(value.dtype, "kind", "") == "M" else value


def _foreign(value: object) -> str:
    if value is None:
        return "None is no value of a scenario; leave the field out"
    kind = type(value).__name__
    return f"a {kind} is no value of a scenario; give a text, a number, a truth value, a date, a list or a dict"


def _refused(told: str, place: tuple[str | int, ...], message: str) -> ScenarioError:
    return ScenarioError([Problem(told, None, ".".join(map(str, place)), message)])
