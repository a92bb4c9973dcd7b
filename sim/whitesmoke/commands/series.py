"""Selections in a row: the record of an office, and futures with and without memory of who held it."""

from __future__ import annotations

from pathlib import Path

from whitesmoke.commands.common import default_folder, deliver, marks
from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.posterior import read
from whitesmoke.evidence.series.opened import load_series
from whitesmoke.evidence.series.selection import CHAINS
from whitesmoke.front.succession import Series


def run(
    name: str,
    runs: int,
    seed: int,
    changes: list[str],
    posterior: Path | None,
    out: Path | None,
    as_json: bool,
    figure: bool,
) -> None:
    """Tell the record, play the chains both ways; write numbers and figure; print them."""
    if runs > CHAINS:
        raise WhitesmokeError(f"--runs: at most {CHAINS} chains have luck of their own; ask for fewer")
    office, draws = load_series(name, changes), read(posterior) if posterior else None
    found = Series.played(office, runs, seed, changes, draws)
    folder = default_folder(f"series-{found.name}", f"seed-{seed}-runs-{runs}", [*changes, *marks(draws)])
    deliver(found, out, folder, as_json, figure)
