"""Phase 2: where the race stands before anybody moves."""

from whitesmoke.model import codes
from whitesmoke.model.lang import rule
from whitesmoke.model.phases import demands, shortcuts
from whitesmoke.model.rules import influence, pressure


@rule
def tally(w, s):
    """Count supporters and holdouts and read the calendar's pressure."""
    s.clock[codes.HOLDERS] = _holders(w, s)
    _read_calendar(w, s)
    s.gauge[codes.HIGHEST_CHANCE] = shortcuts.highest_chance(w, s)
    kappa = s.number.coefficient[codes.ISOLATION]
    for k in range(len(s.status)):
        s.share[k] = influence.supporters_share(s.committed[k], home_committed(w, s, k), others(w, s, k))
        s.shame[k] = influence.shame(kappa, s.share[k], s.clock[codes.MEMBERS] - s.committed[k])


@rule
def home_committed(w, s, k):
    """Return 1 if the home of k is committed to k, else 0."""
    return 1 if w.home[k] >= 0 and s.stance[w.home[k]] == k else 0


@rule
def others(w, s, k):
    """Return the number of members other than the home of k."""
    return s.clock[codes.MEMBERS] - (1 if w.home[k] >= 0 and s.present[w.home[k]] else 0)


@rule
def _holders(w, s):
    count = 0
    for h in range(len(w.holders)):
        if demands.waiting(w, s, w.holders[h]):
            count += 1
    return count


@rule
def _read_calendar(w, s):
    s.gauge[codes.PRESSURE_NOW] = 0.0
    s.gauge[codes.WEEKS_LEFT] = 0.0
    for m in range(len(w.focal_day)):
        if w.focal_day[m] >= s.clock[codes.DAY]:
            weeks_left = (w.focal_day[m] - s.clock[codes.DAY]) / 7.0
            s.gauge[codes.WEEKS_LEFT] = weeks_left
            s.gauge[codes.PRESSURE_NOW] = pressure.pressure(
                s.number.coefficient[codes.PRESSURE],
                s.number.focal_weight[m],
                weeks_left,
                s.number.coefficient[codes.MEMORY],
            )
            return
