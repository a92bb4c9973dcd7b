"""The days on which the body sits: written, of a calendar that ships, or by a rhythm."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from whitesmoke.scenario.dates_schema import Sitting
from whitesmoke.scenario.schema import Scenario

Date = datetime.date


def sitting_dates(scenario: Scenario, calendar: Iterable[Sitting]) -> list[Date]:
    """Return the days of the race on which the body is to sit, in order: after the start, until the end.

    Parameters
    ----------
    calendar : the rows of the calendar that the scenario names
    """
    start, end = scenario.calendar.start, scenario.calendar.end
    written = given_dates(scenario, calendar)
    return sorted({day for day in [*written, *_rhythm(scenario, written)] if start < day <= end})


def given_dates(scenario: Scenario, calendar: Iterable[Sitting]) -> list[Date]:
    """Return all days that are given one by one, in the race or not."""
    dates = scenario.sittings.dates
    if dates == "focal":
        return [focal.date for focal in scenario.focal.values()]
    return [day for row in [*(dates or []), *calendar] if row.cancelled is None for day in days_of(row)]


def days_of(row: Sitting) -> list[Date]:
    """Return every day of a sitting."""
    length = ((row.end or row.date) - row.date).days
    return [row.date + datetime.timedelta(days) for days in range(length + 1)]


def _rhythm(scenario: Scenario, written: list[Date]) -> list[Date]:
    """Return the days of the rhythm: from its first on, or from the last that is written, or from the start."""
    every, start, end = scenario.sittings.every, scenario.calendar.start, scenario.calendar.end
    if every is None:
        return []
    own = getattr(scenario.sittings, "from")
    first = own or max(written, default=start)
    skipped = max(0, (start - first).days // every)
    last = (end - first).days // every
    days = [first + datetime.timedelta(every * turn) for turn in range(skipped, last + 1)]
    return days if own else [day for day in days if day > first]
