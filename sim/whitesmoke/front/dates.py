"""Dates as people give them."""

from __future__ import annotations

import datetime

from whitesmoke.errors import WhitesmokeError


def a_date(given: str | datetime.date, told: str = "") -> datetime.date:
    """Return a date that is one, or is written as 2024-05-01.

    Parameters
    ----------
    told : who gave it, at the beginning of what is wrong with it: `--date: `
    """
    if isinstance(given, datetime.datetime):
        return given.date()
    if isinstance(given, datetime.date):
        return given
    try:
        return datetime.date.fromisoformat(given)
    except (ValueError, TypeError):
        raise WhitesmokeError(f'{told}"{given}" is not a date; write it as 2024-05-01') from None
