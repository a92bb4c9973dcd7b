"""Dates that must stand in order."""

from __future__ import annotations

import datetime
from itertools import pairwise

from whitesmoke.scenario.checks.findings import Findings
from whitesmoke.scenario.loaded import Place
from whitesmoke.scenario.values import LONGEST

LIFE = ("announced", "entry", "available", "until")
"""Dates of a candidate, in the order in which they must come."""


def check(findings: Findings) -> None:
    """The race ends after it starts, and what is to happen in it happens before it ends."""
    _calendar(findings)
    for name, focal in findings.scenario.focal.items():
        _in_race(findings, ("focal", name, "date"), focal.date, "a date that presses")
        if focal.date < findings.scenario.calendar.start:
            message = f"{focal.date} is before the start, {findings.scenario.calendar.start}; nobody would feel it"
            findings.add(("focal", name, "date"), message)
    for name in findings.scenario.candidates:
        _candidate(findings, name)
    for code, member in findings.scenario.members.items():
        _ordered(findings, ("members", code), member, "accession", "leaves")
    for name, demand in findings.scenario.demands.items():
        _ordered(findings, ("demands", name), demand, "raised", "dropped")
        _ordered(findings, ("demands", name), demand, "grantable_from", "grantable_until")
    for name, event in findings.scenario.events.items():
        _in_race(findings, ("events", name, "date"), event.date, "an event")
    for index, exit_ in enumerate(findings.scenario.record.exits):
        _ordered(findings, ("record", "exits", index), exit_, "private", "public")
    _known_since(findings)


def _calendar(findings: Findings) -> None:
    calendar = findings.scenario.calendar
    days = (calendar.end - calendar.start).days
    last = "horizon" if calendar.horizon else "expiry"
    if calendar.horizon is not None and calendar.horizon <= calendar.expiry:
        message = f"{calendar.horizon} is not after the expiry, {calendar.expiry}; move it, or take it away"
        findings.add(("calendar", "horizon"), message)
    if calendar.expiry <= calendar.start:
        findings.add(("calendar", "expiry"), f"{calendar.expiry} is not after the start, {calendar.start}")
    elif days < calendar.round_days:
        message = f"a round of {calendar.round_days} days does not fit between start and {last}, {days} days"
        findings.add(("calendar", "round_days"), message)
    elif days > LONGEST:
        findings.add(("calendar", last), f"{days} days after the start, {calendar.start}; the most is {LONGEST}")
    if calendar.takes_office is not None and calendar.takes_office < calendar.start:
        findings.add(("calendar", "takes_office"), f"{calendar.takes_office} is before the start, {calendar.start}")


def _candidate(findings: Findings, name: str) -> None:
    candidate, place = findings.scenario.candidates[name], ("candidates", name)
    given = [field for field in LIFE if getattr(candidate, field) is not None]
    for earlier, later in pairwise(given):
        _ordered(findings, place, candidate, earlier, later)
    for field in ("announced", "entry", "available"):
        _in_race(findings, (*place, field), getattr(candidate, field), "a candidate's date")
    if candidate.until is not None and candidate.until < findings.scenario.calendar.start:
        message = f"{candidate.until} is before the start, {findings.scenario.calendar.start}; take the candidate away"
        findings.add((*place, "until"), message)


def _known_since(findings: Findings) -> None:
    """What is public by its nature is known on its day at the latest, and nothing only after the race."""
    scenario = findings.scenario
    for kind in ("focal", "members", "candidates", "demands", "events"):
        for name, row in getattr(scenario, kind).items():
            _in_race(findings, (kind, name, "known_since"), row.known_since, "what is known only")
    for name, focal in scenario.focal.items():
        _public(findings, ("focal", name), focal.known_since, focal.date, "nobody feels a date")
    for code, member in scenario.members.items():
        _public(findings, ("members", code), member.known_since, member.accession, "nobody joins")
        role = {scenario.chair: "the chair", scenario.patron: "the patron"}.get(code)
        if member.known_since is not None and (member.accession is None or role):
            what = role or "a member from the start"
            findings.add(("members", code, "known_since"), f"{code} is {what}, known all along; take this away")
        _departure(findings, code)
    for name, event in scenario.events.items():
        if event.kind in ("endorse", "disavow"):
            _public(findings, ("events", name), event.known_since, event.date, "nobody speaks in public")


def _departure(findings: Findings, code: str) -> None:
    """Since when it is known that a member leaves is nothing without its leaving, and no later than that."""
    member, place = findings.scenario.members[code], ("members", code, "leaves_known_since")
    if member.leaves_known_since is not None and member.leaves is None:
        findings.add(place, f"{code} does not leave; give `leaves`, or take this away")
    elif member.leaves_known_since is not None and member.leaves is not None:
        if member.leaves_known_since > member.leaves:
            what = f"{member.leaves_known_since} is after the day itself, {member.leaves}"
            findings.add(place, f"{what}; nobody leaves before it is known")


def _public(
    findings: Findings, place: Place, since: datetime.date | None, day: datetime.date | None, nobody: str
) -> None:
    if since is not None and day is not None and since > day:
        findings.add((*place, "known_since"), f"{since} is after the day itself, {day}; {nobody} before it is known")


def _ordered(findings: Findings, place: Place, table: object, earlier: str, later: str) -> None:
    first, last = getattr(table, earlier), getattr(table, later)
    if first is not None and last is not None and first > last:
        findings.add((*place, later), f"{last} is before `{earlier}`, {first}; swap them or correct one")


def _in_race(findings: Findings, place: Place, date: datetime.date | None, what: str) -> None:
    if date is not None and findings.scenario.calendar.start < findings.end < date:
        findings.add(place, f"{date} is after {findings.end_in_words}; {what} beyond it does nothing")
