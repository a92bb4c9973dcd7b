"""Dates that must stand in order."""

from __future__ import annotations

import datetime
from itertools import pairwise

from whitesmoke.scenario.checks.findings import Findings
from whitesmoke.scenario.loaded import Place
from whitesmoke.scenario.schema import LONGEST

LIFE = ("announced", "entry", "available", "until")
"""Dates of a candidate, in the order in which they must come."""


def check(found: Findings) -> None:
    """The race ends after it starts, and what is to happen in it happens before it ends."""
    _calendar(found)
    for name, focal in found.scenario.focal.items():
        _in_race(found, ("focal", name, "date"), focal.date, "a date that presses")
        if focal.date < found.scenario.calendar.start:
            message = f"{focal.date} is before the start, {found.scenario.calendar.start}; nobody would feel it"
            found.add(("focal", name, "date"), message)
    for name in found.scenario.candidates:
        _candidate(found, name)
    for name, demand in found.scenario.demands.items():
        _ordered(found, ("demands", name), demand, "raised", "dropped")
        _ordered(found, ("demands", name), demand, "grantable_from", "grantable_until")
    for name, event in found.scenario.events.items():
        _in_race(found, ("events", name, "date"), event.date, "an event")
    for index, exit_ in enumerate(found.scenario.record.exits):
        _ordered(found, ("record", "exits", index), exit_, "private", "public")
    _known_since(found)


def _calendar(found: Findings) -> None:
    calendar = found.scenario.calendar
    days = (calendar.expiry - calendar.start).days
    if days <= 0:
        found.add(("calendar", "expiry"), f"{calendar.expiry} is not after the start, {calendar.start}")
    elif days < calendar.round_days:
        message = f"a round of {calendar.round_days} days does not fit between start and expiry, {days} days"
        found.add(("calendar", "round_days"), message)
    elif days > LONGEST:
        found.add(("calendar", "expiry"), f"{days} days after the start, {calendar.start}; the most is {LONGEST}")
    if calendar.takes_office is not None and calendar.takes_office < calendar.start:
        found.add(("calendar", "takes_office"), f"{calendar.takes_office} is before the start, {calendar.start}")


def _candidate(found: Findings, name: str) -> None:
    candidate, place = found.scenario.candidates[name], ("candidates", name)
    given = [field for field in LIFE if getattr(candidate, field) is not None]
    for earlier, later in pairwise(given):
        _ordered(found, place, candidate, earlier, later)
    for field in ("announced", "entry", "available"):
        _in_race(found, (*place, field), getattr(candidate, field), "a candidate's date")
    if candidate.until is not None and candidate.until < found.scenario.calendar.start:
        message = f"{candidate.until} is before the start, {found.scenario.calendar.start}; take the candidate away"
        found.add((*place, "until"), message)


def _known_since(found: Findings) -> None:
    """What is public by its nature is known on its day at the latest, and nothing only after the race."""
    scenario = found.scenario
    for kind in ("focal", "members", "candidates", "demands", "events"):
        for name, row in getattr(scenario, kind).items():
            _in_race(found, (kind, name, "known_since"), row.known_since, "what is known only")
    for name, focal in scenario.focal.items():
        _public(found, ("focal", name), focal.known_since, focal.date, "nobody feels a date")
    for code, member in scenario.members.items():
        _public(found, ("members", code), member.known_since, member.accession, "nobody joins")
        if member.known_since is not None and (member.accession is None or code == scenario.patron):
            what = "the patron" if code == scenario.patron else "a member from the start"
            found.add(("members", code, "known_since"), f"{code} is {what}, known all along; take this away")
    for name, event in scenario.events.items():
        if event.kind in ("endorse", "disavow"):
            _public(found, ("events", name), event.known_since, event.date, "nobody speaks in public")


def _public(found: Findings, place: Place, since: datetime.date | None, day: datetime.date | None, nobody: str) -> None:
    if since is not None and day is not None and since > day:
        found.add((*place, "known_since"), f"{since} is after the day itself, {day}; {nobody} before it is known")


def _ordered(found: Findings, place: Place, table: object, earlier: str, later: str) -> None:
    first, last = getattr(table, earlier), getattr(table, later)
    if first is not None and last is not None and first > last:
        found.add((*place, later), f"{last} is before `{earlier}`, {first}; swap them or correct one")


def _in_race(found: Findings, place: Place, date: datetime.date | None, what: str) -> None:
    start, expiry = found.scenario.calendar.start, found.scenario.calendar.expiry
    if date is not None and start < expiry < date:
        found.add(place, f"{date} is after the expiry, {expiry}; {what} beyond it does nothing")
