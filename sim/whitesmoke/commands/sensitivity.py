"""Say which uncertain numbers an outcome, or a difference between two races, hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from whitesmoke.commands.common import case_of, deliver, folder_of
from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.analysis.screening import no_power_of_two


def run(
    scenario: str,
    contrasts: Sequence[str],
    trajectories: int,
    points: int,
    most: int,
    runs: int,
    seed: int,
    priors: Path | None,
    out: Path | None,
    as_json: bool,
    figure: bool,
) -> None:
    """Screen all factors by Morris, then share out the variance over the strongest by Sobol'; write and print."""
    if refusal := no_power_of_two(points):
        raise WhitesmokeError(f"--points: {refusal}")
    case = case_of(scenario)
    found = case.sensitivity(contrasts, trajectories, points, most, runs, seed, priors)
    marks = [*contrasts, f"{trajectories} {most}", *([priors.read_text(encoding="utf-8")] if priors else [])]
    deliver(found, out, folder_of(case, f"sensitivity-seed-{seed}-points-{points}-runs-{runs}", marks), as_json, figure)
