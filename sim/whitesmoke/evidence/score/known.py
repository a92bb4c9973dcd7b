"""What a baseline may know on a day: of the race, of its members, and of how other cases went."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from whitesmoke.evidence.record.asof import known_by
from whitesmoke.evidence.record.entries import last_count
from whitesmoke.evidence.score import member_baselines
from whitesmoke.evidence.score.baselines import BASELINES, Known
from whitesmoke.evidence.score.member_baselines import RULES, Elsewhere, KnownOfMembers
from whitesmoke.evidence.score.questions import (
    Forecast,
    dated_members,
    day_of,
    decision_day,
    horizon_of,
    others_than,
    questions,
    seen_of,
    winner_of,
)
from whitesmoke.model import codes
from whitesmoke.scenario.load import Loaded
from whitesmoke.scenario.people import seats


def known_to_baselines(loaded: Loaded, others: Sequence[Loaded], date: datetime.date) -> Known:
    """Return what a baseline may know of a race on a day, and of the other cases."""
    known = known_by(loaded, date)
    count = last_count(known.tables)
    count = count if count and count.date >= loaded.scenario.calendar.start else None
    elsewhere = others_than(loaded, others)
    return Known(
        day=day_of(loaded, date),
        horizon=horizon_of(loaded),
        members=len(_present(known, date)),
        supporters=(count.low + count.high) // 2 if count else None,
        counted_on=day_of(loaded, count.date) if count else 0,
        focal=tuple(sorted(day_of(loaded, row.date) for row in known.scenario.focal.values())),
        others=tuple(decision_day(other) for other in elsewhere),
        misses=tuple(_miss(other) for other in elsewhere if other.scenario.focal),
    )


def _present(loaded: Loaded, date: datetime.date) -> list[str]:
    return seats(loaded.scenario, date)


def _miss(other: Loaded) -> int:
    day = decision_day(other)
    return min((day - day_of(other, row.date) for row in other.scenario.focal.values()), key=abs)


def known_of_members(loaded: Loaded, others: Sequence[Loaded], date: datetime.date) -> KnownOfMembers:
    """Return what a baseline may know of a race's members on a day, and of those of other cases."""
    return KnownOfMembers(
        race=known_to_baselines(loaded, others, date),
        named=len(_named(known_by(loaded, date), winner_of(loaded))),
        elsewhere=tuple(row for other in others if other.name != loaded.name for row in _lent(other, date)),
    )


def _named(known: Loaded, winner: str) -> set[str]:
    return {row.member for row in known.tables.commitments if row.candidate == winner and row.by}


def _lent(other: Loaded, date: datetime.date) -> Iterator[Elsewhere]:
    """Yield the dated members of another case; while it runs too, only what was known of it by that day."""
    today = day_of(other, date)
    running = 0 <= today < decision_day(other)
    for row in dated_members(other):
        first, last = seen_of(other, row)
        if running and last > today:
            first, last = min(first, today + 1), codes.NEVER
        yield Elsewhere(other.name, horizon_of(other), first, last)


def baseline_forecasts(loaded: Loaded, others: Sequence[Loaded], date: datetime.date, seed: int) -> dict[str, Forecast]:
    """Return every baseline's answers on a day; one that is only of members has no days of the decision."""
    known = known_of_members(loaded, others, date)
    before = known_by(loaded, date)
    winner = winner_of(loaded)
    own = {
        row.member: day_of(loaded, row.not_before)
        for row in before.tables.commitments
        if row.candidate == winner and row.not_before
    }
    asked = [one.what for one in questions(loaded, date)[1:]]
    named = _named(before, winner)
    out = [code for code in dict.fromkeys([*_present(before, date), *asked]) if code not in named]
    last = member_baselines.last_one({code: 1.0 - member_baselines.already_in(known, own.get(code)) for code in out})
    found = {}
    for name, rule in RULES.items():
        days = {code: member_baselines.sample(rule, known, own.get(code)) for code in asked}
        found[name] = Forecast(BASELINES[name](known.race, seed) if name in BASELINES else None, days, last)
    return found
