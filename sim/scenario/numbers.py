"""The number types of a scenario file: a plain number, a number with its source, or a distribution."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator


class Table(BaseModel):
    """A TOML table: unknown fields are errors, and a text is never taken for a number or a truth value."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Sourced(Table):
    """A table with modelling numbers says where they come from, here or in a table around it."""

    source: str | None = Field(None, description="where the numbers come from: an id of the sources table, or a text")
    assumed: bool | None = Field(None, description="true if the numbers are the modeller's judgement")


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


def _kind(value: Any) -> str:
    if isinstance(value, Distribution) or (isinstance(value, dict) and "dist" in value):
        return "distribution"
    if isinstance(value, Stated) or (isinstance(value, dict) and "value" in value):
        return "stated"
    return "table" if isinstance(value, dict) else "number"


def support(number: float | Stated | Distribution) -> tuple[float, float]:
    """Return the smallest and largest value that a number can take."""
    if isinstance(number, Distribution):
        floor = 0.0 if number.dist == "lognormal" else -float("inf")
        low = floor if number.low is None else number.low
        return low, float("inf") if number.high is None else number.high
    value = number.value if isinstance(number, Stated) else number
    return value, value


def within(low: float, high: float) -> AfterValidator:
    """Return a validator that keeps a number's whole support within a range."""

    def check(number: Any) -> Any:
        smallest, largest = support(number)
        if smallest < low or largest > high:
            cut = " (give the distribution a low and a high)" if isinstance(number, Distribution) else ""
            raise ValueError(f"must lie {_range(low, high)}{cut}")
        return number

    return AfterValidator(check)


def _range(low: float, high: float) -> str:
    if high == float("inf"):
        return f"at or above {low:g}"
    return f"between {low:g} and {high:g}"


Strict = Annotated[float, Field(strict=True)]
Number = Annotated[
    Annotated[Strict, Tag("number")] | Annotated[Stated, Tag("stated")] | Annotated[Distribution, Tag("distribution")],
    Discriminator(_kind),
]
Share = Annotated[Number, within(0.0, 1.0)]
Positive = Annotated[Number, within(0.0, float("inf"))]
ByName = Annotated[
    Annotated[Strict, Tag("number")]
    | Annotated[Stated, Tag("stated")]
    | Annotated[Distribution, Tag("distribution")]
    | Annotated[dict[str, Number], Tag("table")],
    Discriminator(_kind),
]
"""One number for every candidate (or issue), or a table of them by name."""
