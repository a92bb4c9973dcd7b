"""Whether two scenarios can be compared as one change: variants of one case, another case, another body."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from whitesmoke.evidence.record.variants import case_of
from whitesmoke.scenario.load import Loaded
from whitesmoke.telling.words import two_bodies

VARIANT, ANOTHER_CASE, ANOTHER_BODY = range(3)
"""How far a scenario is from another."""


class Kin(NamedTuple):
    """What a scenario comes from."""

    case: str
    """the case that it is, or is a variant of"""
    line: tuple[str, ...]
    """itself and what it extends, by name"""
    files: frozenset[Path]


def kin_of(loaded: Loaded) -> Kin:
    """Return what a scenario comes from."""
    line = tuple(file.stem for file in loaded.files if file.suffix == ".toml")
    return Kin(_case(loaded, line), line, frozenset(file.resolve() for file in loaded.files))


def _case(loaded: Loaded, line: tuple[str, ...]) -> str:
    """Return the farthest that a scenario is still a variant of; where the whole record is another's, that is known."""
    if loaded.record_of != loaded.name:
        return loaded.record_of
    return next(case for name in reversed(line) if (case := case_of(loaded, [name])))


def distance(one: Kin, other: Kin) -> int:
    """Return whether two scenarios are variants of one case, share files without being so, or have none in common."""
    if one.case == other.case and one.files & other.files:
        return VARIANT
    return ANOTHER_CASE if one.files & other.files else ANOTHER_BODY


def caution(far: int, one: str, other: str) -> str:
    """Return why what differs between two scenarios so far apart is not one change; nothing if it may be."""
    if far == ANOTHER_BODY:
        return two_bodies(one, other)
    if far == ANOTHER_CASE:
        return f"{one} and {other} are two cases, of different years or members: what differs is not one change."
    return ""
