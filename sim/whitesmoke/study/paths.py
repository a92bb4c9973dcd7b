"""Fields of a scenario as an experiment names them, the same however they are written, and what they take."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any, get_origin

from whitesmoke.scenario.loaded import Place
from whitesmoke.scenario.merge import key_path
from whitesmoke.scenario.shape import types_at
from whitesmoke.scenario.wording import quoted
from whitesmoke.study.experiment import LoadedExperiment

BARE = re.compile(r"[A-Za-z0-9_-]+")


@cache
def address(path: str) -> Place:
    """Return the parts of a path, the same however it is written: quotes and blanks go, a place in a list is a number.

    A part may be `*`. Raises ValueError if it is no path.
    """
    parts = key_path(path.replace("*", '"*"'))
    return tuple(_part(parts[:depth], str(part)) for depth, part in enumerate(parts))


def _part(around: Place, part: str) -> str | int:
    return int(part) if part.isdigit() and any(get_origin(kind) is list for kind in types_at(around)) else part


def address_in(experiment: LoadedExperiment, place: Place, path: str) -> Place:
    """Return the parts of a path of an experiment. Raises ScenarioError at its place if it is no path."""
    try:
        return address(path)
    except ValueError as error:
        raise experiment.refused(place, f"{quoted(path)} is no path; write one like parameters.influence") from error


def written(parts: Place) -> str:
    """Return a path as `--set` takes it."""
    texts = [str(part) for part in parts]
    return ".".join(text if BARE.fullmatch(text) else json.dumps(text) for text in texts)


def is_whole(parts: Place) -> bool:
    """Say whether a field takes whole numbers only."""
    kinds = types_at(parts)
    return int in kinds and float not in kinds


def plain(parts: Place, value: Any) -> Any:
    """Return a value as its field has it, so that 1 and 1.0 are one value: a whole number, or a float."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if is_whole(parts):
        return int(value) if isinstance(value, int) or value.is_integer() else value
    try:
        return float(value) if float in types_at(parts) else value
    except OverflowError:
        return value
