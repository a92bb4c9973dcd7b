"""The rows of the table: what is compared with what, and what was hoped for."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from statistics import median
from typing import Any

import numpy as np
from whitesmoke.model.coefficients import place
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import PerRun, ensemble
from whitesmoke.model.mesa import Negotiation
from whitesmoke.model.world import World

from benchmarks import agreement, large, mechanisms, mesa_idiomatic, native, whole
from benchmarks.row import Row
from benchmarks.setting import Setting
from benchmarks.sweeping import in_a_process
from benchmarks.timing import of_both, pair

REPEATS = 9
SWEPT = 1_000_000


def nanoseconds(seconds: float, member_rounds: float) -> str:
    return f"{seconds / member_rounds * 1e9:,.1f} ns"


def rows(case: Compiled, setting: Setting) -> Iterator[Row | str]:
    """Measure one row after the other; where one cannot be measured, say so and go on."""
    parts: tuple[Callable[[], Iterator[Row]], ...] = (
        partial(against_others, case, setting),
        partial(threads, case),
        partial(tallies, case),
        size,
        partial(steps, case, setting),
        mechanisms.rows,
        whole.starts,
        whole.commands,
        whole.laying_out,
        sweeping,
    )
    for part in parts:
        try:
            yield from part()
        except Exception as problem:  # whatever it is, the other rows are wanted
            name = getattr(part, "func", part).__name__
            yield f"NOT MEASURED: the rows of {name}: {type(problem).__name__}: {problem}".replace("\n", " ")


def against_others(case: Compiled, setting: Setting) -> Iterator[Row]:
    world, n = case.world, len(case.world.member_address)
    many, runs = 4000, 1000  # as long as what they are timed against takes, so that a slow moment weighs as much
    outcomes = partial(ensemble, world, tallies=False, members=False, seed=1)
    alone, collecting = partial(outcomes, runs=many), partial(ensemble, world, many, 1)
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
        alone = partial(outcomes, runs=runs)
        work = float(alone().round.sum() * n)
        found = pair(partial(native.play, world, runs), alone, 3 * REPEATS)
        detail = f"{nanoseconds(found.a, work)} against {nanoseconds(found.b, work)} per member-round; {found.spread}"
        yield Row("kernel against C (-O3 -march=native)", found.ratio, "x", 0.65, 1.0, False, detail)


def threads(case: Compiled) -> Iterator[Row]:
    """Runs shared out to two threads; and, in the same moments, to two processes, which have nothing in common.

    That is what the machine can give just now: it may be a virtual one, with both of its processors on one core.
    """
    world, runs = case.world, 6_000
    sweep = PerRun(np.array([place("speed")]), np.linspace(4.8, 0.6, runs)[:, None])
    for what, per_run in (("two threads", None), ("two threads, a sweep sorted from easy to difficult", sweep)):
        play = partial(ensemble, world, runs, 1, per_run=per_run, tallies=False, members=False)
        with ProcessPoolExecutor(2, get_context("spawn")) as pool:
            list(pool.map(_play, [world] * 4, [1] * 4))  # both have loaded everything
            spent = [_threads_and_processes(play, pool, world, runs) for _ in range(2 * REPEATS)]
        found = of_both([(one, two) for one, two, *_ in spent])
        apart = median(one / two for *_, one, two in spent)
        detail = (
            f"{runs:,} runs, on the wall; two processes with nothing in common gain {apart:.2f}x in the same moments, "
        )
        yield Row(what, found.ratio, "x", 1.7, 1.9, False, f"{detail}{_busy()}; {found.spread}")


def _threads_and_processes(
    play: Callable[..., Any], pool: ProcessPoolExecutor, world: World, runs: int
) -> tuple[float, float, float, float]:
    """Return the seconds that one and two threads take for some runs, and one and two processes."""
    moments = [time.perf_counter()]
    for work in (
        lambda: play(threads=1),
        lambda: play(threads=2),
        lambda: list(pool.map(_play, [world], [runs])),
        lambda: list(pool.map(_play, [world] * 2, [runs // 2] * 2)),
    ):
        work()
        moments.append(time.perf_counter())
    one, two, alone, both = np.diff(moments).tolist()
    return one, two, alone, both


def _play(world: World, runs: int) -> None:
    ensemble(world, runs, 1, tallies=False, members=False)


def _busy() -> str:
    return f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def tallies(case: Compiled) -> Iterator[Row]:
    play = partial(ensemble, case.world, 2000, 1, members=False)
    found = pair(partial(play, tallies=True), partial(play, tallies=False), 2 * REPEATS)
    yield Row(
        "tallies of every round against outcomes only", found.ratio, "x", 1.15, 1.05, True, f"2000 runs; {found.spread}"
    )


def size() -> Iterator[Row]:
    small, big = large.sparse(1000), large.sparse(1_000_000)
    play = partial(ensemble, tallies=False, members=False)
    many, start = play(small, 2000, 1), time.process_time()
    few = play(big, 1, 1)
    first = time.process_time() - start
    work = few.round.sum() * 1e6, many.round.sum() * 1e3
    found = pair(partial(play, big, 1, 1), partial(play, small, 2000, 1), REPEATS)
    detail = (
        f"{nanoseconds(found.a, work[0])} against {nanoseconds(found.b, work[1])} per member-round; the first time, "
        f"when the system gives the memory, {nanoseconds(first, work[0])}; {found.spread}"
    )
    ratio = found.ratio / work[0] * work[1]
    yield Row("cost per member-round, a million members against a thousand", ratio, "x", 2.0, 1.5, True, detail)


def steps(case: Compiled, setting: Setting) -> Iterator[Row]:
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
    yield Row(what, found.ratio, "x", 1.3, 1.9, False, detail)


def sweeping() -> Iterator[Row]:
    found = in_a_process(SWEPT)
    detail = (
        f"{found['runs']:,.0f} runs of 100 points of the race at meetings in {found['swept']:.0f} s with their "
        f"summary, {found['kernel']:.0f} s by the kernel alone; {found['disk']:.0f} MB on disk"
    )
    what = "a sweep of a million runs against the kernel alone, all threads, on the wall"
    yield Row(what, found["swept"] / found["kernel"], "x", 1.2, 1.05, True, detail)
    yield Row("peak memory of that sweep", found["memory"], "MB", 1000.0, 500.0, True, "of the whole process")
