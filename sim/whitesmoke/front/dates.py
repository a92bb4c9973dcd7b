"""Dates as people give them."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from whitesmoke.errors import WhitesmokeError
from whitesmoke.front.names import called

if TYPE_CHECKING:
    import numpy as np

    Date = str | datetime.date | np.datetime64
    """A day: a date, a date with a time (also of pandas), numpy's, or text such as 2024-05-01."""


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
