"""What is said to who asks in Python: the names of arguments, where commands have options."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from whitesmoke.errors import ScenarioError, WhitesmokeError
from whitesmoke.front.progress import commanded

OPTION = re.compile(r"(?<![\w/.-])--([a-z][a-z-]*)")
APART = re.compile(r"(`[^`]*`|\"[^\"]*\")")
"""What is left as it is: commands, and what somebody wrote."""
OTHERWISE = {"set": "change", "field-known": "field_known=True"}
"""Options that have no argument of their name."""


@contextmanager
def in_python() -> Iterator[None]:
    """Let errors name what is given in Python, not the options of the command line, until the end of the block."""
    try:
        yield
    except WhitesmokeError as error:
        if isinstance(error, ScenarioError):
            error.problems = [
                problem._replace(file=worded(problem.file), message=worded(problem.message))
                for problem in error.problems
            ]
        error.args = (worded(str(error)),)
        raise


@contextmanager
def asked() -> Iterator[None]:
    """Do so unless it is a command that asks."""
    if commanded():
        yield
        return
    with in_python():
        yield


def to_asker(sentence: str) -> str:
    """Return a sentence as whoever asks is told it: a command, or somebody in Python."""
    return sentence if commanded() else worded(sentence)


def worded(sentence: str) -> str:
    """Return a sentence in which arguments stand for options."""
    said = APART.split(sentence)
    return "".join(text if at % 2 else OPTION.sub(_argument, text) for at, text in enumerate(said))


def _argument(found: re.Match[str]) -> str:
    return OTHERWISE.get(found[1], found[1].replace("-", "_"))
