"""Reading a member's demands: which are on the table, what is unmet, what can never be met."""

from whitesmoke.model import codes
from whitesmoke.model.lang import rule
from whitesmoke.model.rules import bargaining, candidacy, stance
from whitesmoke.model.run_state import State
from whitesmoke.model.world import World


@rule
def live(w: World, s: State, d: int, k: int) -> bool:
    """Say whether demand d is on the table and concerns k (or anybody)."""
    day = s.clock.day
    about = concerned(w, s, d)
    return s.raised[d] <= day <= w.dropped[d] and (about < 0 or about == k)


@rule
def concerned(w: World, s: State, d: int) -> int:
    """Return the candidate that demand d concerns, or -1 for any."""
    return w.concerns[s.like[d]]


@rule
def claims(w: World, s: State, i: int, k: int) -> bool:
    """Say whether member i asks for something for its yes to k, be it to be had or not."""
    for d in range(w.demand_start[i], w.demand_start[i + 1]):
        if live(w, s, d, k) and not w.red_line[d]:
            return True
    return False


@rule
def unmet(w: World, s: State, i: int, k: int) -> float:
    """Return sum_d D (1 - g_d) over member i's demands concerning k, in logits."""
    total = 0.0
    for d in range(w.demand_start[i], w.demand_start[i + 1]):
        if live(w, s, d, k) and not w.red_line[d]:
            total += bargaining.unmet(s.number.worth[d], s.met[d])
    return total


@rule
def may_add(w: World, s: State, i: int) -> bool:
    """Say whether a demand of member i may speak for a candidate: not with numbers that a scenario may have."""
    for d in range(w.demand_start[i], w.demand_start[i + 1]):
        if s.number.worth[d] < 0.0 or s.number.ceiling[d] > 1.0 or s.met[d] > 1.0:
            return True
    return False


@rule
def red_line(w: World, s: State, i: int, k: int) -> bool:
    """Say whether k crosses a red line of member i."""
    for d in range(w.demand_start[i], w.demand_start[i + 1]):
        if w.red_line[d] and live(w, s, d, k):
            return True
    return False


@rule
def awaited(w: World, s: State, i: int, k: int) -> float:
    """Return omega_ik: what member i may still get by holding out until the next focal date, in logits."""
    c = s.number.coefficient
    total = 0.0
    for d in range(w.demand_start[i], w.demand_start[i + 1]):
        if live(w, s, d, k) and not w.red_line[d]:
            total += bargaining.anticipation(
                c.anticipation,
                s.number.worth[d],
                s.number.ceiling[d],
                s.met[d],
                c.concession,
                s.gauge.weeks_left,
                s.clock.holders,
            )
    return total


@rule
def opposed(w: World, s: State, i: int, k: int) -> bool:
    """Say whether member i, not committed to k, objects to k."""
    return stance.opposed(
        s.stance[i] != codes.NONE,
        red_line(w, s, i, k),
        unmet(w, s, i, k),
        s.number.coefficient.tolerance,
    )


@rule
def firmly_opposed(w: World, s: State, i: int, k: int) -> bool:
    """Say whether nothing that can be granted would win member i for k."""
    never = 0.0
    for d in range(w.demand_start[i], w.demand_start[i + 1]):
        if live(w, s, d, k) and not w.red_line[d]:
            never += bargaining.ungrantable(s.number.worth[d], s.number.ceiling[d])
    return candidacy.firmly_opposed(red_line(w, s, i, k), never, s.number.coefficient.tolerance)


@rule
def may_be_firm(w: World, s: State, i: int) -> bool:
    """Say whether member i might be firmly opposed to somebody, if all its demands were on the table and about it."""
    never = 0.0
    for d in range(w.demand_start[i], w.demand_start[i + 1]):
        never += max(0.0, bargaining.ungrantable(s.number.worth[d], s.number.ceiling[d]))
        if w.red_line[d]:
            return True
    return never > s.number.coefficient.tolerance


@rule
def waiting(w: World, s: State, i: int) -> bool:
    """Say whether member i is an uncommitted holder of a demand that can still be met further."""
    if not s.present[i] or s.stance[i] != codes.NONE:
        return False
    day = s.clock.day
    for d in range(w.demand_start[i], w.demand_start[i + 1]):
        on_the_table = s.raised[d] <= day <= w.dropped[d] and not w.red_line[d]
        about = concerned(w, s, d)
        racing = about < 0 or s.status[about] == codes.ACTIVE
        if on_the_table and racing and s.met[d] < s.number.ceiling[d]:
            return True
    return False
