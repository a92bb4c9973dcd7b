"""What the levels of factors, and the points of a sweep, are called: by their labels, where an experiment gives any."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

ARM = "arm"
"""What the arms are called beside the factors; no factor may be called so."""


def one_level(level: Any) -> Any:
    """Return a level as one value that can be looked up: what JSON has as a list, of several numbers, as a tuple."""
    return tuple(level) if isinstance(level, list) else level


def labelled(factor: Mapping[str, Any], level: object) -> str | None:
    """Return the label of a level; None if it has none."""
    same = (text for value, text in factor.get("labels") or () if _alike(value) == _alike(level))
    return next(same, None)


def _alike(level: object) -> object:
    """Return what a level is told apart by: lists that JSON kept are tuples elsewhere, and dates are texts."""
    if isinstance(level, list | tuple):
        return [_alike(part) for part in level]
    if isinstance(level, datetime.date):
        return level.isoformat()
    return (isinstance(level, bool), level)


def level_text(level: object) -> str:
    """Return the value of a factor as it is written in figures."""
    if isinstance(level, bool):
        return "yes" if level else "no"
    if isinstance(level, float):
        return f"{level:.3g}" if abs(level) < 1000 else f"{level:,.0f}"
    if isinstance(level, datetime.date):
        return f"{level.day} {level:%b %Y}"
    return ", ".join(map(level_text, level)) if isinstance(level, list | tuple) else str(level)


def level_word(factor: Mapping[str, Any], level: object) -> str:
    """Return a level by its label, or as it is written in figures."""
    label = labelled(factor, level)
    return level_text(level) if label is None else label


def level_cell(factor: Mapping[str, Any], level: object) -> str:
    """Return a level by its label, or as a table has it, beside the name of its factor."""
    label = labelled(factor, level)
    return label or (f"{level:g}" if isinstance(level, float) else str(level))


def point_name(found: Mapping[str, Any], point: Mapping[str, Any]) -> str:
    """Return a point of a summary in words: its arm, and its levels of what varies."""
    arm = [found["arms"][point["arm"]]] if found["arms"] else []
    varying = [name for name in found["factors"] if _varies(found["points"], name)]
    said = [_said(found["factors"][name], point["levels"][name]) for name in varying]
    return ", ".join(arm + said) or "the only point"


def _said(factor: Mapping[str, Any], level: object) -> str:
    label = labelled(factor, level)
    unit = f" {factor['unit']}" if factor["unit"] else ""
    return f"{factor['label']} {level_text(level)}{unit}" if label is None else label


def _varies(points: Sequence[Mapping[str, Any]], name: str) -> bool:
    first = points[0]["levels"][name]
    return any(_alike(point["levels"][name]) != _alike(first) for point in points)
