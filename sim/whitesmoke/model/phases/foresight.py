"""Looking ahead in memory: it changes nothing but the time that a body takes which is too large to be kept near."""

from whitesmoke.model.lang import fetch, rule
from whitesmoke.model.run_state import State
from whitesmoke.model.world import World

FAR, NEAR = 8, 4
"""How many of those who change are looked ahead: where their ties are fetched, and what hangs on these."""


@rule
def foresee(w: World, s: State, x: int, changed: int) -> None:
    """Have fetched what the next in `s.order` change, while the x-th of them does."""
    if x + FAR < changed:
        i = s.order[x + FAR]
        if w.out_start[i] < w.out_start[i + 1]:
            fetch(w.out_member, w.out_start[i])
            fetch(w.out_units, w.out_start[i])
    if x + NEAR < changed:
        i = s.order[x + NEAR]
        k = max(0, s.next_stance[i])
        for edge in range(w.out_start[i], w.out_start[i + 1]):
            fetch(s.influence, (w.out_member[edge], k))
            fetch(s.appeal, w.out_member[edge])
