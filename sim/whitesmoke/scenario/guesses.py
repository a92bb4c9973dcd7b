"""The numbers that a scenario marks as assumed: its own guesses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whitesmoke.scenario.checks.provenance import NUMBERS, tables
from whitesmoke.scenario.loaded import Loaded, Place


def guesses(loaded: Loaded) -> list[str]:
    """Return the paths of the modelling numbers that are marked as assumed, where they stand or around them."""
    data = loaded.data
    found: list[Place] = []
    for pattern, fields in NUMBERS.items():
        for place, table in tables(data, pattern):
            for name, value in table.items():
                if name in fields or not fields:
                    found += _assumed(value, (*place, name), _around(data, place))
    return [".".join(map(str, place)) for place in found]


def _around(data: Any, place: Place) -> bool:
    """Whether the innermost table around a number that says where it comes from says: assumed."""
    assumed = _marked(data, False)
    for key in place:
        data = data[key]
        assumed = _marked(data, assumed)
    return assumed


def _marked(table: object, otherwise: bool) -> bool:
    if not isinstance(table, dict):
        return otherwise
    return table.get("assumed") is True or (otherwise and not isinstance(table.get("source"), str))


def _assumed(value: object, place: Place, around: bool) -> Iterator[Place]:
    if isinstance(value, dict) and not {"dist", "value"} & value.keys():
        for name, inner in value.items():
            yield from _assumed(inner, (*place, name), around)
    elif _marked(value, around) and isinstance(value, int | float | dict) and not isinstance(value, bool):
        yield place
