"""Choices in a row: the record of an office, and futures with and without memory of who held it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.posterior import Posterior
from whitesmoke.evidence.series.chains import AGAIN, Chains
from whitesmoke.evidence.series.office import Held, held
from whitesmoke.evidence.series.opened import LoadedSeries, load_series
from whitesmoke.evidence.series.play import play
from whitesmoke.evidence.series.prospects import (
    ACTING,
    SeriesDifference,
    SeriesSummary,
    by_year,
    differ,
    next_held,
    summarise,
)
from whitesmoke.evidence.series.selection import CHAINS
from whitesmoke.evidence.series.turns import Turns, turns
from whitesmoke.front.case import a_posterior
from whitesmoke.front.changes import Changes, changed
from whitesmoke.front.in_python import in_python
from whitesmoke.front.progress import bar
from whitesmoke.front.result import Result
from whitesmoke.front.taken import a_name, a_number, a_seed
from whitesmoke.model import codes
from whitesmoke.model.ensemble import compiled
from whitesmoke.telling import holders as telling
from whitesmoke.telling.holders import WAYS
from whitesmoke.telling.posterior_words import drawn_from
from whitesmoke.writing.output import plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame
    from rich.console import Console

    from whitesmoke.figures.futures import Drawn
    from whitesmoke.model.world import Floats, Ints


def series(
    name_or_path: str | Path = "nato-secretaries",
    runs: int = 500,
    seed: int = 1,
    *,
    changes: Changes = (),
    posterior: str | Path | Posterior | None = None,
) -> Series:
    """Play choices in a row: each winner is the next incumbent, with and without memory of who held the post.

    Parameters
    ----------
    name_or_path : a series file, or the name of a shipped one; see docs/series.md
    runs : futures each way, on the same luck
    changes : values of the file by their paths, such as `{"memory.region": 2}`; or texts `path=value`
    posterior : of a calibration, by name, file or folder: future j has its draw j

    Raises ScenarioError with every problem of the file, each with its place and what to do.
    """
    count = a_number(runs, "runs", 2, CHAINS + 1)
    with in_python():
        office = load_series(
            a_name(name_or_path, "series", "a shipped series by its name, or a file by its path"), changed([], changes)
        )
    return Series.played(office, count, a_seed(seed), changed([], changes), a_posterior(posterior))


class Series(Result):
    """The record of an office, whose turn it was, and futures of it."""

    kind = "series"

    def __init__(
        self,
        office: LoadedSeries,
        seed: int,
        changes: Sequence[str],
        posterior: Posterior | None,
        chains: dict[str, Chains],
    ) -> None:
        self.office, self.seed, self.changes, self.posterior = office, seed, tuple(changes), posterior
        self.chains = chains
        """who held the post in each future, and what was decided, with `memory` and with `none`"""

    @classmethod
    def played(
        cls, office: LoadedSeries, runs: int, seed: int, changes: Sequence[str], posterior: Posterior | None
    ) -> Series:
        """Play the futures both ways, with a progress bar where somebody watches."""
        chains = {way: _chains(office, runs, seed, way, posterior) for way in WAYS}
        return cls(office, seed, changes, posterior, chains)

    @property
    def name(self) -> str:
        """What it is found by: the stem of its file."""
        return self.office.name

    @property
    def _title(self) -> str:
        return self.office.spec.title

    @property
    def regions(self) -> list[str]:
        """Names of the regions, as the file has them."""
        return list(self.office.spec.regions)

    @property
    def count(self) -> int:
        """How many futures there are each way."""
        return self.chains["memory"].runs

    @cached_property
    def record(self) -> list[Held]:
        """The holders on record, the first one first."""
        return held(self.office)

    @cached_property
    def turns(self) -> dict[str, Turns]:
        """Whether regions take turns: by `all` of the record, and by what of it is `detailed`."""
        return {"all": turns(self.office), "detailed": turns(self.office, _detailed(self.office))}

    @cached_property
    def summary(self) -> dict[str, SeriesSummary]:
        """The futures in numbers, with `memory` and with `none`."""
        return {way: summarise(one, self.regions) for way, one in self.chains.items()}

    @cached_property
    def difference(self) -> SeriesDifference:
        """With memory less without, future by future on the same luck."""
        return differ(self.chains["memory"], self.chains["none"], self.regions)

    @property
    def sentence(self) -> str:
        """How often a race ends in deadlock, and when a region that never held the post first does."""
        return telling.sentence(self.office, self.record, self.summary["memory"])

    def data(self) -> dict[str, Any]:
        """Return what `series --json` prints."""
        spec = self.office.spec
        return {
            "series": self.name,
            "scenario": self.office.base.name,
            "seed": self.seed,
            "runs": self.count,
            "changes": list(self.changes),
            **(self.posterior.said if self.posterior else {"fitted_to": []}),
            "until": spec.until,
            "memory": plain(spec.memory.model_dump(include={"region", "home", "half_life"})),
            "record": [plain(row) for row in self.record],
            "turns": plain(self.turns),
            "futures": plain(self.summary),
            "difference": plain(self.difference),
            "years": [
                {"year": int(year)}
                | {way: dict(zip([*self.regions, ACTING], one[x].tolist())) for way, one in self._shares.items()}
                for x, year in enumerate(self._years)
            ],
        }

    @property
    def _years(self) -> Ints:
        spec = self.office.spec
        return np.arange(spec.record[-1].took_office.year + 1, spec.until.year)

    @cached_property
    def _shares(self) -> dict[str, Floats]:
        """The chance of each region, and last of a deputy, to hold the post in the middle of each year."""
        return {way: by_year(one, len(self.regions), self._years) for way, one in self.chains.items()}

    def frame(self) -> DataFrame:
        """Return one row for each holder on record: how long the choice took, how long the office, whose turn it was.

        `days`, `sought` and `chosen` are missing where the record does not say, `left` and `ended` of who is in office.
        """
        from whitesmoke.front.kept import record_table

        return record_table(self.json())

    @property
    def futures(self) -> DataFrame:
        """One row for each number of the futures: with `memory`, with `none`, and the paired `difference`.

        Each has the ends of its 95 % interval (`.low`, `.high`); `region` says whose share or chance it is.
        """
        from whitesmoke.front.spells import futures_table

        return futures_table(self.chains, self.regions, self.summary, self.difference)

    def spells(self, way: str = "memory") -> DataFrame:
        """Return one row for each time in office of each future: from when to when, who, of which region.

        Who is missing while a deputy acts; the last of a future is cut off by its end.
        """
        from whitesmoke.front.spells import spells_table

        return spells_table(self.chains[_known(way)], self.regions)

    def selections(self, way: str = "memory") -> DataFrame:
        """Return one row for each choice of each future.

        `kind` is `open` (the end of a term), `again` (the incumbent alone) or `empty`; `day` and `settled` are what
        survival analysis takes: days until the choice, or for which it was tried; `place` is 0 for the front-runner.
        """
        from whitesmoke.front.spells import selections_table

        calendar = self.office.base.scenario.calendar
        days = (calendar.expiry - calendar.start).days
        return selections_table(self.chains[_known(way)], days - days % calendar.round_days)

    def plot(self) -> Figure:
        """Return the figure: who held the post and who may, waits of regions, lengths of races, turns."""
        from whitesmoke.figures.futures import series_figure

        return series_figure(self._drawn())

    def _drawn(self) -> Drawn:
        from whitesmoke.figures.futures import Drawn

        office, rows, made = self.office, self.record, self.chains["memory"].selections
        spec, asked = office.spec, self.turns["all"]
        told = next((x for x, row in enumerate(rows) if row.chosen is not None), 0)
        days = made.days[made.kind != AGAIN]
        return Drawn(
            title=spec.title,
            scripted=office.scripted,
            regions=[spec.regions[name].label or name for name in self.regions],
            held=[
                (row.name, row.took_office, row.mandate, row.left, self.regions.index(row.region))
                for row in rows[max(0, told - 1) :]
            ],
            span=(spec.record[-1].took_office, spec.until),
            years=self._years,
            share=self._shares,
            waits={way: [next_held(one, r) for r in range(len(self.regions))] for way, one in self.chains.items()},
            record_days=[(row.name, row.days) for row in rows if row.days is not None],
            days=days[days != codes.NEVER],
            deadlock=float((days == codes.NEVER).mean()) if len(days) else 0.0,
            first=rows[0].took_office.year,
            same_region=(asked.same_region, asked.transitions),
            region_counts=asked.region_counts,
            runs=f"Series {self.name}, seed {self.seed}, {self.count} chains each way",
        )

    def _show(self, console: Console) -> None:
        """Print the record, whose turn it was, the futures, and what is scripted or assumed."""
        told = self.office, self.record, self.turns["all"], self.summary, self.difference
        drawn = drawn_from(self.posterior, self.office.base, itself=False) if self.posterior else ""
        telling.show(console, *told, drawn)


def _known(way: str) -> str:
    if way not in WAYS:
        raise WhitesmokeError(f"way: give {' or '.join(map(repr, WAYS))}, not {way!r}")
    return way


def _detailed(series: LoadedSeries) -> datetime.date | None:
    """Return the day after the first holder took office of whom the record says how the choice was made."""
    known = next((h.took_office for h in series.spec.record if h.chosen is not None), None)
    return None if known is None else known + datetime.timedelta(days=1)


def _chains(series: LoadedSeries, runs: int, seed: int, way: str, draws: Posterior | None) -> Chains:
    memory = series.spec.memory
    if way == "none":
        memory = memory.model_copy(update={"region": 0.0, "home": 0.0})
    span = (series.spec.until - series.spec.record[-1].took_office).days * runs
    with bar(f"{series.name}, {'with' if way == 'memory' else 'without'} memory") as advance:
        compiled()
        done = 0

        def more(days: int) -> None:
            nonlocal done
            done += days
            advance(done * runs // span, runs - done * runs // span)

        return play(series, runs, seed, memory, draws, more)
