"""Whose yes completes the rule most cheaply, given what stands: those are negotiated with, and nobody else is paid."""

from whitesmoke.model import codes
from whitesmoke.model.lang import rule
from whitesmoke.model.phases import demands, moves, purses
from whitesmoke.model.phases.decide import standing
from whitesmoke.model.phases.verdict import objects, reached
from whitesmoke.model.rules import bargaining, settling
from whitesmoke.model.world import State, World

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
def price(w: World, s: State, i: int, k: int) -> float:
    """Return what others expect the yes of member i to k to take, in logits: for one that has no claim nothing.

    Where the text can be amended it is what such a one lacks to be willing.
    """
    if not moves.is_free(s, i) or s.stance[i] not in (codes.NONE, k) or demands.red_line(w, s, i, k):
        return OUT_OF_REACH
    if not demands.claims(w, s, i, k):
        return max(0.0, WILLING - standing(w, s, i, k)) if s.number.coefficient.amendment > 0.0 else 0.0
    acceptance, reservation = standing(w, s, i, k), s.number.reservation[i]
    logits = purses.to_be_had(w, s, i, k)
    if logits <= 0.0:
        return 0.0 if acceptance >= reservation else OUT_OF_REACH
    share = settling.least(reservation, acceptance, logits, waiting(w, s, i))
    return min(OUT_OF_REACH, TOO_DEAR + share) if share > 1.0 else max(0.0, share) * logits


@rule
def find_needed(w: World, s: State, k: int) -> None:
    """Mark who is needed for k: of the rule's alternatives that which is cheapest to complete.

    For each the cheapest members are added until it carries, then whoever is not needed is dropped, the dearest first.
    For equal weights this is the cheapest set; for unequal ones it may be a little dearer. Where need does not count it
    is everybody who is not in.
    """
    for i in range(len(s.stance)):
        s.needed[i, k] = 1 if not w.by_need and s.present[i] and s.stance[i] != k else 0
        s.price[i, k] = price(w, s, i, k)
    if not w.by_need:
        return
    listed = _cheapest_first(w, s, k)
    least = -1.0
    for a in range(len(w.alternative) - 1):
        cost = _complete(w, s, k, a, listed)
        if least < 0.0 or cost < least:
            least = cost
            for i in range(len(s.stance)):
                s.needed[i, k] = s.chosen[i]


@rule
def _cheapest_first(w: World, s: State, k: int) -> int:
    """List the members that are not in by price, equal ones by address, and return how many they are.

    Most have no price, or none that can be paid: only those between are sorted.
    """
    listed = _list_those(w, s, k, 0.0, 0.0, 0)
    first = listed
    listed = _list_those(w, s, k, 0.0, OUT_OF_REACH, listed)
    for x in range(first + 1, listed):
        i, y = s.order[x], x
        while y > first and s.price[s.order[y - 1], k] > s.price[i, k]:
            s.order[y] = s.order[y - 1]
            y -= 1
        s.order[y] = i
    return _list_those(w, s, k, OUT_OF_REACH, OUT_OF_REACH, listed)


@rule
def _list_those(w: World, s: State, k: int, low: float, high: float, listed: int) -> int:
    """List those whose price is `low`, if that is `high` too, else those between, after the ones already listed."""
    for x in range(len(w.by_address)):
        i = w.by_address[x]
        if s.present[i] and s.stance[i] != k:
            if _is_between(s.price[i, k], low, high):
                s.order[listed] = i
                listed += 1
    return listed


@rule
def _is_between(price: float, low: float, high: float) -> bool:
    return price == low if low == high else low < price < high


@rule
def _complete(w: World, s: State, k: int, a: int, listed: int) -> float:
    """Choose those who complete alternative a, and return what they cost."""
    _as_it_stands(w, s, k)
    for x in range(listed):
        if _carries(w, s, a):
            break
        _turn(w, s, s.order[x], codes.YES)
        s.chosen[s.order[x]] = 1
    for x in range(listed - 1, -1, -1):
        i = s.order[x]
        if s.chosen[i]:
            _turn(w, s, i, _own_vote(w, s, i, k))
            s.chosen[i] = 0
            if not _carries(w, s, a):
                _turn(w, s, i, codes.YES)
                s.chosen[i] = 1
    cost = 0.0
    for x in range(listed):
        if s.chosen[s.order[x]]:
            cost += s.price[s.order[x], k]
    return cost


@rule
def _as_it_stands(w: World, s: State, k: int) -> None:
    for row in range(len(w.credit)):
        s.credits[row] = 0
    for i in range(len(s.stance)):
        s.chosen[i] = 0
        if s.present[i]:
            s.vote[i] = _own_vote(w, s, i, k)
            for row in range(len(w.credit)):
                s.credits[row] += w.row_weight[row, i] * w.credit[row, s.vote[i]]


@rule
def _own_vote(w: World, s: State, i: int, k: int) -> int:
    if s.stance[i] == k:
        return codes.YES
    return codes.NO if objects(w, s, i, k) else codes.ABSTAIN


@rule
def _turn(w: World, s: State, i: int, vote: int) -> None:
    for row in range(len(w.credit)):
        s.credits[row] += w.row_weight[row, i] * (w.credit[row, vote] - w.credit[row, s.vote[i]])
    s.vote[i] = vote


@rule
def _carries(w: World, s: State, a: int) -> bool:
    votes = 0
    for row in range(w.alternative[a], w.alternative[a + 1]):
        votes += s.total[row]
        if not reached(w, s, row, s.credits[row]):
            return False
    return votes > 0
