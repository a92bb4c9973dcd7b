"""Lectures and lessons in words: what each scene shows, what is said and asked at it, and which number is another."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from whitesmoke.model.reading import long_date
from whitesmoke.scenario.lecture_schema import NEVER, Scene
from whitesmoke.telling.lever_words import futures
from whitesmoke.writing.estimates import counted, in_hundred
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
    "quoted instead": "quoted: {value}",
    "with lever": "Played with: {says}.",
    "with rule": "Played by another rule: {rule}.",
    "with set": "Played with {changes}.",
    "deadlock": "Not settled in {share}.",
    "settled": "Settled by {day} in {share}.",
    "change": "Not settled in {points} than without the lever.",
    "change none": "As often not settled as without the lever.",
    "date": "This run is settled on {day}.",
    "date never": "This run is never settled.",
    "winner": "This run ends with {winner}.",
    "last": "The last to come round is {member}.",
    "tally": "{count} have come round to the front-runner.",
    "committed": "{member} comes round on {day}.",
    "committed never": "{member} never comes round.",
    "more": "{count} of 100 futures more",
    "fewer": "{count} of 100 futures fewer",
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


def played_with(scene: Scene, lever: str) -> str:
    """Return what is changed in what a scene plays, with the end of its lever in words; empty if nothing is."""
    parts = {"lever": lever, "rule": scene.rule, "set": ", ".join(scene.set)}
    told = [WORDS[f"with {name}"].format(says=what, rule=what, changes=what) for name, what in parts.items() if what]
    return " ".join(told)


def found(what: str, value: float | str | datetime.date, day: str, member: str) -> str:
    """Return a number that is found, in a sentence.

    Parameters
    ----------
    day : by which it is settled
    member : whose day it is, or who is last
    """
    if isinstance(value, float):
        if what == "change":
            count = in_hundred(abs(value))
            points = WORDS["more" if value > 0 else "fewer"].format(count=count)
            return WORDS["change" if value else "change none"].format(points=points)
        return WORDS[what].format(share=futures(value), day=day, count=f"{value:g}")
    on = long_date(value) if isinstance(value, datetime.date) else value
    return WORDS[f"{what} never" if value == NEVER else what].format(day=on, member=isolated(member), winner=value)


def quoted(value: float | str | datetime.date) -> str:
    """Return what is quoted, beside what is found instead."""
    return WORDS["quoted instead"].format(value=_said(value))


def other(what: str, quoted: float | str | datetime.date, found: float | str | datetime.date, within: float) -> str:
    """Return that a number is another than quoted."""
    about = WORDS["within"].format(within=within) if within else ""
    return WORDS["other"].format(what=what, found=_said(found), quoted=_said(quoted), within=about)


def _said(value: float | str | datetime.date) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
