"""Experiments: sweep, dry run and resume."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console

from whitesmoke.errors import SOME_FAILED, WhitesmokeError
from whitesmoke.front.progress import bar
from whitesmoke.study import answers, folders
from whitesmoke.study.confirm import confirm
from whitesmoke.study.experiment import load_study
from whitesmoke.study.pilot import estimate
from whitesmoke.study.plan import Plan, lay_out
from whitesmoke.study.playing import WHOLE, Shard, Sweep, doubtful, missing
from whitesmoke.study.store import Folder
from whitesmoke.study.workers import Cluster, Processes, Workers
from whitesmoke.telling.sweeps import show
from whitesmoke.writing.estimates import counted
from whitesmoke.writing.output import print_json, terminal
from whitesmoke.writing.shell import command


class How(NamedTuple):
    """Who plays: threads, processes, a part of a job array, a cluster."""

    jobs: int | None
    isolate: bool
    shard: str | None
    cluster: str | None
    insecure: bool


def dry_run(experiment: str, out: Path, how: How, as_json: bool, posterior: Path | None = None) -> int:
    """Say what an experiment would take."""
    plan = planned(experiment, posterior)
    found = estimate(plan, folders.folder_of(plan, out), parsed_shard(how.shard), how.jobs)
    if as_json:
        print_json(found)
    else:
        terminal(soft_wrap=True).print(found.text())
    return 0


def planned(experiment: str, posterior: Path | None = None) -> Plan:
    """Return an experiment laid out; say what is allowed in it and hardly meant."""
    plan = lay_out(load_study(experiment, posterior=posterior))
    for note in plan.notes:
        _talk().print(note)
    return plan


def sweep(experiment: str, out: Path, how: How, as_json: bool, figure: bool, posterior: Path | None = None) -> int:
    """Play an experiment, or what is missing of it; return the exit code."""
    plan = planned(experiment, posterior)
    folder = folders.folder_of(plan, out)
    if not folder.path.exists() and (note := folders.siblings(plan, folder)):
        _talk().print(note)
    if folder.path.exists():
        say_confirmed(plan, folder)
    folders.prepare(plan, folder)
    return _play(plan, folder, how, as_json, figure)


def resume(path: Path, how: How, retry_failed: bool, as_json: bool, figure: bool) -> int:
    """Go on with a folder; return the exit code."""
    folder = folders.find_folder(path)
    plan = folders.reopen(folder)
    say_confirmed(plan, folder)
    folders.note(plan, folder)
    if retry_failed:
        for failed in folder.parts("failures"):
            failed.unlink()
    return _play(plan, folder, how, as_json, figure)


def say_confirmed(plan: Plan, folder: Folder) -> None:
    """See that a folder's runs come out of today's rules as well, and say so. Raises AnotherSpecError if not."""
    if played := confirm(plan, folder):
        _talk().print(
            f"{folder} is not known to be played with these very rules: {counted(played, 'run')} of it played again, "
            "each comes out as it did"
        )


def _play(plan: Plan, folder: Folder, how: How, as_json: bool, figure: bool) -> int:
    shard = parsed_shard(how.shard)
    folder.clear_halves()
    for aside in folder.set_aside_broken():
        _talk().print(f"{aside}: not the bytes that were written; set aside, its runs are played again")
    started, done = time.monotonic(), 0
    todo = missing(plan, folder, shard)
    if apart := int(doubtful(plan, folder, todo).sum()):
        _talk().print(
            f"{counted(apart, 'run')} begun by a process that stopped, or that is still at it: played first, in a "
            "process apart"
        )
    if len(todo.point) or plan.study.spec.replicates.stop:
        with _workers(how) as workers, bar(plan.study.name, _talk()) as progress:
            done = Sweep(plan, folder, workers, shard, progress).run(todo)
    return _report(plan, folder, done, time.monotonic() - started, as_json, figure)


@contextmanager
def _workers(how: How) -> Iterator[Workers]:
    if how.cluster:
        workers: Workers = Cluster(how.cluster, how.insecure)
    else:
        workers = Processes(how.jobs) if how.isolate else Workers(how.jobs)
    try:
        yield workers
    except KeyboardInterrupt:  # the second one: what is being played now is given up
        _talk().print("stopped at once; everything written so far is kept, `whitesmoke resume` goes on from there")
        os._exit(130)
    finally:
        workers.close()


def _report(plan: Plan, folder: Folder, done: int, seconds: float, as_json: bool, figure: bool) -> int:
    found = answers.summarise(plan, folder)
    answers.write(found, folder)
    if figure:
        _draw(found, folder)
    if as_json:
        print_json(found)
    else:
        show(terminal(), found, folder)
    speed = f", {done / seconds:,.0f} a second" if done else ""
    _talk().print(f"{counted(done, 'run')} played in {seconds:,.1f} s{speed}. Written to {folder}")
    if found["failed"]:
        _talk().print(f"{counted(found['failed'], 'run')} failed; reasons: {command('status', folder.path)}")
    return SOME_FAILED if found["failed"] else 0


def _draw(found: dict[str, Any], folder: Folder) -> None:
    from whitesmoke.figures import save
    from whitesmoke.figures.sweeps import sweep_figure

    save(sweep_figure(found), folder.path / "figures" / "sweep.png")


def _talk() -> Console:
    return terminal(stderr=True, soft_wrap=True)


def parsed_shard(text: str | None) -> Shard:
    """Return `i/k` as a shard. Raises WhitesmokeError for anything else."""
    if text is None:
        return WHOLE
    index, sign, of = text.partition("/")
    if not (sign and index.isdigit() and of.isdigit() and 1 <= int(index) <= int(of)):
        raise WhitesmokeError(f"--shard {text}: write i/k with i from 1 to k, such as 3/8")
    return Shard(int(index), int(of))
