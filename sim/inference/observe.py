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

import datetime
from typing import Any, NamedTuple

import numpy as np

from sim import codes
from sim.case import Case
from sim.ensemble import Outcomes
from sim.inference import report_on
from sim.scenario.load import Loaded
from sim.world import Floats, World


class Reading(NamedTuple):
    """How exactly the record is read; all of it assumed. The defaults are the record's own errors."""

    lag: float = 21.0
    """days by which a private commitment precedes its first public sign (mean): on 21 February 2024 over twenty allies
    were in, of whom a third had said so, and most of the others did within six weeks"""
    slip: float = 0.5
    """days by which a commitment may come after the day on record (mean)"""
    miscount: float = 1.0
    """members by which a count may be off, either way (mean)"""
    settle: float = 7.0
    """days by which the decision of a run may miss the one on record, either way (mean)"""
    high: float = 0.02
    """chance that an entry of high confidence is wrong altogether; a decision has this one"""
    med: float = 0.10
    low: float = 0.25

    def doubt(self, confidence: str) -> float:
        """Return the chance that an entry of this confidence is wrong; nothing said counts as medium."""
        return {"high": self.high, "low": self.low}.get(confidence, self.med)


OWN_ERROR = Reading(lag=28.0, slip=12.0, miscount=2.0, settle=21.0)
"""For calibration: what a run gets wrong is the simulator's error as well as the record's, and it is no clock."""


class Dated(NamedTuple):
    """When a member committed, or a candidate left: in the days (after, by]; minus or plus infinity if unknown."""

    subject: int
    candidate: int
    after: float
    by: float
    doubt: float


class Counted(NamedTuple):
    """How many supported a candidate at the end of a round."""

    round: int
    candidate: int
    low: int
    high: int
    doubt: float


class Evidence(NamedTuple):
    """What is on record, in days, rounds and indices."""

    reading: Reading
    known_on: float
    """the last day of which anything is known: a run is judged by what it did until then"""
    commitments: tuple[Dated, ...]
    counts: tuple[Counted, ...]
    exits: tuple[Dated, ...]
    racing: tuple[int, ...]
    """candidates in the race of whom no exit is on record by `known_on`"""
    decided: bool
    winner: int
    """codes.NONE if there is none: deadlock, or not decided"""
    decision: float
    """day"""

    @property
    def entries(self) -> int:
        """How many entries of the record are used."""
        return len(self.commitments) + len(self.counts) + len(self.exits) + self.decided


def evidence(
    loaded: Loaded, case: Case, known_on: datetime.date | None = None, reading: Reading | None = None
) -> Evidence:
    """Return the record of a scenario as evidence; give `known_on` for a scenario as it was known by that day.

    A commitment that is dated only by a count is left out where that count is itself on record: it says nothing more.
    Where commitments are public acts none precedes its public sign: it may be early by no more than late.

    Raises WhitesmokeError if the record contradicts itself.
    """
    report_on.contradictions(loaded)
    reading, names, record = reading or Reading(), case.names, loaded.scenario.record
    reading = reading._replace(lag=reading.slip) if record.public else reading
    horizon = case.world.rounds * case.world.round_days
    on = float(horizon) if known_on is None else float((known_on - names.start).days)
    members = {code: i for i, code in enumerate(names.members)}
    candidates = {name: k for k, name in enumerate(names.candidates)}
    left = {row.candidate for row in record.exits}
    return Evidence(
        reading=reading,
        known_on=on,
        commitments=tuple(
            Dated(
                members[row.member],
                candidates[row.candidate],
                _day(names.start, row.not_before, -np.inf),
                _day(names.start, row.by, np.inf),
                reading.doubt(row.confidence),
            )
            for row in report_on.informative(loaded.tables)
        ),
        counts=tuple(
            Counted(t, candidates[row.candidate], row.low, row.high, reading.doubt(row.confidence))
            for row in loaded.tables.tallies
            if 0 <= (t := names.round_of(row.date)) <= case.world.rounds
        ),
        exits=tuple(_exit(case, candidates[row.candidate], row, reading) for row in record.exits),
        racing=tuple(k for name, k in candidates.items() if name not in left),
        decided=record.decision is not None,
        winner=candidates.get(record.decision.winner or "", codes.NONE) if record.decision else codes.NONE,
        decision=_day(names.start, record.decision.date, np.inf) if record.decision else np.inf,
    )


def _day(start: datetime.date, date: datetime.date | None, missing: float) -> float:
    return missing if date is None else float((date - start).days)


def _exit(case: Case, k: int, row: Any, reading: Reading) -> Dated:
    """Return an exit: told to the others on one day, said in public on another; between the two if both are known."""
    first = _day(case.names.start, row.private or row.public, np.inf)
    last = _day(case.names.start, row.public or row.private, np.inf)
    return Dated(k, k, first - 1.0, last, reading.high)


def log_likelihood(case: Case, seen: Evidence, outcomes: Outcomes) -> Floats:
    """Return the log likelihood of the evidence under each run.

    Parameters
    ----------
    outcomes : (N,) runs, with tallies and members, played at least until `seen.known_on`

    Returns
    -------
    (N,) minus infinity only where a run has settled although no decision was known by `seen.known_on` < horizon
    """
    world, N = case.world, len(outcomes.winner)
    total = np.zeros(N)
    for row in seen.commitments:
        total += _dated(world, seen, row, commitment_days(world, seen, outcomes, row.subject, row.candidate))
    for count in seen.counts:
        total += _counted(world, seen, count, outcomes.tally[:, count.round, count.candidate])
    for row in seen.exits:
        total += _dated(world, seen, row, exit_days(world, seen, outcomes, row.candidate))
    if np.isfinite(seen.known_on):
        for k in seen.racing:
            here = Dated(k, k, seen.known_on, np.inf, seen.reading.high)
            total += _dated(world, seen, here, exit_days(world, seen, outcomes, k))
    return total + _decided(world, seen, outcomes)


def commitment_days(world: World, seen: Evidence, outcomes: Outcomes, i: int, k: int) -> Floats:
    """Return the day of member i's commitment to k in each run; the day after the last one known if there is none."""
    on = np.where(outcomes.stance[:, i] == k, outcomes.committed_on[:, i], codes.NEVER)
    return _days(world, seen, on)


def exit_days(world: World, seen: Evidence, outcomes: Outcomes, k: int) -> Floats:
    """Return the day on which candidate k left in each run; the day after the last one known if it did not."""
    return _days(world, seen, outcomes.exit[:, k])


def _days(world: World, seen: Evidence, round_: Any) -> Floats:
    last = min(seen.known_on, world.rounds * world.round_days)
    return np.where(round_ == codes.NEVER, last + 1.0, round_ * float(world.round_days))


def _dated(world: World, seen: Evidence, row: Dated, day: Floats) -> Floats:
    """Return the log likelihood of one dated entry given the day in each run; a round's days are one day here."""
    reading = seen.reading
    early = np.maximum(0.0, row.after + 1.0 - day) if np.isfinite(row.after) else np.zeros(len(day))
    late = np.maximum(0.0, day - row.by - (world.round_days - 1)) if np.isfinite(row.by) else np.zeros(len(day))
    fits = np.exp(-early / reading.lag - late / reading.slip)
    if not (np.isfinite(row.after) and np.isfinite(row.by)):
        return np.log((1.0 - row.doubt) * fits + row.doubt * (1.0 - fits))
    width = row.by - row.after
    places = width + tail(reading.lag) + tail(reading.slip)
    horizon = world.rounds * world.round_days
    return np.log((1.0 - row.doubt) * fits / places + row.doubt / (horizon + width))


def tail(scale: float) -> float:
    """Return the sum of exp(-d / scale) over d = 1, 2, ..."""
    return float(1.0 / np.expm1(1.0 / scale))


def _counted(world: World, seen: Evidence, count: Counted, tally: Any) -> Floats:
    scale = seen.reading.miscount
    off = np.maximum(0, np.maximum(count.low - tally, tally - count.high))
    places = count.high - count.low + 1 + 2.0 * tail(scale)
    wrong = 1.0 / (len(world.member_address) + 1)
    return np.log((1.0 - count.doubt) * np.exp(-off / scale) / places + count.doubt * wrong)


def _decided(world: World, seen: Evidence, outcomes: Outcomes) -> Floats:
    """Return the log likelihood of the decision, or of there being none yet: a decision is public, and nothing is."""
    settled = outcomes.winner != codes.NONE
    horizon = world.rounds * world.round_days
    if not seen.decided:
        return np.where(settled & (seen.known_on < horizon), -np.inf, 0.0)
    doubt = seen.reading.high
    if seen.winner == codes.NONE:
        return np.log((1.0 - doubt) * ~settled + doubt / 2.0)
    scale = seen.reading.settle
    off = np.abs(outcomes.round * float(world.round_days) - seen.decision)
    fits = np.where(outcomes.winner == seen.winner, np.exp(-off / scale), 0.0) / (1.0 + 2.0 * tail(scale))
    return np.log((1.0 - doubt) * fits + doubt / (2.0 * horizon))


def reported_days(days: Floats, reading: Reading, today: int, horizon: int, u: Floats) -> Floats:
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
    scale, after = reading.settle, tail(reading.settle)
    left = -np.expm1(-np.maximum(0.0, days - today - 1.0) / scale)  # share of the days before that are still to come
    place = u[:, 0] * (after * left + 1.0 + after)
    early = 1.0 + np.floor(-scale * np.log1p(-np.minimum(1.0, place / after) * (place < after * left)))
    late = np.maximum(0.0, np.minimum(1.0 - 1e-12, (place - after * left - 1.0) / after))
    later = np.where(late > 0.0, 1.0 + np.floor(-scale * np.log1p(-late)), 0.0)
    reported = np.where(days > horizon, float(codes.NEVER), np.where(place < after * left, days - early, days + later))
    anywhere = np.floor(today + 1.0 + 2.0 * (u[:, 2] - 0.5) * (horizon - today))
    wrong = np.where(u[:, 2] < 0.5, float(codes.NEVER), anywhere)
    reported = np.where(u[:, 1] < reading.high, wrong, reported)
    return np.where(reported > horizon, float(codes.NEVER), reported)
