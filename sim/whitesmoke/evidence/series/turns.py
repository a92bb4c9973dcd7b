"""Do regions take turns? The record of holders beside turn-taking alone, without any race."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from whitesmoke.evidence.series.chains import past
from whitesmoke.evidence.series.opened import LoadedSeries
from whitesmoke.evidence.series.pool import remembered, weights
from whitesmoke.evidence.series.series_schema import Memory
from whitesmoke.model.world import Bytes, Floats
from whitesmoke.scenario.people import all_members, seats

GRID = np.arange(-6.0, 6.01, 0.05)
"""Worths that are tried, logits."""
DROP = 1.920729410347062
"""Half of the 95 % point of chi squared with one degree of freedom."""


class Turns(NamedTuple):
    """How often the post stayed in a region, and what turn-taking alone would have expected."""

    transitions: int
    same_region: int
    same_home: int
    nobody: int
    """transitions at which no member had a weight: turn-taking alone expects nobody, neither to stay nor to follow"""
    expected_region: dict[str, float]
    """number of transitions within a region that are expected: without memory, and with that of the file"""
    expected_home: dict[str, float]
    region_counts: dict[str, list[float]]
    """chance of 0, 1, 2, ... transitions within a region"""
    chance: dict[str, float]
    """of as many within a region as on record, or more"""
    log_likelihood: dict[str, float]
    """of the countries on record"""
    best: float
    """worth of a region at which the record is likeliest, logits; negative: the post stays; NaN: no change of holder is
    on record, or one to a country that has no weight"""
    best_95: tuple[float, float]
    """worths that are not much less likely (profile likelihood); the ends of the grid stand for beyond"""


class Change(NamedTuple):
    """One holder follows another: how likely each country was to come next."""

    chosen: int
    before: int
    weight: Floats
    """(n,) 0 for who was no member by then"""
    region: Floats
    """(n,) what is left of the memory of its region, 0 to 1"""
    home: Floats
    """(n,) the same of the country itself"""
    near: Bytes
    """(n,) countries of the region of the holder before"""

    def chance(self, memory: Memory) -> Floats:
        """Return the chance of each country to come next, proportional to w exp(-m); zeros if none has a weight."""
        able = self.weight > 0.0
        if not able.any():
            return np.zeros(len(able))
        off = memory.region * self.region + memory.home * self.home
        chance = self.weight * np.exp(off[able].min() - off, where=able, out=np.zeros(len(off)))
        return np.asarray(chance / chance.sum())


def turns(series: LoadedSeries, since: datetime.date | None = None) -> Turns:
    """Return the record of turns against turn-taking alone.

    The next holder comes from country i with a chance proportional to w_i exp(-m_i): w the weight of the country, if it
    was a member by then, m what is remembered against it. No race is played: this asks of the memory, not of the model.

    Parameters
    ----------
    since : count only changes from this day on
    """
    memory = series.spec.memory
    memories = {"none": memory.model_copy(update={"region": 0.0, "home": 0.0}), "memory": memory}
    made = list(changes(series, since))
    stayed = {name: [float(c.chance(m)[c.near].sum()) for c in made] for name, m in memories.items()}
    same = sum(bool(c.near[c.chosen]) for c in made)
    tried = [_log_likelihood(made, memory.model_copy(update={"region": float(worth)})) for worth in GRID]
    likely = GRID[np.array(tried) >= max(tried) - DROP] if made and np.isfinite(max(tried)) else np.array([np.nan])
    best = float(GRID[int(np.argmax(tried))]) if np.isfinite(likely[0]) else float("nan")
    return Turns(
        transitions=len(made),
        same_region=same,
        same_home=sum(c.chosen == c.before for c in made),
        nobody=sum(not c.weight.any() for c in made),
        expected_region={name: sum(ps) for name, ps in stayed.items()},
        expected_home={name: sum(float(c.chance(m)[c.before]) for c in made) for name, m in memories.items()},
        region_counts={name: poisson_binomial(ps).tolist() for name, ps in stayed.items()},
        chance={name: float(poisson_binomial(ps)[same:].sum()) for name, ps in stayed.items()},
        log_likelihood={name: _log_likelihood(made, m) for name, m in memories.items()},
        best=round(best, 2),
        best_95=(round(float(likely[0]), 2), round(float(likely[-1]), 2)),
    )


def changes(series: LoadedSeries, since: datetime.date | None = None) -> Iterator[Change]:
    """Yield every change of holder on record, from a day on."""
    spec, scenario = series.spec, series.base.scenario
    members = tuple(all_members(scenario))
    names = list(spec.regions)
    region = np.array([names.index(series.region_of[code]) for code in members])
    only = (Memory(region=1.0, half_life=spec.memory.half_life), Memory(home=1.0, half_life=spec.memory.half_life))
    for one, two in pairwise(spec.record):
        date = two.took_office
        if since is not None and date < since:
            continue
        inside = seats(scenario, date)
        weight = np.zeros(len(members))
        weight[[members.index(code) for code in inside]] = weights(spec.field, inside, series.region_of)
        held = past(series, members, region, 1, date.toordinal())
        left = [remembered(m, held, np.array([date.toordinal() - 1.0]), region)[0] for m in only]
        before = members.index(one.home)
        yield Change(members.index(two.home), before, weight, left[0], left[1], region == region[before])


def _log_likelihood(made: list[Change], memory: Memory) -> float:
    with np.errstate(divide="ignore"):
        return float(sum(np.log(c.chance(memory)[c.chosen]) for c in made))


def poisson_binomial(chances: list[float]) -> Floats:
    """Return the distribution of the number of successes of independent trials with these chances."""
    found = np.ones(1)
    for p in chances:
        found = np.append(found, 0.0) * (1.0 - p) + np.append(0.0, found) * p
    return found
