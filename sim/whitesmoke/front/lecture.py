"""A lecture or a lesson played: each of its scenes, and whether the numbers that it quotes are reproduced."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from whitesmoke.errors import Problem, ScenarioError, WhitesmokeError
from whitesmoke.front.case import Case, a_posterior
from whitesmoke.front.in_python import in_python
from whitesmoke.front.run import Run
from whitesmoke.front.runs import Runs
from whitesmoke.model import codes
from whitesmoke.model.reading import last_holdouts, leader
from whitesmoke.model.world import seated
from whitesmoke.scenario.lecture_schema import NEVER, Quoted, Scene
from whitesmoke.scenario.lectures import LoadedLecture, load_lecture
from whitesmoke.scenario.lever_ends import moved
from whitesmoke.scenario.loaded import Loaded
from whitesmoke.telling import scene_words
from whitesmoke.telling.words import member_name
from whitesmoke.writing.output import plain, terminal

if TYPE_CHECKING:
    from pandas import DataFrame
    from rich.console import Console

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


class Played(NamedTuple):
    """A scene, the run that it shows, and what it quotes."""

    scene: Scene
    run: Run
    quoted: list[Reproduced]

    @property
    def member(self) -> str:
        """Whose reasons are shown, as it stands in a sentence; empty if nobody's."""
        case, code = self.run.trace.case, self.scene.member
        return "" if code is None else member_name(case, case.names.members.index(code))

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
        """Each scene, played; and each number that it quotes, found again."""
        return [self._played(number) for number in range(len(self.loaded.spec.scenes))]

    def _played(self, number: int) -> Played:
        scene, loaded = self.loaded.spec.scenes[number], self.loaded.loaded[number]
        case = self._case(number, scene, loaded)
        run = case.run(self.loaded.seed(scene), scene.run)
        return Played(scene, run, [_reproduced(one, scene, case, run) for one in scene.quoted])

    def _case(self, number: int, scene: Scene, loaded: Loaded) -> Case:
        if scene.lever and scene.end:
            loaded = moved(loaded, scene.lever, scene.end)
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


def _reproduced(one: Quoted, scene: Scene, case: Case, run: Run) -> Reproduced:
    return Reproduced(one.what, one.value, _found(one, scene, case, run), one.within)


def _found(one: Quoted, scene: Scene, case: Case, run: Run) -> Value:
    if one.what in ("deadlock", "settled", "change"):
        runs = _runs(case, one.runs, run.seed)
        if one.what == "settled":
            return float((runs.day_or_never <= _last_day(one, scene, case)).mean())
        stuck = float((runs.day_or_never == codes.NEVER).mean())
        return stuck if one.what == "deadlock" else stuck - _without_lever(scene, case, one.runs, run.seed)
    return _of_run(one.what, scene, run)


@lru_cache(maxsize=8)
def _runs(case: Case, runs: int, seed: int) -> Runs:
    return Runs.played(case, runs, seed, tallies=False)


def _without_lever(scene: Scene, case: Case, runs: int, seed: int) -> float:
    from whitesmoke.scenario.load import load

    loaded = load(case.loaded.files[0], scene.set, scene.rule)
    before = _runs(Case(loaded, scene.rule, case.posterior), runs, seed)
    return float((before.day_or_never == codes.NEVER).mean())


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
