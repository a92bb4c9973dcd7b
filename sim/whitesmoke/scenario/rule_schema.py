"""What a scenario file may say of the decision: the rule, what is published of votes, what a yes must wait for."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from whitesmoke.scenario.numbers import Days, Sourced, Table, Time
from whitesmoke.scenario.values import MANY, Code, Credit, declared


class Silence(Sourced):
    """The silence procedure: its length is drawn once per run and candidate, uniform on the whole days low..high."""

    low: Days = declared("silence_low")
    high: Days = declared("silence_high")


class Row(Table):
    """One row of an explicit rule: sum of weight * credit(vote) must reach the quota."""

    weights: Literal["equal", "population"] | dict[Code, Annotated[int, Field(ge=0, le=MANY, strict=True)]] = Field(
        "equal", description="weight of each member: equal (1 each), population, or a table of whole numbers (others 0)"
    )
    credit: Annotated[tuple[Credit, Credit, Credit], Field(strict=False)] = Field(
        (0, 0, 1), description="credit of a no, an abstention and a yes; may not fall"
    )
    quota: int | str = Field(description='"all", "all - 2", "2/3", "> 1/2", "65%" of the total weight, or a number')


class Alternative(Table):
    """One way to carry: all its rows reach their quotas."""

    rows: list[Row] = Field(min_length=1, description="met together")


class Rule(Sourced):
    """The decision rule: a name, rows, or several alternatives; veto players may be added to each."""

    name: str | None = Field(
        None, description="the rule by its name, such as unanimity, consensus-minus-2 or two-thirds"
    )
    rows: list[Row] | None = Field(None, min_length=1, description="an explicit table instead of a name")
    any: list[Alternative] | None = Field(
        None, min_length=1, description="several tables instead of a name: [{ rows = [...] }, ...]; one is enough"
    )
    veto: list[Code] = Field([], description="members whose objection blocks")
    silence: Silence = Field(default_factory=lambda: Silence.model_validate({}), description="the silence procedure")


class Ballots(Table):
    """Votes whose count is published: one at each planned sitting, or, where the body has none, in every round."""

    kind: Literal["poll", "elimination"] | None = Field(
        None, description="a poll shows who stands where; elimination: of more than two the one with fewest drops out"
    )
    secret: bool = Field(
        False, description="nobody knows who votes how: influence and isolation go by the last count published"
    )


class Ratification(Sourced):
    """How long a member's own procedure takes, from its yes until that counts: for candidates of kind ratification."""

    weeks: Time | None = Field(
        None, description="L: weeks; of a distribution each member has a draw of its own; 0: a yes counts at once"
    )
