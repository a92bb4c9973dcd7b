"""What can be done with a results folder: status, replay, verify, export, report, compact."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from whitesmoke.commands import one
from whitesmoke.commands.sweep import say_confirmed
from whitesmoke.errors import SOME_FAILED, WhitesmokeError
from whitesmoke.study import answers, folders
from whitesmoke.study.codebook import about, entries
from whitesmoke.study.export import FORMATS, exported
from whitesmoke.study.places import Places, done, targets_of
from whitesmoke.study.plan import Plan
from whitesmoke.study.report import KINDS, html
from whitesmoke.study.state import Reason, reasons, state_of
from whitesmoke.study.store import Folder, write_bytes
from whitesmoke.study.verify import altered_inputs
from whitesmoke.study.verify import verify as checked
from whitesmoke.writing.output import print_json, terminal
from whitesmoke.writing.shell import command

DIFFERENT = 1
"""Exit code of `verify` where something is not what it was."""


def status(path: Path, as_json: bool) -> int:
    """Print what a folder holds; 3 if runs failed."""
    found = state_of(folders.find_folder(path))
    if as_json:
        print_json(found)
    else:
        terminal(soft_wrap=True).print(found.text())
    return SOME_FAILED if found.failed else 0


def replay(path: Path, point: str, replicate: int, out: Path | None, as_json: bool, figure: bool) -> None:
    """Play one run of a sweep again, watched."""
    folder = folders.find_folder(path)
    plan = folders.reopen(folder)
    say_confirmed(plan, folder)
    name = _point(plan, point)
    _refuse_unplayed(folder, name, replicate)
    setting = plan.unique[name]
    terminal(stderr=True, soft_wrap=True).print(f"The same by itself: {plan.run_line(name, replicate)}")
    scenario, fitted = str(plan.study.scenario_file(setting.scenario)), plan.study.fitted
    one.run(
        scenario, plan.seed_of(name), replicate, setting.overrides, setting.rule,
        out or folder.path / "replays" / f"{name}-{replicate}", as_json, figure, 0.0, fitted and fitted.file,
    )  # fmt: skip


def _point(plan: Plan, text: str) -> str:
    if text.isdigit() and int(text) < len(plan.names):
        return plan.names[int(text)]
    found = [name for name in plan.unique if name.startswith(text.lower())] if len(text) >= 4 else []
    if len(found) != 1:
        what = f"several points begin with {text}" if found else f"there is no point {text}"
        raise WhitesmokeError(f"{what}; give its row in the design (0 to {len(plan.names) - 1}) or its 16 hex digits")
    return found[0]


def _refuse_unplayed(folder: Folder, name: str, replicate: int) -> None:
    """Refuse a run that the sweep does not have: one it never asked for, or has not come to. One that failed it has."""
    places = Places(targets_of(folder))
    at = places.points.index(name)
    runs, begin = int(places.runs[at]), int(places.begins[at])
    if replicate >= runs:
        raise WhitesmokeError(f"there is no run {replicate} of point {name}: the sweep has its runs 0 to {runs - 1}")
    there, failed = done(folder, places, False, set(folder.broken()))
    known = (there | failed)[begin : begin + runs]
    if not known[replicate]:
        has = f"of its {runs:,} runs {int(known.sum()):,} are there"
        resume = command("resume", folder.path)
        raise WhitesmokeError(
            f"run {replicate} of point {name} has not been played: {has}; `{resume}` plays the others"
        )
    if failed[begin + replicate]:
        why = next(reason.reason for reason in _reasons(folder, places, failed, begin + replicate))
        terminal(stderr=True, soft_wrap=True).print(f"This run failed in the sweep: {why}")


def _reasons(folder: Folder, places: Places, failed: Any, at: int) -> list[Reason]:
    only = np.zeros_like(failed)
    only[at] = True
    return reasons(folder, places, folder.read(folder.parts("failures")), only)


def verify(path: Path, sample: int, as_json: bool) -> int:
    """Check the bytes of a folder and play a sample again; 1 if anything is not what it was."""
    folder = folders.find_folder(path)
    plan = None if altered_inputs(folder) else folders.reopen(folder)
    found = checked(plan, folder, sample)
    if as_json:
        print_json(found)
    else:
        terminal(soft_wrap=True).print(found.text())
    return 0 if found.sound else DIFFERENT


def export(path: Path, csv: bool, dta: bool, parquet: bool, out: Path | None) -> None:
    """Write all runs as one table, with a codebook."""
    wanted = [name for name, asked in zip(FORMATS, (csv, dta, parquet)) if asked] or ["csv"]
    folder = folders.find_folder(path)
    for file in exported(folder, wanted, out or folder.path / "export"):
        terminal(soft_wrap=True).print(str(file))


def compact(path: Path) -> None:
    """Merge the parts of a folder."""
    folder = folders.find_folder(path)
    folder.manifest()
    before, after = folder.compact()
    terminal(soft_wrap=True).print(f"{before} parts became {after}")


def report(path: Path) -> None:
    """Write report.html in a folder."""
    folder = folders.find_folder(path)
    known, state = about(folder), state_of(folder)
    figures = sorted(file for file in (folder.path / "figures").glob("*") if file.suffix in KINDS)
    page = html(known, state, answers.of_folder(folder, state), figures, entries(known))
    write_bytes(folder.path / "report.html", page.encode())
    terminal(soft_wrap=True).print(str(folder.path / "report.html"))
