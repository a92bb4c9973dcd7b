"""Numbers, dates and truth values as spreadsheets write them; what may mean two things is refused, never guessed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Any, get_origin

from whitesmoke.scenario.merge import toml_value
from whitesmoke.scenario.toml import text
from whitesmoke.scenario.wording import quoted

Cell = str | int | float | bool | datetime.date
"""Of a CSV always a text; of a workbook also a number, a truth value or a day. An empty one is an empty text."""
GAP = re.compile(r"(?<=\d)[ \xa0\u202f\u2009'’](?=\d{3}(?!\d))")
"""Between groups of three digits; elsewhere such a sign parts two things."""
NUMBER = re.compile(r"([+-]?)(\d*(?:[.,]\d+)*)([eE][+-]?\d+)?(?:[ \xa0\u202f\u2009]?(%))?")
GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+")
EITHER = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
"""1,234 is 1.234 where commas are decimal, and 1234 where they part thousands."""
YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
SHORT_YEAR = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{2}")
MIDNIGHT = re.compile(r"[ T]0?0:00(?::00(?:\.0+)?)?$")
DAY_ZERO = {1900: datetime.date(1899, 12, 30), 1904: datetime.date(1904, 1, 1)}
"""From which day spreadsheets count, by the year that their makers chose."""
COUNTED_DAYS = range(20_000, 80_000)
"""Such whole numbers in a column of dates are days counted so."""


class AmbiguousError(ValueError):
    """A cell that may mean two things; its text is a sentence with what to write instead."""


def decimal_sign(texts: Iterable[str]) -> str:
    """Return which sign a table writes before decimals, as far as its numbers show: "." or ",", else ""."""
    signs = {sign for text in texts if (sign := _shown_sign(text))}
    return signs.pop() if len(signs) == 1 else ""


def _shown_sign(text: str) -> str:
    """Return the decimal sign that one number leaves no doubt about."""
    digits = _digits(text)
    if digits is None or EITHER.fullmatch(digits) or GROUPED.fullmatch(digits):
        return ""
    return next((sign for sign in reversed(digits) if sign in ".,"), "")


def _digits(text: str) -> str | None:
    """Return the digits of a number with their commas and points; None if it is no number."""
    found = NUMBER.fullmatch(_without_gaps(text.strip()))
    return found[2] if found and found[2] else None


def _without_gaps(cell: str) -> str:
    """Return a number with nothing between its groups of digits, and the minus of a word processor as a hyphen."""
    return GAP.sub("", cell.replace("−", "-"))


def is_text(kinds: list[Any]) -> bool:
    """Say whether a field takes any text."""
    return str in kinds or not kinds


def typed(cell: Cell, kinds: list[Any], decimal: str) -> object:
    """Return a cell as one of its field's kinds; what cannot be read stays as it is, and validation says so.

    Parameters
    ----------
    decimal : the decimal sign of the table, "" where it shows none

    Raises AmbiguousError.
    """
    if is_text(kinds):
        return cell if isinstance(cell, str) else text(cell)
    found = _read(cell, kinds, decimal) if isinstance(cell, str) else cell
    if datetime.date in kinds and isinstance(found, int) and found in COUNTED_DAYS:
        raise AmbiguousError(_days_counted(found))
    whole = isinstance(found, float) and found.is_integer() and int in kinds and float not in kinds
    return int(found) if whole else found  # type: ignore[call-overload]


def level(cell: Cell, decimal: str) -> object:
    """Return a cell that may be anything: a number, a date or a truth value as TOML has it, else its text."""
    found = toml_value(cell) if isinstance(cell, str) else cell
    return number(found, decimal, shares=False) if isinstance(found, str) else found


def _read(cell: str, kinds: list[Any], decimal: str) -> object:
    if datetime.date in kinds:
        return _date(cell)
    if bool in kinds and cell.lower() in ("true", "false"):
        return cell.lower() == "true"
    if any(get_origin(kind) is list for kind in kinds) and not cell.startswith("["):
        return re.split(r"[,;\s]+", cell.strip(",; "))
    if decimal == "," and "." in cell and EITHER.fullmatch(_digits(cell) or ""):
        raise AmbiguousError(_either(cell))
    found = toml_value(cell)
    return number(cell, decimal, float in kinds) if isinstance(found, str) else found


def number(cell: str, decimal: str, shares: bool) -> float | str:
    """Return the number that a text is, or the text; `shares`: 12 % is 0.12. Raises AmbiguousError."""
    found = NUMBER.fullmatch(_without_gaps(cell))
    if not found or not found[2] or (found[4] and not shares):
        return _float(cell)
    sign, digits, power, percent = found[1], found[2], found[3] or "", found[4]
    if EITHER.fullmatch(digits) and "," in digits and not decimal:
        raise AmbiguousError(_either(cell))
    plain = _plain(digits, decimal)
    if plain is None:
        return cell
    value = toml_value(f"{sign}{plain}{power}")
    value = _float(f"{sign}{plain}{power}") if isinstance(value, str) else value
    return value / 100 if percent and not isinstance(value, str) else value


def _plain(digits: str, decimal: str) -> str | None:
    """Return digits with a point before decimals and nothing between thousands; None where they are in no order."""
    signs = [sign for sign in digits if sign in ".,"]
    thousands = GROUPED.fullmatch(digits) or (EITHER.fullmatch(digits) and signs[0] != (decimal or "."))
    if thousands:
        return digits.replace(signs[0], "")
    if len(signs) < 2:
        return digits.replace(",", ".")
    whole, last = digits.rsplit(signs[-1], 1)
    grouped = GROUPED.fullmatch(whole) or EITHER.fullmatch(whole)
    return f"{whole.replace(signs[0], '')}.{last}" if grouped and signs[-1] not in signs[:-1] else None


def _float(cell: str) -> float | str:
    try:
        return float(cell)
    except ValueError:
        return cell


def _either(cell: str) -> str:
    digits = _without_gaps(cell)
    small, large = digits.replace(",", "."), re.sub("[.,]", "", digits)
    return f"{quoted(cell)} may be {small} or {large}; write the one that is meant, without a sign between thousands"


def _date(cell: str) -> object:
    """Return a date as any country writes it, where only one day can be meant."""
    day = MIDNIGHT.sub("", cell)
    if found := YEAR_FIRST.fullmatch(day):
        return _day(cell, found[1], found[3], found[4])
    if SHORT_YEAR.fullmatch(day):
        raise AmbiguousError(f"the year of {quoted(cell)} has two digits; write the date as 2024-06-30")
    if found := YEAR_LAST.fullmatch(day):
        return _year_last(cell, *found.groups())
    return toml_value(day)


def _year_last(cell: str, first: str, sign: str, second: str, year: str) -> object:
    """Return the date of 31.12.2024 and its like: with points the day is first, as everywhere where they are used."""
    day_first = sign == "." or int(first) > 12 or first == second
    if not day_first and int(second) <= 12:
        days = [f"{year}-{int(month):02}-{int(day):02}" for day, month in ((first, second), (second, first))]
        raise AmbiguousError(f"{quoted(cell)} may be {days[0]} or {days[1]}; write the one that is meant")
    return _day(cell, year, second, first) if day_first else _day(cell, year, first, second)


def _day(cell: str, year: str, month: str, day: str) -> object:
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return cell


def _days_counted(days: int) -> str:
    """Return a sentence about a date that is the number of its day."""
    since = {year: zero + datetime.timedelta(days) for year, zero in DAY_ZERO.items()}
    return (
        f"{days} is {since[1900]} if days are counted from 1900, {since[1904]} if from 1904; "
        "format the column as dates such as 2024-06-30"
    )
