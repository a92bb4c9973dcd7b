"""Score forecasts as of fixed days on cases whose end is known, beside the baselines."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console

from whitesmoke.commands.calibration import StoppedError, calibrated, study_of
from whitesmoke.commands.common import opened_cases, show_or, write_results
from whitesmoke.commands.score_show import show_limits, show_means, show_reliability
from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.calibration.study import Settings
from whitesmoke.evidence.parameters import read_priors
from whitesmoke.evidence.posterior import Posterior, write
from whitesmoke.evidence.record.asof import heard_of
from whitesmoke.evidence.record.entries import own_records
from whitesmoke.evidence.score.forecasters import as_written, left_open, prior_draws, shared_only
from whitesmoke.evidence.score.questions import DECISION, Forecaster, days_scored, others_than
from whitesmoke.evidence.score.ranking import Mean, by_case, means, verdict
from whitesmoke.evidence.score.reliability import Reliability, reliabilities
from whitesmoke.evidence.score.scoreboard import Score, board
from whitesmoke.model.ensemble import all_cores
from whitesmoke.scenario.load import Loaded
from whitesmoke.writing import cells
from whitesmoke.writing.estimates import counted, percent
from whitesmoke.writing.output import plain, print_json, terminal, write_text

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
    cases = _cases(scenarios, leave_one_out)
    talk = terminal(stderr=True)
    folder = out or _default_folder(cases, seed, runs, (particles, fit_runs) if leave_one_out else None)
    models = _models(cases, runs, seed)
    if leave_one_out:
        fitted = _fit_others(cases, Settings(particles, fit_runs, seed, all_cores()), folder, talk)
        models[LEFT_OUT] = _open(cases, lambda loaded: fitted[loaded.name], runs, seed)
    found = board(cases, models, seed, lambda name, date: talk.print(f"{name} as of {date}"))
    tables = _tables(found, list(models))
    told = _field_told(cases)
    data = {
        "cases": [case.name for case in cases],
        "runs": runs,
        "seed": seed,
        "field_told": [{"case": name, "as_of": str(date)} for name, date in told],
        **_data(tables, found),
    }
    drawing = _figure(tables, list(models), runs, seed) if figure else None
    write_results(folder, "scores", data, drawing)
    write_text(folder / "scores.csv", _csv(found))
    if as_json:
        print_json(data)
    else:
        show_or(
            next(iter(tables.values())).verdict,
            lambda console: _show(console, tables, [case.name for case in cases], len(told)),
        )


def _default_folder(cases: Sequence[Loaded], seed: int, runs: int, fit: tuple[int, int] | None) -> Path:
    """Return results/scores/..., one for each set of cases and each way to fit them."""
    names = [case.name for case in cases]
    asked = [*([] if names == list(CASES) else names), *([] if fit is None else ["left out", *map(str, fit)])]
    mark = "-" + hashlib.sha256("\n".join(asked).encode()).hexdigest()[:6] if asked else ""
    return Path("results", "scores", f"seed-{seed}-runs-{runs}{mark}")


def _cases(scenarios: Sequence[str], leave_one_out: bool) -> list[Loaded]:
    """Return the cases; what could not be scored is refused here, before long fits."""
    cases = opened_cases(scenarios or CASES)
    own_records(cases)
    if leave_one_out and not all(others_than(case, cases) for case in cases):
        raise WhitesmokeError(
            "--leave-one-out needs two cases or more that begin on different days; name another one, or none for all"
        )
    for case in cases:
        days_scored(case)
    return cases


class Tables(NamedTuple):
    """What is said of the answers to one kind of question; forecasters by their mean CRPS, the best first."""

    answers: list[Score]
    means: list[Mean]
    verdict: str
    reliability: list[Reliability]


def _tables(found: Sequence[Score], models: Sequence[str]) -> dict[str, Tables]:
    """Return the tables of the decision, and of members if there is one whose truth has both ends."""
    counted = {
        "decision": [one for one in found if one.what == DECISION],
        "members": [one for one in found if one.what != DECISION and one.bounded],
    }
    tables = {}
    for what, answers in counted.items():
        if answers:
            rows, sound = means(answers), {one.forecaster: one for one in reliabilities(answers)}
            said = verdict([row for row in rows if row.forecaster != TOLD], models)
            tables[what] = Tables(answers, rows, said, [sound[row.forecaster] for row in rows])
    return tables


def _data(tables: Mapping[str, Tables], found: Sequence[Score]) -> dict[str, Any]:
    return {
        "means": {what: [plain(row) for row in one.means] for what, one in tables.items()},
        "verdict": {what: one.verdict for what, one in tables.items()},
        "reliability": {what: [plain(row) for row in one.reliability] for what, one in tables.items()},
        "scores": [plain(one) for one in found],
    }


def _field_told(cases: Sequence[Loaded]) -> list[tuple[str, datetime.date]]:
    """Return the cases and days on which nobody who stands had been heard of: there the model is told who will."""
    return [(case.name, date) for case in cases for date in days_scored(case) if not heard_of(case, date)]


def _show(console: Console, tables: Mapping[str, Tables], cases: Sequence[str], told: int) -> None:
    for what, one in tables.items():
        asked = len({(answer.case, answer.as_of, answer.what) for answer in one.answers})
        show_means(console, what, one.means, asked, len({answer.case for answer in one.answers}), one.verdict)
        show_reliability(console, what, one.reliability)
    show_limits(console, cases, [name for name in cases if name in CASES], told)


def _figure(tables: Mapping[str, Tables], models: Sequence[str], runs: int, seed: int) -> Any:
    from whitesmoke.figures.score_board import scores_figure

    crps = {
        what: {row.forecaster: by_case(one.answers, row.forecaster, "crps") for row in one.means}
        for what, one in tables.items()
    }
    sound = {what: one.reliability for what, one in tables.items()}
    first = {what: next(row for row in one.means if row.forecaster != TOLD) for what, one in tables.items()}
    best = ", ".join(f"{what} by {row.forecaster} ({row.crps:.0f} days)" for what, row in first.items())
    about = f"Forecasts as of fixed days, {runs} particles each, seed {seed}; low CRPS is good; {TOLD}: no forecast."
    others = [name for name in models if name != TOLD]
    cases = counted(len({one.case for one in tables["decision"].answers}), "case")
    title = f"Least mean CRPS in {cases}: {best}"
    return scores_figure(crps, tables["decision"].answers, sound, others, [TOLD], title, about)


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
            others = others_than(case, cases)
            kept = {other.name for other in others}
            left_out = "+".join(one.name for one in cases if one.name not in kept)
            own = folder / f"without-{left_out}"
            if left_out not in fitted:
                talk.print(f"fitting to every case but {left_out}")
                found, history = calibrated(study_of(others, priors, settings, []), own, talk)
                fitted[left_out] = found
                write(found, own)
                talk.print(_how_well(found, history[-1].beta))
            fitted[case.name] = fitted[left_out]
    except KeyboardInterrupt:
        raise StoppedError(
            f"interrupted; the fits so far are kept in {folder}/. The same command goes on from there"
        ) from None
    return fitted


def _how_well(found: Posterior, weight: float) -> str:
    short = (
        f"; the records entered with {percent(weight)} of their weight only: take more --fit-runs"
        if weight < 1.0
        else ""
    )
    return f"estimates of the log likelihood differ by {found.about['noise']:.1f} from luck alone{short}"


def _csv(found: Sequence[Score]) -> str:
    return cells.written([Score._fields, *([f"{x:.6g}" if isinstance(x, float) else x for x in one] for one in found)])
