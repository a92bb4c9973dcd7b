"""What is said of choices in a row: the record, whose turn it was, and the futures."""

from __future__ import annotations

from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from whitesmoke.evidence.series.office import Held
from whitesmoke.evidence.series.opened import LoadedSeries
from whitesmoke.evidence.series.prospects import ACTING, SeriesDifference, SeriesSummary
from whitesmoke.evidence.series.turns import GRID, Turns
from whitesmoke.model.reading import long_date
from whitesmoke.scenario.people import member_name
from whitesmoke.writing.estimates import percents, points

FEW = 10
"""Changes of holder below which the profile likelihood, an approximation for many, is told but not concluded from."""
WAYS = ("memory", "none")
"""With the memory of the file, and without any."""
KIND_WORDS = {"open": "for the end of a term", "again": "the incumbent alone", "empty": "the post is empty"}


def show(
    console: Console,
    series: LoadedSeries,
    rows: list[Held],
    asked: Turns,
    found: dict[str, SeriesSummary],
    change: SeriesDifference,
    drawn_from: str,
) -> None:
    """Print a series: its record, its turns, its futures, and what is scripted or assumed."""
    console.print(Text(sentence(series, rows, found["memory"]), style="bold"))
    _show_record(console, series, rows)
    console.print(Text(turns_text(asked)))
    _show_futures(console, series, rows, found, change)
    _show_kinds(console, found)
    source = drawn_from or "Parameters are the race's, assumed."
    told = "what happened, with its sources in the file" if any(row.source for row in rows) else "assumed"
    console.print(
        Text(
            f"The record is {told}; of it a future takes who held the post when. "
            f"Scripted: {series.scripted}. Assumed: who runs, and what is remembered. {source} "
            "Statements about the model, no forecast.",
            style="dim",
        )
    )


def sentence(series: LoadedSeries, rows: list[Held], found: SeriesSummary) -> str:
    """Return the futures in a sentence: deadlock, and when a region that never held the post first does."""
    stuck = found.kinds["open"].deadlock
    text = f"{found.runs} futures to {long_date(series.spec.until)}: "
    text += (
        "no race at all" if np.isnan(stuck.value) else f"a race for an open term ends in deadlock in {percents(stuck)}"
    )
    for name, table in series.spec.regions.items():
        if name not in {row.region for row in rows}:
            half = found.waits[name].date["p50"]
            when = f"half by {half:%B %Y}" if half else "fewer than half ever"
            text += f"; a first holder from {table.label or name}: {when}"
    return f"{text}."


def turns_text(asked: Turns) -> str:
    """Return what the record says of turn-taking."""
    low, high = asked.best_95
    if not asked.transitions:
        return "Turns: there is no change of holder on record."
    likeliest = "Somebody on record comes from a country without a weight, so it says nothing of turns."
    if np.isfinite(asked.best):
        likeliest = (
            f"The record is likeliest with {asked.best:+.2f} logits off (negative: on top for) the region that has "
            "just held it "
            f"[{_logits(low)}, {_logits(high)}]: {_verdict(asked)}."
        )
        if abs(asked.best) >= GRID[-1]:
            likeliest = (
                "No worth of a region makes the record likeliest: the likelihood rises up to the edge of the search, "
                f"{asked.best:+.0f} logits off (negative: on top for) the region that has just held it, 95 % interval "
                f"[{_logits(low)}, {_logits(high)}]; {_verdict(asked)}."
            )
    if asked.nobody:
        likeliest = f"At {asked.nobody} of the changes no member had a weight. {likeliest}"
    return (
        f"Turns: the post stayed in a region in {asked.same_region} of {asked.transitions} changes, in a country in "
        f"{asked.same_home}. Turn-taking alone expects {asked.expected_region['none']:.1f} in a region without memory, "
        f"{asked.expected_region['memory']:.1f} with that of the file. {likeliest}"
    )


def _verdict(asked: Turns) -> str:
    low, high = asked.best_95
    if asked.transitions < FEW:
        return (
            f"{asked.transitions} change{'s are' if asked.transitions > 1 else ' is'} too few to conclude anything from"
        )
    if low > 0.0:
        return "regions take turns"
    return "the reverse of turns, the post stays where it is" if high < 0.0 else "it cannot tell turns from none"


def _logits(worth: float) -> str:
    """Return an end of an interval of worths; the ends of the grid stand for beyond."""
    return f"{worth:+.2f}" if abs(worth) < GRID[-1] else f"beyond {worth:+.0f}"


def _show_record(console: Console, series: LoadedSeries, rows: list[Held]) -> None:
    table = Table("holder", "chosen in", "in office", "years", "prolonged", "ended", "region", title="The record")
    homes = {row.home: member_name(series.base.scenario, row.home) for row in rows}
    for row in rows:
        if row.days is not None:
            span = f"{row.took_office:%Y} to {row.left:%Y}" if row.left else f"since {row.took_office:%Y}"
            ended = "in office" if row.left is None else row.ended or "-"
            region = series.spec.regions[row.region].label or row.region
            again = f"{region}, again" if row.same_region else region
            years = f"{row.years:.1f}" if row.left else "-"
            cells = (f"{row.days} days", span, years, str(row.stays), ended, again)
            table.add_row(f"{row.name}, {homes[row.home]}", *cells)
    if table.row_count:
        console.print(table)
    if earlier := [f"{row.name} ({homes[row.home]}, {row.took_office:%Y})" for row in rows if row.days is None]:
        when = "Before them" if table.row_count else "On record, without the day of the choice"
        console.print(Text(f"{when}: {', '.join(earlier)}."))


def _show_futures(
    console: Console,
    series: LoadedSeries,
    rows: list[Held],
    found: dict[str, SeriesSummary],
    change: SeriesDifference,
) -> None:
    table = Table("", "with memory", "without", "paired difference", title="Futures")
    labels = {name: one.label or name for name, one in series.spec.regions.items()} | {ACTING: "a deputy, acting"}
    for name, label in labels.items():
        cells = [_points(found[way].share[name]) for way in WAYS]
        table.add_row(f"time held by {label}", *cells, _points(change.share[name], signed=True))
    end = series.spec.until.year
    for name in (region for region in series.spec.regions if region != rows[-1].region):
        cells = [_points(found[way].waits[name].by[end]) if end in found[way].waits[name].by else "-" for way in WAYS]
        table.add_row(f"{labels[name]} by {end}", *cells, _points(change.by_end[name], signed=True))
        halves = [found[way].waits[name].date["p50"] for way in WAYS]
        table.add_row("   half by", *(f"{half:%B %Y}" if half else "later" for half in halves), "")
    cells = [_number(found[way].extensions) for way in WAYS]
    table.add_row("extensions after deadlock", *cells, _number(change.extensions, signed=True))
    table.add_row("new holders", *(_number(found[way].holders) for way in WAYS), "")
    known = [row.years for row in rows if row.days is not None and row.left is not None]
    record = f" (record: {np.mean(known):.1f})" if known else ""
    table.add_row(f"years per holder{record}", *(_number(found[way].years) for way in WAYS), "")
    same = [row.same_region for row in rows if row.same_region is not None]
    table.add_row(
        f"same region again (record: {sum(same)} of {len(same)})", *(_points(found[way].repeats) for way in WAYS), ""
    )
    console.print(table)


def _show_kinds(console: Console, found: dict[str, SeriesSummary]) -> None:
    kinds = found["memory"].kinds
    gone = ["withdrawn"] if any(kind.withdrawn.value > 0.0 for kind in kinds.values()) else []
    table = Table(
        "selection", "per chain", "deadlock", *gone, "a rival wins", "days, 50 % [5, 95]", title="With memory"
    )
    for name, kind in kinds.items():
        middle, low, high = (kind.days[q] for q in ("p50", "p05", "p95"))
        length = "-" if low is None else f"{middle or 'never'} [{low}, {high or 'never'}]"
        withdrawn = [_points(kind.withdrawn)] * len(gone)
        cells = (_number(kind.per_chain), _points(kind.deadlock), *withdrawn, _points(kind.rival))
        table.add_row(KIND_WORDS[name], *cells, length)
    console.print(table)
    if gone:
        console.print(
            Text("Withdrawn: deadlocks in which no candidate was left; in the others time ran out.", style="dim")
        )


def _points(found: Any, signed: bool = False) -> str:
    if np.isnan(found.value):
        return "-"
    return points(found) if signed else percents(found)


def _number(found: Any, signed: bool = False) -> str:
    sign = "+" if signed else ""
    return f"{found.value:{sign}.2f} [{found.low:{sign}.2f}, {found.high:{sign}.2f}]"
