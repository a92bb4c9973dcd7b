"""Whether two scenarios of a page can be compared as one change: variants of one case, another case, another body."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from sim.errors import WhitesmokeError
from sim.inference.record.variants import case_of
from sim.scenario.load import Loaded, load
from sim.view.desk import Desk
from sim.words import two_bodies

VARIANT, ANOTHER_CASE, ANOTHER_BODY = range(3)
"""How far a scenario is from another."""


class Kin(NamedTuple):
    """What a scenario comes from."""

    case: str
    """the case that it is, or is a variant of"""
    line: tuple[str, ...]
    """itself and what it extends, by name"""
    files: frozenset[Path]


def kin(desk: Desk, name: str) -> Kin | None:
    """Return what a scenario of a page comes from; None if it cannot be read."""
    found = desk.uploaded.get(name) or desk.known.get(name)
    try:
        return _kin(found.path, found.path.stat().st_mtime_ns) if found else None
    except (OSError, WhitesmokeError):
        return None


@lru_cache(maxsize=512)
def _kin(path: Path, changed: int) -> Kin:
    """A file that has `changed` is read anew."""
    loaded = load(path)
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


def caution(desk: Desk, left: str, right: str) -> str:
    """Return why what differs between two scenarios is not one change; nothing if it may be, or if nobody can say."""
    one, other = kin(desk, left), kin(desk, right)
    far = VARIANT if one is None or other is None else distance(one, other)
    if far == ANOTHER_BODY:
        return two_bodies(right, left)
    if far == ANOTHER_CASE:
        return f"{right} and {left} are two cases, of different years or members: what differs is not one change."
    return ""
