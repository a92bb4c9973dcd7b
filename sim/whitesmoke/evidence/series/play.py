"""Chains of selections: a term, a reappointment or a new race, deadlock and extension, a post that falls empty."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.blocks import uniform_block
from whitesmoke.evidence.posterior import Posterior
from whitesmoke.evidence.series.chains import AGAIN, EMPTY, FOREVER, OPEN, Chains, Selections, Spells, days, past
from whitesmoke.evidence.series.opened import LoadedSeries
from whitesmoke.evidence.series.pool import NOBODY, OFFICE, YEAR, Fields, Past, drawn, remembered, weights
from whitesmoke.evidence.series.selection import SELECTIONS, Races
from whitesmoke.evidence.series.series_schema import Memory
from whitesmoke.model import codes, room
from whitesmoke.model.world import Bytes, Floats, Ints

PER_SELECTION = 250
"""Bytes of a selection of a chain, and of the spells in office that come of it."""


class _Office:
    """The post in every chain, at the present selection."""

    def __init__(self, series: LoadedSeries, races: Races, runs: int) -> None:
        spec = series.spec
        now, members = spec.record[-1], races.members
        self.took = np.full(runs, now.took_office.toordinal())
        self.since = self.took.copy()
        self.ends = self.took + days(spec.term.years)
        self.home = np.full(runs, members.index(now.home))
        self.quality = np.zeros(runs)
        self.empty = np.zeros(runs, bool)
        self.refused = np.zeros(runs, bool)
        self.past = past(series, members, races.region, runs)


def play(
    series: LoadedSeries,
    runs: int,
    seed: int,
    memory: Memory | None = None,
    posterior: Posterior | None = None,
    progress: Callable[[int], None] | None = None,
) -> Chains:
    """Play chains 0 .. runs - 1 of a seed from the end of the record on.

    Selection s of chain j hangs on (seed, s, j) only: not on how many chains there are. Chains with and without memory
    meet the same luck, selection by selection.

    Parameters
    ----------
    memory : instead of what the file says
    posterior : chain j has its draw j, in all its selections
    progress : called with the number of days of office that have been settled
    """
    return _Player(series, runs, seed, memory or series.spec.memory, posterior, progress).play()


class _Player:
    def __init__(
        self,
        series: LoadedSeries,
        runs: int,
        seed: int,
        memory: Memory,
        posterior: Posterior | None,
        progress: Callable[[int], None] | None,
    ) -> None:
        self.spec, self.runs, self.seed, self.memory, self.progress = series.spec, runs, seed, memory, progress
        self.races = Races(series, seed, posterior)
        world = self.races.shapes[1].case.world
        self.length = world.rounds * world.round_days
        _must_have_room(series, runs, len(self.races.members))
        self.last = series.spec.until.toordinal()
        self.weight = weights(series.spec.field, self.races.members, series.region_of)
        self.office = _Office(series, self.races, runs)
        self.over = np.zeros(runs, bool)
        """chains whose next selection would begin after the end"""
        self.spells: list[tuple[Ints, ...]] = []
        self.selections: list[tuple[Ints, ...]] = []

    def play(self) -> Chains:
        step = 0
        while len(chains := np.flatnonzero(~self.over)):
            _must_have_luck(step)
            self._select(step, chains)
            step += 1
        self._held(np.arange(self.runs), np.full(self.runs, self.last))
        return Chains(
            runs=self.runs,
            first=self.spec.record[-1].took_office.toordinal(),
            last=self.last,
            members=self.races.members,
            region=self.races.region,
            spells=self._in_order(),
            selections=Selections(*_columns(self.selections, len(Selections._fields))),
        )

    def _select(self, step: int, chains: Ints) -> None:
        """Play one selection of some chains, those that begin in time, and say what follows from it."""
        office, u = self.office, uniform_block(self.seed, step, OFFICE, self.runs, 2)
        leaves = self._leaving(chains, u[chains, 0])
        early = leaves < office.ends[chains] - self.length
        self._vacate(chains[early], leaves[early])
        office.ends[chains[early]] = leaves[early]
        begins = office.ends[chains] - np.where(office.empty[chains], 0, self.length)
        self.over[chains] = begins >= self.last
        chains, begins, leaves = (table[begins < self.last] for table in (chains, begins, leaves))
        late = ~office.empty[chains] & (leaves < office.ends[chains])  # while the race for the end of the term is on
        stands = self._stands(chains, u[chains, 1]) & ~late
        kind = np.where(office.empty[chains], EMPTY, np.where(stands, AGAIN, OPEN))
        fields, before = self._fields(step, chains, kind, begins), office.home[chains]
        winner, day, withdrawn = self.races.play(step, chains, fields)
        self._vacate(chains[late], leaves[late])
        stuck = winner == codes.NONE
        place = np.maximum(winner, 0)[:, None]
        home = np.where(stuck, NOBODY, np.take_along_axis(fields.home, place, axis=1)[:, 0])
        quality = np.take_along_axis(fields.quality, place, axis=1)[:, 0]
        ended = np.where(stuck, codes.NEVER, day)
        self.selections.append((chains, kind, begins, ended, home, winner, before, withdrawn))
        again = stuck & office.empty[chains]  # a deputy goes on, and the next race begins at once
        office.ends[chains[again]] = begins[again] + self.length
        self._stay(chains[stuck & ~again], self.spec.extension.years, refused=True)
        self._stay(chains[(kind == AGAIN) & ~stuck], self.spec.reappointment.years, refused=False)
        new = (kind != AGAIN) & ~stuck
        chosen = np.maximum(begins + day, np.where(late, leaves, 0))
        self._take_office(chains[new], chosen[new], home[new], quality[new])

    def _leaving(self, chains: Ints, u: Floats) -> Ints:
        """Return the day on which incumbents would die or resign; FOREVER where the post is empty."""
        office, rate = self.office, self.spec.leaving.per_year
        if rate == 0.0:
            return np.full(len(chains), FOREVER)
        day = office.since[chains] + np.minimum(FOREVER, -np.log(u) / rate * YEAR).astype(np.int64)
        return np.where(office.empty[chains], FOREVER, day)

    def _vacate(self, chains: Ints, on: Ints) -> None:
        """Let the post fall empty."""
        self._held(chains, on)
        self._forget(chains, on)
        self.office.empty[chains], self.office.took[chains] = True, on

    def _stands(self, chains: Ints, u: Floats) -> Bytes:
        """Say which incumbents would stay on, and may."""
        office, spec = self.office, self.spec
        end = office.ends[chains] + days(spec.reappointment.years)
        may = end - office.took[chains] <= days(spec.term.longest)
        return np.asarray(may & ~office.refused[chains] & (u < spec.reappointment.chance))

    def _fields(self, step: int, chains: Ints, kind: Ints, started: Ints) -> Fields:
        """Return who runs: drawn, or the incumbent alone, against whom nothing is remembered."""
        past = Past(self.office.past.home[chains], self.office.past.region[chains])
        off = np.zeros((self.runs, len(self.weight)))
        off[chains] = remembered(self.memory, past, started.astype(float), self.races.region)
        fields = drawn(self.spec.field, self.seed, step, self.weight, off)
        home, quality, valence = fields.home[chains], fields.quality[chains], fields.valence[chains]
        again = kind == AGAIN
        home[again] = NOBODY
        home[again, 0] = self.office.home[chains[again]]
        quality[again, 0] = valence[again, 0] = self.office.quality[chains[again]]
        return Fields(home, quality, valence)

    def _stay(self, chains: Ints, years: float, refused: bool) -> None:
        """Let incumbents go on."""
        office = self.office
        office.since[chains] = office.ends[chains]
        office.ends[chains] += days(years)
        office.refused[chains] = refused

    def _take_office(self, chains: Ints, chosen: Ints, home: Ints, quality: Floats) -> None:
        office = self.office
        handed = chosen + self.spec.term.handover
        took = np.where(office.empty[chains], handed, office.ends[chains])
        self._held(chains, took)
        self._forget(chains[~office.empty[chains]], took[~office.empty[chains]])
        office.took[chains] = office.since[chains] = took
        office.ends[chains] = took + days(self.spec.term.years)
        office.home[chains], office.quality[chains] = home, quality
        office.empty[chains] = office.refused[chains] = False
        office.past.home[chains, home] = office.past.region[chains, self.races.region[home]] = np.inf

    def _held(self, chains: Ints, until: Ints) -> None:
        """Note who held the post up to a day."""
        office = self.office
        home = np.where(office.empty[chains], NOBODY, office.home[chains])
        self.spells.append((chains, office.took[chains].copy(), until, home))
        if self.progress:
            self.progress(int(np.minimum(until, self.last).sum() - np.minimum(office.took[chains], self.last).sum()))

    def _forget(self, chains: Ints, on: Ints) -> None:
        """Remember who left the post on a day: from here on it is forgotten by and by."""
        office = self.office
        home = office.home[chains]
        office.past.home[chains, home] = office.past.region[chains, self.races.region[home]] = on

    def _in_order(self) -> Spells:
        chain, since, until, home = _columns(self.spells, len(Spells._fields))
        until = np.minimum(until, self.last)
        order = np.lexsort((since, chain))
        order = order[until[order] > since[order]]
        return Spells(chain[order], since[order], until[order], home[order])


def _must_have_luck(step: int) -> None:
    """Raise WhitesmokeError for a selection whose draws would be those of another one."""
    if step >= SELECTIONS:
        raise WhitesmokeError(
            f"some future has more than {SELECTIONS:,} selections, which is all that have luck of their own; take an "
            "earlier `until`, a longer race of the scenario, or a lower leaving.per_year"
        )


def _must_have_room(series: LoadedSeries, runs: int, members: int) -> None:
    """Raise WhitesmokeError if so many futures, and what is drawn for them, would not fit into memory."""
    years = (series.spec.until - series.spec.record[-1].took_office).days / YEAR
    terms = max(1.0, years / min(series.spec.term.years, series.spec.extension.years))
    room.must_fit(
        runs * (terms * PER_SELECTION + 40.0 * members),
        f"{runs:,} futures of {years:.0f} years",
        "ask for fewer runs, or an earlier `until`",
    )


def _columns(rows: list[tuple[Ints, ...]], count: int) -> list[Ints]:
    return [np.concatenate([row[x] for row in rows]) if rows else np.zeros(0, np.int64) for x in range(count)]
