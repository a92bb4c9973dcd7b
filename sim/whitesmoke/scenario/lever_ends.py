"""Levers of a scenario that was read: where it stands, and what each end makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from whitesmoke.errors import Problem, ScenarioError
from whitesmoke.scenario import toml
from whitesmoke.scenario.checks.lever_fields import wrong
from whitesmoke.scenario.in_force import plays_no_part
from whitesmoke.scenario.lever_schema import ENDS, End, Lever
from whitesmoke.scenario.load import load
from whitesmoke.scenario.loaded import Loaded
from whitesmoke.scenario.meaning import meaning
from whitesmoke.scenario.merge import key_path
from whitesmoke.scenario.wording import listed


def overrides(loaded: Loaded, name: str, end: End) -> list[str]:
    """Return what an end of a lever sets, as `--set` takes it."""
    return [toml.override(path, value) for path, value in loaded.scenario.levers[name].values(end).items()]


def moved(loaded: Loaded, name: str, end: End) -> Loaded:
    """Return the scenario with a lever at an end. Raises ScenarioError, at the lever's place, where it cannot be."""
    new = overrides(loaded, name, end)
    again = {_path(text) for text in new}
    before = [text for text in loaded.changes if _path(text) not in again]
    try:
        return load(loaded.files[0], [*before, *new], loaded.other_rule)
    except ScenarioError as error:
        problem = error.problems[0]
        message = f"the scenario cannot be played so: {problem.field}: {problem.message}"
        raise ScenarioError([loaded.problem(("levers", name, end), message)]) from error


def _path(change: str) -> str:
    return change.partition("=")[0].strip()


def stands(loaded: Loaded, name: str) -> End | None:
    """Return the end at which the scenario itself has a lever; None if it stands elsewhere."""
    own = meaning(loaded)
    return next((end for end in ENDS if meaning(moved(loaded, name, end)) == own), None)


def must_move(loaded: Loaded, file: Path | None = None) -> None:
    """Raise ScenarioError for levers at whose ends the tables of a scenario disagree.

    Parameters
    ----------
    file : of a body, which is asked as the case of a question: its own levers are not to be left out
    """
    problems = list(_lost(loaded, file))
    for name in loaded.scenario.levers:
        for end in ENDS:
            try:
                moved(loaded, name, end)
            except ScenarioError as error:
                problems += error.problems
    if problems:
        raise ScenarioError(problems)


def _lost(loaded: Loaded, file: Path | None) -> Iterator[Problem]:
    """Yield what is wrong with levers of a file that were left out."""
    for name in loaded.data.get("levers", {}):
        if name not in loaded.scenario.levers and loaded.origins["levers", name].file == file:
            for place, message in wrong(loaded, Lever.model_validate(loaded.data["levers"][name])):
                yield loaded.problem(("levers", name, *place), message)


def notes(loaded: Loaded) -> Iterator[Problem]:
    """Yield which levers move what the mode in force does not use."""
    for name, lever in loaded.scenario.levers.items():
        if idle := [path for path in lever.paths if plays_no_part(loaded.scenario, [str(p) for p in key_path(path)])]:
            mode = loaded.scenario.bargaining.mode
            message = f'it moves {listed(idle)}, which mode = "{mode}" does not use'
            yield loaded.problem(("levers", name), f"{message}; move something else, or play the other mode")
