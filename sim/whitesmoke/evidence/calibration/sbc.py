"""Simulation-based calibration: does the method find again what made the data, as often as it says?

Draw parameters from the prior, play one run, report it with the errors of the observation model, calibrate on the
report. If everything is right, the rank of the true parameter among the draws of the posterior is uniform.

Source: Talts et al. (2018), *Validating Bayesian inference algorithms with simulation-based calibration*.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from whitesmoke.evidence.analysis.ratifications import tally_on_record
from whitesmoke.evidence.blocks import uniform_block
from whitesmoke.evidence.calibration.calibrate import generations
from whitesmoke.evidence.calibration.inference import Inference, Target
from whitesmoke.evidence.record.evidence import Dated, Evidence, ObservationError
from whitesmoke.evidence.record.likelihood import commitment_days, tail
from whitesmoke.model import codes
from whitesmoke.model.compiled import decision_days
from whitesmoke.model.ensemble import Outcomes
from whitesmoke.model.world import Floats

TRUTH, REPORT, TIES = 11, 12, 13
"""Kinds of draws."""
OWN_RUNS = 2**31
"""Numbers of the runs that make the data: no calibration uses them."""


class Found(NamedTuple):
    """One replicate: the truth, and where it lies in the posterior."""

    truth: Floats
    """(P,) parameters"""
    rank: Floats
    """(P,) share of the posterior below the truth, ties spread out; uniform if all is right"""
    mean: Floats
    """(P,) of the posterior"""
    sd: Floats


def replicate(inference: Inference, number: int, template: Evidence) -> Found:
    """Return one replicate: its truth is draw `number` of the prior, its data have the entries of the template."""
    (target,) = inference.targets
    seed = inference.effort.seed
    z = ndtri(uniform_block(seed, number, TRUTH, 1, len(inference.parameters)))
    rows = inference.rows(z)
    outcomes = inference.play(target, rows, np.array([OWN_RUNS + number]))
    seen = report(target, template, outcomes, uniform_block(seed, number, REPORT, 64, 3))
    mine = inference.of_another_record(seen, seed + 1 + number)
    *_, last = generations(mine)
    below = (last.z < z).mean(axis=0) + uniform_block(seed, number, TIES, 1, z.shape[1])[0] * (last.z == z).mean(axis=0)
    draws = inference.rows(last.z)
    return Found(rows[0], below, draws.mean(axis=0), draws.std(axis=0))


def report(target: Target, template: Evidence, outcomes: Outcomes, u: Floats) -> Evidence:
    """Return what would be reported of one run (rounds of a day): entries like those of the template, with errors.

    Parameters
    ----------
    u : (entries or more, 3) uniforms
    """
    world, error = target.case.world, template.error
    horizon = world.rounds * world.round_days
    luck = iter(u)
    commitments = []
    for row in template.commitments:
        day = commitment_days(world, template, outcomes, row.subject, row.candidate)[0]
        commitments.append(_dated(row, day, error, horizon, next(luck)))
    counts = []
    for count in template.counts:
        wrong, place, _ = next(luck)
        tally = int(tally_on_record(world, outcomes, count.candidate)[0, count.round])
        at = _off(tally, error.miscount, error.miscount, 1.0, place)
        if wrong < count.doubt:
            at = int(place * (len(world.member_address) + 1))
        counts.append(count._replace(low=at, high=at))
    wrong, place, other = next(luck)
    settled = outcomes.winner[0] != codes.NONE
    day = _off(int(decision_days(world)[outcomes.round[0]]), error.settle, error.settle, 1.0, place)
    if wrong < error.high:
        settled, day = other < 0.5, int(place * horizon)
    winner = int(max(outcomes.winner[0], 0)) if settled else codes.NONE
    return template._replace(
        commitments=tuple(commitments), counts=tuple(counts), decided=True, winner=winner, decision=float(day)
    )


def _dated(row: Dated, day: float, error: ObservationError, horizon: int, luck: Floats) -> Dated:
    wrong, place, _ = luck
    width = row.by - row.after
    by = float(_off(int(day), error.slip, error.lag, width, place))
    if wrong < row.doubt:
        by = float(int(place * (horizon + width)))
    return row._replace(after=by - width, by=by)


def _off(true: int, below: float, above: float, width: float, u: float) -> int:
    """Return where a report of the given width ends: at `true` or the days after it, or off by a geometric error."""
    parts = np.array([tail(below), width, tail(above)])
    at = u * parts.sum()
    if at < parts[0]:
        return true - _geometric(below, at / parts[0])
    if at < parts[0] + parts[1]:
        return true + int(at - parts[0])
    return true + int(width) - 1 + _geometric(above, (at - parts[0] - parts[1]) / parts[2])


def _geometric(scale: float, u: float) -> int:
    """Return d = 1, 2, ... with chance proportional to exp(-d / scale)."""
    return 1 + int(-scale * np.log1p(-u))
