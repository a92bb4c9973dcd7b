"""How many of the numbers of a scenario have a source, and how many are assumed."""

from __future__ import annotations

from typing import Any, NamedTuple

from whitesmoke.scenario.checks.provenance import NUMBERS, tables
from whitesmoke.scenario.loaded import Loaded, Place


class Said(NamedTuple):
    """Numbers that are written in a scenario, by what is said of them."""

    sourced: int
    assumed: int
    given: int
    """by --set, or in Python"""


def said_of_numbers(loaded: Loaded) -> Said:
    """Return how many of its modelling numbers have a source, are assumed, or were given besides the file.

    What is nearest to a number counts: its own table, then the tables around it, then what is said of its file. One
    that has a source and is marked as assumed is assumed: the source says why it was set so.
    """
    kinds = [kind for place, value in _numbers(loaded) for kind in [_said(loaded, place, value)] * _count(value)]
    return Said(*map(kinds.count, Said._fields))


def _numbers(loaded: Loaded) -> list[tuple[Place, Any]]:
    found = {
        (*place, name): value
        for pattern, fields in NUMBERS.items()
        for place, table in tables(loaded.data, pattern)
        for name, value in table.items()
        if name in fields or not fields
    }
    return list(found.items())


def _count(value: Any) -> int:
    """Return how many numbers stand here: a distribution is one."""
    if isinstance(value, dict):
        return 1 if "dist" in value or "value" in value else sum(map(_count, value.values()))
    return int(isinstance(value, int | float) and not isinstance(value, bool))


def _said(loaded: Loaded, place: Place, value: Any) -> str:
    if isinstance(loaded.origins.get(place, loaded.origins[()]).file, str):
        return "given"
    said = _speaker(loaded, place, value)
    return "assumed" if said.get("assumed") is True or "source" not in said else "sourced"


def source_of(loaded: Loaded, place: Place) -> str:
    """Return what a scenario says of where the value at a place comes from; nothing where it says nothing."""
    value = _at(loaded.data, place)
    said = _speaker(loaded, place, value)
    return " ".join(["assumed" * (said.get("assumed") is True), str(said.get("source") or "")]).strip()


def _speaker(loaded: Loaded, place: Place, value: Any) -> dict[str, Any]:
    """Return the table that says where a value comes from: itself, the nearest one around, or that of its file."""
    inner = [value] if isinstance(value, dict) else []
    around = [_at(loaded.data, place[:depth]) for depth in range(len(place) - 1, -1, -1)]
    files = [loaded.data.get("members_table" if place[0] == "members" else "tables")]
    return next((table for table in [*inner, *around, *files] if isinstance(table, dict) and _speaks(table)), {})


def _speaks(table: dict[str, Any]) -> bool:
    return isinstance(table.get("source"), str) or table.get("assumed") is True


def _at(data: Any, place: Place) -> Any:
    """Return what is written at a place; None where nothing is."""
    for part in place:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return None
    return data
