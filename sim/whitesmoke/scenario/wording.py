"""Words that error messages are made of."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable, Mapping, Sized
from typing import Any
from unicodedata import category

BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
JOINERS = "\u200c\u200d\xa0\u202f\u2009"
FEW = 12
"""A list of allowed names this long is printed whole."""


def quoted(value: object) -> str:
    """Return a value as a scenario file would write it, shortened, or its kind where it is a table or a list."""
    if isinstance(value, str):
        short = value if len(value) <= 40 else value[:37] + "..."
        return '"' + visible(short) + '"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    return f"{value:g}" if isinstance(value, float) else str(value)


def visible(text: str) -> str:
    """Return a text in one line, with signs that show nothing, or do something to a terminal, as escapes."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


def one_line(text: str) -> str:
    """Return a name or title in one line, without signs that turn the text around them or show nothing.

    What steers a terminal is written out. Joiners stay: scripts and pictures need them.
    """
    return text if text.isprintable() else "".join(map(_calm, BREAKS.sub(" ", text)))


def some_lines(text: str) -> str:
    """Return a text in the same way, its lines kept."""
    return text if text.isprintable() else "\n".join(map(one_line, text.split("\n")))


def _calm(sign: str) -> str:
    if sign.isprintable() or sign in JOINERS:
        return sign
    return "" if category(sign) == "Cf" else sign.encode("unicode_escape").decode()


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known name most like a misspelt one, or None; capitals do not count.

    One much longer or shorter is another word, not a slip: "date" does not mean "candidate".
    """
    by_lower: dict[str, str] = {}
    for name in known:
        by_lower.setdefault(name.lower(), name)
    alike = [name for name in by_lower if abs(len(name) - len(word)) <= len(word) // 2 + 1]
    near = difflib.get_close_matches(word.lower(), alike, n=1, cutoff=0.6)
    return by_lower[near[0]] if near else None


def instead(word: str, known: Iterable[str]) -> str:
    """Return ` (did you mean "x"?)` for a misspelt name, else the known names where they are few."""
    names = list(known)
    near = nearest(word, names)
    if near is not None:
        return f" (did you mean {quoted(near)}?)"
    if not names:
        return " (there are none)"
    return f" (known: {', '.join(names)})" if len(names) <= FEW else ""


def in_another_mode(said: Mapping[str, Any]) -> str:
    """Return in few words in which modes of bargaining a posterior was fitted, if it is played in another one.

    Parameters
    ----------
    said : of it: `fitted_modes`, meetings if it does not say, and the `modes` in which it is played
    """
    fitted, played = said.get("fitted_modes", ["meetings"]), said.get("modes", [])
    return f" in mode {' and '.join(fitted)}, played in mode {' and '.join(played)}" if {*played} - {*fitted} else ""


def listed(names: Iterable[str], word: str = "and") -> str:
    """Return names as a sentence lists them, the later ones of a long list counted only."""
    some = list(names)
    if len(some) > FEW:
        return f"{', '.join(some[: FEW - 1])} and {len(some) - FEW + 1} more"
    return some[0] if len(some) == 1 else f"{', '.join(some[:-1])} {word} {some[-1]}"


def counted(things: Sized, word: str) -> str:
    """Return `1 cell` or `3 cells`."""
    return f"{len(things)} {word}{'s' * (len(things) != 1)}"
