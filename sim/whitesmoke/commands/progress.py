"""Progress of long work on stderr: a bar with speed and time left; a line now and then where nobody watches."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

EVERY = 30.0
"""Seconds between lines in a log file."""
Advance = Callable[[int, int], None]
"""Called with what is done and what is left."""


@contextmanager
def bar(label: str, console: Console) -> Iterator[Advance]:
    """Show progress until the end of the block."""
    if console.is_terminal:
        with _drawn(label, console) as advance:
            yield advance
    else:
        yield _written(label, console)


@contextmanager
def _drawn(label: str, console: Console) -> Iterator[Advance]:
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
            text = f"{speed:,.0f} runs/s" if speed else ""
            progress.update(task, completed=done, total=done + left, speed=text)

        yield advance


def _written(label: str, console: Console) -> Advance:
    started = said = time.monotonic()

    def advance(done: int, left: int) -> None:
        nonlocal said
        now = time.monotonic()
        if now - said >= EVERY and done:
            said = now
            speed = done / (now - started)
            minutes = left / speed / 60
            console.print(f"{label}: {done:,} of {done + left:,} runs, {speed:,.0f} a second, {minutes:.1f} min left")

    return advance
