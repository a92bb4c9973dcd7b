"""What a scenario means: all that a run of it depends on, however it is written and whatever is told beside it."""

from __future__ import annotations

import datetime
import hashlib
import json
from typing import Any

from pydantic import BaseModel

from whitesmoke.scenario.in_force import is_bargained
from whitesmoke.scenario.loaded import Loaded
from whitesmoke.scenario.numbers import TELLS, Stated, Table
from whitesmoke.scenario.shape import default_of


def meaning(loaded: Loaded) -> str:
    """Return the sha256 of what a scenario means.

    What stands at its default does not count, written or not: so a field or a mechanism that is added and left off
    changes nothing. Nor does what only tells: see `TELLS`; so a grantor counts by its purse. The order of named
    tables counts: a run may depend on it. Nor do the numbers of bargaining where nobody bargains.
    """
    said = _of_table(loaded.scenario)
    if not is_bargained(loaded.scenario):
        said.pop("bargaining", None)
    if purses := [[name, purse] for name, purse in said.pop("grantors", []) if purse]:
        said["grantors"] = purses
    said["events"] = [[name, event] for name, event in said.get("events", []) if event["kind"] != "note"]
    ties = [[_of(tie) for tie in loaded.edges.get(layer.file or "", [])] for layer in loaded.scenario.network.layers]
    whole = [said, ties, *([_of(loaded.tables.sittings)] if loaded.tables.sittings else [])]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


def record_of(loaded: Loaded) -> str:
    """Return the sha256 of what was observed: what a calibration depends on besides the meaning."""
    tables = loaded.tables
    said = [_of_table(one) for one in (loaded.scenario.record, *tables.tallies, *tables.commitments)]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _of_table(table: BaseModel) -> dict[str, Any]:
    """Return the fields of a table that count and do not stand at their defaults."""
    found = {}
    for name, field in type(table).model_fields.items():
        if TELLS in field.metadata:
            continue
        value = _of(getattr(table, name))
        if field.is_required() or value != _of(default_of(field)):
            found[name] = value
    return found


def _of(value: object) -> object:
    """Return a value as JSON has it, the same for the same meaning."""
    if isinstance(value, Stated):
        return value.value
    if isinstance(value, BaseModel):
        return _of_table(value)
    if isinstance(value, dict):
        named = any(isinstance(inner, Table) for inner in value.values())
        return [[name, _of(inner)] for name, inner in (value.items() if named else sorted(value.items()))]
    if isinstance(value, list | tuple):
        return [_of(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime.date) else value
