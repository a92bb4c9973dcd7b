"""The story of a run as one file."""

from __future__ import annotations

from pathlib import Path

from whitesmoke.commands.common import case_of, folder_of, note, show_or, told
from whitesmoke.front.one_screen import FILE
from whitesmoke.writing.output import print_json, terminal


def story(
    scenario: str,
    out: Path | None,
    seed: int,
    replicate: int,
    runs: int,
    changes: list[str],
    rule: str | None,
    posterior: Path | None,
    as_json: bool,
) -> None:
    """Play a run and the futures around it, and write them as one page, or print them as JSON."""
    case = case_of(scenario, changes, rule, posterior)
    note(case)
    found = case.story(seed, replicate, runs)
    file = out or folder_of(case, f"seed-{seed}-run-{replicate}-story") / FILE
    where = found.save(file) if out is not None or not as_json else None
    if as_json:
        print_json(found.data())
    else:
        show_or(found.headline, lambda _: terminal().print(found.sentence))
    if where is not None:
        told(f"Written to {where} ({size(where)}): open it in a browser; it needs nothing else.", soft_wrap=True)


def size(file: Path) -> str:
    """Return how large a file is, in kB, or in MB with a digit."""
    kilobytes = file.stat().st_size / 1000
    return f"{kilobytes:.0f} kB" if kilobytes < 1000 else f"{kilobytes / 1000:.1f} MB"
