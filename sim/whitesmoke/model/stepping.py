"""One phase at a time, compiled: for a driver that looks on between the phases."""

from __future__ import annotations

from functools import cache
from typing import Any

from whitesmoke.model.lang import kernel
from whitesmoke.model.round import play_phase
from whitesmoke.model.run_state import State
from whitesmoke.model.world import World


def play(phase: int, w: World, s: State) -> None:
    """Play one phase for everybody, as `round.play_phase`, on a packed World and State."""
    play_phase(phase, w, s)


@cache
def compiled() -> Any:
    """Return `play`, compiled on first use (some seconds, then kept in a cache folder)."""
    return kernel(play)
