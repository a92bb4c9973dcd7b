"""From a name to a checked lecture: its file, and the scenario that each of its scenes plays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from whitesmoke.errors import Problem, ScenarioError
from whitesmoke.scenario import document
from whitesmoke.scenario.files import find, folders, shown, why_unusable
from whitesmoke.scenario.kinds import of_another_kind
from whitesmoke.scenario.lecture_schema import Lecture, Scene
from whitesmoke.scenario.lever_ends import moved
from whitesmoke.scenario.load import load
from whitesmoke.scenario.loaded import Loaded, Origin, Place, problem_at
from whitesmoke.scenario.messages import problems_of
from whitesmoke.scenario.people import all_members
from whitesmoke.scenario.wording import instead, quoted

FOLDER = "scenes"
"""In a folder of scenarios."""
IS_A_NUMBER = ("deadlock", "settled", "change", "tally")


@dataclass(frozen=True)
class LoadedLecture:
    """A file of scenes, checked, and what each of them plays."""

    spec: Lecture
    path: Path
    origins: dict[Place, Origin]
    loaded: list[Loaded]
    """the scenario of each scene, with its changes and its rule, and no lever moved"""

    @property
    def name(self) -> str:
        """Stem of the file."""
        return self.path.stem

    def seed(self, scene: Scene) -> int:
        """Return the seed of a scene."""
        return self.spec.seed if scene.seed is None else scene.seed

    def problem(self, scene: int, field: str, message: str) -> Problem:
        """Return a problem with a field of a scene, counted from 0, placed where it was written."""
        place: Place = ("scenes", scene, *field.split("."))
        return problem_at(self.origins, tuple(int(part) if str(part).isdigit() else part for part in place), message)


def shipped() -> dict[str, Path]:
    """Return the lectures that a name finds; the first folder's name wins."""
    found: dict[str, Path] = {}
    for folder in folders():
        for path in sorted((folder / FOLDER).glob("*.toml")):
            found.setdefault(path.stem, path)
    return found


def is_lecture(path: str | Path) -> bool:
    """Say whether a file is one of scenes rather than a scenario."""
    return "scenes" in document.glimpse(Path(path))


def names_lecture(name_or_path: str | Path) -> bool:
    """Say whether a name or a path is that of a file of scenes."""
    given = Path(name_or_path)
    return is_lecture(given) if given.is_file() else str(name_or_path).removesuffix(".toml") in shipped()


def load_lecture(name_or_path: str | Path) -> LoadedLecture:
    """Return a checked lecture by name or path. Raises ScenarioError with every problem, its file, line and field."""
    path = _find(name_or_path)
    data, origins = document.read(path)
    if message := of_another_kind(data, "lecture", shown(path)):
        raise ScenarioError([Problem(shown(path), None, "", message)])
    try:
        spec = Lecture.model_validate(data)
    except ValidationError as error:
        raise ScenarioError(problems_of(error, data, origins, Lecture)) from error
    lecture = LoadedLecture(spec, path, origins, [])
    problems: list[Problem] = []
    for number, scene in enumerate(spec.scenes):
        try:
            lecture.loaded.append(_played(lecture, scene))
        except ScenarioError as error:
            problems.append(lecture.problem(number, _blamed(scene), f"cannot be played: {error.problems[0]}"))
            continue
        problems += [lecture.problem(number, *found) for found in _findings(lecture, scene, lecture.loaded[-1])]
    if problems:
        raise ScenarioError(problems)
    return lecture


def _find(name_or_path: str | Path) -> Path:
    given = Path(name_or_path)
    if given.is_file():
        return given
    if given.name != str(name_or_path) or given.exists():
        raise ScenarioError([Problem(str(name_or_path), None, "", str(why_unusable(given)))])
    known, stem = shipped(), given.name.removesuffix(".toml")
    if stem not in known:
        message = f"there is no such file, and no lecture of this name{instead(stem, known)}"
        raise ScenarioError([Problem(str(name_or_path), None, "", message)])
    return known[stem]


def _played(lecture: LoadedLecture, scene: Scene) -> Loaded:
    return load(_file(lecture, scene.scenario or lecture.spec.scenario), scene.set, scene.rule)


def _file(lecture: LoadedLecture, name: str) -> Path:
    """Return the file of a scenario: one next to the lecture, or that of a name."""
    beside = lecture.path.parent / name
    return beside if beside.is_file() else find(name)


def _blamed(scene: Scene) -> str:
    """Return which field of a scene makes that it cannot be played."""
    return next((field for field in ("rule", "set", "scenario") if getattr(scene, field)), "title")


Found = tuple[str, str]
"""A field of a scene, and what is wrong with it."""


def _findings(lecture: LoadedLecture, scene: Scene, loaded: Loaded) -> Iterator[Found]:
    calendar, members = loaded.scenario.calendar, all_members(loaded.scenario)
    if scene.day is not None and not calendar.start <= scene.day <= calendar.end:
        yield "day", f"must lie between the start, {calendar.start}, and the end, {calendar.end}"
    if scene.member is not None and scene.member not in members:
        yield "member", f"no member has the code {quoted(scene.member)}{instead(scene.member, members)}"
    yield from _lever(scene, loaded)
    if scene.compare is not None and (message := _compared(lecture, scene, loaded)):
        yield "compare", message
    for number, one in enumerate(scene.quoted):
        if one.by is not None and one.what != "settled":
            yield f"quoted.{number}.by", "what is settled has a day by which; take this away, or quote `settled`"
        elif one.by is not None and not calendar.start <= one.by <= calendar.end:
            yield f"quoted.{number}.by", f"must lie between the start, {calendar.start}, and the end, {calendar.end}"
        if one.what == "change" and (scene.lever is None or scene.end is None):
            yield f"quoted.{number}.what", "what changes? give `lever` and `end`, or quote something else"
        if one.what == "committed" and scene.member is None:
            yield f"quoted.{number}.what", "who committed? give `member`, or quote something else"
        if one.what == "tally" and scene.day is None:
            yield f"quoted.{number}.what", "on which day? give `day`, or quote something else"
        if one.what in IS_A_NUMBER and not isinstance(one.value, float):
            yield f"quoted.{number}.value", f"{one.what} is a number, found {quoted(one.value)}"
        if one.what not in IS_A_NUMBER and isinstance(one.value, float):
            yield f"quoted.{number}.value", f"{one.what} is no number, found {quoted(one.value)}"


def _lever(scene: Scene, loaded: Loaded) -> Iterator[Found]:
    levers = loaded.scenario.levers
    if scene.lever is None:
        if scene.end is not None:
            yield "end", "of which lever? give `lever`, or take this away"
    elif scene.lever not in levers:
        yield "lever", f"{loaded.name} has no lever {quoted(scene.lever)}{instead(scene.lever, levers)}"
    elif scene.end is not None:
        try:
            moved(loaded, scene.lever, scene.end)
        except ScenarioError as error:
            yield "lever", f"cannot be moved there: {error.problems[0].message}"


def _compared(lecture: LoadedLecture, scene: Scene, loaded: Loaded) -> str:
    """Return what is wrong with what a scene is compared with; nothing if nothing is."""
    try:
        compared(lecture, scene, loaded)
    except ScenarioError as error:
        return f"cannot be played: {error.problems[0]}"
    return ""


def compared(lecture: LoadedLecture, scene: Scene, loaded: Loaded) -> Loaded:
    """Return what a scene is compared with: another scenario, or its own with one value more changed."""
    if "=" in str(scene.compare):
        return load(loaded.files[0], [*scene.set, str(scene.compare)], scene.rule)
    return load(_file(lecture, str(scene.compare)))
