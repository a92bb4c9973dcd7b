"""What an experiment file may say. Each class is a table of the file; nothing in it is ever executed."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from whitesmoke.scenario.numbers import Table
from whitesmoke.scenario.values import Name
from whitesmoke.scenario.wording import instead, quoted
from whitesmoke.study.layouts import DESIGNS

Value = bool | int | float | str | datetime.date
"""What a factor may put into a scenario."""
COLUMNS = ("arm", "row", "point", "runs", "replicate", "outcome", "day", "last")
"""Of designs and results: no factor may take their names."""
MOST_STEPS = 10_000
"""More values of one factor are not compared one by one any more: a design of points draws them."""
Level = Annotated[Value | list[Value], Field(union_mode="left_to_right")]


def _each_once(values: list[Any]) -> None:
    seen: dict[Any, Any] = {}
    for value in values:
        same = _comparable(value)
        if same in seen:
            first = seen[same]
            how = f"{first} stands twice" if repr(first) == repr(value) else f"{first} and {value} are the same number"
            raise ValueError(f"{how} in `values`; keep one")
        seen[same] = value


def _comparable(value: Any) -> Any:
    """Return what two values have in common that are the same: 1 and 1.0 are, 1 and true are not."""
    if isinstance(value, list):
        return tuple(_comparable(part) for part in value)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return ("number" if number else type(value).__name__, value)


class Factor(Table):
    """Something that is varied: one path of the scenario or several, and the values it takes."""

    path: str | None = Field(None, description="what is changed, as with --set; `*` stands for every name; or `rule`")
    paths: list[str] | None = Field(
        None, min_length=1, description="several paths that change together; a value is one for all, or a list"
    )
    values: list[Level] | None = Field(None, min_length=1, description="the values, in order")
    low: float | None = Field(None, description="smallest value of a range")
    high: float | None = Field(None, description="largest value of a range")
    steps: int | None = Field(None, ge=2, le=MOST_STEPS, description="values of a range in a grid")
    scale: Literal["linear", "log"] = Field("linear", description="how a range is divided")
    change: Literal["set", "add", "multiply"] = Field(
        "set", description="the value itself, or what is added to (multiplied with) what the scenario says"
    )
    label: str = Field("", description="text for figures and tables")
    labels: list[str] | None = Field(
        None, min_length=1, description="what each of the `values` is called in figures and tables, in their order"
    )
    unit: str = Field("", description="unit, for figures and tables")

    @model_validator(mode="after")
    def _named(self) -> Factor:
        if self.labels is None:
            return self
        if self.values is None:
            raise ValueError("`labels` name `values`; a range has none, leave them out")
        if len(self.labels) != len(self.values):
            raise ValueError(
                f"there are {len(self.values)} `values` and {len(self.labels)} `labels`; give one for each"
            )
        if len(set(self.labels)) < len(self.labels):
            raise ValueError("two of the `labels` are the same, so that nobody could tell their values apart")
        return self

    @model_validator(mode="after")
    def _one_way(self) -> Factor:
        if (self.path is None) == (self.paths is None):
            raise ValueError("give `path`, or `paths` for several that change together")
        if self.path == "rule" and self.change != "set":
            raise ValueError("a rule is replaced by name, nothing is added to it: leave `change` out")
        range_given = self.low is not None or self.high is not None
        if (self.values is None) != range_given:
            raise ValueError("give `values`, or `low` and `high`")
        if self.values is None:
            self._check_range()
        elif self.steps is not None:
            raise ValueError("`steps` divides a range; with `values` leave it out")
        else:
            _each_once(self.values)
        return self

    def _check_range(self) -> None:
        if self.low is None or self.high is None:
            raise ValueError("a range needs both `low` and `high`")
        if self.low >= self.high:
            raise ValueError(f"the range is upside down: low is {self.low:g}, high is {self.high:g}; exchange them")
        if self.scale == "log" and self.low <= 0:
            raise ValueError(f"a range on a log scale starts above 0, not at {self.low:g}")


class Arm(Table):
    """A named alternative: a scenario, a rule or a whole set of changes."""

    scenario: str | None = Field(None, description="another scenario, by name or file; the experiment's own if absent")
    rule: str | None = Field(None, description="another decision rule, by name")
    set: dict[str, Value] = Field({}, description="paths and the values they take")
    label: str = Field("", description="text for figures and tables")


def _known(kind: str) -> str:
    if kind not in DESIGNS:
        raise ValueError(f"there is no design {quoted(kind)}{instead(kind, DESIGNS)}")
    return kind


class Design(Table):
    """Which points are played."""

    kind: Annotated[str, AfterValidator(_known)] = Field(description="how the points are laid out")
    points: int | None = Field(
        None, ge=1, description="latin-hypercube, sobol, halton: how many; saltelli: points of a block"
    )
    rows: list[dict[str, Level]] | None = Field(None, min_length=1, description="list: a value of every factor")
    file: str | None = Field(None, description="csv: a file next to this one, a column for every factor")
    trajectories: int | None = Field(None, ge=1, description="morris: how many")
    levels: int = Field(4, ge=2, description="morris: levels of each factor, an even number")
    seed: int = Field(0, ge=0, lt=2**64, description="of the points, where they are random")

    @model_validator(mode="after")
    def _complete(self) -> Design:
        layout = DESIGNS[self.kind]
        for name in ("points", "rows", "file", "trajectories"):
            given = getattr(self, name) is not None
            if name == layout.needs and not given:
                raise ValueError(f"a {self.kind} design needs `{name}`")
            if name != layout.needs and given:
                raise ValueError(f"a {self.kind} design has no `{name}`; leave it out")
        if layout.power_of_two and self.points is not None and self.points & (self.points - 1):
            below = 1 << (self.points.bit_length() - 1)
            raise ValueError(
                f"a {self.kind} design needs a power of two as its `points`, not {self.points}: "
                f"take {below} or {2 * below}"
            )
        if self.kind == "morris" and self.levels % 2:
            raise ValueError(f"a morris design needs an even number of `levels`, not {self.levels}")
        return self


class Measure(Table):
    """Something that is asked of every run, besides who was chosen and when."""

    formula: str = Field(description="quantities in words, numbers, + - * / < <= > >= =, min, max, or")
    where: str = Field("", description="a formula: the measure is missing in runs where this is 0 or missing")
    label: str = Field("", description="text for figures and tables")
    unit: str = Field("", description="unit, for figures and tables; that of a single quantity if absent")
    words: str = Field("", description='a sentence with "{value}" where its mean stands')

    @model_validator(mode="before")
    @classmethod
    def _short(cls, given: Any) -> Any:
        return {"formula": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _one_place(self) -> Measure:
        if self.words and (self.words.count("{value}") != 1 or set("{}") & set(self.words.replace("{value}", ""))):
            raise ValueError('`words` is a sentence with "{value}" in it once, and no other brackets of this kind')
        return self


class Beyond(Table):
    """Where a sweep is to find an outcome likely, or high, or low; changes no run."""

    at_least: float | None = Field(None, allow_inf_nan=False, description="points whose mean is this or more count")
    at_most: float | None = Field(None, allow_inf_nan=False, description="points whose mean is this or less count")
    corners: int = Field(1, ge=1, le=4, description="corners that are told, each among the points outside the others")

    @model_validator(mode="before")
    @classmethod
    def _short(cls, given: Any) -> Any:
        number = isinstance(given, int | float) and not isinstance(given, bool)
        return {"at_least": given} if number else given

    @model_validator(mode="after")
    def _one_side(self) -> Beyond:
        if self.at_least is not None and self.at_most is not None:
            raise ValueError("give `at_least` or `at_most`, not both")
        return self

    @property
    def limit(self) -> float | None:
        """The limit that is given; None for half of the runs."""
        return self.at_least if self.at_most is None else self.at_most


class Stop(Table):
    """Play on until an interval is narrow enough."""

    on: str = Field(description="a candidate, `deadlock`, `day`, or a measure: whose 95 % interval counts")
    width: float = Field(gt=0, description="widest interval allowed: a probability, days for `day`, or its unit")
    at_most: int = Field(ge=2, le=10**9, description="runs of a point, whatever the width")


class Replicates(Table):
    """How many runs each point gets, and whether the points meet the same luck."""

    runs: int = Field(ge=1, le=10**9, description="runs of each point (with `stop`: at least)")
    draws: Literal["common", "independent"] = Field(
        "common", description="common: run r of every point has the same luck, so differences are paired"
    )
    stop: Stop | None = Field(None, description="double the runs of a point until an interval is narrow enough")

    @model_validator(mode="after")
    def _room(self) -> Replicates:
        if self.stop is not None and self.stop.at_most < self.runs:
            raise ValueError(f"`stop.at_most` is below `runs` ({self.stop.at_most} < {self.runs})")
        return self


class Outputs(Table):
    """What is kept of each run besides its outcome, day and last holdouts."""

    columns: list[str] | None = Field(
        None,
        description="met.DEMAND, exit.CANDIDATE, member.CODE, ratified.CODE, tally.CANDIDATE@DATE, paid.CODE, "
        "got.CODE, spent.PURSE, text.CANDIDATE.ISSUE; all met.* and exit.* if absent, and text.* where texts can move",
    )
    rounds: bool = Field(False, description="keep the tally of every round as well")


class Experiment(Table):
    """One question and the design that answers it."""

    title: str = Field(description="a line for figures")
    question: str = Field(description="what the experiment is to find out")
    mechanism: str = Field("", description="which mechanisms of the model carry the answer")
    assumption: str = Field("", description="which assumed numbers it hangs on")
    scenario: str = Field(description="a scenario by name, or a file next to this one")
    rule: str | None = Field(None, description="another decision rule for all points, by name")
    set: dict[str, Value] = Field({}, description="changes for all points: paths and values")
    posterior: str | None = Field(
        None, description="posterior.parquet of `calibrate`, next to this file: run j of every point takes draw j"
    )
    seed: int = Field(1, ge=0, lt=2**64, description="seed of the ensembles")
    factors: dict[Name, Factor] = Field({}, description="what is varied")
    arms: dict[Name, Arm] = Field({}, description="named alternatives; every point is played under each")
    measures: dict[Name, Measure] = Field({}, description="what is asked of every run")
    discover: dict[Name, Beyond] = Field(
        {}, description="`deadlock`, `day`, a candidate or a measure: in which corner of the factors it is so"
    )
    design: Design = Field(description="which points are played")
    replicates: Replicates = Field(description="how many runs each point gets")
    outputs: Outputs = Field(default_factory=lambda: Outputs(columns=None, rounds=False), description="what is kept")

    @model_validator(mode="after")
    def _something_varies(self) -> Experiment:
        if self.design.kind == "arms":
            if not self.arms:
                raise ValueError("an arms design needs [arms.NAME] tables")
            if self.factors:
                raise ValueError("an arms design has no factors; take a grid to cross arms with factors")
        elif not self.factors:
            raise ValueError(f"a {self.design.kind} design needs at least one [factors.NAME] table")
        for name in COLUMNS:
            if name in self.factors:
                raise ValueError(f'no factor may be called "{name}": results have a column of that name')
        return self
