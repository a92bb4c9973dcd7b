"""Selections in a row: the record of an office, and futures with and without memory of who held it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import numpy as np

from whitesmoke.commands.common import default_folder, marks, write_results
from whitesmoke.commands.series_tables import WAYS, show
from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.posterior import Posterior, read
from whitesmoke.evidence.series.chains import AGAIN, Chains
from whitesmoke.evidence.series.office import Held, held
from whitesmoke.evidence.series.opened import LoadedSeries, load_series
from whitesmoke.evidence.series.play import play
from whitesmoke.evidence.series.prospects import ACTING, by_year, differ, next_held, summarise
from whitesmoke.evidence.series.selection import CHAINS
from whitesmoke.evidence.series.turns import Turns, turns
from whitesmoke.front.progress import bar
from whitesmoke.model import codes
from whitesmoke.model.ensemble import compiled
from whitesmoke.writing.output import plain, print_json, terminal


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
        **(draws.said if draws else {"fitted_to": []}),
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
        folder = out or default_folder(f"series-{series.name}", f"seed-{seed}-runs-{runs}", [*changes, *marks(draws)])
        write_results(folder, "series", data, drawing)
    if as_json:
        print_json(data)
    else:
        show(terminal(), series, rows, asked["all"], found, change, data["fitted_to"])


def _detailed(series: LoadedSeries) -> datetime.date | None:
    """Return the day after the first holder took office of whom the record says how the choice was made."""
    known = next((h.took_office for h in series.spec.record if h.chosen is not None), None)
    return None if known is None else known + datetime.timedelta(days=1)


def _played(series: LoadedSeries, runs: int, seed: int, way: str, draws: Posterior | None) -> Chains:
    memory = series.spec.memory
    if way == "none":
        memory = memory.model_copy(update={"region": 0.0, "home": 0.0})
    span = (series.spec.until - series.spec.record[-1].took_office).days * runs
    with bar(f"{series.name}, {'with' if way == 'memory' else 'without'} memory", terminal(stderr=True)) as advance:
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
    from whitesmoke.figures.futures import Drawn, series_figure

    regions = list(series.spec.regions)
    waits = {way: [next_held(one, r) for r in range(len(regions))] for way, one in chains.items()}
    made = chains["memory"].selections
    told = next((x for x, row in enumerate(rows) if row.chosen is not None), 0)
    days = made.days[made.kind != AGAIN]
    return series_figure(
        Drawn(
            title=series.spec.title,
            scripted=series.scripted,
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
