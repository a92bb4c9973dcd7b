"""Commands that are shown to be pasted: whatever a word says, a terminal takes it as one word and runs nothing in it.

The words are quoted for a POSIX shell (bash, zsh; on Windows Git Bash or WSL). `cmd` and PowerShell read plain names
the same way, but not quoted ones.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

_typed: ContextVar[tuple[str, ...]] = ContextVar("typed", default=())
ONLY_PRINTS = ("--json", "--quiet", "-q")
"""Options that change what is printed, and nothing else."""


@contextmanager
def typing(words: Sequence[str]) -> Iterator[None]:
    """Know what was typed after `whitesmoke`, until the end of the block."""
    before = _typed.set(tuple(words))
    try:
        yield
    finally:
        _typed.reset(before)


def as_typed() -> str:
    """Return the command that is under way, to be typed again; nothing where none is."""
    words = [one for one in _typed.get() if one not in ONLY_PRINTS]
    return command(*words) if words else ""


def command(*words: object) -> str:
    """Return `whitesmoke` and some words as one line to be pasted; a Path is never taken for an option."""
    return " ".join(["whitesmoke", *map(word, words)])


def word(given: object) -> str:
    """Return a text as one word; signs that do not show, and could steer a terminal when pasted, are written out."""
    text = str(given)
    if isinstance(given, Path) and text.startswith("-"):
        text = f"./{text}"
    if text.isprintable():
        return shlex.quote(text)
    return "$'" + "".join(sign if _is_plain(sign) else _written_out(sign) for sign in text) + "'"


def _is_plain(sign: str) -> bool:
    return sign.isprintable() and sign not in "'\\"


def _written_out(sign: str) -> str:
    return "".join(f"\\{byte:03o}" for byte in os.fsencode(sign))
