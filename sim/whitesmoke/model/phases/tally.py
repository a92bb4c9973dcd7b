"""Phase 2: where the race stands before anybody moves."""

from whitesmoke.model import codes
from whitesmoke.model.lang import rule
from whitesmoke.model.phases import demands, sittings
from whitesmoke.model.rules import hazard, influence, pressure
from whitesmoke.model.run_state import State
from whitesmoke.model.world import World


@rule
def tally(w: World, s: State) -> None:
    """Count supporters and holdouts and read the calendar's pressure."""
    s.clock.holders = _holders(w, s)
    _read_calendar(w, s)
    take_stock(w, s)


@rule
def take_stock(w: World, s: State) -> None:
    """Note what share of the others supports each candidate, and what shame it is to hold out from it."""
    c = s.number.coefficient
    for k in range(len(s.status)):
        seen = known(w, s, k)
        s.share[k] = influence.supporters_share(seen, min(seen, home_committed(w, s, k)), others(w, s, k))
        s.shame[k] = influence.shame(c.isolation, s.share[k], s.clock.members - seen)


@rule
def known(w: World, s: State, k: int) -> int:
    """Return how many are known to be committed to k: all that are, or, where votes are secret, as last published."""
    return min(s.published[k], s.clock.members) if w.secret else s.committed[k]


@rule
def home_committed(w: World, s: State, k: int) -> int:
    """Return 1 if the home of k is committed to k, else 0."""
    return 1 if w.home[k] >= 0 and s.stance[w.home[k]] == k else 0


@rule
def others(w: World, s: State, k: int) -> int:
    """Return the number of members other than the home of k."""
    return s.clock.members - (1 if w.home[k] >= 0 and s.present[w.home[k]] else 0)


@rule
def _holders(w: World, s: State) -> int:
    count = 0
    for x in range(s.clock.asking):
        if demands.waiting(w, s, s.asker[x]):
            count += 1
    return count


@rule
def _read_calendar(w: World, s: State) -> None:
    c = s.number.coefficient
    s.gauge.pressure_now = 0.0
    s.gauge.weeks_left = 0.0
    if w.mode == codes.BARGAINED:
        _read_ahead(w, s)
    day, weight = next_date(w, s)
    if day != codes.NEVER:
        weeks_left = (day - s.clock.day) / 7.0
        s.gauge.weeks_left = weeks_left
        s.gauge.pressure_now = pressure.pressure(c.pressure, weight, weeks_left, c.memory)


@rule
def _read_ahead(w: World, s: State) -> None:
    """Note when everybody may meet after today, and the chance that they do."""
    day, weight = date_since(w, s, s.clock.day + 1)
    s.gauge.weeks_to_date = (day - s.clock.day) / 7.0
    s.gauge.chance_at_date = hazard.probability(s.number.coefficient.at_dates * weight, 1.0)


@rule
def pressing_today(w: World, s: State) -> float:
    """Return the weight of the focal dates that fall in this round; where none does, of a sitting that does."""
    total = 0.0
    for m in range(len(w.focal_day)):
        if s.clock.day - w.round_days < w.focal_day[m] <= s.clock.day:
            total += s.number.focal_weight[m]
    if total > 0.0 or not sittings.planned(w, s):
        return total
    return s.number.coefficient.sitting_weight


@rule
def next_date(w: World, s: State) -> tuple[int, float]:
    """Return the next day that presses, today or later, and its weight; or NEVER, and 0."""
    return date_since(w, s, s.clock.day)


@rule
def date_since(w: World, s: State, since: int) -> tuple[int, float]:
    """Return the next day from `since` on that presses, and its weight; or NEVER, and 0.

    A focal date, or a sitting that comes before it.
    """
    day, weight = codes.NEVER, 0.0
    for m in range(len(w.focal_day)):
        if w.focal_day[m] >= since:
            day, weight = w.focal_day[m], s.number.focal_weight[m]
            break
    sitting = sittings.next_sitting(w, since)
    return (sitting, s.number.coefficient.sitting_weight) if sitting < day else (day, weight)
