"""What the chains say: who holds the post, how often nobody is agreed on, how long a region waits."""

from __future__ import annotations

import datetime
from typing import NamedTuple

import numpy as np

from whitesmoke.evidence.analysis.ensemble_summary import QUANTILES, Interval, difference, mean, quantile, wilson
from whitesmoke.evidence.series.chains import AGAIN, EMPTY, OPEN, Chains
from whitesmoke.evidence.series.pool import NOBODY, YEAR
from whitesmoke.model import codes
from whitesmoke.model.world import Floats, Ints

KINDS = {"open": OPEN, "again": AGAIN, "empty": EMPTY}
ACTING = "acting"
"""Nobody: a deputy looks after the post."""


class Kind(NamedTuple):
    """Selections of one kind."""

    per_chain: Interval
    deadlock: Interval
    """chance of none agreed on"""
    withdrawn: Interval
    """chance of a deadlock in which no candidate was left"""
    rival: Interval
    """chance that somebody else than the front-runner is chosen"""
    days: dict[str, int | None]
    """quantiles of the length, deadlocks included as never"""


class Wait(NamedTuple):
    """How long until a region next holds the post."""

    by: dict[int, Interval]
    """chance by the beginning of a year"""
    date: dict[str, datetime.date | None]
    """quantiles; None lies beyond the end of the series"""


class SeriesSummary(NamedTuple):
    """Futures of an office in numbers; every interval is one of 95 % over chains."""

    runs: int
    share: dict[str, Interval]
    """of the time from the first to the last day, by region"""
    holders: Interval
    """winners per chain, the present holder not counted"""
    years: Interval
    """in office per holder, the present one included"""
    extensions: Interval
    """deadlocks per chain that let an incumbent or a deputy go on"""
    repeats: Interval
    """chance that a winner comes from the region of the one before"""
    kinds: dict[str, Kind]
    waits: dict[str, Wait]


def summarise(chains: Chains, regions: list[str], every: int = 5) -> SeriesSummary:
    """Return the summary of chains; waits are told for every `every` years."""
    made, share = chains.selections, shares(chains, len(regions))
    stuck = made.days == codes.NEVER
    new = ~stuck & (made.kind != AGAIN)
    same = chains.region[made.home] == chains.region[made.before]
    return SeriesSummary(
        runs=chains.runs,
        share={name: mean(share[:, r]) for r, name in enumerate([*regions, ACTING])},
        holders=_per_chain(chains, new),
        years=mean((1.0 - share[:, -1]) * (chains.last - chains.first) / YEAR / (1 + _count(chains, new))),
        extensions=_per_chain(chains, stuck),
        repeats=_ratio(chains, same & new, new),
        kinds={name: _kind(chains, made.kind == kind) for name, kind in KINDS.items()},
        waits={name: wait(chains, next_held(chains, r), every) for r, name in enumerate(regions)},
    )


def shares(chains: Chains, regions: int) -> Floats:
    """Return the share of the time in which each region, and last a deputy, held the post in each chain, (N, R + 1)."""
    spells = chains.spells
    days = np.zeros((chains.runs, regions + 1))
    np.add.at(days, (spells.chain, _region(chains, spells.home, regions)), spells.until - spells.since)
    return days / (chains.last - chains.first)


def by_year(chains: Chains, regions: int, years: Ints) -> Floats:
    """Return the chance that each region, and last a deputy, holds the post in the middle of a year, (years, R + 1)."""
    spells, found = chains.spells, np.zeros((len(years), regions + 1))
    who = _region(chains, spells.home, regions)
    for x, year in enumerate(years):
        day = datetime.date(int(year), 7, 1).toordinal()
        holds = (spells.since <= day) & (day < spells.until)
        found[x] = np.bincount(who[holds], minlength=regions + 1) / chains.runs
    return found


def next_held(chains: Chains, region: int) -> Ints:
    """Return the day on which a region next holds the post in each chain; codes.NEVER if it never does. Shape (N,)."""
    spells, day = chains.spells, np.full(chains.runs, codes.NEVER)
    of = (spells.home != NOBODY) & (chains.region[spells.home] == region)
    np.minimum.at(day, spells.chain[of], spells.since[of])
    return day


def wait(chains: Chains, day: Ints, every: int) -> Wait:
    """Return how long a region waits, from the day of each chain on which it next holds the post."""
    start, end = (datetime.date.fromordinal(x).year for x in (chains.first, chains.last))
    years = range(-(-(start + 1) // every) * every, end + 1, every)
    by = {year: wilson(float((day < _day(year)).mean()), chains.runs) for year in years}
    found = {name: quantile(day, q) for name, q in QUANTILES.items()}
    return Wait(by, {name: None if at is None else datetime.date.fromordinal(at) for name, at in found.items()})


def _kind(chains: Chains, of: Ints) -> Kind:
    made = chains.selections
    stuck = made.days == codes.NEVER
    return Kind(
        per_chain=_per_chain(chains, of),
        deadlock=_ratio(chains, of & stuck, of),
        withdrawn=_ratio(chains, of & (made.withdrawn == 1), of),
        rival=_ratio(chains, of & (made.place > 0), of),
        days={name: quantile(made.days[of], q) if of.any() else None for name, q in QUANTILES.items()},
    )


def _day(year: int) -> int:
    return datetime.date(year, 1, 1).toordinal()


def _region(chains: Chains, home: Ints, regions: int) -> Ints:
    return np.where(home == NOBODY, regions, chains.region[home])


def _count(chains: Chains, of: Ints) -> Ints:
    return np.bincount(chains.selections.chain[of], minlength=chains.runs)


def _per_chain(chains: Chains, of: Ints) -> Interval:
    """Return the mean number of some selections in a chain; its interval ends at 0."""
    found = mean(_count(chains, of))
    return found._replace(low=max(0.0, found.low))


def _ratio(chains: Chains, part: Ints, whole: Ints) -> Interval:
    """Return sum(part) / sum(whole) with an interval over chains, for selections of one chain are not independent.

    Where all are alike the score interval of as many as there are chains that have any.

    Source: Cochran (1977), *Sampling techniques*, 6.3 (linearised standard error of a ratio).
    """
    a, b = _count(chains, part).astype(float), _count(chains, whole).astype(float)
    if b.sum() == 0.0:
        return Interval(float("nan"), 0.0, 1.0)
    share = float(a.sum() / b.sum())
    if share in (0.0, 1.0):
        return wilson(share, int((b > 0.0).sum()))  # all alike: other chains need not be
    half = (mean((a - share * b) / b.mean()).high) if chains.runs > 1 else float("inf")
    return Interval(share, max(0.0, share - half), min(1.0, share + half))


class SeriesDifference(NamedTuple):
    """With memory less without, chain by chain on the same luck."""

    share: dict[str, Interval]
    extensions: Interval
    by_end: dict[str, Interval]
    """chance that a region has held the post by the end"""


def differ(base: Chains, other: Chains, regions: list[str]) -> SeriesDifference:
    """Return what two ways of playing the same chains differ in: `base` less `other`."""
    moved = shares(base, len(regions)) - shares(other, len(regions))
    stuck = [_count(one, one.selections.days == codes.NEVER) for one in (base, other)]
    held = {
        name: [(next_held(one, r) != codes.NEVER).astype(float) for one in (base, other)]
        for r, name in enumerate(regions)
    }
    return SeriesDifference(
        share={name: mean(moved[:, r]) for r, name in enumerate([*regions, ACTING])},
        extensions=mean(stuck[0] - stuck[1]),
        by_end={name: difference(one - two) for name, (one, two) in held.items()},
    )
