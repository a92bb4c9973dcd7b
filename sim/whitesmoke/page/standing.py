"""Where every member stands, round by round, kept while a run grows: its stance, or why it has none."""

from __future__ import annotations

from typing import Any

import numpy as np

from whitesmoke.figures.stance_rows import ABSENT, OBJECTS
from whitesmoke.model import codes
from whitesmoke.model.phases import demands
from whitesmoke.model.run_state import State
from whitesmoke.model.trace import Trace
from whitesmoke.model.world import seated


class Standing:
    """The columns of the picture `stance by round`: a candidate, codes.NONE, OBJECTS or ABSENT for each member."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self._columns: list[Any] = []
        self._sure = 0
        """columns that will not change: what a member saw after round t is known once t + 1 is played"""

    def column(self, t: int) -> Any:
        """Return where members stood at the end of round t. Shape (n,)."""
        return self.columns()[t]

    def columns(self) -> list[Any]:
        """Return all columns so far."""
        del self._columns[self._sure :]
        for t in range(self._sure, self.trace.rounds + 1):
            self._columns.append(self._column(t))
        self._sure = min(self.trace.rounds, len(self.trace.looks))
        return self._columns

    def _column(self, t: int) -> Any:
        world, stances = self.trace.case.world, np.array(self.trace.stances[t], int)
        stances[~seated(world, t * world.round_days)] = ABSENT
        for i in world.holders.tolist():
            if stances[i] == codes.NONE and self._objects(t, i):
                stances[i] = OBJECTS
        return stances

    def _objects(self, t: int, i: int) -> bool:
        if t < len(self.trace.looks):
            return objects(self.trace, self.trace.looks[t], i)
        return t > 0 and bool(self._columns[t - 1][i] == OBJECTS)


def objects(trace: Trace, look: State, i: int) -> bool:
    """Say whether a member is opposed to anybody in the race."""
    active = np.flatnonzero(look.status == codes.ACTIVE)
    return any(demands.opposed(trace.case.world, look, i, int(k)) for k in active)
