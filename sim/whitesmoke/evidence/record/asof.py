"""What was known by a day: the record and the script without everything that came to light later."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from whitesmoke.errors import WhitesmokeError
from whitesmoke.scenario.dating import as_of
from whitesmoke.scenario.fewer import with_only, without_members
from whitesmoke.scenario.load import Loaded
from whitesmoke.scenario.loaded import Tables
from whitesmoke.scenario.people import all_members, seats
from whitesmoke.scenario.record_schema import Commitment
from whitesmoke.scenario.schema import Candidate, Event, Scenario


class NobodyHeardOfError(WhitesmokeError):
    """No candidate has been heard of on a day, so that there is nobody to settle on."""


def known_by(loaded: Loaded, date: datetime.date, script: bool = False, field: bool = False) -> Loaded:
    """Return a scenario as somebody could have written it on a day.

    Every day in it that is still to come is cut as `scenario.dating` declares: of the record, counts, exits that
    were not yet public, the decision, first signs of commitments; of the script, events, candidates and demands that
    came up later, and later days of those that stay. An event that an exit sets off is known once that exit is public.
    Modelling numbers stay: they are the modeller's, and may have been chosen with the whole record in view. If nobody
    has been heard of, the scenario returned has no candidates.

    Parameters
    ----------
    script : the script is told in advance, and only the record is cut: no forecast, but it shows what hangs on it
    field : who will stand, and from which day, is told in advance

    Raises WhitesmokeError for a day before the race begins or after it must have ended.
    """
    calendar = loaded.scenario.calendar
    if date < calendar.start:
        raise WhitesmokeError(f"{date} is before the race begins; give a day from {calendar.start} on")
    if date > calendar.end:
        raise WhitesmokeError(f"{date} is after the horizon; give a day up to {calendar.end}")
    if script:
        return record_by(loaded, date)
    meetings = [row for one in (*loaded.tables.sittings, *loaded.tables.called) if (row := as_of(one, date))]
    tables = replace(loaded.tables, sittings=meetings, called=[])
    return record_by(replace(loaded, scenario=_script(loaded.scenario, date, field), tables=tables), date)


def heard_of(loaded: Loaded, date: datetime.date) -> bool:
    """Return whether on a day anybody had been heard of who stands, other than in reserve."""
    known = known_by(loaded, date).scenario.candidates.values()
    return any(not row.reserve for row in known) or all(row.reserve for row in loaded.scenario.candidates.values())


def refuse_nobody(loaded: Loaded, date: datetime.date) -> None:
    """Refuse a day on which nobody had been heard of who stands.

    Raises NobodyHeardOfError with one sentence.
    """
    if not heard_of(loaded, date):
        first = first_heard(loaded)
        later = f"give a day from {first} on" if first else "give a `known_since` or an `entry` that comes in time"
        raise NobodyHeardOfError(
            f"nobody who stands had been heard of by {date}: {later}, or tell in advance who will stand, with "
            "--field-known"
        )


def first_heard(loaded: Loaded) -> datetime.date | None:
    """Return the first day of the race on which somebody had been heard of who stands; None if there is none."""
    scenario = loaded.scenario
    tables = [*scenario.candidates.values(), *scenario.events.values(), *scenario.record.exits]
    days = {day for table in tables for _, day in table if isinstance(day, datetime.date)}
    start, end = scenario.calendar.start, scenario.calendar.end
    return next((day for day in sorted({start, *days}) if start <= day <= end and heard_of(loaded, day)), None)


def record_by(loaded: Loaded, date: datetime.date) -> Loaded:
    """Return a scenario with its record as it was on a day, and its script as it stands."""
    scenario = loaded.scenario.model_copy(update={"record": as_of(loaded.scenario.record, date)})
    tallies = [row for tally in loaded.tables.tallies if (row := as_of(tally, date))]
    commitments = [known for row in loaded.tables.commitments if (known := as_of(row, date))]
    tables = _within(replace(loaded.tables, tallies=tallies, commitments=commitments), scenario)
    if scenario.record.public:
        tables = replace(tables, commitments=_with_those_out(scenario, tables, date))
    return replace(loaded, scenario=scenario, tables=tables)


def _with_those_out(scenario: Scenario, tables: Tables, date: datetime.date) -> list[Commitment]:
    """Return the commitments of a record of public acts: of all who had not committed by a day it is known.

    Nobody is said to be out of a candidate whose last count has more supporters than are known by name.
    """
    rows = tables.commitments
    for name in scenario.candidates:
        named = {row.member for row in tables.consents if row.candidate == name and row.by}
        counted = [tally.low for tally in tables.counts if tally.candidate == name]
        if len(named) >= max(counted, default=0):
            rows = [row for row in rows if row.candidate != name or row.by]
            out = [code for code in _present(scenario, date) if code not in named | _bound(scenario, name, date)]
            rows += [
                Commitment(member=code, candidate=name, not_before=date, confidence="high", source="public acts")
                for code in out
            ]
    return rows


def _present(scenario: Scenario, date: datetime.date) -> list[str]:
    before = set(seats(scenario, date - datetime.timedelta(days=1)))
    return [code for code in seats(scenario, date) if code in before]


def _bound(scenario: Scenario, name: str, date: datetime.date) -> set[str]:
    """Return the members whose commitment to a candidate is no news: its home, and those scripted to endorse it."""
    said = {
        code
        for row in scenario.events.values()
        if row.kind == "endorse" and row.candidate == name and row.date and row.date <= date
        for code in row.by
    }
    home = scenario.candidates[name].home
    return said | ({home} if home else set())


def _script(scenario: Scenario, date: datetime.date, field: bool) -> Scenario:
    """Return the scenario without what came to light after a day; with `field`, with all who will ever stand."""
    known = as_of(scenario, date)
    assert known is not None
    if field:
        told = {name: _told(row, date) for name, row in scenario.candidates.items()}
        known = known.model_copy(update={"candidates": told})
    left = {row.candidate for row in known.record.exits}
    events = {name: row for name, row in known.events.items() if _has_happened(row, left)}
    known = without_members(known.model_copy(update={"events": events}), scenario.members.keys() - known.members.keys())
    return with_only(known, known.candidates if field else _who_stands(known), known.demands)


def _told(row: Candidate, date: datetime.date) -> Candidate:
    """Return a candidate of whom it is told in advance that, and from when, it will stand."""
    days = {"announced": row.announced, "entry": row.entry}
    known = as_of(row.model_copy(update={**dict.fromkeys(days), "known_since": None}), date)
    assert known is not None
    return known.model_copy(update=days)


def _has_happened(event: Event, left: Collection[str]) -> bool:
    return event.on_exit is None or event.on_exit in left or event.known_since is not None


def _who_stands(known: Scenario) -> list[str]:
    """Return the candidates that were heard of: one that an event alone brings in is, once that event is known."""
    entering = {row.candidate for row in known.events.values() if row.kind == "enter"}
    return [
        name
        for name, row in known.candidates.items()
        if row.reserve or row.announced or row.entry or row.known_since or name in entering
    ]


def _within(tables: Tables, scenario: Scenario) -> Tables:
    """Return the tables without rows about candidates nobody had heard of, and of members not known to join."""
    known: Mapping[str, Any] = scenario.candidates
    members = set(all_members(scenario))
    return replace(
        tables,
        tallies=[row for row in tables.tallies if row.candidate in known],
        commitments=[row for row in tables.commitments if row.candidate in known and row.member in members],
        edges={
            file: [tie for tie in ties if {tie.member, tie.listens_to} <= members]
            for file, ties in tables.edges.items()
        },
    )
