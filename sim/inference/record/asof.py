"""What was known by a day: the record and the script without everything that came to light later."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sim.errors import WhitesmokeError
from sim.scenario.fewer import with_only
from sim.scenario.load import Loaded
from sim.scenario.loaded import Tables
from sim.scenario.schema import Commitment, Exit, Record, Scenario


def known_by(loaded: Loaded, date: datetime.date, script: bool = False) -> Loaded:
    """Return a scenario as somebody could have written it on a day.

    Of the record, what is dated later is gone: counts, exits that were not yet public, the decision, commitments of
    which nothing was yet known; of a commitment whose first sign came later only the earlier bound stays. Where
    commitments are public acts, a later one says that there was none by that day. Of the
    script, events, candidates and demands that came up later are gone. Who is a member, the dates that press and every
    modelling number stay: they are the modeller's, and may have been chosen with the whole record in view.

    With `script` the script is told in advance, and only the record is cut: no forecast, but it shows what hangs on it.

    Raises WhitesmokeError for a day before the race begins or after it must have ended.
    """
    calendar = loaded.scenario.calendar
    if date < calendar.start:
        raise WhitesmokeError(f"{date} is before the race begins; give a day from {calendar.start} on")
    if date > calendar.expiry:
        raise WhitesmokeError(f"{date} is after the horizon; give a day up to {calendar.expiry}")
    public = loaded.scenario.record.public
    tables = replace(
        loaded.tables,
        tallies=[tally for tally in loaded.tables.tallies if tally.date <= date],
        commitments=[known for row in loaded.tables.commitments for known in _commitment(row, date, public)],
    )
    scenario = loaded.scenario if script else _script(loaded.scenario, date)
    record = _record(loaded.scenario.record, date)
    return replace(loaded, scenario=scenario.model_copy(update={"record": record}), tables=_within(tables, scenario))


def _commitment(row: Commitment, date: datetime.date, public: bool) -> list[Commitment]:
    if row.by is not None and row.by <= date:
        return [row]
    if row.not_before is not None and row.not_before <= date:
        return [row.model_copy(update={"by": None})]
    if public and row.not_before is not None:
        return [row.model_copy(update={"not_before": date, "by": None})]
    return []


def _record(record: Record, date: datetime.date) -> Record:
    exits = [row for row in record.exits if (_public(row) or date) <= date]
    decision = record.decision if record.decision and record.decision.date <= date else None
    return record.model_copy(update={"exits": exits, "decision": decision})


def _public(row: Exit) -> datetime.date | None:
    return row.public or row.private


def _script(scenario: Scenario, date: datetime.date) -> Scenario:
    """Return the scenario without what was scripted for a day after `date` and could not be foreseen."""
    heard = [name for name, row in scenario.candidates.items() if _heard_of(row, date)]
    raised = [name for name, row in scenario.demands.items() if row.raised is None or row.raised <= date]
    known = with_only(scenario, heard or scenario.candidates, raised)
    events = {name: row for name, row in known.events.items() if row.date is None or row.date <= date}
    candidates = {name: _own_clock(row, date) for name, row in known.candidates.items()}
    return known.model_copy(update={"candidates": candidates, "events": events})


def _heard_of(candidate: Any, date: datetime.date) -> bool:
    first = candidate.announced or candidate.entry
    return candidate.reserve or first is None or first <= date


def _own_clock(candidate: Any, date: datetime.date) -> Any:
    late = candidate.until is not None and candidate.until > date
    return candidate.model_copy(update={"until": None}) if late else candidate


def _within(tables: Tables, scenario: Scenario) -> Tables:
    """Return the tables without rows about candidates nobody had heard of."""
    known: Mapping[str, Any] = scenario.candidates
    return replace(
        tables,
        tallies=[row for row in tables.tallies if row.candidate in known],
        commitments=[row for row in tables.commitments if row.candidate in known],
    )
