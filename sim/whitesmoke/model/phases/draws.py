"""This run's random numbers, by what they are for: the only place where an address is put together."""

from whitesmoke.model import codes
from whitesmoke.model.lang import hot
from whitesmoke.model.rng import uniforms


@hot
def draw(s, member, target, purpose):
    """Return the uniform of this round for one purpose; `member` and `target` are addresses, 0 for none."""
    return pair(s, member, target, purpose)[0]


@hot
def pair(s, member, target, purpose):
    """Return two independent uniforms of this round for one purpose."""
    clock = s.clock
    return uniforms(
        clock[codes.KEY_LOW], clock[codes.KEY_HIGH], clock[codes.RUN], clock[codes.ROUND], member, target, purpose
    )
