"""One run: its state, the elementary moves and the calendar."""

import math
from types import SimpleNamespace

from tests.agreement.second.arithmetic import LENGTH, RESERVES, RESIDUAL, TAKES, Draws, exp, log, normal_quantile, total
from tests.agreement.second.institutions import NEVER
from tests.agreement.second.numbers import Numbers, quantile


class State:
    """Stances, candidates and demands of one run; a stance of None is uncommitted."""

    def __init__(self, world, seed, run):
        self.w, self.draws = world, Draws(seed, run)
        self.number = Numbers(self.draws)
        self.c = SimpleNamespace(**{name: self.number(x) for name, x in world.coefficients.items()})
        self.round, self.day, self.winner = 0, 0, None
        self.body, self.stance, self.bound = [], dict.fromkeys(world.members), dict.fromkeys(world.members)
        self.committed_on = dict.fromkeys(world.members, NEVER)
        self.counts_from, self.counted_on = dict.fromkeys(world.members), dict.fromkeys(world.members, NEVER)
        self.takes = {i: self.weeks_of(i) for i in world.members}
        self.status, self.silent_since = dict.fromkeys(world.candidates, "pending"), dict.fromkeys(world.candidates)
        self.left, self.entered = dict.fromkeys(world.candidates, NEVER), dict.fromkeys(world.candidates, NEVER)
        self.published = dict.fromkeys(world.candidates, 0)
        self.backed, self.just_left, self.due = None, set(), list(world.events)
        self.met = dict.fromkeys(world.demands, 0.0)
        self.raised = {d: NEVER if world.latent[d] else day for d, day in world.raised.items()}
        self.like = {d: d for d in world.demands}
        self.furthest, self.reached, self.before_exit = None, 0, dict.fromkeys(world.members, NEVER)
        self.worth = {d: self.number(x) for d, x in world.worth.items()}
        self.ceiling = {d: self.number(x) for d, x in world.ceiling.items()}
        self.withdraw = {k: self.number(x) for k, x in world.withdraw.items()}
        self.focal = [(day, self.number(weight)) for day, weight in world.focal]
        sittings = [(day, self.number(world.sitting_weight)) for day in world.sittings]
        self.pressing = sorted([*self.focal, *sittings], key=lambda one: one[0])  # on one day the focal date first
        self.called = self.number(world.called)
        self.patron_tie = {i: self.number(x) for i, x in world.patron_tie.items()}
        self.amend_step, self.amend_rate = map(self.number, world.amendment)
        self.place = {
            (k, m): self.number(world.position["candidates", k, m]) for k in world.candidates for m in world.issues
        }
        self.amended = set()
        self.baseline = {(i, k): self.baseline_of(i, k) for i in world.members for k in world.candidates}
        self.expected = {i: self.number(x) for i, x in world.reservation.items()}
        self.patience = {i: self.number(x) for i, x in world.patience.items()}
        self.reservation = {i: self.reservation_of(i) for i in world.members}
        self.purse = {p: {name: self.number(x) for name, x in it.items()} for p, it in world.purses.items()}
        self.spent, self.offered = dict.fromkeys(world.purses, 0), {}
        self.silence = {k: self.silence_of(k) for k in world.candidates}
        self.happenings()

    # Baselines and lengths of silence

    def baseline_of(self, i, k):
        residual = 0.0
        if self.c.residual > 0:
            u = self.draws.one(RESIDUAL, member=i, target=f"candidate:{k}")
            residual = self.c.residual * normal_quantile(u)
        loss = total(self.loss(i, issue, self.place[k, issue]) for issue in self.w.issues)
        for issue in self.w.issues if self.w.reverts else ():
            loss -= self.loss(i, issue, self.number(self.w.reversion[issue]))
        affinity, valence = self.number(self.w.affinity[i, k]), self.number(self.w.valence[k])
        return (((affinity + valence) - loss) + residual) - self.number(self.w.status_quo[i])

    def loss(self, i, issue, place):
        salience, power = self.number(self.w.salience[i, issue]), self.c.distance_power
        gap = abs(self.ideal(i, issue) - place)
        if gap == 0 or power == 1:
            return salience * gap
        return (salience * gap) * gap if power == 2 else salience * exp(power * log(gap))

    def ideal(self, i, issue):
        return self.number(self.w.position["members", i, issue])

    def silence_of(self, k):
        low, high = (self.number(x) for x in self.w.silence)
        return math.floor(low + self.draws.one(LENGTH, target=f"candidate:{k}") * (high - low + 1))

    def reservation_of(self, i):
        return self.expected[i] + self.c.secret * (2 * self.draws.one(RESERVES, member=i) - 1)

    def weeks_of(self, i):
        if i in self.w.draws_own:
            return quantile(self.w.each_draws, self.draws.one(TAKES, member=i))
        return self.number(self.w.takes[i])

    # What is counted anew whenever it is asked for

    def active(self):
        return [k for k, status in self.status.items() if status == "active"]

    def eligible(self, k):
        return self.status[k] == "active" and self.w.available[k] <= self.day

    def committed(self, k):
        return sum(stance == k for stance in self.stance.values())

    def counted_tally(self):
        """Return how many consents to each candidate count."""
        return [sum(self.stance[i] == k and self.counts(i) for i in self.stance) for k in self.w.candidates]

    def about(self, d):
        """Return the candidate that a demand concerns, or None for any."""
        return self.w.concerns[self.like[d]]

    def payer(self, d):
        return self.w.grantor[self.like[d]]

    # Elementary moves

    def commit(self, i, k):
        self.stance[i], self.committed_on[i] = k, self.round
        later = self.w.ratified[i] if self.w.ratified[i] is not None else self.day + math.ceil(7 * self.takes[i])
        self.counts_from[i], self.counted_on[i] = later if self.w.is_ratified[k] else self.day, NEVER
        self.count_consents([i])

    def count_consents(self, members):
        """Note whose consent has come to count."""
        for i in members:
            if self.counts(i) and self.counted_on[i] == NEVER:
                self.counted_on[i] = self.round

    def counts(self, i):
        """Whether the yes of a member counts by now."""
        return self.stance[i] is not None and self.counts_from[i] <= self.day

    def release(self, i):
        self.stance[i], self.committed_on[i], self.counted_on[i] = None, NEVER, NEVER

    def rebind(self, i):
        if i not in self.body:
            return
        active = [k for k in self.w.own[i] if self.status[k] == "active"]
        coming = [k for k in self.w.own[i] if self.status[k] == "pending" and self.w.announced[k] <= self.day]
        self.bound[i] = active[0] if active else "withholds" if coming else None
        if active and self.stance[i] != active[0]:
            self.commit(i, active[0])
        elif coming and not active:
            self.release(i)

    def depart(self, i):
        if i in self.body:
            self.release(i)
            self.bound[i] = None
            self.body.remove(i)

    def enter(self, k):
        if self.status[k] == "pending":
            self.status[k], self.entered[k] = "active", self.round
            self.rebind(self.w.home[k])

    def leave(self, k):
        if self.status[k] == "out":
            return
        self.look_back(k)
        self.status[k], self.silent_since[k], self.left[k] = "out", None, self.round
        self.just_left.add(k)
        for i in [i for i, stance in self.stance.items() if stance == k]:
            self.release(i)
        for d in self.w.demands:
            if self.payer(d) == "candidate" and self.about(d) == k:
                self.met[d] = 0.0
        self.rebind(self.w.home[k])

    def look_back(self, k):
        """Keep the commitments to k, which is about to leave, unless one that left before had more."""
        if k != self.furthest and self.committed(k) >= self.reached:
            self.furthest, self.reached = k, self.committed(k)
            self.before_exit = {i: self.committed_on[i] if at == k else NEVER for i, at in self.stance.items()}

    def withdrawn(self):
        """Which candidate is told of if nobody is left and no date will bring another; else None."""
        dated = [event for event in self.due if event.kind == "enter" and event.waits_for is None]
        coming = [event.candidate for event in dated if event.day <= self.w.rounds * self.w.round_days]
        if self.winner is not None or self.active() or any(self.status[k] == "pending" for k in coming):
            return None
        return self.furthest

    # Calendar

    def happenings(self):
        while self.due and self.due[0].day <= self.day:
            self.happen(self.due.pop(0))
        self.aftermath()

    def aftermath(self):
        while self.just_left:
            first = next(k for k in self.w.candidates if k in self.just_left)
            self.just_left.remove(first)
            for event in [event for event in self.w.events if event.waits_for == first]:
                self.happen(event)

    def happen(self, event):
        k, d, amount = event.candidate, event.demand, self.number(event.amount)
        match event.kind:
            case "accede":
                self.body = [i for i in self.w.members if i in self.body or i == event.member]
                self.rebind(event.member)
            case "depart":
                self.depart(event.member)
            case "announce":
                self.rebind(self.w.home[k])
            case "enter":
                self.enter(k)
            case "withdraw":
                self.leave(k)
            case "consult":
                self.backed = k
            case "disavow":
                self.backed = None if self.backed == k else self.backed
            case "endorse":
                self.endorse(event.member, k)
            case "shock":
                self.baseline[event.member, k] += amount
            case "worth":
                self.worth[d] = max(0.0, self.worth[d] + amount)
            case "ceiling":
                self.ceiling[d] = amount
            case "grant":
                self.met[d] = max(self.met[d], amount)

    def endorse(self, i, k):
        if self.eligible(k) and i in self.body and self.bound[i] is None and self.stance[i] != k:
            self.commit(i, k)
