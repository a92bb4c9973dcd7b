"""What can go wrong, in words: every error is a sentence that says what was found and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

BAD_INPUT = 2
"""Exit code of a bad command line or file; the codes of other errors are set where they are raised."""
SOME_FAILED = 3
"""Exit code of a sweep that finished, or of the status of one, with runs that could not be played."""


class WhitesmokeError(Exception):
    """An error that the user can mend; its text is a sentence with a remedy, and `exit_code` ends the command."""

    exit_code = BAD_INPUT


class Problem(NamedTuple):
    """One thing that is wrong with a file or with a `--set`, and where."""

    file: str
    """the file as the user would type it, or the option, e.g. `--set members.HUN.baseline`"""
    line: int | None
    field: str
    """dotted path of the field, or "" for the file as a whole"""
    message: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        said_already = not self.field or self.file.endswith(f" {self.field}")
        return f"{place}: {self.message}" if said_already else f"{place}: {self.field}: {self.message}"


class ScenarioError(WhitesmokeError):
    """A scenario that cannot be used: all its problems, one a line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
