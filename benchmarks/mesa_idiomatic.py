"""The model as a user of Mesa would write it: agents with attributes, cells of a network, a data collector."""

from __future__ import annotations

import math

import mesa
from mesa.discrete_space import FixedAgent, Network

from benchmarks.setting import Setting, Wish


class Demand:
    """What a member wants for its support."""

    def __init__(self, wish: Wish) -> None:
        self.concerns, self.worth, self.ceiling = wish.concerns, wish.worth, wish.ceiling
        self.from_candidate = wish.from_candidate
        self.met = 0.0

    def about(self, candidate: Candidate) -> bool:
        return self.concerns is None or self.concerns == candidate.index

    @property
    def open(self) -> bool:
        return self.met < self.ceiling


class Candidate:
    """A name."""

    def __init__(self, model: Race, index: int, silence: int) -> None:
        self.model, self.index, self.silence = model, index, silence
        self.active, self.silent_since = True, None
        self.share = self.shame = 0.0

    @property
    def supporters(self) -> list[Capital]:
        return [capital for capital in self.model.agents if capital.stance is self]

    def tally(self) -> None:
        supporters = len(self.supporters)
        self.share = supporters / len(self.model.agents)
        withholding = len(self.model.agents) - supporters
        self.shame = self.model.c["isolation"] * self.share**2 / max(1, withholding)

    def gives_up(self) -> bool:
        c = self.model.c
        elsewhere = [a for a in self.model.agents if a.stance is not None and a.stance is not self]
        hope = 1 - len(elsewhere) / len(self.model.agents)
        opposition = sum(1.0 for a in self.model.agents if a.stance is not self and a.firmly_opposes(self))
        rate = c["exit"] * (math.exp(-c["hopelessness"] * hope) + c["veto"] * opposition)
        return self.model.happens(rate * (1 + self.model.pressure))

    def leave(self) -> None:
        self.active, self.silent_since = False, None
        for capital in self.supporters:
            capital.stance = capital.next_stance = None
        for capital in self.model.agents:
            for demand in capital.demands:
                if demand.from_candidate and demand.concerns == self.index:
                    demand.met = 0.0

    def chosen(self) -> bool:
        """Start, break or complete the silence."""
        model = self.model
        if len(self.supporters) < model.quota * len(model.agents):
            self.silent_since = None
            return False
        objectors = [a for a in model.agents if a.stance is not self and a.opposes(self)]
        broken = any(model.happens(model.c["objection"]) for _ in objectors)
        if self.silent_since is None or broken:
            self.silent_since = model.day
        return model.day - self.silent_since >= self.silence


class Capital(FixedAgent):
    """A member of the body."""

    def __init__(self, model: Race, affinity: list[float], demands: list[Demand]) -> None:
        super().__init__(model)
        spread = model.c["residual"]
        self.baseline = {k: a + model.random.gauss(0, spread) for k, a in zip(model.candidates, affinity)}
        self.demands = demands
        self.stance: Candidate | None = None
        self.next_stance: Candidate | None = None

    @property
    def holds_out(self) -> bool:
        model = self.model
        return self.stance is None and any(
            d.open and (d.concerns is None or model.candidates[d.concerns].active) for d in self.demands
        )

    def unmet(self, candidate: Candidate) -> float:
        return sum(d.worth * (1 - d.met) for d in self.demands if d.about(candidate))

    def opposes(self, candidate: Candidate) -> bool:
        return self.stance is not None or self.unmet(candidate) > self.model.c["tolerance"]

    def firmly_opposes(self, candidate: Candidate) -> bool:
        never = sum(d.worth * (1 - d.ceiling) for d in self.demands if d.about(candidate))
        return never > self.model.c["tolerance"]

    def bargain(self) -> None:
        if not self.holds_out:
            return
        model = self.model
        rate = 4 * model.c["concession"] * (1 + model.pressure) / max(1, model.holdouts)
        for demand in self.demands:
            able = any(k.share >= model.c["bargaining_from"] for k in model.in_race if demand.about(k))
            if demand.open and able:
                for _ in range(model.poisson(rate * model.weeks)):
                    demand.met += (demand.ceiling - demand.met) / 2

    def acceptance(self, candidate: Candidate) -> float:
        model, c = self.model, self.model.c
        advantage = max(
            (self.baseline[k] - self.baseline[candidate] for k in model.in_race if k is not candidate), default=0.0
        )
        neighbours = list(self.cell.neighborhood.agents)
        listened = sum(1 for a in neighbours if a.stance is candidate) / len(neighbours) if neighbours else 0.0
        chance = 1 - math.exp(-2 * c["concession"] * model.weeks_left / max(1, model.holdouts))
        awaited = sum(d.worth * (d.ceiling - d.met) * chance for d in self.demands if d.about(candidate))
        return (
            self.baseline[candidate]
            - self.unmet(candidate)
            + c["influence"] * listened
            + candidate.shame * (1 - c["cover"] if advantage > 0 else 1)
            + model.pressure
            - c["anticipation"] * awaited
            - c["pull"] * max(0.0, advantage)
        )

    def decide(self) -> None:
        if self.stance is not None:
            return
        model = self.model
        rates = [model.c["speed"] / (1 + math.exp(-self.acceptance(k))) for k in model.in_race]
        if rates and model.happens(sum(rates)):
            self.next_stance = model.random.choices(model.in_race, rates)[0]

    def commit(self) -> None:
        self.stance = self.next_stance


class Race(mesa.Model):
    """One run; `run_model()` plays it to its end."""

    def __init__(self, setting: Setting, seed: int) -> None:
        super().__init__(rng=seed)
        self.c, self.weeks, self.rounds, self.quota = setting.c, setting.weeks, setting.rounds, setting.quota
        self.dates = setting.dates
        low, high = self.c["silence_low"], self.c["silence_high"]
        self.candidates = [
            Candidate(self, k, self.random.randint(int(low), int(high))) for k in range(setting.candidates)
        ]
        self.space = Network(setting.graph, random=self.random, layout=None)
        for i, affinity in enumerate(setting.affinity):
            demands = [Demand(wish) for wish in setting.wishes if wish.holder == i]
            Capital(self, affinity, demands).cell = self.space[i]
        self.day, self.pressure, self.weeks_left, self.holdouts = 0.0, 0.0, 0.0, 0
        self.winner: Candidate | None = None
        self.datacollector = mesa.DataCollector(
            model_reporters={
                f"committed {k.index}": lambda m, k=k: sum(1 for a in m.agents if a.stance is k)
                for k in self.candidates
            },
            agent_reporters={"stance": lambda a: a.stance.index if a.stance is not None else -1},
        )
        self.datacollector.collect(self)

    @property
    def in_race(self) -> list[Candidate]:
        return [k for k in self.candidates if k.active]

    def happens(self, rate: float) -> bool:
        return self.random.random() < 1 - math.exp(-rate * self.weeks)

    def poisson(self, mean: float) -> int:
        number, term = 0, math.exp(-mean)
        so_far, u = term, self.random.random()
        while u >= so_far and number < 40:
            number += 1
            term *= mean / number
            so_far += term
        return number

    def step(self) -> None:
        self.day += self.weeks * 7
        self.holdouts = sum(1 for a in self.agents if a.holds_out)
        self.look_at_the_calendar()
        for candidate in self.candidates:
            candidate.tally()
        for candidate in [k for k in self.in_race if k.gives_up()]:
            candidate.leave()
        for act in ("bargain", "decide", "commit"):
            self.agents.do(act)
        chosen = [k for k in self.in_race if k.chosen()]
        if chosen:
            self.winner = max(chosen, key=lambda k: len(k.supporters))
        self.datacollector.collect(self)
        self.running = self.winner is None and self.steps < self.rounds

    def look_at_the_calendar(self) -> None:
        ahead = [(week * 7 - self.day, weight) for week, weight in self.dates if week * 7 >= self.day - 1e-9]
        self.pressure = self.weeks_left = 0.0
        if ahead:
            days, weight = ahead[0]
            self.weeks_left = max(0.0, days) / 7
            self.pressure = self.c["pressure"] * weight * math.exp(-self.weeks_left / self.c["memory"])
