"""What a record says, and whether it says so without contradicting itself."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from whitesmoke.errors import WhitesmokeError
from whitesmoke.scenario.checks import record
from whitesmoke.scenario.load import Loaded
from whitesmoke.scenario.loaded import Tables
from whitesmoke.scenario.record_schema import Commitment, Tally


def informative(tables: Tables) -> list[Commitment]:
    """Return the commitments that say more than the counts do.

    One of low confidence, without an earlier bound, dated by a day of a count of the same candidate, was read off that
    count: to use both would count the count twice.
    """
    counted = {(tally.candidate, tally.date) for tally in tables.counts}
    return [
        row
        for row in tables.consents
        if (row.not_before or row.by)
        and not (row.confidence == "low" and row.not_before is None and (row.candidate, row.by) in counted)
    ]


def last_count(tables: Tables) -> Tally | None:
    """Return the latest count; of several on one day the one with most supporters. None if there is none."""
    return max(tables.counts, key=lambda tally: (tally.date, tally.low), default=None)


def last_date(loaded: Loaded) -> datetime.date | None:
    """Return the last day that a record without a decision speaks about; None if it has no dates."""
    tables, exits = loaded.tables, loaded.scenario.record.exits
    dates = [row.date for row in tables.tallies]
    dates += [day for row in tables.commitments for day in (row.not_before, row.by, row.until) if day]
    dates += [day for row in exits for day in (row.private, row.public) if day]
    return max(dates, default=None)


def contradictions(loaded: Loaded) -> None:
    """Refuse a record whose counts and dated members cannot both be true; a file of one is refused when it is read.

    Raises WhitesmokeError with one sentence for the first contradiction.
    """
    for _, message in record.contradictions(loaded.scenario, loaded.tables):
        raise WhitesmokeError(message)


def own_records(cases: Sequence[Loaded]) -> None:
    """Refuse a variant among several cases: a file that extends a case without a record of its own is that case again.

    Raises WhitesmokeError with one sentence for the first one.
    """
    for loaded in cases:
        if loaded.record_of != loaded.name:
            raise WhitesmokeError(
                f"{loaded.name} has no record of its own, only that of {loaded.record_of}, which it changes: what was "
                f"observed there did not happen here; name {loaded.record_of} instead, or give it a [record]"
            )
