"""Stylised facts of past negotiations held against runs of cases."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from whitesmoke.commands.common import deliver
from whitesmoke.front import stylised


def run(scenarios: Sequence[str], runs: int, seed: int, out: Path | None, as_json: bool, figure: bool) -> None:
    """Play the cases in both modes; write the table and the figure; print the table."""
    cases = stylised.fact_cases(scenarios or None)
    folder = _folder([case.name for case in cases], bool(scenarios), seed, runs)
    deliver(stylised.Facts.played(cases, runs, seed), out, folder, as_json, figure)


def _folder(names: Sequence[str], chosen: bool, seed: int, runs: int) -> Path:
    """Return results/facts/..., one for each set of cases that was named."""
    mark = "-" + hashlib.sha256("\n".join(names).encode()).hexdigest()[:6] if chosen else ""
    return Path("results", "facts", f"seed-{seed}-runs-{runs}{mark}")
