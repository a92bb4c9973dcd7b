"""What leaves the program: JSON that is the same every time, files that are whole or not there."""

from __future__ import annotations

import datetime
import json
import math
import os
import sys
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whitesmoke.errors import WhitesmokeError
from whitesmoke.writing.terminal import knows_all_letters

if TYPE_CHECKING:
    from rich.console import Console

_quiet = ContextVar("quiet", default=False)


def plain(value: Any) -> Any:
    """Return a value as JSON can carry it: tuples with names as objects, dates as text, infinities as null."""
    if hasattr(value, "_asdict"):
        return {key: plain(inner) for key, inner in value._asdict().items()}
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return str(value) if isinstance(value, datetime.date | Path) else value


def dumps(data: object, ascii_only: bool = False) -> str:
    """Return JSON text that is the same every time."""
    return json.dumps(plain(data), indent=1, ensure_ascii=ascii_only, allow_nan=False) + "\n"


def print_json(data: object) -> None:
    """Print JSON on stdout, with its letters escaped where the console lacks some."""
    sys.stdout.write(dumps(data, ascii_only=not knows_all_letters(sys.stdout)))


def terminal(stderr: bool = False, soft_wrap: bool = False) -> Console:
    """Return what prints to a terminal: what names and titles say is printed, never taken for a style or a picture."""
    from rich.console import Console

    quiet = stderr and is_quiet()
    return Console(stderr=stderr, soft_wrap=soft_wrap, highlight=False, markup=False, emoji=False, quiet=quiet)


def hush(quiet: bool) -> None:
    """Let a command talk beside its result or not, from now on: `--quiet`. Errors are always said."""
    _quiet.set(quiet)


def is_quiet() -> bool:
    """Say whether only the result is wanted."""
    return _quiet.get()


def folder_to_be(option: str, folder: Path) -> Path:
    """Return a folder that can be made, or written to. Raises WhitesmokeError at once, not after an hour of playing."""
    there = next(place for place in (folder, *folder.absolute().parents) if os.path.lexists(place))
    if not there.is_dir():
        raise WhitesmokeError(f"{option}: {there} is no folder; give one, which is made if it is not there yet")
    if not os.access(there, os.W_OK | os.X_OK):
        raise WhitesmokeError(f"{option}: {there} cannot be written to; give another folder")
    return folder


def file_to_be(option: str, file: Path) -> Path:
    """Return a file that can be made, or written anew. Raises WhitesmokeError likewise."""
    if file.is_dir():
        raise WhitesmokeError(f"{option}: {file} is a folder; give a file in it")
    if file.is_file() or not file.exists():  # a pipe or a device is written to as it is
        folder_to_be(option, file.absolute().parent)
    return file


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all; what a link leads to, and into a pipe or a device as it is."""
    if path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8")
        return
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    half.write_text(text, encoding="utf-8")
    half.replace(path)
