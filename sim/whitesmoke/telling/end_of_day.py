"""Where everybody stood when a day was over: what members saw when they decided, with what they then did."""

from __future__ import annotations

import numpy as np

from whitesmoke.model import codes
from whitesmoke.model.lang import plain
from whitesmoke.model.phases import moves
from whitesmoke.model.phases.tally import tally
from whitesmoke.model.run_state import State, copy_state
from whitesmoke.model.trace import Trace


def end_of_day(trace: Trace, round_: int) -> State:
    """Return the state that those see who still wait at the end of a round, from 1 on: nothing of the next one.

    At the opening (round 0) it is what they see in the first round.
    """
    if round_ == 0:
        return trace.looks[0]
    copy = copy_state(trace.looks[round_ - 1])
    world, state = plain(trace.case.world), plain(copy)
    for k in np.flatnonzero((trace.status[round_] == codes.OUT) & (copy.status != codes.OUT)).tolist():
        moves.leave(world, state, k)  # eliminated in a ballot of this day: its home is free
    for i in np.flatnonzero(copy.stance != trace.stances[round_]).tolist():
        moves.release(world, state, i)
        if (k := int(trace.stances[round_][i])) != codes.NONE:
            moves.commit(world, state, i, k)
    copy.status[:] = trace.status[round_]
    for at, counted in trace.ballots:
        if at == round_:
            copy.published[:] = counted
    tally(world, state)
    return copy
