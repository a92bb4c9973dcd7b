"""What a kept summary must have to be shown in a report; anything else is made anew."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore")


class Interval(_Part):
    """A number with its interval."""

    value: float | None
    low: float | None
    high: float | None


class Shift(_Part):
    """A point against the first."""

    mean_shift: Interval


class Point(_Part):
    """One row of the design."""

    row: int
    arm: str
    levels: dict[str, bool | float | str | list[Any]]
    runs: int
    failed: int
    horizon_days: int
    outcomes: dict[str, Interval] = {}
    endings: dict[str, Interval] = {}
    days: dict[str, int | None] = {}
    mean_days_within_horizon: Interval | None = None
    against_first: Shift | None = None


class Named(_Part):
    """A factor."""

    label: str
    unit: str


class Summary(_Part):
    """A sweep."""

    runs: int
    failed: int
    draws: str
    shared_horizon_days: int
    points: list[Point]
    factors: dict[str, Named]
    arms: dict[str, str]
