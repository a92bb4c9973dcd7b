"""Score forecasters that play nothing, on every case whose tables ship."""

from __future__ import annotations

from pathlib import Path

from whitesmoke.commands.common import deliver
from whitesmoke.front import forecasters_scored as forecasters


def run(dates: str, out: Path | None, as_json: bool, figure: bool) -> None:
    """Score the register; write the scores and the figure; print the tables."""
    deliver(forecasters.forecasters(dates), out, Path("results", "forecasters", f"dates-{dates}"), as_json, figure)
