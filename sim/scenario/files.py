"""Files of a scenario: where a name is looked up, and the guard rails round reading a file that may be anything."""

from __future__ import annotations

import os
from pathlib import Path

from sim.errors import Problem, ScenarioError
from sim.scenario.words import nearest, quoted

LARGEST = 5_000_000
"""Bytes; a scenario of a million lines is a mistake, and this stops it before it fills the memory."""


def folders() -> list[Path]:
    """Return the folders in which a scenario is looked up by name, first one first."""
    package = Path(__file__).resolve().parent.parent
    return [Path("scenarios"), package.parent / "scenarios", package / "shipped"]


def find(name_or_path: str | Path) -> Path:
    """Return the file of a scenario given by path or by name (with or without `.toml`).

    Raises ScenarioError if there is none, with the nearest name that exists.
    """
    given = Path(name_or_path)
    if given.exists():
        return given
    by_name = given.name == str(name_or_path)
    if by_name:
        for folder in folders():
            for name in (given.name, f"{given.name}.toml"):
                if (folder / name).is_file():
                    return folder / name
    message = _no_scenario(given) if by_name else str(why_unusable(given))
    raise ScenarioError([Problem(str(name_or_path), None, "", message)])


def _no_scenario(given: Path) -> str:
    names = sorted({path.stem for folder in folders() for path in folder.glob("*.toml")})
    near = nearest(given.name.removesuffix(".toml"), names)
    return f"there is no such file, and no scenario of this name{_did_you_mean(near)}; `whitesmoke list` shows them all"


def name_of(name_or_path: str | Path) -> str:
    """Return what a scenario given by path or by name is called: the stem of its file."""
    return Path(name_or_path).name.removesuffix(".toml")


def why_unusable(path: Path) -> str | None:
    """Return a sentence about a file that is not there, with the nearest name next to it; None if it is there."""
    if path.is_dir():
        return f"{quoted(shown(path))} is a folder; give a file in it"
    if path.exists():
        return None
    if not path.parent.is_dir():
        return f"there is no file {quoted(shown(path))}, and no folder {quoted(shown(path.parent))} either"
    near = nearest(path.name, [other.name for other in path.parent.iterdir()])
    return f"there is no file {quoted(shown(path))}{_did_you_mean(near)}"


def _did_you_mean(near: str | None) -> str:
    return f" (did you mean {quoted(near)}?)" if near else ""


def read_text(path: Path) -> str:
    """Return the text of a file; a byte order mark at its beginning is passed over, for spreadsheets write one.

    Raises ScenarioError if it is missing, no plain file, too large or not UTF-8.
    """
    return _decoded(path, _bytes(path))


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise _refused(path, "this is a folder; give a file in it")
    if not path.exists():
        raise _refused(path, "there is no such file")
    if not path.is_file():
        raise _refused(path, "this is not a plain file")
    if path.stat().st_size > LARGEST:
        size = path.stat().st_size / 1e6
        raise _refused(path, f"the file has {size:.1f} MB; the most is {LARGEST / 1e6:g} MB: is it the right file?")
    try:
        return path.read_bytes()
    except OSError as error:
        raise _refused(path, f"the file cannot be read: {os.strerror(error.errno or 0).lower()}") from error


def _decoded(path: Path, raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"not UTF-8 (byte 0x{raw[error.start]:02x} at position {error.start}); save the file as UTF-8"
        raise ScenarioError([Problem(shown(path), line, "", message)]) from error


def _refused(path: Path, message: str) -> ScenarioError:
    return ScenarioError([Problem(shown(path), None, "", message)])


def shown(path: Path) -> str:
    """Return a path as a user would type it: relative to the current folder if it lies below, without `..` inside."""
    text = os.path.normpath(path)
    here = os.getcwd() + os.sep
    return text.removeprefix(here)
