"""Say what each part of a race costs or saves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from sim.analysis.attribution import Effect
from sim.case import Case
from sim.commands.common import default_folder, marks, opened, write_results
from sim.estimates import interval_text, percent
from sim.inference.counterfactual.attribute import Attribution, Row, attribute
from sim.inference.counterfactual.parts import Part
from sim.inference.counterfactual.tie_parts import TiePart
from sim.inference.posterior import read
from sim.output import plain, print_json
from sim.scenario.load import Loaded
from sim.words import fitted

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TIES = (
    "What is not heard is lost; nobody listens to the others more instead. Where an interval includes 0 the runs "
    "cannot tell; of twenty parts that do nothing, one has an interval without 0."
)


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
    kept = read(posterior) if posterior else None
    found = attribute(loaded, case, runs, seed, kept, ties)
    told = {"scenario": case.names.scenario, "seed": seed, "runs": runs, "changes": changes}
    data = told | (kept.said if kept else {"fitted_to": []}) | _json(found, ties > 0)
    title = sentence(found.single, [row.part for row in found.rows])
    if out is not None or not as_json:
        drawing = _drawing(loaded, case, found, title, f"seed {seed}, {runs} paired runs") if figure else None
        changed = [*changes, *marks(kept)]
        folder = out or default_folder(loaded.name, f"attribute-seed-{seed}-runs-{runs}", changed, rule)
        write_results(folder, "attribution", data, drawing)
    if as_json:
        print_json(data)
    else:
        whose = "The scenario's own parameters, assumed."
        if kept:
            whose = f"{found.players.words}. {fitted(kept.cases, loaded)}"
        _show(Console(highlight=False), found, title, whose)


def _json(found: Attribution, ties: bool) -> dict[str, Any]:
    """Return what was found as `attribute --json` has it; docs/inference.md says what each field means."""
    return {
        "leader": found.leader,
        "parts": [_row(row) for row in found.rows],
        **({"ties": [_row(row) for row in found.ties]} if ties else {}),
        "groups": {name: plain(share) for name, share in found.groups.items()},
        "all_groups": plain(found.total),
        "mean_days": {"none": found.without_any, "all": found.with_all},
    }


def _row(row: Row) -> dict[str, Any]:
    about = {"part": row.part.name, "kind": row.part.kind, "without": row.part.words}
    return {**about, **plain(row.effect), "same_sign": row.sign}


def _drawing(loaded: Loaded, case: Case, found: Attribution, title: str, source: str) -> Figure:
    from sim.plots.attribution import attribution_figure

    if kept := found.players.posterior:
        source += f": {found.players.draws} draws of a posterior fitted to {', '.join(kept.cases)}"
        case = case.said(fitted(kept.cases, loaded))
    base = (found.without_any, found.with_all)
    heard = {row.part.name: row.effect for row in found.ties}
    return attribution_figure(case, found.single, found.groups, found.total, base, title, source, heard)


def sentence(single: dict[str, Effect], parts: Sequence[Part | TiePart]) -> str:
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


def _show(console: Console, found: Attribution, title: str, whose: str) -> None:
    console.print(Text(title + ".", style="bold"))
    console.print(_table("One at a time: with it less without it", found.rows))
    if found.ties:
        console.print(_table("Ties, one at a time", found.ties))
        console.print(Text(TIES, style="dim"))
    table = Table("group", "days", "deadlock", title="Shared out over groups (Shapley): the parts add up")
    for name, share in found.groups.items():
        table.add_row(name, _days(share.days), _points(share.deadlock))
    table.add_row("all of them", _days(found.total.days), _points(found.total.deadlock), style="bold")
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
        same = "-" if row.sign is None else percent(row.sign)
        table.add_row(row.part.name, row.part.words, _days(row.effect.days), _points(row.effect.deadlock), same)
    return table


def _days(found: Any) -> str:
    return interval_text(found)


def _points(found: Any) -> str:
    return interval_text(found, 100.0)
