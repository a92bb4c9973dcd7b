"""Forecasts as of a day: what was known by then, and what follows."""

from __future__ import annotations

from pathlib import Path

from whitesmoke.commands.common import case_of, deliver, folder_of
from whitesmoke.front.dates import a_date


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
