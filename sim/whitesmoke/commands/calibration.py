"""Calibrate on the records of one or more cases; go on where an interrupted calibration stopped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from whitesmoke.commands.common import opened_cases, show_or, write_results
from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence import posterior
from whitesmoke.evidence.blocks import normal_block
from whitesmoke.evidence.calibration import identify, predictive, smc
from whitesmoke.evidence.calibration.calibrate import calibrate
from whitesmoke.evidence.calibration.study import Settings, Study
from whitesmoke.evidence.parameters import SHIPPED, Priors, parameters, read_priors, replaced
from whitesmoke.evidence.record.entries import own_records
from whitesmoke.model.coefficients import COEFFICIENTS
from whitesmoke.model.ensemble import all_cores
from whitesmoke.scenario.load import Loaded
from whitesmoke.telling.kept import SENTENCES
from whitesmoke.writing.estimates import percent
from whitesmoke.writing.output import plain, print_json, terminal

MECHANISMS = tuple(name for name, one in COEFFICIENTS.items() if one.fit == "or off")
"""Coefficients that can switch a mechanism off."""
PRIOR_DRAWS, PREDICTIVE_RUNS, BEFORE = 2000, 400, 7
"""Draws of the prior shown; runs of the predictive checks; kind of the draws of the prior."""

MISSED = 0.1
"""Share of calibrated runs in deadlock above which the user is told that they miss a decision on record."""
NOISY = 2.0
"""Standard deviation of a log likelihood from luck above which the user is told."""


class StoppedError(WhitesmokeError):
    """A calibration stopped by the user."""

    exit_code = 130


def run(
    scenarios: Sequence[str],
    particles: int,
    runs: int,
    seed: int,
    jobs: int | None,
    priors: Path | None,
    without: Sequence[str],
    ablations: bool,
    out: Path | None,
    as_json: bool,
    figure: bool,
) -> None:
    """Calibrate; write the posterior, what was learnt and a figure; print it. When interrupted, say how to go on."""
    cases = opened_cases(scenarios)
    if len(cases) > 1:
        own_records(cases)
    held = read_priors(priors or SHIPPED)
    settings = Settings(particles, runs, seed, jobs or all_cores())
    study = study_of(cases, held, settings, without)
    for line in _warnings(study, cases, held if priors is None else None):
        terminal(stderr=True, soft_wrap=True).print(line)
    folder = out or Path("results", "calibrations", "+".join(case.name for case in cases)[:80], study.identity())
    try:
        _run(study, cases, held, folder, ablations, as_json, figure)
    except KeyboardInterrupt:
        message = f"interrupted; what was reached is kept in {folder}/. The same command goes on from there."
        raise StoppedError(message) from None


def _warnings(study: Study, cases: Sequence[Loaded], shipped: Priors | None) -> list[str]:
    """Return what a user may not expect of a calibration: a record of another case, numbers that priors replace."""
    lines = [
        f"{one.name} has no record of its own: it is fitted to that of {one.record_of}, as if it had happened here."
        for one in cases
        if one.record_of != one.name
    ]
    numbers = replaced(cases, shipped) if shipped else []
    return [*lines, *(f"{one}." for one in numbers if one.path in study.names)]


def _run(
    study: Study,
    cases: Sequence[Loaded],
    held: Priors,
    folder: Path,
    ablations: bool,
    as_json: bool,
    figure: bool,
) -> None:
    settings, talk = study.settings, terminal(stderr=True)
    found, history = calibrated(study, folder, talk)
    posterior.write(found, folder)  # before anything else is fitted, or refused
    last = history[-1]
    refused = ablations and last.beta < 1.0
    evidence = _ablations(cases, held, settings, folder, last.log_evidence, talk) if ablations and not refused else {}
    before = normal_block(settings.seed, 0, BEFORE, PRIOR_DRAWS, len(study.parameters))
    learnt = identify.learnt(study, last.z, before)
    chosen = (before[:PREDICTIVE_RUNS], last.z[np.arange(PREDICTIVE_RUNS) % len(last.z)])
    first, after = (predictive.checks(study, study.rows(z)) for z in chosen)
    data = _data(study, history, learnt, evidence, list(zip(first, after)), found.about["noise"])
    drawing = None
    if figure:
        from whitesmoke.figures.fitted import posterior_figure

        prior = study.rows(before)
        drawing = posterior_figure(study.names, prior, found.draws, first, after, _title(learnt), _about(study))
    write_results(folder, "calibration", data, drawing)
    if as_json:
        print_json(data)
    else:
        show_or(SENTENCES["calibration"](data), lambda console: _show(console, study, data, learnt, after))
    if refused:
        raise WhitesmokeError(
            f"--ablations: the whole model did not use the record in full; take more --runs. Its fit is in {folder}/"
        )


def _data(
    study: Study,
    history: Sequence[smc.Generation],
    learnt: Sequence[identify.Learnt],
    evidence: dict[str, float | None],
    checks: Sequence[tuple[predictive.Check, predictive.Check]],
    noise: float,
) -> dict[str, Any]:
    """Return what `calibration.json` has; docs/inference.md says what each field means."""
    last = history[-1]
    pairs = identify.tied(study.names, last.z)
    return {
        "cases": [target.loaded.name for target in study.targets],
        "in_sample": True,
        "settings": study.settings._asdict() | {"off": list(study.settings.off)},
        "entries": {target.loaded.name: target.seen.entries for target in study.targets},
        "weight": last.beta,
        "noise": noise,
        "log_evidence": last.log_evidence,
        "distinct": last.distinct,
        "generations": [_generation(one) for one in history],
        "parameters": [plain(one) for one in learnt],
        "tied": [{"first": a, "second": b, "rank_correlation": r} for a, b, r in pairs],
        "without": evidence,
        "in_words": identify.in_words(learnt, pairs, evidence, _only(study)),
        "predictive": [
            {**plain(after), "surprising": after.surprising, "prior": plain(before)} for before, after in checks
        ],
    }


def study_of(cases: Sequence[Loaded], held: Priors, settings: Settings, without: Sequence[str]) -> Study:
    """Return the calibration of some cases, with some mechanisms off."""
    unknown = [name for name in without if name not in MECHANISMS]
    if unknown:
        raise WhitesmokeError(f'--without: "{unknown[0]}" is no mechanism; choose from {", ".join(MECHANISMS)}')
    found = parameters(cases, held, [f"parameters.{name}" for name in without])
    return Study(cases, found, settings._replace(off=tuple(without)), errors=held.error)


def calibrated(study: Study, folder: Path, talk: Console) -> tuple[posterior.Posterior, list[smc.Generation]]:
    """Calibrate, or go on where it stopped, saying how far it is."""

    def watch(one: smc.Generation) -> None:
        talk.print(
            f"generation {one.number}: {one.beta:.0%} of the record's weight, {one.acceptance:.0%} of moves accepted, "
            f"{one.distinct} of {len(one.z)} particles differ"
        )

    return calibrate(study, folder, watch)


def _ablations(
    cases: Sequence[Loaded], held: Priors, settings: Settings, folder: Path, whole: float, talk: Console
) -> dict[str, float | None]:
    """Return the log evidence of the model refitted without each mechanism, less that of the model that was fitted.

    None where the refitted model did not use the record in full: its evidence is of another record.
    """
    found: dict[str, float | None] = {}
    off = settings.off
    for name in (name for name in MECHANISMS if name not in off):
        talk.print(f"without {name}:")
        study = study_of(cases, held, settings, [*off, name])
        _, history = calibrated(study, folder / f"without-{name}", talk)
        found[name] = history[-1].log_evidence - whole if history[-1].beta == 1.0 else None
    return found


def _only(study: Study) -> str:
    """Return the name of the case if there is only one."""
    return study.targets[0].loaded.name if len(study.targets) == 1 else ""


def _generation(one: smc.Generation) -> dict[str, Any]:
    return {name: value for name, value in one._asdict().items() if name not in ("z", "luck", "log_likelihood")}


def _title(learnt: Sequence[identify.Learnt]) -> str:
    silent = sum(not one.told for one in learnt)
    return f"What the record leaves possible: on {silent} of {len(learnt)} parameters it says next to nothing"


def _about(study: Study) -> str:
    names = ", ".join(target.loaded.name for target in study.targets)
    return f"Calibrated on {names}: everything here is in-sample. {study.settings.particles} particles."


def _show(
    console: Console,
    study: Study,
    data: dict[str, Any],
    learnt: Sequence[identify.Learnt],
    checks: Sequence[predictive.Check],
) -> None:
    _show_parameters(console, study, learnt)
    if data["without"]:
        table = Table("without", "log evidence, against the whole model", title="Refitted with a mechanism off")
        for name, gain in data["without"].items():
            table.add_row(name, "record not used in full" if gain is None else f"{gain:+.1f}")
        console.print(table)
    for line in data["in_words"]:
        console.print(Text(line))
    if data["noise"] > NOISY:
        console.print(
            Text(
                f"Estimates of the log likelihood differ by {data['noise']:.1f} (standard deviation) from luck alone: "
                "the particles mix slowly, and the posterior is approximate. Take more --runs.",
                style="bold",
            )
        )
    if data["weight"] < 1.0:
        said = (
            f"The record entered with {percent(data['weight'])} of its weight only: beyond that, too few moves were "
            "accepted. Take more --runs for each vector, or fewer cases at once."
        )
        console.print(Text(said, style="bold"))
    bad = [check for check in checks if check.surprising]
    what = "; ".join(f"{one.case}, {one.what}" for one in bad) or "none"
    if checks:
        console.print(Text(f"Entries of the record outside the 90 % interval of calibrated runs: {what}."))
    else:
        console.print(Text("No entry of the record has a day or a count to lay beside runs: a deadlock has none."))
    for one in checks:
        if one.never is not None and one.never > MISSED:
            said = f"{one.case} was decided on record; {percent(one.never)} of calibrated runs end in deadlock."
            console.print(Text(said, style="bold"))
    said = (
        f"In-sample: calibrated on {', '.join(data['cases'])}; {data['distinct']} of {study.settings.particles} "
        "particles differ. The errors of the observation model and all priors are assumed (docs/inference.md)."
    )
    console.print(Text(said, style="dim"))


def _show_parameters(console: Console, study: Study, learnt: Sequence[identify.Learnt]) -> None:
    title = "Parameters; left: spread after / before"
    table = Table("parameter", "before", "after: mean [5, 95 %]", "left", title=title)
    table.columns[0].overflow = "fold"
    for one in learnt:
        after = f"{one.mean:.2f} [{one.p05:.2f}, {one.p95:.2f}]"
        before = f"{one.prior_mean:.2f} ± {one.prior_sd:.2f}"
        table.add_row(identify.short(one.name, _only(study)), before, after, f"{one.ratio:.0%}")
    console.print(table)
