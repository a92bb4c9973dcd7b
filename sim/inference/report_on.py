"""What a record says, and whether it says so without contradicting itself."""

from __future__ import annotations

from sim.errors import WhitesmokeError
from sim.scenario.load import Loaded
from sim.scenario.loaded import Tables
from sim.scenario.schema import Commitment, Tally


def informative(tables: Tables) -> list[Commitment]:
    """Return the commitments that say more than the counts do.

    One of low confidence, without an earlier bound, dated by a day of a count of the same candidate, was read off that
    count: to use both would count the count twice.
    """
    counted = {(tally.candidate, tally.date) for tally in tables.tallies}
    return [
        row
        for row in tables.commitments
        if (row.not_before or row.by)
        and not (row.confidence == "low" and row.not_before is None and (row.candidate, row.by) in counted)
    ]


def last_count(tables: Tables) -> Tally | None:
    """Return the latest count; of several on one day the one with most supporters. None if there is none."""
    return max(tables.tallies, key=lambda tally: (tally.date, tally.low), default=None)


def contradictions(loaded: Loaded) -> None:
    """Refuse a record whose counts and dated members cannot both be true.

    Raises WhitesmokeError with one sentence for the first contradiction.
    """
    for tally in loaded.tables.tallies:
        inside = {row.member for row in _of(loaded, tally) if row.by is not None and row.by <= tally.date}
        if len(inside) > tally.high:
            raise WhitesmokeError(
                f"the record contradicts itself: it counts at most {tally.high} supporters of {tally.candidate} on "
                f"{tally.date}, and dates {len(inside)} members by then; correct the count or a date"
            )
        outside = {row.member for row in _of(loaded, tally) if row.not_before and row.not_before >= tally.date}
        outside -= inside
        if tally.members - len(outside) < tally.low:
            raise WhitesmokeError(
                f"the record contradicts itself: it counts at least {tally.low} supporters of {tally.candidate} on "
                f"{tally.date} among {tally.members}, of whom {len(outside)} had not come round; correct one of them"
            )


def _of(loaded: Loaded, tally: Tally) -> list[Commitment]:
    return [row for row in loaded.tables.commitments if row.candidate == tally.candidate]
