"""What is wrong with the tables of coded cases: everything at once, each with its file, line, column and remedy."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

from whitesmoke.errors import Problem
from whitesmoke.scenario.calendars import calendars, terms
from whitesmoke.scenario.coded.case_rows import CodedCase, Count, Holdout
from whitesmoke.scenario.coded.casebook import Casebook
from whitesmoke.scenario.coded.coded_case import first_grantor, follows_a_rule, has_vetoes, seats, slug
from whitesmoke.scenario.coded.coding_rule import RED_LINE
from whitesmoke.scenario.wording import instead, quoted

KNOWLEDGE = "GK"
"""Id of general knowledge, which alone makes nothing sure."""
ORDERED = {
    "events": (),
    "holdouts": (("raised_not_before", "raised_by"), ("settled_not_before", "settled_by")),
    "positions": (("not_before", "by"), ("by", "until"), ("not_before", "until")),
    "focal": (("date", "date_end"), ("known_since", "date")),
    "tallies": (("low", "high"), ("high", "members")),
}
"""Columns of which the first may not lie after the second."""
NAMEABLE = "begin it with a word of at most 40 Latin letters or digits"
Found = Iterator[tuple[str, str]]


def problems(book: Casebook) -> list[Problem]:
    """Return every problem of the tables, in the order of the files."""
    found = [*_repeated(book), *_of_cases(book), *_of_bodies(book), *_of_procedures(book)]
    for table, pairs in ORDERED.items():
        for row, line in book.tables[table]:
            checks = (_of_case(book, row), _sources(book, row), _intervals(row, pairs), _who(book, row), _grantor(row))
            found += [book.problem(table, line, column, message) for check in checks for column, message in check]
    return [*found, *_counts(book)]


def _repeated(book: Casebook) -> Iterator[Problem]:
    """Note names that two rows have."""
    for table, column in (("bodies", "set"), ("sources", "id"), ("names", "code")):
        seen: dict[str, int | None] = {}
        for row, line in book.tables[table]:
            name = getattr(row, column)
            if name in seen:
                yield book.problem(table, line, column, f"{quoted(name)} stands in line {seen[name]} already; keep one")
            seen.setdefault(name, line)


def _of_cases(book: Casebook) -> Iterator[Problem]:
    sets = {row.set for row in book.rows("bodies")}
    for name, case in book.cases.items():
        for field, message in _of_one(case, name, sets):
            yield book.problem_of_case(name, message, field)


def _of_one(case: CodedCase, name: str, sets: set[str]) -> Found:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}", name):
        yield "", "a case is called by letters, digits, - and _, at most 60, for files are named after it"
    if not case.name.strip():
        yield "name", "it is empty; say in words what is to be decided"
    for one in case.members:
        if one not in sets:
            yield "members", f"bodies.csv has no set {quoted(one)}{instead(one, sets)}"
    if not case.members and not case.number:
        yield "voters", f"begin it with a number: no set of members is given; found {quoted(case.voters)}"
    yield from _of_rule(case)
    yield from _of_names(case)


def _of_rule(case: CodedCase) -> Found:
    """A rule is understood, and it is known who has its vetoes."""
    if not follows_a_rule(case):
        wanted = '"unanimity", "consensus" or "common accord", or say a rule such as "9 of 15 and no veto of five"'
        yield "rule", f"begin it with {wanted}; found {quoted(case.rule)}"
    if has_vetoes(case) and not case.members:
        yield "members", "vetoes are those of the first five of a set; name a set of bodies.csv"


def _of_names(case: CodedCase) -> Found:
    """What is to be decided on has names in the scenario, and what is said of candidates is said of known ones."""
    slugs = [slug(one) for one in case.candidates]
    if len(set(slugs)) < len(slugs) or not all(slugs):
        yield "candidates", "two of them would have one name, or none, in the scenario; tell them apart within 40 signs"
    if case.text and not slug(case.text):
        yield "text", f"no name can be made of it; {NAMEABLE}, found {quoted(case.text)}"
    for field in ("versions", "homes", "heard_of"):
        for one in getattr(case, field):
            if one not in case.candidates and one != case.text:
                yield field, f"no candidate is called {quoted(one)}{instead(one, case.candidates)}"


def _of_bodies(book: Casebook) -> Iterator[Problem]:
    for row, line in book.tables["bodies"]:
        codes = row.members.split(";")
        if len(codes) != row.size:
            yield book.problem("bodies", line, "size", f"{row.size}, but {len(codes)} members are listed; correct one")
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            yield book.problem("bodies", line, "members", f"{code} is listed twice; keep one")
        for code in codes:
            if not re.fullmatch(r"[A-Z0-9]{2,6}", code):
                message = f"a code is 2 to 6 capitals and digits, and ; stands between two; found {quoted(code)}"
                yield book.problem("bodies", line, "members", message)


def _of_procedures(book: Casebook) -> Iterator[Problem]:
    known, bodies = calendars(), {one.body for one in terms()}
    for row, line in book.tables["procedures"]:
        for body in filter(None, row.terms.split(";")):
            if body not in bodies:
                message = f"no term of {quoted(body)} is known{instead(body, bodies)}; calendars.terms.csv has them"
                yield book.problem("procedures", line, "terms", message)
        for given in filter(None, row.calendars.split(";")):
            name = given.partition(":")[0]
            if name not in known:
                message = f"no calendar is called {quoted(name)}{instead(name, known)}; `whitesmoke list --calendars`"
                yield book.problem("procedures", line, "calendars", message)


def _of_case(book: Casebook, row: Any) -> Found:
    """A row is of a case, and of one of its candidates."""
    if row.case not in book.cases:
        yield (
            "case",
            f"cases.toml has no case {quoted(row.case)}{instead(row.case, book.cases)}; add it, or correct this",
        )
        return
    for column in ("candidate", "concerns"):
        name, known = getattr(row, column, ""), book.cases[row.case].candidates
        if name and name not in known:
            yield column, f"no candidate of {row.case} is called {quoted(name)}{instead(name, known)}"


def _sources(book: Casebook, row: Any) -> Found:
    """Every row has sources that can be looked up, and none is sure by general knowledge alone."""
    column = "sources" if hasattr(row, "sources") else "source"
    given = [part.strip() for part in getattr(row, column).split(";")]
    known = [source.id for source in book.rows("sources")]
    for one in given:
        if one not in known:
            near = instead(one, known)
            yield column, f"sources.csv has no id {quoted(one)}{near if 'did you mean' in near else ''}; add it there"
    if row.confidence == "high" and set(given) == {KNOWLEDGE}:
        yield "confidence", "general knowledge (GK) alone is never high; add a report, or write med or low"


def _intervals(row: Any, pairs: tuple[tuple[str, str], ...]) -> Found:
    for first, second in pairs:
        low, high = getattr(row, first), getattr(row, second)
        if low is not None and high is not None and low > high:
            yield second, f"{high} lies before `{first}`, {low}; correct one of them"


def _who(book: Casebook, row: Any) -> Found:
    """A member belongs to the body of its case."""
    if row.case not in book.cases or not hasattr(row, "member") or not book.cases[row.case].members:
        return
    held = seats(book, row.case).codes
    if held and row.member not in held:
        yield "member", f"{quoted(row.member)} is not in the body of {row.case}{instead(row.member, held)}"


def _grantor(row: Any) -> Found:
    """Who grants a demand can have a name in the scenario."""
    called = first_grantor(row)[0] if isinstance(row, Holdout) and row.klass != RED_LINE else ""
    if called and not slug(called):
        yield "grantor", f"no name can be made of {quoted(called)}; {NAMEABLE}"


def _counts(book: Casebook) -> Iterator[Problem]:
    """A count is of the body of its time, and can be true together with the dated members."""
    for row, line in book.tables["tallies"]:
        if row.case in book.cases:
            for column, message in _count(book, row):
                yield book.problem("tallies", line, column, message)


def _count(book: Casebook, row: Count) -> Found:
    sizes = {one.size for one in book.rows("bodies") if one.set in book.cases[row.case].members}
    sizes = sizes or {book.cases[row.case].number}
    if row.members not in sizes:
        known = " or ".join(map(str, sorted(sizes)))
        yield "members", f"the body has {known} members, found {row.members}; correct one"
    dated = [one for one in book.rows("positions", row.case) if one.candidate == row.candidate]
    inside = {one.member for one in dated if one.by and one.by <= row.date and not _over(one.until, row.date)}
    joined = seats(book, row.case).joined
    here = {one.member for one in dated if row.date >= joined.get(one.member, row.date)}
    outside = here - {one.member for one in dated if _perhaps(one, row.date)}
    if len(inside) > row.high:
        message = f"{len(inside)} members are dated to it by {row.date}, and at most {row.high} counted; correct one"
        yield "high", message
    if row.members - len(outside) < row.low:
        left = row.members - len(outside)
        yield "low", f"{len(outside)} members were not for it on {row.date}, which leaves {left}; correct one"


def _over(until: datetime.date | None, day: datetime.date) -> bool:
    return until is not None and until <= day


def _perhaps(row: Any, day: datetime.date) -> bool:
    began = row.not_before is None or row.not_before < day or row.by == day
    return began and (row.until is None or day <= row.until)
