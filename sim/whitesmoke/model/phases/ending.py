"""How a run ends: one of `codes.ENDINGS`. Read once it is over; no rule asks."""

from whitesmoke.model import codes
from whitesmoke.model.lang import rule
from whitesmoke.model.phases import sittings
from whitesmoke.model.phases.candidates import withdrawn
from whitesmoke.model.phases.demands import concerned
from whitesmoke.model.phases.verdict import objects
from whitesmoke.model.run_state import State
from whitesmoke.model.world import World


@rule
def ending(w: World, s: State) -> int:
    """Return how it ended: of the endings with a winner that hold, the first in the order in which they are asked."""
    k = s.clock.winner
    if k == codes.NONE:
        return codes.OUT_OF_TIME if withdrawn(w, s) == codes.NONE else codes.NOBODY_LEFT
    if late(w, s):
        return codes.EXTENDED
    if came_later(s, k):
        return codes.ANOTHER_NAME
    if overruled(w, s, k):
        return codes.OVERRULED
    return codes.CHANGED if changed(w, s, k) else codes.AS_IT_WAS


@rule
def late(w: World, s: State) -> bool:
    """Say whether the decision of this round is after the expiry: at its last sitting, or else on its last day."""
    today = s.clock.day
    if not sittings.planned(w, s):
        return today > w.expiry
    return sittings.next_sitting(w, max(w.expiry, today - w.round_days) + 1) <= today


@rule
def came_later(s: State, k: int) -> bool:
    """Say whether k entered after another had: it is not what was on the table first."""
    for rival in range(len(s.status)):
        if s.entered[rival] < s.entered[k]:
            return True
    return False


@rule
def overruled(w: World, s: State, k: int) -> bool:
    """Say whether a member is opposed to k, and not in."""
    for i in range(len(s.stance)):
        if objects(w, s, i, k):
            return True
    return False


@rule
def changed(w: World, s: State, k: int) -> bool:
    """Say whether the text was amended, or more than a little granted of a demand that concerns k, or any."""
    if s.amended[k] > 0:
        return True
    for d in range(len(s.met)):
        if (concerned(w, s, d) < 0 or concerned(w, s, d) == k) and s.met[d] > codes.GRANTED:
            return True
    return False
