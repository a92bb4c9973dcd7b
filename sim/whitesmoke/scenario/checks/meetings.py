"""Sittings: the body meets in the race, on days that can be read, in one way."""

from __future__ import annotations

import datetime

from whitesmoke.scenario.checks.findings import Findings
from whitesmoke.scenario.loaded import Place
from whitesmoke.scenario.numbers import support
from whitesmoke.scenario.schema import Sitting
from whitesmoke.scenario.sittings import days_of, given_dates, sitting_dates
from whitesmoke.scenario.wording import instead, quoted

PLACE: Place = ("sittings",)
NUMBERS = {"weight", "called", "source", "assumed"}
"""What alone means nothing, and does no harm: a note says so."""


def check(found: Findings) -> None:
    """Somebody says when the body sits, in one way, and it does so before the race is over."""
    said = found.scenario.sittings
    if "sittings" not in found.loaded.data:
        return
    before = len(found.problems)
    _ways(found)
    if isinstance(said.dates, list):
        for index, row in enumerate(said.dates):
            _sitting(found, (*PLACE, "dates", index), row)
        _twice(found, said.dates)
    if said.given and len(found.problems) == before:
        _in_time(found)


def _ways(found: Findings) -> None:
    said = found.scenario.sittings
    if not said.given and said.model_dump(exclude_defaults=True).keys() - NUMBERS:
        found.add(PLACE, "nothing says when the body sits; give `dates`, `every` or `calendar`, or take the table away")
    if said.dates is not None and said.calendar is not None:
        found.add((*PLACE, "calendar"), "both `dates` and `calendar`; take one away")
    if said.dates == "focal" and not found.scenario.focal:
        found.add((*PLACE, "dates"), 'there are no dates that press; give [focal], or the days themselves for "focal"')
    if getattr(said, "from") is not None:
        _from(found)
    if said.levels:
        _levels(found)


def _from(found: Findings) -> None:
    said, place = found.scenario.sittings, (*PLACE, "from")
    if said.every is None:
        found.add(place, "it begins a rhythm, and there is none; give `every`, or take it away")
    elif said.dates is not None or said.calendar is not None:
        found.add(place, "beside dates or a calendar the rhythm goes on after the last of them; take this away")


def _levels(found: Findings) -> None:
    said = found.scenario.sittings
    if said.calendar is None:
        return found.add((*PLACE, "levels"), "levels are those of a calendar; give one, or take them away")
    known = found.loaded.tables.levels
    for index, level in enumerate(said.levels):
        if known and level not in known:
            message = f"in {said.calendar} nobody meets at the level {quoted(level)}{instead(level, known)}"
            found.add((*PLACE, "levels", index), message)


def _sitting(found: Findings, place: Place, row: Sitting) -> None:
    start, end = found.scenario.calendar.start, found.scenario.calendar.end
    last = row.end or row.date
    if last < row.date:
        return found.add((*place, "end"), f"{last} is before the first day, {row.date}; swap them or correct one")
    inherited = found.loaded.origins[place].file in found.loaded.files[1:]  # of a body, for each of its cases
    if last <= start and not inherited:
        found.add(place, f"{last} is not after the start, {start}; nothing is decided on that day or before")
    if start < end < row.date and not inherited:
        found.add(place, f"{row.date} is after {found.end_in_words}; a sitting beyond it does nothing")
    if row.known_since is not None and row.known_since > row.date:
        found.add((*place, "known_since"), f"{row.known_since} is after the day itself, {row.date}; correct one")
    if row.cancelled is not None and row.cancelled > last:
        found.add((*place, "cancelled"), f"{row.cancelled} is after the day itself, {last}; it was held then")


def _twice(found: Findings, rows: list[Sitting]) -> None:
    seen: set[datetime.date] = set()
    for index, row in enumerate(rows):
        days = days_of(row) if row.cancelled is None else []
        if again := next((day for day in days if day in seen), None):
            found.add((*PLACE, "dates", index), f"another of these dates has the body sit on {again}; keep one of them")
        seen.update(days)


def _in_time(found: Findings) -> None:
    """Note a body that can never decide."""
    scenario, calendar = found.scenario, found.loaded.tables.sittings
    said, start, end = scenario.sittings, scenario.calendar.start, scenario.calendar.end
    if said.between == "silence" or support(said.called)[1] > 0.0 or end <= start:
        return
    last_round = (end - start).days // scenario.calendar.round_days * scenario.calendar.round_days
    if any((day - start).days <= last_round for day in sitting_dates(scenario, calendar)):
        return
    later = [day for day in given_dates(scenario, calendar) if day > start]
    first = f", but first on {min(later)}" if later else ""
    message = f"between the start, {start}, and the end of the last round before {found.end_in_words}, it does not sit"
    found.add(PLACE, f"{message}{first}: nothing could ever be decided; give a sitting in time, or a later expiry")
