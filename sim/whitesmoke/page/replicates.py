"""The ensembles of a page: the band behind the tally, the forecast from the date looked at, a comparison."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from whitesmoke.evidence.analysis import ensemble_summary
from whitesmoke.evidence.analysis.endings import refusers
from whitesmoke.evidence.counterfactual.plausible import PlausibleRange
from whitesmoke.evidence.counterfactual.sides import OverPlausible, difference
from whitesmoke.evidence.counterfactual.sides import Side as Played
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import Outcomes
from whitesmoke.model.mesa import Negotiation
from whitesmoke.model.reading import long_date
from whitesmoke.model.run_state import State, copy_state
from whitesmoke.model.trace import Trace
from whitesmoke.page.desk import Desk
from whitesmoke.page.jobs import Job, joined, play
from whitesmoke.page.setup import Setup
from whitesmoke.scenario.load import Loaded
from whitesmoke.telling import comparing, paying
from whitesmoke.telling.by_name import member_name
from whitesmoke.telling.words import listed
from whitesmoke.writing.estimates import percent

if TYPE_CHECKING:
    from whitesmoke.model.world import Floats

BINS = 60
"""Bars of a distribution at most."""


class Band(NamedTuple):
    """The quantiles of an ensemble's tally."""

    runs: int
    candidates: list[dict[str, Any]]
    """k; low, mid, high as stretches [first round, last round, members]; left, the share of runs in which it leaves"""


def band(desk: Desk, runs: int = 1000) -> Job:
    """Play the ensemble behind the tally."""
    case, seed, numbers = desk.case, desk.setup.seed, desk.numbers(desk.loaded, runs)

    def work(job: Job) -> Band:
        outcomes = play(job, case.world, runs, seed, numbers=numbers)
        return Band(runs, [_band(outcomes, k) for k in range(len(case.names.candidates))])

    return Job(work, desk.changed, runs).start()


def _band(outcomes: Outcomes, k: int) -> dict[str, object]:
    low, mid, high = (level(values) for values in ensemble_summary.band(outcomes, k).quantile)
    return {"k": k, "low": low, "mid": mid, "high": high, "left": float((outcomes.exit[:, k] != codes.NEVER).mean())}


def level(values: Floats) -> list[list[int]]:
    """Return a series as stretches [first, last, value], but where nothing is told (below 0)."""
    edges = [0, *(np.flatnonzero(np.diff(values)) + 1).tolist(), len(values)]
    return [[a, b, int(values[a])] for a, b in pairwise(edges) if values[a] >= 0]


class Distribution(NamedTuple):
    """When it is settled, over many runs."""

    runs: int
    bars: list[list[float]]
    """[first day, one after the last, share of runs]"""
    deadlock: float
    days: dict[str, int | None]
    words: str


def distribution(case: Compiled, outcomes: Outcomes, since: int = 0) -> Distribution:
    """Return the distribution of the day of consensus in bars, and the share that never gets there."""
    day, runs = ensemble_summary.settled(case, outcomes), len(outcomes.winner)
    horizon, step = case.world.rounds * case.world.round_days, case.world.round_days
    width = step * max(1, -(-(horizon - since) // (BINS * step)))
    edges = np.arange(since, horizon + width + 1, width)
    counts, _ = np.histogram(day[day != codes.NEVER], edges)
    bars = [[int(a), int(b), float(c) / runs] for a, b, c in zip(edges, edges[1:], counts) if c]
    days = {name: ensemble_summary.quantile(day, q) for name, q in ensemble_summary.QUANTILES.items()}
    return Distribution(runs, bars, float((day == codes.NEVER).mean()), days, _words(case, outcomes, days))


def _words(case: Compiled, outcomes: Outcomes, days: dict[str, int | None]) -> str:
    names, runs = case.names, len(outcomes.winner)
    shares = {name: float((outcomes.winner == k).mean()) for k, name in enumerate(names.candidate_names)}
    first = sorted(shares, key=lambda name: -shares[name])
    won = "; ".join(f"{name} in {percent(shares[name])}" for name in first if shares[name]) or "nobody is ever chosen"
    told = f"Of {runs} runs: {won}; deadlock in {_stuck(case, outcomes)}."
    if days["p50"] is None:
        return f"{told} Fewer than half settle by {long_date(names.date(case.world.rounds * case.world.round_days))}."
    low, high = days["p05"], days["p95"]
    early = f"one in twenty by {long_date(names.date(low))}, " if low is not None else ""
    last = f", nineteen in twenty by {long_date(names.date(high))}" if high is not None else ""
    return f"{told} Settled: {early}half by {long_date(names.date(int(days['p50'])))}{last}."


def _stuck(case: Compiled, outcomes: Outcomes) -> str:
    """Return the share of deadlocks, and of those in which nobody was left to agree on, with who refused most often."""
    gone = float((outcomes.withdrawn != codes.NONE).mean())
    stuck = percent(float((outcomes.winner == codes.NONE).mean()))
    if gone == 0.0:
        return stuck
    by = list(refusers(case, outcomes))[:2] if len(outcomes.stance) else []
    who = f", most often refused by {listed([member_name(case, case.names.members.index(code)) for code in by])}"
    return f"{stuck} (withdrawn in {percent(gone)}{who if by else ''})"


def state_at(model: type[Negotiation], case: Compiled, setup: Setup, round_: int, job: Job) -> State:
    """Return the state at the end of a round of this run, by playing it again up to there."""
    again = model(case, rng=setup.seed, run=setup.run)
    for _ in range(round_):
        again.step()
        job.pause_here()
    return copy_state(again.state)


class Forecast(NamedTuple):
    """What may come from a round on, and what may come from the opening."""

    round: int
    date: str
    here: Distribution


def forecast(desk: Desk, runs: int = 1000) -> Job:
    """Play many runs from the round looked at, each with luck (and a draw from the posterior) of its own from there."""
    case, setup, round_, model = desk.case, desk.setup, desk.shown, desk.model_class
    draws, loaded = desk.draws, desk.loaded
    date = long_date(case.names.date_of_round(round_))

    def work(job: Job) -> Forecast:
        start = state_at(model, case, setup, round_, job)
        starts = [start] if draws is None else list(draws.starts(loaded, setup.seed, setup.run, start))
        outcomes = joined(
            play(job, case.world, np.arange(j, runs, len(starts)), setup.seed, one, tallies=False)
            for j, one in enumerate(starts[:runs])
        )
        return Forecast(round_, date, distribution(case, outcomes, round_ * case.world.round_days))

    return Job(work, desk.changed, runs).start()


class Side(NamedTuple):
    """One of the two that are compared."""

    name: str
    told: comparing.Side
    trace: Trace
    many: Distribution


class Comparison(NamedTuple):
    """Two variants on the same draws."""

    runs: int
    sides: list[Side]
    """before and after"""
    difference: ensemble_summary.Difference
    """after less before"""
    paid: tuple[str, ...] = ()
    """who is paid less or no longer, in sentences, where actors bargain in both"""
    over: PlausibleRange | None = None
    """what it would be over what dates alone cannot tell apart, where actors bargain"""


def compare(desk: Desk, setups: list[tuple[str, Setup]], runs: int = 2000) -> Job:
    """Play two setups, before and after: the run itself and their ensembles, run by run on the same draws."""
    seed, run, model = desk.setup.seed, desk.setup.run, desk.model_class
    scenarios = [desk.read(setup.scenario, setup.changes, setup.rule) for _, setup in setups]
    cases = [desk.compiled(loaded, run) for loaded in scenarios]
    draw = None if desk.draws is None else desk.draws.posterior.draw_of(np.arange(runs))

    def work(job: Job) -> Comparison:
        def side(setup: Setup, loaded: Loaded, case: Compiled, count: int) -> Played:
            def again(values: Mapping[str, float], fewer: int) -> Played:
                moved = setup._replace(changes=(*setup.changes, *(f"{path}={x!r}" for path, x in values.items())))
                other = desk.read(moved.scenario, moved.changes, moved.rule)
                return side(moved, other, desk.compiled(other, run), fewer)

            numbers = desk.numbers(loaded, count)
            return Played(loaded, case, play(job, case.world, count, seed, tallies=False, numbers=numbers), again)

        both = [side(setup, loaded, case, runs) for (_, setup), loaded, case in zip(setups, scenarios, cases)]
        sides = [
            Side(
                name,
                comparing.side(one.case, setup.scenario),
                played(model, one.case, seed, run, job),
                distribution(one.case, one.outcomes),
            )
            for (name, setup), one in zip(setups, both)
        ]
        over = OverPlausible(both[0], draw)
        job.total += over.more_runs(both[1])
        ranged = over.of(both[1])
        paid = paying.changes((both[0].case, both[0].outcomes), (both[1].case, both[1].outcomes), draw)
        told = tuple(paying.sentences(both[0].case, paid, with_range=ranged is not None))
        return Comparison(runs, sides, difference(both[0], both[1], draw), told, ranged)

    return Job(work, desk.changed, 2 * runs).start()


def played(model: type[Negotiation], case: Compiled, seed: int, run: int, job: Job) -> Trace:
    """Play a run of a model to its end."""
    again = model(case, rng=seed, run=run)
    while again.running:
        again.step()
        job.pause_here()
    trace: Trace = again.trace
    return trace
