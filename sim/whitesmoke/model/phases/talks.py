"""Phase 4 where actors bargain: offers to those whom the rule needs, and their answers.

Meetings of two come at a rate; on a date everybody meets, some times over. Everybody who meets at once (a *turn*) sees
the same picture, and what comes of it is applied at the end of the turn, so the order of members cannot matter.
"""

import math

from whitesmoke.model import codes
from whitesmoke.model.lang import rule
from whitesmoke.model.phases import demands, followers, moves, needed, purses, shortcuts
from whitesmoke.model.phases.decide import eligible, standing
from whitesmoke.model.phases.draws import draw
from whitesmoke.model.phases.tally import pressing_today, take_stock
from whitesmoke.model.rules import bargaining, settling
from whitesmoke.model.run_state import State
from whitesmoke.model.world import World

FIRST_AT_DATE = 64
"""The first turn of those in which everybody meets; meetings of two in a round are fewer."""


@rule
def talks(w: World, s: State) -> None:
    """Play the turns of a round: meetings of two, then, on a date, those of all."""
    for x in range(convene(w, s)):
        play_turn(w, s, turn_number(s, x))


@rule
def convene(w: World, s: State) -> int:
    """Draw who meets how often in this round, and return the number of turns that it takes."""
    of_all = (1 if is_followed_up(w, s) else 0) + gatherings(w, s)
    s.clock.of_two = summon(w, s)
    return s.clock.of_two + of_all


@rule
def turn_number(s: State, x: int) -> int:
    """Return the number of the x-th turn of a round, by which its luck is addressed."""
    return x if x < s.clock.of_two else FIRST_AT_DATE + x - s.clock.of_two


@rule
def summon(w: World, s: State) -> int:
    """Draw how often each holder that waits meets in this round, and return the most that one does."""
    rate = bargaining.meeting_rate(s.number.coefficient.concession, 0.0, s.clock.holders)
    expected, most = rate * (w.round_days / 7.0), 0
    for x in range(s.clock.asking):
        i = s.asker[x]
        s.meetings[i], s.answer[i], s.about[i], s.offer[i] = 0, codes.NO_MEETING, codes.NONE, -1.0
        if demands.waiting(w, s, i):
            u = draw(s, w.member_address[i], 0, codes.MEETS)
            if not shortcuts.nobody_meets(u, expected):
                s.meetings[i] = bargaining.meetings(expected, u)
                most = max(most, int(s.meetings[i]))
    return most


@rule
def gatherings(w: World, s: State) -> int:
    """Draw how often everybody meets today: n_D times on a date of weight 1, in the mean."""
    expected = s.number.coefficient.at_dates * pressing_today(w, s)
    return bargaining.meetings(expected, draw(s, 0, 0, codes.GATHERS)) if expected > 0.0 else 0


@rule
def is_followed_up(w: World, s: State) -> bool:
    """Draw whether all who still hold out are called, if one has settled in the round before."""
    chance = s.number.coefficient.follow_up
    if chance > 0.0:
        for x in range(s.clock.asking):
            if s.answer[s.asker[x]] == codes.SETTLED or s.answer[s.asker[x]] == codes.SETTLED_UNPAID:
                return draw(s, 0, 1, codes.GATHERS) < chance
    return False


@rule
def play_turn(w: World, s: State, turn: int) -> None:
    """Offers, then answers, then what they bring."""
    make_offers(w, s, turn)
    for x in range(s.clock.asking):
        answer(w, s, s.asker[x], settles(w, s, s.asker[x], turn))
    conclude(w, s, turn)


@rule
def conclude(w: World, s: State, turn: int) -> None:
    """Apply all that came of a turn."""
    paid = False
    for x in range(s.clock.asking):
        i = s.asker[x]
        settle(w, s, i)
        paid = paid or (s.about[i] != codes.NONE and s.answer[i] == codes.SETTLED)
        if turn >= FIRST_AT_DATE:
            harden(s, i)
    if paid:
        for k in range(len(s.status)):
            others_see(w, s, k, turn)


@rule
def make_offers(w: World, s: State, turn: int) -> None:
    """Everybody who meets learns what it is offered, on one picture of the race."""
    take_stock(w, s)
    purses.find_room(w, s)
    for x in range(s.clock.asking):
        i = s.asker[x]
        meets = turn >= FIRST_AT_DATE or turn < s.meetings[i]
        s.about[i] = leading(w, s, i) if meets and moves.is_free(s, i) and demands.waiting(w, s, i) else codes.NONE
        if s.about[i] != codes.NONE:
            s.offer[i] = least_offer(w, s, i, s.about[i])
    for k in range(len(s.status)):
        _offer_to_needed(w, s, k)
    purses.share_out(w, s)


@rule
def leading(w: World, s: State, i: int) -> int:
    """Return the candidate that member i is met about: of those it has claims about the one with most support.

    codes.NONE while none of them has enough support for anybody to pay.
    """
    best = codes.NONE
    for k in range(len(s.status)):
        if eligible(w, s, k) and s.share[k] >= s.number.coefficient.bargaining_from and demands.claims(w, s, i, k):
            if best == codes.NONE or s.share[k] > s.share[best]:
                best = k
    return best


@rule
def _offer_to_needed(w: World, s: State, k: int) -> None:
    """Make offers to those who meet about k, may be won, and are needed for k; who is, is asked where it may matter."""
    least = _least_of_all(s, k)
    if least > 1.0:
        return
    may_be_needed = least <= 0.0 or needed.any_dear_may_be_needed(w, s, k)
    if may_be_needed:
        needed.find_needed(w, s, k)
    for x in range(s.clock.asking):
        i = s.asker[x]
        if s.about[i] == k and s.offer[i] >= 0.0:
            s.offer[i] = offer(w, s, i, k, s.offer[i]) if may_be_needed else -1.0


@rule
def _least_of_all(s: State, k: int) -> float:
    """Return the least offer that may win anybody who meets about k; above 1 if nobody can be won.

    If it is above 0, the yes of each of them has a price.
    """
    least = 2.0
    for x in range(s.clock.asking):
        i = s.asker[x]
        if s.about[i] == k and s.offer[i] >= 0.0:
            least = min(least, s.offer[i])
    return least


@rule
def least_offer(w: World, s: State, i: int, k: int) -> float:
    """Return the least share of what member i can be granted for k that may win it, as far as others know; -1 if none.

    It is the share for the lowest reservation that member i may have.
    """
    if purses.to_be_had(w, s, i, k) <= 0.0:
        return -1.0
    low = max(0.0, needed.share_that_wins(w, s, i, k, s.number.reservation[i] - s.number.coefficient.secret))
    return low if low <= 1.0 else -1.0


@rule
def offer(w: World, s: State, i: int, k: int, low: float) -> float:
    """Return what member i is offered for k, a share of what it can be granted, no less than `low`; -1 for nothing.

    Nothing goes to one who is not needed, or from a purse that cannot pay all who are needed.
    """
    if not s.needed[i, k] or not purses.can_pay_all(w, s, i, k):
        return -1.0
    high = min(1.0, needed.share_that_wins(w, s, i, k, s.number.reservation[i] + s.number.coefficient.secret))
    return settling.offer(low, high, s.offered[i, k], s.number.coefficient.step)


@rule
def settles(w: World, s: State, i: int, turn: int) -> bool:
    """Draw whether member i, if it meets in this turn, settles rather than holds out."""
    k = s.about[i]
    if k == codes.NONE:
        return False
    u = draw(s, w.member_address[i], turn, codes.ANSWERS)
    return settling.settles(gain(w, s, i, k), s.number.coefficient.temperature, u)


@rule
def answer(w: World, s: State, i: int, settles: bool) -> None:
    """Note what member i says to its offer, or whether it gives in where there is none; a yes is a commitment."""
    if s.about[i] == codes.NONE:
        return
    if s.offer[i] < 0.0:
        s.answer[i] = codes.SETTLED_UNPAID if settles else codes.NOTHING_OFFERED
    else:
        s.answer[i] = codes.SETTLED if settles else codes.REFUSED_OFFER


@rule
def gain(w: World, s: State, i: int, k: int) -> float:
    """Return by how much settling is better for member i than holding out, in logits; without an offer, A - R."""
    acceptance = standing(w, s, i, k)
    if s.offer[i] < 0.0:
        return acceptance - s.reservation[i]
    logits = purses.to_be_had(w, s, i, k)
    return settling.gain(acceptance, s.reservation[i], logits, s.offer[i], needed.waiting(w, s, i))


@rule
def settle(w: World, s: State, i: int) -> None:
    """Apply what came of the meeting of member i: a payment, a commitment, or an offer to build on."""
    k = s.about[i]
    if k == codes.NONE:
        return
    if s.answer[i] == codes.SETTLED:
        purses.pay(w, s, i, k, s.offer[i])
        s.offered[i, k] = 0.0
        s.paid_on[i] = s.clock.round
    elif s.answer[i] == codes.REFUSED_OFFER:
        s.offered[i, k] = max(s.offered[i, k], s.offer[i])
    if s.answer[i] in (codes.SETTLED, codes.SETTLED_UNPAID):
        moves.commit(w, s, i, k)


@rule
def harden(s: State, i: int) -> None:
    """Member i has perhaps refused before all: from now on it insists on more, as everybody knows."""
    if s.about[i] != codes.NONE and s.answer[i] == codes.REFUSED_OFFER:
        s.reservation[i] += s.number.coefficient.hardening
        s.number.reservation[i] += s.number.coefficient.hardening


@rule
def others_see(w: World, s: State, k: int, turn: int) -> None:
    """Tell everybody what was paid for k in this turn: some ask, too, and some are hurt by it."""
    units, first = 0, -1
    for x in range(s.clock.asking):
        i = s.asker[x]
        if s.about[i] == k and s.answer[i] == codes.SETTLED:
            for d in range(w.demand_start[i], w.demand_start[i + 1]):
                if s.room[d] > 0.0 and demands.live(w, s, d, k):
                    units += math.floor(s.number.worth[d] * s.offer[i] * s.room[d] * purses.UNITS)
                    followers.hurt(w, s, d, s.offer[i] * s.room[d])
                    if first < 0 or w.demand_address[d] < w.demand_address[first]:
                        first = d
    if first >= 0:
        followers.bear(w, s, k, turn)
    if units > 0:
        followers.follow(w, s, k, units / purses.UNITS, first, turn)
