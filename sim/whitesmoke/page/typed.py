"""The command that plays the run shown, to be pasted into a terminal in the folder in which the page was started."""

from __future__ import annotations

import os
from pathlib import Path

from whitesmoke.errors import ScenarioError
from whitesmoke.page.desk import Desk
from whitesmoke.page.setup import Setup
from whitesmoke.scenario.files import find
from whitesmoke.telling.words import listed
from whitesmoke.writing.shell import command


def to_type(desk: Desk, setup: Setup) -> str:
    """Return the command that plays a setup of a page; nothing where none does, as for the visitor's own model."""
    if desk.own:
        return ""
    taken = desk.results.taken
    if taken is not None and setup == taken.setup:
        return command("replay", _from_here(desk, taken.folder), taken.point, setup.run)
    return _asking(desk, setup, "run", *(["--replicate", setup.run] if setup.run else []))


def to_ask(desk: Desk, verb: str, *options: object) -> str:
    """Return the command that asks the same of the scenario shown, whoever's the model of the page is."""
    return _asking(desk, desk.setup, verb, *options)


def _asking(desk: Desk, setup: Setup, verb: str, *options: object) -> str:
    words: list[object] = [verb, _scenario(desk, setup.scenario), "--seed", setup.seed, *options]
    words += ["--rule", setup.rule] if setup.rule else []
    words += [word for change in setup.changes for word in ("--set", change)]
    return command(*words, *(["--posterior", _from_here(desk, desk.posterior)] if desk.posterior else []))


def _scenario(desk: Desk, name: str) -> Path:
    """Return what a terminal finds a scenario by: its name, or else its file; of an uploaded one, the file to save."""
    if name in desk.uploaded:
        return Path(desk.uploaded[name].path.name)
    path = desk.known[name].path
    return Path(name) if _is_found_by_name(name, path) else _from_here(desk, path)


def _is_found_by_name(name: str, path: Path) -> bool:
    try:
        return not name.startswith("-") and find(name).samefile(path)
    except (OSError, ScenarioError):
        return False


def _from_here(desk: Desk, path: Path) -> Path:
    """Return a path as seen from this folder; visitors from elsewhere are told of no folder beside it or above."""
    try:
        seen = Path(os.path.relpath(path))
    except ValueError:  # another drive
        seen = path
    return seen if desk.may_save or not (seen.is_absolute() or ".." in seen.parts) else Path(path.name)


def first(desk: Desk) -> str:
    """Return what to do before the command can work; nothing for a scenario that a terminal finds."""
    if desk.own:
        return "No command plays this run: its model is a class of your own program."
    if desk.setup.scenario not in desk.uploaded:
        return ""
    others = [file.name for file in dict.fromkeys(desk.base.files[1:])]
    where = f"next to {listed(others)}, which it reads," if others else "into a folder"
    return (
        f"This is an uploaded file: save it {where} with the button Scenario file, and run the command in that folder."
    )
