"""Which columns the tables of a results folder have, and of which kinds: runs, rounds, failures, the design."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from whitesmoke.study.columns import SHARES

Kind = Callable[[pa.DataType], bool]


class Wanted(NamedTuple):
    """A column that must be there."""

    kind: Kind
    called: str
    empty: bool = False
    """whether some of its values may be missing"""


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _is_text(kind: pa.DataType) -> bool:
    return pa.types.is_string(_plain(kind))


def _is_level(kind: pa.DataType) -> bool:
    return _is_text(kind) or pa.types.is_floating(kind) or pa.types.is_date(kind)


TEXT, WHOLE = Wanted(_is_text, "texts"), Wanted(pa.types.is_integer, "whole numbers")
NUMBER = Wanted(pa.types.is_floating, "numbers", empty=True)
OFTEN, PERHAPS = WHOLE._replace(empty=True), TEXT._replace(empty=True)
FIXED = {
    "runs": {"point": TEXT, "replicate": WHOLE, "outcome": TEXT, "day": OFTEN, "last": PERHAPS},
    "rounds": {"point": TEXT, "replicate": WHOLE, "round": WHOLE},
    "failures": {"point": TEXT, "replicate": WHOLE, "reason": TEXT, "replay": TEXT},
    "design": {"point": TEXT, "runs": WHOLE},
}
SINCE = {"runs": {"ending": TEXT, "refused_by": PERHAPS, "overruled": PERHAPS}}
"""Columns that older folders lack."""
LEVEL = Wanted(_is_level, "numbers, texts or dates")


def _wanted(kind: str, name: str) -> Wanted | None:
    """Return what a column must be like; None where nothing is known of it."""
    known = FIXED[kind] | SINCE.get(kind, {})
    if name in known:
        return known[name]
    if kind == "runs":
        return NUMBER if name.startswith(SHARES) else OFTEN if "." in name else None
    if kind == "rounds" or name == "row":
        return WHOLE
    return LEVEL._replace(empty=name.startswith("setting.")) if kind == "design" else None


def fault(kind: str, rows: pa.Table, columns: list[str] | None = None) -> str | None:
    """Return what is wrong with a table of a kind, or with some columns of it; None if nothing is."""
    names = rows.column_names
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        return f"has two columns {twice}"
    for name in FIXED[kind] if columns is None else columns:
        if name not in names:
            return f"has no column {name}"
    return next((f"{name}: {said}" for name in names if (said := _unlike(_wanted(kind, name), rows[name]))), None)


def _unlike(wanted: Wanted | None, column: pa.ChunkedArray) -> str | None:
    if wanted is None:
        return None
    if not wanted.kind(column.type):
        return f"holds no {wanted.called}"
    if column.null_count and not wanted.empty:
        return "has gaps"
    if pa.types.is_floating(column.type) and pc.all(pc.is_finite(column.drop_null())).as_py() is False:
        return "has numbers that are not finite"
    return None
