"""Who asks for something: most of those who may ask late never do, and a round need not go through them."""

from whitesmoke.model import codes
from whitesmoke.model.lang import rule
from whitesmoke.model.run_state import State
from whitesmoke.model.world import World


@rule
def list_askers(w: World, s: State) -> None:
    """List the holders with a demand that is, was or will be on the table, as far as is known today, in order."""
    s.clock.asking = 0
    for h in range(len(w.holders)):
        s.asker[h] = 0
        if asks(w, s, w.holders[h]):
            s.asker[s.clock.asking] = w.holders[h]
            s.clock.asking += 1


@rule
def asks(w: World, s: State, i: int) -> bool:
    """Say whether a demand of member i is, was or will be on the table, as far as is known today."""
    for d in range(w.demand_start[i], w.demand_start[i + 1]):
        if s.raised[d] != codes.NEVER:
            return True
    return False
