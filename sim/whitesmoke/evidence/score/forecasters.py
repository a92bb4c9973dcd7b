"""What the model says of a race as of a day: with numbers as written, or with all that it cannot know left open.

A forecast with all left open draws, for each run, the shared parameters (from the priors, or from what other cases left
possible), the case's own numbers (what the coder wrote, with the coder's error) and the day of the patron's
endorsement (from other cases). What a run says is then reported with the errors of the observation model.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from scipy.special import ndtr

from whitesmoke.evidence.blocks import normal_block, uniform_block
from whitesmoke.evidence.coding import coding, joined
from whitesmoke.evidence.forecast.endorsements import endorsed_on, endorsement_days
from whitesmoke.evidence.forecast.filter import Expect, NoRunLeftError
from whitesmoke.evidence.forecast.nowcasting import play_on
from whitesmoke.evidence.parameters import Priors, parameters, per_run, values
from whitesmoke.evidence.posterior import Posterior
from whitesmoke.evidence.record.asof import heard_of
from whitesmoke.evidence.record.evidence import WITH_DISCREPANCY
from whitesmoke.evidence.record.likelihood import reported_days
from whitesmoke.evidence.score.questions import (
    Forecast,
    Forecaster,
    day_of,
    horizon_of,
    of_runs,
    others_than,
    tomorrow,
    winner_of,
)
from whitesmoke.evidence.weights import resample
from whitesmoke.model.ensemble import PerRun
from whitesmoke.model.world import Floats
from whitesmoke.scenario.load import Loaded

PRIOR, REPORTED, POOLED = 32, 33, 34
"""Kinds of draws."""
COPIES = 4
"""Reports of each run."""


def as_written(runs: int, seed: int, threads: int, script: bool = False) -> Forecaster:
    """Return the model with the numbers of the scenario; with `script`, told what is scripted for later.

    As of a day on which nobody who stands had been heard of, it is told who will: there would be nothing to play.
    """

    def forecast(loaded: Loaded, date: datetime.date) -> Forecast:
        try:
            field = not heard_of(loaded, date)
            played = play_on(loaded, date, runs, seed, threads=threads, script=script, field=field)
        except NoRunLeftError:  # to this model the race is long over: it says tomorrow
            return tomorrow(loaded, date, runs)
        return of_runs(played, winner_of(loaded))

    return forecast


def left_open(
    draws: Callable[[Loaded], Posterior], priors: Priors, cases: Sequence[Loaded], runs: int, seed: int, threads: int
) -> Forecaster:
    """Return the model with everything left open that nobody could know.

    Parameters
    ----------
    draws : gives the shared parameters held possible for a case; nothing of that case may have gone into them
    cases : from which endorsements are borrowed, but for the case itself

    As of a day on which nobody who stands had been heard of, it is told who will: there would be nothing to play.
    """

    def forecast(loaded: Loaded, date: datetime.date) -> Forecast:
        return pooled(loaded, date, opened_parts(draws(loaded), priors, cases, runs, seed, threads, loaded, date), seed)

    return forecast


Part = tuple[float, Forecast]
"""A forecast and the log probability of what is known, given one expectation; that of nothing if no run was left."""


def opened_parts(
    draws: Posterior,
    priors: Priors,
    cases: Sequence[Loaded],
    runs: int,
    seed: int,
    threads: int,
    loaded: Loaded,
    date: datetime.date,
) -> list[Part]:
    """Return a part for each day on which an endorsement may be expected to come; parameters are as in `left_open`."""
    others, field = others_than(loaded, cases), not heard_of(loaded, date)
    days = endorsement_days(loaded, others, date, field)
    expected: list[Expect | None] = [partial(endorsed_on, day=day) for day in days] or [None]
    size = max(2, runs // len(expected))
    return [_part(loaded, date, draws, priors, size, seed, threads, one, field) for one in expected]


def pooled(loaded: Loaded, date: datetime.date, parts: Sequence[Part], seed: int) -> Forecast:
    """Return one forecast from its parts, the decision reported with the errors of the observation model."""
    found = _pooled(parts, float(uniform_block(seed, day_of(loaded, date), POOLED, 1, 1)[0, 0]))
    return found._replace(days=_reported(loaded, date, found.days, seed))


def _part(
    loaded: Loaded,
    date: datetime.date,
    draws: Posterior,
    priors: Priors,
    runs: int,
    seed: int,
    threads: int,
    expect: Expect | None,
    field: bool,
) -> Part:
    """Return a forecast given one expectation."""

    def numbers(known: Loaded) -> PerRun:
        shared = per_run(known, draws.names, draws.draws[np.arange(runs) % len(draws.draws)])
        return joined(shared, coding(known, priors.error).draw(np.arange(runs), seed))

    try:
        played = play_on(loaded, date, runs, seed, numbers, threads=threads, expect=expect, field=field)
    except NoRunLeftError:
        return -np.inf, tomorrow(loaded, date, runs)
    return played.known.steps[-1].log_evidence, of_runs(played, winner_of(loaded))


def _pooled(parts: Sequence[Part], u: float) -> Forecast:
    """Return one forecast from several, in proportion to how well each explains what is known."""
    evidence = np.array([one for one, _ in parts])
    evidence = np.zeros(len(parts)) if evidence.max() == -np.inf else evidence
    forecasts = [forecast for _, forecast in parts]
    size = len(forecasts[0].days) if forecasts[0].days is not None else 0
    chosen = resample(np.repeat(evidence, size), u)
    weight = np.exp(evidence - evidence.max())
    weight /= weight.sum()

    def drawn(samples: Sequence[Floats]) -> Floats:
        return np.concatenate(samples)[chosen]

    return Forecast(
        days=drawn([one.days for one in forecasts if one.days is not None]),
        members={code: drawn([one.members[code] for one in forecasts]) for code in forecasts[0].members},
        last={
            code: float(weight @ np.array([one.last.get(code, 0.0) for one in forecasts])) for code in forecasts[0].last
        },
    )


def _reported(loaded: Loaded, date: datetime.date, days: Floats | None, seed: int) -> Floats | None:
    """Return the days on which decisions would be reported, several for each run."""
    if days is None:
        return None
    today = day_of(loaded, date)
    u = uniform_block(seed, today, REPORTED, COPIES * len(days), 3)
    return reported_days(np.repeat(days, COPIES), WITH_DISCREPANCY, today, horizon_of(loaded), u)


def prior_draws(priors: Priors, runs: int, seed: int) -> Posterior:
    """Return draws of the shared parameters from what was held possible before any record was looked at."""
    found = parameters([], priors)
    u = ndtr(normal_block(seed, 0, PRIOR, runs, len(found)))
    draws = np.column_stack([values(one.prior, u[:, j]) for j, one in enumerate(found)])
    return Posterior([one.name for one in found], draws, {"cases": []})


def shared_only(priors: Priors) -> Priors:
    """Return the priors without those of single cases: their own numbers are left to the coder's error."""
    return priors.model_copy(update={"case": {}})
