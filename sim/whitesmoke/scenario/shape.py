"""Walking the schema by path: which fields a table may have, and of which types."""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, TypeAliasType, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from whitesmoke.scenario.numbers import Within
from whitesmoke.scenario.schema import Scenario


def types_at(path: Sequence[str | int], root: type[BaseModel] = Scenario) -> list[Any]:
    """Return the types that a field may have, told apart: a number is a float, a Stated or a Distribution."""
    found: list[Any] = [root]
    for key in path:
        found = [inner for kind in found for inner in _inside(kind, key)]
    return found


def fields_at(path: Sequence[str | int], root: type[BaseModel] = Scenario) -> dict[str, FieldInfo]:
    """Return the fields that a table may have, by name; empty if its names are free or it is no table."""
    fields: dict[str, FieldInfo] = {}
    for kind in types_at(path, root):
        if _is_model(kind):
            fields.update(kind.model_fields)
    return fields


def names_are_free(path: Sequence[str | int], root: type[BaseModel] = Scenario) -> bool:
    """Say whether a table takes plain numbers under any names, such as `baseline.CANDIDATE`."""
    values = [_inside(kind, "") for kind in types_at(path, root) if get_origin(kind) is dict]
    return any(float in kinds or int in kinds for kinds in values)


def range_at(path: Sequence[str | int], root: type[BaseModel] = Scenario) -> Within | None:
    """Return the range of the number at a path, or of all numbers of the table that it is in; None if it has none."""
    for depth in (len(path), len(path) - 1):
        field = fields_at(path[: depth - 1], root).get(str(path[depth - 1])) if depth else None
        if field is not None:
            return next(_ranges([*field.metadata, field.annotation]), None)
    return None


def _ranges(annotations: Iterable[object]) -> Iterator[Within]:
    for annotation in annotations:
        if isinstance(annotation, Within):
            yield annotation
        else:
            yield from _ranges(get_args(annotation))


def _is_model(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _inside(kind: Any, key: str | int) -> list[Any]:
    if _is_model(kind):
        field = kind.model_fields.get(key)
        return [] if field is None else _alternatives(field.annotation)
    if get_origin(kind) is dict:
        return _alternatives(get_args(kind)[1])
    if get_origin(kind) is list:
        return _alternatives(get_args(kind)[0])
    return []


def _alternatives(annotation: object) -> list[object]:
    if isinstance(annotation, TypeAliasType):
        return _alternatives(annotation.__value__)
    origin = get_origin(annotation)
    if origin is Annotated:
        return _alternatives(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return [inner for part in get_args(annotation) for inner in _alternatives(part) if inner is not type(None)]
    return [annotation]


def default_of(field: FieldInfo) -> Any:
    """Return what an optional field stands at when nobody gives it."""
    made: Any = field.default_factory  # `FieldInfo.get_default` of the oldest pydantic calls none without data
    return field.default if made is None else made()
