"""What was observed must be about this race; it is never an input to a run."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from whitesmoke.scenario.checks.findings import Findings
from whitesmoke.scenario.loaded import Loaded, Place, Tables
from whitesmoke.scenario.schema import Scenario, Tally


def check(findings: Findings) -> None:
    """Tallies and commitments name members and candidates of the scenario, in intervals that are not empty."""
    record, tables = findings.scenario.record, findings.loaded.tables
    if record.decision is not None:
        findings.candidate(("record", "decision", "winner"), record.decision.winner)
        _decision(findings)
    for index, exit_ in enumerate(record.exits):
        findings.candidate(("record", "exits", index, "candidate"), exit_.candidate)
    for index, tally in enumerate(tables.tallies):
        _tally(findings, ("record", "tallies", index), tally)
    for index, (earlier, later) in enumerate(pairwise(tables.tallies), start=1):
        if earlier.date > later.date:
            message = f"{later.date} comes after {earlier.date}; put the tallies in the order of their dates"
            findings.add(("record", "tallies", index), message)
    for index, commitment in enumerate(tables.commitments):
        place: Place = ("record", "commitments", index)
        findings.member((*place, "member"), commitment.member)
        findings.candidate((*place, "candidate"), commitment.candidate)
        if commitment.not_before and commitment.by and commitment.not_before > commitment.by:
            findings.add(
                (*place, "by"), f"{commitment.by} is before `not_before`, {commitment.not_before}; correct one"
            )
    for index, message in contradictions(findings.scenario, tables):
        findings.add(("record", "tallies", index), message)


def _decision(findings: Findings) -> None:
    """Note a decision after the expiry that whoever wrote it down could see; a variant may end its race earlier."""
    decision, expiry = findings.scenario.record.decision, findings.scenario.calendar.expiry
    assert decision is not None
    if decision.winner is None or decision.date <= expiry:
        return
    said, ended = (_depth(findings.loaded, place) for place in (("record", "decision"), ("calendar", "expiry")))
    if said is not None and ended is not None and said <= ended:
        message = f"{decision.date} is after the expiry, {expiry}, when the race is over; correct one of them"
        findings.add(("record", "decision", "date"), message)


def _depth(loaded: Loaded, place: Place) -> int | None:
    """Return how far down the chain of `extends` a field was written, 0 for the scenario itself; None for an option."""
    file = loaded.origins[place].file
    return loaded.files.index(file) if isinstance(file, Path) else None


def contradictions(scenario: Scenario, tables: Tables) -> Iterator[tuple[int, str]]:
    """Yield each count that cannot be true together with the dated members: its place in its table, and a sentence."""
    joined = {code: row.accession for code, row in scenario.members.items() if row.accession is not None}
    for index, tally in enumerate(tables.tallies):
        rows = [row for row in tables.commitments if row.candidate == tally.candidate]
        inside = {row.member for row in rows if row.by is not None and row.by <= tally.date}
        outside = {row.member for row in rows if row.not_before and row.not_before >= tally.date} - inside
        outside -= {code for code in outside if code in joined and joined[code] >= tally.date}  # not in the body yet
        if len(inside) > tally.high:
            yield (
                index,
                f"the record contradicts itself: it counts at most {tally.high} supporters of {tally.candidate} on "
                f"{tally.date}, and dates {len(inside)} members by then; correct the count or a date",
            )
        if tally.members - len(outside) < tally.low:
            yield (
                index,
                f"the record contradicts itself: it counts at least {tally.low} supporters of {tally.candidate} on "
                f"{tally.date} among {tally.members}, of whom {len(outside)} had not come round; correct one of them",
            )
    yield from _too_many(scenario, tables)


def _too_many(scenario: Scenario, tables: Tables) -> Iterator[tuple[int, str]]:
    """Yield the last count of each day on which the supporters of all candidates are more than the members.

    On the day of the decision, and on that of an exit, one count may be from before and one from after.
    """
    decision = scenario.record.decision
    last: dict[tuple[datetime.date, int], int] = {}
    lows: dict[tuple[datetime.date, int], dict[str, int]] = {}
    for index, tally in enumerate(tables.tallies):
        day = (tally.date, tally.members)
        last[day] = index
        counts = lows.setdefault(day, {})
        counts[tally.candidate] = max(tally.low, counts.get(tally.candidate, 0))
    exits = {exit_.candidate: [day for day in (exit_.private, exit_.public) if day] for exit_ in scenario.record.exits}
    moved = {day for days in exits.values() for day in days} | ({decision.date} if decision else set())
    for (date, members), counts in lows.items():
        if date in moved:
            continue
        gone = {name for name, days in exits.items() if not days or min(days) < date}
        known = {name: _known_to_support(tables, name, date) for name in scenario.candidates if name not in gone}
        least = {name: max(counts.get(name, 0), known.get(name, 0)) for name in {*counts, *known}}
        if sum(least.values()) > members:
            each = " and ".join(f"{number} for {name}" for name, number in sorted(least.items()) if number)
            yield (
                last[date, members],
                f"the record contradicts itself: at least {each} on {date} are {sum(least.values())} of {members} "
                "members; correct a count, a date or the members",
            )


def _known_to_support(tables: Tables, candidate: str, date: datetime.date) -> int:
    """Return how many are dated to a candidate by a day, without those dated to another as well: they have moved."""
    by_then = [row for row in tables.commitments if row.by is not None and row.by <= date]
    others = {row.member for row in by_then if row.candidate != candidate}
    return len({row.member for row in by_then if row.candidate == candidate} - others)


def _tally(findings: Findings, place: Place, tally: Tally) -> None:
    findings.candidate((*place, "candidate"), tally.candidate)
    if tally.low > tally.high:
        findings.add((*place, "high"), f"must not be below `low`, {tally.low}; found {tally.high}")
    if tally.high > tally.members:
        findings.add(
            (*place, "high"), f"{tally.high} supporters are more than the members of that day, {tally.members}"
        )
