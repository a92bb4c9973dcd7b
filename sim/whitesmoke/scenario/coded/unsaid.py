"""What of a coded case its scenario does not say, as far as tables can tell."""

from __future__ import annotations

from collections.abc import Iterator

from whitesmoke.scenario.coded.casebook import Casebook
from whitesmoke.scenario.coded.coded_case import coded_names, counts_for, ends, seats
from whitesmoke.scenario.wording import counted, listed, quoted


def unsaid(book: Casebook, name: str) -> list[str]:
    """Return what the scenario of a case leaves unsaid: what the tables show, and then what the coder adds."""
    return [*from_blind_tables(book.of(name).blind(), name), *book.cases[name].unsaid]


def from_blind_tables(book: Casebook, name: str) -> Iterator[str]:
    """Yield what can be said of it without the end."""
    case, held = book.cases[name], seats(book, name)
    if held.others:
        yield f"who {held.others} of the {held.others + len(held.codes)} members are: they are generated"
    left = [candidate for candidate in case.candidates if counts_for(case, candidate) is None]
    if left and case.question != "names" and not case.text:
        yield f"what else was on the table: {listed([quoted(one) for one in left])}"
    if case.versions and not case.text:
        versions = listed([quoted(one) for one in case.versions])
        yield f"later versions of the text ({versions}): they count for the first one"
    if foreign := sorted({called for called in coded_names(case).values() if called not in case.homes}):
        if case.question == "names" and case.homes:
            yield f"where {listed(foreign)} come from"
        elif case.question == "names":
            yield "where the names come from: not from a member"
    yield from _of_demands(book, name)
    yield from _of_dates(book, name)


def _of_demands(book: Casebook, name: str) -> Iterator[str]:
    rows = list(book.rows("holdouts", name))
    shared = sorted({row.member for row in rows if ";" in row.grantor and row.klass != "red_line"})
    if shared:
        yield f"that several can grant what {listed(shared)} ask for: only the first does"
    nobody = sorted({row.member for row in rows if not row.grantor and row.klass not in ("red_line", "rival")})
    if nobody:
        yield f"who could grant what {listed(nobody)} ask for: the chair does"
    rivals = sorted({row.member for row in rows if row.klass == "rival"})
    if rivals:
        yield f"which other one {listed(rivals)} prefer: they have a demand instead"


def _of_dates(book: Casebook, name: str) -> Iterator[str]:
    start, last = book.cases[name].start, ends(book, name)
    fixed = [row for row in book.rows("focal", name) if row.kind in ("deadline", "expiry") and start < row.date <= last]
    later = [row for row in fixed if row.known_in_advance != "yes" or not row.known_since or row.known_since > start]
    if later:
        yield f"{counted(later, 'deadline')} set after the start"
