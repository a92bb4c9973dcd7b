"""What several commands share: opening a scenario, and where results go."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whitesmoke.errors import WhitesmokeError
from whitesmoke.model.case import Case
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import Loaded, load
from whitesmoke.scenario.notes import long_rounds
from whitesmoke.writing.output import dumps, terminal, write_text

if TYPE_CHECKING:
    from whitesmoke.evidence.posterior import Posterior


def opened(scenario: str, changes: Sequence[str] = (), rule: str | None = None) -> tuple[Loaded, Case]:
    """Load, check and compile a scenario."""
    loaded = load(scenario, changes, rule)
    return loaded, build(loaded)


def warn(loaded: Loaded) -> None:
    """Say beside a run what may distort it."""
    for note in long_rounds(loaded):
        terminal(stderr=True, soft_wrap=True).print(f"note: {note}")


def opened_cases(names: Sequence[str]) -> list[Loaded]:
    """Load several cases; each counts once, and parameters of its own go by its name.

    Raises WhitesmokeError for two of one name.
    """
    cases = [load(name) for name in names]
    known = [case.name for case in cases]
    twice = next((name for name in known if known.count(name) > 1), None)
    if twice is not None:
        raise WhitesmokeError(f"{twice} is named twice; leave one of them out, or give its file another name")
    return cases


def default_folder(name: str, run: str, changes: Sequence[str] = (), rule: str | None = None) -> Path:
    """Return results/runs/<scenario>/<run>, with a short hash of what was changed."""
    changed = "\n".join([*changes, rule or ""]).strip()
    mark = "-" + hashlib.sha256(changed.encode()).hexdigest()[:6] if changed else ""
    return Path("results", "runs", name, run + mark)


def marks(posterior: Posterior | None) -> list[str]:
    """Return what tells results with a posterior from those with another one."""
    return [posterior.sha256] if posterior else []


def write_results(folder: Path, name: str, data: Any, figure: Any = None) -> None:
    """Write a result and its figure, before anything is printed: a closed pipe loses nothing.

    A figure of an earlier result does not stay beside the new one.
    """
    write_text(folder / f"{name}.json", dumps(data))
    if figure is None:
        (folder / "figure.png").unlink(missing_ok=True)
    else:
        from whitesmoke.figures import save

        save(figure, folder / "figure.png")
    terminal(stderr=True).print(f"Written to {folder}/")
