"""Cases as of a day, from the tables of coded cases. What was written with hindsight is the truth that is scored."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from whitesmoke.evidence.protocol.history import Ending, History, Holding, Kind, Pressing, landmarks
from whitesmoke.scenario.coded.case_rows import CodedCase, Holdout
from whitesmoke.scenario.coded.casebook import Casebook

BLOCKS = frozenset({"block", "demand", "oppose", "delay"})
"""kinds of events by which a member is heard to hold out"""
GRANTED = frozenset({"granted", "partly"})
OTHER_NAME = frozenset({"agreed_other_name", "split_term"})
FAILED = frozenset({"failure", "lapsed", "posts_lapsed"})


def history(book: Casebook, name: str, case: CodedCase) -> History:
    """Return one case from its tables."""
    assert case.outcome_date is not None
    start, end = case.start.toordinal(), case.outcome_date.toordinal()
    ending = ending_of(case.outcome_kind)
    last = frozenset(one for one in case.holdouts_last if re.fullmatch("[A-Z]{2,3}", one))
    found = History(
        name=name,
        start=start,
        end=end,
        ending=ending,
        members=case.number,
        kind=kind_of(case),
        cluster=f"{case.body} {case.start}",
        holdings=tuple(_holdings(book, name, start, end)),
        pressing=tuple(sorted(_pressing(book, name), key=lambda date: (date.last, date.first))),
        last=last if ending != "failure" else frozenset(),
    )
    return found._replace(landmarks=landmarks(found))


def kind_of(case: CodedCase) -> Kind:
    """Return what is decided: a ratification, the choice of a person, or anything else, a text."""
    if case.question == "names" and case.names_of == "persons":
        return "person"
    return "ratification" if case.question == "ratification" else "text"


def ending_of(outcome: str) -> Ending:
    """Return the class of an ending from its kind in the tables."""
    if outcome in FAILED:
        return "failure"
    return "other" if outcome in OTHER_NAME else "unchanged" if outcome == "agreed" else "changed"


def _day(date: datetime.date | None) -> int | None:
    return date.toordinal() if date else None


def _pressing(book: Casebook, name: str) -> Iterator[Pressing]:
    for row in book.rows("focal", name):
        if row.known_since:
            last = row.date_end or row.date
            yield Pressing(row.date.toordinal(), last.toordinal(), row.known_since.toordinal())


def _holdings(book: Casebook, name: str, start: int, end: int) -> Iterator[Holding]:
    """Yield the holdouts of a case; demands of one member that overlap are one."""
    found = [_holding(book, row, start, end) for row in book.rows("holdouts", name)]
    for member in dict.fromkeys(one.member for one in found):
        yield from _joined(sorted((one for one in found if one.member == member), key=lambda one: one.raised))


def _holding(book: Casebook, row: Holdout, start: int, end: int) -> Holding:
    paid = _day(row.date_got) if row.outcome in GRANTED else None
    settled = _day(row.settled_by)
    if settled is None and row.outcome == "granted" and paid and paid < end:
        settled = paid
    return Holding(row.member, max(_heard(book, row), start), paid, settled)


def _heard(book: Casebook, row: Holdout) -> int:
    """Return the day of the first report of a block or demand, within the interval in which it was raised."""
    by = row.raised_by
    assert by is not None
    since = row.raised_not_before or by
    dates = [
        event.date
        for event in book.rows("events", row.case)
        if event.kind in BLOCKS and since <= event.date < by and row.member in re.split(r"[;, ]+", event.actor)
    ]
    return min(dates, default=by).toordinal()


def _joined(demands: list[Holding]) -> list[Holding]:
    """Return the demands of one member, in order, as times in which it held out: overlapping ones as one."""
    joined: list[Holding] = []
    for one in demands:
        if joined and not joined[-1].settled_by(one.raised):
            first = joined.pop()
            paid = min((day for day in (first.paid, one.paid) if day), default=None)
            settled = max(first.settled, one.settled) if first.settled and one.settled else None
            one = Holding(one.member, first.raised, paid, settled)
        joined.append(one)
    return joined
