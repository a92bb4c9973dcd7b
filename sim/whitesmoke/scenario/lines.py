"""On which line of a TOML file does a field stand? A light scanner over a text that tomllib has already accepted."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SIGNS_OF_BLANK = " \t\r\n#"
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}'  # up to two quotes may stand just before the closing three
    r"|'''(?:[^']|'(?!''))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"[^,\]}#\n]*")


def line_numbers(text: str) -> dict[Path, int]:
    """Return the line of every table, key and list element of a valid TOML text, by path.

    The elements of lists are numbered from 0, so the second `[[network.ties]]` is ("network", "ties", 1).
    """
    return _Scanner(text).scan()


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line_starts = [0] + [found.end() for found in re.finditer("\n", text)]
        self.lines: dict[Path, int] = {}
        self.elements: dict[Path, int] = {}
        """how many `[[tables]]` of each list have begun"""

    def scan(self) -> dict[Path, int]:
        table: Path = ()
        self.blank()
        while self.at < len(self.text):
            if self.text.startswith("[", self.at):
                table = self.header()
            else:
                self.pair(table)
            self.blank()
        return self.lines

    def header(self) -> Path:
        line = self.line()
        brackets = 2 if self.text.startswith("[[", self.at) else 1
        self.at += brackets
        key = self.key()
        self.at += brackets
        path = self.inside(key[:-1])
        for depth in range(1, len(path) + 1):
            self.lines.setdefault(path[:depth], line)
        path = (*path, key[-1])
        if brackets == 2:
            self.lines.setdefault(path, line)
            index = self.elements.get(path, 0)
            self.elements[path] = index + 1
            path = (*path, index)
        self.lines[path] = line
        return path

    def inside(self, key: Path) -> Path:
        """Return the path of a key, going into the latest element of each list of tables on the way."""
        path: Path = ()
        for part in key:
            path = (*path, part)
            if path in self.elements:
                path = (*path, self.elements[path] - 1)
        return path

    def pair(self, table: Path) -> None:
        line = self.line()
        path = table
        for part in self.key():
            path = (*path, part)
            self.lines.setdefault(path, line)
        self.at += 1  # the sign =
        self.value(path)

    def value(self, path: Path) -> None:
        self.blank()
        if self.text.startswith(("[", "{"), self.at):
            self.collection(path, is_list=self.text[self.at] == "[")
        elif found := _STRING.match(self.text, self.at):
            self.at = found.end()
        else:
            self.at = self.end_of(_BARE_VALUE)

    def collection(self, path: Path, is_list: bool) -> None:
        self.at += 1
        count = 0
        self.blank()
        while self.at < len(self.text) and not self.text.startswith(("]", "}"), self.at):
            if is_list:
                self.lines[(*path, count)] = self.line()
                self.value((*path, count))
                count += 1
            else:
                self.pair(path)
            self.blank()
            if self.text.startswith(",", self.at):
                self.at += 1
            self.blank()
        self.at += 1

    def key(self) -> Path:
        parts: list[str] = []
        while True:
            self.blank()
            start = self.at
            quoted = _STRING.match(self.text, start)
            self.at = quoted.end() if quoted else self.end_of(_BARE_KEY)
            raw = self.text[start : self.at]
            parts.append(_unquoted(raw) if quoted else raw)
            self.blank()
            if not self.text.startswith(".", self.at):
                return tuple(parts)
            self.at += 1

    def blank(self) -> None:
        if self.text[self.at : self.at + 1] in _SIGNS_OF_BLANK:
            self.at = self.end_of(_BLANK)

    def end_of(self, pattern: re.Pattern[str]) -> int:
        found = pattern.match(self.text, self.at)
        return found.end() if found else self.at

    def line(self) -> int:
        return bisect_right(self.line_starts, self.at)


def _unquoted(key: str) -> str:
    """Return what a key in quotes says."""
    return str(tomllib.loads(f"key = {key}")["key"]) if "\\" in key else key[1:-1]
