"""Runs of a sweep, played again and watched."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from whitesmoke.errors import WhitesmokeError
from whitesmoke.front.case import Case
from whitesmoke.front.study import Say
from whitesmoke.front.sweeping import confirmed
from whitesmoke.scenario.load import load
from whitesmoke.study import folders
from whitesmoke.study.places import Done, Places, done, targets_of
from whitesmoke.study.plan import Plan
from whitesmoke.study.state import Reason, reasons
from whitesmoke.study.store import Folder
from whitesmoke.writing.shell import command

if TYPE_CHECKING:
    from whitesmoke.front.run import Run


class Replay(NamedTuple):
    """A run of a sweep, ready to be played again."""

    case: Case
    seed: int
    point: str
    replicate: int

    def play(self) -> Run:
        """Play it."""
        return self.case.run(self.seed, self.replicate)


class Seen(NamedTuple):
    """A results folder, once it was seen that its runs come out as they did: which are there, and which failed."""

    folder: Folder
    plan: Plan
    places: Places
    done: Done


def seen(folder: Folder, say: Say, broken: Collection[Path] | None = None) -> Seen:
    """Look at a folder before runs of it are played again. Raises WhitesmokeError where they come out otherwise.

    `broken`: its parts that count for nothing, where that is known, so that they are not all read for it.
    """
    plan = folders.reopen(folder)
    confirmed(plan, folder, say)
    places = Places(targets_of(folder))
    return Seen(folder, plan, places, done(folder, places, False, folder.broken() if broken is None else broken))


def replay(known: Seen, point: str, replicate: int, say: Say) -> Replay:
    """Return a run of a sweep. Raises WhitesmokeError for one that the sweep does not have."""
    plan = known.plan
    name = _point(plan, point)
    _refuse_unplayed(known, name, replicate, say)
    setting, fitted = plan.unique[name], plan.experiment.fitted
    say(f"The same by itself: {plan.run_line(name, replicate)}")
    loaded = load(str(plan.experiment.scenario_file(setting.scenario)), setting.overrides, setting.rule)
    return Replay(Case(loaded, setting.rule, fitted and fitted.posterior), plan.seed_of(name), name, replicate)


def _point(plan: Plan, text: str) -> str:
    if text.isdecimal() and int(text) < len(plan.names):
        return plan.names[int(text)]
    found = [name for name in plan.unique if name.startswith(text.lower())] if len(text) >= 4 else []
    if len(found) != 1:
        what = f"several points begin with {text}" if found else f"there is no point {text}"
        raise WhitesmokeError(f"{what}; give its row in the design (0 to {len(plan.names) - 1}) or its 16 hex digits")
    return found[0]


def _refuse_unplayed(known: Seen, name: str, replicate: int, say: Say) -> None:
    """Refuse a run that the sweep does not have: one it never asked for, or has not come to. One that failed it has."""
    folder, places, (there, failed) = known.folder, known.places, known.done
    at = places.points.index(name)
    runs, begin = int(places.runs[at]), int(places.begins[at])
    if not 0 <= replicate < runs:
        raise WhitesmokeError(f"there is no run {replicate} of point {name}: the sweep has its runs 0 to {runs - 1}")
    kept = (there | failed)[begin : begin + runs]
    if not kept[replicate]:
        has = f"of its {runs:,} runs {int(kept.sum()):,} are there"
        resume = command("resume", folder.path)
        raise WhitesmokeError(
            f"run {replicate} of point {name} has not been played: {has}; `{resume}` plays the others"
        )
    if failed[begin + replicate]:
        why = next(reason.reason for reason in _reasons(folder, places, failed, begin + replicate))
        say(f"This run failed in the sweep: {why}")


def _reasons(folder: Folder, places: Places, failed: Any, at: int) -> list[Reason]:
    only = np.zeros_like(failed)
    only[at] = True
    return reasons(folder, places, folder.read(folder.parts("failures")), only)
