"""*A page of mechanism*: what a case goes through, and how fast it goes, without anybody's preferences.

Each case has a tempo tau, log-normal between cases and of another middle for choices of a person. An open holdout
settles at rate 1/tau, all of them together at c/tau. A known date adds hazard, once, for each and for all together. New
holdouts come at nu/tau while somebody holds out, at nu0/tau while nobody has; with nobody known to hold out it is
decided at r0/tau. After the last consent it is decided on the same day with chance s0, else at r1 a day, or a new one
comes. At a date it may fail. The numbers are the most probable ones given the training cases and wide priors, tempo
summed out on a grid.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, logsumexp

from whitesmoke.evidence.protocol.history import History
from whitesmoke.model.world import Floats, Ints

MIDDLE = np.concatenate([[4.5], np.log([1.2, 0.5, 0.3, 0.5, 0.2, 0.05, 0.02, 0.08]), [1.0, np.log(0.3), 0.0]])
SPREAD = np.array([2.0, 0.5, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.7])
"""of the normal priors, in the order of `Numbers.of`"""
GRID = np.linspace(-3.2, 3.2, 41)
"""standardised log tempo"""
LOG_SHARE = -0.5 * GRID**2 - logsumexp(-0.5 * GRID**2)
TINY, RARE = 1e-12, 1e-6
"""hazards that keep a logarithm finite; of a failure where nobody held out"""
ITERATIONS = 300


class Numbers(NamedTuple):
    """The numbers of the mechanism; rates are multiples of 1/tau unless said."""

    middle: float
    """of log tau, of days"""
    spread: float
    """of log tau, between cases"""
    together: float
    newcomers: float
    unopposed: float
    """decided while nobody is known to hold out"""
    date_all: float
    """added to the cumulative hazard by a date, of all settling together"""
    date_each: float
    fails: float
    """the same, of failure at a date"""
    lag: float
    """decided a day, after the last consent, not on the same day"""
    same_day: float
    first_newcomers: float
    """while nobody has held out yet"""
    person: float
    """added to log tau where a person is chosen"""

    @classmethod
    def of(cls, x: Floats) -> Numbers:
        """Return numbers from unbounded ones: a middle, logs, the logit of `same_day`, a difference of logs."""
        rates = np.exp(x[1:9])
        return cls._make(map(float, (x[0], *rates, expit(x[9]), np.exp(x[10]), x[11])))


class Happened(IntEnum):
    """How a stretch of a case ended."""

    NOTHING = 0
    NEWCOMER = 1
    SOME_SETTLED = 2
    ALL_SETTLED = 3
    ALL_SETTLED_AND_DECIDED = 4
    DECIDED = 5
    FAILED = 6


class State(IntEnum):
    """Who holds out during a stretch."""

    NOBODY_YET = 0
    SOMEBODY = 1
    NOBODY_ANY_MORE = 2


class Stretches(NamedTuple):
    """Stretches of a case in which nothing changed; one row each."""

    days: Floats
    holdouts: Floats
    state: Ints
    pressed: Floats
    """share a day of the dates whose time it is"""
    happened: Ints


def window(case_start: int, first: int, last: int) -> tuple[int, int]:
    """Return the ends of the days in which a date presses: from the second day before it to the day after."""
    return max(first - 2, case_start), last + 1


def state_of(holdouts: int, settled: bool) -> State:
    """Return who holds out, from how many do and whether anybody has settled."""
    return State.SOMEBODY if holdouts else State.NOBODY_ANY_MORE if settled else State.NOBODY_YET


def stretches(case: History, until: int) -> Stretches:
    """Return what a case went through to the end of a day, or to its end."""
    ends = min(until, case.end)
    dates = [date for date in case.pressing if date.known < date.first and not date.dropped_by(until)]
    windows = [window(case.start, date.first, date.last) for date in dates]
    windows = [one for one in windows if one[1] > case.start]
    raised = {one.raised for one in case.holdings if case.start + 1 < one.raised <= ends}
    gone = {one.settled for one in case.holdings if one.settled and case.start < one.settled <= ends}
    edges = {edge for pair in windows for edge in pair if case.start < edge < ends}
    cuts = sorted({case.start, ends} | raised | gone | edges)
    rows = [_stretch(case, until, a, b, windows, b in raised) for a, b in pairwise(cuts)]
    days, holdouts, state, pressed, happened = np.array(rows, float).reshape(-1, 5).T
    return Stretches(days, holdouts, state.astype(int), pressed, happened.astype(int))


def _stretch(
    case: History, until: int, a: int, b: int, windows: list[tuple[int, int]], came: bool
) -> tuple[float, ...]:
    known = max(a, case.start + 1)
    held = [one for one in case.holdings if one.raised <= known and not one.settled_by(a)]
    pressed = sum(1.0 / (end - start) for start, end in windows if start <= a and b <= end)
    state = state_of(len(held), case.anybody_settled(a))
    gone = sum(one.settled == b for one in held)
    return b - a, len(held), state, pressed, _ending(case, until, b, len(held), gone, came)


def _ending(case: History, until: int, b: int, held: int, gone: int, came: bool) -> Happened:
    if b == case.end <= until:
        if not case.agreed:
            return Happened.FAILED
        return Happened.ALL_SETTLED_AND_DECIDED if held else Happened.DECIDED
    if gone:
        return Happened.ALL_SETTLED if gone == held else Happened.SOME_SETTLED
    return Happened.NEWCOMER if came else Happened.NOTHING


class Hazards(NamedTuple):
    """Chances a day of all that can happen."""

    newcomer: Floats
    one: Floats
    """that one of the holdouts settles"""
    all: Floats
    """that all of them settle together"""
    decided: Floats
    """with nobody holding out"""
    failed: Floats

    @property
    def total(self) -> Floats:
        """The chance a day that anything happens."""
        return self.newcomer + self.one + self.all + self.decided + self.failed


def hazards(numbers: Numbers, tempo: Floats, holdouts: Floats, state: Ints, pressed: Floats) -> Hazards:
    """Return what can happen at tempos 1/tau, a day; all arguments of shapes that go together."""
    some, after = state == State.SOMEBODY, state == State.NOBODY_ANY_MORE
    rate = np.where(state == State.NOBODY_YET, numbers.first_newcomers, numbers.newcomers)
    before = numbers.unopposed * tempo + numbers.date_all * pressed
    return Hazards(
        newcomer=rate * tempo,
        one=np.where(some, holdouts * (tempo + numbers.date_each * pressed), 0.0),
        all=np.where(some, numbers.together * tempo + numbers.date_all * pressed, 0.0),
        decided=np.where(some, 0.0, np.where(after, numbers.lag, before)),
        failed=np.where(some, numbers.fails * pressed, 0.0) + np.zeros_like(tempo),
    )


def log_tempo(numbers: Numbers, person: Floats) -> Floats:
    """Return log tau on the grid for cases, (cases, grid)."""
    return numbers.middle + numbers.person * person[:, None] + numbers.spread * GRID


def log_likelihood(numbers: Numbers, tempo: Floats, rows: Stretches) -> Floats:
    """Return the log-likelihood of each stretch at its tempos, both (rows, grid)."""
    holdouts, pressed = rows.holdouts[:, None], rows.pressed[:, None]
    h = hazards(numbers, tempo, holdouts, rows.state[:, None], pressed)
    close = h.all + np.where(holdouts == 1.0, h.one, 0.0)
    nobody = rows.state[:, None] != State.SOMEBODY
    happened = {
        Happened.NEWCOMER: np.log(h.newcomer + TINY),
        Happened.SOME_SETTLED: np.log(h.one + TINY),
        Happened.ALL_SETTLED: np.log(close + TINY) + np.log1p(-numbers.same_day),
        Happened.ALL_SETTLED_AND_DECIDED: np.log(close + TINY) + np.log(numbers.same_day),
        Happened.DECIDED: np.log(h.decided + TINY),
        Happened.FAILED: np.log(np.where(nobody, numbers.fails * pressed + RARE, h.failed + TINY)),
    }
    came = np.zeros_like(tempo)
    for what, log_hazard in happened.items():
        came = np.where(rows.happened[:, None] == what, log_hazard, came)
    return np.asarray(came - rows.days[:, None] * h.total)


def fitted(cases: Sequence[History]) -> Numbers:
    """Return the most probable numbers given the training cases, tempo summed out."""
    each = [stretches(case, case.end) for case in cases]
    whose = np.repeat(np.arange(len(cases)), [len(one.days) for one in each])
    rows = Stretches(*map(np.concatenate, zip(*each, strict=True)))
    person = np.array([case.kind == "person" for case in cases], float)
    first = np.searchsorted(whose, np.arange(len(cases)))

    def loss(x: Floats) -> float:
        numbers = Numbers.of(x)
        tempo = np.exp(-log_tempo(numbers, person))[whose]
        by_case = np.add.reduceat(log_likelihood(numbers, tempo, rows), first)
        prior = 0.5 * (((x - MIDDLE) / SPREAD) ** 2).sum()
        return float(prior - logsumexp(by_case + LOG_SHARE, axis=1).sum())

    return Numbers.of(minimize(loss, MIDDLE, method="L-BFGS-B", options={"maxiter": ITERATIONS}).x)
