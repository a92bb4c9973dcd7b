"""What is given in Python as a name, a number or a day: taken as it is meant, or refused in a sentence."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from whitesmoke.errors import WhitesmokeError

if TYPE_CHECKING:
    Date = str | datetime.date | np.datetime64
    """A day: a date, a date with a time (also of pandas), numpy's, or text such as 2024-05-01."""

SEEDS, RUNS = 2**64, 2**32
"""How many seeds there are, and runs of each."""
POSTERIOR = "the name of a shipped posterior, or the file or folder of a calibration"
LONGEST = 40
"""Signs of a value that is said as it is."""


def a_number(value: object, what: str, least: int = 1, below: int = RUNS) -> int:
    """Return a whole number. Raises WhitesmokeError for anything else, and for one out of range."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or not least <= value < below:
        raise WhitesmokeError(f"{what}: give a whole number from {least} to {below - 1}, not {value!r}")
    return int(value)


def a_seed(value: object) -> int:
    """Return a seed. Raises WhitesmokeError for what is none."""
    return a_number(value, "seed", 0, SEEDS)


def a_date(given: Date, told: str = "") -> datetime.date:
    """Return a date that is one, of `datetime`, numpy or pandas, or is written as 2024-05-01.

    Parameters
    ----------
    told : who gave it, at the beginning of what is wrong with it: `--date: `
    """
    found = _moment(given)
    if isinstance(found, datetime.datetime):
        return found.date()
    if isinstance(found, datetime.date):
        return found
    raise WhitesmokeError(f"{told}{called(given)} is not a date; write it as 2024-05-01")


def _moment(given: object) -> object:
    """Return what is given as a date of Python; None if it is none, as the NaT of pandas, which says it is one."""
    if isinstance(given, str):
        try:
            return datetime.date.fromisoformat(given.strip())
        except ValueError:
            return None
    if getattr(getattr(given, "dtype", None), "kind", "") == "M" and not getattr(given, "ndim", 1):
        given = given.astype("datetime64[us]").item()  # type: ignore[attr-defined]
    return given if isinstance(given, datetime.date) and given == given else None


def a_name(given: object, what: str, wanted: str) -> str | Path:
    """Return a name or a path. Raises WhitesmokeError for anything else.

    Parameters
    ----------
    what : the argument it was given for
    wanted : what to give instead: `the name of a scenario`
    """
    if isinstance(given, str) and given:
        return given
    if isinstance(given, os.PathLike):
        return Path(given)
    raise WhitesmokeError(f"{what}: {called(given)} is none; give {wanted}")


def a_member(given: object) -> str:
    """Return a member's code or name. Raises WhitesmokeError for what is no text."""
    if isinstance(given, str):
        return given
    raise WhitesmokeError(f"{called(given)} is no member; give its code or its name, as a text")


def called(given: object) -> str:
    """Return what was given in a word: a text in quotes, a number or a day as it is, of other things what they are."""
    if isinstance(given, str):
        return f'"{given}"'
    plainly = given is None or isinstance(given, int | float | datetime.date) or getattr(given, "ndim", 1) == 0
    return str(given) if plainly and len(str(given)) <= LONGEST else f"a {type(given).__name__}"
