"""Ensembles in the background: with progress, and cancelled at once when nobody wants them any more."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from whitesmoke.errors import WhitesmokeError
from whitesmoke.model.ensemble import Outcomes, PerRun, all_cores, ensemble
from whitesmoke.model.run_state import State
from whitesmoke.model.world import Ints, World
from whitesmoke.page import warm
from whitesmoke.page.reach import without_folders

PART = 128
"""Runs played before progress is told and a cancellation is heard."""


class CancelledError(Exception):
    """Somebody cancelled the job."""


class Job:
    """Work in a thread of its own. `tell()` is called whenever there is something new to show."""

    def __init__(self, work: Callable[[Job], object], tell: Callable[[], None], total: int) -> None:
        self._work, self._tell = work, tell
        self.total, self.done = total, 0
        self.note, self.error = "", ""
        self.result: Any = None
        self.over = False
        self._cancelled = False
        self._told = 0.0
        self.thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> Job:
        """Begin."""
        self.thread.start()
        return self

    def _run(self) -> None:
        try:
            self.result = self._work(self)
        except CancelledError:
            self.note = "cancelled"
        except WhitesmokeError as error:
            self.error = without_folders(str(error))
        except Exception as error:
            self.error = without_folders(f"The runs stopped: {type(error).__name__}: {error}")
        self.over = True
        if not self._cancelled:
            self._tell()

    def advance(self, runs: int) -> None:
        """Count runs, and tell of them a few times a second. Raises CancelledError if the job is."""
        self.done += runs
        self.pause_here()

    def at(self, done: int, total: int) -> None:
        """Count what is done, of how much. Raises CancelledError if the job is cancelled."""
        self.done, self.total = done, total
        self.pause_here()

    def pause_here(self, note: str = "") -> None:
        """Show a note, and stop here if the job was cancelled."""
        if self._cancelled:
            raise CancelledError
        news = note != self.note
        self.note = note
        if news or time.monotonic() - self._told > 0.25:
            self._told = time.monotonic()
            self._tell()

    def show(self, result: Any) -> None:
        """Show what there is so far, and go on. Raises CancelledError if the job is."""
        self.result = result
        self._told = 0.0
        self.pause_here()

    def cancel(self) -> None:
        """Stop as soon as the runs being played are over; the result is lost."""
        self._cancelled = True

    @property
    def busy(self) -> str:
        """What it is doing, in words; empty when it is over."""
        if self.over:
            return ""
        return self.note or f"{self.done:,} of {self.total:,} runs"


def play(
    job: Job,
    world: World,
    runs: int | Ints,
    seed: int,
    start: State | None = None,
    tallies: bool = True,
    numbers: PerRun | None = None,
) -> Outcomes:
    """Play runs 0 .. runs - 1 of a seed, or those with some numbers, part by part: the same runs as in one go."""
    wait_until_compiled(job)
    number, parts = np.arange(runs) if isinstance(runs, int) else runs, []
    for first in range(0, len(number), PART):
        rows = slice(first, first + PART)
        own = numbers and PerRun(numbers.slot, numbers.value[rows])
        parts.append(
            ensemble(world, number[rows], seed, per_run=own, start=start, tallies=tallies, threads=all_cores())
        )
        job.advance(len(number[rows]))
    return joined(parts)


def wait_until_compiled(job: Job) -> None:
    """Wait for compiled code, which another process makes. Raises CancelledError if the job is cancelled."""
    while not warm.is_ready():
        job.pause_here("compiling, once: about 20 seconds")
        time.sleep(0.1)
    job.pause_here()


def joined(parts: Iterable[Outcomes]) -> Outcomes:
    """Return the outcomes of several ensembles as one."""
    return Outcomes._make(np.concatenate(field) for field in zip(*parts))
