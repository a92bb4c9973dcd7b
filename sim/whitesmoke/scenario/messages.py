"""What pydantic found wrong, said in words: what was found, what was wanted, what to do."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from whitesmoke.errors import Problem
from whitesmoke.scenario.loaded import Origin, Place, dotted, problem_at
from whitesmoke.scenario.meant import meant
from whitesmoke.scenario.misplaced import misplaced, told, top_level, value_in
from whitesmoke.scenario.schema import Scenario
from whitesmoke.scenario.shape import fields_at
from whitesmoke.scenario.wording import instead, listed, quoted

WANTED = {
    "float": "a number",
    "int": "a whole number",
    "string": "a text in quotes",
    "bool": "true or false",
    "date": "a date such as 2024-06-30",
    "datetime": "a date such as 2024-06-30",
    "list": "a list",
    "tuple": "a list",
    "dict": "a table",
    "model": "a table",
    "mapping": "a table",
    "is_instance": "a table",
    "union": "a number, or a table with `value` or `dist`",
    "finite": "a finite number",
}
"""What a field of each kind wants, by the first word of pydantic's name of the error."""

LIMITS = {
    "greater_than_equal": ("ge", "at or above"),
    "greater_than": ("gt", "above"),
    "less_than_equal": ("le", "at or below"),
    "less_than": ("lt", "below"),
}
CODE = "a code is 2 to 6 capitals and digits, such as HUN"
NOBODY = "missing; every scenario needs it: give [members], a [members_table], or a bloc with `generate`"
NAME = "a name is letters, digits, - and _, such as opt-out"


def problems_of(
    error: ValidationError,
    data: dict[str, Any],
    origins: dict[Place, Origin],
    root: type[BaseModel] = Scenario,
) -> list[Problem]:
    """Return one problem for every field that pydantic refused, in the order of the files."""
    by_path: dict[Place, list[ErrorDetails]] = {}
    for details in error.errors(include_url=False):
        by_path.setdefault(_path(details, data), []).append(details)
    elsewhere = {path: place for path in by_path if (place := misplaced(path, data, root))}
    lost = {place[-1] for place in elsewhere.values()}
    found = [problem_at(origins, place, told(place, root)) for place in dict.fromkeys(elsewhere.values())]
    found += [
        problem_at(origins, path, _message(path, details, root, data))
        for path, details in by_path.items()
        if path not in elsewhere and not _explained_deeper(path, details, by_path) and not _is_lost(path, details, lost)
    ]
    if root is Scenario and nobody(data) and not lost & {"members", "members_table"}:
        found.append(problem_at(origins, ("members",), NOBODY))
    return sorted(found, key=lambda problem: (problem.file, problem.line or 0))


def _is_lost(path: Place, details: list[ErrorDetails], lost: set[Any]) -> bool:
    """Say whether a field is missing only because it stands inside another table."""
    return len(path) == 1 and path[0] in lost and details[0]["type"] == "missing"


def nobody(data: dict[str, object]) -> bool:
    """Say whether a scenario gives no members in any of the three ways."""
    blocs = data.get("blocs")
    rows = blocs.values() if isinstance(blocs, dict) else ()
    generated = any(isinstance(bloc, dict) and bloc.get("generate") for bloc in rows)
    return not (data.get("members") or data.get("members_table") or generated)


def _path(details: ErrorDetails, data: Any) -> Place:
    """Return the path of an error in the file: pydantic adds the branches it tried, which are no fields."""
    path: Place = ()
    *around, last = details["loc"] or ("",)
    for part in around:
        if _has(data, part):
            path, data = (*path, part), data[part]
    is_field = last != "" and (_has(data, last) or details["type"] == "missing")
    return (*path, last) if is_field else path


def _has(data: object, part: str | int) -> bool:
    if isinstance(data, dict):
        return part in data
    return isinstance(data, list | tuple) and isinstance(part, int) and 0 <= part < len(data)


def _explained_deeper(path: Place, details: list[ErrorDetails], by_path: dict[Place, Any]) -> bool:
    """Say whether an error is only that of a branch not meant: the branch that was meant has its own, deeper."""
    deeper = any(len(other) > len(path) and other[: len(path)] == path for other in by_path)
    return deeper and all(_kind(one["type"]) in WANTED or one["type"] == "literal_error" for one in details)


def _kind(error_type: str) -> str:
    return "is_instance" if error_type == "is_instance_of" else error_type.split("_")[0]


def _message(path: Place, details: list[ErrorDetails], root: type[BaseModel], data: dict[str, Any]) -> str:
    if len(details) > 1 and all(_wanted(one) for one in details):
        wanted = dict.fromkeys(str(_wanted(one)) for one in details)
        return f"expected {listed(wanted, 'or')}, found {quoted(details[0]['input'])}"
    if details[0]["type"] == "extra_forbidden":
        remedy = meant(path, len(path) - 1, value_in(data, path[:-1])) if root is Scenario else None
        return f"unknown field{f'; write {remedy}' if remedy else instead(str(path[-1]), _allowed(path[:-1], root))}"
    return _one(path, details[0], root)


def _one(path: Place, details: ErrorDetails, root: type[BaseModel]) -> str:
    kind, value, context = details["type"], details["input"], details.get("ctx", {})
    if kind == "missing":
        return _missing(path, root)
    if kind == "literal_error":
        near = instead(value, _choices(context)) if isinstance(value, str) else ""
        return f"expected {_wanted(details)}, found {quoted(value)}{near if 'did you mean' in near else ''}"
    if kind == "string_pattern_mismatch":
        return f"{CODE if '{2,6}' in context['pattern'] else NAME}; found {quoted(value)}"
    if kind == "string_too_long":
        return f"at most {context['max_length']} characters, found {len(value)}"
    if kind in LIMITS:
        key, words = LIMITS[kind]
        return f"must be {words} {context[key]:g}, found {quoted(value)}"
    if kind == "too_short":
        return f"must not be empty{_described(path, root)}"
    if kind == "too_long":
        return f"expected {context['max_length']} values, found {context['actual_length']}"
    if kind == "value_error":
        return f"{context['error']}{'' if isinstance(value, dict) else f', found {quoted(value)}'}"
    if wanted := _wanted(details):
        return f"expected {wanted}, found {quoted(value)}"
    return details["msg"][0].lower() + details["msg"][1:]


def _wanted(details: ErrorDetails) -> str | None:
    if details["type"] == "literal_error":
        return listed([quoted(choice) for choice in _choices(details["ctx"])], "or")
    return WANTED.get(_kind(details["type"])) if details["type"].split("_")[-1] not in ("mismatch", "long") else None


def _choices(context: dict[str, Any]) -> list[str]:
    return [part.strip("'") for part in context["expected"].replace(" or ", ", ").split(", ")]


def _allowed(path: Place, root: type[BaseModel]) -> list[str]:
    return [*fields_at(path, root)] if path else top_level(root)


def _missing(path: Place, root: type[BaseModel]) -> str:
    return f"missing; every {_owner(path, root)} needs it{_described(path, root)}"


def _owner(path: Place, root: type[BaseModel]) -> str:
    if root is not Scenario:
        whole = {"Priors": "file of priors"}.get(root.__name__, root.__name__.lower())
        whole = whole if root.__name__ in ("Experiment", "Series", "Lecture", "Priors") else "row"
        return whole if len(path) == 1 else f"table [{dotted(path[:-1])}]"
    singular = {
        "candidates": "candidate",
        "demands": "demand",
        "events": "event",
        "focal": "focal date",
        "levers": "lever",
    }
    if isinstance(path[-1], int):
        return "list of this kind"
    if len(path) == 1:
        return "scenario"
    return singular.get(str(path[0]), f"table [{path[0]}]" if len(path) == 2 else "entry of this list")


def _described(path: Place, root: type[BaseModel]) -> str:
    field = fields_at(path[:-1], root).get(str(path[-1]))
    return f" ({field.description})" if field is not None and field.description else ""
