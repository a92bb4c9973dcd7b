"""Cells of CSV files: a text that a spreadsheet would take for a formula is written with a quote before it.

A text that begins with = + - @ (or a tab, or the end of a line) is computed by spreadsheets when a file is opened. It
gets a single quote; so does one that begins with quotes and then one of these, so that taking one quote away gives
every text back. Numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def guarded(value: object) -> object:
    """Return a cell as it is written: texts that look like a formula with a quote before them."""
    if isinstance(value, str) and FORMULA.match(value) and not NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def unguarded(text: str) -> str:
    """Return a cell as it was before `guarded`."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def written(rows: Iterable[Sequence[object]]) -> str:
    """Return rows as the text of a CSV file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue()
