"""Experiments from Python and from the command line: play what is missing into a results folder."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from whitesmoke.front.in_python import in_python
from whitesmoke.front.progress import bar
from whitesmoke.front.study import Say, Study, silent
from whitesmoke.front.taken import POSTERIOR, a_name, a_number
from whitesmoke.study import answers, folders
from whitesmoke.study.confirm import confirm, must_tell_endings
from whitesmoke.study.experiment import GivenExperiment, load_experiment
from whitesmoke.study.plan import Plan, lay_out
from whitesmoke.study.playing import WHOLE, InterruptedSweepError, Shard, Sweep, doubtful, missing
from whitesmoke.study.store import Folder
from whitesmoke.study.workers import Cluster, Processes, Workers
from whitesmoke.writing.estimates import counted
from whitesmoke.writing.output import terminal


class Players(NamedTuple):
    """Who plays: threads, processes, a part of a job array, a cluster."""

    jobs: int | None = None
    isolate: bool = False
    shard: Shard = WHOLE
    cluster: str | None = None
    insecure: bool = False


EXPERIMENT = "a shipped experiment by its name, a file by its path, or the tables of a file as a dict"
MOST_JOBS = 1024
STOPPED = "stopped at once; everything written so far is kept, `whitesmoke resume` goes on from there"


class StoppedAtOnceError(KeyboardInterrupt):
    """Ctrl-C a second time; everything written until then is kept."""


def sweep(
    experiment: str | Path | Mapping[str, Any],
    out: str | Path = "results",
    jobs: int | None = None,
    *,
    posterior: str | Path | None = None,
    name: str = "untitled",
) -> Study:
    """Play an experiment: many points, each an ensemble on common draws. What is there already is not played again.

    Parameters
    ----------
    experiment : a file, or its tables as a dict
    out : the folder of all results
    jobs : threads; all processors if None
    posterior : of a calibration: run j of every point takes draw j
    name : of an experiment given as a dict

    Raises KeyboardInterrupt on Ctrl-C, when what was played is written: the same call, or `resume`, goes on from there.
    """
    with in_python(), interruptible():
        if not isinstance(experiment, Mapping):
            experiment = a_name(experiment, "experiment", EXPERIMENT)
        fitted = None if posterior is None else a_name(posterior, "posterior", POSTERIOR)
        place = Path(a_name(out, "out", "the folder of all results"))
        return swept(planned(experiment, fitted, name), place, Players(some_jobs(jobs)))


def some_jobs(jobs: object) -> int | None:
    """Return a number of threads; None for all processors. Raises WhitesmokeError for anything else."""
    return None if jobs is None else a_number(jobs, "jobs", 1, MOST_JOBS + 1)


@contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C be what Python takes it for."""
    try:
        yield
    except InterruptedSweepError as error:
        raise KeyboardInterrupt(str(error)) from None


def planned(
    experiment: str | Path | Mapping[str, Any], posterior: str | Path | None = None, name: str = "untitled"
) -> Plan:
    """Return an experiment laid out."""
    file = GivenExperiment(experiment, name) if isinstance(experiment, Mapping) else experiment
    return lay_out(load_experiment(file, posterior=None if posterior is None else Path(posterior)))


def swept(plan: Plan, out: Path, players: Players, say: Say = silent) -> Study:
    """Play what is missing of a plan, below the folder of all results."""
    folder = folders.folder_of(plan, out)
    if not folder.path.exists() and (note := folders.siblings(plan, folder)):
        say(note)
    if not folder.is_begun():
        must_tell_endings(folder)
        confirmed(plan, folder, say)
    folders.prepare(plan, folder)
    return _played(plan, folder, players, say)


def resumed(path: Path, players: Players, say: Say = silent, retry_failed: bool = False) -> Study:
    """Play what is missing in a folder, from its own copies."""
    folder = folders.find_folder(path)
    plan = folders.reopen(folder)
    must_tell_endings(folder)
    confirmed(plan, folder, say)
    folders.note(plan, folder)
    if retry_failed:
        for failed in folder.parts("failures"):
            failed.unlink()
    return _played(plan, folder, players, say)


def confirmed(plan: Plan, folder: Folder, say: Say) -> None:
    """See that a folder's runs come out of today's rules as well, and say so. Raises AnotherSpecError if not."""
    if played := confirm(plan, folder):
        say(
            f"{folder} is not known to be played with these very rules: {counted(played, 'run')} of it played again, "
            "each comes out as it did"
        )


def _played(plan: Plan, folder: Folder, players: Players, say: Say) -> Study:
    folder.clear_halves()
    for aside in folder.set_aside_broken():
        say(f"{aside}: not the bytes that were written; set aside, its runs are played again")
    started, done = time.monotonic(), 0
    todo = missing(plan, folder, players.shard)
    if apart := int(doubtful(plan, folder, todo).sum()):
        say(
            f"{counted(apart, 'run')} begun by a process that stopped, or that is still at it: played first, in a "
            "process apart"
        )
    if len(todo.point) or plan.experiment.spec.replicates.stop:
        with _workers(players) as workers, bar(plan.experiment.name, terminal(stderr=True, soft_wrap=True)) as progress:
            done = Sweep(plan, folder, workers, players.shard, progress).run(todo)
    study = Study(folder, plan)
    answers.write(study.data(), folder)
    study.played = done, time.monotonic() - started
    return study


@contextmanager
def _workers(players: Players) -> Iterator[Workers]:
    if players.cluster:
        workers: Workers = Cluster(players.cluster, players.insecure)
    else:
        workers = Processes(players.jobs) if players.isolate else Workers(players.jobs)
    try:
        yield workers
    except KeyboardInterrupt:  # the second one: what is being played now is given up
        workers.leave()
        raise StoppedAtOnceError(STOPPED) from None
    except BaseException:
        workers.close()
        raise
    workers.close()
