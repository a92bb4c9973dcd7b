"""The kinds of values that a scenario file has: codes, names, dates, texts."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints

from whitesmoke.model.coefficients import COEFFICIENTS
from whitesmoke.scenario.numbers import TELLS
from whitesmoke.scenario.wording import one_line, some_lines

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2,6}$")]
"""ISO alpha-3 code of a member, or any name of 2 to 6 capitals and digits: it is the address of the member's draws."""
Line = Annotated[str, AfterValidator(one_line), TELLS]
"""What is shown: in one line, with nothing in it that turns or steers the text around it."""
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=60)]
FIRST_DATE, LAST_DATE = datetime.date(1000, 1, 1), datetime.date(9000, 12, 31)
"""Beyond these, calendars and figures have no room for the days around a race."""
LONGEST = 36_525
"""Days of a race, at most: a hundred years."""
MOST_GENERATED = 999_999
"""Members that blocs make: their codes have six digits."""
MANY = 10**9
"""Largest count of anything."""


def _in_calendar(date: datetime.date) -> datetime.date:
    if not FIRST_DATE <= date <= LAST_DATE:
        raise ValueError(f"a date must lie between {FIRST_DATE} and {LAST_DATE}")
    return date


Date = Annotated[
    datetime.date,
    Field(strict=True, json_schema_extra={"formatMinimum": str(FIRST_DATE), "formatMaximum": str(LAST_DATE)}),
    AfterValidator(_in_calendar),
]
Known = Annotated[Date | None, TELLS]
"""Since when something was known: forecasts ask for it, runs do not."""
Told = Annotated[str, AfterValidator(some_lines), TELLS]
"""A text that only tells, of some lines, in the same way."""
Credit = Annotated[int, Field(ge=-1_000, le=1_000)]
Confidence = Literal["high", "med", "low"]
"""Of an observation: how sure it is. Nothing said counts as med."""


def declared(name: str) -> Any:
    """Return the field of a coefficient: its default and description."""
    return Field(COEFFICIENTS[name].default, description=COEFFICIENTS[name].description)
