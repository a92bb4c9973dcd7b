"""What may be expected to come, judged by other cases: that the patron says whom it wants.

A forecast that is told only what was known has no endorsement that came later; yet in every case on record one came.
So it borrows the day: each other case says how long after its candidate's entry the patron spoke. Delays that have
passed already are no longer possible; where none is left, no endorsement is expected.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

from whitesmoke.evidence.record.asof import known_by
from whitesmoke.evidence.record.entries import last_count
from whitesmoke.scenario.load import Loaded
from whitesmoke.scenario.schema import Event, Scenario

CONSULTED = 14
"""Days for which allies know before the public does: assumed, as in all shipped cases."""


def endorsement_days(
    loaded: Loaded, others: Sequence[Loaded], date: datetime.date, field: bool = False
) -> list[datetime.date]:
    """Return the days on which the patron may yet back the front-runner, one for each other case that allows it.

    None if the patron has spoken by `date`, or if there is no patron; `field`: who will stand is told in advance.
    """
    told = known_by(loaded, date, field=field)
    known = told.scenario
    if not known.patron or _endorsements(known):
        return []
    entry = _entry(known, front_runner(told))
    days = [entry + datetime.timedelta(days=delay) for other in others if (delay := _delay(other.scenario)) is not None]
    return [day for day in days if date < day < known.calendar.end]


def endorsed_on(known: Loaded, day: datetime.date) -> Loaded:
    """Return a scenario in which the patron backs the front-runner on a day."""
    scenario = known.scenario
    assert scenario.patron is not None
    event = Event(
        kind="endorse",
        date=day,
        candidate=front_runner(known),
        by=[scenario.patron],
        consulted=CONSULTED,
        text="expected",
        assumed=True,
    )
    return replace(known, scenario=scenario.model_copy(update={"events": {**scenario.events, "expected": event}}))


def front_runner(known: Loaded) -> str:
    """Return the candidate with most supporters at the last count; without one, the first of the file."""
    count = last_count(known.tables)
    return count.candidate if count else next(iter(known.scenario.candidates))


def _delay(scenario: Scenario) -> int | None:
    """Return the days from a candidate's entry to the patron's first endorsement; None if it never gave one."""
    said = [(row.date, row.candidate) for row in _endorsements(scenario) if row.date and row.candidate]
    if not said:
        return None
    date, candidate = min(said)
    return (date - _entry(scenario, candidate)).days


def _endorsements(scenario: Scenario) -> list[Event]:
    return [row for row in scenario.events.values() if row.kind == "endorse" and scenario.patron in row.by]


def _entry(scenario: Scenario, name: str) -> datetime.date:
    return max(scenario.candidates[name].entry or scenario.calendar.start, scenario.calendar.start)
