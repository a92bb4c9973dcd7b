"""Estimates with intervals as cells of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def estimate_cells(name: str, estimate: Any) -> dict[str, Any]:
    """Return an estimate, as JSON has it or as a tuple, as three cells: its value, and the ends of its interval."""
    found = estimate._asdict() if hasattr(estimate, "_asdict") else estimate or {}
    return {name: found.get("value"), f"{name}.low": found.get("low"), f"{name}.high": found.get("high")}


def flat_cells(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of JSON with its estimates, and what is an object, each in cells of its own."""
    return dict(_cells("", row))


def _cells(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    value = value._asdict() if hasattr(value, "_asdict") else value
    if isinstance(value, Mapping) and {"value", "low", "high"} <= {*value}:
        yield from estimate_cells(name, value).items()
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _cells(f"{name}.{key}" if name else key, inner)
    else:
        yield name, value
