"""Sittings: the body meets in the race, on days that can be read, in one way."""

from __future__ import annotations

import datetime

from whitesmoke.scenario.checks.findings import Findings
from whitesmoke.scenario.dates_schema import Sitting
from whitesmoke.scenario.loaded import Place
from whitesmoke.scenario.numbers import support
from whitesmoke.scenario.sitting_days import days_of, given_dates, sitting_dates
from whitesmoke.scenario.wording import instead, quoted

PLACE: Place = ("sittings",)
NUMBERS = {"weight", "called", "source", "assumed"}
"""What alone means nothing, and does no harm: a note says so."""


def check(findings: Findings) -> None:
    """Somebody says when the body sits, in one way, and it does so before the race is over."""
    said = findings.scenario.sittings
    if "sittings" not in findings.loaded.data:
        return
    before = len(findings.problems)
    _ways(findings)
    if isinstance(said.dates, list):
        for index, row in enumerate(said.dates):
            _sitting(findings, (*PLACE, "dates", index), row)
        _twice(findings, said.dates)
    if said.given and len(findings.problems) == before:
        _in_time(findings)


def _ways(findings: Findings) -> None:
    said = findings.scenario.sittings
    if not said.given and said.model_dump(exclude_defaults=True).keys() - NUMBERS:
        findings.add(
            PLACE, "nothing says when the body sits; give `dates`, `every` or `calendar`, or take the table away"
        )
    if said.dates is not None and said.calendar is not None:
        findings.add((*PLACE, "calendar"), "both `dates` and `calendar`; take one away")
    if said.dates == "focal" and not findings.scenario.focal:
        findings.add(
            (*PLACE, "dates"), 'there are no dates that press; give [focal], or the days themselves for "focal"'
        )
    if getattr(said, "from") is not None:
        _from(findings)
    if said.levels:
        _levels(findings)


def _from(findings: Findings) -> None:
    said, place = findings.scenario.sittings, (*PLACE, "from")
    if said.every is None:
        findings.add(place, "it begins a rhythm, and there is none; give `every`, or take it away")
    elif said.dates is not None or said.calendar is not None:
        findings.add(place, "beside dates or a calendar the rhythm goes on after the last of them; take this away")


def _levels(findings: Findings) -> None:
    said = findings.scenario.sittings
    if said.calendar is None:
        return findings.add((*PLACE, "levels"), "levels are those of a calendar; give one, or take them away")
    known = findings.loaded.tables.levels
    for index, level in enumerate(said.levels):
        if known and level not in known:
            message = f"in {said.calendar} nobody meets at the level {quoted(level)}{instead(level, known)}"
            findings.add((*PLACE, "levels", index), message)


def _sitting(findings: Findings, place: Place, row: Sitting) -> None:
    start, end = findings.scenario.calendar.start, findings.scenario.calendar.end
    last = row.end or row.date
    if last < row.date:
        return findings.add((*place, "end"), f"{last} is before the first day, {row.date}; swap them or correct one")
    inherited = findings.loaded.origins[place].file in findings.loaded.files[1:]  # of a body, for each of its cases
    if last <= start and not inherited:
        findings.add(place, f"{last} is not after the start, {start}; nothing is decided on that day or before")
    if start < end < row.date and not inherited:
        findings.add(place, f"{row.date} is after {findings.end_in_words}; a sitting beyond it does nothing")
    if row.known_since is not None and row.known_since > row.date:
        findings.add((*place, "known_since"), f"{row.known_since} is after the day itself, {row.date}; correct one")
    if row.cancelled is not None and row.cancelled > last:
        findings.add((*place, "cancelled"), f"{row.cancelled} is after the day itself, {last}; it was held then")


def _twice(findings: Findings, rows: list[Sitting]) -> None:
    seen: set[datetime.date] = set()
    for index, row in enumerate(rows):
        days = days_of(row) if row.cancelled is None else []
        if again := next((day for day in days if day in seen), None):
            findings.add(
                (*PLACE, "dates", index), f"another of these dates has the body sit on {again}; keep one of them"
            )
        seen.update(days)


def _in_time(findings: Findings) -> None:
    """Note a body that can never decide."""
    scenario, calendar = findings.scenario, findings.loaded.tables.sittings
    said, start, end = scenario.sittings, scenario.calendar.start, scenario.calendar.end
    if said.between == "silence" or support(said.called)[1] > 0.0 or end <= start:
        return
    last_round = (end - start).days // scenario.calendar.round_days * scenario.calendar.round_days
    if any((day - start).days <= last_round for day in sitting_dates(scenario, calendar)):
        return
    later = [day for day in given_dates(scenario, calendar) if day > start]
    first = f", but first on {min(later)}" if later else ""
    message = (
        f"between the start, {start}, and the end of the last round before {findings.end_in_words}, it does not sit"
    )
    findings.add(PLACE, f"{message}{first}: nothing could ever be decided; give a sitting in time, or a later expiry")
