"""Say which uncertain numbers an outcome, or a difference between two races, hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from whitesmoke.commands.common import default_folder, opened, write_results
from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.analysis.screening import no_power_of_two
from whitesmoke.evidence.calibration.identify import short
from whitesmoke.evidence.counterfactual.screen import Design, Sensitivity, sensitivity
from whitesmoke.evidence.parameters import SHIPPED, parameters, read_priors
from whitesmoke.front.progress import Advance, bar
from whitesmoke.scenario.load import Loaded
from whitesmoke.telling.words import listed
from whitesmoke.writing.estimates import Interval, counted, percents
from whitesmoke.writing.output import print_json, terminal

WIDEST = 0.5
"""Of an interval, for the share in it to be told."""


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
    horizon = case.world.rounds * case.world.round_days
    data = {"scenario": case.names.scenario, "horizon_days": horizon, **_json(found, design)}
    if out is not None or not as_json:
        drawing = None
        if figure:
            from whitesmoke.figures.indices import sensitivity_figure

            drawing = sensitivity_figure(case, data["morris"], data["sobol"], data["variance"], sentence(data), seed)
        marks = [*contrasts, f"{trajectories} {most}", *([priors.read_text(encoding="utf-8")] if priors else [])]
        folder = out or default_folder(loaded.name, f"sensitivity-seed-{seed}-points-{points}-runs-{runs}", marks)
        write_results(folder, "sensitivity", data, drawing)
    if as_json:
        print_json(data)
    else:
        _show(terminal(), data, found.kept)


def _variant(loaded: Loaded, name: str) -> Loaded:
    """Return a variant of a race: a scenario by its name or file, or the race itself with a change, `path=value`."""
    if "=" in name:
        return opened(str(loaded.files[0]), [name])[0]
    return opened(name)[0]


def _watch(stage: str) -> AbstractContextManager[Advance]:
    return bar(stage, terminal(stderr=True))


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
        "luck": {what: one._asdict() for what, one in found.luck.items()},
        "guesses_held": found.guesses_held,
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
    """Return the result in a sentence: what the date hangs on, and how much of it is luck, as far as that is known."""
    what = f"The mean date (deadlock as day {data['horizon_days']})"
    if "days" not in data["sobol"]:
        moved = any(one["mu_star"]["value"] > 0.0 for one in data["morris"]["days"].values())
        hangs = "varies too little for indices" if moved else "does not move with any of these numbers in these runs"
        return f"{what} {hangs}"
    total = {name: Interval(**one["total"]) for name, one in data["sobol"]["days"].items()}
    first, *others = sorted(total, key=lambda name: -total[name].value)
    text = f"What {what[0].lower()}{what[1:]} hangs on most is not known from these points and runs: take more of them"
    if known(total[first]):
        text = f"{what} hangs most on {_called(first)} (total index {index_text(total[first])})"
        if near := [_called(name) for name in others if not total[name].high < total[first].low]:
            also = f"{len(near)} other numbers" if len(near) > 3 else listed(near)
            text = f"{what} may hang most on {_called(first)} (total index {index_text(total[first])}), or on {also}"
    luck = Interval(**data["luck"]["days"])
    return (
        f"{text}; {percents(luck)} of the variance of single runs is luck, alone or with them" if known(luck) else text
    )


def known(found: Interval) -> bool:
    """Whether the interval of a share is narrow enough for it to be told."""
    return bool(np.isfinite(found).all()) and _within(found).high - _within(found).low <= WIDEST


def _within(found: Interval) -> Interval:
    """Return a share as one from 0 to 1: its estimates may lie outside."""
    return Interval(*(min(1.0, max(0.0, x)) for x in found))


def index_text(found: Interval) -> str:
    """Return an index with its interval; one that is not known is not told."""
    if not np.isfinite(found).all():
        return "not known"
    value, low, high = _within(found)
    return f"{f'{value:.2f}' if known(found) else 'not known'} [{low:.2f}, {high:.2f}]"


def _called(name: str) -> str:
    return short(name).rpartition(":")[2]


def _show(console: Console, data: dict[str, Any], kept: Sequence[str]) -> None:
    console.print(Text(sentence(data) + ".", style="bold"))
    for what, rows in data["sobol"].items():
        table = Table("parameter", "Morris mu*", "first [95 %]", "total [95 %]", title=f"{what}: Sobol' indices")
        for name, one in sorted(rows.items(), key=lambda item: -item[1]["total"]["value"]):
            mu = data["morris"][what][name]["mu_star"]["value"]
            indices = (index_text(Interval(**one[kind])) for kind in ("first", "total"))
            table.add_row(_called(name), f"{mu:.3g}", *indices)
        console.print(table)
        luck = Interval(**data["luck"][what])
        told = (
            f"{percents(luck)} luck, alone or with the parameters" if known(luck) else "how much is luck is not known"
        )
        console.print(f"Of the variance of single runs: {told}.")
    if any(not known(Interval(**one["total"])) for rows in data["sobol"].values() for one in rows.values()):
        console.print("Not known: an interval wider than half of all. More --points, and --runs, tell more.")
    for line in [*_left_out(data, kept), *_held(data)]:
        console.print(Text(line, style="dim"))
    console.print(Text("Ranges of the parameters are assumed; other ranges give other shares.", style="dim"))


def _held(data: dict[str, Any]) -> list[str]:
    """Return which of the scenario's own guesses nothing is said about."""
    held = data["guesses_held"]
    if not held:
        return []
    some = f"{', '.join(held[:3])}{', ...' if len(held) > 3 else ''}"
    which, it = "all of them" if len(held) > 3 else "also", "it" if len(held) == 1 else "them"
    return [
        f"Moved: {counted(len(data['factors']), 'number')}. Not moved, though the file marks "
        f"{it} as assumed: {counted(len(held), 'number')} ({some}; {which} in "
        f"`guesses_held` of --json). What hangs on {it} is not told; --priors can move {it}."
    ]


def _left_out(data: dict[str, Any], kept: Sequence[str]) -> list[str]:
    """Return which outcomes have no indices, and which parameters none."""
    lines = []
    if alike := [what for what in data["morris"] if what not in data["sobol"]]:
        lines.append(f"Varied too little for indices: {'; '.join(alike)} (more --points or --runs may show more).")
    screened = [_called(name) for name in data["factors"] if name not in kept]
    if screened and data["sobol"]:
        at = "at the scenario's value, of a distribution the median"
        lines.append(f"Screened out by Morris, held {at}: {', '.join(screened)}.")
    return lines
