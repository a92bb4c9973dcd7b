"""Names, files and folders as somebody gives them in Python."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

from whitesmoke.errors import WhitesmokeError

POSTERIOR = "the name of a shipped posterior, or the file or folder of a calibration"
LONGEST = 40
"""Signs of a value that is said as it is."""


def a_name(given: object, what: str, wanted: str) -> str | Path:
    """Return a name or a path. Raises WhitesmokeError for anything else.

    Parameters
    ----------
    what : the argument it was given for
    wanted : what to give instead: `the name of a scenario`
    """
    if isinstance(given, str) and given:
        return given
    if isinstance(given, os.PathLike):
        return Path(given)
    raise WhitesmokeError(f"{what}: {called(given)} is none; give {wanted}")


def a_member(given: object) -> str:
    """Return a member's code or name. Raises WhitesmokeError for what is no text."""
    if isinstance(given, str):
        return given
    raise WhitesmokeError(f"{called(given)} is no member; give its code or its name, as a text")


def called(given: object) -> str:
    """Return what was given in a word: a text in quotes, a number or a day as it is, of other things what they are."""
    if isinstance(given, str):
        return f'"{given}"'
    plainly = given is None or isinstance(given, int | float | datetime.date) or getattr(given, "ndim", 1) == 0
    return str(given) if plainly and len(str(given)) <= LONGEST else f"a {type(given).__name__}"
