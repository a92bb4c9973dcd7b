"""Levers: each moves something that runs depend on, between two values that the file could have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from whitesmoke.errors import ScenarioError
from whitesmoke.scenario import document, merge, toml
from whitesmoke.scenario.checks.findings import Findings
from whitesmoke.scenario.lever_schema import ENDS, End, Lever
from whitesmoke.scenario.loaded import Loaded, Origin, Place
from whitesmoke.scenario.merge import Layer
from whitesmoke.scenario.messages import problems_of
from whitesmoke.scenario.numbers import TELLS
from whitesmoke.scenario.schema import Scenario
from whitesmoke.scenario.shape import fields_at
from whitesmoke.scenario.wording import counted, quoted

Wrong = tuple[Place, str]
"""A field of a lever, and what is wrong with it."""
WORDS = ("label", "question", "low_says", "high_says")
EXAMPLE = "write one like demands.opt-out.ceiling"


def check(findings: Findings) -> None:
    """Every lever that the file itself gives can be moved, to two values that differ, and has its words."""
    for name, lever in findings.scenario.levers.items():
        if is_own(findings.loaded, name):
            for place, message in wrong(findings.loaded, lever):
                findings.add(("levers", name, *place), message)


def is_own(loaded: Loaded, name: str) -> bool:
    """Say whether a lever was written for the scenario as it is played: by its own file, and nothing is changed."""
    return not loaded.what_changed and loaded.origins["levers", name].file == loaded.files[0]


def kept(loaded: Loaded) -> Loaded:
    """Return a scenario without the inherited levers that cannot be moved in it: what they moved may be gone.

    With values changed, as at each point of a sweep, none is looked at: a lever that is tried has its own sentence.
    """
    levers = loaded.scenario.levers
    lost = {name for name, one in levers.items() if not is_own(loaded, name) and any(wrong(loaded, one))}
    if loaded.what_changed or not lost:
        return loaded
    left = {name: one for name, one in levers.items() if name not in lost}
    return replace(loaded, scenario=loaded.scenario.model_copy(update={"levers": left}))


def wrong(loaded: Loaded, lever: Lever) -> Iterator[Wrong]:
    """Yield what is wrong with a lever, without playing what it makes of the scenario."""
    yield from _words(lever)
    paths = list(_paths(lever))
    yield from paths
    if not paths:
        yield from _ends(loaded, lever)


def _words(lever: Lever) -> Iterator[Wrong]:
    for field in WORDS:
        if not getattr(lever, field).strip():
            yield (field,), "is empty; say it in a few words"
    if lever.low_says.strip() == lever.high_says.strip():
        yield ("high_says",), "both ends are called the same; say what tells them apart"


def _paths(lever: Lever) -> Iterator[Wrong]:
    """Yield each path that is none, is given twice, or that no run depends on."""
    if not lever.paths:
        yield ("path",), f"is empty: it moves nothing; {EXAMPLE}"
    for index, text in enumerate(lever.paths):
        place: Place = ("path",) if isinstance(lever.path, str) else ("path", index)
        try:
            path = merge.key_path(text)
        except ValueError:
            yield place, f"{quoted(text)} is no path; {EXAMPLE}"
            continue
        if tells(path):
            what = "a number, a switch, a word, a date or the rule"
            yield place, f"no run depends on {quoted(text)}: a lever moves {what}"
        elif text in lever.paths[:index]:
            yield place, f"{quoted(text)} stands here twice; keep one"


def tells(path: Place) -> bool:
    """Say whether a field, or a table around it, only tells."""
    fields = (fields_at(path[:depth]).get(str(part)) for depth, part in enumerate(path))
    return any(field is not None and TELLS in field.metadata for field in fields)


def _ends(loaded: Loaded, lever: Lever) -> Iterator[Wrong]:
    refused = {end: message for end in ENDS if (message := _uneven(lever, end) or _refused(loaded, lever, end))}
    if refused.get("low") == refused.get("high") and refused:
        yield ("path",), refused["low"]
    elif refused:
        yield from (((end,), message) for end, message in refused.items())
    elif lever.values("low") == lever.values("high"):
        yield ("high",), "both ends are the same, so it moves nothing; give another value"
    elif backwards := next(_backwards(lever), None):
        yield ("low",), f"{backwards[0]!r} is above `high`, {backwards[1]!r}; swap the two, and their words"


def _uneven(lever: Lever, end: End) -> str | None:
    """Return a sentence about an end that has values for more or fewer paths than there are."""
    value = getattr(lever, end)
    if not isinstance(lever.path, list) or not isinstance(value, list) or len(value) == len(lever.path):
        return None
    return f"{counted(value, 'value')} for {counted(lever.path, 'path')}; give one for each, or one for all"


def _backwards(lever: Lever) -> Iterator[tuple[float, float]]:
    pairs = zip(lever.values("low").values(), lever.values("high").values())
    numbers = [pair for pair in pairs if all(type(one) in (int, float) for one in pair)]
    if len(numbers) == len(lever.paths) and all(low >= high for low, high in numbers):
        yield from (pair for pair in numbers if pair[0] > pair[1])


def _refused(loaded: Loaded, lever: Lever, end: End) -> str | None:
    """Return why the fields that an end sets cannot have its values; None if each, by itself, can."""
    for text, value in lever.values(end).items():
        path = merge.key_path(text)
        anew = {top: document.fresh(table) for top, table in loaded.data.items() if top == path[0]}
        layer = Layer({**loaded.data, **anew}, {})
        try:
            merge.override(layer, toml.override(text, value))
        except ScenarioError as error:
            return f"{text}: {error.problems[0].message}"
        if message := _of_field(layer.data, path):
            return message
    return None


def _of_field(data: dict[str, Any], path: Place) -> str | None:
    """Return what is wrong with the row, or the table, that a value stands in; None if nothing is."""
    top, table = str(path[0]), data[str(path[0])]
    part = {top: {path[1]: table[path[1]]} if _has_rows(top) and len(path) > 1 else table}
    root = _only(top)
    try:
        root.model_validate(part)
    except ValidationError as error:
        found = problems_of(error, part, {(): Origin("", None)}, root)[0]
        return f"{found.field}: {found.message}"
    return None


def _has_rows(top: str) -> bool:
    return not fields_at((top,)) and bool(fields_at((top, "")))


@cache
def _only(top: str) -> type[BaseModel]:
    """Return a scenario with one field."""
    field = Scenario.model_fields[top]
    fields: dict[str, Any] = {top: (field.annotation, field)}
    return create_model("_Only", __config__=ConfigDict(strict=True, extra="forbid"), **fields)
