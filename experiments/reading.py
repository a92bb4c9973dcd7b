"""Readings: sentences whose numbers are filled in from a result, and claims that the result has to bear out.

A number is written `{COLUMN @ COLUMN=VALUE, ...}`: a column of the table of points, and the one row meant. `{COLUMN
interval @ ...}` adds its 95 % interval. What is no result stands in `{=...}`: a digit anywhere else is refused.
After a line `claims`, each line compares two such numbers, or one with a constant: `p50 @ arm=a < p50 @ arm=b`. A
number with an interval must differ by more than its interval. Nothing here is ever executed.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from whitesmoke.errors import WhitesmokeError
from whitesmoke.scenario.wording import instead, quoted

Row = dict[str, str]
SENTENCES = 3
PER_CENT, POINTS = " %", " points"
BRACES = re.compile(r"\{([^{}]*)\}")
NUMBER = re.compile(r"(?P<column>\S+)(?P<interval> interval)? @ (?P<where>.+)")
CLAIM = re.compile(r"(?P<left>.+?) (?P<sign><|>|=) (?P<right>.+)")
LOW, HIGH = "_low", "_high"
NEVER = float("inf")
"""A date that was not reached comes after all that were."""


class ReadingError(WhitesmokeError):
    """A reading that its result does not bear out, or that cannot be read."""


class Quoted(NamedTuple):
    """A number of the table, with its interval if it has one."""

    column: str
    value: float
    low: float
    high: float


def filled(text: str, rows: list[Row]) -> str:
    """Return the sentences of a reading with their numbers. Raises ReadingError; so do claims that do not hold."""
    sentences, _, claims = text.partition("\nclaims\n")
    for claim in claims.splitlines():
        if claim.strip():
            _check(claim.strip(), rows)
    if digit := re.search(r"\S*\d\S*", BRACES.sub("", sentences)):
        raise ReadingError(
            f"{quoted(digit[0])}: write a number as {{COLUMN @ ROW}}, or as {{={digit[0]}}} if it is no result"
        )
    found = BRACES.sub(lambda match: _text(match[1], rows), sentences.strip())
    if (count := len(re.split(r"(?<=[.!?])\s+(?=[A-Z])", found))) != SENTENCES:
        raise ReadingError(f"a reading has {SENTENCES} sentences; this one has {count}")
    return found


def _text(inner: str, rows: list[Row]) -> str:
    if inner.startswith("="):
        return inner[1:]
    column, *ends = _number(inner, rows)
    if " interval @ " not in inner:
        return _written(column, ends[:1])[0]
    value, low, high = _written(column, ends)
    return f"{value} [{_bare(low)}, {_bare(high)}]"


def _bare(number: str) -> str:
    return number.removesuffix(PER_CENT).removesuffix(POINTS)


def _number(text: str, rows: list[Row]) -> Quoted:
    """Return the number that a text such as `p50 @ arm=unanimity` stands for."""
    found = NUMBER.fullmatch(text.strip())
    if not found:
        raise ReadingError(f"{quoted(text)} is no number of the result; write COLUMN @ COLUMN=VALUE")
    row, column = _row(found["where"], rows), found["column"]
    _known(column, row)
    if not row[column] and not column.startswith("day_"):
        raise ReadingError(f"{quoted(text)}: that cell is empty")
    value = _float(row[column])
    if column + LOW not in row:
        if found["interval"]:
            raise ReadingError(f"{quoted(text)}: {column} has no interval")
        return Quoted(column, value, value, value)
    return Quoted(column, value, _float(row[column + LOW]), _float(row[column + HIGH]))


def _row(where: str, rows: list[Row]) -> Row:
    wanted = {column.strip(): value for column, _, value in (part.partition("=") for part in where.split(" & "))}
    for column in wanted:
        _known(column, {name: "" for row in rows for name in row})
    fitting = [row for row in rows if all(row.get(column) == value for column, value in wanted.items())]
    if len(fitting) != 1:
        raise ReadingError(f"{quoted(where)} fits {len(fitting)} points; one is wanted")
    return fitting[0]


def _known(column: str, row: Row) -> None:
    if column not in row:
        raise ReadingError(f"there is no column {quoted(column)}{instead(column, row)}")


def _float(cell: str) -> float:
    return float(cell) if cell else NEVER


def _written(column: str, values: list[float]) -> list[str]:
    """Return numbers as their column is read: days, differences of days, counts; all others are shares.

    What is below 0 is a difference of shares, in points.
    """
    if column.startswith("day_"):
        return ["never" if value == NEVER else f"day {value:.0f}" for value in values]
    if column.startswith("mean_"):
        return [f"{value:.0f}" for value in values]
    if column.startswith("shift"):
        return [f"{value:+.{_decimals(values)}f}".replace("-", "−") for value in values]
    if column.endswith((".low", ".high")):  # of a corner, in the unit of its factor
        return [f"{value:.3g}" for value in values]
    if column in ("runs", "failed"):
        return [f"{value:,.0f}" for value in values]
    decimals = _decimals([end for value in values for end in (100 * value, 100 - 100 * value)])
    unit = POINTS if min(values) < 0.0 else PER_CENT
    texts = (f"{100 * value:.{0 if value in (0.0, 1.0) else decimals}f}{unit}" for value in values)
    return [text.replace("-", "−") for text in texts]


def _decimals(values: list[float]) -> int:
    """Return how many decimals show two digits, or at least one, of the smallest of numbers; at most two."""
    least = min((abs(value) for value in values if value), default=10.0)
    return 0 if least >= 9.95 else 1 if least >= 0.095 else 2


def _check(claim: str, rows: list[Row]) -> None:
    found = CLAIM.fullmatch(claim)
    if not found:
        raise ReadingError(f'"{claim}" is no claim; write NUMBER < NUMBER, NUMBER > NUMBER or NUMBER = NUMBER')
    left, right = (_side(found[side], rows) for side in ("left", "right"))
    holds = {
        "<": left.high < right.low,
        ">": left.low > right.high,
        "=": left.value == right.value,
    }[found["sign"]]
    if not holds:
        raise ReadingError(f'the result does not bear out "{claim}": {left.value:g} and {right.value:g}')


def _side(text: str, rows: list[Row]) -> Quoted:
    try:
        constant = float(text)
    except ValueError:
        return _number(text, rows)
    return Quoted("", constant, constant, constant)
