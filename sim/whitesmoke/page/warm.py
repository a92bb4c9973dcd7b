"""Compile the ensemble's kernel in a process of its own: in this one it would hold up every page for 20 seconds."""

from __future__ import annotations

import subprocess
import sys
from functools import cache

COMPILE = """
from whitesmoke.model.ensemble import ensemble
from whitesmoke.scenario import open_case
ensemble(open_case("tutorial").world, 2, 1)
"""


@cache
def start() -> subprocess.Popen[bytes]:
    """Begin, once; where the cache of compiled code is filled already this ends within seconds."""
    quiet = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, "-c", COMPILE], stdin=quiet, stdout=quiet, stderr=quiet)


def is_ready() -> bool:
    """Say whether compiled code can be loaded now (or compiling failed, which the next ensemble will tell)."""
    return start().poll() is not None


def stop() -> None:
    """End a compilation that nobody waits for any more."""
    if start.cache_info().currsize:
        start().terminate()
        start().wait()
        start.cache_clear()
