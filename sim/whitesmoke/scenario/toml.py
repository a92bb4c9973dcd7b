"""Values as TOML writes them: what `--set`, a variant and a replay line take."""

from __future__ import annotations

import datetime
import json
import re

from whitesmoke.scenario.given import plain_value
from whitesmoke.scenario.merge import toml_value

BARE = re.compile(r"[A-Za-z0-9_-]+")


def text(value: object) -> str:
    """Return a value as TOML; numbers to the last bit."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(map(text, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_key(name)} = {text(inner)}' for name, inner in value.items())} }}"
    return repr(value)


def _key(name: str) -> str:
    return name if BARE.fullmatch(name) else text(name)


def file_text(tables: dict[str, object], name: str = "") -> str:
    """Return tables as the text of a file."""
    values = [f"{_key(key)} = {text(value)}\n" for key, value in tables.items() if not isinstance(value, dict)]
    below = [(f"{name}.{_key(key)}".lstrip("."), inner) for key, inner in tables.items() if isinstance(inner, dict)]
    head = f"\n[{name}]\n" if name and (values or not below) else ""
    return head + "".join([*values, *(file_text(inner, key) for key, inner in below)])


def override(path: str, value: object) -> str:
    """Return `path=value` as `--set` takes it."""
    return f"{path}={text(value)}"


def change(path: str, value: object) -> str:
    """Return `path=value` for any Python value, as a user would type it: a text without quotes where it needs none.

    None takes the value away. Raises ScenarioError for a value that no scenario has.
    """
    if value is None:
        return f"{path}="
    known = plain_value(value, f"change {path}")
    plainly = isinstance(known, str) and known.isprintable() and known == known.strip() and toml_value(known) == known
    return f"{path}={known}" if plainly else override(path, known)
