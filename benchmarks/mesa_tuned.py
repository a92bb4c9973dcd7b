"""The same model in Mesa, tuned by hand: tuples of neighbours, running counts, nothing collected."""

from __future__ import annotations

from math import exp

import mesa

from benchmarks.setting import Setting, Wish


class Capital(mesa.Agent):
    """A member of the body. `stance` is a candidate's index or -1."""

    def __init__(self, model: Race, affinity: list[float], wishes: list[Wish]) -> None:
        super().__init__(model)
        spread, gauss = model.c["residual"], model.random.gauss
        self.baseline = tuple(a + gauss(0, spread) for a in affinity)
        self.wishes = wishes
        self.met = [0.0] * len(wishes)
        self.stance = self.next_stance = -1
        self.neighbours: tuple[Capital, ...] = ()

    def unmet(self, k: int) -> float:
        unmet = 0.0
        for d, wish in enumerate(self.wishes):
            if wish.concerns is None or wish.concerns == k:
                unmet += wish.worth * (1 - self.met[d])
        return unmet

    def holds_out(self) -> bool:
        if self.stance < 0:
            for d, wish in enumerate(self.wishes):
                if self.met[d] < wish.ceiling and (wish.concerns is None or self.model.active[wish.concerns]):
                    return True
        return False

    def bargain(self, mean: float) -> None:
        model = self.model
        if not self.holds_out():
            return
        for d, wish in enumerate(self.wishes):
            about = model.in_race if wish.concerns is None else [k for k in model.in_race if k == wish.concerns]
            if self.met[d] < wish.ceiling and any(model.share[k] >= model.c["bargaining_from"] for k in about):
                for _ in range(model.poisson(mean)):
                    self.met[d] += (wish.ceiling - self.met[d]) / 2

    def decide(self, speed: float, phi: float, rho: float, uncovered: float, forward: float) -> None:
        model, baseline = self.model, self.baseline
        listened = [0] * len(baseline)
        for other in self.neighbours:
            if other.stance >= 0:
                listened[other.stance] += 1
        weight = phi / len(self.neighbours) if self.neighbours else 0.0
        rates, total = [], 0.0
        for k in model.in_race:
            own = baseline[k]
            best = max([baseline[rival] for rival in model.in_race])
            a = own + weight * listened[k] + model.pressure
            if best > own:
                a += model.shame[k] * uncovered - rho * (best - own)
            else:
                a += model.shame[k]
            if self.wishes:
                a -= self.unmet(k)
                for d, wish in enumerate(self.wishes):
                    if wish.concerns is None or wish.concerns == k:
                        a -= forward * wish.worth * (wish.ceiling - self.met[d])
            rate = speed / (1 + exp(-a))
            rates.append(rate)
            total += rate
        random = model.random.random
        if random() < 1 - exp(-total * model.weeks):
            v = random() * total
            for k, rate in zip(model.in_race, rates):
                self.next_stance = k
                v -= rate
                if v < 0:
                    return


class Race(mesa.Model):
    """One run; `run_model()` plays it to its end."""

    def __init__(self, setting: Setting, seed: int) -> None:
        super().__init__(rng=seed)
        self.c, self.weeks, self.rounds, self.quota = setting.c, setting.weeks, setting.rounds, setting.quota
        self.dates = setting.dates
        low, high = int(self.c["silence_low"]), int(self.c["silence_high"])
        count = setting.candidates
        self.silence = [self.random.randint(low, high) for _ in range(count)]
        self.active, self.silent_since = [True] * count, [-1.0] * count
        self.in_race = list(range(count))
        self.share, self.shame, self.committed = [0.0] * count, [0.0] * count, [0] * count
        self.capitals = [
            Capital(self, affinity, [wish for wish in setting.wishes if wish.holder == i])
            for i, affinity in enumerate(setting.affinity)
        ]
        self.holders = [a for a in self.capitals if a.wishes]
        for i, capital in enumerate(self.capitals):
            capital.neighbours = tuple(self.capitals[j] for j in setting.graph[i])
        self.day = self.pressure = self.weeks_left = 0.0
        self.winner = -1

    def happens(self, rate: float) -> bool:
        return self.random.random() < 1 - exp(-rate * self.weeks)

    def poisson(self, mean: float) -> int:
        number, term = 0, exp(-mean)
        so_far, u = term, self.random.random()
        while u >= so_far and number < 40:
            number += 1
            term *= mean / number
            so_far += term
        return number

    def step(self) -> None:
        c, members = self.c, len(self.capitals)
        self.day += self.weeks * 7
        self.look_at_the_calendar()
        busy = max(1, sum([a.holds_out() for a in self.holders]))
        for k, supporters in enumerate(self.committed):
            self.share[k] = supporters / members
            self.shame[k] = c["isolation"] * self.share[k] ** 2 / max(1, members - supporters)
        for k in [k for k in self.in_race if self.gives_up(k)]:
            self.leave(k)
        mean = 4 * c["concession"] * (1 + self.pressure) / busy * self.weeks
        for holder in self.holders:
            holder.bargain(mean)
        chance = 1 - exp(-2 * c["concession"] * self.weeks_left / busy)
        undecided = [a for a in self.capitals if a.stance < 0]
        for capital in undecided:
            capital.decide(c["speed"], c["influence"], c["pull"], 1 - c["cover"], c["anticipation"] * chance)
        for capital in undecided:
            if capital.next_stance >= 0:
                capital.stance = capital.next_stance
                self.committed[capital.stance] += 1
        for k in self.in_race:
            if self.chosen(k) and (self.winner < 0 or self.committed[k] > self.committed[self.winner]):
                self.winner = k
        self.running = self.winner < 0 and self.steps < self.rounds

    def look_at_the_calendar(self) -> None:
        self.pressure = self.weeks_left = 0.0
        for week, weight in self.dates:
            if week * 7 >= self.day - 1e-9:
                self.weeks_left = max(0.0, week - self.day / 7)
                self.pressure = self.c["pressure"] * weight * exp(-self.weeks_left / self.c["memory"])
                return

    def gives_up(self, k: int) -> bool:
        c = self.c
        opposition = 0.0
        for a in self.holders:
            about = [wish for wish in a.wishes if wish.concerns is None or wish.concerns == k]
            if a.stance != k and sum([wish.worth * (1 - wish.ceiling) for wish in about]) > c["tolerance"]:
                opposition += 1.0
        hope = 1 - (sum(self.committed) - self.committed[k]) / len(self.capitals)
        rate = c["exit"] * (exp(-c["hopelessness"] * hope) + c["veto"] * opposition) * (1 + self.pressure)
        return self.happens(rate)

    def leave(self, k: int) -> None:
        self.active[k], self.silent_since[k], self.committed[k] = False, -1.0, 0
        self.in_race = [rival for rival in self.in_race if rival != k]
        for capital in self.capitals:
            if capital.stance == k:
                capital.stance = capital.next_stance = -1
            for d, wish in enumerate(capital.wishes):
                if wish.from_candidate and wish.concerns == k:
                    capital.met[d] = 0.0

    def chosen(self, k: int) -> bool:
        if self.committed[k] < self.quota * len(self.capitals):
            self.silent_since[k] = -1.0
            return False
        chance = 1 - exp(-self.c["objection"] * self.weeks)
        broken = False
        for a in self.capitals:
            if a.stance != k and (a.stance >= 0 or (a.wishes and a.unmet(k) > self.c["tolerance"])):
                if self.random.random() < chance:
                    broken = True
                    break
        if self.silent_since[k] < 0 or broken:
            self.silent_since[k] = self.day
        return self.day - self.silent_since[k] >= self.silence[k]
