"""Consents that are given, taken back and given again: nobody is in two places on one day, or twice in one."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from itertools import combinations

from whitesmoke.scenario.checks.findings import Findings
from whitesmoke.scenario.loaded import Place
from whitesmoke.scenario.record_schema import Commitment, Tally

Numbered = tuple[int, Commitment]


def check(findings: Findings) -> None:
    """Each consent ends after it began, and those of one member can be true together."""
    spells: dict[tuple[str, str], list[Numbered]] = {}
    for index, row in enumerate(findings.loaded.tables.commitments):
        _ordered(findings, index, row)
        spells.setdefault((row.member, row.kind), []).append((index, row))
    for (_, kind), rows in spells.items():
        for one, other in combinations(rows, 2):
            if one[1].candidate == other[1].candidate:
                _twice(findings, *sorted((one, other), key=_began))
            elif kind == "support":
                _in_two_places(findings, one, other)
                _in_two_places(findings, other, one)


def standing(rows: Iterable[Commitment], date: datetime.date) -> set[str]:
    """Return the members that surely stood by a candidate on a day."""
    return {row.member for row in rows if _surely(row, date)}


def elsewhere(rows: Iterable[Commitment], date: datetime.date) -> set[str]:
    """Return the members that surely did not, of those on record."""
    rows = list(rows)
    return {row.member for row in rows} - {row.member for row in rows if _perhaps(row, date)}


def taken_back(rows: Collection[Commitment], date: datetime.date) -> set[str]:
    """Return the members that took their consent back by a day, and are not dated again by then."""
    back = {row.member for row in rows if row.until is not None and row.until <= date}
    return back - {row.member for row in rows if _perhaps(row, date)}


def counted(tally: Tally) -> str:
    """Return a count in words."""
    return str(tally.low) if tally.low == tally.high else f"{tally.low} to {tally.high}"


def _surely(row: Commitment, date: datetime.date) -> bool:
    return row.by is not None and row.by <= date and (row.until is None or date < row.until)


def _perhaps(row: Commitment, date: datetime.date) -> bool:
    return (row.not_before is None or row.not_before < date) and (row.until is None or date <= row.until)


def _began(row: Numbered) -> datetime.date:
    return row[1].by or row[1].not_before or datetime.date.min


def _ordered(findings: Findings, index: int, row: Commitment) -> None:
    place: Place = ("record", "commitments", index)
    if row.not_before and row.by and row.not_before > row.by:
        findings.add((*place, "by"), f"{row.by} is before `not_before`, {row.not_before}; correct one")
    given = row.by or row.not_before
    if row.until and given and row.until < given:
        first = "`by`" if row.by else "`not_before`"
        message = f"{row.until} is before {first}, {given}: a consent is taken back after it was given; correct one"
        findings.add((*place, "until"), message)
    member = findings.scenario.members.get(row.member)
    if member is not None and member.leaves and row.not_before and row.not_before >= member.leaves:
        message = (
            f"{row.member} has no seat from {member.leaves} on, and comes round after {row.not_before}; correct one"
        )
        findings.add((*place, "not_before"), message)


def _twice(findings: Findings, first: Numbered, second: Numbered) -> None:
    """Note two consents of a member to one candidate, of which the first did not end before the second was given."""
    (earlier, one), (later, two) = first, second
    line = findings.loaded.origins["record", "commitments", earlier].line
    what = f"{two.member} is dated to {two.candidate} in line {line} too"
    if one.until is None:
        message = f"{what}; give that row the day on which it took that back, as `until`, or keep one of them"
        findings.add(("record", "commitments", later), message)
    elif two.by is not None and two.by <= one.until:
        message = f"{what}, until {one.until}: it would count twice on {two.by}; correct one of the two days"
        findings.add(("record", "commitments", later, "by"), message)


def _in_two_places(findings: Findings, first: Numbered, second: Numbered) -> None:
    """Note a member that comes to one candidate while it is on record with another, up to a later day."""
    (_, one), (later, two) = first, second
    if one.until is not None and two.by is not None and _surely(one, two.by):
        message = (
            f"{two.member} supports {one.candidate} until {one.until}, and {two.candidate} by {two.by}: nobody "
            "supports two on one day; correct one of the two days, or give both rows the kind approval"
        )
        findings.add(("record", "commitments", later, "by"), message)
