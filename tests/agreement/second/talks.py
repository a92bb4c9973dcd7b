"""Phases 4 and 5 where actors bargain: offers, answers, purses. See "Offers and answers" of the page."""

import math
from collections import Counter

from tests.agreement.second.arithmetic import (
    ANSWERS,
    ASKS,
    GATHERS,
    HURTS,
    LATE_CEILING,
    MEETS,
    chance,
    exp,
    logistic,
    member_address,
    normal_quantile,
    poisson,
    target_address,
    total,
)
from tests.agreement.second.institutions import NEVER
from tests.agreement.second.rounds import Run
from tests.agreement.second.world import NO_LIMIT

UNITS = 2**20
TARGETS = 128
"""of each turn: one by candidate"""
TO_ALL = 64
"""the number of the first turn in which everybody meets"""


class Talks(Run):
    """A run whose actors bargain."""

    def __init__(self, world, seed, run):
        super().__init__(world, seed, run)
        self.answers = {}
        """whether each holder settled at its last meeting of a round"""

    # What waiting is worth

    def tally(self):
        super().tally()
        self.rate = (4 * self.c.concession) / self.holdouts
        later = [(day, weight) for day, weight in self.pressing if day > self.day]
        day, weight = later[0] if later else (NEVER, 0.0)
        self.weeks_to_date = (day - self.day) / 7
        self.all_meet = chance(self.c.at_dates * weight, 1)

    def waiting(self, i):
        if self.patience[i] == 0:
            return 0.0
        impatience = 1 / self.patience[i]
        none = exp((-(self.rate + impatience)) * self.weeks_to_date)
        another = (self.rate / (self.rate + impatience)) * (1 - none) + none * self.all_meet
        return (another / max(1e-12, 1 - another)) * self.c.step

    # Turns

    def bargaining(self):
        called = any(self.answers.values()) and self.draws.one(GATHERS, self.round, "", 1) < self.c.follow_up
        self.answers = {}
        meetings = {i: self.drawn_meetings(i) for i in self.body if self.w.of[i] and self.waits(i)}
        for turn in range(max(meetings.values(), default=0)):
            self.turn(turn, [i for i, most in meetings.items() if turn < most])
        for turn in range(called + poisson(self.c.at_dates * self.weight_today(), self.draws.one(GATHERS, self.round))):
            self.turn(TO_ALL + turn, list(self.body))

    def drawn_meetings(self, i):
        return poisson(self.rate * self.w.weeks, self.draws.one(MEETS, self.round, i))

    def is_in_round(self, day):
        return self.day - self.w.round_days < day <= self.day

    def weight_today(self):
        weight = total(weight for day, weight in self.focal if self.is_in_round(day))
        if weight == 0 and any(map(self.is_in_round, self.w.sittings)):
            return self.number(self.w.sitting_weight)
        return weight

    def to_win(self, k):
        self.look_round()
        self.price = {(i, k): self.price_of(i, k) for i in self.body}
        return self.who_is_needed(k)

    def look_round(self):
        """Note what each hears, and how much more of each demand can be had."""
        self.listening = {i: self.heard(i) for i in self.body}
        self.room = {d: self.room_of(d) for d in self.w.demands}

    def turn(self, turn, meeting):
        self.take_stock()
        self.look_round()
        subjects = {i: self.subject(i) for i in meeting if self.w.of[i] and self.waits(i) and self.bound[i] is None}
        subjects = {i: k for i, k in subjects.items() if k is not None}
        self.price = {(i, k): self.price_of(i, k) for k in set(subjects.values()) for i in self.body}
        self.needed = {k: self.who_is_needed(k) for k in set(subjects.values())}
        offers = {i: self.offer(i, k) for i, k in subjects.items()}
        self.cut(offers, subjects)
        settling = {i: self.settles(i, k, offers[i], turn) for i, k in subjects.items()}
        self.answers |= settling
        for i, k in subjects.items():
            self.apply(i, k, offers[i], settling[i])
            if turn >= TO_ALL and offers[i] is not None and not settling[i]:
                self.reservation[i] += self.c.hardening
                self.expected[i] += self.c.hardening
        for k in self.w.candidates:
            paid = {i: offers[i] for i, at in subjects.items() if at == k and settling[i] and offers[i] is not None}
            self.others_see(k, [(d, x) for i, x in paid.items() for d in self.with_room(i, k)], turn)

    def subject(self, i):
        """Return whom a meeting is about."""
        about = [k for k in self.w.candidates if self.eligible(k) and self.claims(i, k)]
        about = [k for k in about if self.support[k] >= self.c.bargaining_from]
        return max(about, key=self.support.get, default=None)

    # What can be had

    def remains(self, p):
        return self.purse[p]["budget"] - self.spent[p] / UNITS

    def purse_of(self, d):
        return self.w.purse[self.like[d]]

    def limit(self, d):
        p = self.purse_of(d)
        price = self.purse[p]["cost"] * self.worth[d] if p in self.purse else 0.0
        if price == 0:
            return self.ceiling[d]
        from_budget = self.met[d] + max(0.0, self.remains(p)) / price
        return min(self.ceiling[d], min(self.purse[p]["stake"] / price, from_budget))

    def room_of(self, d):
        if self.w.red_line[d] or not (self.on_table(d) and self.is_grantable(d)):
            return 0.0
        room = self.limit(d) - self.met[d]
        return room if room > 1e-9 else 0.0

    def with_room(self, i, k):
        return [d for d in self.claims(i, k) if self.room[d] > 0]

    def may_be_had(self, d):
        leaves = self.w.members.get(self.payer(d), {}).get("leaves")
        if leaves is not None and self.w.day(leaves, 0) <= self.day:
            return False
        return self.day <= self.w.grantable_until[d] and self.limit(d) - self.met[d] > 1e-9

    def logits(self, i, k):
        return total(self.worth[d] * self.room[d] for d in self.claims(i, k))

    def bill(self, i, k, p, share):
        paid = total(self.worth[d] * self.room[d] for d in self.claims(i, k) if self.purse_of(d) == p)
        return math.floor(((self.purse[p]["cost"] * paid) * share) * UNITS)

    # Who is needed

    def standing(self, i, k):
        return self.acceptance(i, k, self.listening[i])

    def least(self, reservation, i, k):
        waiting = self.waiting(i)
        return ((reservation - self.standing(i, k)) / self.logits(i, k) + waiting) / (1 + waiting)

    def price_of(self, i, k):
        if self.bound[i] is not None or self.stance[i] not in (None, k) or self.red_line(i, k):
            return 1e6
        if not self.claims(i, k):
            return max(0.0, 1 - self.standing(i, k)) if self.amend_step > 0 else 0.0
        if self.logits(i, k) == 0:
            return 0.0 if self.standing(i, k) >= self.expected[i] else 1e6
        share = self.least(self.expected[i], i, k)
        return max(0.0, share) * self.logits(i, k) if share <= 1 else min(1e6, 1e5 + share)

    def who_is_needed(self, k):
        if not self.w.by_need:
            return [i for i in self.body if self.stance[i] != k]
        votes = {i: 2 if self.stance[i] == k else 0 if self.opposed(i, k) else 1 for i in self.body}
        listed = [i for i in self.body if self.stance[i] != k]
        listed.sort(key=lambda i: (self.price[i, k], member_address(i)))
        costs = []
        for rows in self.w.alternatives:
            chosen = self.completing(rows, votes, listed)
            costs.append((total(self.price[i, k] for i in listed if i in chosen), chosen))
        return min(costs, key=lambda one: one[0])[1]

    def completing(self, rows, own, listed):
        """Return who completes an alternative: the cheapest one after the other, less those who can be spared."""
        chosen, votes = [], dict(own)
        for i in listed:
            if self.is_met(rows, votes):
                break
            chosen.append(i)
            votes[i] = 2
        for i in reversed(list(chosen)):
            without = votes | {i: own[i]}
            if self.is_met(rows, without):
                chosen.remove(i)
                votes = without
        return chosen

    def is_met(self, rows, votes):
        return self.has_votes(rows) and self.reach_quotas(rows, votes)

    # Offers and answers

    def offer(self, i, k):
        """Return the share offered, or None."""
        purses = {self.purse_of(d) for d in self.claims(i, k) if self.room[d] > 0} & self.purse.keys()
        if self.logits(i, k) == 0 or i not in self.needed[k] or not all(self.can_pay_all(p, k) for p in purses):
            return None
        low = max(0.0, self.least(self.expected[i] - self.c.secret, i, k))
        if low > 1:
            return None
        high = min(1.0, self.least(self.expected[i] + self.c.secret, i, k))
        last = self.offered.get((i, k), 0.0)
        start = max(low, last)
        return max(last, min(high, start + self.c.step * (1 - start)))

    def can_pay_all(self, p, k):
        if self.purse[p]["budget"] >= NO_LIMIT:
            return True
        owed = [j for j in self.needed[k] if self.w.of[j] and self.stance[j] is None and self.logits(j, k) > 0]
        due = sum(self.bill(j, k, p, min(1.0, self.price[j, k] / self.logits(j, k))) for j in owed)
        return due / UNITS <= self.remains(p) + 1e-9

    def cut(self, offers, subjects):
        for p in self.purse:
            bills = {i: self.bill(i, subjects[i], p, x) for i, x in offers.items() if x is not None and x > 0}
            asked = sum(bills.values())
            if asked / UNITS > self.remains(p) + 1e-9:
                for i in (i for i, bill in bills.items() if bill > 0):
                    offers[i] *= max(0.0, self.remains(p)) / (asked / UNITS)

    def settles(self, i, k, share, turn):
        gain = self.standing(i, k) - self.reservation[i]
        if share is not None:
            logits, waiting = self.logits(i, k), self.waiting(i)
            gain = ((self.standing(i, k) + logits * share) - self.reservation[i]) - (waiting * logits) * (1 - share)
        if self.c.temperature == 0:
            return gain >= -1e-9
        return self.draws.one(ANSWERS, self.round, i, turn) < logistic(gain / self.c.temperature)

    def apply(self, i, k, share, settles):
        if share is not None and settles:
            for p in self.purse:
                self.spent[p] += self.bill(i, k, p, share)
            for d in self.with_room(i, k):
                self.met[d] = min(self.ceiling[d], self.met[d] + share * self.room[d])
            self.offered[i, k] = 0.0
        elif share is not None:
            self.offered[i, k] = max(self.offered.get((i, k), 0.0), share)
        if settles:
            self.commit(i, k)

    # What others make of it

    def others_see(self, k, offers, turn):
        at = TARGETS * turn + list(self.w.candidates).index(k)
        wounds, units = Counter(), 0
        for d, x in offers:
            units += math.floor(((self.worth[d] * x) * self.room[d]) * UNITS)
            for j, logits in self.w.hurts[d].items():
                wounds[j] += math.floor((self.number(logits) * (x * self.room[d])) * UNITS)
        self.bear(k, wounds, at)
        if units > 0:
            self.follow(k, units / UNITS, min((d for d, _ in offers), key=lambda d: target_address(f"demand:{d}")), at)

    def bear(self, k, wounds, at):
        hurt = [j for j, wound in wounds.items() if wound > 0]
        for j in hurt:
            self.baseline[j, k] -= wounds[j] / UNITS
        bound = [j for j in hurt if j in self.body and self.stance[j] == k and self.bound[j] is None]
        unsure = {j: logistic(-self.leaning(j, k, self.heard(j))) for j in bound}
        for j, likely in unsure.items():
            if self.draws.one(HURTS, self.round, j, at) < likely:
                self.release(j)

    def follow(self, k, paid, first, at):
        free = [i for i in self.body if self.bound[i] is None and self.stance[i] in (None, k)]
        for i, d in [(i, self.raises(i, k, paid, at)) for i in free]:
            if d is not None:
                self.put_on_table(i, d, first, at)

    def raises(self, i, k, paid, at):
        """Return the demand that a member raises now, or None."""
        d = next((d for d in self.w.of[i] if self.may_be_raised(d, i, k)), None)
        if d is None or self.suffice({j: 0 if j == i else 2 for j in self.body}):
            return None
        u, v = self.draws.two(ASKS, self.round, i, at)
        bound, worth = self.stance[i] == k, self.late_worth(v) if d in self.w.late else self.worth[d]
        outside = max(1, len(self.body) - self.committed(k) + bound)
        shame = ((self.c.isolation * self.support[k]) * self.support[k]) / outside
        seen = 1 - exp(((-self.c.opportunism) * paid) / len(self.body))
        chance = seen * logistic(self.c.step * worth - shame)
        return d if u < (chance * self.c.take_back if bound else chance) else None

    def may_be_raised(self, d, i, k):
        if not self.w.latent[d] or self.raised[d] != NEVER or self.w.red_line[d]:
            return False
        if d in self.w.late:
            return not self.claims(i, k)
        return self.w.concerns[d] in (None, k) and self.day <= self.w.dropped[d]

    def late_worth(self, v):
        return self.c.late_worth * exp(0.6 * normal_quantile(v))

    def put_on_table(self, i, d, first, at):
        self.raised[d] = self.day
        if d in self.w.late:
            self.worth[d] = self.late_worth(self.draws.two(ASKS, self.round, i, at)[1])
            self.ceiling[d] = 0.4 + (1 - 0.4) * self.draws.one(LATE_CEILING, self.round, i, at)
            self.like[d] = self.like[first]
        self.release(i)

    # Stances

    def pushed(self):
        return self.pressure * self.c.push

    def awaited(self, i, k):
        return 0.0

    def leaning(self, i, k, heard):
        return super().leaning(i, k, heard) - (self.reservation[i] if self.claims(i, k) else 0.0)

    def hazard(self, i, k, heard):
        return 0.0 if any(map(self.may_be_had, self.claims(i, k))) else super().hazard(i, k, heard)
