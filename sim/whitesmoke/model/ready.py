"""Worlds made ready to be played: packed for the kernel, with states to play in; the latest are kept.

A sweep, a calibration or a page plays few Worlds, and each of them many times. Making one ready takes as long as some
runs; and memory for a million members, asked of the system anew each time, may take as long as their whole race.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from threading import Lock
from typing import Any

from whitesmoke.model import room
from whitesmoke.model.lang import pack
from whitesmoke.model.run_state import new_state
from whitesmoke.model.world import World

WORLDS = 8
"""How many are kept, at most; and no more than have `room.SMALL` for all their states."""


class Ready:
    """A packed World, and packed states that nobody plays in just now."""

    def __init__(self, world: World) -> None:
        self.world, self.packed = world, pack(world)
        self.states: SimpleQueue[Any] = SimpleQueue()
        self.bytes = 0
        """of one state"""

    def reserve(self, states: int) -> None:
        """See to it that there are so many."""
        for _ in range(self.states.qsize(), states):
            state = new_state(self.world)
            self.bytes = room.of_state(state)
            self.states.put(pack(state))


_kept: list[Ready] = []
"""the latest last; none of them is being played"""
_lock = Lock()


@contextmanager
def made_ready(world: World, states: int) -> Iterator[Ready]:
    """Give a World with so many states; nobody else has these until the block ends."""
    ready = _take(world) or Ready(world)
    ready.reserve(states)
    try:
        yield ready
    finally:
        _keep(ready)


def _take(world: World) -> Ready | None:
    """Return what is kept of this World (the very same, for another may have other arrays), and keep it no longer."""
    with _lock:
        at = next((x for x, ready in enumerate(_kept) if ready.world is world), None)
        return None if at is None else _kept.pop(at)


def _keep(ready: Ready) -> None:
    with _lock:
        _kept.append(ready)
        while len(_kept) > WORLDS or sum(one.states.qsize() * one.bytes for one in _kept) > room.SMALL:
            del _kept[0]
