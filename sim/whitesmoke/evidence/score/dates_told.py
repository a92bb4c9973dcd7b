"""The dates that the model is told: those of the file, the body's calendar alone, or none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from whitesmoke.scenario.calendars import terms
from whitesmoke.scenario.coded import coding_rule as rule
from whitesmoke.scenario.coded.case_rows import Procedure
from whitesmoke.scenario.coded.casebook import Casebook
from whitesmoke.scenario.coded.coded_case import procedure, sittings
from whitesmoke.scenario.dates_schema import Calendar, Focal, Sittings
from whitesmoke.scenario.load import Loaded


def with_dates(loaded: Loaded, dates: str, book: Casebook, name: str) -> Loaded:
    """Return a case with the dates of one of `protocol.dates.DATES`.

    Coded cases have the calendar of their body in the file, and of coded dates the deadlines that were fixed before
    the start. The calendar is in both sorts of cases what the rule of coding makes of it, and the ends of terms press
    as a deadline does; `known_since` cuts both. Meetings that are called for something are left out: nobody foresees
    them.
    """
    if dates == "coded":
        return loaded
    case, calendar = book.cases[name], loaded.scenario.calendar
    how = procedure(book, case)
    told = (Sittings.model_validate(sittings(case, how, calendar.end)), dict(_terms(how, calendar)))
    held, focal = told if dates == "calendar" else (Sittings(), {})
    scenario = loaded.scenario.model_copy(update={"focal": focal, "sittings": held})
    return replace(loaded, scenario=scenario, tables=replace(loaded.tables, sittings=[], called=[]))


def _terms(how: Procedure, calendar: Calendar) -> Iterator[tuple[str, Focal]]:
    """Yield the ends of terms and budgets of a body that fall into the case."""
    bodies = how.terms.split(";")
    for number, one in enumerate(terms()):
        if one.body in bodies and calendar.start < one.date <= calendar.end:
            yield f"term-{number}", Focal(date=one.date, weight=rule.DEADLINE, known_since=one.known_since)
