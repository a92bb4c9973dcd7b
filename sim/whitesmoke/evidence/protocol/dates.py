"""The dates that forecasters may know: those coded with a case, those of the body's calendar, or none.

Whoever codes a case knows which meetings mattered, so a list of dates is hindsight itself. A calendar was written down
by body, before any case was looked at: its regular meetings and the ends of its terms and budgets. A meeting that was
called for something is in no calendar: it is known from the day of the call. Standing weekly meetings are no dates.
Landmarks are those of the coded dates with each kind, so that all are asked the same on the same days.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from whitesmoke.evidence.protocol.coded_history import history
from whitesmoke.evidence.protocol.history import History, Pressing
from whitesmoke.scenario.calendars import terms
from whitesmoke.scenario.coded.case_rows import Procedure
from whitesmoke.scenario.coded.casebook import Casebook, read
from whitesmoke.scenario.coded.coded_case import CALLED, all_meetings, procedure
from whitesmoke.scenario.files import corpus_folders

DATES = ("coded", "calendar", "none")
FOLDERS = ("tables", "tables-nato")
"""in the folder of the corpus: the cases whose scenarios are made from their tables, and the six of the Alliance"""


def tables() -> list[Casebook]:
    """Return the tables that ship; the first folder that has them counts."""
    found = ([place for folder in corpus_folders() if _has_cases(place := folder / name)] for name in FOLDERS)
    return [read(places[0]) for places in found if places]


def _has_cases(place: Path) -> bool:
    return (place / "cases.toml").is_file()


def seen(books: Sequence[Casebook], dates: str) -> list[History]:
    """Return every case as forecasters may see it: `dates` is one of DATES."""
    found = [(book, history(book, name, case)) for book in books for name, case in book.cases.items()]
    if dates == "coded":
        return [case for _, case in found]
    if dates == "none":
        return [case._replace(pressing=()) for _, case in found]
    return [case._replace(pressing=_by_calendar(book, case)) for book, case in found]


def _by_calendar(book: Casebook, case: History) -> tuple[Pressing, ...]:
    """Return the meetings of the body of a case and the ends of its terms, as they were known, in order of ends."""
    how = procedure(book, book.cases[case.name])
    dates = {one for one in (*_meetings(how), *_terms(how)) if one.last >= case.start}
    return tuple(sorted(dates, key=lambda date: (date.last, date.first)))


def _terms(how: Procedure) -> Iterator[Pressing]:
    bodies = how.terms.split(";")
    for one in terms():
        if one.body in bodies:
            yield Pressing(one.date.toordinal(), one.date.toordinal(), one.known_since.toordinal())


def _meetings(how: Procedure) -> Iterator[Pressing]:
    for one in all_meetings(how):
        dropped = one.cancelled.toordinal() if one.cancelled else None
        last = one.end or one.date
        known = one.known_since or one.date
        yield Pressing(one.date.toordinal(), last.toordinal(), known.toordinal(), dropped, one.kind == CALLED)
