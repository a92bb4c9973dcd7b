"""Progress of long work: a bar with speed and time left where somebody watches, on a terminal or in a notebook.

Where nobody watches, a command says a line now and then in its log; a script that imports whitesmoke says nothing.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from importlib.util import find_spec
from typing import TYPE_CHECKING

from whitesmoke.model.lang import Compiling, told_of_compiling
from whitesmoke.writing.output import is_quiet, terminal

if TYPE_CHECKING:
    from rich.console import Console

EVERY = 30.0
"""Seconds between lines in a log file."""
Advance = Callable[[int, int], None]
"""Called with what is done and what is left."""

_logged = ContextVar("logged", default=False)


def commanded() -> bool:
    """Say whether it is a command that works."""
    return _logged.get()


@contextmanager
def logged() -> Iterator[None]:
    """Say a line now and then where nobody watches, and when rules are compiled, until the end of the block.

    For commands.
    """
    before = _logged.set(True)
    try:
        with told_of_compiling(compiling):
            yield
    finally:
        _logged.reset(before)


def compiling(found: Compiling) -> None:
    """Say that rules are compiled, for about how long, and how long it was; a bar gives way to what is written so."""
    if is_quiet():
        return
    if found.over:
        print(f"Compiled in {found.seconds:.0f} s.", file=sys.stderr)
        return
    about = max(1, round(found.seconds) if found.seconds < 10 else 5 * round(found.seconds / 5))
    print(f"Compiling the rules{', once' if found.kept else ''}: about {about} s.", file=sys.stderr)


@contextmanager
def bar(label: str, console: Console | None = None, unit: str = "runs") -> Iterator[Advance]:
    """Show progress until the end of the block, on stderr unless a console is given.

    Parameters
    ----------
    unit : what is counted
    """
    console = console or terminal(stderr=True)
    if console.is_terminal or _in_a_notebook(console):
        with _drawn(label, console, unit) as advance:
            yield advance
    else:
        yield _written(label, console, unit) if _logged.get() else _nothing


def batches(advance: Advance, runs: int) -> Callable[[int], None]:
    """Return what an ensemble of so many runs calls with the size of each batch."""
    done = 0

    def more(batch: int) -> None:
        nonlocal done
        done += batch
        advance(done, runs - done)

    return more


def _in_a_notebook(console: Console) -> bool:
    """Say whether a bar can move there: without ipywidgets it would be a picture of its beginning."""
    return console.is_jupyter and find_spec("ipywidgets") is not None


def _nothing(done: int, left: int) -> None:
    """Say nothing."""


@contextmanager
def _drawn(label: str, console: Console, unit: str) -> Iterator[Advance]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[speed]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(label, total=None, speed="compiling on first use")

        def advance(done: int, left: int) -> None:
            speed = progress.tasks[0].speed
            text = _per_second(speed, unit) if speed else ""
            progress.update(task, completed=done, total=done + left, speed=text)

        yield advance


def _per_second(speed: float, unit: str) -> str:
    """Return a speed; of what takes seconds, its name alone."""
    return f"{speed:,.0f} {unit}/s" if speed >= 1.0 else unit


def _written(label: str, console: Console, unit: str) -> Advance:
    started = said = time.monotonic()

    def advance(done: int, left: int) -> None:
        nonlocal started, said
        now = time.monotonic()
        if done == 0:  # rules are compiled by now: what that took says nothing of what is left
            started = now
        if now - said >= EVERY and done:
            said = now
            speed = done / (now - started)
            minutes = left / speed / 60
            of_all = f"{done:,} of {done + left:,} {unit}"
            pace = f", {speed:,.0f} a second" if speed >= 1.0 else ""
            console.print(f"{label}: {of_all}{pace}, {minutes:.1f} min left")

    return advance
