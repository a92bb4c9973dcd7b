"""The stylised facts: what is known of past negotiations, the numbers of it, and how near a model has to come.

`facts.csv` has one row for each fact, `statistics.csv` one for each number of a fact that runs can be asked for. Both
were taken from a corpus of real decisions before any run was measured; no tolerance was set with a run in view.
"""

from __future__ import annotations

import csv
import math
from functools import cache
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent


class Fact(NamedTuple):
    """A regularity, in words."""

    id: str
    fact: str
    population: str
    n: str
    """of how many cases, members or dates, as its source counts them"""
    kind: str
    """own count, literature or other data"""
    tolerance: str
    """how near a model has to come, in the words of the corpus"""
    confidence: str
    caveat: str
    source: str


class Range(NamedTuple):
    """What is near enough: [0.2, 0.5] with its ends, (0, 1) without."""

    text: str
    low: float
    high: float

    def has(self, value: float) -> bool:
        """Say whether a value lies in it."""
        above = value >= self.low if self.text[0] == "[" else value > self.low
        return above and (value <= self.high if self.text[-1] == "]" else value < self.high)


class Statistic(NamedTuple):
    """A number of a fact: what the corpus has, and what a model is to give."""

    fact: str
    """its id"""
    measure: str
    """name of the function of `measures` that reads it off runs"""
    statistic: str
    """in words"""
    unit: str
    """share, difference (of shares), days, members, dates or number"""
    value: float
    """of the corpus; nan where it has a sign or a word only"""
    low: float
    """95 % interval of the value, where it is a share of cases"""
    high: float
    counted: str
    """of how many: "20 of 27" """
    tolerance: Range | None
    """none where the corpus sets none for this number"""


@cache
def facts() -> dict[str, Fact]:
    """Return the facts by their id."""
    return {row["id"]: Fact(**row) for row in _rows("facts.csv")}


@cache
def statistics() -> list[Statistic]:
    """Return the numbers of the facts, in their order."""
    return [_statistic(row) for row in _rows("statistics.csv")]


def _statistic(row: dict[str, str]) -> Statistic:
    value, low, high = (float(row[name] or "nan") for name in ("value", "low", "high"))
    within = _range(row["tolerance"])
    return Statistic(
        row["fact"], row["measure"], row["statistic"], row["unit"], value, low, high, row["counted"], within
    )


def _range(text: str) -> Range | None:
    if not text:
        return None
    low, high = (math.inf if part.strip() == "inf" else float(part) for part in text[1:-1].split(","))
    return Range(text, low, high)


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((HERE / name).read_text(encoding="utf-8").splitlines()))
