"""What is asked of a case beyond its runs: a forecast as of a day, what its parts cost, what it hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from whitesmoke.commands.common import case_of, deliver, folder_of
from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.analysis.screening import no_power_of_two
from whitesmoke.front.taken import a_date


def nowcast(
    scenario: str,
    as_of: str,
    runs: int,
    seed: int,
    changes: list[str],
    posterior: Path | None,
    weekly: bool,
    field: bool,
    out: Path | None,
    as_json: bool,
    figure: bool,
    rule: str | None = None,
) -> None:
    """Forecast as of a day; with `weekly`, every week up to it; write numbers and figure; print them.

    `field`: who will stand, and from when, is told in advance.
    """
    date = a_date(as_of, "--as-of: ")
    case = case_of(scenario, changes, rule, posterior)
    found = case.nowcast(date, runs, seed, weekly=weekly, field_known=field)
    name = f"nowcast-{date}-seed-{seed}-runs-{runs}" + "-weekly" * weekly + "-field-known" * field
    deliver(found, out, folder_of(case, name), as_json, figure)


def attribute(
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


def sensitivity(
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
    changes: Sequence[str] = (),
) -> None:
    """Screen all factors by Morris, then share out the variance over the strongest by Sobol'; write and print."""
    if refusal := no_power_of_two(points):
        raise WhitesmokeError(f"--points: {refusal}")
    case = case_of(scenario, changes)
    found = case.sensitivity(contrasts, trajectories, points, most, runs, seed, priors)
    marks = [*contrasts, f"{trajectories} {most}", *([priors.read_text(encoding="utf-8")] if priors else [])]
    deliver(found, out, folder_of(case, f"sensitivity-seed-{seed}-points-{points}-runs-{runs}", marks), as_json, figure)
