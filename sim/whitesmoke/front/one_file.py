"""The story as one HTML file: no server, no request, nothing that could be run but what it was written with."""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape
from pathlib import Path
from string import Template
from typing import Any

ASSETS = Path(__file__).with_name("assets")
PARTS = (
    "state",
    "nodes",
    "words",
    "frame",
    "transport",
    "link",
    "stage",
    "acts",
    "tally",
    "why",
    "line",
    "odds",
    "levers",
    "begin",
)
"""Of the script, in assets/story: they are one function and see each other's names; the last one begins."""


def asset(name: str) -> str:
    """Return the text of a part of the front end: story.css, story.html."""
    return (ASSETS / name).read_text(encoding="utf-8")


def script() -> str:
    """Return the script that draws a story, in one file and on the live page: `whitesmokeStory(root, data, hooks)`."""
    inside = "\n".join(asset(f"story/{part}.js") for part in PARTS)
    return f'var whitesmokeStory = function (root, data, hooks) {{\n"use strict";\n{inside}\nreturn shown;\n}};\n'


def one_file(data: dict[str, Any]) -> str:
    """Return a page that draws itself from data which it carries."""
    code, style = script() + asset("alone.js"), asset("story.css")
    return Template(asset("story.html")).substitute(
        policy=f"default-src 'none'; script-src '{digest(code)}'; style-src '{digest(style)}'; {CLOSED}",
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
    """Return what a reader sees where no script runs: the odds, and what happened."""
    odds = data["odds"] or {"headline": "", "more": []}
    told = [odds["headline"], *odds["more"], *data["verdict"]]
    days = [
        f"<li><b>{escape(step['day'])}</b> {escape(' '.join(line['text'] for line in step['lines']))}</li>"
        for step in data["steps"]
    ]
    return f"<h1>{escape(data['about']['title'])}</h1><p>{escape(' '.join(told))}</p><ol>{''.join(days)}</ol>"
