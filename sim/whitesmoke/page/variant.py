"""A variant: what differs from the file, and the file that says so, which `whitesmoke run` plays to the same end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from whitesmoke.errors import WhitesmokeError
from whitesmoke.page.fields import plain_text, value_at, written
from whitesmoke.page.reach import is_text
from whitesmoke.page.setup import LONGEST, Setup
from whitesmoke.scenario.load import Loaded
from whitesmoke.scenario.merge import key_path, toml_value
from whitesmoke.writing.output import write_text

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
COMMA = re.compile(r"(?P<sign>[+-]?)(?P<before>\d+),(?P<after>\d+)", re.ASCII)
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
SOURCED = frozenset({"members", "blocs", "candidates", "demands", "grantors", "focal", "events"})
"""Groups whose tables say where their numbers come from."""


def merged(changes: Sequence[str], edits: dict[str, object]) -> tuple[str, ...]:
    """Return the changes with edits (`path: value as written`) laid over them.

    An empty value takes a change back; None takes the value of the file away.
    """
    kept = dict(_split(change) for change in changes)
    for path, value in edits.items():
        text = "" if value is None else with_point(path, str(value).strip())
        if not path or len(path) + len(text) >= LONGEST or not is_text(path + text) or CONTROLS.search(path + text):
            raise WhitesmokeError(f"{path[:60]}: a change is one line of at most {LONGEST} characters")
        kept.pop(path, None)
        if text or value is None:
            kept[path] = text
    return tuple(f"{path}={value}" for path, value in kept.items())


def with_point(path: str, text: str) -> str:
    """Return a number written with a decimal comma with a point; anything else as it stands.

    Raises WhitesmokeError for `1,000`, which may be one or a thousand.
    """
    found = COMMA.fullmatch(text)
    if found and len(found["after"]) == 3 and found["before"] != "0":
        sign, whole, after = found["sign"], found["before"], found["after"]
        raise WhitesmokeError(
            f"{path[:60]}: write {sign}{whole}.{after}, with a point, or {sign}{whole}{after}; {text} may mean either"
        )
    return text.replace(",", ".") if found else text


def without(changes: Sequence[str], path: str) -> tuple[str, ...]:
    """Return the changes without the one of a path."""
    return tuple(change for change in changes if _split(change)[0] != path)


def _split(change: str) -> tuple[str, str]:
    path, _, value = change.partition("=")
    return path.strip(), value.strip()


def differences(base: Loaded, setup: Setup) -> list[dict[str, str]]:
    """Return what differs from the file: the path, what the file says, what is played."""
    found = []
    if setup.rule:
        found.append({"path": "rule", "was": base.scenario.rule.name or "a table", "now": setup.rule})
    for change in setup.changes:
        path, value = _split(change)
        try:
            was = plain_text(value_at(base.scenario, tuple(str(part) for part in key_path(path))))
        except ValueError:
            was = ""
        found.append({"path": path, "was": was or "not given", "now": _now(value)})
    return found


def _now(value: str) -> str:
    parsed = toml_value(value)
    return (parsed if isinstance(parsed, str) else value) or "taken away"


def text(base: Loaded, setup: Setup, title: str = "") -> str:
    """Return a scenario file that `extends` the one shown by what differs from it."""
    lines = [f'extends = "{base.name}.toml"', f"title = {written(title or _title(base))}"]
    if setup.rule:
        lines.append(f'rule.name = "{setup.rule}"')
    changes = dict(map(_split, setup.changes))
    if gone := [written(path) for path, value in changes.items() if not value]:
        lines.append(f"drop = [{', '.join(gone)}]")
    lines += ["", "# What differs; numbers changed by hand are assumed."] if changes else []
    lines += [f"{path} = {_literal(value)}" for path, value in changes.items() if value]
    tables = dict.fromkeys(_table(_split(change)[0]) for change in setup.changes)
    lines += [f"{table}.assumed = true" for table in tables if table and not _says(setup, table)]
    return "\n".join(lines) + "\n"


def _title(base: Loaded) -> str:
    return f"{base.scenario.title} (changed)"


def _literal(value: str) -> str:
    """Return a value as TOML: what the command line takes as a text is quoted."""
    parsed = toml_value(value)
    return written(parsed) if isinstance(parsed, str) else value


def _table(path: str) -> str:
    """Return the table that has to say that a changed number is assumed, or an empty text."""
    parts = path.split(".")
    if parts[0] in SOURCED and len(parts) > 2:
        return ".".join(parts[:2])
    if parts[0] in ("parameters", "sittings", "bargaining", "amendment", "ratification"):
        return parts[0]
    return "rule.silence" if parts[:2] == ["rule", "silence"] else ""


def _says(setup: Setup, table: str) -> bool:
    return any(_split(change)[0] == f"{table}.assumed" for change in setup.changes)


def save(base: Loaded, setup: Setup, name: str, folder: Path) -> Path:
    """Write the variant next to the file it extends; never over another file.

    Raises WhitesmokeError for a bad name, a taken one, and nothing to save.
    """
    if not NAME.fullmatch(name):
        raise WhitesmokeError("a scenario's name is 1 to 60 letters, digits, - and _; it begins with a letter or digit")
    if not setup.changes and not setup.rule:
        raise WhitesmokeError("nothing differs from the file: change a value first")
    path = folder / f"{name}.toml"
    if path.exists():
        raise WhitesmokeError(f"{path.name} is there already: choose another name")
    try:
        write_text(path, text(base, setup))
    except OSError as error:
        raise WhitesmokeError(f"{path.name} cannot be written there: {error.strerror}; download it instead") from error
    return path
