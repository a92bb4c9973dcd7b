"""What the scenarios of a page come from, and whether two of them can be compared as one change."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from whitesmoke.errors import WhitesmokeError
from whitesmoke.page.desk import Desk
from whitesmoke.scenario.load import load
from whitesmoke.telling import kinship
from whitesmoke.telling.kinship import VARIANT, Kin, distance


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
    return kinship.kin_of(load(path))


def caution(desk: Desk, left: str, right: str) -> str:
    """Return why what differs between two scenarios is not one change; nothing if it may be, or if nobody can say."""
    one, other = kin(desk, left), kin(desk, right)
    far = VARIANT if one is None or other is None else distance(one, other)
    return kinship.caution(far, right, left)
