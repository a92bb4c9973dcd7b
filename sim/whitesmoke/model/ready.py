"""Worlds made ready to be played: packed for the kernel, with states to play in; the latest are kept.

A sweep, a calibration or a page plays few Worlds, and each of them many times. Making one ready takes as long as some
runs; and memory for a million members, asked of the system anew each time, may take as long as their whole race.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue
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


_kept: dict[int, Ready] = {}
"""by what their World is, the latest last; none of them is being played. Threads share it: each step is a single one"""


@contextmanager
def made_ready(world: World, states: int) -> Iterator[Ready]:
    """Give a World with so many states; nobody else has these until the block ends.

    What was kept of it is that of the very same World: another one, equal as it may be, has other arrays.
    """
    ready = _kept.pop(id(world), None) or Ready(world)
    ready.reserve(states)
    try:
        yield ready
    finally:
        _keep(ready)


def _keep(ready: Ready) -> None:
    _kept[id(ready.world)] = ready
    for oldest in list(_kept):
        if len(_kept) <= WORLDS and sum(one.states.qsize() * one.bytes for one in list(_kept.values())) <= room.SMALL:
            return
        _kept.pop(oldest, None)
