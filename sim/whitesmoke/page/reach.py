"""What a visitor may have a page do, and what it says of the machine: no crowd is made, no folder told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from whitesmoke.errors import WhitesmokeError
from whitesmoke.scenario.files import folders
from whitesmoke.scenario.loaded import Loaded
from whitesmoke.scenario.merge import key_path, toml_value
from whitesmoke.scenario.people import all_members
from whitesmoke.scenario.wording import quoted

FOLDERS = re.compile(r"(?<![\w.~/\\-])(?:[A-Za-z]:)?[/\\](?:[^/\\\s\"'`:]+[/\\])+")
"""The folders at the beginning of an absolute path."""
MOST_MEMBERS = 1000
"""Of a body that a visitor brings; a larger one takes so long to compile that every page would wait for it."""


def _at(data: Any, field: str) -> Any:
    return data.get(field) if isinstance(data, dict) else None


def must_be_typed(changes: Sequence[str]) -> None:
    """Raise WhitesmokeError for a change that no command can carry: the one shown would play another run."""
    for change in changes:
        if "\0" in change:
            raise WhitesmokeError(f"{quoted(change)}: a change has no zero byte; take it out")


def must_make_no_crowd(changes: Sequence[str]) -> None:
    """Raise WhitesmokeError if a change, which a link may have brought, makes too many members to be drawn."""
    for change in changes:
        must_be_small(_nested(change))


def _nested(change: str) -> Any:
    """Return a change as the tables that it lies in; nothing where the loader will refuse it."""
    path, _, text = change.partition("=")
    try:
        parts, value = key_path(path.strip()), toml_value(text.strip())
    except (ValueError, RecursionError):
        return {}
    for part in reversed(parts):
        value = {part: value}
    return value


def is_text(given: str) -> bool:
    """Say whether a text from a browser can be written to a file: it may send halves of signs."""
    try:
        given.encode()
    except UnicodeEncodeError:
        return False
    return True


def must_be_small(data: object) -> None:
    """Raise WhitesmokeError if tables, before they are read, write or generate too many members to be drawn."""
    blocs, members = _at(data, "blocs"), _at(data, "members")
    made = [_at(bloc, "generate") for bloc in blocs.values()] if isinstance(blocs, dict) else []
    written = len(members) if isinstance(members, dict) else 0
    _must_be_few(written + sum(number for number in made if isinstance(number, int)), MOST_MEMBERS)


def members_of(loaded: Loaded) -> int:
    """Return how many members a scenario has, generated ones among them."""
    return len(all_members(loaded.scenario))


def must_be_drawn(loaded: Loaded, most: int) -> None:
    """Raise WhitesmokeError for a body so large that compiling it would hold up every page."""
    _must_be_few(members_of(loaded), most)


def _must_be_few(members: int, most: int) -> None:
    if members > most:
        raise WhitesmokeError(
            f"{members:,} members: a page takes up to {most:,} in a file of a visitor's or by a change. "
            "`whitesmoke run` plays larger ones, and `whitesmoke view FILE` shows them"
        )


def without_folders(text: str) -> str:
    """Return a text with every file by its own name: where they are on this machine is nobody's business."""
    for folder in sorted(_known(), key=lambda folder: -len(folder)):
        text = text.replace(f"{folder}/", "").replace(f"{folder}\\", "")
    return FOLDERS.sub("", text)


def _known() -> set[str]:
    """Return folders whose names may have blanks in them."""
    known = {Path.cwd(), *(folder.resolve() for folder in folders())}
    return {str(folder) for folder in known if len(folder.parts) > 1}
