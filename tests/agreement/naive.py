"""The model of docs/MODEL.md written a second time, from that page alone, as a witness against the first.

Nothing of the program is used but its reader of files. Everything goes by name and is counted anew whenever it is
needed. Numbers in brackets are sections of the page; naive_arithmetic.py has 4.3 and 6, naive_world.py the rest of 4
and what is fixed in a run.
"""

import math
from typing import NamedTuple

from sim.scenario.load import load
from tests.agreement.naive_arithmetic import BREAKS, COMMITS, DEFECTS, EXITS, MEETS, exp, logistic, total
from tests.agreement.naive_world import NEVER, World


def poisson(mean, u):
    """The u-quantile, at most 40."""
    number, term = 0, exp(-mean)
    so_far = term
    while u >= so_far and number < 40:
        number += 1
        term *= mean / number
        so_far += term
    return number


class Race:
    """One run: the state (2), and what changes it (5)."""

    def __init__(self, world):  # (4.4)
        self.w, self.c, self.round, self.day, self.winner = world, world.c, 0, 0, None
        self.body, self.stance, self.bound = [], dict.fromkeys(world.members), dict.fromkeys(world.members)
        self.status, self.silent = dict.fromkeys(world.candidates, "pending"), dict.fromkeys(world.candidates)
        self.backed, self.just_left, self.due = set(), set(), list(world.events)
        self.met = dict.fromkeys(world.demands, 0.0)
        demands = world.demands.items()
        self.worth = {d: world.number.one(demand.worth, f"demands.{d}.worth") for d, demand in demands}
        self.ceiling = {d: world.number.one(demand.ceiling, f"demands.{d}.ceiling") for d, demand in demands}
        self.baseline = {(i, k): world.baseline(i, k) for i in world.members for k in world.candidates}
        self.patron_tie = {i: world.patron_tie(i) for i in world.members}
        self.silence = {k: world.silence(k) for k in world.candidates}
        self.pressure = 0.0
        self.happenings()

    def play(self):
        self.round += 1
        self.day = self.round * self.w.round_days
        self.happenings()
        self.tally()
        self.exits()
        for d in [d for i in self.body if self.waits(i) for d in self.w.of[i]]:
            for _ in range(self.meetings(d)):
                self.met[d] = self.met[d] + (self.ceiling[d] - self.met[d]) / 2
        self.stance |= {i: self.next_stance(i) for i in self.body if self.bound[i] is None}
        self.verdict()

    def active(self):
        return [k for k, status in self.status.items() if status == "active"]

    # (5.1) Elementary moves

    def home(self, k):
        return self.w.candidates[k].home

    def rebind(self, i):
        if i not in self.body:
            return
        own = [k for k in self.w.candidates if self.home(k) == i]
        active = [k for k in own if self.status[k] == "active"]
        coming = [k for k in own if self.status[k] == "pending" and self.announced(k) <= self.day]
        self.bound[i] = active[0] if active else "withholds" if coming else None
        if self.bound[i] is not None:
            self.stance[i] = active[0] if active else None

    def announced(self, k):
        return self.w.day_of(self.w.candidates[k].announced or self.w.candidates[k].entry, NEVER)

    def enter(self, k):
        if self.status[k] == "pending":
            self.status[k] = "active"
            self.rebind(self.home(k))

    def leave(self, k):
        if self.status[k] == "out":
            return
        self.status[k], self.silent[k] = "out", None
        self.just_left.add(k)
        self.stance |= {i: None for i, stance in self.stance.items() if stance == k}
        self.met |= {d: 0.0 for d, it in self.w.demands.items() if it.grantor == "candidate" and it.concerns == k}
        self.rebind(self.home(k))

    # (5.2) Calendar

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
        _, kind, _, i, k, d, amount = event
        if kind == "accede":
            self.body = [j for j in self.w.members if j in self.body or j == i]
            self.rebind(i)
        elif kind in ("announce", "enter", "withdraw"):
            {"announce": lambda k: self.rebind(self.home(k)), "enter": self.enter, "withdraw": self.leave}[kind](k)
        elif kind in ("consult", "disavow"):
            self.backed = {k} if kind == "consult" else self.backed - {k}
        elif kind == "endorse":
            if self.eligible(k) and i in self.body and self.bound[i] is None:
                self.stance[i] = k
        elif kind == "shock":
            self.baseline[i, k] += amount
        elif kind == "worth":
            self.worth[d] = max(0.0, self.worth[d] + amount)
        elif kind == "ceiling":
            self.ceiling[d] = amount
        elif kind == "grant":
            self.met[d] = max(self.met[d], amount)

    # (5.3) Tally

    def committed(self, k):
        return sum(stance == k for stance in self.stance.values())

    def others(self, k):
        return len(self.body) - (self.home(k) in self.body)

    def tally(self):
        self.holdouts = max(1, sum(self.waits(i) for i in self.body))
        self.pressure = self.weeks_left = 0.0
        for day, weight in self.w.focal:
            if day >= self.day:
                self.weeks_left = (day - self.day) / 7
                self.pressure = (self.c.pressure * weight) * exp(-self.weeks_left / self.c.memory)
                break
        self.support = {k: self.support_of(k) for k in self.w.candidates}
        self.shame = {k: self.shame_of(k) for k in self.w.candidates}

    def support_of(self, k):
        at_home = self.home(k) is not None and self.stance[self.home(k)] == k
        return (self.committed(k) - at_home) / self.others(k) if self.others(k) else 0.0

    def shame_of(self, k):
        return ((self.c.isolation * self.support[k]) * self.support[k]) / max(1, len(self.body) - self.committed(k))

    def on_table(self, d):
        demand = self.w.demands[d]
        return self.w.day_of(demand.raised, 0) <= self.day <= self.w.day_of(demand.dropped, NEVER)

    def open(self, d):
        return not self.w.demands[d].red_line and self.met[d] < self.ceiling[d]

    def waits(self, i):
        return self.stance[i] is None and any(
            self.on_table(d) and self.open(d) and self.racing(d) for d in self.w.of[i]
        )

    def racing(self, d):
        return self.w.demands[d].concerns is None or self.status[self.w.demands[d].concerns] == "active"

    def against(self, i, k, red_line=False):
        """A member's demands on the table that concern k: those with a red line, or those without."""
        about = [(d, self.w.demands[d]) for d in self.w.of[i] if self.on_table(d)]
        return [d for d, demand in about if demand.concerns in (None, k) and demand.red_line == red_line]

    # (5.4) Candidates

    def exits(self):
        if self.c.exit > 0:
            for k in [k for k in self.active() if self.gives_up(k)]:
                self.leave(k)
            self.aftermath()
        if not self.active() and "out" in self.status.values():
            reserves = [k for k, it in self.w.candidates.items() if it.reserve and self.status[k] == "pending"]
            for k in reserves[:1]:
                self.enter(k)

    def gives_up(self, k):
        elsewhere = sum(i != self.home(k) and self.stance[i] not in (None, k) for i in self.body)
        hope = 1.0 - elsewhere / max(1, self.others(k))
        against = [i for i in self.body if self.stance[i] != k and self.firmly_opposed(i, k)]
        if self.c.pivotal:
            against = [i for i in against if self.cannot_do_without(i)]
        weights = [self.w.about[i].weight / self.w.heaviest for i in against]
        greats = [(weight - self.c.small) / (1 - self.c.small) for weight in weights if weight > self.c.small]
        opposition = total(great * great for great in greats)
        rate = self.c.exit * (exp(-self.c.hopelessness * hope) + self.c.veto * opposition) * (1 + self.pressure)
        return self.happens(rate, EXITS, target=f"candidate:{k}")

    def happens(self, rate, purpose, member="", target=""):
        return self.w.draws.one(purpose, self.round, member, target) < 1 - exp(-rate * self.w.weeks)

    def firmly_opposed(self, i, k):
        never = total(self.worth[d] * (1 - self.ceiling[d]) for d in self.against(i, k))
        return bool(self.against(i, k, red_line=True)) or never > self.c.tolerance

    # (5.5) Bargaining

    def meetings(self, d):
        demand = self.w.demands[d]
        since, until = self.w.day_of(demand.grantable_from, 0), self.w.day_of(demand.grantable_until, NEVER)
        absent = demand.grantor in self.w.members and demand.grantor not in self.body
        if not self.open(d) or not since <= self.day <= until or absent:
            return 0
        worthwhile = [k for k in self.active() if self.support[k] >= self.c.bargaining_from]
        if not any(d in self.against(demand.holder, k) for k in worthwhile):
            return 0
        rate = ((4 * self.c.concession) * (1 + self.pressure)) / self.holdouts
        u = self.w.draws.one(MEETS, self.round, demand.holder, f"demand:{d}")
        return poisson(rate * self.w.weeks, u)

    # (5.6) Acceptance and stances

    def eligible(self, k):
        return self.status[k] == "active" and self.w.day_of(self.w.candidates[k].available, 0) <= self.day

    def influence(self, i, k):
        return sum(units for j, units in self.w.listens[i].items() if self.stance[j] == k) * 2.0**-40

    def unmet(self, i, k):
        return total(self.worth[d] * (1 - self.met[d]) for d in self.against(i, k))

    def awaited(self, i, k):
        chance = 1 - exp(((-2 * self.c.concession) * self.weeks_left) / self.holdouts)
        gaps = [(self.worth[d], max(0.0, self.ceiling[d] - self.met[d])) for d in self.against(i, k)]
        return total(((self.c.anticipation * worth) * gap) * chance for worth, gap in gaps)

    def acceptance(self, i, k):
        rivals = [rival for rival in self.active() if rival != k]
        advantage = max([0.0, *(self.baseline[i, rival] - self.baseline[i, k] for rival in rivals)])
        terms = [
            self.baseline[i, k],
            (self.patron_tie[i] * self.c.patron) * (k in self.backed),
            -math.inf if self.against(i, k, red_line=True) else -self.unmet(i, k),
            self.c.influence * self.influence(i, k),
            self.shame[k] * (1 - self.c.cover) if advantage > 0 else self.shame[k],
            self.pressure,
            -self.awaited(i, k),
            -(self.c.pull * advantage),
        ]
        return total(terms)

    def hazard(self, i, k):
        if self.c.proportional and not self.against(i, k, red_line=True):
            return self.c.speed * self.influence(i, k)
        return self.c.speed * logistic(self.acceptance(i, k))

    def next_stance(self, i):
        k = self.stance[i]
        if k is None:
            return self.choice(i)
        if self.c.defection > 0 and self.happens(self.c.defection * logistic(-self.acceptance(i, k)), DEFECTS, i):
            return None
        return k

    def choice(self, i):
        hazards = {k: self.hazard(i, k) for k in self.w.candidates if self.eligible(k)}
        both = total(hazards.values())
        u, v = self.w.draws.two(COMMITS, self.round, i)
        if both <= 0 or u >= 1 - exp(-both * self.w.weeks):
            return None
        chosen, so_far = None, 0.0
        for k, hazard in hazards.items():
            so_far += hazard
            chosen = k if hazard > 0 else chosen
            if hazard > 0 and v * both < so_far:
                return k
        return chosen

    # (5.7) The rule, silence and the end

    def opposed(self, i, k):
        if self.stance[i] is not None:
            return self.stance[i] != k
        return bool(self.against(i, k, red_line=True)) or self.unmet(i, k) > self.c.tolerance

    def carries(self, k):
        return self.enough({i: 2 if self.stance[i] == k else 0 if self.opposed(i, k) else 1 for i in self.body})

    def cannot_do_without(self, member):
        return not self.enough({i: 0 if i == member else 2 for i in self.body})

    def enough(self, votes):
        if not any(weight[i] for weight, _, _ in self.w.rows for i in self.body):
            return False
        for weight, credit, (numerator, denominator, plus) in self.w.rows:
            credits, everybody = sum(weight[i] * credit[votes[i]] for i in votes), sum(weight[i] for i in votes)
            if denominator * credits < numerator * everybody + plus:
                return False
        return True

    def verdict(self):
        complete = [k for k in self.active() if self.silence_is_complete(k)]
        if complete:
            self.winner = max(complete, key=self.committed)  # the first of several
            self.status[self.winner] = "chosen"

    def silence_is_complete(self, k):
        if not (self.eligible(k) and self.carries(k)):
            self.silent[k] = None
            return False
        if self.silent[k] is None or any(self.breaks(i, k) for i in self.body):
            self.silent[k] = self.day
        return self.day - self.silent[k] >= self.silence[k]

    def breaks(self, i, k):
        return self.opposed(i, k) and self.happens(self.c.objection, BREAKS, i, f"candidate:{k}")


class Round(NamedTuple):
    """What stands at the end of a round, in the order of members, demands and candidates."""

    stances: list
    met: list
    statuses: list
    pressure: float


def run(name, seed=1, number=0, changes=(), rule=None):
    """Play one run; return the race at its end, and all its rounds from round 0 on."""
    world = World(load(name, list(changes), rule), seed, number)
    race, rounds = Race(world), []
    while True:
        state = (race.stance, race.met, race.status)
        rounds.append(Round(*(list(by_name.values()) for by_name in state), race.pressure))
        if race.winner is not None or race.round == world.rounds:
            return race, rounds
        race.play()
