"""The calendars that ship: which there are, and the meetings of each."""

from __future__ import annotations

import csv
import io
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from whitesmoke.errors import Problem, ScenarioError
from whitesmoke.scenario.files import folders, read_text
from whitesmoke.scenario.loaded import Origin
from whitesmoke.scenario.messages import problems_of
from whitesmoke.scenario.schema import Sitting
from whitesmoke.scenario.tables import read_rows

INDEX = "calendars.index.csv"


class Calendar(NamedTuple):
    """A calendar that a scenario can name."""

    name: str
    body: str
    path: Path


def calendars() -> dict[str, Calendar]:
    """Return the calendars by name, in the order of their index; the first folder that has one counts."""
    folder = next((found for one in folders() if (found := one / "calendars") and (found / INDEX).is_file()), None)
    if folder is None:
        return {}
    rows = csv.DictReader(io.StringIO(read_text(folder / INDEX)))
    return {row["name"]: Calendar(row["name"], row["body"], folder / f"{row['name']}.csv") for row in rows}


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
