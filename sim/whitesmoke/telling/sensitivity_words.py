"""Which uncertain numbers an outcome, or a difference between two races, hangs on, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from whitesmoke.evidence.calibration.identify import short
from whitesmoke.evidence.counterfactual.screen import Design, Sensitivity
from whitesmoke.telling.posterior_words import idle_priors
from whitesmoke.telling.words import listed
from whitesmoke.writing.estimates import Interval, counted, percents

WIDEST = 0.5
"""Of an interval, for the share in it to be told."""


def as_json(found: Sensitivity, design: Design) -> dict[str, Any]:
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


def show_sensitivity(console: Console, data: dict[str, Any], kept: Sequence[str]) -> None:
    """Print what each outcome hangs on, how much is luck, and what was not moved."""
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
        console.print("Not known: an interval wider than half of all. More points, and runs, tell more.")
    for line in [*_left_out(data, kept), *_held(data), *idle_priors(data["idle"], data["modes"])]:
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
        f"`guesses_held` of the JSON). What hangs on {it} is not told; other priors can move {it}."
    ]


def _left_out(data: dict[str, Any], kept: Sequence[str]) -> list[str]:
    """Return which outcomes have no indices, and which parameters none."""
    lines = []
    if alike := [what for what in data["morris"] if what not in data["sobol"]]:
        lines.append(f"Varied too little for indices: {'; '.join(alike)} (more points or runs may show more).")
    screened = [_called(name) for name in data["factors"] if name not in kept]
    if screened and data["sobol"]:
        at = "at the scenario's value, of a distribution the median"
        lines.append(f"Screened out by Morris, held {at}: {', '.join(screened)}.")
    return lines
