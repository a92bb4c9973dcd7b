"""Selections in a row: the record of an office, and futures with and without memory of who held it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim import codes
from sim.commands.common import default_folder, write_results
from sim.commands.progress import bar
from sim.ensemble import compiled
from sim.errors import WhitesmokeError
from sim.inference.posterior import Posterior, read
from sim.output import plain, print_json
from sim.plots.sheet import percent_text
from sim.reading import long_date
from sim.series.load import LoadedSeries, load_series
from sim.series.play import AGAIN, Chains, play
from sim.series.race import CHAINS
from sim.series.record import Held, held
from sim.series.summary import ACTING, SeriesDifference, SeriesSummary, by_year, differ, next_held, summarise
from sim.series.turns import Turns, turns
from sim.words import fitted

WAYS = ("memory", "none")
"""With the memory of the file, and without any."""
KIND_WORDS = {"open": "for the end of a term", "again": "the incumbent alone", "empty": "the post is empty"}


def run(
    name: str,
    runs: int,
    seed: int,
    changes: list[str],
    posterior: Path | None,
    out: Path | None,
    as_json: bool,
    figure: bool,
) -> None:
    """Tell the record, play the chains both ways; write numbers and figure; print them."""
    if runs > CHAINS:
        raise WhitesmokeError(f"--runs: at most {CHAINS} chains have luck of their own; ask for fewer")
    series, draws = load_series(name, changes), read(posterior) if posterior else None
    regions = list(series.spec.regions)
    rows, asked = held(series), {"all": turns(series), "detailed": turns(series, _detailed(series))}
    chains = {way: _played(series, runs, seed, way, draws) for way in WAYS}
    found = {way: summarise(one, regions) for way, one in chains.items()}
    change = differ(chains["memory"], chains["none"], regions)
    years = np.arange(series.spec.record[-1].took_office.year + 1, series.spec.until.year)
    share = {way: by_year(one, len(regions), years) for way, one in chains.items()}
    data = {
        "series": series.name,
        "scenario": series.base.name,
        "seed": seed,
        "runs": runs,
        "changes": changes,
        "fitted_to": draws.cases if draws else [],
        "until": series.spec.until,
        "memory": plain(series.spec.memory.model_dump(include={"region", "home", "half_life"})),
        "record": [plain(row) for row in rows],
        "turns": plain(asked),
        "futures": plain(found),
        "difference": plain(change),
        "years": [
            {"year": int(year)} | {way: dict(zip([*regions, ACTING], one[x].tolist())) for way, one in share.items()}
            for x, year in enumerate(years)
        ],
    }
    if out is not None or not as_json:
        drawing = _figure(series, rows, chains, share, years, asked["all"], seed) if figure else None
        folder = out or default_folder(
            f"series-{series.name}", f"seed-{seed}-runs-{runs}", [*changes, *data["fitted_to"]]
        )
        write_results(folder, "series", data, drawing)
    if as_json:
        print_json(data)
    else:
        _show(Console(highlight=False), series, rows, asked["all"], found, change, data["fitted_to"])


def _detailed(series: LoadedSeries) -> datetime.date | None:
    """Return the day after the first holder took office of whom the record says how the choice was made."""
    known = next((h.took_office for h in series.spec.record if h.chosen is not None), None)
    return None if known is None else known + datetime.timedelta(days=1)


def _played(series: LoadedSeries, runs: int, seed: int, way: str, draws: Posterior | None) -> Chains:
    memory = series.spec.memory
    if way == "none":
        memory = memory.model_copy(update={"region": 0.0, "home": 0.0})
    span = (series.spec.until - series.spec.record[-1].took_office).days * runs
    with bar(f"{series.name}, {'with' if way == 'memory' else 'without'} memory", Console(stderr=True)) as advance:
        compiled()
        done = 0

        def more(days: int) -> None:
            nonlocal done
            done += days
            advance(done * runs // span, runs - done * runs // span)

        return play(series, runs, seed, memory, draws, more)


def _figure(
    series: LoadedSeries,
    rows: list[Held],
    chains: dict[str, Chains],
    share: dict[str, Any],
    years: Any,
    asked: Turns,
    seed: int,
) -> Any:
    from sim.plots.series import Drawn, series_figure

    regions = list(series.spec.regions)
    waits = {way: [next_held(one, r) for r in range(len(regions))] for way, one in chains.items()}
    made = chains["memory"].selections
    told = next((x for x, row in enumerate(rows) if row.chosen is not None), 0)
    days = made.days[made.kind != AGAIN]
    return series_figure(
        Drawn(
            title=series.spec.title,
            regions=[series.spec.regions[name].label or name for name in regions],
            held=[
                (row.name, row.took_office, row.mandate, row.left, regions.index(row.region))
                for row in rows[max(0, told - 1) :]
            ],
            span=(series.spec.record[-1].took_office, series.spec.until),
            years=years,
            share=share,
            waits=waits,
            record_days=[(row.name, row.days) for row in rows if row.days is not None],
            days=days[days != codes.NEVER],
            deadlock=float((days == codes.NEVER).mean()) if len(days) else 0.0,
            first=rows[0].took_office.year,
            same_region=(asked.same_region, asked.transitions),
            region_counts=asked.region_counts,
            runs=f"Series {series.name}, seed {seed}, {chains['memory'].runs} chains each way",
        )
    )


def _show(
    console: Console,
    series: LoadedSeries,
    rows: list[Held],
    asked: Turns,
    found: dict[str, SeriesSummary],
    change: SeriesDifference,
    fitted_to: list[str],
) -> None:
    console.print(Text(sentence(series, rows, found["memory"]), style="bold"))
    _show_record(console, rows)
    console.print(Text(turns_text(asked)))
    _show_futures(console, series, found, change)
    _show_kinds(console, found)
    source = fitted(fitted_to) if fitted_to else "Parameters are the race's, assumed."
    console.print(
        Text(
            "The record is what happened, with its sources in the file; of it a future takes who held the post when. "
            "Scripted: the calendar of a race, the endorsement of the front-runner. Assumed: who runs, and what is "
            f"remembered. {source} Statements about the model, no forecast.",
            style="dim",
        )
    )


def sentence(series: LoadedSeries, rows: list[Held], found: SeriesSummary) -> str:
    """Return the futures in a sentence: deadlock, and when a region that never held the post first does."""
    stuck = percent_text(found.kinds["open"].deadlock.value)
    text = f"{found.runs} futures to {long_date(series.spec.until)}: a race ends in deadlock in {stuck}"
    for name, table in series.spec.regions.items():
        if name not in {row.region for row in rows}:
            half = found.waits[name].date["p50"]
            when = f"half by {long_date(half)}" if half else "fewer than half ever"
            text += f"; a first holder from {table.label or name}: {when}"
    return f"{text}."


def turns_text(asked: Turns) -> str:
    """Return what the record says of turn-taking."""
    low, high = asked.best_95
    verdict = "no sign of turns between regions" if low <= 0.0 <= high else "not what no memory would give"
    return (
        f"Turns: the post stayed in a region in {asked.same_region} of {asked.transitions} changes, in a country in "
        f"{asked.same_home}. Turn-taking alone expects {asked.expected_region['none']:.1f} in a region without memory, "
        f"{asked.expected_region['memory']:.1f} with that of the file. The record is likeliest with {asked.best:+.2f} "
        f"logits off the region that has just held it [{low:+.2f}, {high:+.2f}]: {verdict}."
    )


def _show_record(console: Console, rows: list[Held]) -> None:
    table = Table("holder", "chosen in", "in office", "years", "prolonged", "ended", "region", title="The record")
    for row in rows:
        if row.days is not None:
            span = f"{row.took_office:%Y} to {row.left:%Y}" if row.left else f"since {row.took_office:%Y}"
            ended = "in office" if row.left is None else row.ended or "-"
            again = f"{row.region}, again" if row.same_region else row.region
            cells = (f"{row.days} days", span, f"{row.years:.1f}", str(row.stays), ended, again)
            table.add_row(f"{row.name}, {row.home}", *cells)
    console.print(table)
    if earlier := [f"{row.name} ({row.home}, {row.took_office:%Y})" for row in rows if row.days is None]:
        console.print(Text(f"Before them: {', '.join(earlier)}."))


def _show_futures(
    console: Console, series: LoadedSeries, found: dict[str, SeriesSummary], change: SeriesDifference
) -> None:
    table = Table("", "with memory", "without", "paired difference", title="Futures")
    labels = {name: one.label or name for name, one in series.spec.regions.items()} | {ACTING: "a deputy, acting"}
    for name, label in labels.items():
        cells = [_points(found[way].share[name]) for way in WAYS]
        table.add_row(f"time held by {label}", *cells, _points(change.share[name], signed=True))
    end = series.spec.until.year
    for name in list(series.spec.regions)[1:]:
        cells = [_points(found[way].waits[name].by[end]) if end in found[way].waits[name].by else "-" for way in WAYS]
        table.add_row(f"{labels[name]} by {end}", *cells, _points(change.by_end[name], signed=True))
        halves = [found[way].waits[name].date["p50"] for way in WAYS]
        table.add_row("   half by", *(long_date(half) if half else "later" for half in halves), "")
    cells = [_number(found[way].extensions) for way in WAYS]
    table.add_row("extensions after deadlock", *cells, _number(change.extensions, signed=True))
    table.add_row("new holders", *(_number(found[way].holders) for way in WAYS), "")
    table.add_row("same region again", *(_points(found[way].repeats) for way in WAYS), "")
    console.print(table)


def _show_kinds(console: Console, found: dict[str, SeriesSummary]) -> None:
    table = Table("selection", "per chain", "deadlock", "a rival wins", "days, 50 % [5, 95]", title="With memory")
    for name, kind in found["memory"].kinds.items():
        middle, low, high = (kind.days[q] for q in ("p50", "p05", "p95"))
        length = "-" if low is None else f"{middle or 'never'} [{low}, {high or 'never'}]"
        cells = (_number(kind.per_chain), _points(kind.deadlock), _points(kind.rival))
        table.add_row(KIND_WORDS[name], *cells, length)
    console.print(table)


def _points(found: Any, signed: bool = False) -> str:
    sign = "+" if signed else ""
    return f"{100 * found.value:{sign}.0f} % [{100 * found.low:{sign}.0f}, {100 * found.high:{sign}.0f}]"


def _number(found: Any, signed: bool = False) -> str:
    sign = "+" if signed else ""
    return f"{found.value:{sign}.2f} [{found.low:{sign}.2f}, {found.high:{sign}.2f}]"
