"""What a kept summary must have to be shown in a report; anything else is made anew."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator


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


class Days(_Part):
    """By which day 5, 50 and 95 % of the runs had settled."""

    p05: int | None
    p50: int | None
    p95: int | None


class Measured(_Part):
    """A measure at a point."""

    mean: Interval | None
    runs: int
    against_first: Interval | None


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
    days: Days | None = None
    mean_days_within_horizon: Interval | None = None
    against_first: Shift | None = None
    measures: dict[str, Measured] = {}

    @model_validator(mode="after")
    def _told(self) -> Point:
        if self.runs and (
            self.days is None or not {"mean_days_within_horizon", "against_first"} <= self.model_fields_set
        ):
            raise ValueError("does not say what its runs came to")
        return self


class Named(_Part):
    """A factor."""

    label: str
    unit: str
    labels: list[tuple[Any, str]] = []


class Measure(_Part):
    """What is told of a measure."""

    label: str
    unit: str
    formula: str
    where: str
    meaning: str
    words: str


Estimates = dict[str, Interval]
"""By kind."""


class Limit(_Part):
    """What a corner takes of a factor: ordered levels from low to high, or some of the others."""

    low: bool | float | str | None
    high: bool | float | str | None
    in_: list[Any] | None = Field(alias="in")
    quasi_p: float
    again: int


class Holding(_Part):
    """What a corner holds."""

    points: int
    counting: int
    coverage: Interval
    density: Interval


class HeldOut(Holding):
    """The same of points that had no part in it."""

    parts: int


class Step(Holding):
    """A corner on the way to the one that is told."""

    restricted: list[str]


class Corner(Holding):
    """Where in the factors something is likely."""

    base: Interval
    limits: dict[str, Limit] = Field(min_length=1)
    given_up: list[str]
    held_out: HeldOut
    step: int
    steps: list[Step] = Field(min_length=1)


class Discovery(_Part):
    """In which corners of the factors something is so."""

    label: str
    unit: str
    at_least: float | None
    at_most: float | None
    points: int
    counting: int
    missing: int
    asked: int
    sharing: bool
    corners: list[Corner]
    none: str = ""


class Summary(_Part):
    """A sweep."""

    runs: int
    failed: int
    draws: str
    shared_horizon_days: int
    points: list[Point]
    factors: dict[str, Named]
    arms: dict[str, str]
    measures: dict[str, Measure] = {}
    candidates: dict[str, str] = {}
    indices: dict[str, dict[str, dict[str, Estimates] | dict[str, str]]] = {}
    discovery: dict[str, Discovery] = {}
