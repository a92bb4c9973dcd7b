"""Counts of a camp: a bloc's members of that day, and no more of them than the whole body has."""

from __future__ import annotations

from whitesmoke.scenario.checks.consents import counted, elsewhere, standing
from whitesmoke.scenario.checks.findings import Findings
from whitesmoke.scenario.loaded import Place
from whitesmoke.scenario.people import seats
from whitesmoke.scenario.record_schema import Tally
from whitesmoke.scenario.wording import instead, quoted


def check(findings: Findings) -> None:
    """The camp is a bloc, has that many members, and its count goes with the dated members and with that of all."""
    for index, tally in enumerate(findings.loaded.tables.tallies):
        place: Place = ("record", "tallies", index)
        if tally.camp is None:
            continue
        if tally.camp not in findings.scenario.blocs:
            near = instead(tally.camp, findings.scenario.blocs)
            findings.add((*place, "camp"), f"no bloc is called {quoted(tally.camp)}{near}; a camp is a bloc")
            continue
        _size(findings, place, tally)
        if tally.kind == "support":
            _dated(findings, place, tally)
            _whole(findings, place, tally)


def _camp(findings: Findings, tally: Tally) -> set[str]:
    return set(findings.bloc_members[tally.camp or ""]) & set(seats(findings.scenario, tally.date))


def _size(findings: Findings, place: Place, tally: Tally) -> None:
    size = len(_camp(findings, tally))
    if tally.members != size:
        message = f"{tally.camp} has {size} members on {tally.date}, found {tally.members}; correct it or the bloc"
        findings.add((*place, "members"), message)


def _dated(findings: Findings, place: Place, tally: Tally) -> None:
    camp = _camp(findings, tally)
    rows = [
        row for row in findings.loaded.tables.commitments if row.candidate == tally.candidate and row.member in camp
    ]
    rows = [row for row in rows if row.kind == "support"]
    inside, outside = standing(rows, tally.date), elsewhere(rows, tally.date)
    if not len(inside) <= tally.high or tally.members - len(outside) < tally.low:
        message = (
            f"the record contradicts itself: {counted(tally)} of {tally.camp} for {tally.candidate} on "
            f"{tally.date}, of whom {len(inside)} are dated in and {len(outside)} out; correct the count or a date"
        )
        findings.add(place, message)


def _whole(findings: Findings, place: Place, tally: Tally) -> None:
    for all_ in findings.loaded.tables.counts:
        same = (all_.date, all_.candidate) == (tally.date, tally.candidate)
        if same and tally.low > all_.high:
            message = (
                f"the record contradicts itself: at least {tally.low} of {tally.camp} for {tally.candidate} on "
                f"{tally.date}, and at most {all_.high} of all; correct one of them"
            )
            findings.add(place, message)
