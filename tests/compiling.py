"""Compile what tests play, once for all of them: many runs at once, and one phase at a time.

In one process the second takes a third of what it takes by itself.
"""

from whitesmoke.model.ensemble import ensemble
from whitesmoke.model.mesa import Negotiation
from whitesmoke.scenario import open_case

if __name__ == "__main__":
    case = open_case("tutorial")
    ensemble(case.world, 2, seed=1)
    Negotiation(case, rng=1, compiled=True).step()
