"""Which results folders a page may open: the one it was started with, and those below `results` where it was started.

A link names a folder by its key, which is looked up among these; a path from a browser is never opened.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from whitesmoke.study.folders import find_folder
from whitesmoke.study.store import MANIFEST

RESULTS = Path("results")
MOST = 500
"""Folders that are offered, the newest."""


def offered(given: Path | None = None) -> dict[str, Path]:
    """Return the folders that may be opened, by key, the one given first, then the newest.

    Parameters
    ----------
    given : the folder of a sweep, or one in which there are some
    """
    mine = _keyed(given, _outside(given)) if given else {}
    return {**mine, **{key: path for key, path in _keyed(RESULTS, "").items() if key not in mine}}


def must_hold_results(given: Path) -> None:
    """Raise WhitesmokeError, with what to give instead, for a path below which there are no results of a sweep."""
    if os.path.lexists(given / MANIFEST) or not any(_below(given)):
        find_folder(given).manifest()


def _keyed(top: Path, prefix: str) -> dict[str, Path]:
    found = sorted(_below(top), key=_age, reverse=True)[:MOST]
    return {_key(path, top, prefix): path for path in found}


def _outside(given: Path) -> str:
    """Return what the keys of a folder begin with that does not lie below `results`: they tell no path."""
    inside = given.resolve().is_relative_to(RESULTS.resolve())
    return "" if inside else given.resolve().name


def _key(path: Path, top: Path, prefix: str) -> str:
    if prefix:
        return "/".join([prefix, *path.relative_to(top).parts])
    try:
        return path.resolve().relative_to(RESULTS.resolve()).as_posix()
    except ValueError:
        return path.name


def _below(top: Path) -> Iterator[Path]:
    """Yield the folders of sweeps at a path or up to two levels below it; none that a link leads out of it."""
    whole = top.resolve()
    for pattern in (MANIFEST, f"*/{MANIFEST}", f"*/*/{MANIFEST}"):
        for file in top.glob(pattern):
            if os.path.lexists(file) and file.parent.resolve().is_relative_to(whole):
                yield file.parent


def _age(folder: Path) -> float:
    try:
        return (folder / MANIFEST).lstat().st_mtime
    except OSError:
        return 0.0
