"""What runs say of the cases of the protocol, kept in one file for each version of the model and each kind of dates.

A file is written anew after each case, whole or not at all: who is interrupted goes on from there, to the same bytes.
With each forecast stands a hash of all that it started from, so that one is played anew where that has changed.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ConfigDict, TypeAdapter

from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.record.asof import known_by
from whitesmoke.evidence.score.what_runs_say import Told
from whitesmoke.model import PLAYS
from whitesmoke.scenario.files import read_text
from whitesmoke.scenario.load import Loaded
from whitesmoke.scenario.meaning import meaning, record_of
from whitesmoke.writing.output import write_text

LARGEST = 50_000_000
"""Bytes of a file."""
TOLD = TypeAdapter(Told, config=ConfigDict(strict=True))


class AnotherForecastError(WhitesmokeError):
    """The folder holds forecasts that were asked for otherwise."""

    exit_code = 4


class Asked(NamedTuple):
    """What all forecasts of a file have in common."""

    version: str
    dates: str
    runs: int
    seed: int

    @property
    def file(self) -> str:
        """The name of the file."""
        return f"{self.version.replace(', ', '-').replace(' ', '-')}.{self.dates}.json"


class Kept(NamedTuple):
    """One forecast, and a hash of what it started from."""

    of: str
    told: Told


ByDay = dict[datetime.date, Kept]


def started_from(loaded: Loaded, date: datetime.date, more: str = "") -> str:
    """Return a hash of all that a forecast starts from: the model, the day, and the case as it was known.

    Parameters
    ----------
    more : what else it starts from, such as a posterior
    """
    known = known_by(loaded, date)
    parts = [PLAYS, date.isoformat(), meaning(known), record_of(known), more]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


class Forecasts:
    """The forecasts of one version of the model with one kind of dates, in a file of a folder."""

    def __init__(self, folder: Path, asked: Asked) -> None:
        self.path, self.asked = folder / asked.file, asked
        self.cases: dict[str, ByDay] = read(self.path, asked) if self.path.exists() else {}

    def has(self, name: str, days: Mapping[datetime.date, str]) -> bool:
        """Say whether a case was forecast on all of these days, from what they now start from."""
        kept = self.cases.get(name, {})
        return all(day in kept and kept[day].of == of for day, of in days.items())

    def add(self, name: str, days: ByDay) -> None:
        """Keep the forecasts of a case."""
        self.cases[name] = days
        write_text(self.path, text_of(self.asked, self.cases))

    def told(self) -> dict[str, dict[int, Told]]:
        """Return what runs say, by case and day."""
        return {name: {day.toordinal(): one.told for day, one in days.items()} for name, days in self.cases.items()}


def text_of(asked: Asked, cases: Mapping[str, ByDay]) -> str:
    """Return the text of a file: a line for each forecast, in order, whatever the order in which they were made."""
    blocks = (f"{json.dumps(name)}: {{\n{_lines(cases[name])}\n}}" for name in sorted(cases))
    return f'{{"asked": {json.dumps(asked._asdict())}, "cases": {{\n{",\n".join(blocks)}\n}}}}\n'


def _lines(days: ByDay) -> str:
    return ",\n".join(f"{json.dumps(day.isoformat())}: {json.dumps(_plain(days[day]))}" for day in sorted(days))


def _plain(one: Kept) -> dict[str, Any]:
    return {"of": one.of, **one.told._asdict(), "settled": list(one.told.settled.items())}


def read(path: Path, asked: Asked) -> dict[str, ByDay]:
    """Return the forecasts of a file. Raises WhitesmokeError if it is damaged, or holds others than are asked for."""
    try:
        data = json.loads(read_text(path, LARGEST))
        found = Asked(**data["asked"])
        cases = {name: {_day(day): _kept(row) for day, row in days.items()} for name, days in data["cases"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise WhitesmokeError(
            f"{path}: is damaged, or nothing that `score` wrote; remove it, and the same command begins anew"
        ) from error
    if found != asked:
        raise AnotherForecastError(
            f"{path} holds forecasts of {found.runs} runs with seed {found.seed}, not {asked.runs} with seed "
            f"{asked.seed}; give another --out, or remove it"
        )
    return cases


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def _kept(row: dict[str, Any]) -> Kept:
    """Return a forecast as it was kept. Raises ValueError for one that is none."""
    fields = {name: row[name] for name in Told._fields}
    one = TOLD.validate_python({**fields, "settled": dict(row["settled"])})
    counted = one.undecided >= 0 and (one.how == "played") == (one.runs > 0)
    if not counted or not all(0.0 <= share <= 1.0 for share in one.last.values()):
        raise ValueError("no forecast")
    return Kept(row["of"], one)
