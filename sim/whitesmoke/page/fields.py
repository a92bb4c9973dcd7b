"""What a visitor may change: the fields of a scenario, straight from its schema, with units, ranges and defaults."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from whitesmoke.page.plain import plainly
from whitesmoke.scenario.in_force import OF_A_HOLDER, is_bargained, plays_no_part
from whitesmoke.scenario.load import Loaded
from whitesmoke.scenario.merge import toml_value
from whitesmoke.scenario.people import all_members, bloc_members
from whitesmoke.scenario.schema import Scenario
from whitesmoke.scenario.shape import default_of, fields_at, types_at

GROUPS = {
    "demands": "Demands",
    "bargaining": "Bargaining",
    "amendment": "Texts that move",
    "ratification": "Consent that has to be ratified",
    "ballots": "Ballots",
    "grantors": "Purses of those who grant",
    "members": "Members",
    "blocs": "Groups",
    "candidates": "Candidates",
    "focal": "Dates that press",
    "events": "Scripted events",
    "parameters": "Parameters",
    "patron": "The patron",
    "chair": "The chair",
    "calendar": "Calendar",
    "sittings": "When the body sits",
    "rule": "Silence",
}
"""The tables of a scenario that can be changed on the page, and what they are called there."""
ROLES = ("patron", "chair")
"""Groups that are one field: which member it is."""
SINGLE = {
    **{
        one: one for one in ("bargaining", "amendment", "ratification", "ballots", "parameters", "calendar", "sittings")
    },
    "rule": "rule.silence",
}
"""Groups that are one table, and its path."""
WORDS = frozenset({"source", "assumed", "name", "label", "text", "sponsor"})
FIXED = frozenset({"kind", "generate", "home", "bloc", "holder", "concerns", "dates"})
"""Fields that are left alone: they are words, or decide what a table is."""


class Field(NamedTuple):
    """One value that can be changed."""

    path: str
    name: str
    kind: str
    """number, whole, date, yes-no, choice or text"""
    value: str
    """as it would be written in the file, a text without quotes; empty: not given"""
    given: bool
    """whether the file gives it; else `value` is the default"""
    default: str
    low: float | None
    high: float | None
    choices: list[str]
    help: str
    """what it means, with its unit"""
    in_force: str = ""
    """what is played where a member gives nothing itself"""
    group: str = ""
    """the group whose value that is, if it is one's"""
    removable: bool = False
    """whether the file gives what could be left out of it"""


def groups(loaded: Loaded) -> list[dict[str, Any]]:
    """Return what can be changed: groups, and in each the items by name."""
    found = []
    for group, words in GROUPS.items():
        title = f"{words} (off)" if group == "bargaining" and not is_bargained(loaded.scenario) else words
        alone = group in SINGLE or group in ROLES
        items = [[group, title]] if alone else [[n, label(loaded, group, n)] for n in _names(loaded, group)]
        if items:
            found.append({"group": group, "title": title, "items": items})
    return found


def _names(loaded: Loaded, group: str) -> list[str]:
    names = list(getattr(loaded.scenario, group))
    return sorted(names) if group == "members" else names


def label(loaded: Loaded, group: str, name: str) -> str:
    """Return what an item is called."""
    item = getattr(loaded.scenario, group)[name]
    said = getattr(item, "name", "") or getattr(item, "label", "") or getattr(item, "text", "")
    return f"{name}: {said}"[:90] if said and said != name else name


def fields(loaded: Loaded, group: str, item: str) -> list[Field]:
    """Return the fields of one item of a group; none for what is not there."""
    if group in ROLES:
        info, code = fields_at(())[group], getattr(loaded.scenario, group)
        return [_field(loaded, (group,), info, "choice", code, plainly(info.description or ""))]
    if group not in GROUPS or (group not in SINGLE and item not in getattr(loaded.scenario, group)):
        return []
    path = tuple(SINGLE[group].split(".")) if group in SINGLE else (group, item)
    found: list[Field] = []
    for name, info in fields_at(path).items():
        if name not in WORDS | FIXED or path == ("ballots",):
            found += _of(loaded, (*path, name), info)
    return found


def _of(loaded: Loaded, path: tuple[str, ...], info: FieldInfo) -> Iterator[Field]:
    kinds = types_at(path)
    value = value_at(loaded.scenario, path)
    if path[0] == "events" and not _is_given(loaded.data, path):
        return  # each kind of event has its own few fields
    if any(get_origin(kind) is dict for kind in kinds) and (value is None or isinstance(value, dict)):
        names = list(value or ()) if path[-1] == "hurts" else _by_name(loaded, path[-1])
        for name in names:
            own = value.get(name) if isinstance(value, dict) else value
            yield _field(loaded, (*path, name), info, "number", own, f"{plainly(info.description or '')}: {name}")
    elif kind := _kind(kinds):
        yield _field(loaded, path, info, kind, value, plainly(info.description or ""))


def _by_name(loaded: Loaded, field: str) -> list[str]:
    """Return the names that a table of numbers goes by: candidates, or issues of the space."""
    return list(loaded.scenario.candidates if field == "baseline" else loaded.scenario.space.issues)


def _field(loaded: Loaded, path: tuple[str, ...], info: FieldInfo, kind: str, value: Any, help_: str) -> Field:
    low, high = limits(path) if kind in ("number", "whole") else (None, None)
    default = None if info.is_required() else default_of(info)
    choices = [str(choice) for kind_ in types_at(path) if get_origin(kind_) is Literal for choice in get_args(kind_)]
    in_force, group = _in_force(loaded.scenario, path) if value is None else ("", "")
    return Field(
        path=".".join(path),
        name=path[-1] if path[0] in SINGLE or len(path) == 1 else " ".join(path[2:]),
        kind=kind,
        value=plain_text(value),
        given=_is_given(loaded.data, path),
        default=plain_text(default),
        low=low,
        high=high,
        choices=sorted(all_members(loaded.scenario)) if path[0] in ROLES else choices,
        help=f"{help_}; plays no part in this mode of bargaining" if plays_no_part(loaded.scenario, path) else help_,
        in_force=in_force,
        group=group,
        removable=_is_given(loaded.data, path) and not info.is_required(),
    )


def _in_force(scenario: Scenario, path: tuple[str, ...]) -> tuple[str, str]:
    """Return what is played where a member gives nothing itself, and the group it comes from, or empty texts.

    Of several groups it is the last that gives a value; without any it is what holds for all.
    """
    for_all = {"baseline": 0.0, "patron_tie": 1.0, "salience": _by_path(scenario.space.salience, path)}
    for_all |= {field: getattr(scenario.bargaining, field) for field in OF_A_HOLDER}
    for_all |= {"ratification": scenario.ratification.weeks}
    if path[0] != "members" or path[2] not in for_all:
        return "", ""
    value, group = for_all[path[2]], ""
    for name, members in bloc_members(scenario).items():
        own = _by_path(getattr(scenario.blocs[name], path[2], None), path) if path[1] in members else None
        value, group = (own, name) if own is not None else (value, group)
    return written(value), group


def _by_path(value: object, path: tuple[str, ...]) -> Any:
    """Return a number, or that of a table of numbers for the name at the end of a path."""
    return value.get(path[-1]) if isinstance(value, dict) else value


def _kind(kinds: list[object]) -> str | None:
    for wanted, kind in ((bool, "yes-no"), (float, "number"), (int, "whole"), (datetime.date, "date")):
        if wanted in kinds:
            return kind
    if any(get_origin(kind) is Literal for kind in kinds):
        return "choice"
    return "text" if str in kinds else None


@cache
def limits(path: tuple[str, ...]) -> tuple[float | None, float | None]:
    """Return the smallest and largest value that the schema takes at a path, by asking it; None: none for a slider."""
    info = fields_at(path[:-1]).get(path[-1]) or fields_at(path[:-2]).get(path[-2])
    if info is None:
        return None, None
    kind: Any = Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    whole = int in types_at(path)
    ends = (0, 1) if whole else (0,)  # of a number above 0 nothing is said: the page would call 1 its least
    low = next((float(n) for n in ends if not _takes(adapter, -1, whole) and _takes(adapter, n, whole)), None)
    high = next((float(n) for n in (10_000, 1000, 100, 31, 10, 1) if _takes(adapter, n, whole)), None)
    return low, None if high is not None and high >= 1000.0 else high


def _takes(adapter: TypeAdapter[Any], value: int, whole: bool) -> bool:
    try:
        adapter.validate_python(value if whole else float(value))
    except ValidationError:
        return False
    return True


def value_at(scenario: Scenario, path: tuple[str, ...]) -> Any:
    """Return the value of a validated scenario at a path; None where there is none."""
    value: Any = scenario
    for part in path:
        value = value.get(part) if isinstance(value, dict) else getattr(value, part, None)
    return value


def _is_given(data: object, path: tuple[str, ...]) -> bool:
    for part in path:
        if not isinstance(data, dict) or part not in data:
            return False
        data = data[part]
    return True


def written(value: object) -> str:
    """Return a value as it stands in a scenario file."""
    if value is None:
        return ""
    if isinstance(value, BaseModel):
        inner = value.model_dump(exclude_none=True)
        return "{ " + ", ".join(f"{key} = {written(one)}" for key, one in inner.items()) + " }"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {written(one)}" for key, one in value.items()) + " }"
    return value.isoformat() if isinstance(value, datetime.date) else text_or_number(value)


def plain_text(value: object) -> str:
    """Return a value as it is typed on the page: as in a file, but a text without quotes."""
    return value if isinstance(value, str) else written(value)


def as_typed(path: str, value: object) -> object:
    """Return what was typed into a field as a change has it: a text that would be read as a number in quotes.

    Nothing (a change taken back) and None (a value taken away) stay as they are.
    """
    text = str(value).strip()
    if not text or value is None or isinstance(toml_value(text), str):
        return value
    return written(text) if _kind(types_at(tuple(path.split(".")))) == "text" else value


def text_or_number(value: object) -> str:
    """Return a number plainly, anything else as a quoted text."""
    if isinstance(value, float):
        return f"{value:.12g}" if abs(value) < 1e15 else repr(value)
    return str(value) if isinstance(value, int) else json.dumps(str(value), ensure_ascii=False)
