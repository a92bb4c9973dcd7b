"""Ratios of two things timed in turn, A B A B ..., so that a machine that changes its speed changes both."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from statistics import median, quantiles
from typing import Any, NamedTuple


class Pair(NamedTuple):
    """Medians over the repeats."""

    ratio: float
    """of A to B, repeat by repeat"""
    a: float
    """seconds"""
    b: float
    repeats: int
    spread: str
    """least and quartiles of both, in words"""


class Spent(NamedTuple):
    """What one process took, in seconds."""

    processor: float
    wall: float


def pair(
    a: Callable[[], Any], b: Callable[[], Any], repeats: int, clock: Callable[[], float] = time.process_time
) -> Pair:
    """Time two calls in turn.

    One-thread pairs use the time the processor gave this process, not the time on the wall, because other work on the
    machine may take turns with it.
    """
    spent: list[tuple[float, float]] = []
    for _ in range(repeats):
        start = clock()
        a()
        middle = clock()
        b()
        spent.append((middle - start, clock() - middle))
    return of_both(spent)


def of_both(spent: Sequence[tuple[float, float]]) -> Pair:
    """Return what two things took, timed in turn, in seconds."""
    a, b = zip(*spent)
    ratio = median(x / y for x, y in spent)
    return Pair(ratio, median(a), median(b), len(spent), f"{_spread(a)} against {_spread(b)}")


def _spread(seconds: Sequence[float]) -> str:
    """Return the least and the quartiles of some times, in milliseconds."""
    low, middle, high = (1e3 * quartile for quartile in quantiles(seconds, n=4))
    return f"{1e3 * min(seconds):.3g} ms at least, quartiles {low:.3g}, {middle:.3g}, {high:.3g}"


def process(arguments: list[str], repeats: int, **options: Any) -> Spent:
    """Run a command as a whole process and return the medians of what it took (the least for the wall)."""
    found = []
    for _ in range(repeats):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(arguments, check=True, capture_output=True, **options)
        after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - start
        found.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall))
    return Spent(median(processor for processor, _ in found), min(wall for _, wall in found))


def say(text: str) -> None:
    """Tell what is being done (stderr)."""
    print(text, file=sys.stderr, flush=True)
