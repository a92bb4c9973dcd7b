"""What a sweep would take: points, runs, time and disk, from a short pilot that is thrown away."""

from __future__ import annotations

import time
from typing import NamedTuple

import numpy as np

from whitesmoke.model.ensemble import all_cores
from whitesmoke.study.plan import Plan
from whitesmoke.study.playing import Missing, Shard, Sweep, missing
from whitesmoke.study.store import Folder, as_bytes
from whitesmoke.study.work import Chunk, chunk_length, play_chunk
from whitesmoke.study.workers import Workers
from whitesmoke.writing.estimates import counted

POINTS, PILOT_RUNS = 12, 40
"""Points that the pilot looks at, and most runs of each."""


class Estimate(NamedTuple):
    """What a sweep would take."""

    rows: int
    """of the design"""
    points: int
    """different ones"""
    runs: int
    """of all points together"""
    already_there: int
    to_play: int
    jobs: int
    seconds: float
    megabytes: float
    folder: str

    @property
    def line(self) -> str:
        """The least that can be said of it."""
        return f"{counted(self.to_play, 'run')} to play, about {self._length}, about {self.megabytes:,.1f} MB on disk"

    @property
    def _length(self) -> str:
        hours, rest = divmod(int(self.seconds + 0.5), 3600)
        return f"{hours} h {rest // 60} min" if hours else f"{rest // 60} min {rest % 60} s"

    def text(self) -> str:
        """Return the estimate in words."""
        return (
            f"{self.points:,} points x {self.runs / self.points:,.6g} replicates = {self.runs:,} runs, "
            f"{self.already_there:,} of them there, "
            f"{self.to_play:,} to play\nabout {self._length} on {self.jobs} threads "
            f"(by a pilot of at most {POINTS} points), about {self.megabytes:,.1f} MB on disk\nfolder: {self.folder}"
        )


class Cost(NamedTuple):
    """What the pilot measured."""

    setting: float
    """seconds to compile a point"""
    chunk: float
    """seconds of a chunk besides its runs"""
    run: float
    """seconds"""
    bytes: float
    """of a run on disk"""


def estimate(plan: Plan, folder: Folder, shard: Shard, jobs: int | None = None) -> Estimate:
    """Play a few of the missing runs, spread over the design, and extrapolate. Nothing is written."""
    todo = missing(plan, folder, shard)
    left, total = len(todo.point), sum(plan.targets.values())
    threads = jobs or all_cores()
    seconds = megabytes = 0.0
    if left:
        cost = _measured(plan, folder, todo)
        points = len(np.unique(todo.point))
        chunks = max(points / POINTS, left / chunk_length(len(plan.base.names.members), left, threads))
        seconds = points * cost.setting + (chunks * cost.chunk + left * cost.run) / threads
        megabytes = left * cost.bytes / 1e6
    return Estimate(
        len(plan.points), len(plan.unique), total, total - left, left, threads, seconds, megabytes, str(folder)
    )


def _measured(plan: Plan, folder: Folder, todo: Missing) -> Cost:
    """Play some runs of some points, and the first run of each alone: the difference is what a run takes."""
    workers = Workers(1)
    points = np.unique(todo.point)
    some = points[np.unique(np.linspace(0, len(points) - 1, min(POINTS, len(points))).astype(int))]
    rows = np.concatenate([np.flatnonzero(todo.point == point)[:PILOT_RUNS] for point in some])
    started = time.perf_counter()
    found = list(Sweep(plan, folder, workers).chunks(Missing(todo.point[rows], todo.replicate[rows])))
    setting = (time.perf_counter() - started) / len(some)
    chunks = [chunk for chunk in found if isinstance(chunk, Chunk)]
    if not chunks:
        return Cost(setting, 0.0, 0.0, 0.0)
    _timed(chunks[0])  # the first one has to load things
    one = sum(_timed(chunk.part(slice(0, 1)))[0] for chunk in chunks)
    whole, size = (sum(parts) for parts in zip(*map(_timed, chunks)))
    runs = sum(len(chunk.point) for chunk in chunks)
    run = max(whole - one, 0.0) / (runs - len(chunks)) if runs > len(chunks) else whole / runs
    return Cost(setting, max(0.0, one / len(chunks) - run), run, size / runs)


def _timed(chunk: Chunk) -> tuple[float, int]:
    """Return the seconds that a chunk takes, and its size on disk."""
    started = time.perf_counter()
    size = sum(len(as_bytes(table)) for table in play_chunk(chunk) if table is not None)
    return time.perf_counter() - started, size
