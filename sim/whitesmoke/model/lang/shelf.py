"""Where compiled code is kept between one command and the next: the first folder that can be written to."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

NOWHERE = (
    "No folder can be written to, so compiled code is not kept and every command compiles anew, which takes a while: "
    "set NUMBA_CACHE_DIR to a folder that can be.\n"
)


def folder(state: str) -> Path | None:
    """Return the folder of one state of the rule sources; None, said in a line, if there is no place for it.

    In this order: NUMBA_CACHE_DIR, XDG_CACHE_HOME, .cache in the home folder, a temporary folder of this user alone.
    """
    for place in _places():
        kept = place / "whitesmoke" / "compiled" / state
        if _writable(kept):
            return kept
    sys.stderr.write(NOWHERE)
    return None


def _places() -> Iterator[Path]:
    for name in ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME"):
        if given := os.environ.get(name):
            yield Path(given)
    with contextlib.suppress(RuntimeError):  # nobody says where home is
        yield Path.home() / ".cache"
    if (own := _own_temporary()) is not None:
        yield own


def _own_temporary() -> Path | None:
    """Return a folder of this user among the temporary ones: code that others may write is not run."""
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    try:
        own = Path(tempfile.gettempdir()) / f"whitesmoke-{user}"
        own.mkdir(mode=0o700, exist_ok=True)
        found = own.lstat()
    except OSError:
        return None
    private = not hasattr(os, "getuid") or (found.st_uid == user and found.st_mode & 0o077 == 0)
    return own if private and not own.is_symlink() else None


def _writable(place: Path) -> bool:
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=place):
            return True
    except (OSError, ValueError):
        return False
