"""Top-level fields that stand inside another table: in TOML all that follows a header belongs to its table."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pydantic import BaseModel

from whitesmoke.scenario.loaded import Place, dotted
from whitesmoke.scenario.numbers import Sourced
from whitesmoke.scenario.schema import ONLY_IN_FILES, Scenario
from whitesmoke.scenario.shape import fields_at, names_are_free, types_at

ANYWHERE = frozenset(Sourced.model_fields)
"""Where numbers come from may be said in a table or around it: such a field, in a table without it, is only unknown."""


def misplaced(path: Place, data: object, root: type[BaseModel]) -> Place | None:
    """Return the part of a refused path that ends with a top-level field inside another table; None if there is none.

    Parameters
    ----------
    data : the file as parsed
    """
    top = {*top_level(root)} - ANYWHERE
    for depth, name in enumerate(path):
        if depth and name in top and _stranger(path[:depth], str(name), value_in(data, path[: depth + 1]), root):
            return path[: depth + 1]
    return None


def top_level(root: type[BaseModel]) -> list[str]:
    """Return the fields that a file may have at its top."""
    return [*root.model_fields, *(ONLY_IN_FILES if root is Scenario else [])]


def value_in(data: object, path: Place) -> Any:
    """Return what stands at a path; None if nothing does."""
    for part in path:
        if isinstance(data, list) and isinstance(part, int):
            data = data[part]
        else:
            data = data.get(part) if isinstance(data, dict) else None
    return data


def _stranger(around: Place, name: str, value: object, root: type[BaseModel]) -> bool:
    """Say whether a name has no business in a table.

    Where the names are free, as in [demands], it has none if what it stands for is no entry of that table.
    """
    if names_are_free(around, root):
        return False
    fields, entry, own = fields_at(around, root), fields_at((*around, name), root), fields_at((name,), root)
    if name in fields:  # a field of both, as `ratification` of a member: what stands in it tells
        return bool(own) and _is_foreign(value, entry, own)
    if fields or len(around) > 1:
        return bool(fields)
    if around == ("members",) or not isinstance(value, dict):
        return bool(entry)
    return _is_foreign(value, entry, own)


def _is_foreign(value: object, entry: Collection[str], own: Collection[str]) -> bool:
    """Say whether a table has no field that it may have here, and only those it has at the top, if they are known."""
    keys = value.keys() - ANYWHERE if isinstance(value, dict) else set()
    return bool(keys) and keys.isdisjoint(entry) and (not own or keys <= {*own})


def told(place: Place, root: type[BaseModel]) -> str:
    """Return where a misplaced field belongs, and which field of the table it stands in may have been meant."""
    *around, name = place
    is_table = any(isinstance(kind, type) and issubclass(kind, BaseModel) for kind in types_at((name,), root))
    is_table = is_table or bool(types_at((name, ""), root))
    how = "write it before all tables" + (f", or as a table of its own, [{name}]" if is_table else "")
    meant = str(name).removesuffix("s")
    near = f' (or did you mean "{meant}"?)' if meant != name and meant in fields_at(around, root) else ""
    return f"belongs at the top level, not inside {dotted(tuple(around))}: {how}{near}"
