"""What can be done with a results folder: status, replay, verify, export, report, compact."""

from __future__ import annotations

from pathlib import Path

from whitesmoke.commands.common import deliver, note, text_or
from whitesmoke.commands.sweep import say
from whitesmoke.errors import SOME_FAILED
from whitesmoke.front import kept, replays
from whitesmoke.study import folders
from whitesmoke.study.export import FORMATS, exported
from whitesmoke.study.state import state_of
from whitesmoke.study.verify import altered_inputs
from whitesmoke.study.verify import verify as checked
from whitesmoke.telling.sweeps import sentence
from whitesmoke.writing.output import print_json, terminal

DIFFERENT = 1
"""Exit code of `verify` where something is not what it was."""


def status(path: Path, as_json: bool) -> int:
    """Print what a folder holds; 3 if runs failed."""
    found = state_of(folders.find_folder(path))
    if as_json:
        print_json(found)
    else:
        text_or(sentence(found), found.text())
    return SOME_FAILED if found.failed else 0


def replay(path: Path, point: str, replicate: int, out: Path | None, as_json: bool, figure: bool) -> None:
    """Play one run of a sweep again, watched."""
    folder = folders.find_folder(path)
    found = replays.replay(replays.seen(folder, say), point, replicate, say)
    note(found.case)
    played = found.play()
    otherwise = folder.path / "replays" / f"{found.point}-{replicate}"
    deliver(played, out, otherwise, as_json, figure, played.show_long)


def verify(path: Path, sample: int, as_json: bool) -> int:
    """Check the bytes of a folder and play a sample again; 1 if anything is not what it was."""
    folder = folders.find_folder(path)
    plan = None if altered_inputs(folder) else folders.reopen(folder)
    found = checked(plan, folder, sample)
    if as_json:
        print_json(found)
    else:
        text_or(found.line, found.text())
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


def report(path: Path, out: Path | None = None) -> None:
    """Write the page of a results folder into it, or where one wants it."""
    terminal(soft_wrap=True).print(str(kept.read(path).report(out)))
