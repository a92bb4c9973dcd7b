"""What a sweep would take: points, runs, time and disk, from a short pilot that is thrown away."""

from __future__ import annotations

import time
from typing import NamedTuple

import numpy as np

from sim.ensemble import all_cores
from sim.experiment.plan import Plan
from sim.experiment.store import Folder, as_bytes
from sim.experiment.sweep import Missing, Shard, Sweep, missing
from sim.experiment.work import Chunk, play_chunk
from sim.experiment.workers import Workers

PILOT_RUNS = 200


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

    def text(self) -> str:
        """Return the estimate in words."""
        hours, rest = divmod(int(self.seconds + 0.5), 3600)
        length = f"{hours} h {rest // 60} min" if hours else f"{rest // 60} min {rest % 60} s"
        return (
            f"{self.points:,} points x replicates = {self.runs:,} runs, {self.already_there:,} of them there, "
            f"{self.to_play:,} to play\nabout {length} on {self.jobs} threads (pilot of up to {PILOT_RUNS} runs), "
            f"about {self.megabytes:,.1f} MB on disk\nfolder: {self.folder}"
        )


def estimate(plan: Plan, folder: Folder, shard: Shard, jobs: int | None = None) -> Estimate:
    """Play a few of the missing runs, spread over the design, and extrapolate. Nothing is written."""
    todo = missing(plan, folder, shard)
    left, total = len(todo.point), sum(plan.targets.values())
    threads = jobs or all_cores()
    seconds = megabytes = 0.0
    if left:
        workers = Workers(1)
        chosen = np.unique(np.linspace(0, left - 1, min(PILOT_RUNS, left)).astype(int))
        few = Missing(todo.point[chosen], todo.replicate[chosen])
        chunks = [chunk for chunk in Sweep(plan, folder, workers).chunks(few) if isinstance(chunk, Chunk)]
        started = time.perf_counter()
        size = sum(len(as_bytes(table)) for chunk in chunks for table in play_chunk(chunk) if table is not None)
        share = left / max(1, sum(len(chunk.point) for chunk in chunks))
        seconds = (time.perf_counter() - started) * share / threads
        megabytes = size * share / 1e6
        workers.close()
    return Estimate(
        len(plan.points), len(plan.unique), total, total - left, left, threads, seconds, megabytes, str(folder)
    )
