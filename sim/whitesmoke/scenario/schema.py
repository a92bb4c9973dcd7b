"""What a scenario file may say. Each class is a table of the file; `whitesmoke schema` prints all of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, create_model

from whitesmoke.model.coefficients import COEFFICIENTS
from whitesmoke.scenario import numbers
from whitesmoke.scenario.dates_schema import Calendar, Focal, Sittings
from whitesmoke.scenario.lever_schema import Lever
from whitesmoke.scenario.numbers import (
    TELLS,
    Logits,
    LogitsByName,
    Multiple,
    PlaceByName,
    Rate,
    Share,
    Size,
    Sourced,
    Table,
    Time,
    Weight,
)
from whitesmoke.scenario.record_schema import Record
from whitesmoke.scenario.rule_schema import Ballots, Ratification, Rule
from whitesmoke.scenario.values import (
    LONGEST,
    MANY,
    MOST_GENERATED,
    Code,
    Date,
    Known,
    Line,
    Name,
    Told,
    declared,
)


class Bargaining(Sourced):
    """How what members ask for is given: at chance meetings, or by offers to those whom the rule needs."""

    mode: Literal["meetings", "bargained"] = Field(
        "meetings", description="meetings give to whoever waits; bargained: offers, which holders accept or refuse"
    )
    by_need: bool = Field(
        True, description="only those whom the rule needs are negotiated with; false: all who hold out"
    )
    reservation: Logits = Field(0.0, description="m: what others expect a holder to insist on, logits")
    patience: Time = Field(8.0, description="1/r: weeks until the patience of a holder is out, on average")
    step: Share = declared("step")
    secret: Size = declared("secret")
    temperature: Size = declared("temperature")
    at_dates: Multiple = declared("at_dates")
    push: Share = declared("push")
    follow_up: Share = declared("follow_up")
    hardening: Size = declared("hardening")
    opportunism: Multiple = declared("opportunism")
    take_back: Share = declared("take_back")
    late_worth: Size = declared("late_worth")


RESPONSE = (
    Literal["logistic", "proportional"],
    Field("logistic", description="hazard of commitment: h0 * Lambda(A), or h0 * f (pure contagion)"),
)
PIVOTAL = (
    bool,
    Field(False, description="only a refusal by a member whose yes the rule needs ends a candidacy"),
)


def _parameters() -> Any:
    """Return the fields of `[parameters]`: the declared coefficients, and the two that are no numbers."""
    fields: dict[str, Any] = {"response": RESPONSE}
    for one in COEFFICIENTS.values():
        if one.table == "parameters":
            fields[one.name] = (getattr(numbers, one.kind.capitalize()), declared(one.name))
        if one.name == "small":  # the milder form of it
            fields["pivotal"] = PIVOTAL
    return create_model("_Parameters", __base__=Sourced, **fields)


_Parameters: Any = _parameters()


class Parameters(_Parameters):
    """Coefficients of the mechanisms; each is a switch: 0 removes its mechanism exactly."""


class Issue(Table):
    """One dimension of the issue space."""

    low: Line = Field("", description="what a low position means")
    high: Line = Field("", description="what a high position means")


class Bloc(Sourced):
    """A group of members: what they share, and who listens to whom in the `blocs` layer of the network."""

    members: list[Code] = Field([], description="codes")
    generate: int = Field(
        0, ge=0, le=MOST_GENERATED, strict=True, description="make this many members M00001, M00002, ..."
    )
    label: Line = Field("", description="text for figures")
    baseline: LogitsByName | None = Field(None, description="b_ik by candidate, logits above the status quo")
    patron_tie: Share | None = Field(None, description="pi_i: tie to the patron, 0 to 1")


class Member(Sourced):
    """An allied state."""

    name: Line = Field("", description="the country's name")
    accession: Date | None = Field(None, description="may lie after the start: it joins in mid-run")
    known_since: Known = Field(None, description="accession announced: an earlier forecast leaves it out")
    leaves: Date | None = Field(None, description="has no seat from this day on: its consent and weight leave with it")
    leaves_known_since: Known = Field(None, description="departure announced: an earlier forecast does not know of it")
    bloc: str | None = Field(None, description="one bloc it belongs to")
    weight: Weight = Field(1.0, description="w_i: influence weight (relative)")
    population: Annotated[float, Field(ge=0, le=1e6)] | None = Field(None, description="millions; for population rules")
    baseline: LogitsByName | None = Field(None, description="b_ik, logits above the status quo; replaces the bloc's")
    patron_tie: Share | None = Field(None, description="pi_i, 0 to 1; replaces the bloc's; 1 if neither is given")
    position: PlaceByName | None = Field(None, description="x_id by issue")
    salience: LogitsByName | None = Field(
        None, description="how much each issue matters, logits per unit; replaces [space]"
    )
    status_quo: Logits = Field(0.0, description="u_i: value of the status quo, logits")
    reservation: Logits | None = Field(
        None, description="m_i: what others expect it to insist on, logits; else [bargaining]"
    )
    patience: Time | None = Field(None, description="1/r_i: weeks until its patience is out; else [bargaining]")
    ratification: Time | None = Field(None, description="L_i: weeks that its own procedure takes; else [ratification]")
    ratified: Date | None = Field(
        None, description="its procedure is over on this day, whenever it has said yes (scripted; or `ratification`)"
    )
    ratified_known_since: Known = Field(None, description="that day is known from: an earlier forecast leaves it out")


Kind = Literal["person", "proposal", "ratification"]


class Candidate(Sourced):
    """A candidate for the post, or a proposal on the table."""

    name: Line = Field(description="the person's name, or what the text is called")
    kind: Kind | None = Field(
        None,
        description="a person may give up, a proposal stays until withdrawn; a ratification is a proposal to which a "
        "yes counts once the member's own procedure is over; else `kind` of the file",
    )
    sponsor: Annotated[Line | None, TELLS] = Field(
        None, description="of a proposal: a member, or somebody outside by name; told only"
    )
    withdraw: Rate = Field(0.0, description="of a proposal: its sponsor withdraws it at this rate, per week")
    home: Code | None = Field(None, description="home member: commits to it and to nobody else")
    announced: Date | None = Field(None, description="from here its home withholds its support from others")
    entry: Date | None = Field(None, description="day of entry; none for a reserve")
    available: Date | None = Field(None, description="before this day nobody can commit to it")
    until: Date | None = Field(None, description="its own clock: it leaves the race on this day")
    known_since: Known = Field(None, description="known, with all its days: an earlier forecast leaves it out")
    reserve: bool = Field(False, description="enters when no active candidate is left")
    valence: Logits = Field(0.0, description="v_k: what everybody thinks of it, logits")
    position: PlaceByName | None = Field(None, description="y_kd by issue")


class Demand(Sourced):
    """What a member wants for its support."""

    holder: Code = Field(description="the member")
    text: Line = Field("", description="the demand in words")
    concerns: str | None = Field(None, description="candidate; none: any")
    worth: Size = Field(0.0, description="D: what its absence costs the candidate, logits")
    ceiling: Share = Field(1.0, description="share that can be granted at all")
    grantor: str = Field(
        "candidate", description='"candidate", "chair", "patron", a member, or a name outside the body'
    )
    red_line: bool = Field(False, description="nothing will do")
    latent: bool = Field(False, description="may be raised once others are paid; where actors bargain")
    hurts: dict[Code, Size] = Field({}, description="logits that granting it in full costs third members")
    raised: Date | None = Field(None, description="on the table from")
    dropped: Date | None = Field(None, description="off the table after")
    grantable_from: Date | None = Field(None, description="can be granted from")
    grantable_until: Date | None = Field(None, description="can be granted until")
    known_since: Known = Field(None, description="known, with all its days: an earlier forecast leaves it out")


class Grantor(Sourced):
    """Who can grant demands: somebody outside the body, by a name of its own, or the purse of a role or a member.

    The purse of "candidate" is one for all candidates, as if there were only one.
    """

    name: Line = Field(
        "",
        description="outside the body, or a chair that is no member: what it is called in a sentence, the Commission",
    )
    budget: Size | None = Field(None, description="B: what it can spend in all, in its own units; none: no limit")
    cost: Size = Field(0.0, description="c: what a logit granted costs it")
    stake: Size | None = Field(None, description="V: what agreement is worth to it, the most it pays for one demand")


class Event(Sourced):
    """Something scripted, hence not predicted."""

    kind: Literal["endorse", "disavow", "shock", "worth", "ceiling", "grant", "enter", "withdraw", "note"] = Field(
        description="endorse, disavow, shock (of baselines), worth, ceiling, grant (of a demand), enter, withdraw, note"
    )
    date: Date | None = Field(None, description="the day")
    on_exit: str | None = Field(None, description="instead of a date: happens when this candidate leaves")
    known_since: Known = Field(None, description="known or foreseen from: an earlier forecast leaves it out")
    candidate: str | None = Field(None, description="the candidate it concerns")
    by: list[Code] = Field([], description="endorse: members who say so in public, and are committed from that day")
    consulted: Annotated[int, Field(ge=0, le=LONGEST, strict=True)] = Field(
        0, description="endorse: days before the date from which allies know where the patron stands"
    )
    members: list[Code] = Field([], description="shock, note: the members")
    blocs: list[str] = Field([], description="shock: the blocs")
    demand: str | None = Field(None, description="worth, ceiling, grant: the demand")
    amount: Logits = Field(0.0, description="shock, worth: logits added; ceiling, grant: the new share")
    text: Line = Field("", description="what happened, in words")


class Layer(Sourced):
    """One layer of the influence network; each row of W is the mixture of its layers."""

    kind: Literal["alliance", "blocs", "ties", "file", "small-world", "scale-free", "random"] = Field(
        description="alliance: everybody; blocs: own bloc; ties, file: explicit; the others are generated"
    )
    share: Annotated[float, Field(ge=0, le=1)] = Field(1.0, description="weight of the layer")
    file: Annotated[str | None, TELLS] = Field(
        None, description="file: CSV with the columns member, listens_to, weight; or GraphML, or a list of edges"
    )
    neighbours: int = Field(
        4, ge=1, le=MANY, strict=True, description="small-world: ring neighbours; scale-free: links per member"
    )
    rewire: Annotated[float, Field(ge=0, le=1)] = Field(0.1, description="small-world: share of ties rewired")
    density: Annotated[float, Field(ge=0, le=1)] = Field(0.1, description="random: chance of a tie")
    seed: int = Field(0, ge=0, lt=2**64, strict=True, description="seed of the generator")


class Tie(Sourced):
    """One member listens to another."""

    member: Code = Field(description="who listens")
    listens_to: Code = Field(description="to whom")
    weight: Annotated[float, Field(gt=0, le=1e12)] = Field(1.0, description="relative to its other ties")


class Network(Sourced):
    """Who listens to whom."""

    layers: list[Layer] = Field([], description="mixed by share; empty: nobody listens to anybody")
    ties: list[Tie] = Field([], description="for the layer `ties`")


class Space(Sourced):
    """The issue space."""

    issues: dict[Name, Issue] = Field({}, description="dimensions by name")
    salience: LogitsByName = Field(0.0, description="of each issue for members that give none, logits per unit")
    reversion: PlaceByName | None = Field(
        None, description="q_d: what holds without a text, by issue; texts are judged against it"
    )


class Amendment(Sourced):
    """How texts move: towards a needed member, on sittings and at a rate besides. Without it they stay as tabled."""

    step: Share = declared("amendment")
    rate: Rate = declared("amendment_rate")


class MembersTable(Sourced):
    """A table of members next to the scenario; a table [members.XXX] overrides its row."""

    file: str = Field(
        description="CSV, or case.xlsx#SHEET, with a column `code` and any fields of a member, as `position.ISSUE`"
    )


class Elsewhere(Sourced):
    """Tables kept elsewhere, in the sheets of a workbook or in CSV files; what the file says replaces their fields."""

    file: str | None = Field(None, description="workbook whose sheets are called as the fields below; others are left")
    blocs: str | None = Field(None, description="column `id` and any fields of a bloc: a CSV, or case.xlsx#SHEET")
    members: str | None = Field(None, description="column `code` and any fields of a member")
    candidates: str | None = Field(None, description="column `id` and any fields of a candidate")
    positions: str | None = Field(None, description="column `id`, of a member or candidate; position.X, salience.X")
    demands: str | None = Field(None, description="column `id` and any fields of a demand")
    grantors: str | None = Field(None, description="column `id` and any fields of a grantor")
    focal: str | None = Field(None, description="column `id` and any fields of a focal date")
    events: str | None = Field(None, description="column `id` and any fields of an event")
    edges: str | None = Field(None, description="columns member, listens_to, weight: the ties of the layer `ties`")
    sources: str | None = Field(None, description="as the field `sources`")
    tallies: str | None = Field(None, description="as the field of [record]")
    commitments: str | None = Field(None, description="as the field of [record]")


class Scenario(Sourced):
    """A race: who decides, by which rule, between whom, by when."""

    title: Line = Field(description="one line")
    about: Told = Field("", description="what it is, what is scripted, what is assumed")
    sources: Annotated[str | None, TELLS] = Field(
        None, description="CSV, or case.xlsx#SHEET, with the columns id, address, what"
    )
    patron: Code | None = Field(None, description="the member whose endorsement counts for all")
    chair: Code | None = Field(None, description='the member that grants as "chair"; none: somebody without a name')
    calendar: Calendar
    focal: dict[Name, Focal] = Field({}, description="focal dates by name")
    sittings: Sittings = Field(default_factory=lambda: Sittings.model_validate({}))
    bargaining: Bargaining = Field(default_factory=lambda: Bargaining.model_validate({}))
    rule: Rule
    parameters: Parameters = Field(default_factory=lambda: Parameters.model_validate({}))
    amendment: Amendment = Field(default_factory=lambda: Amendment.model_validate({}))
    ballots: Ballots = Field(default_factory=lambda: Ballots.model_validate({}))
    ratification: Ratification = Field(default_factory=lambda: Ratification.model_validate({}))
    space: Space = Field(default_factory=lambda: Space.model_validate({}))
    blocs: dict[Name, Bloc] = Field({}, description="blocs by name")
    tables: Annotated[Elsewhere | None, TELLS] = None
    members_table: Annotated[MembersTable | None, TELLS] = None
    members: dict[Code, Member] = Field({}, description="members by code")
    kind: Kind = Field("person", description="what candidates are that do not say themselves")
    candidates: dict[Name, Candidate] = Field(min_length=1, max_length=127, description="candidates by name")
    demands: dict[Name, Demand] = Field({}, description="demands by name")
    grantors: dict[Name, Grantor] = Field(
        {}, description="who can grant: outside the body, a role (candidate, chair, patron) or the code of a member"
    )
    network: Network = Field(default_factory=lambda: Network.model_validate({}))
    events: dict[Name, Event] = Field({}, description="scripted events by name")
    levers: Annotated[dict[Name, Lever], TELLS] = Field({}, description="what a reader may try, by name")
    record: Annotated[Record, TELLS] = Field(default_factory=lambda: Record.model_validate({}))


ONLY_IN_FILES: dict[str, Any] = {
    "extends": "another scenario file: this one gives only what differs",
    "drop": "with `extends`: tables to leave out, as paths like candidates.iohannis",
}
"""Fields that the loader resolves before a scenario is validated."""
