"""Files of a scenario: where a name is looked up, and the guard rails round reading a file that may be anything."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Literal

from whitesmoke.errors import Problem, ScenarioError
from whitesmoke.scenario.given import TOLD, Given
from whitesmoke.scenario.wording import nearest, quoted

LARGEST = 5_000_000
"""Bytes; a table of a million lines is a mistake, and this stops it before it fills the memory."""
ODD = {stat.S_IFIFO: "a named pipe", stat.S_IFSOCK: "a socket", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device"}
"""What stands where a file is wanted, and is never opened: reading it may last for ever."""

BODIES = "bodies"
"""Folder, in a folder of scenarios, of the bodies that a scenario extends by name."""

CORPUS = "corpus"
"""Folder, in a folder of scenarios, of the cases that were coded by a rule."""

Trust = Literal["all", "files", "none"]


def folders() -> list[Path]:
    """Return the folders in which a scenario is looked up by name, first one first."""
    package = Path(__file__).resolve().parent.parent
    return [Path("scenarios"), package.parent.parent / "scenarios", package / "shipped"]


def body_folders() -> list[Path]:
    """Return the folders in which a body is looked up by name, first one first."""
    return [folder / BODIES for folder in folders()]


def corpus_folders() -> list[Path]:
    """Return the folders in which a coded case is looked up by name, first one first."""
    return [folder / CORPUS for folder in folders()]


def find(name_or_path: str | Path) -> Path:
    """Return the file of a scenario given by path or by name (with or without `.toml`), or the tables given as such.

    A name that no scenario has may be that of a body. Raises ScenarioError if there is none, with the nearest name that
    exists.
    """
    if isinstance(name_or_path, Given):
        return name_or_path
    given = Path(name_or_path)
    if given.exists():
        return given
    by_name = given.name == str(name_or_path)
    if by_name and (file := named(given.name)):
        return file
    message = no_scenario(given.name) if by_name else str(why_unusable(given))
    raise ScenarioError([Problem(str(name_or_path), None, "", message)])


def known() -> list[str]:
    """Return the names that a scenario can be found by."""
    return _stems([*folders(), *corpus_folders()])


def _stems(places: list[Path]) -> list[str]:
    return sorted({path.stem for folder in places for path in folder.glob("*.toml")})


def named(name: str) -> Path | None:
    """Return the file that a name finds, with or without `.toml`: of a scenario or a body; None if there is none."""
    everywhere = [*folders(), *corpus_folders(), *body_folders()]
    places = (folder / file for folder in everywhere for file in (name, f"{name}.toml"))
    return next((place for place in places if place.is_file()), None)


def name_or_path_of(file: Path) -> str:
    """Return what finds a file: its name where that does, else its path as a user would type it."""
    by_name = named(file.stem)
    return file.stem if by_name is not None and by_name.resolve() == file.resolve() else shown(file)


def no_scenario(name: str) -> str:
    """Return a sentence about a name that nothing has, with the nearest one that something has."""
    known = _stems([*folders(), *corpus_folders(), *body_folders()])
    near = _did_you_mean(nearest(name.removesuffix(".toml"), known))
    return (
        f"there is no such file, and no scenario or body of this name{near}; `whitesmoke list` and "
        "`whitesmoke list --bodies` show them all"
    )


def name_of(name_or_path: str | Path) -> str:
    """Return what a scenario given by path or by name is called: the stem of its file."""
    return Path(name_or_path).name.removesuffix(".toml")


def why_unusable(path: Path) -> str | None:
    """Return a sentence about a file that is not there, with the nearest name next to it; None if it is there."""
    if kind := _other_kind(path):
        return f"{quoted(shown(path))} is {kind}"
    if path.exists():
        return None
    if path.is_symlink():
        return f"{quoted(shown(path))} is a link to a file that is not there"
    if not path.parent.is_dir():
        where = f", and no folder {quoted(shown(path.parent))} either"
        return f"there is no file {quoted(shown(path))}{where}{_backslash(path)}"
    near = nearest(path.name, _names(path.parent))
    return f"there is no file {quoted(shown(path))}{_did_you_mean(near)}{_backslash(path)}"


def elsewhere(name: str) -> str | None:
    """Return a sentence about a file named by a stranger that is not next to the one that names it; None if it is."""
    if Path(name).name == name and "\\" not in name:
        return None
    return f"{quoted(name)} lies in another folder; name a file next to this one"


def why_refused(name: str, path: Path, trust: Trust) -> str | None:
    """Return a sentence about a file that is named and cannot be had: it is elsewhere, by a stranger, or not there."""
    return (elsewhere(name) if trust == "none" else None) or why_unusable(path)


def _other_kind(path: Path) -> str | None:
    """Return what stands at a path where a plain file is wanted, and what to do; None for a file or nothing."""
    if path.is_dir():
        return "a folder; give a file in it"
    if not path.exists() or path.is_file():
        return None
    kind = ODD.get(stat.S_IFMT(path.stat().st_mode), "something else")
    return f"{kind}, not a plain file; give a file that was saved"


def _names(folder: Path) -> list[str]:
    try:
        return [other.name for other in folder.iterdir()]
    except OSError:
        return []


def _backslash(path: Path) -> str:
    """Return a hint for a path whose backslashes were escapes, or are no separators here."""
    odd = any(sign == "\\" or not sign.isprintable() for sign in str(path))
    return r"; if a backslash was meant, write / instead, or single quotes: 'a\b.toml'" if odd else ""


def _did_you_mean(near: str | None) -> str:
    return f" (did you mean {quoted(near)}?)" if near else ""


def read_text(path: Path, most: int = LARGEST) -> str:
    """Return the text of a file; a byte order mark at its beginning is passed over, for spreadsheets write one.

    Raises ScenarioError if it is missing, no plain file, of more than `most` bytes or not UTF-8.
    """
    return decoded(path, read_bytes(path, most))


def read_bytes(path: Path, most: int = LARGEST) -> bytes:
    """Return the bytes of a plain file: the one guard for everything that is read.

    Raises ScenarioError if it is missing, no plain file, or of more than `most` bytes.
    """
    if not is_unicode(str(path)):
        raise _refused(path, "the name of the file is not UTF-8; give it another name")
    if kind := _other_kind(path):
        raise _refused(path, f"this is {kind}")
    if not path.exists():
        link = "a link to a file that is not there"
        raise _refused(path, f"this is {link}" if path.is_symlink() else "there is no such file")
    try:
        with open(path, "rb", opener=_at_once) as file:
            data = bytes(file.read(most + 1) or b"")  # None: there would be something to wait for
            size = max(len(data), os.fstat(file.fileno()).st_size)
    except OSError as error:
        raise _refused(path, f"the file cannot be read: {os.strerror(error.errno or 0).lower()}") from error
    if size > most:
        raise _refused(path, f"the file has {size / 1e6:.1f} MB; the most is {most / 1e6:g} MB: is it the right file?")
    return data


def is_unicode(text: str) -> bool:
    """Say whether a text of the command line, or the name of a file, can be written down again."""
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


def _at_once(path: str, flags: int) -> int:
    """Open a file that answers at once or not at all: some files of a system wait for what never comes."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def decoded(path: Path, raw: bytes) -> str:
    """Return bytes of a file as text. Raises ScenarioError if they are not UTF-8."""
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
    if isinstance(path, Given):
        return TOLD
    text = os.path.normpath(path)
    here = os.getcwd() + os.sep
    return text.removeprefix(here)
