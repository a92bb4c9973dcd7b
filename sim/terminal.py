"""The console that is there: letters it lacks are replaced, and said; an output that is full ends in a sentence."""

from __future__ import annotations

import codecs
import contextlib
import os
import sys
from typing import Any, TextIO

LOST: list[str] = []
"""Letters that had to be replaced"""


def take_any_letter() -> None:
    """Let both streams take every letter: one that their encoding lacks is written as ?, never an error.

    Where there is no stream (closed, or a window without a console), what is said goes nowhere.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  (until the process ends)
    codecs.register_error("whitesmoke", _replaced)
    for stream in (sys.stdout, sys.stderr):
        if _reconfigurable(stream):
            stream.reconfigure(errors="whitesmoke")  # type: ignore[union-attr]


def knows_all_letters(stream: Any) -> bool:
    """Say whether a stream can write any letter at all."""
    return str(getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "").startswith("utf")


def let_go(code: int) -> int:
    """Write out what is still held back, and return the exit code: another one if that could not be done."""
    if LOST:
        sys.stderr.write(
            f"This console ({sys.stdout.encoding}) lacks letters, shown as ?; PYTHONIOENCODING=utf-8 shows them.\n"
        )
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        to_nowhere()
    except (OSError, ValueError) as error:
        to_nowhere()
        return unwritten(error) if code == 0 else code
    return code


def unwritten(error: Exception) -> int:
    """Say that the output could not be written; return the exit code."""
    reason = getattr(error, "strerror", None) or str(error)
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(f"The output could not be written: {reason.lower()}. Files written so far are whole.\n")
    return 2


def to_nowhere() -> None:
    """Drop what stdout still holds, so that Python does not fail over it once more as it leaves."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _replaced(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    LOST.append(error.object[error.start])
    return "?" * (error.end - error.start), error.end


def _reconfigurable(stream: TextIO | None) -> bool:
    return hasattr(stream, "reconfigure") and not knows_all_letters(stream)
