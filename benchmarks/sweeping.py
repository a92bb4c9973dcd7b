"""What a sweep costs over the bare kernel, in a process of its own so that its peak memory is its own."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from whitesmoke.model.ensemble import PerRun, all_cores, ensemble
from whitesmoke.study import answers, folders
from whitesmoke.study.experiment import load_experiment
from whitesmoke.study.plan import lay_out
from whitesmoke.study.playing import Sweep, missing
from whitesmoke.study.work import Chunk
from whitesmoke.study.workers import Workers

POINTS = 100
EXPERIMENT = """
title = "A sweep of the race"
question = "What does the sweep cost over the kernel?"
scenario = "rutte-iohannis"
set = { "bargaining.mode" = "meetings" }
[factors.influence]
path = "parameters.influence"
low = 0.0
high = 2.0
steps = 10
[factors.worth]
path = "demands.hungary-opt-out.worth"
low = 4.0
high = 10.0
steps = 10
[design]
kind = "grid"
[replicates]
"""


def measured(runs: int) -> dict[str, float]:
    """Play a sweep of so many runs and then the same chunks by the kernel alone; seconds on the wall, and megabytes."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "sweep.toml"
        file.write_text(f"{EXPERIMENT}runs = {runs // POINTS}\n", encoding="utf-8")
        plan = lay_out(load_experiment(file))
        folder = folders.folder_of(plan, Path(place))
        folders.prepare(plan, folder)
        workers = Workers()
        sweep = Sweep(plan, folder, workers)
        chunks = [chunk for chunk in sweep.chunks(missing(plan, folder)) if isinstance(chunk, Chunk)]
        bare(chunks[0])
        start = time.perf_counter()
        sweep.run()
        answers.write(answers.summarise(plan, folder), folder)
        swept = time.perf_counter() - start
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        disk = sum(part.stat().st_size for part in folder.parts("runs")) / 1e6
    start = time.perf_counter()
    with ThreadPoolExecutor(all_cores()) as pool:
        list(pool.map(bare, chunks))
    return {"swept": swept, "kernel": time.perf_counter() - start, "memory": memory, "disk": disk, "runs": runs}


def bare(chunk: Chunk) -> None:
    """Play a chunk and forget it."""
    ensemble(chunk.case.world, chunk.replicate, chunk.seed, per_run=PerRun(chunk.slot, chunk.value), tallies=False)


def in_a_process(runs: int) -> dict[str, float]:
    """Return `measured` of a fresh process."""
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.sweeping", str(runs)], capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(told.stdout)
    return found


if __name__ == "__main__":
    print(json.dumps(measured(int(sys.argv[1]))))
