"""Score forecasts of cases whose end is known: by the protocol fixed beforehand, or by the rule of before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from whitesmoke.commands.common import StoppedError, cases_with, deliver, told
from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.calibration.inference import Effort
from whitesmoke.front import protocol_scores, scoring
from whitesmoke.model.ensemble import all_cores
from whitesmoke.telling import scored as telling

if TYPE_CHECKING:
    from whitesmoke.evidence.posterior import Posterior
    from whitesmoke.front.case import Case


def run(
    runs: int | None, seed: int, dates: str, fits: Path | None, out: Path | None, as_json: bool, figure: bool
) -> None:
    """Score the model by the protocol; write forecasts, scores and figure; print the tables; say how to go on."""
    count = runs or protocol_scores.RUNS
    folder = out or protocol_scores.default_folder(count, seed)
    try:
        found = protocol_scores.score(count, seed, dates=dates, fits=fits, folder=folder)
    except KeyboardInterrupt:
        raise StoppedError(
            f"interrupted; the forecasts so far are kept in {folder}/. The same command goes on from there"
        ) from None
    deliver(found, folder, folder, as_json, figure)


def must_be_of_old_rule(scenarios: Sequence[str], leave_one_out: bool, changes: Sequence[str]) -> None:
    """Refuse what only the old rule scores. Raises WhitesmokeError."""
    given = ["cases"] * bool(scenarios) + ["--leave-one-out"] * leave_one_out + ["--set"] * bool(changes)
    if given:
        raise WhitesmokeError(
            f"{' and '.join(given)}: the protocol scores the 37 decisions whose tables ship, as their files are; add "
            "--old-rule to score cases of your own by the rule of before"
        )


def by_old_rule(
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
    """Score by the old rule, and say what is wrong with it; write every score, the tables and the figure."""
    told(telling.OLD_RULE)
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
