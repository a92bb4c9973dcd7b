"""What may stand in the tables of coded cases, and which of their columns were written knowing the end."""

from __future__ import annotations

import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from whitesmoke.scenario.numbers import Table
from whitesmoke.scenario.record_schema import Counts
from whitesmoke.scenario.values import LONGEST, MANY, Code, Confidence, Date, Name


def _from_text(value: object) -> object:
    """Take a date in quotes, as tables of cases have it, for a date; an empty one for none."""
    try:
        return datetime.date.fromisoformat(value) if isinstance(value, str) and value else value or None
    except ValueError:
        return value


Day = Annotated[Date, BeforeValidator(_from_text)]
Perhaps = Annotated[Date | None, BeforeValidator(_from_text)]
Class = Literal["words", "posts", "goods", "policy", "bilateral", "procedure", "rival", "red_line", "unknown"]
Question = Literal["text", "names", "ratification"]


class CodedRow(Table):
    """A row of any table; `HINDSIGHT` are the columns that were written knowing the end, and that no scenario reads."""

    HINDSIGHT: ClassVar[tuple[str, ...]] = ()

    def blind(self) -> CodedRow:
        """Return the row as it could have been written before the end."""
        fields = type(self).model_fields
        return self.model_copy(update={name: fields[name].get_default() for name in self.HINDSIGHT})


class CodedCase(CodedRow):
    """A case: who is to decide what, by which rule, from when on."""

    HINDSIGHT: ClassVar[tuple[str, ...]] = (
        "late_names",
        "lead",
        "deadline",
        "deadline_kind",
        "outcome",
        "outcome_date",
        "outcome_kind",
        "holdouts_named",
        "holdouts_last",
        "grade",
        "note",
        "unsaid",
    )

    name: str = Field(description="the question in words")
    body: str = Field(description="who decides")
    members: list[str] = Field([], description="sets of bodies.csv, in order of time; empty: only the number is known")
    voters: str = Field(description="how many, first of all a number")
    rule: str = Field(description="how the body decides")
    question: Question = Field("text", description="what is to be decided: text, names or ratification")
    names_of: Literal["persons", "places"] = Field(
        "persons", description="what names stand for, where question is names"
    )
    subject: str = Field("", description="of the file, where the body's calendar depends on it")
    candidates: list[str] = Field(min_length=1, description="texts or names, the first one first")
    text: str = Field("", description="what the text is called, if not as the first candidate")
    versions: list[str] = Field([], description="candidates that are later versions of the first text")
    homes: dict[str, Code] = Field({}, description="the member that a name comes from")
    heard_of: dict[str, Day] = Field({}, description="when a name or text came up, if after the start")
    status_quo: str = Field("", description="what holds without a decision")
    start: Day = Field(description="day 0")
    late_names: list[str] = []
    lead: str = ""
    deadline: str = ""
    deadline_kind: str = ""
    outcome: str = ""
    outcome_date: Perhaps = None
    outcome_kind: str = ""
    holdouts_named: list[str] = []
    holdouts_last: list[str] = []
    grade: str = ""
    note: str = ""
    end_known: bool = Field(True, description="whether the coder knew how the case had ended")
    unsaid: list[str] = Field([], description="what of the case a scenario cannot say, as far as the coder knows")

    @property
    def number(self) -> int:
        """The members that the body has, as far as a number is given."""
        digits = self.voters.split()[0] if self.voters.split() else ""
        return int(digits) if digits.isdecimal() else 0


class Membership(CodedRow):
    """Who is in a body for a time."""

    set: Name
    what: str = ""
    size: int
    members: str


class Procedure(CodedRow):
    """How a body goes about a kind of file: by which calendars, and for how long."""

    body: str
    subject: str = ""
    calendars: str = ""
    terms: str = ""
    every: Annotated[int, Field(ge=1, le=LONGEST)] | None = None
    between: Literal["none", "silence"] = "silence"
    horizon_days: Annotated[int, Field(ge=1, le=LONGEST)] | None = None
    together: Literal["yes", "no"] = "no"
    basis: str = ""


class Event(CodedRow):
    """Something dated."""

    case: str
    date: Date
    precision: Literal["day", "approx"] = "day"
    actor: str = ""
    kind: str
    text: str = ""
    confidence: Confidence = "med"
    sources: str


class Holdout(CodedRow):
    """One demand of one member."""

    HINDSIGHT: ClassVar[tuple[str, ...]] = (
        "outcome",
        "what_it_got",
        "date_got",
        "settled_not_before",
        "settled_by",
        "trigger",
    )

    case: str
    member: Code
    issue: str = ""
    demand: str
    concerns: str = ""
    klass: Class = Field(alias="class")
    grantor: str = ""
    raised_not_before: Date | None = None
    raised_by: Date | None = None
    outcome: str = ""
    what_it_got: str = ""
    date_got: Date | None = None
    settled_not_before: Date | None = None
    settled_by: Date | None = None
    trigger: str = ""
    confidence: Confidence = "med"
    sources: str


class Position(CodedRow):
    """When a member is known to have come to support a candidate."""

    case: str
    member: Code
    candidate: str
    not_before: Date | None = None
    by: Date | None = None
    basis: str = ""
    confidence: Confidence = "med"
    source: str
    until: Date | None = None


class Count(CodedRow):
    """How many supported a candidate on a day."""

    case: str
    date: Date
    candidate: str
    low: Annotated[int, Field(ge=0, le=MANY)]
    high: Annotated[int, Field(ge=0, le=MANY)]
    members: Annotated[int, Field(ge=1, le=MANY)]
    kind: Counts = "support"
    confidence: Confidence = "med"
    note: str = ""
    source: str


class Pressing(CodedRow):
    """A date that pressed."""

    HINDSIGHT: ClassVar[tuple[str, ...]] = ("result",)

    case: str
    date: Date
    date_end: Date | None = None
    label: str = ""
    kind: str
    level: str = ""
    known_in_advance: Literal["yes", "partly", "no"]
    known_since: Date | None = None
    known_since_basis: str = ""
    result: str = ""
    confidence: Confidence = "med"
    sources: str


class Source(CodedRow):
    """What can be looked up."""

    id: str
    address: str = ""
    what: str = ""


class Country(CodedRow):
    """What a code stands for."""

    code: Code
    name: str


TABLES: dict[str, type[CodedRow]] = {
    "bodies": Membership,
    "procedures": Procedure,
    "events": Event,
    "holdouts": Holdout,
    "positions": Position,
    "tallies": Count,
    "focal": Pressing,
    "sources": Source,
    "names": Country,
}
"""The CSV files next to `cases.toml`; only that of sources has to be there."""
