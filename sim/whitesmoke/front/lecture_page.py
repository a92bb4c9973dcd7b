"""A lecture on a page: each scene is a moment of a story, with what is said and asked at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from whitesmoke.front.case import Case
from whitesmoke.front.comparison import with_posterior_of
from whitesmoke.front.lecture import Lecture, Played
from whitesmoke.front.one_file import one_file
from whitesmoke.front.one_screen import compared, odds, tried_on
from whitesmoke.front.runs import Runs
from whitesmoke.scenario import lectures
from whitesmoke.telling import scene_words
from whitesmoke.telling.stage.story_labels import LABELS
from whitesmoke.telling.stage.story_odds import beside
from whitesmoke.telling.stage.whole_story import FORMAT, screen
from whitesmoke.writing.output import plain, write_text

FILE = "lecture.html"
Play = Callable[[Case, int], Runs]
"""Plays a case with a seed."""


class Spot(NamedTuple):
    """What is played: scenes of the same spot share a story."""

    case: Case
    before: Case
    """with no lever moved"""
    seed: int
    run: int
    compare: str | None


def _spot(one: Played) -> Spot:
    return Spot(one.run.case, one.before, one.run.seed, one.scene.run, one.scene.compare)


class LecturePage:
    """A lecture to be shown in a browser; `save` writes it as one file that needs nothing."""

    def __init__(self, lecture: Lecture, runs: int = 1000) -> None:
        self.lecture, self.runs = lecture, runs

    @property
    def sentence(self) -> str:
        """What it is, in a line."""
        return self.lecture.sentence

    @cached_property
    def _data(self) -> dict[str, Any]:
        *_, whole = self.parts(lambda case, seed: Runs.played(case, self.runs, seed, tallies=False))
        return whole

    def json(self) -> dict[str, Any]:
        """Return what the page is drawn from, as `story --json` prints it."""
        return self._data

    def parts(self, play: Play) -> Iterator[dict[str, Any]]:
        """Yield the page: at once with the runs of its scenes, then each time with the futures of one of them more."""
        stories = dict(self._told)
        for spot, told in self._told.items():
            yield self._page(stories, with_quoted=False)
            stories[spot] = {**told, **_futures(self.lecture, self._first[spot], play)}
        yield self._page(stories, with_quoted=True)

    def html(self) -> str:
        """Return it as one page that asks for nothing from elsewhere."""
        return one_file(self.json())

    def save(self, folder: str | Path) -> Path:
        """Write it as one HTML file, or as lecture.html into a folder, and return where it is."""
        where = Path(folder)
        file = where if where.suffix.lower() in (".html", ".htm") else where / FILE
        write_text(file, self.html())
        return file

    @cached_property
    def _first(self) -> dict[Spot, Played]:
        """The first scene of each spot."""
        return {_spot(one): one for one in reversed(self.lecture.scenes)}

    @cached_property
    def _told(self) -> dict[Spot, dict[str, Any]]:
        """The story of each spot, without futures."""
        return {spot: self._story(spot) for spot in dict.fromkeys(map(_spot, self.lecture.scenes))}

    def _story(self, spot: Spot) -> dict[str, Any]:
        also = [one.round for one in self.lecture.scenes if _spot(one) == spot]
        run, case = self._first[spot].run, spot.case
        told = screen(run.trace, case.loaded, None, [], case.drawn_from, also=also)
        return {name: what for name, what in told.items() if name != "labels"}

    def _page(self, stories: dict[Spot, dict[str, Any]], with_quoted: bool) -> dict[str, Any]:
        spec, known = self.lecture.loaded.spec, [*stories]
        about = {"name": self.lecture.loaded.name, "title": spec.title, "about": " ".join(spec.about.split())}
        scenes = [
            {**_scene(one, stories[_spot(one)]["steps"], with_quoted), "story": known.index(_spot(one))}
            for one in self.lecture.scenes
        ]
        more = {"minutes": spec.minutes, "sentence": self.sentence}
        data: dict[str, Any] = plain(
            {"format": FORMAT, "labels": LABELS, "about": {**about, **more}, "scenes": scenes}
            | {"stories": [*stories.values()]}
        )
        return data


def _futures(lecture: Lecture, one: Played, play: Play) -> dict[str, Any]:
    """Return the odds of what a scene plays with no lever moved, and what each lever, or another case, changes."""
    scene, trace, seed = one.scene, one.run.trace, one.run.seed
    before = play(one.before, seed)
    levers = tried_on(before, lambda case: play(case, seed))
    if scene.compare is not None:
        other = lectures.compared(lecture.loaded, scene, one.before.loaded)
        says = scene.compare if "=" in scene.compare else other.scenario.title
        levers.append(compared(before, play(with_posterior_of(one.before, Case(other)), seed), says))
    found = beside(odds(before), trace)
    pulled = next((row for row in levers if (row["name"], row["end"]) == (scene.lever, scene.end)), None)
    if pulled:  # the run is one of the futures with the lever
        stuck = 1.0 - pulled["curve"][-1][1]
        of_its_own = beside({"curve": pulled["curve"], "outcomes": {"deadlock": stuck}}, trace)
        found |= {name: of_its_own[name] for name in ("unusual", "unusual_mark", "typical_run", "last_beside")}
    return {"odds": found, "levers": levers}


def _scene(one: Played, steps: list[dict[str, Any]], with_quoted: bool) -> dict[str, Any]:
    scene = one.scene
    lever = f"{scene.lever}.{scene.end}" if scene.lever and scene.end else "compare.other" if scene.compare else ""
    return {
        "title": scene.title,
        "of": one.before.loaded.scenario.title,
        "event": next(n for n, step in enumerate(steps) if step["round"] == one.round),
        "member": scene.member or "",
        "face": "network" if scene.stage == "network" else "tiles",
        "lever": lever,
        "view": scene.view,
        "covered": scene.covered,
        "with": scene_words.played_with(scene, one.lever_says),
        "notes": " ".join(scene.notes.split()),
        "questions": [
            {"asks": question.asks, "answer": " ".join(question.answer.split())} for question in scene.questions
        ],
        "quoted": [one.told(n) for n in range(len(scene.quoted))] if with_quoted else [],
    }
