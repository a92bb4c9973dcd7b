"""Whose yes completes the rule most cheaply, given what stands: those are negotiated with, and nobody else is paid."""

from whitesmoke.model import codes
from whitesmoke.model.lang import rule
from whitesmoke.model.phases import demands, moves, purses
from whitesmoke.model.phases.decide import standing
from whitesmoke.model.phases.verdict import objects
from whitesmoke.model.rules import bargaining, settling, voting
from whitesmoke.model.run_state import State
from whitesmoke.model.world import World

OUT_OF_REACH = 1e6
"""In place of a price: a red line, a stance elsewhere, a member that is not free."""
WILLING = 1.0
"""A_ik from which a member needs no more winning, logits"""
TOO_DEAR = 1e5
"""Added to the share that would be needed of a claim that nobody can meet so far."""


@rule
def waiting(w: World, s: State, i: int) -> float:
    """Return psi kappa of member i: what waiting brings it, by logit that would then still be missing."""
    rate = bargaining.meeting_rate(s.number.coefficient.concession, 0.0, s.clock.holders)
    another = settling.another_meeting(rate, s.number.patience[i], s.gauge.weeks_to_date, s.gauge.chance_at_date)
    return settling.worth_of_waiting(another, s.number.coefficient.step)


@rule
def share_that_wins(w: World, s: State, i: int, k: int, reservation: float) -> float:
    """Return the least share of what member i can be granted for k that wins it, if it insists on a reservation."""
    logits = purses.to_be_had(w, s, i, k)
    return settling.least(reservation, standing(w, s, i, k), logits, waiting(w, s, i))


@rule
def price(w: World, s: State, i: int, k: int) -> float:
    """Return what others expect the yes of member i to k to take, in logits: for one that has no claim nothing.

    Where the text can be amended it is what such a one lacks to be willing.
    """
    if not _may_agree(s, i, k) or demands.red_line(w, s, i, k):
        return OUT_OF_REACH
    if not demands.claims(w, s, i, k):
        return max(0.0, WILLING - standing(w, s, i, k)) if s.number.coefficient.amendment > 0.0 else 0.0
    reservation, logits = s.number.reservation[i], purses.to_be_had(w, s, i, k)
    if logits <= 0.0:
        return 0.0 if standing(w, s, i, k) >= reservation else OUT_OF_REACH
    share = share_that_wins(w, s, i, k, reservation)
    return min(OUT_OF_REACH, TOO_DEAR + share) if share > 1.0 else max(0.0, share) * logits


@rule
def _may_agree(s: State, i: int, k: int) -> bool:
    return moves.is_free(s, i) and (s.stance[i] == codes.NONE or s.stance[i] == k)


@rule
def find_needed(w: World, s: State, k: int) -> None:
    """Mark who is needed for k: of the rule's alternatives that which is cheapest to complete.

    For each whoever it can do without is dropped, the dearest first. For equal weights this is the cheapest set; for
    unequal ones it may be a little dearer. Where need does not count it is everybody who is not in.
    """
    _find_prices(w, s, k)
    for i in range(len(s.stance)):
        s.needed[i, k] = 1 if _is_out(s, i, k) else 0
    if w.by_need and not _takes_everybody(w, s, k):
        _leave_the_cheapest(w, s, k)


@rule
def any_dear_may_be_needed(w: World, s: State, k: int) -> bool:
    """Say whether the rule might need anybody whose yes to k has a price; if not, they are dropped, as the dearest."""
    if not w.by_need or s.number.coefficient.amendment > 0.0:
        return True
    for a in range(len(w.alternative) - 1):
        if not _everybody_agrees(w, s, a):
            return True
        for row in range(w.alternative[a], w.alternative[a + 1]):
            if _lost(w, row, _weight_of_dear(w, s, k, row), codes.NO) > s.credits[row]:
                return True
    return False


@rule
def _weight_of_dear(w: World, s: State, k: int, row: int) -> int:
    """Return the weight of all whose yes to k may have a price: who cannot say yes just now, and who asks."""
    weight = 0
    for i in range(len(s.stance)):
        if _is_out(s, i, k) and not _may_agree(s, i, k):
            weight += w.row_weight[row, i]
    for x in range(s.clock.asking):
        if _is_out(s, s.asker[x], k) and _may_agree(s, s.asker[x], k):
            weight += w.row_weight[row, s.asker[x]]
    return weight


@rule
def _find_prices(w: World, s: State, k: int) -> None:
    """Note the price of everybody; who asks for nothing has none, unless texts can be amended."""
    if s.number.coefficient.amendment > 0.0:
        for i in range(len(s.stance)):
            s.price[i, k] = price(w, s, i, k)
        return
    for i in range(len(s.stance)):
        s.price[i, k] = 0.0 if _may_agree(s, i, k) else OUT_OF_REACH
    for x in range(s.clock.asking):
        s.price[s.asker[x], k] = price(w, s, s.asker[x], k)


@rule
def _leave_the_cheapest(w: World, s: State, k: int) -> None:
    listed = _cheapest_first(w, s, k)
    least = -1.0
    for a in range(len(w.alternative) - 1):
        cost = _complete(w, s, k, a, listed)
        if least < 0.0 or cost < least:
            least = cost
            for i in range(len(s.stance)):
                s.needed[i, k] = s.chosen[i]


@rule
def _is_out(s: State, i: int, k: int) -> bool:
    return s.present[i] == 1 and s.stance[i] != k


@rule
def _takes_everybody(w: World, s: State, k: int) -> bool:
    """Say whether a rule without alternatives can do without nobody who is not in, so that prices do not matter."""
    if len(w.alternative) > 2:
        return False
    if not _everybody_agrees(w, s, 0):
        return True
    for i in range(len(s.stance)):
        if _is_out(s, i, k) and _can_be_done_without(w, s, i, k, 0):
            return False
    return True


@rule
def _cheapest_first(w: World, s: State, k: int) -> int:
    """List the members that are not in by price, equal ones by address, and return how many they are.

    Most have no price, or the highest that there is: sorted are only the others.
    """
    listed = 0
    for x in range(len(w.by_address)):
        i = w.by_address[x]
        s.order[listed] = i  # not within the condition: so it takes no jump
        if _is_out(s, i, k) and s.price[i, k] == 0.0:
            listed += 1
    first = listed
    for x in range(len(w.by_address)):
        i = w.by_address[x]
        if _is_out(s, i, k) and s.price[i, k] > 0.0:
            y = listed
            while y > first and s.price[s.order[y - 1], k] > s.price[i, k]:
                s.order[y] = s.order[y - 1]
                y -= 1
            s.order[y] = i
            listed += 1
    return listed


@rule
def _complete(w: World, s: State, k: int, a: int, listed: int) -> float:
    """Choose those who complete alternative a, and return what they cost: of all, drop whom it can do without.

    The dearest first. A yes never counts less than another vote, so this leaves none that were not among the cheapest
    with whom it would carry.
    """
    carries = _everybody_agrees(w, s, a)
    for i in range(len(s.stance)):
        s.chosen[i] = 0
    for x in range(listed - 1, -1, -1):
        i = s.order[x]
        s.chosen[i] = 0 if carries and _can_be_done_without(w, s, i, k, a) else 1
    cost = 0.0
    for x in range(listed):
        if s.chosen[s.order[x]]:
            cost += s.price[s.order[x], k]
    return cost


@rule
def _everybody_agrees(w: World, s: State, a: int) -> bool:
    """Reckon with a yes of everybody: what each row has to spare, and whether alternative a carries with that."""
    for row in range(len(w.credit)):
        total, q = s.total[row], w.quota
        s.credits[row] = voting.to_spare(w.credit[row, codes.YES] * total, total, q[row, 0], q[row, 1], q[row, 2])
    votes = 0
    for row in range(w.alternative[a], w.alternative[a + 1]):
        votes += s.total[row]
        if s.credits[row] < 0:
            return False
    return votes > 0


@rule
def _can_be_done_without(w: World, s: State, i: int, k: int, a: int) -> bool:
    """Say whether alternative a carries if member i, who is out, votes as it would now; its yes is taken back then."""
    if not _can_be_spared(w, s, i, a, codes.ABSTAIN):  # nor with a no, which never counts more
        return False
    own = codes.NO if objects(w, s, i, k) else codes.ABSTAIN
    if not _can_be_spared(w, s, i, a, own):
        return False
    for row in range(len(w.credit)):
        s.credits[row] -= _lost(w, row, w.row_weight[row, i], own)
    return True


@rule
def _can_be_spared(w: World, s: State, i: int, a: int, vote: int) -> bool:
    """Say whether no row of an alternative has less to spare than it loses if member i votes so instead of yes."""
    for row in range(w.alternative[a], w.alternative[a + 1]):
        if _lost(w, row, w.row_weight[row, i], vote) > s.credits[row]:
            return False
    return True


@rule
def _lost(w: World, row: int, weight: int, vote: int) -> int:
    return w.quota[row, 1] * weight * (w.credit[row, codes.YES] - w.credit[row, vote])
