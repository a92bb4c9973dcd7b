"""Counts of a camp: a bloc's members of that day, and no more of them than the whole body has."""

from __future__ import annotations

from whitesmoke.scenario.checks.findings import Findings
from whitesmoke.scenario.checks.spells import counted, elsewhere, standing
from whitesmoke.scenario.loaded import Place
from whitesmoke.scenario.people import seats
from whitesmoke.scenario.schema import Tally
from whitesmoke.scenario.wording import instead, quoted


def check(found: Findings) -> None:
    """The camp is a bloc, has that many members, and its count goes with the dated members and with that of all."""
    for index, tally in enumerate(found.loaded.tables.tallies):
        place: Place = ("record", "tallies", index)
        if tally.camp is None:
            continue
        if tally.camp not in found.scenario.blocs:
            near = instead(tally.camp, found.scenario.blocs)
            found.add((*place, "camp"), f"no bloc is called {quoted(tally.camp)}{near}; a camp is a bloc")
            continue
        _size(found, place, tally)
        if tally.kind == "support":
            _dated(found, place, tally)
            _whole(found, place, tally)


def _camp(found: Findings, tally: Tally) -> set[str]:
    return set(found.bloc_members[tally.camp or ""]) & set(seats(found.scenario, tally.date))


def _size(found: Findings, place: Place, tally: Tally) -> None:
    size = len(_camp(found, tally))
    if tally.members != size:
        message = f"{tally.camp} has {size} members on {tally.date}, found {tally.members}; correct it or the bloc"
        found.add((*place, "members"), message)


def _dated(found: Findings, place: Place, tally: Tally) -> None:
    camp = _camp(found, tally)
    rows = [row for row in found.loaded.tables.commitments if row.candidate == tally.candidate and row.member in camp]
    rows = [row for row in rows if row.kind == "support"]
    inside, outside = standing(rows, tally.date), elsewhere(rows, tally.date)
    if not len(inside) <= tally.high or tally.members - len(outside) < tally.low:
        message = (
            f"the record contradicts itself: {counted(tally)} of {tally.camp} for {tally.candidate} on "
            f"{tally.date}, of whom {len(inside)} are dated in and {len(outside)} out; correct the count or a date"
        )
        found.add(place, message)


def _whole(found: Findings, place: Place, tally: Tally) -> None:
    for all_ in found.loaded.tables.counts:
        same = (all_.date, all_.candidate) == (tally.date, tally.candidate)
        if same and tally.low > all_.high:
            message = (
                f"the record contradicts itself: at least {tally.low} of {tally.camp} for {tally.candidate} on "
                f"{tally.date}, and at most {all_.high} of all; correct one of them"
            )
            found.add(place, message)
