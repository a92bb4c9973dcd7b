"""The particle filter: many runs that stop whenever something became known, and go on from those that fit it.

A particle is the state of one run, with what it did so far. At each day on which the record says something new its
weight grows by the ratio of the likelihoods of what is known now and what was known before; when the weights are
worth fewer than half of the particles, particles are drawn anew in proportion to them. Copies go on with luck of
their own.

Source: Gordon, Salmond & Smith (1993), *Novel approach to nonlinear/non-Gaussian Bayesian state estimation*; Del Moral,
Doucet & Jasra (2006), *Sequential Monte Carlo samplers*, for the threshold of one half.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.blocks import uniform_block
from whitesmoke.evidence.record.asof import known_by, record_by, refuse_nobody
from whitesmoke.evidence.record.evidence import evidence
from whitesmoke.evidence.record.likelihood import log_likelihood
from whitesmoke.evidence.weights import effective_size, log_mean, resample
from whitesmoke.model import room
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import Outcomes, PerRun, compiled, new_outcomes, nothing_per_run
from whitesmoke.model.lang import pack
from whitesmoke.model.rng import key
from whitesmoke.model.run_state import copy_state, new_state
from whitesmoke.model.world import Ints, World
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import Loaded

LEAST = -1e9
"""Stands for the logarithm of nothing where it would be subtracted; a run that was impossible stays so."""
BLOCK = 64
"""Particles that a thread plays before it asks for more."""

Numbering = Callable[[Loaded], PerRun]
"""Gives each particle numbers of its own in the scenario as it was known."""
Expect = Callable[[Loaded], Loaded]
"""Adds to the scenario as it was known what may be expected to come."""


class NoRunLeftError(WhitesmokeError):
    """No run agrees with what was known."""


class Step(NamedTuple):
    """How well the particles did at one day of the record."""

    date: datetime.date
    effective: float
    """effective sample size before particles are drawn anew"""
    resampled: bool
    log_evidence: float
    """log of the probability of the record up to here, given the model: the sum of all steps so far"""


class Cloud:
    """Particles: states and what each did so far."""

    def __init__(self, world: World, size: int, seed: int, per_run: PerRun | None = None, threads: int = 1) -> None:
        self.world, self.seed, self.threads = world, seed, threads
        self.per_run = nothing_per_run(size) if per_run is None else per_run
        room.must_fit(
            size * 2.0 * room.of_state(new_state(world)),
            f"{size:,} particles of a race with {len(world.member_address):,} members",
            "ask for fewer runs",
        )
        self.states = [new_state(world) for _ in range(size)]
        self.packed = [pack(state) for state in self.states]
        self.outcomes = new_outcomes(world, size, slots=self.per_run.slot)
        self.log_weight = np.zeros(size)
        self.ancestor = np.arange(size)
        """from which of the first particles each descends"""
        self.begun = False

    def advance(self, until: int) -> Outcomes:
        """Play every particle up to the end of a round; return what each did since the beginning."""
        low, high = key(self.seed)
        play, number, world = compiled(), np.arange(len(self.states)), pack(self.world)

        def one(j: int) -> None:
            part = Outcomes._make(field[j : j + 1] for field in self.outcomes)
            own = PerRun(self.per_run.slot, self.per_run.value[j : j + 1])
            play(world, self.packed[j], part, own, number[j : j + 1], low, high, not self.begun, until)

        def some(first: int) -> None:
            for j in range(first, min(first + BLOCK, len(number))):
                one(j)

        with ThreadPoolExecutor(self.threads) as pool:
            list(pool.map(some, range(0, len(number), BLOCK)))
        self.begun = True
        return self.outcomes

    def resample(self, u: float) -> Ints:
        """Draw as many particles anew in proportion to their weights, equal from then on; return whom each copies."""
        chosen = resample(self.log_weight, u)
        again = np.append(False, chosen[1:] == chosen[:-1])  # the first descendant takes the state itself over
        states = [copy_state(self.states[j]) if copy else self.states[j] for j, copy in zip(chosen, again)]
        self.packed = [pack(state) if copy else self.packed[j] for state, j, copy in zip(states, chosen, again)]
        self.states = states
        self.outcomes = Outcomes._make(field[chosen] if len(field) else field for field in self.outcomes)
        self.per_run = PerRun(self.per_run.slot, self.per_run.value[chosen])
        self.ancestor = self.ancestor[chosen]
        self.log_weight = np.zeros(len(chosen))
        return chosen


class Filtered(NamedTuple):
    """What is known of the race on a day: equally likely states."""

    case: Compiled
    """the scenario as it was known by that day"""
    cloud: Cloud
    steps: list[Step]


def condition(
    loaded: Loaded,
    date: datetime.date,
    size: int,
    seed: int,
    numbers: Numbering | None = None,
    threads: int = 1,
    script: bool = False,
    expect: Expect | None = None,
    field: bool = False,
) -> Filtered:
    """Return states of the race on a day, given what was known by then.

    Parameters
    ----------
    loaded : the scenario; whatever came to light later is taken out of it first
    size : particles, 2 or more
    numbers : gives each particle numbers of its own, such as draws from a posterior, in the scenario as it was known
    script : tell the runs what is scripted for later; see `whitesmoke.evidence.record.asof`
    expect : adds to the scenario as it was known what may be expected to come
    field : tell the runs in advance who will stand, and from when

    Raises
    ------
    NobodyHeardOfError
        If nobody who stands had been heard of, and the runs are not told.
    NoRunLeftError
        If no particle agrees with what is known.
    """
    known = known_by(loaded, date, script, field)
    if not (script or field):
        refuse_nobody(loaded, date)
    known = expect(known) if expect else known
    case = build(known)
    cloud = Cloud(case.world, size, seed, numbers(known) if numbers else None, threads)
    steps: list[Step] = []
    so_far, before = 0.0, np.zeros(size)
    for step, day in enumerate(days_of_news(known, date)):
        outcomes = cloud.advance(min(case.names.round_of(day), case.world.rounds))
        now = log_likelihood(case, evidence(record_by(known, day), case, day), outcomes)
        grown = cloud.log_weight + np.where(now == -np.inf, -np.inf, now - np.maximum(before, LEAST))
        so_far += float(log_mean(grown) - log_mean(cloud.log_weight))
        cloud.log_weight = grown
        size_now = effective_size(cloud.log_weight)
        if size_now == 0.0:
            raise NoRunLeftError(
                f"none of the {size} runs agrees with what was known on {day}: in all of them the race was over. "
                "Take more runs, or other parameters"
            )
        last = day == date
        steps.append(Step(day, size_now, last or size_now < size / 2, so_far))
        before = now
        if steps[-1].resampled:
            before = now[cloud.resample(float(uniform_block(seed, step, 0, 1, 1)[0, 0]))]
    return Filtered(case, cloud, steps)


def days_of_news(known: Loaded, date: datetime.date) -> list[datetime.date]:
    """Return the days on which the record says something new, up to `date`, which is the last."""
    record, tables = known.scenario.record, known.tables
    days = [tally.date for tally in tables.tallies]
    days += [day for row in tables.commitments for day in (row.not_before, row.by, row.until) if day]
    days += [day for row in record.exits for day in (row.private, row.public) if day]
    days += [record.decision.date] if record.decision else []
    start = known.scenario.calendar.start
    return [*sorted({day for day in days if start < day < date}), date]
