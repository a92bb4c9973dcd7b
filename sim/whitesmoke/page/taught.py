"""The lectures that a page offers, and which of them it shows."""

from __future__ import annotations

from pathlib import Path

from whitesmoke.scenario import lectures
from whitesmoke.scenario.lectures import LoadedLecture


class Taught:
    """Lectures by name: a page never takes a path from the browser."""

    def __init__(self, files: dict[str, Path] | None = None) -> None:
        self.files = lectures.shipped() if files is None else files
        self.name = ""
        """of the lecture that is shown in the place of the story of the run; empty if none is"""
        self.scene = 0
        """at which it begins"""

    @classmethod
    def beginning(cls, opening: LoadedLecture | None) -> Taught:
        """Return all that are shipped, and one that is shown first."""
        if opening is None:
            return cls()
        found = cls({opening.name: opening.path, **lectures.shipped()})
        found.name = opening.name
        return found

    @property
    def file(self) -> Path:
        """The file of the lecture that is shown."""
        return self.files[self.name]

    def begin(self, name: str, scene: int = 0) -> None:
        """Show a lecture from one of its scenes on."""
        self.name, self.scene = name, scene
