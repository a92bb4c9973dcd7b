"""What is known later moves no forecast: later facts are planted in every column of the tables of every case.

Columns are found by what they hold: every date that is later than the day of a forecast, or that is not there, is
another later one; every column written knowing the end says something else; every row comes once more, later. So a
column that is added to a table is planted from then on.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, ClassVar

import pytest
from whitesmoke.evidence.protocol import board, dates, mechanism  # noqa: F401  board fills the register
from whitesmoke.evidence.protocol.history import History
from whitesmoke.evidence.protocol.register import FORECASTERS
from whitesmoke.evidence.protocol.who_and_how import HOW_IT_ENDS, WHO_IS_LAST
from whitesmoke.scenario.calendars import Term
from whitesmoke.scenario.coded.case_rows import Holdout
from whitesmoke.scenario.coded.casebook import Casebook, Lined

BOOKS = dates.tables()
HELD, ENDING = dates.all_meetings, dates.terms
CASES = [(book, name) for book in BOOKS for name in book.cases]
AHEAD = {"date": "known_since", "date_end": "known_since", "end": "known_since"}
"""days that were known before they came, if the other column says so"""
DATED = {"outcome": "date_got"}
"""columns written with hindsight that are read from a day on, if the other column has it"""
FEW = 8
"""paths of a forecast by the page of mechanism"""


@pytest.fixture(scope="module", autouse=True)
def few_paths() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mechanism, "PATHS", FEW)
        mechanism._uniforms.cache_clear()
        yield
    mechanism._uniforms.cache_clear()


@pytest.fixture(scope="module")
def learnt() -> dict[str, dict[str, Any]]:
    """Return every forecaster, learnt from a few cases, by kind of dates."""
    cases = {kind: dates.seen(BOOKS, kind)[:5] for kind in dates.DATES}
    return {kind: {name: learn(some) for name, learn in FORECASTERS.items()} for kind, some in cases.items()}


def later(day: int, by: int) -> datetime.date:
    return datetime.date.fromordinal(day + by)


@lru_cache
def date_columns(model: type[Any]) -> dict[str, int]:
    """Return the places of the columns of a table that hold dates."""
    fields = enumerate(model.model_fields.items())
    return {column: at for at, (column, field) in fields if "datetime.date" in repr(field.annotation)}


def after(column: str, at: int) -> int:
    """Return how many days later a fact is planted: a date that is ahead once it is known a month after that."""
    return 1 + at + (30 if column in AHEAD else 0)


def is_known(row: Any, column: str | None, day: int) -> bool:
    known = getattr(row, column, None) if column else None
    return known is not None and known.toordinal() <= day


def other(value: Any) -> Any:
    return ["ZZZ"] if isinstance(value, list) else "granted" if value != "granted" else "lapsed"


def planted_row(row: Any, day: int) -> Any:
    """Return a row in which all that was not known at the end of a day is something else."""
    told: dict[str, Any] = {}
    columns = date_columns(type(row))
    for column, at in columns.items():
        value = getattr(row, column)
        if isinstance(value, dict):
            told[column] = {k: later(day, 9) if v.toordinal() > day else v for k, v in value.items()}
        elif (value is None or value.toordinal() > day) and not is_known(row, AHEAD.get(column), day):
            told[column] = later(day, after(column, at))
    for column in getattr(row, "HINDSIGHT", ()):
        if column not in columns and not is_known(row, DATED.get(column), day):
            told[column] = other(getattr(row, column))
    return row.model_copy(update=told)


def said_in_full(row: Any) -> Any:
    """Return a holdout with the consent that `coded_history` reads into it: with the grant, where no day is given."""
    if isinstance(row, Holdout) and row.outcome == "granted" and row.settled_by is None:
        return row.model_copy(update={"settled_by": row.date_got})
    return row


def row_once_more(row: Any, day: int) -> Any:
    """Return a row that is like another, and later."""
    return row.model_copy(
        update={column: later(day, 1 + after(column, at)) for column, at in date_columns(type(row)).items()}
    )


def planted(book: Casebook, name: str, day: int) -> Casebook:
    """Return the tables of a case with facts of later days."""
    book = book.of(name)
    tables: dict[str, list[Lined[Any]]] = {}
    for table, rows in book.tables.items():
        own = [one for one in rows if hasattr(one.row, "case")]
        strangers = [one.row.model_copy(update={"member": "ZZZ"}) for one in own if hasattr(one.row, "member")]
        again = [Lined(row_once_more(row, day), None) for row in [*(one.row for one in own), *strangers]]
        others = [one for one in rows if not hasattr(one.row, "case")]
        tables[table] = [*others, *(Lined(planted_row(said_in_full(row), day), line) for row, line in own), *again]
    return book._replace(cases={name: planted_row(book.cases[name], day)}, tables=tables)


def plant_calendars(patch: pytest.MonkeyPatch, day: int) -> None:
    """Have meetings and ends of terms that were not known by a day elsewhere, called off later, and more of them."""

    def meetings(how: Any) -> Iterator[Any]:
        for one in HELD(how):
            yield planted_row(one, day)
            yield row_once_more(one, day).model_copy(update={"cancelled": None})

    def terms() -> list[Term]:
        known = [one for one in ENDING() if one.known_since.toordinal() <= day]
        return [*known, *(one._replace(date=later(day, 30), known_since=later(day, 1)) for one in ENDING())]

    patch.setattr(dates, "all_meetings", meetings)
    patch.setattr(dates, "terms", terms)


@pytest.fixture(scope="module")
def shares() -> tuple[list[Any], list[Any]]:
    """Return the forecasters of who is last and of how it ends, learnt from the six cases of the Alliance."""
    cases = dates.seen(BOOKS[1:], "none")
    return [learn(cases) for learn in WHO_IS_LAST.values()], [learn(cases) for learn in HOW_IT_ENDS.values()]


def with_later_facts(book: Casebook, name: str, day: int) -> dict[str, History]:
    """Return a case in which later facts are planted, by kind of dates."""
    changed = planted(book, name, day)
    with pytest.MonkeyPatch.context() as patch:
        plant_calendars(patch, day)
        return {kind: dates.seen([changed], kind)[0] for kind in dates.DATES}


@pytest.mark.parametrize(("book", "name"), CASES, ids=[name for _, name in CASES])
def test_what_is_known_later_moves_no_forecast(
    book: Casebook, name: str, learnt: dict[str, dict[str, Any]], shares: tuple[list[Any], list[Any]]
) -> None:
    cases = {kind: dates.seen([book.of(name)], kind)[0] for kind in dates.DATES}
    for day in (at.day for at in cases["none"].landmarks):
        changed = with_later_facts(book, name, day)
        for kind, case in cases.items():
            for forecaster, forecast in learnt[kind].items():
                same = forecast(case, day).tobytes() == forecast(changed[kind], day).tobytes()
                assert same, f"{forecaster}, {kind}, {day - case.start} days after the start"
        case, other_case = cases["none"], changed["none"]
        assert [who(case, day) for who in shares[0]] == [who(other_case, day) for who in shares[0]]
        assert [how(case) for how in shares[1]] == [how(other_case) for how in shares[1]]


def test_what_was_known_would_move_them(learnt: dict[str, dict[str, Any]], shares: tuple[list[Any], list[Any]]) -> None:
    """The same facts, planted three weeks before the day of the forecast."""
    book, name = CASES[-1]
    case = dates.seen([book.of(name)], "coded")[0]
    day = case.landmarks[-1].day
    changed = with_later_facts(book, name, day - 21)
    blind = {"exponential", "residual life", "Lomax", "Kaplan-Meier"}
    for kind in ("coded", "calendar"):
        (case,) = dates.seen([book.of(name)], kind)
        moved = {n for n, one in learnt[kind].items() if (one(case, day) != one(changed[kind], day)).any()}
        assert moved >= {"date hazard", "next date", "landmark regression", "a page of mechanism"}
        assert not moved & blind
    assert [who(case, day) for who in shares[0]] != [who(changed["none"], day) for who in shares[0]]


class WithNewColumns(Holdout):
    """A holdout with columns that no table has yet."""

    HINDSIGHT: ClassVar[tuple[str, ...]] = (*Holdout.HINDSIGHT, "hoped")
    heard_again: datetime.date | None = None
    hoped: str = ""


def test_a_new_column_is_planted() -> None:
    told = {"case": "a", "member": "HUN", "demand": "b", "class": "words", "sources": "c"}
    row = WithNewColumns.model_validate({**told, "raised_by": datetime.date(2024, 3, 1)})
    day = datetime.date(2024, 4, 1).toordinal()
    found = planted_row(row, day)
    assert found.heard_again.toordinal() > day
    assert found.hoped != row.hoped
    assert found.outcome != row.outcome
    assert found.raised_by == row.raised_by
