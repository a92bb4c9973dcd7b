"""The record of an office, holder by holder: how long the choice took, how long the office, whose turn it was."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from whitesmoke.evidence.series.opened import LoadedSeries
from whitesmoke.evidence.series.pool import YEAR


class Held(NamedTuple):
    """One holder of the post."""

    name: str
    home: str
    region: str
    sought: datetime.date | None
    chosen: datetime.date | None
    days: int | None
    """from the search to the choice"""
    took_office: datetime.date
    mandate: datetime.date
    """end of the first term, or of the office if that came first"""
    left: datetime.date | None
    years: float
    """in office; to the end of the term for who holds it now"""
    stays: int
    """prolongations"""
    ended: str | None
    rivals: list[str]
    acting_days: int
    """between the holder before and this one"""
    same_region: bool | None
    """as the holder before; None for the first one"""
    same_home: bool | None
    confidence: str
    source: str


def held(series: LoadedSeries) -> list[Held]:
    """Return the record, the first holder first."""
    record, rows = series.spec.record, list[Held]()
    for x, holder in enumerate(record):
        before = record[x - 1] if x else None
        region = series.region_of[holder.home]
        term = holder.took_office + datetime.timedelta(days=round(series.spec.term.years * YEAR))
        end = holder.left or term
        rows.append(
            Held(
                name=holder.name,
                home=holder.home,
                region=region,
                sought=holder.sought,
                chosen=holder.chosen,
                days=(holder.chosen - holder.sought).days if holder.chosen and holder.sought else None,
                took_office=holder.took_office,
                mandate=min(term, end),
                left=holder.left,
                years=round((end - holder.took_office).days / YEAR, 2),
                stays=len(holder.stays),
                ended=holder.ended,
                rivals=holder.rivals,
                acting_days=(holder.took_office - before.left).days if before and before.left else 0,
                same_region=series.region_of[before.home] == region if before else None,
                same_home=before.home == holder.home if before else None,
                confidence=holder.confidence,
                source=holder.source or "",
            )
        )
    return rows
