"""Score forecasts as of fixed days on cases whose end is known, beside the baselines."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from sim.commands.calibration import StoppedError, calibrated, study_of
from sim.commands.common import write_results
from sim.commands.score_show import show_limits, show_means, show_soundness
from sim.ensemble import all_cores
from sim.errors import WhitesmokeError
from sim.inference.calibrate import Settings
from sim.inference.forecasters import as_written, left_open, prior_draws, shared_only
from sim.inference.parameters import read_priors
from sim.inference.posterior import Posterior, write
from sim.inference.questions import DECISION, Forecaster
from sim.inference.ranking import Mean, by_case, means, verdict
from sim.inference.scoreboard import Score, board
from sim.inference.soundness import Soundness, soundness
from sim.output import plain, print_json, write_text
from sim.scenario.load import Loaded, load

CASES = ("nato-2003", "nato-2009", "nato-2014", "nato-2023-finland", "nato-2024-sweden", "rutte-iohannis")
"""Shipped cases whose end is on record."""
AS_WRITTEN, UNFITTED, LEFT_OUT = "model as written", "model from its priors", "model fitted to the others"
TOLD = "model told its script"
"""No forecast: it knows every scripted event in advance. The distance to the model as written is what hangs on them."""


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
) -> None:
    """Score the model and the baselines; write every score, the tables and the figure; print the tables."""
    cases = [load(name) for name in scenarios or CASES]
    if leave_one_out and len(cases) < 2:
        raise WhitesmokeError("--leave-one-out needs two cases or more; name another one, or none for all that ship")
    talk = Console(stderr=True, highlight=False)
    folder = out or Path("results", "scores", f"seed-{seed}-runs-{runs}")
    models = _models(cases, runs, seed)
    if leave_one_out:
        fitted = _fit_others(cases, Settings(particles, fit_runs, seed, all_cores()), folder, talk)
        models[LEFT_OUT] = _open(cases, lambda loaded: fitted[loaded.name], runs, seed)
    found = board(cases, models, seed, lambda name, date: talk.print(f"{name} as of {date}"))
    counted = {
        "decision": [one for one in found if one.what == DECISION],
        "members": [one for one in found if one.what != DECISION and one.bounded],
    }
    groups = {what: some for what, some in counted.items() if some}
    rows = {what: means(some) for what, some in groups.items()}
    said = {what: _verdict(some, list(models)) for what, some in rows.items()}
    sound = {what: _ranked(soundness(some), rows[what]) for what, some in groups.items()}
    data: dict[str, Any] = {
        "cases": [case.name for case in cases],
        "runs": runs,
        "seed": seed,
        "means": {what: [plain(row) for row in some] for what, some in rows.items()},
        "verdict": said,
        "reliability": {what: [plain(row) for row in some] for what, some in sound.items()},
        "scores": [plain(one) for one in found],
    }
    drawing = _figure(groups, rows, sound, list(models), runs, seed) if figure else None
    write_results(folder, "scores", data, drawing)
    write_text(folder / "scores.csv", _csv(found))
    if as_json:
        print_json(data)
        return
    console = Console(highlight=False)
    for what, some in groups.items():
        asked = len({(one.case, one.as_of, one.what) for one in some})
        show_means(console, what, rows[what], asked, len({one.case for one in some}), said[what])
        show_soundness(console, what, sound[what])
    show_limits(console)


def _figure(
    groups: Mapping[str, Sequence[Score]],
    rows: Mapping[str, Sequence[Mean]],
    sound: Mapping[str, Sequence[Soundness]],
    models: Sequence[str],
    runs: int,
    seed: int,
) -> Any:
    from sim.plots.scores import scores_figure

    crps = {
        what: {row.forecaster: by_case(groups[what], row.forecaster, "crps") for row in some}
        for what, some in rows.items()
    }
    first = {what: next(row for row in some if row.forecaster != TOLD) for what, some in rows.items()}
    best = ", ".join(f"{what} by {row.forecaster} (CRPS {row.crps:.0f} days)" for what, row in first.items())
    about = f"Forecasts as of fixed days, {runs} particles each, seed {seed}; low CRPS is good; {TOLD}: no forecast."
    others = [name for name in models if name != TOLD]
    return scores_figure(crps, groups["decision"], sound, others, [TOLD], f"Forecast best: {best}", about)


def _ranked(found: Sequence[Soundness], rows: Sequence[Mean]) -> list[Soundness]:
    of = {one.forecaster: one for one in found}
    return [of[row.forecaster] for row in rows]


def _verdict(rows: Sequence[Mean], models: Sequence[str]) -> str:
    return verdict([row for row in rows if row.forecaster != TOLD], models)


def _models(cases: Sequence[Loaded], runs: int, seed: int) -> dict[str, Forecaster]:
    """Return the forecasts of the model that need no fit."""
    draws = prior_draws(read_priors(), runs, seed)
    return {
        AS_WRITTEN: as_written(runs, seed, all_cores()),
        TOLD: as_written(runs, seed, all_cores(), script=True),
        UNFITTED: _open(cases, lambda loaded: draws, runs, seed),
    }


def _open(cases: Sequence[Loaded], draws: Callable[[Loaded], Posterior], runs: int, seed: int) -> Forecaster:
    return left_open(draws, read_priors(), cases, runs, seed, all_cores())


def _fit_others(cases: Sequence[Loaded], settings: Settings, folder: Path, talk: Console) -> dict[str, Posterior]:
    """Return, for each case, what the records of the others leave possible; go on where an earlier call stopped."""
    priors, fitted = shared_only(read_priors()), {}
    try:
        for case in cases:
            talk.print(f"fitting to every case but {case.name}")
            study = study_of([other for other in cases if other.name != case.name], priors, settings, [])
            own = folder / f"without-{case.name}"
            fitted[case.name], _ = calibrated(study, own, talk)
            write(fitted[case.name], own)
    except KeyboardInterrupt:
        raise StoppedError(
            f"interrupted; the fits so far are kept in {folder}/. The same command goes on from there"
        ) from None
    return fitted


def _csv(found: Sequence[Score]) -> str:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(Score._fields)
    rows.writerows([f"{x:.6g}" if isinstance(x, float) else x for x in one] for one in found)
    return text.getvalue()
