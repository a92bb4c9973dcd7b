"""Many runs: an ensemble, or a comparison of scenarios on the same draws."""

from __future__ import annotations

from pathlib import Path

from whitesmoke.commands.common import case_of, deliver, folder_of, note, told
from whitesmoke.errors import WhitesmokeError
from whitesmoke.front.comparison import Comparison, cautions
from whitesmoke.front.lever_results import Levers
from whitesmoke.writing.output import write_text


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
    case = case_of(scenario, changes, rule, posterior)
    note(case)
    played = case.runs(runs, seed)
    if per_run is not None:
        write_text(per_run, played.per_run_csv())
    deliver(played, out, folder_of(case, f"seed-{seed}-runs-{runs}"), as_json, figure)


def levers(
    scenario: str,
    names: list[str],
    runs: int,
    seed: int,
    changes: list[str],
    rule: str | None,
    out: Path | None,
    as_json: bool,
    figure: bool,
    posterior: Path | None = None,
) -> None:
    """Move each lever of a scenario, or those of some names, in the same futures; write and print what changes."""
    case = case_of(scenario, changes, rule, posterior)
    found = Levers.played(case, names, runs, seed)
    if not found.moved:
        raise WhitesmokeError(found.sentence)
    deliver(found, out, folder_of(case, f"levers-seed-{seed}-runs-{runs}", names), as_json, figure)


def compare(
    scenario: str,
    variants: list[str],
    rule: str | None,
    runs: int,
    seed: int,
    out: Path | None,
    as_json: bool,
    figure: bool,
    posterior: Path | None = None,
    with_range: bool = True,
) -> None:
    """Play a scenario and its variants on the same draws, one of them by another rule; write and print differences."""
    case = case_of(scenario, posterior=posterior)
    others = {name: case_of(scenario, [name]) if "=" in name else case_of(name) for name in variants}
    others |= {f"rule.name={rule}": case_of(scenario, rule=rule)} if rule else {}
    for warning in cautions(case, others, scenario):
        told(warning, soft_wrap=True)
    found = Comparison.played(case, others, runs, seed, with_range)
    deliver(found, out, folder_of(case, f"compare-seed-{seed}-runs-{runs}", [*others]), as_json, figure)
