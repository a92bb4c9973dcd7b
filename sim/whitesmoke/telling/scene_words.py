"""Lectures and lessons in words: what each scene shows, what is said and asked at it, and which number is another."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from whitesmoke.model.reading import long_date
from whitesmoke.scenario.lecture_schema import Scene
from whitesmoke.writing.estimates import counted
from whitesmoke.writing.isolated import isolated

WORDS = {
    "about": "{title} ({scenes}, {minutes})",
    "scene": "{number}. {title}",
    "plays": "{scenario}, seed {seed}, run {run}{changes}, on {day}: {shows}.",
    "opening": "the first day",
    "stage": "the members as {stage}",
    "map": "a map",
    "tiles": "tiles",
    "network": "a network",
    "workbench": "the workbench",
    "member": "why {member} stands where it stands",
    "lever": "the lever {lever} at its {end} end",
    "a lever": "the lever {lever}",
    "compare": "compared with {other}",
    "ends": "The run: {ends}",
    "asks": "Ask: {asks}",
    "answer": "Expected: {answer}",
    "quoted": "{count} quoted, reproduced.",
    "other": "{what}: {found} is found, {quoted} is quoted{within}; correct it, or allow for it by `within`",
    "within": ", give or take {within:g}",
}
"""Every word of it."""


class Told(NamedTuple):
    """What is told of a scene."""

    scene: Scene
    scenario: str
    member: str
    """whose reasons are shown, by name; empty if nobody's"""
    seed: int
    ends: str
    quoted: int


def about(title: str, scenes: int, minutes: int) -> str:
    """Return what a lecture is, in a line."""
    return WORDS["about"].format(title=title, scenes=counted(scenes, "scene"), minutes=counted(minutes, "minute"))


def told(title: str, what: str, minutes: int, scenes: Sequence[Told], answers: bool) -> Iterator[tuple[str, bool]]:
    """Yield the lines of a lecture, and whether each is a heading."""
    yield about(title, len(scenes), minutes), True
    if what:
        yield " ".join(what.split()), False
    for number, one in enumerate(scenes, start=1):
        yield WORDS["scene"].format(number=number, title=one.scene.title), True
        for line in _of_scene(one, answers):
            yield f"  {line}", False


def _of_scene(one: Told, answers: bool) -> Iterator[str]:
    scene = one.scene
    changes = "".join(f", {change}" for change in [*scene.set, *([f"rule {scene.rule}"] if scene.rule else [])])
    day = WORDS["opening"] if scene.day is None else long_date(scene.day)
    yield WORDS["plays"].format(
        scenario=one.scenario,
        seed=one.seed,
        run=scene.run,
        changes=changes,
        day=day,
        shows="; ".join(_shows(scene, one.member)),
    )
    yield WORDS["ends"].format(ends=one.ends)
    if scene.notes:
        yield " ".join(scene.notes.split())
    for question in scene.questions:
        yield WORDS["asks"].format(asks=question.asks)
        if answers and question.answer:
            yield WORDS["answer"].format(answer=" ".join(question.answer.split()))
    if one.quoted:
        yield WORDS["quoted"].format(count=counted(one.quoted, "number"))


def _shows(scene: Scene, member: str) -> Iterator[str]:
    yield WORDS["workbench"] if scene.view == "workbench" else WORDS["stage"].format(stage=WORDS[scene.stage])
    if member:
        yield WORDS["member"].format(member=isolated(member))
    if scene.lever:
        yield WORDS["lever" if scene.end else "a lever"].format(lever=scene.lever, end=scene.end)
    if scene.compare:
        yield WORDS["compare"].format(other=scene.compare)


def other(what: str, quoted: float | str | datetime.date, found: float | str | datetime.date, within: float) -> str:
    """Return that a number is another than quoted."""
    about = WORDS["within"].format(within=within) if within else ""
    return WORDS["other"].format(what=what, found=_said(found), quoted=_said(quoted), within=about)


def _said(value: float | str | datetime.date) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
