"""The calendars that ship, and the meetings of each; the ends of terms of office and of budgets, by body."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from whitesmoke.errors import Problem, ScenarioError
from whitesmoke.scenario.dates_schema import Sitting
from whitesmoke.scenario.files import folders, read_text
from whitesmoke.scenario.loaded import Origin
from whitesmoke.scenario.messages import problems_of
from whitesmoke.scenario.tables import read_rows

INDEX = "calendars.index.csv"
TERMS = "calendars.terms.csv"


class Calendar(NamedTuple):
    """A calendar that a scenario can name."""

    name: str
    body: str
    path: Path


class Term(NamedTuple):
    """A day on which a term of office or a budget of a body ends."""

    body: str
    date: datetime.date
    known_since: datetime.date


def calendars() -> dict[str, Calendar]:
    """Return the calendars by name, in the order of their index; the first folder that has one counts."""
    found = (Calendar(row["name"], row["body"], at.parent / f"{row['name']}.csv") for at, row in _rows(INDEX))
    return {one.name: one for one in found}


class Meeting(NamedTuple):
    """A row of a calendar, and the line it stands on."""

    line: int
    sitting: Sitting


@lru_cache
def meetings_of(path: Path) -> tuple[Meeting, ...]:
    """Return the rows of a calendar that ships; one that is wanted for many cases is read once.

    Raises ScenarioError with every row that is no meeting.
    """
    found: list[Meeting] = []
    problems: list[Problem] = []
    for line, values in read_rows(path, Sitting, (), ("date",)):
        try:
            found.append(Meeting(line, Sitting.model_validate(values)))
        except ValidationError as error:
            problems += problems_of(error, values, {(): Origin(path, line)}, Sitting)
    if problems:
        raise ScenarioError(problems)
    return tuple(found)


def terms() -> list[Term]:
    """Return the ends of terms of office and of budgets of all bodies."""
    day = datetime.date.fromisoformat
    return [Term(row["body"], day(row["date"]), day(row["known_since"])) for _, row in _rows(TERMS)]


def _rows(name: str) -> Iterator[tuple[Path, dict[str, str]]]:
    """Yield the rows of a table beside the calendars, with where it lies."""
    found = next((at for one in folders() if (at := one / "calendars" / name).is_file()), None)
    if found:
        yield from ((found, row) for row in csv.DictReader(io.StringIO(read_text(found))))
