"""What was observed must be about this race; it is never an input to a run."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from whitesmoke.scenario.checks.consents import elsewhere, standing
from whitesmoke.scenario.checks.findings import Findings
from whitesmoke.scenario.loaded import Loaded, Place, Tables
from whitesmoke.scenario.people import seats
from whitesmoke.scenario.record_schema import Tally
from whitesmoke.scenario.schema import Scenario


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
    for index, message in contradictions(findings.scenario, tables):
        findings.add(("record", "tallies", index), message)


def _decision(findings: Findings) -> None:
    """Note a decision after the expiry that whoever wrote it down could see; a variant may end its race earlier."""
    decision, last = findings.scenario.record.decision, findings.scenario.calendar.end
    which = "horizon" if findings.scenario.calendar.horizon else "expiry"
    assert decision is not None
    if decision.winner is None or decision.date <= last:
        return
    said, ended = (_depth(findings.loaded, place) for place in (("record", "decision"), ("calendar", which)))
    if said is not None and ended is not None and said <= ended:
        message = f"{decision.date} is after {findings.end_in_words}, when the race is over; correct one of them"
        findings.add(("record", "decision", "date"), message)


def _depth(loaded: Loaded, place: Place) -> int | None:
    """Return how far down the chain of `extends` a field was written, 0 for the scenario itself; None for an option."""
    file = loaded.origins[place].file
    return loaded.files.index(file) if isinstance(file, Path) else None


def contradictions(scenario: Scenario, tables: Tables) -> Iterator[tuple[int, str]]:
    """Yield each count that cannot be true together with the dated members: its place in its table, and a sentence."""
    for index, tally in enumerate(tables.tallies):
        if tally not in tables.counts:
            continue
        rows = [row for row in tables.commitments if row.candidate == tally.candidate and row.kind == "support"]
        inside, outside = standing(rows, tally.date), elsewhere(rows, tally.date)
        before, after = (set(seats(scenario, tally.date - datetime.timedelta(days=late))) for late in (1, 0))
        outside &= before & after  # not in the body yet, or no longer
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
        if tally not in tables.counts:
            continue
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
    rows = [row for row in tables.commitments if row.kind == "support"]
    others = standing((row for row in rows if row.candidate != candidate), date)
    return len(standing((row for row in rows if row.candidate == candidate), date) - others)


def _tally(findings: Findings, place: Place, tally: Tally) -> None:
    findings.candidate((*place, "candidate"), tally.candidate)
    if tally.low > tally.high:
        findings.add((*place, "high"), f"must not be below `low`, {tally.low}; found {tally.high}")
    if tally.high > tally.members:
        findings.add(
            (*place, "high"), f"{tally.high} supporters are more than the members of that day, {tally.members}"
        )
