"""The seven phases of a round, with meetings."""

import math

from tests.agreement.second.arithmetic import (
    AMENDS,
    BREAKS,
    CALLED,
    COMMITS,
    DEFECTS,
    EXITS,
    LOTS,
    MEETS,
    WITHDRAWS,
    chance,
    exp,
    logistic,
    member_address,
    poisson,
    total,
)
from tests.agreement.second.state import State

REFUSED = "refused"
"""in place of the round of a commitment"""


class Run(State):
    """A state that plays rounds."""

    def play(self):
        self.round += 1
        self.day = self.round * self.w.round_days
        self.happenings()
        self.count_consents(self.w.members)
        self.tally()
        self.exits()
        self.amendments()
        self.bargaining()
        self.stances()
        self.verdict()

    def happens(self, rate, purpose, member="", target=""):
        return self.draws.one(purpose, self.round, member, target) < chance(rate, self.w.weeks)

    # Tally

    def others(self, k):
        return len(self.body) - (self.w.home[k] in self.body)

    def tally(self):
        self.holdouts = max(1, sum(self.waits(i) for i in self.body))
        self.pressure = self.weeks_left = 0.0
        for day, weight in self.pressing:
            if day >= self.day:
                self.weeks_left = (day - self.day) / 7
                self.pressure = (self.c.pressure * weight) * exp((-self.weeks_left) / self.c.memory)
                break
        self.take_stock()

    def take_stock(self):
        self.support = {k: self.support_of(k) for k in self.w.candidates}
        self.shame = {k: self.shame_of(k) for k in self.w.candidates}

    def support_of(self, k):
        at_home = self.w.home[k] is not None and self.stance[self.w.home[k]] == k
        known = self.known_for(k)
        return (known - min(known, at_home)) / self.others(k) if self.others(k) > 0 else 0.0

    def shame_of(self, k):
        return ((self.c.isolation * self.support[k]) * self.support[k]) / max(1, len(self.body) - self.known_for(k))

    def known_for(self, k):
        """How many are known to be committed."""
        return min(self.published[k], len(self.body)) if self.w.secret else self.committed(k)

    # Demands

    def on_table(self, d):
        return self.raised[d] <= self.day <= self.w.dropped[d]

    def open(self, d):
        return self.on_table(d) and not self.w.red_line[d] and self.met[d] < self.ceiling[d]

    def waits(self, i):
        if self.stance[i] is not None:
            return False
        return any(self.open(d) and self.status.get(self.about(d), "active") == "active" for d in self.w.of[i])

    def claims(self, i, k):
        """A member's demands on the table that concern k, without red lines."""
        about = [d for d in self.w.of[i] if self.on_table(d) and self.about(d) in (None, k)]
        return [d for d in about if not self.w.red_line[d]]

    def red_line(self, i, k):
        return any(self.w.red_line[d] and self.on_table(d) and self.about(d) in (None, k) for d in self.w.of[i])

    def unmet(self, i, k):
        return total(self.worth[d] * (1 - self.met[d]) for d in self.claims(i, k))

    # Candidates

    def exits(self):
        persons = [k for k in self.active() if not self.w.is_text[k]] if self.c.exit > 0 else []
        leaving = {k: self.is_refused(k) for k in persons if self.gives_up(k)}
        leaving |= {k: False for k in self.active() if self.w.is_text[k] and self.is_withdrawn(k)}
        for k in self.w.candidates:
            if k in leaving:
                self.give_up(k, leaving[k])
        self.aftermath()
        if not self.active() and "out" in self.status.values():
            reserves = [k for k, it in self.w.candidates.items() if it.get("reserve") and self.status[k] == "pending"]
            for k in reserves[:1]:
                self.enter(k)

    def give_up(self, k, refused):
        self.look_back(k)
        if refused and self.furthest == k:
            self.before_exit |= {i: REFUSED for i in self.refusing(k) if self.refusal(i) > 0}
        self.leave(k)

    def gives_up(self, k):
        rate = (self.c.exit * (self.hopeless(k) + self.c.veto * self.opposition(k))) * (1 + self.pressure)
        return self.happens(rate, EXITS, target=f"candidate:{k}")

    def is_withdrawn(self, k):
        return self.happens(self.withdraw[k], WITHDRAWS, target=f"candidate:{k}")

    def is_refused(self, k):
        return self.c.veto * self.opposition(k) > self.hopeless(k)

    def hopeless(self, k):
        elsewhere = sum(i != self.w.home[k] and self.stance[i] not in (None, k) for i in self.body)
        return exp((-self.c.hopelessness) * (1 - elsewhere / max(1, self.others(k))))

    def opposition(self, k):
        return total(self.refusal(i) for i in self.refusing(k))

    def refusing(self, k):
        return [i for i in self.body if self.stance[i] != k and self.firmly_opposed(i, k) and self.is_decisive(i)]

    def refusal(self, i):
        great = (self.w.size[i] - self.c.small) / (1 - self.c.small) if self.w.size[i] > self.c.small else 0.0
        return great * great

    def is_decisive(self, i):
        return not self.w.pivotal or not self.suffice({j: 0 if j == i else 2 for j in self.body})

    def firmly_opposed(self, i, k):
        never = total(self.worth[d] * (1 - self.ceiling[d]) for d in self.claims(i, k))
        return self.red_line(i, k) or never > self.c.tolerance

    # Amendments

    def amendments(self):
        before = self.day - self.w.round_days
        sits = any(before < day <= self.day for day in self.w.sittings)
        if self.amend_step > 0 and (sits or self.happens(self.amend_rate, AMENDS)):
            for k in self.active():
                if self.w.is_text[k]:
                    self.amend(k)

    def amend(self, k):
        needed = sorted(self.to_win(k), key=member_address)
        thought = {i: self.acceptance(i, k, self.heard(i)) for i in self.body if i in needed or self.stance[i] == k}
        known = {i: thought[i] for i in sorted(thought, key=member_address) if thought[i] > -math.inf}
        least, best = total(max(0.0, 1 - (a + 0.0)) for a in known.values()), None
        for j in needed:
            for issue in self.w.issues:
                place = self.place[k, issue]
                place = place + self.amend_step * (self.ideal(j, issue) - place)
                left = total(max(0.0, 1 - (a + self.gain(i, k, issue, place))) for i, a in known.items())
                if left < least - 1e-9:
                    least, best = left, (issue, place)
        if best:
            self.move(k, *best)

    def to_win(self, k):
        """Return whom text k needs."""
        return [i for i in self.body if self.stance[i] != k]

    def gain(self, i, k, issue, place):
        return self.loss(i, issue, self.place[k, issue]) - self.loss(i, issue, place)

    def move(self, k, issue, place):
        for i in self.w.members:
            self.baseline[i, k] += self.gain(i, k, issue, place)
        self.place[k, issue] = place
        self.amended.add(k)

    # Bargaining

    def bargaining(self):
        for i in self.body:
            for d in self.w.of[i] if self.waits(i) else ():
                for _ in range(self.meetings(i, d)):
                    self.met[d] = self.met[d] + (self.ceiling[d] - self.met[d]) / 2

    def meetings(self, i, d):
        if not self.open(d) or not self.is_grantable(d):
            return 0
        about = [k for k in self.active() if self.about(d) in (None, k)]
        if not any(self.support[k] >= self.c.bargaining_from for k in about):
            return 0
        rate = ((4 * self.c.concession) * (1 + self.pressure)) / self.holdouts
        return poisson(rate * self.w.weeks, self.draws.one(MEETS, self.round, i, f"demand:{d}"))

    def is_grantable(self, d):
        absent = self.payer(d) in self.w.members and self.payer(d) not in self.body
        return self.w.grantable_from[d] <= self.day <= self.w.grantable_until[d] and not absent

    # Acceptance and stances

    def heard(self, i):
        """By candidate, the share of a member's attention that goes to those committed to it, or that of a ballot."""
        if self.w.secret:
            return {k: votes / max(1, len(self.body)) for k, votes in self.published.items()}
        units = dict.fromkeys(self.w.candidates, 0)
        for j, weight in self.w.listens[i].items():
            if self.stance[j] is not None:
                units[self.stance[j]] += weight
        return {k: number * 2.0**-40 for k, number in units.items()}

    def awaited(self, i, k):
        likely = 1 - exp(((-2 * self.c.concession) * self.weeks_left) / self.holdouts)
        gaps = [(self.worth[d], max(0.0, self.ceiling[d] - self.met[d])) for d in self.claims(i, k)]
        return total(((self.c.anticipation * worth) * gap) * likely for worth, gap in gaps)

    def acceptance(self, i, k, heard):
        rivals = [rival for rival in self.active() if rival != k]
        advantage = max([0.0, *(self.baseline[i, rival] - self.baseline[i, k] for rival in rivals)])
        return total(
            [
                self.baseline[i, k],
                (self.patron_tie[i] * self.c.patron) * (self.backed == k),
                -math.inf if self.red_line(i, k) else -self.unmet(i, k),
                self.c.influence * heard[k],
                self.shame[k] * (1 - self.c.cover) if advantage > 0 else self.shame[k],
                self.pushed(),
                -self.awaited(i, k),
                -(self.c.pull * advantage),
            ]
        )

    def hazard(self, i, k, heard):
        if self.w.proportional:
            return 0.0 if self.red_line(i, k) else self.c.speed * heard[k]
        return self.c.speed * logistic(self.leaning(i, k, heard))

    def pushed(self):
        """What the pressure of dates adds to acceptance."""
        return self.pressure

    def leaning(self, i, k, heard):
        """What a hazard depends on."""
        return self.acceptance(i, k, heard)

    def stances(self):
        free = [i for i in self.body if self.bound[i] is None]
        following = {i: self.next_stance(i) for i in free if self.stance[i] is None or self.c.defection > 0}
        for i, k in following.items():
            if k is None:
                self.release(i)
            elif k != self.stance[i]:
                self.commit(i, k)

    def next_stance(self, i):
        k, heard = self.stance[i], self.heard(i)
        if k is None:
            return self.choice(i, heard)
        rate = self.c.defection * logistic(-self.leaning(i, k, heard))
        return None if self.happens(rate, DEFECTS, i) else k

    def choice(self, i, heard):
        hazards = {k: self.hazard(i, k, heard) for k in self.w.candidates if self.eligible(k)}
        whole = total(hazards.values())
        u, v = self.draws.two(COMMITS, self.round, i) if whole > 0 else (1.0, 1.0)
        if u >= chance(whole, self.w.weeks):
            return None
        chosen, so_far = None, 0.0
        for k, hazard in hazards.items():
            so_far += hazard
            if hazard > 0:
                chosen = k
                if v * whole < so_far:
                    break
        return chosen

    # The rule, silence and the end

    def opposed(self, i, k):
        if self.stance[i] is not None:
            return self.stance[i] != k
        return self.red_line(i, k) or self.unmet(i, k) > self.c.tolerance

    def carries(self, k):
        votes = {i: self.vote(i, k) for i in self.body}
        return any(self.has_votes(rows) and self.reach_quotas(rows, votes) for rows in self.w.alternatives)

    def vote(self, i, k):
        """0 for a no, 1 for an abstention, also of one that has not ratified, 2 for a yes."""
        if self.stance[i] == k:
            return 2 if self.counts(i) else 1
        return 0 if self.opposed(i, k) else 1

    def has_votes(self, rows):
        return any(weight[i] for weight, _, _ in rows for i in self.body)

    def suffice(self, votes):
        return any(self.reach_quotas(rows, votes) for rows in self.w.alternatives)

    def reach_quotas(self, rows, votes):
        for weight, credit, (numerator, denominator, plus) in rows:
            credits, everybody = sum(weight[i] * credit[votes[i]] for i in votes), sum(weight[i] for i in votes)
            if denominator * credits < numerator * everybody + plus:
                return False
        return True

    def verdict(self):
        before = self.day - self.w.round_days
        sits = self.w.between == "any day" or any(before < day <= self.day for day in self.w.sittings)
        if self.w.ballots and sits:
            self.published = {k: self.committed(k) if self.eligible(k) else 0 for k in self.w.candidates}
        self.decide_by_rule()
        if self.w.ballots == "elimination" and sits and self.winner is None:
            self.eliminate()

    def eliminate(self):
        """Of more than two the one with fewest votes, of several one by lot."""
        running = [k for k in self.w.candidates if self.eligible(k)]
        if len(running) > 2 and sum(self.published.values()) > 0:
            least = min(self.published[k] for k in running)
            lowest = [k for k in running if self.published[k] == least]
            self.leave(lowest[math.floor(self.draws.one(LOTS, self.round) * len(lowest))])
            self.aftermath()

    def decide_by_rule(self):
        complete = [k for k in self.active() if self.is_decided(k)]
        if complete:
            self.winner = max(complete, key=self.committed)  # the first of several
            self.status[self.winner] = "chosen"

    def decision_day(self):
        """The last of the days in this round on which the body was to sit, or the last of all."""
        before = self.day - self.w.round_days
        return max([day for day in self.w.sittings if before < day <= self.day], default=self.day)

    def sits(self):
        before = self.day - self.w.round_days
        return any(before < day <= self.day for day in self.w.sittings) or self.happens(self.called, CALLED)

    def is_decided(self, k):
        if not (self.eligible(k) and self.carries(k)):
            self.silent_since[k] = None
            return False
        if self.w.between == "any day":
            return self.silence_is_complete(k)
        return self.sits() or (self.w.between == "silence" and self.silence_is_complete(k))

    def silence_is_complete(self, k):
        if self.silent_since[k] is None or any(self.breaks(i, k) for i in self.body):
            self.silent_since[k] = self.day
        return self.day - self.silent_since[k] >= self.silence[k]

    # How it ended

    def ending(self):
        k = self.winner
        if k is None:
            return "time-ran-out" if self.withdrawn() is None else "withdrawn"
        if self.decision_day() > self.w.expiry:
            return "extended"
        if any(round_ < self.entered[k] for round_ in self.entered.values()):
            return "another-name"
        if self.overruled():
            return "overruled"
        return "changed" if self.changed() else "agreed"

    def ending_class(self):
        if self.winner is None:
            return "failure"
        if min(self.entered.values()) < self.entered[self.winner]:
            return "other"
        return "changed" if self.changed() else "unchanged"

    def changed(self):
        about = [d for d in self.w.demands if self.about(d) in (None, self.winner)]
        return self.winner in self.amended or any(self.met[d] > 0.05 for d in about)

    def overruled(self):
        k = self.winner
        return {i for i in self.body if k is not None and self.stance[i] != k and self.opposed(i, k)}

    def breaks(self, i, k):
        return self.opposed(i, k) and self.happens(self.c.objection, BREAKS, i, f"candidate:{k}")
