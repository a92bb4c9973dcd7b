"""One line of the table."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """One line of the table."""

    what: str
    found: float
    unit: str
    """x: a ratio; s: seconds; MB: megabytes"""
    must: float
    stretch: float
    at_most: bool
    """whether less is better"""
    detail: str

    @property
    def met(self) -> str:
        """Which of the two targets it meets."""
        good = [self.found <= goal if self.at_most else self.found >= goal for goal in (self.must, self.stretch)]
        return "stretch" if good[1] else "must" if good[0] else "MISSED"
