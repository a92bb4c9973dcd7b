"""This run's random numbers, by what they are for: the only place where an address is put together."""

from whitesmoke.model.lang import hot
from whitesmoke.model.rng import uniforms
from whitesmoke.model.run_state import State


@hot
def draw(s: State, member: int, target: int, purpose: int) -> float:
    """Return the uniform of this round for one purpose; `member` and `target` are addresses, 0 for none."""
    return pair(s, member, target, purpose)[0]


@hot
def pair(s: State, member: int, target: int, purpose: int) -> tuple[float, float]:
    """Return two independent uniforms of this round for one purpose."""
    now = s.clock
    return uniforms(now.key_low, now.key_high, now.run, now.round, member, target, purpose)
