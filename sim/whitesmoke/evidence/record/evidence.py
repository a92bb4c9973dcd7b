"""The record as evidence: what is on record in days, rounds and indices, and how exactly it is read."""

from __future__ import annotations

import datetime
from typing import NamedTuple

import numpy as np

from whitesmoke.evidence.record import entries
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.scenario.load import Loaded
from whitesmoke.scenario.record_schema import Exit


class ObservationError(NamedTuple):
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


WITH_DISCREPANCY = ObservationError(lag=28.0, slip=12.0, miscount=2.0, settle=21.0)
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

    error: ObservationError
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
    loaded: Loaded, case: Compiled, known_on: datetime.date | None = None, error: ObservationError | None = None
) -> Evidence:
    """Return the record of a scenario as evidence; give `known_on` for a scenario as it was known by that day.

    Without it, a record with a decision is known to the horizon, one of a race still on to its last date.
    A commitment that is dated only by a count is left out where that count is itself on record: it says nothing more.
    So are approvals, counts of a camp, and consents before a member's last one: a run tells of none of them.
    Where commitments are public acts none precedes its public sign: it may be early by no more than late.

    Raises WhitesmokeError if the record contradicts itself.
    """
    entries.contradictions(loaded)
    error, names, record = error or ObservationError(), case.names, loaded.scenario.record
    error = error._replace(lag=error.slip) if record.public else error
    horizon = case.world.rounds * case.world.round_days
    known_on = known_on or (None if record.decision else entries.last_date(loaded))
    on = float(horizon) if known_on is None else float((known_on - names.start).days)
    members = {code: i for i, code in enumerate(names.members)}
    candidates = {name: k for k, name in enumerate(names.candidates)}
    left = {row.candidate for row in record.exits}
    return Evidence(
        error=error,
        known_on=on,
        commitments=tuple(
            Dated(
                members[row.member],
                candidates[row.candidate],
                _day(names.start, row.not_before, -np.inf),
                _day(names.start, row.by, np.inf),
                error.doubt(row.confidence),
            )
            for row in entries.informative(loaded.tables)
        ),
        counts=tuple(
            Counted(t, candidates[row.candidate], row.low, row.high, error.doubt(row.confidence))
            for row in loaded.tables.counts
            if 0 <= (t := names.round_of(row.date)) <= case.world.rounds
        ),
        exits=tuple(_exit(case, candidates[row.candidate], row, error) for row in record.exits),
        racing=tuple(k for name, k in candidates.items() if name not in left),
        decided=record.decision is not None,
        winner=candidates.get(record.decision.winner or "", codes.NONE) if record.decision else codes.NONE,
        decision=_day(names.start, record.decision.date, np.inf) if record.decision else np.inf,
    )


def _day(start: datetime.date, date: datetime.date | None, missing: float) -> float:
    return missing if date is None else float((date - start).days)


def _exit(case: Compiled, k: int, row: Exit, error: ObservationError) -> Dated:
    """Return an exit: told to the others on one day, said in public on another; between the two if both are known."""
    first = _day(case.names.start, row.private or row.public, np.inf)
    last = _day(case.names.start, row.public or row.private, np.inf)
    return Dated(k, k, first - 1.0, last, error.high)
