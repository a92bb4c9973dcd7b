"""Lectures and lessons: list them, play every scene, find again every number that is quoted."""

from __future__ import annotations

from whitesmoke.commands.common import show_or
from whitesmoke.front.lecture import Lecture
from whitesmoke.scenario.lectures import load_lecture, shipped
from whitesmoke.telling.scene_words import about
from whitesmoke.writing.output import print_json


def scenes(name: str | None, answers: bool, as_json: bool) -> None:
    """Play a lecture and print it; without a name, list those that ship."""
    if name is None:
        _list(as_json)
        return
    lecture = Lecture(load_lecture(name))
    lecture.must_hold()
    if as_json:
        print_json(lecture.json())
    else:
        show_or(lecture.sentence, lambda console: lecture.show(console, answers))


def _list(as_json: bool) -> None:
    found = {name: load_lecture(path).spec for name, path in shipped().items()}
    if as_json:
        print_json([{"name": name, "title": one.title, "minutes": one.minutes} for name, one in found.items()])
        return
    width = max((len(name) for name in found), default=0)
    for name, one in found.items():
        print(f"{name:{width}}  {about(one.title, len(one.scenes), one.minutes)}")
