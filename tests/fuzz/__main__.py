"""`make fuzz`: damaged inputs for every loader, a table of how they ended, and those that ended badly kept.

python -m tests.fuzz --inputs 300000 --play 3000 --seed 1
python -m tests.fuzz --loader scenario --only 1234        one input again, printed
"""

from __future__ import annotations

import argparse
import gc
import json
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.fuzz import drivers, server
from tests.fuzz.loader import Loader
from tests.fuzz.loaders import LOADERS

IN_MEMORY = "/dev/shm"
"""Where files cost nothing, on systems that have it: each input is a file that is written over the one before"""
SCENARIO = LOADERS[0]
DRIVERS = drivers.playing(SCENARIO)
BY_NAME = {loader.name: loader for loader in [*LOADERS, DRIVERS]}


def main() -> int:
    """Damage, count, keep, and return 1 if any input ended as none may."""
    options = _options()
    _everything_imported()
    if options.only is not None:
        return _once(BY_NAME[options.loader], options.seed, options.only)
    chosen = [BY_NAME[options.loader]] if options.loader else LOADERS
    if os.access(IN_MEMORY, os.W_OK):
        tempfile.tempdir = IN_MEMORY
    desk = Path(tempfile.mkdtemp(prefix="fuzz-"))
    whole = sum(loader.share for loader in chosen)
    table = {}
    for loader in chosen:
        count = round(options.inputs * loader.share / whole)
        table[loader.name] = fuzzed(loader, options.seed, range(count), options.jobs, desk)
        server.say(
            "\n".join([line(loader.name, table[loader.name]), *again(loader.name, table[loader.name], options.seed)])
        )
    if options.play and SCENARIO.name in table:
        accepted = sorted(index for index, code in table[SCENARIO.name].items() if code == 0)[: options.play * 2]
        table[DRIVERS.name] = fuzzed(DRIVERS, options.seed, accepted, options.jobs, desk)
        server.say(line(DRIVERS.name, table[DRIVERS.name]))
    shutil.rmtree(desk, ignore_errors=True)
    return report(table, options.seed)


def fuzzed(loader: Loader, seed: int, indices: Sequence[int], jobs: int, desk: Path) -> dict[int, int]:
    """Return how each input ended, by its index; the jobs take them in turn."""
    loader.prepare()
    fork, found = multiprocessing.get_context("fork"), {}
    folders = [desk / f"{loader.name}-{job}".replace(" ", "-") for job in range(jobs)]
    workers = [
        fork.Process(target=_worker, args=(loader, seed, indices[job::jobs], folders[job])) for job in range(jobs)
    ]
    for worker in workers:
        worker.start()
    for worker, folder in zip(workers, folders):
        worker.join()
        found |= dict(json.loads(folder.with_suffix(".json").read_text()))
    return found


def _worker(loader: Loader, seed: int, indices: Sequence[int], folder: Path) -> None:
    ended: list[server.Ended] = []
    server.served(loader, seed, indices, folder, ended.append)
    folder.with_suffix(".json").write_text(json.dumps(ended))


def bad(code: int) -> bool:
    """Say whether an input may not end so: our bug, a signal, a hang, two drivers that differ."""
    return code not in (*server.FINE, drivers.TOO_LARGE)


def line(name: str, ended: dict[int, int]) -> str:
    """Return one row of the table."""
    codes = Counter(ended.values())
    signals = sum(count for code, count in codes.items() if code < 0)
    refused = sum(codes[code] for code in server.FINE if code)
    return (
        f"{name:16} {len(ended):>8,} inputs {codes[0]:>8,} accepted {refused:>8,} refused {codes[server.BUG]:>3} bugs "
        f"{signals:>3} signals {codes[server.HANG]:>3} hangs {codes[drivers.DIFFERENT]:>3} differences"
        + (f" {codes[drivers.TOO_LARGE]:,} too large to play" if codes[drivers.TOO_LARGE] else "")
    )


def again(name: str, ended: dict[int, int], seed: int) -> list[str]:
    """Return how to have each input again that ended as none may, twenty at most."""
    return [
        f"{name}: input {index} ended with {code}: python -m tests.fuzz --seed {seed} --loader '{name}' --only {index}"
        for index, code in sorted(ended.items())
        if bad(code)
    ][:20]


def report(table: dict[str, dict[int, int]], seed: int) -> int:
    """Print the table and how to have each bad input again; return the exit code."""
    print("\n".join(line(name, ended) for name, ended in table.items()))
    print("\n".join(row for name, ended in table.items() for row in again(name, ended, seed)))
    worst = sum(bad(code) for ended in table.values() for code in ended.values())
    print(f"{sum(map(len, table.values())):,} inputs, {worst} ended as none may")
    return 1 if worst else 0


def _once(loader: Loader, seed: int, index: int) -> int:
    """Show one input and how it ends, with a traceback where it has one."""
    from whitesmoke.commands import cli

    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    os.chdir(folder)
    loader.make(seed, index, folder)
    print(f"The input lies in {folder}")
    os.environ["WHITESMOKE_DEBUG"] = "1"
    try:
        code = loader.take(folder) or 0
    except Exception as error:
        code = cli._explain_failure(error)
    print(f"exit code {code}")
    return code


def _everything_imported() -> None:
    """Import and compile once, before there are children, and keep all of it from the collectors of theirs."""
    from whitesmoke.model.ensemble import ensemble
    from whitesmoke.scenario import open_case

    from tests.fuzz import warm  # noqa: F401

    ensemble(open_case("tutorial").world, 2, seed=1)
    gc.collect()
    gc.freeze()


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__.splitlines()[0])
    options.add_argument("--inputs", type=int, default=300_000)
    options.add_argument("--play", type=int, default=3_000, help="accepted scenarios that both drivers play")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    options.add_argument("--loader", choices=sorted(BY_NAME))
    options.add_argument("--only", type=int, help="one input of one loader again")
    return options.parse_args()


if __name__ == "__main__":
    started = time.monotonic()
    code = main()
    server.say(f"{time.monotonic() - started:,.0f} s")
    sys.exit(code)
