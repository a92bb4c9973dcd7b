"""Many runs: an ensemble, or a comparison of scenarios on the same draws."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from whitesmoke.commands.common import default_folder, marks, opened, warn, write_results
from whitesmoke.evidence.analysis import summary
from whitesmoke.evidence.posterior import Posterior, read, rows_for
from whitesmoke.front.progress import bar
from whitesmoke.model import codes
from whitesmoke.model.case import Case
from whitesmoke.model.ensemble import Outcomes, PerRun, all_cores, compiled, ensemble
from whitesmoke.model.world import Ints
from whitesmoke.scenario.load import Loaded
from whitesmoke.telling import comparing, many_runs
from whitesmoke.telling.kinship import VARIANT, caution, distance, kin_of
from whitesmoke.telling.words import fitted
from whitesmoke.writing.output import print_json, terminal, write_text


def run(
    scenario: str,
    runs: int,
    seed: int,
    changes: list[str],
    rule: str | None,
    out: Path | None,
    per_run: Path | None,
    as_json: bool,
    figure: bool,
    posterior: Path | None = None,
) -> None:
    """Play an ensemble; write its summary and figure; print it."""
    from whitesmoke.figures.ensembles import ensemble_figure
    from whitesmoke.telling.show import caveats

    loaded, case = opened(scenario, changes, rule)
    warn(loaded)
    found = read(posterior) if posterior else None
    numbers, draw = drawn(found, loaded, runs)
    said = found.said if found else {"fitted_to": []}
    case = case.said(fitted(found.cases, loaded)) if found else case
    outcomes = play(case, runs, seed, case.names.scenario, tallies=True, numbers=numbers)
    data = {**many_runs.ensemble_json(loaded, case, outcomes, seed, draw), "changes": changes, **said}
    if per_run is not None:
        write_text(per_run, many_runs.per_run_csv(case, outcomes))
    if out is not None or not as_json:
        folder = out or default_folder(loaded.name, f"seed-{seed}-runs-{runs}", [*changes, *marks(found)], rule)
        drawing = None
        if figure:
            drawing = ensemble_figure(
                case,
                summary.summarise(case, outcomes, draw),
                outcomes.winner,
                summary.settled(case, outcomes),
                summary.bands(case, outcomes),
                seed,
                loaded.tables.tallies,
                loaded.scenario.record.decision,
            )
        write_results(folder, "ensemble", data, drawing)
    if as_json:
        print_json(data)
    else:
        console = terminal()
        many_runs.show_ensemble(console, case, data)
        for line in caveats(loaded, said["fitted_to"]):
            console.print(line, style="dim")


def drawn(posterior: Posterior | None, loaded: Loaded, runs: int) -> tuple[PerRun | None, Ints | None]:
    """Return the numbers of each run from a posterior, if there is one, and each run's draw."""
    if posterior is None:
        return None, None
    return rows_for(posterior, loaded, runs), posterior.draw_of(np.arange(runs))


def compare(
    scenario: str,
    variants: list[str],
    runs: int,
    seed: int,
    out: Path | None,
    as_json: bool,
    figure: bool,
    posterior: Path | None = None,
) -> None:
    """Play a scenario and its variants on the same draws; write and print the paired differences."""
    from whitesmoke.figures.comparison import compare_figure

    loaded, base = opened(scenario)
    cases = {name: _variant(scenario, name) for name in variants}
    for name, (variant, _) in cases.items():
        if warning := caution(distance(kin_of(loaded), kin_of(variant)), name, scenario):
            _warn(warning)
    fitted_by = read(posterior) if posterior else None
    ends = {name: _ends(*one, runs, seed, name, fitted_by) for name, one in cases.items()}
    days = {name: one.day for name, one in ends.items()}
    base_days, base_gone = _ends(loaded, base, runs, seed, scenario, fitted_by)
    _, draw = drawn(fitted_by, loaded, runs)
    found = {
        name: summary.compare(base_days, day, min(_horizon(base), _horizon(cases[name][1])), draw, (base_gone, gone))
        for name, (day, gone) in ends.items()
    }
    said = fitted_by.said if fitted_by else {"fitted_to": []}
    data = {"scenario": base.names.scenario, "seed": seed, "runs": runs, "variants": found, **said}
    if out is not None or not as_json:
        folder = out or default_folder(loaded.name, f"compare-seed-{seed}-runs-{runs}", [*variants, *marks(fitted_by)])
        told = base.said(fitted(fitted_by.cases, loaded)) if fitted_by else base
        drawing = compare_figure(told, base_days, days, found, seed) if figure else None
        write_results(folder, "compare", data, drawing)
    if as_json:
        print_json(data)
    else:
        console = terminal()
        many_runs.show_comparison(console, _told(loaded, base, cases, found), found)
        if fitted_by:
            console.print(fitted(fitted_by.cases, loaded), style="dim")


def _told(
    loaded: Loaded, base: Case, cases: dict[str, tuple[Loaded, Case]], found: dict[str, summary.Difference]
) -> dict[str, list[str]]:
    """Return the sentences about each variant."""
    before = comparing.side(base, loaded.name)
    told = {}
    for name, (variant, case) in cases.items():
        alike = distance(kin_of(loaded), kin_of(variant)) == VARIANT
        after = comparing.side(case, variant.name)
        told[name] = comparing.sentences(found[name], before, after, alike)
    return told


def _warn(sentence: str) -> None:
    terminal(stderr=True, soft_wrap=True).print(sentence)


def _horizon(case: Case) -> int:
    return case.world.rounds * case.world.round_days


def _variant(scenario: str, name: str) -> tuple[Loaded, Case]:
    """Return a variant: another scenario by name, or the first with one value changed."""
    return opened(scenario, [name]) if "=" in name else opened(name)


class Ends(NamedTuple):
    """When each run is settled (codes.NEVER for deadlock), and whether nobody was left."""

    day: Any
    gone: Any


def _ends(loaded: Loaded, case: Case, runs: int, seed: int, label: str, posterior: Posterior | None) -> Ends:
    numbers, _ = drawn(posterior, loaded, runs)
    outcomes = play(case, runs, seed, label, tallies=False, numbers=numbers)
    return Ends(summary.settled(case, outcomes), outcomes.withdrawn != codes.NONE)


def play(case: Case, runs: int, seed: int, label: str, tallies: bool, numbers: PerRun | None = None) -> Outcomes:
    """Play an ensemble on all cores, with a progress bar where somebody watches."""
    with bar(label, terminal(stderr=True)) as advance:
        compiled()
        done = 0

        def more(batch: int) -> None:
            nonlocal done
            done += batch
            advance(done, runs - done)

        return ensemble(case.world, runs, seed, per_run=numbers, tallies=tallies, threads=all_cores(), progress=more)
