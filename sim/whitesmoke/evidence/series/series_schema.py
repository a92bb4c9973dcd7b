"""What a series file may say: the office, who has held it, and what is assumed of the choices to come."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from whitesmoke.scenario.numbers import Sourced, Table, Weight
from whitesmoke.scenario.values import Code, Confidence, Date, Name

Years = Annotated[float, Field(gt=0, le=100)]
Logits = Annotated[float, Field(ge=-1_000, le=1_000)]
Share = Annotated[float, Field(ge=0, le=1)]


class Region(Table):
    """Allies among whom the post may be thought to take turns."""

    label: str = Field("", description="text for figures and tables")
    blocs: list[Name] = Field(min_length=1, description="groups of the scenario that make it up")


class Term(Sourced):
    """How long an office lasts."""

    years: Years = Field(description="first term of a winner, years")
    longest: Years = Field(description="nobody stays on beyond this, years")
    handover: int = Field(
        0, ge=0, le=366, strict=True, description="days from the choice to office, if the post is empty"
    )


class Reappointment(Sourced):
    """An incumbent who would stay on is put to the allies as the only candidate."""

    chance: Share = Field(description="that an incumbent would stay on, at the end of each term")
    years: Years = Field(description="by how much, years")


class Extension(Sourced):
    """What deadlock brings: the incumbent goes on."""

    years: Years = Field(description="by how much, years")


class Leaving(Sourced):
    """Incumbents who die or resign before the end."""

    per_year: Annotated[float, Field(ge=0, le=1_000)] = Field(description="rate, per year")


class Memory(Sourced):
    """Who held the post is remembered against who would follow: logits off a candidate's valence; 0 is no memory."""

    region: Logits = Field(0.0, description="off a candidate of the region that holds the post, logits")
    home: Logits = Field(0.0, description="off a candidate of the country that holds it, on top, logits")
    half_life: Years = Field(8.0, description="after leaving the post: years until half is forgotten")


class FutureField(Sourced):
    """Who runs in a race that has not happened yet: all drawn."""

    sizes: list[Share] = Field(min_length=1, description="chance of 1, 2, ... candidates")
    pool: dict[Name, Weight] = Field(description="weight of each region; its allies share it")
    never: list[Code] = Field([], description="allies that put nobody up")
    quality: Annotated[float, Field(ge=0, le=1_000)] = Field(1.0, description="spread of candidates, logits")
    own_region: Logits = Field(0.0, description="what a region likes better in a candidate of its own, logits")

    @model_validator(mode="after")
    def _shares(self) -> FutureField:
        if abs(sum(self.sizes) - 1.0) > 1e-9:
            raise ValueError(f"`sizes` are chances and must sum to 1, not {sum(self.sizes):g}")
        return self


class Stay(Table):
    """An incumbent's mandate was prolonged."""

    agreed: Date = Field(description="the day on which allies agreed")
    until: Date = Field(description="the new end")
    source: str | None = Field(None, description="ids of the sources table, or words")
    confidence: Confidence = "med"


class Holder(Table):
    """Somebody who held the post, and how that came about."""

    name: str = Field(description="the person's name")
    home: Code = Field(description="the country")
    sought: Date | None = Field(None, description="the day from which a successor was looked for")
    chosen: Date | None = Field(None, description="the day on which allies agreed")
    took_office: Date = Field(description="first day in office")
    left: Date | None = Field(None, description="day of leaving; none for who holds it now")
    ended: Literal["term", "died", "resigned", "another post"] | None = Field(None, description="why it ended")
    rivals: list[str] = Field([], description="named and not chosen")
    stays: list[Stay] = Field([], description="prolongations")
    source: str | None = Field(None, description="ids of the sources table, or words")
    confidence: Confidence = Field("med", description="high: on record or two reports; med: one report; low: inferred")


class Series(Sourced):
    """An office: its rules, its past, and what is assumed of its future."""

    title: str = Field(description="one line")
    about: str = Field("", description="what it is, what is scripted, what is assumed")
    sources: str | None = Field(None, description="CSV with the columns id, address, what")
    scenario: str = Field(description="the shape of every race: a file next to this one, or a name")
    until: Date = Field(description="futures end here")
    regions: dict[Name, Region] = Field(min_length=1, max_length=7, description="regions by name")
    term: Term
    reappointment: Reappointment
    extension: Extension
    leaving: Leaving
    memory: Memory
    field: FutureField
    record: list[Holder] = Field(min_length=1, description="who held the post, the first one first")
