"""The story as one HTML file: no server, no request, nothing that could be run but what it was written with."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from whitesmoke.telling.stage.story_labels import marked

ASSETS = Path(__file__).with_name("assets")
PARTS = (
    "state",
    "nodes",
    "words",
    "scene",
    "others",
    "frame",
    "transport",
    "link",
    "stage",
    "acts",
    "places",
    "moves",
    "key",
    "tally",
    "why",
    "line",
    "odds",
    "knowledge",
    "levers",
    "begin",
)
"""Of the script, in assets/story: they are one function and see each other's names; the last one begins."""


@cache
def asset(name: str) -> str:
    """Return the text of a part of the front end: story.css, story.html."""
    return (ASSETS / name).read_text(encoding="utf-8")


def script() -> str:
    """Return the script of the one file and of the live page: `whitesmokeShow(root, data, hooks)`."""
    parts = "\n".join(asset(f"story/{part}.js") for part in PARTS)
    story = f'var whitesmokeStory = function (root, data, hooks) {{\n"use strict";\n{parts}\nreturn shown;\n}};\n'
    return story + asset("lecture.js")


def one_file(data: dict[str, Any]) -> str:
    """Return a page that draws itself from data which it carries: a story, or a lecture of several."""
    code, style = script() + asset("alone.js"), asset("story.css")
    return Template(asset("story.html")).substitute(
        policy=f"default-src 'none'; script-src '{digest(code)}'; style-src '{digest(style)}'; {CLOSED}",
        language=escape(data["labels"]["language"]),
        title=escape(data["about"]["title"]),
        style=style,
        script=code,
        data=inside(data),
        without=without_script(data),
    )


CLOSED = "img-src data:; base-uri 'none'; form-action 'none'"


def digest(text: str) -> str:
    """Return what a policy calls a script or a style by."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def inside(data: dict[str, Any]) -> str:
    """Return data as JSON that can stand in a page: nothing in it ends, or begins, an element."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.translate({ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})


def without_script(data: dict[str, Any]) -> str:
    """Return what a reader sees where no script runs: the odds, and what happened; of a lecture what is said."""
    if "scenes" in data:
        return _lecture_without_script(data)
    odds = data["odds"] or {"headline": "", "more": []}
    told = [odds["headline"], *odds["more"], data["about"]["run_words"], *data["verdict"]]
    days = [
        f"<li><b>{escape(step['day'])}</b> {escape(' '.join(map(marked, step['lines'])))}</li>"
        for step in data["steps"]
    ]
    return f"<h1>{escape(data['about']['title'])}</h1><p>{escape(' '.join(told))}</p><ol>{''.join(days)}</ol>"


def _lecture_without_script(data: dict[str, Any]) -> str:
    told = [f"<h1>{escape(data['about']['title'])}</h1><p>{escape(data['about']['about'])}</p>"]
    for scene in data["scenes"]:
        step = data["stories"][scene["story"]]["steps"][scene["event"]]
        shown = " ".join([f"{step['day']}:", *map(marked, step["lines"])])
        asked = [question["asks"] for question in scene["questions"]]
        told += [
            f"<h2>{escape(scene['title'])}</h2>",
            *(f"<p>{escape(text)}</p>" for text in (shown, scene["notes"], *asked)),
        ]
    return "".join(told)
