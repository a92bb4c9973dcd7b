"""What a result prints, kept as lines and tables: a page has the words of the terminal, and no others."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict
from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDE = 100_000
"""Columns of a console on which no line is broken."""


class Line(BaseModel):
    """A sentence, or a few."""

    model_config = ConfigDict(strict=True, frozen=True)

    text: str
    how: Literal["plain", "strong", "quiet", "item"] = "plain"


class Sheet(BaseModel):
    """A table of texts."""

    model_config = ConfigDict(strict=True, frozen=True)

    title: str = ""
    head: list[str] = []
    rows: list[list[str]]


Told = Line | Sheet


class Recorder(Console):
    """A console that keeps what is printed on it."""

    def __init__(self) -> None:
        super().__init__(file=io.StringIO(), width=WIDE, highlight=False, markup=False, emoji=False)
        self.told: list[Told] = []

    def print(self, *objects: Any, style: Any = None, **how: Any) -> None:
        """Keep lines and tables; an empty line is none."""
        for thing in objects:
            self.told += [_sheet(thing)] if isinstance(thing, Table) else _lines(thing, style)


def recorded(show: Callable[[Console], None]) -> list[Told]:
    """Return what is printed on a console."""
    recorder = Recorder()
    show(recorder)
    return recorder.told


def _lines(thing: Any, style: Any) -> list[Told]:
    said = str(style or getattr(thing, "style", ""))
    how: Any = {"bold": "strong", "dim": "quiet"}.get(said, "plain")
    return [_line(line, how) for line in str(thing).splitlines() if line.strip()]


def _line(text: str, how: Any) -> Line:
    return Line(text=text.strip(), how="item" if text.startswith("  ") and how == "plain" else how)


def _sheet(table: Table) -> Sheet:
    head = [_cell(column.header) for column in table.columns]
    rows = [list(row) for row in zip(*([_cell(cell) for cell in column.cells] for column in table.columns))]
    return Sheet(title=_cell(table.title or ""), head=head if table.show_header and any(head) else [], rows=rows)


def _cell(given: Any) -> str:
    return given.plain if isinstance(given, Text) else str(given)
