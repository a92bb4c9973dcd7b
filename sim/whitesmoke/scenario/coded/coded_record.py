"""The record of a coded case: what was observed of the candidates of its scenario. No run ever reads it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

from whitesmoke.scenario.coded.case_rows import CodedCase, Position
from whitesmoke.scenario.coded.casebook import Casebook
from whitesmoke.scenario.coded.coded_case import Toml, coded_names, counts_for, ends, seats, slug, sourced
from whitesmoke.writing.cells import written

COMMITMENTS = ("member", "candidate", "not_before", "by", "basis", "confidence", "source", "until")
TALLIES = ("date", "candidate", "low", "high", "members", "kind", "confidence", "note", "source")


def record(book: Casebook, name: str) -> Toml:
    """Return the table of the record; the names of its files are those that `record_files` makes."""
    case = book.cases[name]
    fields: Toml = {kind: f"{name}.{kind}.csv" for kind in record_files(book, name)}
    if case.question == "ratification":
        fields["public"] = True
    decided = case.outcome_date
    if decided is not None and decided <= ends(book, name):
        winner = {} if case.outcome_kind == "failure" else {"winner": chosen(case)}
        fields["decision"] = {**winner, "date": decided, "source": _source_of_decision(book, name)}
    if left := list(_exits(book, name)):
        fields["exits"] = left
    return fields


def record_files(book: Casebook, name: str) -> dict[str, str]:
    """Return the texts of the files of commitments and of tallies, as far as there are rows."""
    case, last = book.cases[name], ends(book, name)
    held = set(seats(book, name).codes)
    consents = [(row, key) for row in book.rows("positions", name) if (key := counts_for(case, row.candidate))]
    commitments = [_cells(row, key, COMMITMENTS) for row, key in _once(consents) if row.member in held]
    counts = [(row, key) for row in book.rows("tallies", name) if (key := counts_for(case, row.candidate))]
    dated = sorted(counts, key=lambda pair: pair[0].date)
    tallies = [_cells(row, key, TALLIES) for row, key in dated if row.date <= last]
    made = {"commitments": (COMMITMENTS, commitments), "tallies": (TALLIES, tallies)}
    return {kind: written([head, *rows]) for kind, (head, rows) in made.items() if rows}


def chosen(case: CodedCase) -> str:
    """Return what was decided for: the text, or the name that the outcome names first."""
    names = coded_names(case)
    places = {key: case.outcome.find(called) for key, called in names.items()}
    named = {key: place for key, place in places.items() if place >= 0}
    return min(named, key=lambda key: named[key]) if named else next(iter(names))


def _once(rows: list[tuple[Position, str]]) -> Iterator[tuple[Position, str]]:
    """Yield each consent once: who agreed to one version of a text, and never took that back, is not dated again."""
    standing: set[tuple[str, str]] = set()
    for row, key in rows:
        if (row.member, key) not in standing:
            yield _within_a_day(row), key
        if row.until is None:
            standing.add((row.member, key))


def _within_a_day(row: Position) -> Position:
    """Return a row whose member came round within a day with that day as its interval: (day before, day]."""
    if row.by is None or row.not_before != row.by:
        return row
    return row.model_copy(update={"not_before": row.by - datetime.timedelta(days=1)})


def _cells(row: Any, candidate: str, columns: tuple[str, ...]) -> list[object]:
    values = {**row.model_dump(), "candidate": candidate, "source": sourced(row.source)}
    return [_cell(values[column]) for column in columns]


def _cell(value: object) -> object:
    return "" if value is None else value.isoformat() if isinstance(value, datetime.date) else value


def _source_of_decision(book: Casebook, name: str) -> str:
    decisions = [event for event in book.rows("events", name) if event.kind in ("decision", "deadline_missed")]
    return sourced(decisions[-1].sources) if decisions else "the tables"


def _exits(book: Casebook, name: str) -> Iterator[Toml]:
    """Yield when names left: the first event of a withdrawal that names them."""
    case, last = book.cases[name], ends(book, name)
    gone: set[str] = set()
    for event in book.rows("events", name):
        for called in case.candidates if case.question == "names" and event.kind == "withdraw" else ():
            if re.search(rf"\b{re.escape(called)}\b", event.text) and called not in gone and event.date <= last:
                gone.add(called)
                yield {"candidate": slug(called), "public": event.date, "source": sourced(event.sources)}
