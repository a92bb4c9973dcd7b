"""What a scenario file may say of days: when it begins and ends, which dates press, when the body sits."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, create_model

from whitesmoke.scenario.numbers import TELLS, Rate, Share, Sourced, Table
from whitesmoke.scenario.values import LONGEST, Confidence, Date, Known, Line, Name, Told, declared


class Calendar(Table):
    """When the race begins, how long a round is, and when it ends without agreement."""

    start: Date = Field(description="day 0")
    round_days: int = Field(
        1, ge=1, le=31, strict=True, description="length of a round, days; above 7 the outcome depends on it"
    )
    expiry: Date = Field(description="without consensus by then the status quo goes on (deadlock)")
    horizon: Date | None = Field(
        None, description="after the expiry: talks go on until here, past a date that is missed"
    )
    takes_office: Annotated[Date | None, TELLS] = Field(None, description="when the winner takes office; printed only")

    @property
    def end(self) -> datetime.date:
        """The last day: the horizon, or the expiry where none is given."""
        return self.horizon or self.expiry


class Focal(Sourced):
    """A date that presses: a summit, a deadline."""

    date: Date = Field(description="the day")
    weight: Share = Field(description="w_m: 0 soft to 1 hard")
    label: Line = Field("", description="text for figures")
    known_since: Known = Field(None, description="announced on this day: an earlier forecast leaves it out")


class Sitting(Table):
    """A meeting at which the body can decide, as its calendar has it."""

    date: Date = Field(description="the day, or the first of several")
    end: Date | None = Field(None, description="the last day")
    level: Told = Field("", description="who meets: heads, ministers-foreign, ...")
    kind: Literal["regular", "informal", "statutory", "annual meeting", "extraordinary"] = Field(
        "regular", description="extraordinary: called for something; of a calendar only forecasts read it, once called"
    )
    known_since: Known = Field(None, description="announced on this day: an earlier forecast leaves it out")
    cancelled: Date | None = Field(
        None, description="the day on which it was moved or cancelled: never held, but expected until then"
    )
    basis: Told = Field("", description="where `known_since` comes from: a source, a rule or an estimate")
    confidence: Annotated[Confidence, TELLS] = "med"
    source: Told = Field("", description="where the day comes from")
    note: Told = Field("", description="which meeting it is")


def _sitting(value: object) -> object:
    return {"date": value} if type(value) is datetime.date else value


FIRST_OF_RHYTHM: Any = {"from": (Date | None, Field(None, description="the first day of the rhythm"))}
"""`from` is no name that a class could give a field."""
_Rhythm: Any = create_model("_Rhythm", __base__=Sourced, **FIRST_OF_RHYTHM)


class Sittings(_Rhythm):
    """When the body can decide. Without any of `dates`, `every` and `calendar` it can on every day."""

    dates: Literal["focal"] | list[Annotated[Sitting, BeforeValidator(_sitting, Date | Sitting)]] | None = Field(
        None, description='days, each a date or a table with its `known_since`; or "focal": the dates that press'
    )
    calendar: Name | None = Field(None, description="a calendar that ships: `whitesmoke list --calendars`")
    levels: list[str] = Field([], description="of the calendar only meetings of these levels; empty: all")
    every: Annotated[int, Field(ge=1, le=LONGEST, strict=True)] | None = Field(
        None, description="a rhythm, days; beside dates or a calendar it goes on after the last of them"
    )
    between: Literal["none", "silence"] = Field(
        "none", description="what becomes of a rule that carries between sittings: it waits, or silence decides"
    )
    weight: Share = declared("sitting_weight")
    called: Rate = declared("called")

    @property
    def given(self) -> bool:
        """Whether the body sits at all, rather than being able to decide on every day."""
        return any(one is not None for one in (self.dates, self.calendar, self.every))
