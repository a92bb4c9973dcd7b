"""Calibrate on the records of one or more cases; go on where an interrupted calibration stopped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from whitesmoke.commands.common import StoppedError, cases_with, deliver, told
from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.calibration.inference import Effort
from whitesmoke.front import fitting
from whitesmoke.model.ensemble import all_cores


def run(
    scenarios: Sequence[str],
    particles: int,
    runs: int,
    seed: int,
    jobs: int | None,
    priors: Path | None,
    without: Sequence[str],
    ablations: bool | Sequence[str],
    out: Path | None,
    as_json: bool,
    figure: bool,
    changes: Sequence[str] = (),
) -> None:
    """Calibrate; write the posterior, what was learnt and a figure; print it. When interrupted, say how to go on."""
    settings = Effort(particles, runs, seed, jobs or all_cores())
    fit = fitting.planned(cases_with(scenarios, changes), settings, priors, without, out)
    for line in fit.cautions:
        told(line, soft_wrap=True)
    try:
        found = fitting.Calibration.fitted(fit, ablations, told)
        deliver(found, fit.folder, fit.folder, as_json, figure)
    except KeyboardInterrupt:
        message = f"interrupted; what was reached is kept in {fit.folder}/. The same command goes on from there."
        raise StoppedError(message) from None
    if found.refused:
        raise WhitesmokeError(
            "--ablations: the whole model did not use the record in full; take more --runs. "
            f"Its fit is in {fit.folder}/"
        )
