"""What a scenario file may say of levers: what its author would have a reader try. No run depends on them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from whitesmoke.scenario.numbers import TELLS, Sourced
from whitesmoke.scenario.values import Line

End = Literal["low", "high"]
ENDS: tuple[End, End] = ("low", "high")


class Lever(Sourced):
    """Something that could have been otherwise: where it stands in the file, two values for it, and what they mean."""

    label: Line = Field(description="what it moves, in a few words: Hungary's opt-out")
    question: Line = Field(description="what a reader asks: What if Hungary had got half of what it wanted?")
    path: Annotated[str | list[str], TELLS] = Field(
        description="what it moves, as `--set` takes it: demands.opt-out.ceiling; or a list of several"
    )
    low: Annotated[Any, TELLS] = Field(
        description="the value at one end, of numbers the smaller; of several paths a list, or one for all"
    )
    high: Annotated[Any, TELLS] = Field(description="the value at the other end; the file may stand at one of the two")
    low_says: Line = Field(description="the low end in words: no opt-out")
    high_says: Line = Field(description="the high end in words: half an opt-out")

    @property
    def paths(self) -> list[str]:
        """What it moves."""
        return [self.path] if isinstance(self.path, str) else list(self.path)

    def says(self, end: End) -> str:
        """Return an end in words."""
        return self.low_says if end == "low" else self.high_says

    def values(self, end: End) -> dict[str, Any]:
        """Return what an end sets: values by path."""
        value = self.low if end == "low" else self.high
        each = value if isinstance(self.path, list) and isinstance(value, list) else [value] * len(self.paths)
        return dict(zip(self.paths, each))
