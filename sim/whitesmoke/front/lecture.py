"""A lecture or a lesson played: each of its scenes, and whether the numbers that it quotes are reproduced."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from whitesmoke.errors import Problem, ScenarioError, WhitesmokeError
from whitesmoke.front.case import Case, a_posterior
from whitesmoke.front.in_python import in_python
from whitesmoke.front.run import Run
from whitesmoke.front.runs import Runs
from whitesmoke.front.taken import a_number
from whitesmoke.model import codes
from whitesmoke.model.reading import last_holdouts, leader, long_date
from whitesmoke.model.world import seated
from whitesmoke.scenario.lecture_schema import NEVER, Quoted, Scene
from whitesmoke.scenario.lectures import LoadedLecture, load_lecture
from whitesmoke.scenario.lever_ends import moved
from whitesmoke.scenario.loaded import Loaded
from whitesmoke.telling import scene_words
from whitesmoke.telling.by_name import member_name
from whitesmoke.writing.output import plain, terminal

if TYPE_CHECKING:
    from pandas import DataFrame
    from rich.console import Console

    from whitesmoke.front.lecture_page import LecturePage

Value = float | str | datetime.date


class Reproduced(NamedTuple):
    """A number that a scene quotes, and what is found."""

    what: str
    quoted: Value
    found: Value
    within: float

    @property
    def holds(self) -> bool:
        """Whether it is what is found."""
        if isinstance(self.quoted, float) and isinstance(self.found, int | float):
            return abs(self.found - self.quoted) <= self.within + 1e-12
        return self.found == self.quoted


@dataclass(frozen=True)
class Played:
    """A scene, and the run that it shows."""

    scene: Scene
    run: Run
    before: Case
    """what it plays, with no lever moved"""

    @cached_property
    def quoted(self) -> list[Reproduced]:
        """Each number that it quotes, found again."""
        return [Reproduced(one.what, one.value, _found(one, self), one.within) for one in self.scene.quoted]

    @property
    def member(self) -> str:
        """Whose reasons are shown, as it stands in a sentence; empty if nobody's."""
        case, code = self.run.trace.case, self.scene.member
        return "" if code is None else member_name(case, case.names.members.index(code))

    @property
    def round(self) -> int:
        """The round that is shown."""
        trace, day = self.run.trace, self.scene.day
        return 0 if day is None else min(trace.case.names.round_of(day), trace.rounds)

    @property
    def lever_says(self) -> str:
        """The end of its lever in words; empty if none is moved."""
        scene = self.scene
        return self.before.loaded.scenario.levers[scene.lever].says(scene.end) if scene.lever and scene.end else ""

    def told(self, number: int) -> str:
        """Return a number that it quotes, as it is found, in a sentence; and what is quoted where that is another."""
        one, quoted, case = self.scene.quoted[number], self.quoted[number], self.run.case
        by = case.start + datetime.timedelta(_last_day(one, self.scene, case))
        member = case.members.get(str(quoted.found), "") if one.what == "last" else self.member
        winner = case.candidates.get(str(quoted.found), str(quoted.found)) if one.what == "winner" else quoted.found
        said = scene_words.found(one.what, winner, long_date(by), member)
        return said if quoted.holds else f"{said} ({scene_words.quoted(quoted.quoted)})"

    @property
    def data(self) -> dict[str, Any]:
        """What JSON says of it."""
        case, said = self.run.case, self.scene.model_dump(exclude={"quoted", "seed"})
        more = {"scenario": case.name, "seed": self.run.seed, "ends": self.run.headline}
        return {**said, **more, "quoted": [one._asdict() for one in self.quoted]}


class Lecture:
    """A lecture or a lesson: its scenes, played."""

    def __init__(self, loaded: LoadedLecture) -> None:
        self.loaded = loaded
        self.title, self.about, self.minutes = loaded.spec.title, loaded.spec.about, loaded.spec.minutes

    @cached_property
    def scenes(self) -> list[Played]:
        """Each scene, played."""
        return [self._played(number) for number in range(len(self.loaded.spec.scenes))]

    def _played(self, number: int) -> Played:
        scene, loaded = self.loaded.spec.scenes[number], self.loaded.loaded[number]
        before = case = self._case(number, scene, loaded)
        if scene.lever and scene.end:
            case = self._case(number, scene, moved(loaded, scene.lever, scene.end))
        return Played(scene, case.run(self.loaded.seed(scene), scene.run), before)

    def _case(self, number: int, scene: Scene, loaded: Loaded) -> Case:
        try:
            return Case(loaded, scene.rule, a_posterior(scene.posterior))
        except WhitesmokeError as error:
            raise ScenarioError([self.loaded.problem(number, "posterior", str(error))]) from error

    @property
    def problems(self) -> list[Problem]:
        """What does not hold: days on which the run is over, members without a seat, numbers that are others."""
        return [
            self.loaded.problem(number, *wrong) for number, one in enumerate(self.scenes) for wrong in _problems(one)
        ]

    def must_hold(self) -> None:
        """Raise ScenarioError, with the place of each, if anything does not hold."""
        if problems := self.problems:
            raise ScenarioError(problems)

    @property
    def sentence(self) -> str:
        """What it is, in a line."""
        return scene_words.about(self.title, len(self.scenes), self.minutes)

    def json(self) -> dict[str, Any]:
        """Return what `scenes --json` prints."""
        spec = self.loaded.spec
        about = {"name": self.loaded.name, "title": spec.title, "about": spec.about, "minutes": spec.minutes}
        data: dict[str, Any] = plain({**about, "scenes": [one.data for one in self.scenes]})
        return data

    def frame(self) -> DataFrame:
        """Return one row for each scene: what it plays, and what it shows."""
        import pandas as pd

        columns = ("title", "scenario", "seed", "run", "day", "stage", "member", "lever", "end")
        return pd.DataFrame([{name: row[name] for name in columns} for row in (one.data for one in self.scenes)])

    def page(self, runs: int = 1000) -> LecturePage:
        """Show its scenes on a page, with the odds of `runs` futures around each; `save` writes it as one HTML file."""
        from whitesmoke.front.lecture_page import LecturePage

        return LecturePage(self, a_number(runs, "runs", 2))

    def show(self, console: Console | None = None, answers: bool = False) -> None:
        """Print its scenes with what is said and asked; with `answers` also what is expected, for who teaches."""
        from rich.text import Text

        console = console or terminal()
        for line, bold in scene_words.told(self.title, self.about, self.minutes, self._told(), answers):
            console.print(Text(line, style="bold" if bold else ""))

    def _told(self) -> list[scene_words.Told]:
        return [
            scene_words.Told(one.scene, one.run.case.name, one.member, one.run.seed, one.run.headline, len(one.quoted))
            for one in self.scenes
        ]

    def __repr__(self) -> str:
        return self.sentence


def lecture(name_or_path: str | Path) -> Lecture:
    """Return a shipped lecture or lesson by its name, or a file of scenes by its path.

    Raises ScenarioError with every problem of the file, each with its line and field.
    """
    with in_python():
        return Lecture(load_lecture(name_or_path))


def _found(one: Quoted, played: Played) -> Value:
    if one.what not in ("deadlock", "settled", "change"):
        return _of_run(one.what, played.scene, played.run)
    case, seed = played.run.case, played.run.seed
    runs = _runs(case, one.runs, seed)
    if one.what == "settled":
        return float((runs.day_or_never <= _last_day(one, played.scene, case)).mean())
    stuck = _stuck(runs)
    return stuck if one.what == "deadlock" else stuck - _stuck(_runs(played.before, one.runs, seed))


@lru_cache(maxsize=8)
def _runs(case: Case, runs: int, seed: int) -> Runs:
    return Runs.played(case, runs, seed, tallies=False)


def _stuck(runs: Runs) -> float:
    return float((runs.day_or_never == codes.NEVER).mean())


def _last_day(one: Quoted, scene: Scene, case: Case) -> int:
    by = one.by or scene.day
    return case.compiled.world.expiry if by is None else (by - case.start).days


def _of_run(what: str, scene: Scene, run: Run) -> Value:
    names, trace = run.trace.case.names, run.trace
    if what == "winner":
        return run.winner or "none"
    if what == "date":
        return run.date or NEVER
    if what == "last":
        return names.members[last_holdouts(trace)[0]]
    if what == "tally":
        assert scene.day is not None
        return float(trace.committed[min(names.round_of(scene.day), trace.rounds)][leader(trace)])
    assert scene.member is not None
    on = run.trace.committed_on(names.members.index(scene.member))
    return NEVER if on >= codes.NEVER else names.date_of_round(on)


def _problems(one: Played) -> Iterator[tuple[str, str]]:
    scene, trace = one.scene, one.run.trace
    names, world = trace.case.names, trace.case.world
    last = names.date_of_round(trace.rounds)
    if scene.day is not None and scene.day > last:
        yield "day", f"the run is over on {last}; choose that day or an earlier one"
    day = 0 if scene.day is None else (scene.day - names.start).days
    if scene.member is not None and not seated(world, day)[names.members.index(scene.member)]:
        yield "member", f"{scene.member} has no seat on {scene.day or names.start}; choose another day or member"
    for number, quoted in enumerate(one.quoted):
        if not quoted.holds:
            yield f"quoted.{number}.value", scene_words.other(quoted.what, quoted.quoted, quoted.found, quoted.within)
