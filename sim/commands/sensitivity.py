"""Say which uncertain numbers an outcome, or a difference between two races, hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim.analysis.screening import no_power_of_two
from sim.commands.common import default_folder, opened, write_results
from sim.commands.progress import Advance, bar
from sim.errors import WhitesmokeError
from sim.estimates import percent
from sim.inference.calibration.identify import short
from sim.inference.counterfactual.sensitivity import Design, Sensitivity, sensitivity
from sim.inference.parameters import SHIPPED, parameters, read_priors
from sim.output import print_json
from sim.scenario.load import Loaded


def run(
    scenario: str,
    contrasts: Sequence[str],
    trajectories: int,
    points: int,
    most: int,
    runs: int,
    seed: int,
    priors: Path | None,
    out: Path | None,
    as_json: bool,
    figure: bool,
) -> None:
    """Screen all factors by Morris, then share out the variance over the strongest by Sobol'; write and print."""
    if refusal := no_power_of_two(points):
        raise WhitesmokeError(f"--points: {refusal}")
    loaded, case = opened(scenario)
    variants = {name: _variant(loaded, name) for name in contrasts}
    design = Design(trajectories, points, most, runs, seed)
    found = sensitivity(loaded, parameters([loaded], read_priors(priors or SHIPPED)), variants, design, _watch)
    data = {"scenario": case.names.scenario, **_json(found, design)}
    if out is not None or not as_json:
        drawing = None
        if figure:
            from sim.plots.sensitivity import sensitivity_figure

            drawing = sensitivity_figure(case, data["morris"], data["sobol"], data["variance"], sentence(data), seed)
        marks = [*contrasts, f"{trajectories} {most}", *([priors.read_text(encoding="utf-8")] if priors else [])]
        folder = out or default_folder(loaded.name, f"sensitivity-seed-{seed}-points-{points}-runs-{runs}", marks)
        write_results(folder, "sensitivity", data, drawing)
    if as_json:
        print_json(data)
    else:
        _show(Console(highlight=False), data, found.kept)


def _variant(loaded: Loaded, name: str) -> Loaded:
    """Return a variant of a race: a scenario by its name or file, or the race itself with a change, `path=value`."""
    if "=" in name:
        return opened(str(loaded.files[0]), [name])[0]
    return opened(name)[0]


def _watch(stage: str) -> AbstractContextManager[Advance]:
    return bar(stage, Console(stderr=True))


def _json(found: Sensitivity, design: Design) -> dict[str, Any]:
    """Return what was found as `sensitivity --json` has it; docs/inference.md says what each field means."""
    return {
        "seed": design.seed,
        "runs": design.runs,
        "trajectories": design.trajectories,
        "points": design.points,
        "factors": found.factors,
        "morris": {what: _by_factor(found.factors, one) for what, one in found.effects.items()},
        "sobol": {what: _by_factor(found.kept, one) for what, one in found.indices.items()},
        "variance": {what: one._asdict() for what, one in found.shares.items()},
    }


def _by_factor(names: Sequence[str], found: Any) -> dict[str, Any]:
    return {
        name: {
            field: {part: float(getattr(estimates, part)[j]) for part in ("value", "low", "high")}
            for field, estimates in found._asdict().items()
        }
        for j, name in enumerate(names)
    }


def sentence(data: dict[str, Any]) -> str:
    """Return the result in a sentence: what the date hangs on, and how much of it is luck."""
    if "days" not in data["sobol"]:
        moved = any(one["mu_star"]["value"] > 0.0 for one in data["morris"]["days"].values())
        return f"The date {'varies too little for indices' if moved else 'does not move with any of these numbers'}"
    total = {name: one["total"]["value"] for name, one in data["sobol"]["days"].items()}
    first = max(total, key=lambda name: total[name])
    luck = data["variance"]["days"]
    share = percent(min(1.0, max(0.0, total[first])))  # an estimate may lie outside
    return (
        f"The date hangs most on {short(first).rpartition(':')[2]} ({share} of what the parameters do); "
        f"{percent(min(1.0, max(0.0, 1.0 - luck['factors'])))} of a run's variance is luck, alone or with them"
    )


def _show(console: Console, data: dict[str, Any], kept: Sequence[str]) -> None:
    console.print(Text(sentence(data) + ".", style="bold"))
    for what, rows in data["sobol"].items():
        table = Table("parameter", "Morris mu*", "first", "total [95 %]", title=f"{what}: Sobol' indices")
        for name, one in sorted(rows.items(), key=lambda item: -item[1]["total"]["value"]):
            total, mu = one["total"], data["morris"][what][name]["mu_star"]["value"]
            interval = f"{total['value']:.2f} [{total['low']:.2f}, {total['high']:.2f}]"
            table.add_row(short(name).rpartition(":")[2], f"{mu:.3g}", f"{one['first']['value']:.2f}", interval)
        console.print(table)
        luck = data["variance"][what]
        console.print(
            f"Of the variance of single runs: parameters {luck['factors']:.0%}, chance {luck['chance']:.0%}, "
            f"both at once {luck['both']:.0%}."
        )
    for line in _left_out(data, kept):
        console.print(Text(line, style="dim"))
    console.print(Text("Ranges of the parameters are assumed; other ranges give other shares.", style="dim"))


def _left_out(data: dict[str, Any], kept: Sequence[str]) -> list[str]:
    """Return which outcomes have no indices, and which parameters none."""
    lines = []
    if alike := [what for what in data["morris"] if what not in data["sobol"]]:
        lines.append(f"Varied too little for indices: {'; '.join(alike)} (more --points or --runs may show more).")
    screened = [short(name).rpartition(":")[2] for name in data["factors"] if name not in kept]
    if screened and data["sobol"]:
        at = "at the scenario's value, of a distribution the median"
        lines.append(f"Screened out by Morris, held {at}: {', '.join(screened)}.")
    return lines
