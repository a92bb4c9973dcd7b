"""What was observed must be about this race; it is never an input to a run."""

from __future__ import annotations

from itertools import pairwise

from sim.scenario.checks.findings import Findings
from sim.scenario.loaded import Place
from sim.scenario.schema import Tally


def check(found: Findings) -> None:
    """Tallies and commitments name members and candidates of the scenario, in intervals that are not empty."""
    record, tables = found.scenario.record, found.loaded.tables
    if record.decision is not None:
        found.candidate(("record", "decision", "winner"), record.decision.winner)
    for index, exit_ in enumerate(record.exits):
        found.candidate(("record", "exits", index, "candidate"), exit_.candidate)
    for index, tally in enumerate(tables.tallies):
        _tally(found, ("record", "tallies", index), tally)
    for index, (earlier, later) in enumerate(pairwise(tables.tallies), start=1):
        if earlier.date > later.date:
            message = f"{later.date} comes after {earlier.date}; put the tallies in the order of their dates"
            found.add(("record", "tallies", index), message)
    for index, commitment in enumerate(tables.commitments):
        place: Place = ("record", "commitments", index)
        found.member((*place, "member"), commitment.member)
        found.candidate((*place, "candidate"), commitment.candidate)
        if commitment.not_before and commitment.by and commitment.not_before > commitment.by:
            found.add((*place, "by"), f"{commitment.by} is before `not_before`, {commitment.not_before}; correct one")


def _tally(found: Findings, place: Place, tally: Tally) -> None:
    found.candidate((*place, "candidate"), tally.candidate)
    if tally.low > tally.high:
        found.add((*place, "high"), f"must not be below `low`, {tally.low}; found {tally.high}")
    if tally.high > tally.members:
        found.add((*place, "high"), f"{tally.high} supporters are more than the members of that day, {tally.members}")
