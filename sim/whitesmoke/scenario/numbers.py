"""The number types of a scenario file: a plain number, a number with its source, or a distribution; and their bounds.

Every type has a range and a bound on its size, far beyond any race: what is played can be counted, and stays finite.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    Tag,
    model_validator,
)
from pydantic_core import CoreSchema, core_schema

from whitesmoke.scenario.families import reach

TELLS = "tells"
"""Marks a field that only tells: no run depends on it, so it is no part of what a scenario means."""


class Table(BaseModel):
    """A TOML table: unknown fields are errors, and a text is never taken for a number or a truth value."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Sourced(Table):
    """A table with modelling numbers says where they come from, here or in a table around it."""

    source: Annotated[str | None, TELLS] = Field(
        None, description="where the numbers come from: an id of the sources table, or a text"
    )
    assumed: Annotated[bool | None, TELLS] = Field(None, description="true if the numbers are the modeller's judgement")


class Stated(Sourced):
    """One number with its own source."""

    value: float = Field(description="the number")


class Distribution(Sourced):
    """A number drawn once per run; `low` and `high` cut the normal and lognormal off and bound the uniform."""

    dist: Literal["normal", "lognormal", "uniform", "triangular"] = Field(description="family")
    mean: float | None = Field(None, description="normal: mean; lognormal: mean of the logarithm")
    sd: float | None = Field(None, ge=0, description="normal: standard deviation; lognormal: that of the logarithm")
    low: float | None = Field(None, description="smallest value")
    mode: float | None = Field(None, description="triangular: most likely value")
    high: float | None = Field(None, description="largest value")

    @model_validator(mode="after")
    def _complete(self) -> Distribution:
        needed = {"uniform": ("low", "high"), "triangular": ("low", "mode", "high")}.get(self.dist, ("mean", "sd"))
        missing = [name for name in needed if getattr(self, name) is None]
        if missing:
            raise ValueError(f"a {self.dist} distribution needs {' and '.join(missing)}")
        ordered = [x for x in (self.low, self.mode, self.high) if x is not None]
        if ordered != sorted(ordered) or (len(ordered) > 1 and ordered[0] == ordered[-1]):
            raise ValueError("low, mode and high must ascend")
        if self.mean is not None and self.sd is not None and self._mass() < 1e-6:
            raise ValueError("low and high leave (almost) nothing of the distribution; move them or the mean")
        return self

    def _mass(self) -> float:
        """Return the probability between low and high of a normal or lognormal before it is cut off."""
        mean, sd = float(self.mean or 0.0), float(self.sd or 0.0)
        bounds = [-math.inf if self.low is None else self.low, math.inf if self.high is None else self.high]
        if self.dist == "lognormal":
            bounds = [
                math.log(bound) if 0 < bound < math.inf else math.copysign(math.inf, bound - 1) for bound in bounds
            ]
        if sd == 0.0:
            return float(bounds[0] <= mean <= bounds[1])
        return NormalDist(mean, sd).cdf(bounds[1]) - NormalDist(mean, sd).cdf(bounds[0])


def _kind(value: object) -> str:
    if isinstance(value, Distribution) or (isinstance(value, dict) and "dist" in value):
        return "distribution"
    if isinstance(value, Stated) or (isinstance(value, dict) and "value" in value):
        return "stated"
    return "table" if isinstance(value, dict) else "number"


def _one_or_table(value: object) -> str:
    return "table" if _kind(value) == "table" else "one"


def support(number: float | Stated | Distribution) -> tuple[float, float]:
    """Return the smallest and largest value that a number can take: a distribution reaches as far as its draws do."""
    if isinstance(number, Distribution):
        smallest, largest = reach(number)
        return smallest if number.low is None else number.low, largest if number.high is None else number.high
    value = number.value if isinstance(number, Stated) else number
    return value, value


class Within(NamedTuple):
    """The range of a number: its whole support lies in it. Stands in the annotation of a type, also for its schema."""

    low: float
    high: float
    above: bool = False
    """the low end itself is out"""

    @property
    def words(self) -> str:
        """Return the range as a sentence goes on: between 0 and 1."""
        if self.above:
            return f"above {self.low:g} and at or below {self.high:g}"
        return f"between {self.low:g} and {self.high:g}"

    def has(self, value: Any) -> Any:
        """Say whether a value, or each of an array, lies in the range; what is no number does not."""
        return ((value > self.low) if self.above else (value >= self.low)) & (value <= self.high)

    def check(self, number: Any) -> Any:
        """Return the number. Raises ValueError if it can leave the range."""
        smallest, largest = support(number)
        if not (self.has(smallest) and self.has(largest)):
            raise ValueError(f"must lie {self.words}{_too_far(number, smallest, largest)}")
        return number

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Check a number once it is one."""
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Say the range to editors: of a plain number (JSON Schema passes over it for a table)."""
        return {**handler(schema), "exclusiveMinimum" if self.above else "minimum": self.low, "maximum": self.high}


def _too_far(number: object, smallest: float, largest: float) -> str:
    """Return what is wrong with a distribution, and what helps; nothing of a plain number."""
    if not isinstance(number, Distribution):
        return ""
    cut = number.low is not None and number.high is not None
    remedy = "move its low or high" if cut else "give it a low and a high, or a smaller sd"
    logs = "; mean and sd are those of the logarithm" if number.dist == "lognormal" else ""
    draws = f"{smallest:g}" if smallest == largest else f"from {smallest:g} to {largest:g}"
    return f"; it draws {draws}{logs}: {remedy}"


Strict = Annotated[float, Field(strict=True)]
Number = Annotated[
    Annotated[Strict, Tag("number")] | Annotated[Stated, Tag("stated")] | Annotated[Distribution, Tag("distribution")],
    Discriminator(_kind),
]
Share = Annotated[Number, Within(0.0, 1.0)]
Rate = Annotated[Number, Within(0.0, 1_000.0)]
"""Per week."""
Multiple = Annotated[Number, Within(0.0, 1_000.0)]
"""What multiplies something else."""
Power = Annotated[Number, Within(0.0, 10.0)]
Weeks = Annotated[Number, Within(0.0, 10_000.0, above=True)]
Time = Annotated[Number, Within(0.0, 10_000.0)]
"""Weeks, or none at all."""
Days = Annotated[Number, Within(0.0, 36_525.0)]
"""As many as the longest race has."""
Logits = Annotated[Number, Within(-1_000.0, 1_000.0)]
Size = Annotated[Number, Within(0.0, 1_000.0)]
"""Logits that cannot be negative."""
Place = Annotated[Number, Within(-1_000_000.0, 1_000_000.0)]
"""On an issue, in units of one's own."""
LogitsByName = Annotated[
    Annotated[Logits, Tag("one")] | Annotated[dict[str, Logits], Tag("table")], Discriminator(_one_or_table)
]
"""One number for every candidate (or issue), or a table of them by name."""
PlaceByName = Annotated[
    Annotated[Place, Tag("one")] | Annotated[dict[str, Place], Tag("table")], Discriminator(_one_or_table)
]
Weight = Annotated[float, Field(ge=0, le=1e12)]
"""Relative to others."""
