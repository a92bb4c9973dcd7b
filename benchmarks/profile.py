"""Where the kernel's time goes: the processor's clock is read between the phases of every round."""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic
from whitesmoke.model import codes
from whitesmoke.model.lang import kernel, pack
from whitesmoke.model.phases.opening import begin
from whitesmoke.model.rng import key
from whitesmoke.model.round import ROUND, finished, play_phase
from whitesmoke.model.run_state import new_state
from whitesmoke.model.world import World

NAMES = {
    codes.CALENDAR: "calendar",
    codes.TALLY: "tally, pressure",
    codes.CANDIDATES: "exits",
    codes.AMENDMENTS: "amendments",
    codes.BARGAINING: "bargaining",
    codes.STANCES: "stances",
    codes.COUNT: "count, influence",
    codes.RULE: "rule, silence",
}


@intrinsic
def ticks(context: Any) -> Any:
    """Read the processor's time stamp."""

    def read(target: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        function = builder.module.declare_intrinsic("llvm.readcyclecounter", (), ir.FunctionType(ir.IntType(64), []))
        return builder.call(function, [])

    return types.int64(), read


def play(w, s, spent, runs, key_low, key_high):
    """Play runs and add up the ticks of each phase; the last entry is what comes before the first round."""
    for r in range(runs):
        before = ticks()
        begin(w, s, key_low, key_high, r)
        spent[len(ROUND)] += ticks() - before
        while not finished(w, s):
            for phase in ROUND:
                before = ticks()
                play_phase(phase, w, s)
                spent[phase] += ticks() - before


def shares(world: World, runs: int) -> dict[str, float]:
    """Return the share of each phase, and of the opening of a run, in the ticks of these runs."""
    engine = kernel(play)
    spent = np.zeros(len(ROUND) + 1, np.int64)
    for count in (1, runs):
        spent[:] = 0
        engine(pack(world), pack(new_state(world)), spent, count, *key(1))
    names = [NAMES[phase] for phase in range(len(ROUND))] + ["opening of a run"]
    return dict(zip(names, spent / spent.sum()))
