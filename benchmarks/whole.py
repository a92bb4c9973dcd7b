"""Whole processes, in turn with one that only imports what every such program imports, so that a ratio holds on any
machine; and laying out a sweep against playing it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from whitesmoke.study import folders
from whitesmoke.study.experiment import load_experiment
from whitesmoke.study.plan import lay_out
from whitesmoke.study.playing import Sweep
from whitesmoke.study.workers import Workers

from benchmarks.row import Row
from benchmarks.timing import Spent, process

PROGRAM = [sys.executable, "-m", "whitesmoke"]
IMPORTS = [sys.executable, "-c", "import numpy, matplotlib.pyplot"]
BEFORE_HELP, BEFORE_RUN = 0.52, 4.2
"""What these ratios were at commit a12e001."""
COMPILED_BEFORE, SECONDS_BEFORE = 3.33, 7.1
"""The first call at that commit: against the text that is always the same; and on the machine of the goals, in seconds.
"""
REPEATS = 11
SOUNDINGS = Path(__file__).parents[1] / "experiments" / "early-soundings.toml"


FIRST = """
import time
from whitesmoke.model.ensemble import ensemble
from whitesmoke.scenario import open_case
world = open_case("tutorial").world
processor, wall = time.process_time(), time.perf_counter()
ensemble(world, 1, 1)
print(time.process_time() - processor, time.perf_counter() - wall)
"""


def starts() -> Iterator[Row]:
    """The first call of the kernel between two compilations of a text that is always the same; then from the cache."""
    text, call = ("-m", "benchmarks.yardstick"), ("-c", FIRST)
    with tempfile.TemporaryDirectory() as folder:
        before, first, after, kept = (
            Spent(*_told(*arguments, XDG_CACHE_HOME=folder)) for arguments in (text, call, text, call)
        )
    took = (before.processor + after.processor) / 2
    found, per_second = first.processor / took, COMPILED_BEFORE / SECONDS_BEFORE
    detail = (
        f"processor time: {first.processor:.1f} s with the imports ({first.wall:.1f} s on the wall) against {took:.1f} "
        f"s; the goals are 10 and 5 s on a machine on which commit a12e001 took {SECONDS_BEFORE} s, and on any "
        f"{COMPILED_BEFORE} times the text: there it would be {found / per_second:.1f} s"
    )
    what = "first call of the kernel: compile, against a fixed text"
    yield Row(what, found, "x", 10 * per_second, 5 * per_second, True, detail)
    detail = f"processor time with the imports; {kept.wall:.1f} s on the wall"
    yield Row("first call, compiled before", kept.processor, "s", 1.0, 0.5, True, detail)


def _told(*arguments: str, **environment: str) -> list[float]:
    """Return the numbers that a Python of its own prints."""
    told = subprocess.run(
        [sys.executable, *arguments], env=os.environ | environment, check=True, capture_output=True, text=True
    )
    return [float(number) for number in told.stdout.split()]


def commands() -> Iterator[Row]:
    """Processor time in pairs. The goals are 0.67 and a half of what the same pairs were before anything was done."""
    with tempfile.TemporaryDirectory() as folder:
        run = [*PROGRAM, "run", "rutte-iohannis", "--seed", "1", "--out", folder]
        for what, arguments, before in (
            ("`whitesmoke --help`", [*PROGRAM, "--help"], BEFORE_HELP),
            ("`whitesmoke run rutte-iohannis` with its figure", run, BEFORE_RUN),
        ):
            process(arguments, 1)
            spent = [(process(arguments, 1), process(IMPORTS, 1)) for _ in range(REPEATS)]
            ratio = median(ours.processor / imports.processor for ours, imports in spent)
            least, imports = (min(pair[side].processor for pair in spent) for side in (0, 1))
            wall = min(ours.wall for ours, _ in spent)
            detail = f"processor time, at least {least:.2f} s against {imports:.2f} s; at best {wall:.2f} s on the wall"
            goals = round(0.67 * before, 2), round(0.5 * before, 2)
            yield Row(f"{what} against importing numpy and matplotlib.pyplot", ratio, "x", *goals, True, detail)


def laying_out() -> Iterator[Row]:
    """Lay out a sweep that compiles a case for every point, and play it, in processor time of this process."""
    with tempfile.TemporaryDirectory() as place:
        start = time.process_time()
        plan = lay_out(load_experiment(SOUNDINGS))
        laid_out = time.process_time() - start
        folder = folders.folder_of(plan, Path(place))
        folders.prepare(plan, folder)
        sweep = Sweep(plan, folder, Workers())
        start = time.process_time()
        sweep.run()
        played = time.process_time() - start
    detail = f"early-soundings: {laid_out:.2f} s against {played:.2f} s of processor time"
    yield Row("laying out a sweep against playing it", laid_out / played, "x", 0.2, 0.1, True, detail)
