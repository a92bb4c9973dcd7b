"""What a file drops is not asked for: what it inherits and what is about nothing else goes with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from whitesmoke.scenario.loaded import Place, Tables
from whitesmoke.scenario.merge import Layer

Names = Mapping[str, Collection[str]]
"""Names by the table whose rows they are."""

KINDS: dict[str, Place] = {kind: (kind,) for kind in ("members", "candidates", "demands", "blocs")}
KINDS["issues"] = ("space", "issues")
"""Where each kind of thing has its names."""

IN_LISTS: dict[str, tuple[Place, ...]] = {
    "members": (("blocs", "*", "members"), ("events", "*", "by"), ("events", "*", "members"), ("rule", "veto")),
    "blocs": (("events", "*", "blocs"),),
}
"""Lists that name it: it is taken out of them."""
AS_KEYS: dict[str, tuple[Place, ...]] = {
    "members": (
        ("rule", "rows", "*", "weights"),
        ("rule", "any", "*", "rows", "*", "weights"),
        ("demands", "*", "hurts"),
        ("grantors",),
    ),
    "candidates": (("blocs", "*", "baseline"), ("members", "*", "baseline")),
    "issues": (
        ("members", "*", "position"),
        ("members", "*", "salience"),
        ("space", "salience"),
        ("space", "reversion"),
        ("candidates", "*", "position"),
    ),
}
"""Tables that have a number, or a purse, for it: that goes."""
AS_FIELDS: dict[str, tuple[Place, ...]] = {
    "members": (("patron",), ("chair",), ("candidates", "*", "home")),
    "blocs": (("members", "*", "bloc"),),
}
"""Fields that name it: the field goes."""
ABOUT: dict[str, tuple[tuple[Place, tuple[str, ...]], ...]] = {
    "members": ((("demands",), ("holder", "grantor")), (("network", "ties"), ("member", "listens_to"))),
    "candidates": (
        (("demands",), ("concerns",)),
        (("events",), ("candidate", "on_exit")),
        (("record", "exits"), ("candidate",)),
        (("record",), ("winner",)),
    ),
    "demands": ((("events",), ("demand",)),),
}
"""Tables, and the fields by which a row of them is about it: the whole row goes."""


def names_at(layers: Collection[Layer], path: Place) -> dict[str, set[str]]:
    """Return the names that go when a path is dropped: one, or those of a whole table."""
    for kind, table in KINDS.items():
        if path[: len(table)] == table[: len(path)] and len(path) <= len(table) + 1:
            known = {str(name) for layer in layers for name in _keys(_at(layer.data, table))}
            return {kind: {str(path[-1])} & known if len(path) > len(table) else known}
    return {}


def without_mentions(layer: Layer, gone: Names) -> None:
    """Take out of a layer what is about nothing but things that are gone."""
    demands = set(_keys(layer.data.get("demands")))
    for kind, names in gone.items():
        _in_tables(layer, kind, names)
        for pattern, fields in ABOUT.get(kind, ()):
            _rows_about(layer, pattern, fields, names)
    if lost := demands - set(_keys(layer.data.get("demands"))):
        _rows_about(layer, ("events",), ("demand",), lost)


def rows_without(tables: Tables, gone: Names) -> Tables:
    """Return the tables of a record without rows of members and candidates that are gone."""
    members, candidates = gone.get("members", ()), gone.get("candidates", ())
    return replace(
        tables,
        tallies=[row for row in tables.tallies if row.candidate not in candidates],
        commitments=[
            row for row in tables.commitments if row.candidate not in candidates and row.member not in members
        ],
    )


def _in_tables(layer: Layer, kind: str, names: Collection[str]) -> None:
    for pattern in IN_LISTS.get(kind, ()):
        for place, listed in _matching(layer.data, pattern):
            if isinstance(listed, list):
                _leave(layer, place, [one for one in listed if not _is_one(one, names)], listed)
    for pattern in AS_KEYS.get(kind, ()):
        for place, table in _matching(layer.data, pattern):
            for name in [name for name in _keys(table) if name in names]:
                _forget(layer, (*place, name))
    for pattern in AS_FIELDS.get(kind, ()):
        for place, value in list(_matching(layer.data, pattern)):
            if _is_one(value, names):
                _forget(layer, place)


def _leave(layer: Layer, place: Place, rest: list[Any], listed: list[Any]) -> None:
    """Put what is left of a list in its place; an event that names nobody any more goes."""
    if len(rest) == len(listed):
        return
    around = _at(layer.data, place[:-1])
    around[place[-1]] = rest
    for known in [known for known in layer.origins if known[: len(place)] == place and known != place]:
        del layer.origins[known]
    if place[0] == "events" and not any(around.get(field) for field in ("by", "members", "blocs")):
        _forget(layer, place[:-1])


def _rows_about(layer: Layer, pattern: Place, fields: tuple[str, ...], names: Collection[str]) -> None:
    table = _at(layer.data, pattern)
    keys = list(range(len(table))) if isinstance(table, list) else list(_keys(table))
    for key in reversed(keys):
        row = table[key]
        if isinstance(row, dict) and any(_is_one(row.get(field), names) for field in fields):
            _forget(layer, (*pattern, key))


def _forget(layer: Layer, place: Place) -> None:
    del _at(layer.data, place[:-1])[place[-1]]
    for known in [known for known in layer.origins if known[: len(place)] == place]:
        del layer.origins[known]


def _at(data: Any, place: Place) -> Any:
    for part in place:
        known = isinstance(part, int) if isinstance(data, list) else isinstance(data, dict) and part in data
        data = data[part] if known else None
    return data


def _is_one(value: object, names: Collection[str]) -> bool:
    return isinstance(value, str) and value in names


def _keys(table: object) -> list[Any]:
    return list(table) if isinstance(table, dict) else []


def _matching(data: Any, pattern: Place, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    if not pattern:
        yield place, data
        return
    first, rest = pattern[0], pattern[1:]
    inside = list(enumerate(data)) if isinstance(data, list) else [(key, data[key]) for key in _keys(data)]
    for key, value in inside:
        if first in ("*", key):
            yield from _matching(value, rest, (*place, key))
