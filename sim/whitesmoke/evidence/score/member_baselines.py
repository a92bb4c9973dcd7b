"""Simple rules for when a member comes round: the second half of docs/baselines.md in code.

Each rule gives quantiles of the day of a member that is not in by today; `sample` puts before them the chance that it
is in already, unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from whitesmoke.evidence.analysis.survival import turnbull
from whitesmoke.evidence.score import baselines
from whitesmoke.evidence.score.baselines import SAMPLE, SHAPE, Known, decided
from whitesmoke.model import codes
from whitesmoke.model.world import Floats

LEAST = 1e-6
"""Less chance than this is none: what an iteration leaves behind."""


class Elsewhere(NamedTuple):
    """A dated member of another case: not before `first`, not after `last`, days since that case's start."""

    case: str
    horizon: int
    """of that case"""
    first: int
    last: int
    """`codes.NEVER` if it is only known to have been later"""


class KnownOfMembers(NamedTuple):
    """What a baseline may know of a race's members on a day, and of those of other cases."""

    race: Known
    named: int
    """members known by name to be in"""
    elsewhere: tuple[Elsewhere, ...]


def already_in(known: KnownOfMembers, after: int | None) -> float:
    """Return the chance that a member not known to be in is so unseen: the count less those known by name.

    `after` is the day on which it was last known not to be in, None if nothing is known.
    """
    race = known.race
    if race.supporters is None or (after is not None and after >= race.counted_on):
        return 0.0
    return float(np.clip((race.supporters - known.named) / max(1, race.members - known.named), 0.0, 1.0))


def sample(rule: Rule, known: KnownOfMembers, after: int | None) -> Floats:
    """Return a rule's forecast for one member: `SAMPLE` equally likely days."""
    today = known.race.day
    early = round(already_in(known, after) * SAMPLE)
    first = 0.0 if after is None else after + 1.0
    before = np.floor(first + _levels(early) * max(0.0, today - first + 1.0))
    return np.concatenate([before, decided(known.race, rule(known, _levels(SAMPLE - early)))])


def _levels(count: int) -> Floats:
    """Return so many equally spaced levels of probability."""
    return (np.arange(count) + 0.5) / max(1, count)


def last_one(chance_out: dict[str, float]) -> dict[str, float]:
    """Return the chance of each member to be the last, in proportion to that of its being out now."""
    total = sum(chance_out.values())
    return {member: chance / total if total else 1.0 / len(chance_out) for member, chance in chance_out.items()}


def constant_hazard(known: KnownOfMembers, p: Floats) -> Floats:
    """Return quantiles of an exponential time from today."""
    return known.race.day - np.log1p(-p) / baselines.rate(known.race)


def static_hazards(known: KnownOfMembers, p: Floats) -> Floats:
    """Return quantiles of a Lomax time, given nothing by today."""
    today = known.race.day
    return today + (baselines.scale(known.race) + today) * ((1.0 - p) ** (-1.0 / SHAPE) - 1.0)


def other_cases(known: KnownOfMembers, p: Floats) -> Floats:
    """Return quantiles of the days of dated members of other cases, those after today."""
    return _as_others(known, p, None)


def other_cases_scaled(known: KnownOfMembers, p: Floats) -> Floats:
    """Return the same in shares of the horizon."""
    return _as_others(known, p, known.race.horizon)


def _as_others(known: KnownOfMembers, p: Floats, horizon: int | None) -> Floats:
    law = _law(known.elsewhere, horizon)
    later = law[known.race.day + 1 :]
    if later.sum() < LEAST:
        return uniform(known, p)
    return np.asarray(known.race.day + 1 + np.searchsorted(np.cumsum(later) / later.sum(), p), float)


@lru_cache(maxsize=8)
def _law(rows: tuple[Elsewhere, ...], horizon: int | None) -> Floats:
    """Return the chance of each day by the dated members of other cases; all horizons as long as one, if given."""
    if not rows:
        return np.zeros(1)
    unit = np.array([1.0 if horizon is None else horizon / row.horizon for row in rows])
    days = int(np.ceil(max(row.horizon * by for row, by in zip(rows, unit))))
    first = np.floor(np.minimum([row.first for row in rows] * unit, days))
    last = np.ceil(np.minimum([float(row.last) for row in rows] * unit, days))
    return turnbull(first, last, days, _each_case_once(rows))


def _each_case_once(rows: Sequence[Elsewhere]) -> Floats:
    _, which, count = np.unique([row.case for row in rows], return_inverse=True, return_counts=True)
    return np.asarray(1.0 / count[which])


def uniform(known: KnownOfMembers, p: Floats) -> Floats:
    """Return quantiles of any day from tomorrow to the horizon."""
    return known.race.day + p * (known.race.horizon - known.race.day)


def next_summit(known: KnownOfMembers, p: Floats) -> Floats:
    """Return quantiles of the same forecast of the decision."""
    return np.quantile(baselines.next_summit(known.race, 0), p, method="inverted_cdf")


def last_value(known: KnownOfMembers, p: Floats) -> Floats:
    """Return never."""
    return np.full(len(p), float(codes.NEVER))


Rule = Callable[[KnownOfMembers, Floats], Floats]
"""(what is known, (N,) levels) -> (N,) days"""

RULES: dict[str, Rule] = {
    "constant hazard": constant_hazard,
    "static hazards": static_hazards,
    "other cases": other_cases,
    "other cases, scaled": other_cases_scaled,
    "uniform": uniform,
    "next summit": next_summit,
    "last value": last_value,
}
