"""How two scenarios, or two tables of the same kind, differ: field by field, with defaults filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel

from whitesmoke.scenario.loaded import Loaded, Place
from whitesmoke.scenario.numbers import TELLS, Distribution, Stated, Table

WHOLE = (Stated, Distribution)
"""Tables that are one number: their sources are told beside it."""


class Value(NamedTuple):
    """What a field says."""

    value: Any
    means: str
    """what the field is, as the schema says"""
    tells: bool
    """whether no run depends on it"""


class Differs(NamedTuple):
    """A field, or a table with a name, that is not the same in both; None where one has it not."""

    place: Place
    before: Value | None
    after: Value | None

    @property
    def tells(self) -> bool:
        """Whether no run depends on it."""
        return all(side is None or side.tells for side in (self.before, self.after))


def differences(before: BaseModel, after: BaseModel) -> list[Differs]:
    """Return where two tables of one kind differ, in the order of their fields."""
    return [*_tables(before, after, (), False)]


def side_tables(before: Loaded, after: Loaded) -> list[str]:
    """Return which tables next to the files differ, of those that a run depends on."""
    kinds: dict[str, list[Any]] = {
        "ties of the network": [
            [before.edges.get(layer.file or "", []) for layer in before.scenario.network.layers],
            [after.edges.get(layer.file or "", []) for layer in after.scenario.network.layers],
        ],
        "sittings of the calendar": [before.tables.sittings, after.tables.sittings],
    }
    return [name for name, sides in kinds.items() if sides[0] != sides[1]]


def _tables(before: BaseModel, after: BaseModel, place: Place, tells: bool) -> Iterator[Differs]:
    for name, field in type(before).model_fields.items():
        quiet = tells or TELLS in field.metadata
        one, other = getattr(before, name), getattr(after, name, None)
        yield from _values(one, other, (*place, name), field.description or "", quiet)


def _values(one: Any, other: Any, place: Place, means: str, tells: bool) -> Iterator[Differs]:
    if one == other or _number(one) == _number(other):
        return
    if _is_table(one) and type(one) is type(other):
        yield from _tables(one, other, place, tells)
    elif isinstance(one, Mapping) and isinstance(other, Mapping):
        for name in dict.fromkeys([*one, *other]):
            yield from _named(one, other, (*place, name), means, tells)
    else:
        yield Differs(place, Value(one, means, tells), Value(other, means, tells))


def _named(
    one: Mapping[str, Any], other: Mapping[str, Any], place: Place, means: str, tells: bool
) -> Iterator[Differs]:
    name = str(place[-1])
    if name in one and name in other:
        yield from _values(one[name], other[name], place, means, tells)
        return
    before, after = (Value(side[name], means, tells) if name in side else None for side in (one, other))
    yield Differs(place, before, after)


def _is_table(value: Any) -> bool:
    return isinstance(value, Table) and not isinstance(value, WHOLE)


def _number(value: Any) -> Any:
    """Return what a number is without its source; of anything else, itself."""
    if isinstance(value, Stated):
        return value.value
    if isinstance(value, Distribution):
        return value.model_copy(update={"source": None, "assumed": None})
    return value
