"""Score forecasts as of fixed days on cases whose end is known, beside the baselines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from whitesmoke.commands.common import StoppedError, cases_with, deliver, told
from whitesmoke.evidence.calibration.inference import Effort
from whitesmoke.front import scoring
from whitesmoke.model.ensemble import all_cores

if TYPE_CHECKING:
    from whitesmoke.evidence.posterior import Posterior
    from whitesmoke.front.case import Case


def run(
    scenarios: Sequence[str],
    runs: int,
    seed: int,
    leave_one_out: bool,
    particles: int,
    fit_runs: int,
    out: Path | None,
    as_json: bool,
    figure: bool,
    changes: Sequence[str] = (),
) -> None:
    """Score the model and the baselines; write every score, the tables and the figure; print the tables."""
    cases = scoring.scored_cases(cases_with(scenarios or scoring.CASES, changes), leave_one_out)
    fit = Effort(particles, fit_runs, seed, all_cores()) if leave_one_out else None
    folder = out or scoring.default_folder(cases, seed, runs, fit)
    fits = _fitted(cases, fit, folder) if fit else None
    deliver(scoring.Scores.played(cases, runs, seed, fits, told), folder, folder, as_json, figure)


def _fitted(cases: Sequence[Case], settings: Effort, folder: Path) -> dict[str, Posterior]:
    """Return what the other cases leave possible for each; when interrupted, say how to go on."""
    try:
        return scoring.fitted_to_others(cases, settings, folder, told)
    except KeyboardInterrupt:
        raise StoppedError(
            f"interrupted; the fits so far are kept in {folder}/. The same command goes on from there"
        ) from None
