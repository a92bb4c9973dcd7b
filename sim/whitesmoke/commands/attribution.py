"""Say what each part of a race costs or saves."""

from __future__ import annotations

from pathlib import Path

from whitesmoke.commands.common import case_of, deliver, folder_of


def run(
    scenario: str,
    runs: int,
    seed: int,
    changes: list[str],
    rule: str | None,
    posterior: Path | None,
    out: Path | None,
    as_json: bool,
    figure: bool,
    ties: int = 0,
) -> None:
    """Play the race with and without each part, and some ties if asked; write numbers and figure; print them."""
    case = case_of(scenario, changes, rule, posterior)
    found = case.attribute(runs, seed, ties=ties)
    deliver(found, out, folder_of(case, f"attribute-seed-{seed}-runs-{runs}"), as_json, figure)
