"""What the loader hands on: a validated scenario, its side tables, and where each field of it was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import Field

from whitesmoke.errors import Problem
from whitesmoke.scenario.dates_schema import Sitting
from whitesmoke.scenario.files import shown
from whitesmoke.scenario.numbers import Table
from whitesmoke.scenario.record_schema import Commitment, Tally
from whitesmoke.scenario.schema import Scenario, Tie
from whitesmoke.scenario.wording import one_line

Place = tuple[str | int, ...]
"""Path of a field: ("network", "ties", 0, "weight")."""

OBSERVED: tuple[Place, ...] = tuple(("record", kind) for kind in ("decision", "tallies", "commitments", "exits"))
"""Where a scenario has what was observed."""


class Origin(NamedTuple):
    """Where a field was written."""

    file: Path | str
    """a file, or the option of the command line that gave it"""
    line: int | None


class SourceRow(Table):
    """One row of the sources table."""

    id: str = Field(description="what `source = ` refers to")
    address: str = Field("", description="where it can be read")
    what: str = Field("", description="what it is")


@dataclass(frozen=True)
class Tables:
    """What the CSV files next to a scenario gave, besides its members."""

    tallies: list[Tally] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    edges: dict[str, list[Tie]] = field(default_factory=dict)
    """ties of each network layer of kind `file`, by the file it names"""
    sources: dict[str, SourceRow] = field(default_factory=dict)

    @property
    def counts(self) -> list[Tally]:
        """Counts of support among all members, without those of a camp and those of approval."""
        return [row for row in self.tallies if row.camp is None and row.kind == "support"]

    @property
    def consents(self) -> list[Commitment]:
        """The last that is known of each member and candidate: who took its consent back was out from that day on.

        Approvals are left out, for who approves of one may approve of all; so is a consent before the last one.
        """
        rows = [row for row in self.commitments if row.kind == "support"]
        standing = {(row.member, row.candidate) for row in rows if row.until is None}
        last = {(row.member, row.candidate): row for row in sorted(rows, key=lambda row: row.until or date.min)}
        return [row if row.until is None else _out(row) for row in rows if _says_last(row, standing, last)]

    sittings: list[Sitting] = field(default_factory=list)
    """of the calendar that the scenario names, without those that were called for something"""
    called: list[Sitting] = field(default_factory=list)
    """those: a forecast counts them among the sittings once it was known of them"""
    levels: tuple[str, ...] = ()
    """at which that calendar has anybody meet"""
    directed: dict[str, bool] = field(default_factory=dict)
    """whether those of a graph have a direction, by its file"""


def _says_last(row: Commitment, standing: set[tuple[str, str]], last: dict[tuple[str, str], Commitment]) -> bool:
    pair = (row.member, row.candidate)
    return row.until is None or (pair not in standing and last[pair] is row)


def _out(row: Commitment) -> Commitment:
    return row.model_copy(update={"not_before": row.until, "by": None, "until": None})


@dataclass(frozen=True)
class Loaded:
    """A scenario as read, merged and validated."""

    scenario: Scenario
    tables: Tables
    name: str
    """stem of the file"""
    files: list[Path]
    """every file of its own that was read, the scenario itself first; a calendar that ships is nobody's own"""
    origins: dict[Place, Origin]
    """of every field, list element and row of a CSV"""
    data: dict[str, Any]
    """the merged tables before validation: only what somebody wrote, without defaults"""
    changes: tuple[str, ...] = ()
    """the `path=value` overrides of the command line"""
    other_rule: str | None = None
    """the rule by name that took the place of its own"""

    @property
    def edges(self) -> dict[str, list[Tie]]:
        """Ties of each network layer of kind `file`, by the file it names."""
        return self.tables.edges

    @property
    def record_of(self) -> str:
        """Name of the scenario whose record this is: its own, or, of a variant without one, that of what it extends."""
        written = [self.origins[place].file for place in OBSERVED if place in self.origins]
        own = not written or any(file == self.files[0] or isinstance(file, str) for file in written)
        return self.name if own else next(file.stem for file in self.files if file in written)

    @property
    def what_changed(self) -> list[str]:
        """What it was given besides its files: values, and a rule; without signs that turn the text around them."""
        return [*map(one_line, self.changes), *([f"rule {self.other_rule}"] if self.other_rule else [])]

    def problem(self, path: Place, message: str) -> Problem:
        """Return a problem with a field, placed where the field was written."""
        return problem_at(self.origins, path, message)


def problem_at(origins: dict[Place, Origin], path: Place, message: str) -> Problem:
    """Return a problem with a field, placed where it or the nearest table around it was written.

    In a numbered row of a CSV the field is the column.
    """
    around = next(path[:depth] for depth in range(len(path), -1, -1) if path[:depth] in origins)
    origin = origins[around]
    file = shown(origin.file) if isinstance(origin.file, Path) else origin.file
    numbered = bool(around) and isinstance(around[-1], int)
    in_row = numbered and isinstance(origin.file, Path) and origin.file.suffix != ".toml"
    return Problem(file, origin.line, dotted(path[len(around) :] if in_row else path), message)


def places(value: object, at: Place) -> Iterator[Place]:
    """Yield the place of a value and those of all fields and elements in it."""
    yield at
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in inside:
        yield from places(inner, (*at, key))


def dotted(path: Place) -> str:
    """Return a path as text: `network.ties.0.weight`."""
    return ".".join(str(part) for part in path)
