"""The observation model: how likely a run makes what is on record. One likelihood for every kind of inference.

A run has private commitments; the record has what the press made of them. Each entry of the record is read as the
truth with an error: a date somewhat early or late, a count somewhat off, or, with a small chance, simply wrong.

    commitment in (a, b]   (1 - doubt) K(T) / Z + doubt / (horizon + b - a)
                           K = 1 for a < T <= b, exp(-(a + 1 - T) / lag) before, exp(-(T - b) / slip) after
    not committed on a     (1 - doubt) c + doubt (1 - c), c = 1 for T > a, else exp(-(a + 1 - T) / lag)
    committed by b         the same with c = 1 for T <= b, else exp(-(T - b) / slip)
    count in l..h          (1 - doubt) exp(-d / miscount) / Z + doubt / (n + 1), d members outside l..h
    decision on day y      (1 - doubt) [same winner] exp(-|T - y| / settle) / Z + doubt / (2 horizon)
    deadlock               (1 - doubt) [deadlock] + doubt / 2

T: the day in the run; Z makes each a distribution over what might have been reported. The error is the model's as much
as the record's: a simulator that is right to the day does not exist. Every constant is an *Assumption*.

Source: Wilkinson (2013), *Approximate Bayesian computation gives exact results under the assumption of model error*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from whitesmoke.evidence.analysis.ratifications import dated_on, tally_on_record
from whitesmoke.evidence.record.evidence import Counted, Dated, Evidence, ObservationError
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled, decision_days
from whitesmoke.model.ensemble import Outcomes
from whitesmoke.model.world import Floats, World

if TYPE_CHECKING:
    from whitesmoke.model.world import Rounds


def log_likelihood(case: Compiled, seen: Evidence, outcomes: Outcomes) -> Floats:
    """Return the log likelihood of the evidence under each run.

    Parameters
    ----------
    outcomes : (N,) runs, with tallies and members, played at least until `seen.known_on`

    Returns
    -------
    (N,) minus infinity only where a run has settled by then although no decision was known by `seen.known_on` < horizon
    """
    world, N = case.world, len(outcomes.winner)
    total = np.zeros(N)
    for row in seen.commitments:
        total += _dated(world, seen, row, commitment_days(world, seen, outcomes, row.subject, row.candidate))
    for count in seen.counts:
        total += _counted(world, seen, count, tally_on_record(world, outcomes, count.candidate)[:, count.round])
    for row in seen.exits:
        total += _dated(world, seen, row, exit_days(world, seen, outcomes, row.candidate))
    if np.isfinite(seen.known_on):
        for k in seen.racing:
            here = Dated(k, k, seen.known_on, np.inf, seen.error.high)
            total += _dated(world, seen, here, exit_days(world, seen, outcomes, k))
    return total + _decided(world, seen, outcomes)


def commitment_days(world: World, seen: Evidence, outcomes: Outcomes, i: int, k: int) -> Floats:
    """Return the day on which member i came round to k in each run; the day after the last one known if it did not.

    Where consent has to be ratified it is that on which it had been: see `ratifications.dated_on`.
    """
    return _days(world, seen, dated_on(world, outcomes, k)[:, i])


def exit_days(world: World, seen: Evidence, outcomes: Outcomes, k: int) -> Floats:
    """Return the day on which candidate k left in each run; the day after the last one known if it did not."""
    return _days(world, seen, outcomes.exit[:, k])


def _days(world: World, seen: Evidence, round_: Rounds) -> Floats:
    last = min(seen.known_on, world.rounds * world.round_days)
    return np.where(round_ == codes.NEVER, last + 1.0, round_ * float(world.round_days))


def _dated(world: World, seen: Evidence, row: Dated, day: Floats) -> Floats:
    """Return the log likelihood of one dated entry given the day in each run; a round's days are one day here."""
    error = seen.error
    early = np.maximum(0.0, row.after + 1.0 - day) if np.isfinite(row.after) else np.zeros(len(day))
    late = np.maximum(0.0, day - row.by - (world.round_days - 1)) if np.isfinite(row.by) else np.zeros(len(day))
    fits = np.exp(-early / error.lag - late / error.slip)
    if not (np.isfinite(row.after) and np.isfinite(row.by)):
        return np.log((1.0 - row.doubt) * fits + row.doubt * (1.0 - fits))
    width = row.by - row.after
    places = width + tail(error.lag) + tail(error.slip)
    horizon = world.rounds * world.round_days
    return np.log((1.0 - row.doubt) * fits / places + row.doubt / (horizon + width))


def tail(scale: float) -> float:
    """Return the sum of exp(-d / scale) over d = 1, 2, ..."""
    return float(1.0 / np.expm1(1.0 / scale))


def _counted(world: World, seen: Evidence, count: Counted, tally: Any) -> Floats:
    scale = seen.error.miscount
    off = np.maximum(0, np.maximum(count.low - tally, tally - count.high))
    places = count.high - count.low + 1 + 2.0 * tail(scale)
    wrong = 1.0 / (len(world.member_address) + 1)
    return np.log((1.0 - count.doubt) * np.exp(-off / scale) / places + count.doubt * wrong)


def _decided(world: World, seen: Evidence, outcomes: Outcomes) -> Floats:
    """Return the log likelihood of the decision, or of there being none yet: a decision is public, and nothing is."""
    settled = outcomes.winner != codes.NONE
    horizon = world.rounds * world.round_days
    day = decision_days(world)[outcomes.round].astype(float)
    if not seen.decided:
        return np.where(settled & (day <= seen.known_on) & (seen.known_on < horizon), -np.inf, 0.0)
    doubt = seen.error.high
    if seen.winner == codes.NONE:
        return np.log((1.0 - doubt) * ~settled + doubt / 2.0)
    scale = seen.error.settle
    off = np.abs(day - seen.decision)
    fits = np.where(outcomes.winner == seen.winner, np.exp(-off / scale), 0.0) / (1.0 + 2.0 * tail(scale))
    return np.log((1.0 - doubt) * fits + doubt / (2.0 * horizon))


def reported_days(days: Floats, error: ObservationError, today: int, horizon: int, u: Floats) -> Floats:
    """Return on which day the decision of each run would be on record, given that it was not by today.

    The law is the one that `log_likelihood` reads the record with, cut off at today; what is wrong altogether lies
    evenly on the days left.

    Parameters
    ----------
    days : (N,) of decision, after today; codes.NEVER for deadlock
    u : (N, 3) uniforms

    Returns
    -------
    (N,) days; codes.NEVER for a deadlock, and for what is late beyond the horizon
    """
    scale, after = error.settle, tail(error.settle)
    left = -np.expm1(-np.maximum(0.0, days - today - 1.0) / scale)  # share of the days before that are still to come
    place = u[:, 0] * (after * left + 1.0 + after)
    early = 1.0 + np.floor(-scale * np.log1p(-np.minimum(1.0, place / after) * (place < after * left)))
    late = np.maximum(0.0, np.minimum(1.0 - 1e-12, (place - after * left - 1.0) / after))
    later = np.where(late > 0.0, 1.0 + np.floor(-scale * np.log1p(-late)), 0.0)
    reported = np.where(days > horizon, float(codes.NEVER), np.where(place < after * left, days - early, days + later))
    anywhere = np.floor(today + 1.0 + 2.0 * (u[:, 2] - 0.5) * (horizon - today))
    wrong = np.where(u[:, 2] < 0.5, float(codes.NEVER), anywhere)
    reported = np.where(u[:, 1] < error.high, wrong, reported)
    return np.where(reported > horizon, float(codes.NEVER), reported)
