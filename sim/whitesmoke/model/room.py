"""Is there room? What a run, an ensemble or a design needs of memory is estimated, and said, before it is taken.

An estimate counts the arrays that grow with what was asked for. Below `SMALL` nobody asks what is free.
"""

from __future__ import annotations

import os
from pathlib import Path

from whitesmoke.errors import WhitesmokeError
from whitesmoke.model.run_state import State
from whitesmoke.model.world import Numbers

SMALL = 2**28
MOST = 0.8
"""Share of the free memory that may be asked for."""
PER_ARRAY = 300
"""Bytes of an array besides its entries, and of what points to it."""
LIMITS = (
    ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"),
    ("/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.usage_in_bytes"),
)
"""Where a container says how much it may have and has; the older way second."""


def must_fit(needed: float, what: str, remedy: str) -> None:
    """Raise WhitesmokeError if something needs more bytes than can be had."""
    if needed <= SMALL:
        return
    free = available()
    if free is not None and needed > MOST * free:
        had = size(MOST * free)
        raise WhitesmokeError(f"{what} would take about {size(needed)} of memory, and {had} can be had; {remedy}")


def of_state(state: State) -> int:
    """Return the bytes of one run's state."""
    fields = [state.number.flat, *(field for field in state if not isinstance(field, Numbers))]
    return sum(field.nbytes for field in fields) + PER_ARRAY * len(fields)


def size(count: float) -> str:
    """Return a number of bytes in words: 3.2 GB."""
    for unit in ("MB", "GB", "TB"):
        count /= 1000.0 if unit != "MB" else 1e6
        if count < 999.5:
            return f"{count:.3g} {unit}"
    return f"{count:,.0f} TB"


def available() -> int | None:
    """Return the bytes of memory that are free, in this container or on this machine; None if nothing says it."""
    found = [free for free in (_of_machine(), *map(_of_container, LIMITS)) if free is not None]
    return min(found, default=None)


def _of_machine() -> int | None:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, ValueError, StopIteration):
        pass
    try:  # no Linux: all that there is, which is better than nothing
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return None


def _of_container(files: tuple[str, str]) -> int | None:
    try:
        most, taken = (int(Path(file).read_text(encoding="ascii")) for file in files)
    except (OSError, ValueError):  # no container, or one without a limit: "max"
        return None
    return max(0, most - taken)
