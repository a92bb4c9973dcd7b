"""Say what each part of a race costs or saves."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from sim import codes
from sim.analysis import attribution
from sim.analysis.attribution import Effect, Share
from sim.analysis.summary import settled
from sim.commands.common import default_folder, marks, opened, write_results
from sim.ensemble import Outcomes
from sim.inference.counterfactual.parts import Part, parts_of
from sim.inference.counterfactual.players import Players
from sim.inference.counterfactual.tie_parts import TiePart, tie_parts
from sim.inference.posterior import read
from sim.many import interval_text
from sim.output import plain, print_json
from sim.plots.sheet import percent_text
from sim.words import fitted
from sim.world import Ints

GROUPS = ("demands", "rivals", "patron", "dates", "ties", "rule")
"""Kinds of parts that are shared out; concessions and single members overlap with demands."""
TIES = (
    "What is not heard is lost; nobody listens to the others more instead. Where an interval includes 0 the runs "
    "cannot tell; of twenty parts that do nothing, one has an interval without 0."
)


class Row(NamedTuple):
    """One part, and what it does."""

    part: Part | TiePart
    effect: Effect
    sign: float | None
    """share of posterior draws with that sign; none without a posterior or without an effect"""

    def json(self) -> dict[str, Any]:
        """Return it as `attribute --json` has it."""
        about = {"part": self.part.name, "kind": self.part.kind, "without": self.part.words}
        return {**about, **plain(self.effect), "same_sign": self.sign}


def run(
    scenario: str,
    runs: int,
    seed: int,
    changes: list[str],
    rule: str | None,
    posterior: Path | None,
    out: Path | None,
    as_json: bool,
    figure: bool,
    ties: int = 0,
) -> None:
    """Play the race with and without each part, and some ties if asked; write numbers and figure; print them."""
    loaded, case = opened(scenario, changes, rule)
    players = Players(loaded, runs, seed, read(posterior) if posterior else None)
    horizon = case.world.rounds * case.world.round_days
    outcomes = players.outcomes(loaded, case, members=ties > 0)
    whole, first = settled(case, outcomes), _leader(outcomes)
    leader = case.names.candidates[first]
    parts = parts_of(loaded.scenario, leader)
    rows = [Row(part, *players.effect(whole, players.days([part]), horizon)) for part in parts]
    single = {row.part.name: row.effect for row in rows}
    tied = []
    for part in tie_parts(loaded, case, outcomes, first, ties) if ties else []:
        gone = settled(case, players.outcomes(loaded, part.cut(case)))
        tied.append(Row(part, *players.effect(whole, gone, horizon)))
    groups = [kind for kind in GROUPS if any(part.kind == kind for part in parts)]

    def play(kept: frozenset[str]) -> Ints:
        return players.days([part for part in parts if part.kind in groups and part.kind not in kept])

    shared, total = attribution.shares(groups, play, horizon, players.draw)
    with_all = float(attribution.capped(whole, horizon).mean())
    data = {
        "scenario": case.names.scenario,
        "seed": seed,
        "runs": runs,
        "changes": changes,
        **(players.posterior.said if players.posterior else {"fitted_to": []}),
        "leader": leader,
        "parts": [row.json() for row in rows],
        **({"ties": [row.json() for row in tied]} if ties else {}),
        "groups": {name: plain(share) for name, share in shared.items()},
        "all_groups": plain(total),
        "mean_days": {"none": with_all - total.days.value, "all": with_all},
    }
    title = sentence(single, parts)
    if out is not None or not as_json:
        drawing = None
        if figure:
            from sim.plots.attribution import attribution_figure

            base = (with_all - total.days.value, with_all)
            source = f"seed {seed}, {runs} paired runs"
            if players.posterior:
                source += f": {players.draws} draws of a posterior fitted to {', '.join(players.posterior.cases)}"
            heard = {row.part.name: row.effect for row in tied}
            drawing = attribution_figure(case, single, shared, total, base, title, source, heard)
        changed = [*changes, *marks(players.posterior)]
        folder = out or default_folder(loaded.name, f"attribute-seed-{seed}-runs-{runs}", changed, rule)
        write_results(folder, "attribution", data, drawing)
    if as_json:
        print_json(data)
    else:
        whose = (
            f"{players.words}. {fitted(players.posterior.cases, loaded)}"
            if players.posterior
            else "The scenario's own parameters, assumed."
        )
        _show(Console(highlight=False), rows, tied, shared, total, title, whose)


def _leader(outcomes: Outcomes) -> int:
    """Return the candidate that wins most runs; the first if nobody ever wins."""
    won = outcomes.winner[outcomes.winner != codes.NONE]
    return int(np.bincount(won).argmax()) if len(won) else 0


def sentence(single: dict[str, Effect], parts: list[Part]) -> str:
    """Return what costs and what saves most, in a sentence."""
    named = {part.name: part for part in parts}
    if not named:
        return "There is nothing to take away"
    most = max(single, key=lambda name: single[name].days.value)
    least = min(single, key=lambda name: single[name].days.value)
    said = []
    if single[most].days.value > 0.5:
        said.append(f"costs most: {most}, {single[most].days.value:.0f} days")
    if single[least].days.value < -0.5:
        said.append(f"saves most: {least}, {-single[least].days.value:.0f} days")
    text = "; ".join(said) or "no part moves the mean date by a day"
    return text[0].upper() + text[1:]


def _show(
    console: Console,
    rows: list[Row],
    tied: list[Row],
    shared: dict[str, Share],
    total: Share,
    title: str,
    whose: str,
) -> None:
    console.print(Text(title + ".", style="bold"))
    console.print(_table("One at a time: with it less without it", rows))
    if tied:
        console.print(_table("Ties, one at a time", tied))
        console.print(Text(TIES, style="dim"))
    table = Table("group", "days", "deadlock", title="Shared out over groups (Shapley): the parts add up")
    for name, share in shared.items():
        table.add_row(name, _days(share.days), _points(share.deadlock))
    table.add_row("all of them", _days(total.days), _points(total.deadlock), style="bold")
    console.print(table)
    console.print(
        Text(
            "Days: mean of the date of consensus, a deadlock counted as the horizon; 95 % intervals over paired runs, "
            "or over draws of the posterior. "
            f"Sign: share of posterior draws at which the effect has this sign. {whose} These are statements about the "
            "model, not causes proved.",
            style="dim",
        )
    )


def _table(title: str, rows: list[Row]) -> Table:
    table = Table(Column("part", overflow="fold"), "without it", "days", "deadlock", "sign", title=title)
    for row in sorted(rows, key=lambda row: -row.effect.days.value):
        same = "-" if row.sign is None else percent_text(row.sign)
        table.add_row(row.part.name, row.part.words, _days(row.effect.days), _points(row.effect.deadlock), same)
    return table


def _days(found: Any) -> str:
    return interval_text(found)


def _points(found: Any) -> str:
    return interval_text(found, 100.0)
