"""The scenarios at hand, the text a new one starts from, and the schema for editors."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from whitesmoke.errors import WhitesmokeError
from whitesmoke.scenario import document
from whitesmoke.scenario.files import corpus_folders, folders
from whitesmoke.scenario.schema import ONLY_IN_FILES, Scenario
from whitesmoke.scenario.wording import one_line, quoted
from whitesmoke.writing.shell import word

TEMPLATE = Path(__file__).with_name("template.toml")
DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9¹²³]", re.IGNORECASE)
STRING: dict[str, Any] = {"type": "string"}
SHAPES: dict[str, dict[str, Any]] = {"extends": STRING, "drop": {"type": "array", "items": STRING}}


class Shipped(NamedTuple):
    """One scenario that a name finds."""

    name: str
    title: str
    path: Path
    extends: str | None
    """name of the scenario it is a variant of"""


def shipped() -> list[Shipped]:
    """Return the scenarios that can be run by name, in the order of their names; the first folder's name wins."""
    return _found(folders())


def corpus() -> list[Shipped]:
    """Return the cases that were coded by a rule, which a name finds as well."""
    return _found(corpus_folders())


def _found(places: list[Path]) -> list[Shipped]:
    found: dict[str, Shipped] = {}
    for folder in places:
        for path in sorted(folder.glob("*.toml")):
            found.setdefault(path.stem, _described(path))
    return [found[name] for name in sorted(found)]


def _described(path: Path) -> Shipped:
    """Return what a file says of itself; one that cannot be read is listed too, for `check` to explain."""
    data = document.glimpse(path)
    if not data:
        return Shipped(path.stem, "(cannot be read: `check` says why)", path, None)
    parent = data.get("extends")
    extends = Path(parent).stem if isinstance(parent, str) else None
    return Shipped(path.stem, one_line(str(data.get("title", f"variant of {extends}"))), path, extends)


def template(name: str, folder: Path = Path()) -> str:
    """Return the text of a new scenario in a folder: small, complete, commented, and ready to run.

    Raises WhitesmokeError if the name is empty or no name of a file.
    """
    must_be_a_name(name)
    text = TEMPLATE.read_text(encoding="utf-8").replace("NAME", name)
    return text.replace("FILE", word(folder / f"{name}.toml"))


def must_be_a_name(name: str) -> None:
    """Refuse what cannot be the name of a file everywhere. Raises WhitesmokeError."""
    if not name or not all(sign.isalnum() or sign in "-_" for sign in name):
        raise WhitesmokeError(f"{quoted(name)} is no name for a scenario; use letters, digits, - and _")
    if name.startswith("-") or DEVICE.fullmatch(name):
        why = "looks like an option" if name.startswith("-") else "is the name of a device in Windows"
        raise WhitesmokeError(f"{quoted(name)} {why}; choose another name")


def json_schema() -> str:
    """Return the JSON Schema of a scenario file; a file that `extends` another need not be complete."""
    schema = Scenario.model_json_schema()
    complete = {"required": schema.pop("required")}
    for field, description in ONLY_IN_FILES.items():
        schema["properties"][field] = {**SHAPES[field], "description": description}
    schema["anyOf"] = [complete, {"required": ["extends"]}]
    return json.dumps(schema, indent=2, ensure_ascii=False)
