"""What several commands share: opening a scenario, and where results go."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.posterior import Posterior, read
from whitesmoke.front.case import Case
from whitesmoke.front.result import FIGURE
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import Loaded, load
from whitesmoke.writing.output import is_quiet, print_json, terminal

if TYPE_CHECKING:
    from rich.console import Console

    from whitesmoke.front.result import Result
    from whitesmoke.model.compiled import Compiled


class StoppedError(WhitesmokeError):
    """A command stopped by the user, who is told what is kept."""

    exit_code = 130


def opened(scenario: str, changes: Sequence[str] = (), rule: str | None = None) -> tuple[Loaded, Compiled]:
    """Load, check and compile a scenario."""
    loaded = load(scenario, changes, rule)
    return loaded, build(loaded)


def note(case: Case) -> None:
    """Say beside a run what may distort it."""
    for found in case.notes:
        told(f"note: {found}", soft_wrap=True)


def default_folder(name: str, run: str, changes: Sequence[str] = (), rule: str | None = None) -> Path:
    """Return results/runs/<scenario>/<run>, with a short hash of what was changed."""
    changed = "\n".join([*changes, rule or ""]).strip()
    mark = "-" + hashlib.sha256(changed.encode()).hexdigest()[:6] if changed else ""
    return Path("results", "runs", name, run + mark)


def case_of(
    scenario: str | Path, changes: Sequence[str] = (), rule: str | None = None, posterior: Path | None = None
) -> Case:
    """Open a case as the options of a command name it; errors name the options."""
    return Case(load(scenario, changes, rule), rule, read(posterior) if posterior else None)


def cases_with(scenarios: Sequence[str], changes: Sequence[str]) -> Sequence[str | Case]:
    """Return the cases of these names with changes in each; without any, their names."""
    return [case_of(one, changes) for one in scenarios] if changes else scenarios


def folder_of(case: Case, run: str, changes: Sequence[str] = ()) -> Path:
    """Return the folder of results about a case, with a short hash of what was changed in it, and further changes."""
    return default_folder(case.name, run, [*case.changes, *changes, *marks(case.posterior)], case.other_rule)


def deliver(
    result: Result,
    out: Path | None,
    otherwise: Path,
    as_json: bool,
    figure: bool,
    show: Callable[[Console], None] | None = None,
) -> None:
    """Write a result into a folder, unless its JSON is asked for and no folder; then print it, as JSON or in words.

    What is written is written before anything is printed: a closed pipe loses nothing. `show` prints it in other words.
    """
    writes = out is not None or not as_json
    removed = writes and not figure and ((out or otherwise) / FIGURE).is_file()
    folder = result.save(out or otherwise, figure) if writes else None
    if as_json:
        print_json(result.data())
    else:
        show_or(result.headline, show or result.show)
    if folder is not None:
        if removed:
            told(f"{folder / FIGURE}, of an earlier result, is removed: it would not show this one.", soft_wrap=True)
        told(f"Written to {folder}/{'; whitesmoke open shows the figure' if figure else ''}", soft_wrap=True)


def show_or(line: str, show: Callable[[Console], None]) -> None:
    """Print a result at length, or with `--quiet` the least that can be said of it."""
    if is_quiet():
        terminal(soft_wrap=True).print(line)
    else:
        show(terminal())


def text_or(line: str, text: str) -> None:
    """Print a text, or with `--quiet` a line in its place."""
    terminal(soft_wrap=True).print(line if is_quiet() else text)


def told(text: str, soft_wrap: bool = False) -> None:
    """Say something beside the result."""
    terminal(stderr=True, soft_wrap=soft_wrap).print(text)


def marks(posterior: Posterior | None) -> list[str]:
    """Return what tells results with a posterior from those with another one."""
    return [posterior.sha256] if posterior else []
