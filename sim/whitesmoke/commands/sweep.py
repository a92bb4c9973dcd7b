"""Experiments: sweep, dry run and resume."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from whitesmoke.commands.common import show_or, text_or
from whitesmoke.errors import SOME_FAILED, WhitesmokeError
from whitesmoke.front import sweeping
from whitesmoke.front.study import Study
from whitesmoke.front.sweeping import Players
from whitesmoke.study import folders
from whitesmoke.study.pilot import estimate
from whitesmoke.study.plan import Plan
from whitesmoke.study.playing import WHOLE, Shard
from whitesmoke.writing.estimates import counted
from whitesmoke.writing.output import print_json, terminal
from whitesmoke.writing.shell import command


class How(NamedTuple):
    """Who plays, as the options say."""

    jobs: int | None
    isolate: bool
    shard: str | None
    cluster: str | None
    insecure: bool

    @property
    def players(self) -> Players:
        """Who plays. Raises WhitesmokeError for a part that is none."""
        return Players(self.jobs, self.isolate, parsed_shard(self.shard), self.cluster, self.insecure)


def dry_run(experiment: str, out: Path, how: How, as_json: bool, posterior: Path | None = None) -> int:
    """Say what an experiment would take."""
    plan = planned(experiment, posterior)
    found = estimate(plan, folders.folder_of(plan, out), parsed_shard(how.shard), how.jobs)
    if as_json:
        print_json(found)
    else:
        text_or(found.line, found.text())
    return 0


def planned(experiment: str, posterior: Path | None = None) -> Plan:
    """Return an experiment laid out; say what is allowed in it and hardly meant."""
    plan = sweeping.planned(experiment, posterior)
    for note in plan.notes:
        say(note)
    return plan


def sweep(experiment: str, out: Path, how: How, as_json: bool, figure: bool, posterior: Path | None = None) -> int:
    """Play an experiment, or what is missing of it; return the exit code."""
    plan = planned(experiment, posterior)
    return _told(lambda: sweeping.swept(plan, out, how.players, say), as_json, figure)


def resume(path: Path, how: How, retry_failed: bool, as_json: bool, figure: bool) -> int:
    """Go on with a folder; return the exit code."""
    return _told(lambda: sweeping.resumed(path, how.players, say, retry_failed), as_json, figure)


def _told(play: Callable[[], Study], as_json: bool, figure: bool) -> int:
    """Play, and print what comes out; return the exit code."""
    try:
        study = play()
    except sweeping.StoppedAtOnceError as error:
        say(str(error))
        os._exit(130)
    if figure:
        study.draw()
    if as_json:
        print_json(study.data())
    else:
        show_or(study.headline, study.show)
    return _closing(study)


def _closing(study: Study) -> int:
    done, seconds = study.played
    speed = f", {done / seconds:,.0f} a second" if done else ""
    say(f"{counted(done, 'run')} played in {seconds:,.1f} s{speed}. Written to {study.folder}/")
    if failed := study.data()["failed"]:
        say(f"{counted(failed, 'run')} failed; reasons: {command('status', study.folder)}")
    return SOME_FAILED if failed else 0


def say(sentence: str) -> None:
    """Say something beside the result."""
    terminal(stderr=True, soft_wrap=True).print(sentence)


def parsed_shard(text: str | None) -> Shard:
    """Return `i/k` as a shard. Raises WhitesmokeError for anything else."""
    if text is None:
        return WHOLE
    index, sign, of = text.partition("/")
    if not (sign and index.isdigit() and of.isdigit() and 1 <= int(index) <= int(of)):
        raise WhitesmokeError(f"--shard {text}: write i/k with i from 1 to k, such as 3/8")
    return Shard(int(index), int(of))
