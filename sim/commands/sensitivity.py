"""Say which uncertain numbers an outcome, or a difference between two races, hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim.analysis import screening, sensitivity, variance
from sim.commands.common import default_folder, opened, write_results
from sim.commands.progress import bar
from sim.ensemble import all_cores
from sim.errors import WhitesmokeError
from sim.inference.calibration.identify import short
from sim.inference.counterfactual import factors
from sim.inference.parameters import SHIPPED, Parameter, parameters, read_priors
from sim.output import print_json
from sim.scenario.load import Loaded
from sim.world import Floats

LEVELS = 8
Outcomes = dict[str, Floats]
"""(points, runs) by name."""


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
    if refusal := screening.no_power_of_two(points):
        raise WhitesmokeError(f"--points: {refusal}")
    loaded, case = opened(scenario)
    found = parameters([loaded], read_priors(priors or SHIPPED))
    if len(found) < 2:
        raise WhitesmokeError("sensitivity needs two uncertain numbers or more; give distributions, or --priors")
    names = [one.name for one in found]
    design = screening.morris(trajectories, len(found), LEVELS, seed)
    screened = _outcomes(loaded, contrasts, found, design, runs, seed, "Morris")
    effects = {what: sensitivity.morris(design, value.mean(axis=1), seed) for what, value in screened.items()}
    kept = _strongest(effects, most)
    chosen = [found[j] for j in kept]
    blocks = screening.saltelli(points, len(chosen), seed)
    answers = _outcomes(loaded, contrasts, chosen, blocks, runs, seed, "Sobol'")
    indices, luck = {}, {}
    for what, value in answers.items():
        if np.ptp(value.mean(axis=1)) > 0.0:
            indices[what] = sensitivity.sobol(blocks, value.mean(axis=1), seed)
            luck[what] = variance.shares(value[: 2 * points])
    data: dict[str, Any] = {
        "scenario": case.names.scenario,
        "seed": seed,
        "runs": runs,
        "trajectories": trajectories,
        "points": points,
        "factors": names,
        "morris": {what: _by_factor(names, one) for what, one in effects.items()},
        "sobol": {what: _by_factor([names[j] for j in kept], one) for what, one in indices.items()},
        "variance": {what: one._asdict() for what, one in luck.items()},
    }
    if out is not None or not as_json:
        drawing = None
        if figure:
            from sim.plots.sensitivity import sensitivity_figure

            title = sentence(data)
            drawing = sensitivity_figure(case, data["morris"], data["sobol"], data["variance"], title, seed)
        folder = out or default_folder(loaded.name, f"sensitivity-seed-{seed}", contrasts)
        write_results(folder, "sensitivity", data, drawing)
    if as_json:
        print_json(data)
    else:
        _show(Console(highlight=False), data)


def _outcomes(
    loaded: Loaded,
    contrasts: Sequence[str],
    found: Sequence[Parameter],
    points: Floats,
    runs: int,
    seed: int,
    label: str,
) -> Outcomes:
    """Return days and deadlock at every point, and how much later each contrast's variant settles than the race."""
    total = len(points) * runs * (1 + len(contrasts))
    done = 0
    with bar(label, Console(stderr=True)) as advance:

        def more(batch: int) -> None:
            nonlocal done
            done += batch
            advance(done, total - done)

        base = factors.play(loaded, found, points, runs, seed, all_cores(), progress=more)
        outcomes = {"days": base.days, "deadlock": base.deadlock}
        for name in contrasts:
            variant, untouched = _variant(loaded, name)
            answer = factors.play(variant, found, points, runs, seed, all_cores(), untouched, more)
            outcomes[f"days, {name} less base"] = answer.days - base.days
    return outcomes


def _variant(loaded: Loaded, name: str) -> tuple[Loaded, list[str]]:
    """Return a variant and the numbers that it sets itself."""
    if "=" in name:
        return opened(str(loaded.files[0]), [name])[0], [name.partition("=")[0].strip()]
    from sim.inference.parameters import central_values

    variant = opened(name)[0]
    ours, theirs = central_values(loaded), central_values(variant)
    return variant, [path for path, value in theirs.items() if ours.get(path) != value]


def _strongest(effects: dict[str, sensitivity.Effects], most: int) -> list[int]:
    """Return the factors with the largest mean effect, each outcome's effects in units of its largest."""
    scaled = [one.mu_star.value / max(float(one.mu_star.value.max()), 1e-300) for one in effects.values()]
    order = np.argsort(-np.max(scaled, axis=0), kind="stable")
    return sorted(order[:most].tolist())


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
        return "The date does not move with any of these numbers"
    total = {name: one["total"]["value"] for name, one in data["sobol"]["days"].items()}
    first = max(total, key=lambda name: total[name])
    luck = data["variance"]["days"]
    return (
        f"The date hangs most on {short(first).rpartition(':')[2]} ({total[first]:.0%} of what the parameters do); "
        f"{1.0 - luck['factors']:.0%} of a run's variance is luck, alone or with them"
    )


def _show(console: Console, data: dict[str, Any]) -> None:
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
    left = [
        short(name).rpartition(":")[2] for name in data["factors"] if name not in next(iter(data["sobol"].values()), {})
    ]
    if left:
        console.print(Text(f"Screened out by Morris, held at the scenario's value: {', '.join(left)}.", style="dim"))
    console.print(Text("Ranges of the parameters are assumed; other ranges give other shares.", style="dim"))
