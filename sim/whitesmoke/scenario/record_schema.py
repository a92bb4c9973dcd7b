"""What a scenario file may say of what really happened: the record, which no run reads."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from whitesmoke.scenario.numbers import TELLS, Table
from whitesmoke.scenario.values import MANY, Code, Confidence, Date, Told

Counts = Literal["support", "approval"]
"""What is on record: support, which a member gives to one at a time, or that it could live with one, and others."""


class Tally(Table):
    """How many supported a candidate on a day."""

    date: Date
    candidate: str
    low: Annotated[int, Field(ge=0, le=MANY)] = Field(description="at least this many")
    high: Annotated[int, Field(ge=0, le=MANY)] = Field(description="at most this many")
    members: Annotated[int, Field(ge=1, le=MANY)]
    camp: str | None = Field(None, description="of the members of this bloc only; none: of all")
    kind: Counts = "support"
    confidence: Confidence = "med"
    note: Told = ""
    source: Told


class Commitment(Table):
    """When a member is known to have come to support a candidate: in (not_before, by], until it took that back."""

    member: Code
    candidate: str
    not_before: Date | None = None
    by: Date | None = None
    until: Date | None = Field(None, description="the day on which it took its consent back; if again, one more row")
    kind: Counts = "support"
    basis: Told = ""
    confidence: Confidence = "med"
    source: Told


class Exit(Table):
    """When a candidate left."""

    candidate: str
    private: Date | None = Field(None, description="told the others")
    public: Date | None = Field(None, description="said so")
    source: Told


class Decision(Table):
    """How it ended."""

    winner: str | None = None
    date: Date
    source: Told


class Record(Table):
    """What was observed: for scoring and pictures, never an input to a run."""

    decision: Decision | None = None
    tallies: Annotated[str | None, TELLS] = Field(
        None, description="CSV, or case.xlsx#SHEET, with the columns of a tally"
    )
    commitments: Annotated[str | None, TELLS] = Field(
        None, description="CSV, or case.xlsx#SHEET, with the columns of a commitment"
    )
    public: bool = Field(
        False, description="commitments are public acts: who has not committed by a day is known that day"
    )
    exits: list[Exit] = []
