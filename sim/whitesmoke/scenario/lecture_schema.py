"""What a file of scenes may say: a lecture or a lesson, scene by scene, each a state of the page."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import Field

from whitesmoke.scenario.lever_schema import End
from whitesmoke.scenario.numbers import Table
from whitesmoke.scenario.values import MANY, Code, Date, Line, Name, Told

What = Literal["deadlock", "settled", "change", "date", "winner", "last", "tally", "committed"]
Seed = Annotated[int, Field(ge=0, lt=2**64, strict=True)]
NEVER = "never"
"""Of a day that did not come."""


class Question(Table):
    """What a class is asked."""

    asks: Line = Field(description="the question")
    answer: Told = Field("", description="what is expected, for who teaches: not shown to the class")


class Quoted(Table):
    """A number that a scene quotes: `whitesmoke scenes` plays for it, and says so where it is not reproduced."""

    what: What = Field(
        description="of many runs: deadlock, settled (by a day), change (of deadlock, by the lever); of the run: date, "
        "winner, last, tally (on the day of the scene), committed (when the member was)"
    )
    value: float | str | Annotated[datetime.date, Field(strict=True)] = Field(
        description='a share, a count, a date or a name; or "never"'
    )
    by: Date | None = Field(None, description="settled by this day; none: by that of the scene, or the expiry")
    within: Annotated[float, Field(ge=0, le=MANY)] = Field(0.0, description="how far off it may be")
    runs: Annotated[int, Field(ge=2, le=100_000, strict=True)] = Field(1000, description="of many runs: how many")


class Scene(Table):
    """One state of the page, with what is said and asked at it. What is not given is the lecture's."""

    title: Line = Field(description="what is to be seen, in a line")
    scenario: str | None = Field(None, description="a name, or a file next to this one")
    seed: Seed | None = Field(None, description="of the ensemble")
    run: int = Field(0, ge=0, lt=2**32, strict=True, description="which run of it")
    rule: str | None = Field(None, description="another decision rule, by name")
    set: list[str] = Field([], description="values that are changed: path=value")
    posterior: str | None = Field(None, description="a shipped posterior, by name")
    day: Date | None = Field(None, description="the day that is shown; none: the beginning")
    view: Literal["story", "workbench"] = Field("story", description="which page")
    stage: Literal["map", "tiles", "network"] = Field("tiles", description="how members are shown")
    member: Code | None = Field(None, description="whose reasons are shown")
    lever: Name | None = Field(None, description="which lever of the scenario is moved")
    end: End | None = Field(None, description="to which end of it")
    compare: str | None = Field(None, description="what it is compared with: a scenario, or path=value")
    covered: list[Literal["odds", "course"]] = Field(
        [], description="what is covered until it is asked for: the odds; the course of the run after that day"
    )
    notes: Told = Field("", description="what the presenter says")
    questions: list[Question] = Field([], description="what the class is asked")
    quoted: list[Quoted] = Field([], description="numbers that the notes, questions or answers rest on")


class Lecture(Table):
    """A lecture or a lesson: its scenes, the first one first."""

    title: Line = Field(description="one line")
    about: Told = Field("", description="for whom it is, and what they should know after it")
    minutes: Annotated[int, Field(ge=1, le=600, strict=True)] = Field(15, description="how long it takes")
    scenario: str = Field(description="what its scenes play, unless they say otherwise")
    seed: Seed = Field(1, description="of all scenes that name no other")
    scenes: list[Scene] = Field(min_length=1, max_length=100, description="what is shown, in order")
