"""Futures of an office: who held the post when, and what was decided; and the past that they begin with."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from whitesmoke.evidence.series.opened import LoadedSeries
from whitesmoke.evidence.series.pool import YEAR, Past
from whitesmoke.model.world import Ints

OPEN, AGAIN, EMPTY = 0, 1, 2
"""A race for the end of a term; the incumbent alone; a race while the post is empty."""
FOREVER = 10**7
"""A day after every future."""


class Spells(NamedTuple):
    """Who held the post from when to when, one row each, in the order of time within each chain."""

    chain: Ints
    since: Ints
    """day, as `datetime.date.toordinal`"""
    until: Ints
    """day; that of the series where it goes on"""
    home: Ints
    """country, or NOBODY: a deputy looks after it"""


class Selections(NamedTuple):
    """What was decided, one row each, in the order of selections."""

    chain: Ints
    kind: Ints
    """OPEN, AGAIN or EMPTY"""
    started: Ints
    """day"""
    days: Ints
    """until the choice, or codes.NEVER for deadlock"""
    home: Ints
    """country of the winner; NOBODY after deadlock"""
    place: Ints
    """0 if the front-runner won, 1 the next, ...; codes.NONE after deadlock"""
    before: Ints
    """country of who held the post"""
    withdrawn: Ints
    """1 for a deadlock in which no candidate was left"""


class Chains(NamedTuple):
    """N futures of an office."""

    runs: int
    first: int
    """day from which they are drawn"""
    last: int
    members: tuple[str, ...]
    region: Ints
    """(n,) of each country"""
    spells: Spells
    selections: Selections


def days(years: float) -> int:
    """Return years in whole days."""
    return round(years * YEAR)


def past(series: LoadedSeries, members: tuple[str, ...], region: Ints, runs: int, before: int = FOREVER) -> Past:
    """Return what the record says of who held the post before a day: when each country and region left it."""
    home = np.full(len(members), -np.inf)
    for holder in series.spec.record:
        i = members.index(holder.home)
        if holder.took_office.toordinal() < before:
            left = np.inf if holder.left is None else float(holder.left.toordinal())
            home[i] = max(home[i], left)
    regions = [home[region == r].max(initial=-np.inf) for r in range(len(series.spec.regions))]
    return Past(np.tile(home, (runs, 1)), np.tile(regions, (runs, 1)))
