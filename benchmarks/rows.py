"""The rows of the table: what is compared with what, and what was hoped for."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from whitesmoke.model.coefficients import place
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import PerRun, ensemble
from whitesmoke.model.mesa import Negotiation

from benchmarks import agreement, large, mesa_idiomatic, native
from benchmarks.setting import Setting
from benchmarks.sweeping import in_a_process
from benchmarks.timing import Spent, of_both, pair, process

REPEATS = 9
SWEPT = 1_000_000


class Row(NamedTuple):
    """One line of the table."""

    what: str
    found: float
    unit: str
    """x: a ratio; s: seconds"""
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


def nanoseconds(seconds: float, member_rounds: float) -> str:
    return f"{seconds / member_rounds * 1e9:,.1f} ns"


def rows(case: Compiled, setting: Setting) -> Iterator[Row]:
    """Measure one row after the other."""
    yield from against_others(case, setting)
    yield from threads(case)
    yield tallies(case)
    yield size()
    yield steps(case, setting)
    yield from starts()
    yield from commands()
    yield sweeping()


def against_others(case: Compiled, setting: Setting) -> Iterator[Row]:
    world, n = case.world, len(case.world.member_address)
    runs = 1000
    alone = partial(ensemble, world, runs, 1, tallies=False, members=False)
    collecting = partial(ensemble, world, runs, 1)
    work = float(alone().round.sum() * n)
    for what, play, few, ours, goals in (
        ("kernel (tallies and members kept) against idiomatic Mesa", agreement.idiomatic, 20, collecting, (330, 600)),
        ("kernel (outcomes only) against Mesa tuned by hand", agreement.tuned, 50, alone, (75, 150)),
    ):
        theirs = float(play(setting, few).round.sum() * n)
        found = pair(partial(play, setting, few), ours, REPEATS)
        detail = f"{nanoseconds(found.a, theirs)} against {nanoseconds(found.b, work)} per member-round; {found.spread}"
        yield Row(what, found.ratio / theirs * work, "x", *goals, False, detail)
    if native.compiler() is not None:
        found = pair(partial(native.play, world, runs), alone, 3 * REPEATS)
        detail = f"{nanoseconds(found.a, work)} against {nanoseconds(found.b, work)} per member-round; {found.spread}"
        yield Row("kernel against C (-O3 -march=native)", found.ratio, "x", 0.65, 1.0, False, detail)


def threads(case: Compiled) -> Iterator[Row]:
    world, runs = case.world, 6_000
    sweep = PerRun(np.array([place("speed")]), np.linspace(4.8, 0.6, runs)[:, None])
    for what, per_run in (("two threads", None), ("two threads, a sweep sorted from easy to difficult", sweep)):
        play = partial(ensemble, world, runs, 1, per_run=per_run, tallies=False, members=False)
        found = pair(partial(play, threads=1), partial(play, threads=2), REPEATS, time.perf_counter)
        work = pair(partial(play, threads=2), partial(play, threads=1), REPEATS)
        control = pair(partial(_hash, 1), partial(_hash, 2), REPEATS, time.perf_counter)
        detail = f"{runs:,} runs, on the wall; at the same moment two threads of SHA-256 gain {control.ratio:.2f}x, "
        detail += f"{_busy()}; processor time of two threads {work.ratio:.2f} of that of one; {found.spread}"
        yield Row(what, found.ratio, "x", 1.7, 1.9, False, detail)


def _hash(threads: int) -> None:
    """Do in threads what needs nothing of each other: how much this machine can give two threads just now."""
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(hashlib.sha256, [bytes(50_000_000)] * 4))


def _busy() -> str:
    return f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def tallies(case: Compiled) -> Row:
    play = partial(ensemble, case.world, 2000, 1, members=False)
    found = pair(partial(play, tallies=True), partial(play, tallies=False), 2 * REPEATS)
    return Row(
        "tallies of every round against outcomes only", found.ratio, "x", 1.15, 1.05, True, f"2000 runs; {found.spread}"
    )


def size() -> Row:
    small, big = large.sparse(1000), large.sparse(1_000_000)
    play = partial(ensemble, tallies=False, members=False)
    few, many = play(big, 1, 1), play(small, 500, 1)
    work = few.round.sum() * 1e6, many.round.sum() * 1e3
    found = pair(partial(play, big, 1, 1), partial(play, small, 500, 1), 5)
    detail = f"{nanoseconds(found.a, work[0])} against {nanoseconds(found.b, work[1])} per member-round; {found.spread}"
    ratio = found.ratio / work[0] * work[1]
    return Row("cost per member-round, a million members against a thousand", ratio, "x", 2.0, 1.5, True, detail)


def steps(case: Compiled, setting: Setting) -> Row:
    def play(make: Callable[[int], Any], seeds: range) -> tuple[float, int]:
        models = [make(seed) for seed in seeds]
        start, played = time.process_time(), 0
        for model in models:
            while model.running:
                model.step()
                played += 1
        return (time.process_time() - start) / played, played

    spent = []
    for repeat in range(REPEATS):
        seeds = range(4 * repeat, 4 * repeat + 4)
        theirs, _ = play(partial(mesa_idiomatic.Race, setting), seeds)
        ours, _ = play(lambda seed: Negotiation(case, rng=1, run=seed, compiled=True), seeds)
        spent.append((theirs, ours))
    found = of_both(spent)
    what = "step() of this project's Mesa model, compiled phases, against the idiomatic one"
    detail = f"{found.a * 1e3:.2f} ms against {found.b * 1e3:.2f} ms a step; {found.spread}"
    return Row(what, found.ratio, "x", 1.3, 1.9, False, detail)


FIRST = """
import sys, time
from whitesmoke.model.coefficients import place
from whitesmoke.model.ensemble import ensemble
from whitesmoke.scenario import open_case
world = open_case(sys.argv[1]).world
processor, wall = time.process_time(), time.perf_counter()
ensemble(world, 1, 1)
print(time.process_time() - processor, time.perf_counter() - wall)
"""


def starts() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"XDG_CACHE_HOME": folder}
        for what, goals in (("first call of the kernel: compile", (10, 5)), ("first call, compiled before", (1, 0.5))):
            told = subprocess.run(
                [sys.executable, "-c", FIRST, "tutorial"], env=environment, check=True, capture_output=True, text=True
            ).stdout.split()
            spent = Spent(*map(float, told))
            yield Row(
                what,
                spent.processor,
                "s",
                *goals,
                True,
                f"processor time with the imports; {spent.wall:.1f} s on the wall",
            )


def commands() -> Iterator[Row]:
    program = str(Path(sys.executable).with_name("whitesmoke"))
    with tempfile.TemporaryDirectory() as folder:
        run = [program, "run", "rutte-iohannis", "--seed", "1", "--out", folder]
        for what, arguments, goals in (
            ("`whitesmoke --help`, whole process", [program, "--help"], (0.5, 0.3)),
            ("`whitesmoke run rutte-iohannis`, whole process with its figure", run, (3.0, 1.5)),
        ):
            process(arguments, 1)
            spent = process(arguments, 5)
            yield Row(
                what,
                spent.processor,
                "s",
                *goals,
                True,
                f"processor time, 5 times; at best {spent.wall:.2f} s on the wall",
            )


def sweeping() -> Row:
    found = in_a_process(SWEPT)
    detail = (
        f"{found['runs']:,.0f} runs of 100 points of the race at meetings in {found['swept']:.0f} s with their "
        f"summary, {found['kernel']:.0f} s by the kernel alone; peak memory {found['memory']:.0f} MB (must: 1,000), "
        f"{found['disk']:.0f} MB on disk"
    )
    what = "a sweep of a million runs against the kernel alone, all threads, on the wall"
    return Row(what, found["swept"] / found["kernel"], "x", 1.2, 1.05, True, detail)
