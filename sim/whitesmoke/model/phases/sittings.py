"""When the body sits: on the days of its calendar, or when it is called."""

from whitesmoke.model import codes
from whitesmoke.model.lang import rule
from whitesmoke.model.phases import shortcuts
from whitesmoke.model.phases.draws import draw
from whitesmoke.model.run_state import State
from whitesmoke.model.world import World


@rule
def next_sitting(w: World, day: int) -> int:
    """Return the first day from `day` on of which it is planned that the body sits; codes.NEVER if there is none."""
    low, high = 0, len(w.sitting_day)
    while low < high:
        middle = (low + high) // 2
        if w.sitting_day[middle] < day:
            low = middle + 1
        else:
            high = middle
    return w.sitting_day[low] if low < len(w.sitting_day) else codes.NEVER


@rule
def planned(w: World, s: State) -> bool:
    """Say whether a day on which the body was to sit falls in this round."""
    return next_sitting(w, s.clock.day - w.round_days + 1) <= s.clock.day


@rule
def called(w: World, s: State) -> bool:
    """Say whether a special sitting is called for the end of this round, if there is something to decide."""
    rate = s.number.coefficient.called
    return rate > 0.0 and shortcuts.happens(draw(s, 0, 0, codes.CALLED), rate, w.round_days / 7.0)
