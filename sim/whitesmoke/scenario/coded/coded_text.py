"""A coded case as the text of a file: what is short stands in a line, what is long in lines of its own."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from whitesmoke.scenario.coded.coded_case import Toml
from whitesmoke.scenario.toml import text

HEAD = "# Made by `whitesmoke code` from tables, by the rule of docs/coding-a-case.md: change those, not this file.\n"
RECORD = "# The record: for scores and pictures. Nothing above this line was made from it.\n"
ONE_BY_ONE = ("focal", "blocs", "candidates", "demands", "grantors", "events")
"""Tables of tables with names, each of which has a header of its own."""


def file_text(tables: Toml, about: str, record: Toml) -> str:
    """Return a scenario with what it says of itself, and its record after everything else."""
    plain = {key: value for key, value in tables.items() if not isinstance(value, dict)}
    title = {"title": plain.pop("title")}
    lines = [HEAD, *_fields(title), f'about = """\n{_wrapped(about)}\n"""\n', *_fields(plain)]
    sections = [
        section for key, value in tables.items() if isinstance(value, dict) for section in _sections(key, value)
    ]
    return "".join([*lines, *sections, "\n", RECORD, *_section("record", record).lstrip("\n")])


def _wrapped(about: str) -> str:
    paragraphs = about.replace("\\", "/").replace('"', "'").split("\n")
    return "\n".join(textwrap.fill(part, 140) for part in paragraphs)


def _sections(name: str, table: Toml) -> Iterator[str]:
    if name in ONE_BY_ONE:
        yield from (_section(f"{name}.{key}", inner) for key, inner in table.items())
    else:
        yield _section(name, table)


def _section(name: str, table: Toml) -> str:
    return "".join([f"\n[{name}]\n", *_fields(table)])


def _fields(table: Toml) -> Iterator[str]:
    return (f"{key} = {_value(value)}\n" for key, value in table.items())


def _value(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict) and len(value) > 1:
        return "".join(["[\n", *(f"  {text(row)},\n" for row in value), "]"])
    return text(value)
