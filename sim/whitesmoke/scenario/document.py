"""One reader for all TOML: scenarios, experiments, series, priors, and what the command line gives as TOML.

tomllib fails in ways of its own on what nobody means to write; here each has its sentence, its line and its remedy.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from whitesmoke.errors import Problem, ScenarioError
from whitesmoke.scenario.files import read_text, shown
from whitesmoke.scenario.given import Given
from whitesmoke.scenario.lines import line_numbers
from whitesmoke.scenario.loaded import Origin, Place, dotted, places

LARGEST = 1_000_000
"""Bytes; the largest that ships has 10 kB, and one that is all numbers takes seconds to be read."""
SHORT = 20_000
"""Signs of a text that is kept in mind with hundreds like it; longer ones are kept as well, a few at a time."""
DEEPEST = 20
"""Tables and lists in each other; a scenario needs four."""
GREATEST = 10**300
"""A whole number beyond this is none that a computer counts with; what each field takes is for its schema to say."""

DEEP = "tables or lists stand in each other too deeply to be read; three or four levels are all that is needed"
LONG = "a whole number of this many digits is a slip; correct it, or write it as a decimal number such as 1e30"
EMPTY = "a key is empty; give it a name, or take it away"
ESCAPES = r"; a backslash in double quotes begins an escape: write a path with / or in single quotes, as in 'a\b.toml'"

_DOTTED = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){500}""")
_NESTED = re.compile(r"(?:[\[{][^\[\]{}]*+){20}|(?<![\w-])(?:[\w-]++[ \t]*+\.[ \t]*+){20}")
_DIGITS = re.compile(r"\d[\d_]{4000}")


class NotTOMLError(ValueError):
    """A text that is not TOML, or is TOML that nobody means to write."""

    def __init__(self, message: str, line: int | None = None, place: Place = ()) -> None:
        super().__init__(message)
        self.message, self.line, self.place = message, line, place


class Document(NamedTuple):
    """The tables of a file, and where each field of it stands."""

    data: dict[str, Any]
    origins: dict[Place, Origin]


def read(path: Path) -> Document:
    """Return the tables of a TOML file. Raises ScenarioError for a file that cannot be read, or is none."""
    if isinstance(path, Given):
        return _given(path)
    text = read_text(path, LARGEST)
    try:
        data, lines = _understood(text)
    except NotTOMLError as error:
        raise ScenarioError([Problem(shown(path), error.line, dotted(error.place), error.message)]) from error
    origins = {(): Origin(path, None)} | {place: Origin(path, line) for place, line in lines.items()}
    return Document(fresh(data), origins)


def fresh[T](value: T) -> T:
    """Return tables and lists anew, for somebody who changes them; what stands in them is the same."""
    if isinstance(value, dict):
        return {key: fresh(inner) for key, inner in value.items()}  # type: ignore[return-value]
    return [fresh(inner) for inner in value] if isinstance(value, list) else value  # type: ignore[return-value]


def _kept[T](read: Callable[[str], T]) -> Callable[[str], T]:
    """Return a reader that reads a text once: every point of a sweep, and every look at all that ships, asks again."""
    short, long = lru_cache(maxsize=512)(read), lru_cache(maxsize=8)(read)
    return lambda text: (short if len(text) <= SHORT else long)(text)


@_kept
def _understood(text: str) -> tuple[dict[str, Any], dict[Place, int]]:
    """Return the tables of a text and the line of each field; others have the same tables."""
    return parse(text), line_numbers(text)


def _given(path: Given) -> Document:
    """Return tables that were given as such, as if they had been read. Raises ScenarioError for what no file has."""
    if problems := [Problem(shown(path), None, dotted(place), message) for place, message in _odd(path.tables)]:
        raise ScenarioError(problems)
    return Document(fresh(path.tables), dict.fromkeys(places(path.tables, ()), Origin(path, None)))


def glimpse(path: Path) -> dict[str, Any]:
    """Return the tables of a file that may be anything; none where it cannot be read, which its own loader explains.

    They are to be looked at only: whoever looks at the same text has the same tables.
    """
    try:
        return parse(read_text(path, LARGEST))
    except (ScenarioError, NotTOMLError):
        return {}


@_kept
def parse(text: str) -> dict[str, Any]:
    """Return the tables of a text, which are to be looked at only.

    Raises NotTOMLError, also for what is too deep, too long or has no name.
    """
    if long := _DOTTED.search(text):
        raise NotTOMLError(DEEP, _line(text, long))
    try:
        data = tomllib.loads(text)
    except RecursionError as error:
        raise NotTOMLError(DEEP, _line(text, _NESTED.search(text))) from error
    except ValueError as error:
        raise _explained(text, error) from error
    for place, message in _odd(data):
        line = _line(text, _NESTED.search(text)) if message is DEEP else line_numbers(text).get(place)
        raise NotTOMLError(message, line, () if message is DEEP or "" in place else place)
    return data


def _odd(value: object, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Yield what no file of ours has, with its place."""
    if len(place) > DEEPEST:
        yield place, DEEP
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not key.strip():
                yield (*place, key), EMPTY
            yield from _odd(inner, (*place, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _odd(inner, (*place, number))
    elif isinstance(value, int) and abs(value) > GREATEST:
        yield place, LONG


def _explained(text: str, error: ValueError) -> NotTOMLError:
    found = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", str(error), re.DOTALL)
    if not found:
        return _unplaced(text, error)
    what, line, column = found.groups()
    place = f", column {column}" if column else ", at the end of the file"
    message = f"not TOML: {what.rstrip('.').lower()}{place}{_hint(what)}"
    return NotTOMLError(message, int(line or text.count("\n") + 1))


def _unplaced(text: str, error: ValueError) -> NotTOMLError:
    """Explain an error that tomllib lets through from Python."""
    if isinstance(error, UnicodeError):
        return NotTOMLError("not TOML: a sign in it is no Unicode; save or type it as UTF-8")
    if "digits" in str(error):
        return NotTOMLError(LONG, _line(text, _DIGITS.search(text)))
    return NotTOMLError(f"not TOML: {error}")


def _hint(what: str) -> str:
    if "after a statement" in what:
        return "; a date is written 2031-06-30, a number 0.9, a text in quotes"
    return ESCAPES if "Unescaped '\\'" in what or "Invalid hex value" in what or "Unicode scalar" in what else ""


def _line(text: str, found: re.Match[str] | None) -> int | None:
    return None if found is None else text.count("\n", 0, found.start()) + 1
