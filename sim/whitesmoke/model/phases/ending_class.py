"""What a run's ending counts as where forecasts are scored: one of `codes.ENDING_CLASSES`. No rule asks."""

from whitesmoke.model import codes
from whitesmoke.model.lang import rule
from whitesmoke.model.phases.ending import came_later, changed
from whitesmoke.model.run_state import State
from whitesmoke.model.world import World


@rule
def ending_class(w: World, s: State) -> int:
    """Return the class, which asks neither when it was agreed nor who was overruled, but on what."""
    k = s.clock.winner
    if k == codes.NONE:
        return codes.FAILURE
    if came_later(s, k):
        return codes.OTHER
    return codes.WITH_CHANGES if changed(w, s, k) else codes.UNCHANGED
