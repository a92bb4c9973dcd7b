"""What can be granted of each demand, and out of whose purse.

What is spent is reckoned in whole units, so that the order of members cannot matter.
"""

import math

from whitesmoke.model import codes
from whitesmoke.model.lang import rule
from whitesmoke.model.phases import demands, moves
from whitesmoke.model.rules import settling
from whitesmoke.model.run_state import State
from whitesmoke.model.world import World

UNITS = 2.0**20
"""Of `State.spent`, by unit of a budget."""
NOTHING = 1e-9
"""A share below this is not worth a meeting."""


@rule
def limit(w: World, s: State, d: int) -> float:
    """Return W_d, the share of demand d that its grantor can grant at most, now or later."""
    p = purse(w, s, d)
    if p < 0:
        return s.number.ceiling[d]
    price = s.number.cost[p] * s.number.worth[d]
    return settling.payable(s.number.ceiling[d], s.met[d], price, s.number.stake[p], left(s, p))


@rule
def purse(w: World, s: State, d: int) -> int:
    """Return whose budget pays for demand d; -1 for one without limits."""
    return w.purse[s.like[d]]


@rule
def left(s: State, p: int) -> float:
    """Return what is left of a budget."""
    return s.number.budget[p] - s.spent[p] / UNITS


@rule
def may_be_had(w: World, s: State, i: int, k: int) -> bool:
    """Say whether more of a claim of member i about k can be met, today or on a later day."""
    for d in range(w.demand_start[i], w.demand_start[i + 1]):
        if demands.live(w, s, d, k) and not w.red_line[d] and s.clock.day <= w.grantable_until[d]:
            if limit(w, s, d) - s.met[d] > NOTHING and not _grantor_has_left(w, s, d):
                return True
    return False


@rule
def _grantor_has_left(w: World, s: State, d: int) -> bool:
    """Say whether demand d would be granted by a member that has left the body: none comes back."""
    paid_by = s.like[d]
    return w.grantor[paid_by] == codes.MEMBER and w.departure[w.granting_member[paid_by]] <= s.clock.day


@rule
def find_room(w: World, s: State) -> None:
    """Note how much more of each demand can be had today."""
    for d in range(len(w.holder)):
        s.room[d] = 0.0
        if _grantable(w, s, d):
            room = limit(w, s, d) - s.met[d]
            if room > NOTHING:
                s.room[d] = room


@rule
def _grantable(w: World, s: State, d: int) -> bool:
    day = s.clock.day
    if w.red_line[d] or not (s.raised[d] <= day <= w.dropped[d] and w.grantable_from[d] <= day <= w.grantable_until[d]):
        return False
    paid_by = s.like[d]
    return w.grantor[paid_by] != codes.MEMBER or s.present[w.granting_member[paid_by]] == 1


@rule
def to_be_had(w: World, s: State, i: int, k: int) -> float:
    """Return sum_d D (W - g), the logits that member i can still be granted today of its claims about k."""
    total = 0.0
    for d in range(w.demand_start[i], w.demand_start[i + 1]):
        if demands.live(w, s, d, k):
            total += s.number.worth[d] * s.room[d]
    return total


@rule
def bill(w: World, s: State, i: int, k: int, p: int, share: float) -> int:
    """Return what a share of all that member i can be granted about k costs purse p, in units."""
    total = 0.0
    for d in range(w.demand_start[i], w.demand_start[i + 1]):
        if purse(w, s, d) == p and demands.live(w, s, d, k):
            total += s.number.worth[d] * s.room[d]
    return math.floor(s.number.cost[p] * total * share * UNITS)


@rule
def can_pay_all(w: World, s: State, i: int, k: int) -> bool:
    """Say whether each purse that member i would be paid from can pay all holders who are needed for k.

    Who is not expected to be won by all that can be granted is reckoned with all of it: less may be enough.
    """
    for d in range(w.demand_start[i], w.demand_start[i + 1]):
        p = purse(w, s, d)
        if p >= 0 and s.room[d] > 0.0 and demands.live(w, s, d, k) and not _can_pay(w, s, p, k):
            return False
    return True


@rule
def _can_pay(w: World, s: State, p: int, k: int) -> bool:
    if s.number.budget[p] >= codes.NO_LIMIT:
        return True
    due = 0
    for x in range(s.clock.asking):
        i = s.asker[x]
        if s.needed[i, k] and s.stance[i] == codes.NONE:
            logits = to_be_had(w, s, i, k)
            if logits > 0.0:
                due += bill(w, s, i, k, p, min(1.0, s.price[i, k] / logits))
    return due / UNITS <= left(s, p) + NOTHING


@rule
def share_out(w: World, s: State) -> None:
    """Cut down the offers of a purse that could not serve all of them, each by the same factor."""
    for p in range(len(s.spent)):
        asked = 0
        for x in range(s.clock.asking):
            asked += _offered(w, s, s.asker[x], p)
        most = left(s, p)
        if asked / UNITS > most + NOTHING:
            for x in range(s.clock.asking):
                if _offered(w, s, s.asker[x], p) > 0:
                    s.offer[s.asker[x]] *= max(0.0, most) / (asked / UNITS)


@rule
def _offered(w: World, s: State, i: int, p: int) -> int:
    if s.about[i] == codes.NONE or s.offer[i] <= 0.0:
        return 0
    return bill(w, s, i, s.about[i], p, s.offer[i])


@rule
def pay(w: World, s: State, i: int, k: int, share: float) -> None:
    """Member i is granted a share of all that it can be granted about k; the purses are charged."""
    for p in range(len(s.spent)):
        s.spent[p] += bill(w, s, i, k, p, share)
    for d in range(w.demand_start[i], w.demand_start[i + 1]):
        if demands.live(w, s, d, k) and s.room[d] > 0.0:
            moves.grant(s, d, min(s.number.ceiling[d], s.met[d] + share * s.room[d]))


@rule
def granted(w: World, s: State) -> float:
    """Return the logits that have been granted of all demands together; a red line does not count."""
    units = 0
    for d in range(len(s.met)):
        if not w.red_line[d]:
            units += math.floor(s.number.worth[d] * s.met[d] * UNITS)
    return units / UNITS
