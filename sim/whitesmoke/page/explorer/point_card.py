"""What is told of the point that was clicked: its levels, all that it came to, its runs."""

from __future__ import annotations

import datetime
from typing import Any

from whitesmoke.model.reading import ENDINGS, long_date
from whitesmoke.page.explorer.sweep_book import Book
from whitesmoke.study.point_runs import KeptRun
from whitesmoke.telling.words import listed
from whitesmoke.writing.level_words import level_cell

MOST_RUNS = 2000
"""Runs of a point that are sent to a browser; all of them are in its folder."""


def card(book: Book, number: int) -> dict[str, Any]:
    """Return what is told of a row of the design."""
    row, found = book.rows[number], book.found
    runs = book.runs_of(number)
    changes = (
        book.known.design["setting.changes"][number].as_py()
        if "setting.changes" in book.known.design.column_names
        else ""
    )
    return {
        "row": number,
        "name": book.name(row),
        "levels": [
            [found["factors"][name]["label"], _level(found["factors"][name], level)]
            for name, level in row["levels"].items()
        ],
        "says": [[one.label, one.said(row)] for one in book.uprights.values()] if row["runs"] else [],
        "changes": changes or "",
        "seed": str(book.seed_of(row["point"])),  # of independent draws too long for a number of a browser
        "failed": row["failed"],
        "kept": len(runs),
        "runs": [_cells(book, row, run) for run in runs[:MOST_RUNS]],
        "outcomes": list(dict.fromkeys(_outcome(book, run) for run in runs)),
    }


def _level(factor: dict[str, Any], level: Any) -> str:
    return f"{level_cell(factor, level)}{f' {factor["unit"]}' if factor['unit'] else ''}"


def _outcome(book: Book, run: KeptRun) -> str:
    name: str = book.found.get("candidates", {}).get(run.outcome, run.outcome)
    return name


def _cells(book: Book, row: dict[str, Any], run: KeptRun) -> dict[str, Any]:
    """Return a run as the list of runs has it."""
    start, members = row.get("start"), book.found.get("members", {})
    date = long_date(start + datetime.timedelta(days=run.day)) if start and run.day is not None else ""
    return {
        "run": run.replicate,
        "outcome": _outcome(book, run),
        "day": run.day,
        "date": date,
        "ending": ENDINGS[run.ending].words if run.ending in ENDINGS else run.ending,
        "last": listed([members.get(code, code) for code in (run.last or "").split()]),
    }
