"""The dates of a calendar: meetings and ends of terms as they were known, and meetings that were called."""

from __future__ import annotations

import datetime

import numpy as np
import pytest
from whitesmoke.evidence.protocol.dates import seen, tables
from whitesmoke.evidence.protocol.history import History, Pressing
from whitesmoke.evidence.protocol.rules_of_thumb import call_rate, date_hazard, date_rate
from whitesmoke.evidence.protocol.tempo import stretches

BOOKS = tables()
CALENDAR = {case.name: case for case in seen(BOOKS, "calendar")}


def day(text: str) -> int:
    return datetime.date.fromisoformat(text).toordinal()


def ahead(name: str, on: str) -> list[str]:
    """Return the first days of what was known to be ahead of a case."""
    return [str(datetime.date.fromordinal(one.first)) for one in CALENDAR[name].ahead(day(on))]


@pytest.mark.parametrize(
    ("name", "on", "end"),
    [
        ("nato_finland_2023", "2022-06-29", "2022-09-30"),
        ("commission_president_1994", "1994-04-30", "1995-01-06"),
        ("eu_russia_mandate_2008", "2006-11-13", "2006-12-31"),
        ("oecd_sg_2021", "2020-11-01", "2021-05-31"),
        ("un_sg_2006", "2006-07-24", "2006-12-31"),
    ],
)
def test_ends_of_terms_and_budgets_of_the_body_are_dates(name: str, on: str, end: str) -> None:
    assert end in ahead(name, on)


def test_a_term_is_no_date_before_it_was_known() -> None:
    assert "2023-09-30" not in ahead("nato_alb_hrv_2009", "2008-07-09")
    sweden = CALENDAR["nato_sweden_2024"]
    assert [one.known for one in sweden.pressing if one.first == day("2024-10-01")] == [day("2023-07-04")]
    assert "2024-10-01" not in ahead("nato_sweden_2024", "2023-07-03")
    assert "2024-10-01" in ahead("nato_sweden_2024", "2023-07-04")


def test_a_meeting_that_was_called_is_a_date_from_the_day_of_the_call() -> None:
    special = [one for one in CALENDAR["commission_president_1994"].pressing if one.first == day("1994-07-15")]
    assert [one.called for one in special] == [True]
    assert "1994-07-15" not in ahead("commission_president_1994", "1994-06-24")
    assert "1994-07-15" in ahead("commission_president_1994", "1994-06-25")


def test_a_meeting_that_was_called_off_is_a_date_until_that_day() -> None:
    dropped = [(case, one) for case in CALENDAR.values() for one in case.pressing if one.dropped]
    assert dropped
    for case, one in dropped:
        assert one not in case.ahead(one.dropped or 0)
        assert one not in case.reached()


def test_a_meeting_that_was_called_off_or_called_is_none_of_those_that_passed() -> None:
    held, off, special = (
        Pressing(1010, 1010, 900),
        Pressing(1020, 1020, 900, 1015),
        Pressing(1030, 1030, 1020, None, True),
    )
    case = a_case("a", held, off, special)
    assert [case.passed(day) for day in (1009, 1010, 1014, 1040)] == [0, 1, 1, 1]
    assert case.passed(1020) == 1
    assert case._replace(pressing=(held, off._replace(dropped=None), special)).passed(1040) == 2


def test_conferences_of_accession_are_in_nobodys_calendar() -> None:
    """Their days were written by somebody who knew dates of cases."""
    assert not any("accession" in row.calendars for book in BOOKS for row in book.rows("procedures"))


def a_case(name: str, *dates: Pressing, end: int = 1100) -> History:
    return History(name, 1000, end, "unchanged", 9, "text", name, (), dates, frozenset())


def test_calls_are_counted_while_a_case_is_open() -> None:
    called = [Pressing(known + 5, known + 5, known, called=True) for known in (990, 1001, 1100, 1101)]
    assert a_case("a", *called).calls() == 2
    assert call_rate([a_case("a", *called), a_case("b", end=1300)]) == 2 / 400


def test_chances_of_dates_and_of_called_meetings_are_learnt_apart() -> None:
    regular, special = Pressing(1050, 1050, 900), Pressing(1099, 1100, 1080, called=True)
    cases = [a_case("a", regular, special)]
    assert date_rate(cases) == pytest.approx(0.2 / 2)
    assert date_rate(cases, called=True) == pytest.approx(1.2 / 2)


def test_a_meeting_that_may_be_called_counts_before_it_is_and_none_does_where_none_ever_was() -> None:
    regular = Pressing(1050, 1050, 900)
    others = [a_case(str(k), regular, end=1100 + 40 * k) for k in range(6)]
    one = others[0]._replace(pressing=(regular, Pressing(1099, 1100, 1080, called=True)))
    before, after = date_hazard(others)(a_case("x"), 1000), date_hazard([one, *others[1:]])(a_case("x"), 1000)
    odds = (1.0 - after[50]) / (1.0 - before[50])
    assert odds < np.exp(-50 * 0.5 * call_rate([one, *others[1:]]))


def test_a_meeting_that_was_called_off_presses_nobody() -> None:
    off = Pressing(1050, 1050, 900, dropped=1020)
    np.testing.assert_array_equal(stretches(a_case("a", off), 1100).pressed, 0.0)
    assert stretches(a_case("a", off._replace(dropped=None)), 1100).pressed.any()
