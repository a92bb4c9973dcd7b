"""What each part of a race costs or saves: the race with and without it, on the same draws.

One at a time, a part's effect is the difference between the race as it is and the race without that part. Effects so
measured do not add up, for parts act together. The Shapley value does: it is a part's effect averaged over all orders
in which the parts could be put in one after the other,

    phi_g = sum over S without g of |S|! (G - |S| - 1)! / G! (v(S + g) - v(S)),   sum_g phi_g = v(all) - v(none)

with v the mean of an outcome over runs. With few groups every subset is played, so the parts add up exactly.

Source: Shapley (1953), *A value for n-person games*; Lundberg & Lee (2017) for its use to attribute a prediction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from math import factorial
from typing import NamedTuple

import numpy as np

from whitesmoke.evidence.analysis.ensemble_summary import Interval, difference, mean
from whitesmoke.model import codes
from whitesmoke.model.world import Floats, Ints

MOST_GROUPS = 8
"""Every subset is played: 2^8 = 256 ensembles."""


class Effect(NamedTuple):
    """What one part does to a race, on the same draws: with it less without it."""

    days: Interval
    """mean of min(T, horizon) in days"""
    deadlock: Interval
    """probability of deadlock"""
    later: float
    """share of runs that settle later with it; deadlock is later than any date"""
    earlier: float
    net: Interval
    """later less earlier: a number that does not hang on the horizon at which deadlock is declared"""
    paid: Interval | None = None
    """logits granted at the end, to all together; none where actors do not bargain"""


def effect(
    whole: Ints,
    without: Ints,
    horizon: int,
    draw: Ints | None = None,
    granted: tuple[Floats, Floats] | None = None,
) -> Effect:
    """Return the effect of a part on runs with it and without.

    Parameters
    ----------
    whole, without : (N,) settling days; codes.NEVER: deadlock
    draw : (N,) which posterior draw each run has
    granted : (N,) each, logits granted, with it and without, where actors bargain
    """
    return Effect(
        days=mean(capped(whole, horizon) - capped(without, horizon), draw),
        deadlock=difference(stuck(whole) - stuck(without), draw),
        later=float((whole > without).mean()),
        earlier=float((whole < without).mean()),
        net=difference(np.sign(whole - without).astype(float), draw),
        paid=mean(granted[0] - granted[1], draw) if granted else None,
    )


def capped(day: Ints, horizon: int) -> Floats:
    """Return min(T, horizon), days."""
    return np.minimum(day, horizon).astype(float)


def stuck(day: Ints) -> Floats:
    """Return 1 for deadlock, else 0."""
    return (day == codes.NEVER).astype(float)


def subsets(groups: Sequence[str]) -> list[frozenset[str]]:
    """Return every subset of some groups, the empty one first.

    Raises ValueError for more than `MOST_GROUPS`.
    """
    if len(groups) > MOST_GROUPS:
        raise ValueError(f"at most {MOST_GROUPS} groups, for every subset is played; found {len(groups)}")
    return [frozenset(some) for size in range(len(groups) + 1) for some in combinations(groups, size)]


def shapley(groups: Sequence[str], value: Mapping[frozenset[str], Floats]) -> dict[str, Floats]:
    """Return each group's Shapley value in every run.

    Parameters
    ----------
    value : of every subset of the groups in it, (N,) an outcome of each run on the same draws

    Returns
    -------
    (N,) by group; summed over groups, the value with all less the value with none, run by run
    """
    G = len(groups)
    found = {}
    for group in groups:
        parts = []
        for some in subsets([other for other in groups if other != group]):
            share = factorial(len(some)) * factorial(G - len(some) - 1) / factorial(G)
            parts.append(share * (value[some | {group}] - value[some]))
        found[group] = np.sum(parts, axis=0)
    return found


class Share(NamedTuple):
    """One group's part of the whole."""

    days: Interval
    deadlock: Interval


def shares(
    groups: Sequence[str], play: Callable[[frozenset[str]], Ints], horizon: int, draw: Ints | None = None
) -> tuple[dict[str, Share], Share]:
    """Return each group's Shapley value, and the whole: the race with all groups less the race with none.

    Parameters
    ----------
    play : returns the settling days, (N,), of the race with the given groups in it and no others
    draw : (N,) which posterior draw each run has, 0, 1, ...
    """
    days = {some: play(some) for some in subsets(groups)}
    late = shapley(groups, {some: capped(day, horizon) for some, day in days.items()})
    none = shapley(groups, {some: stuck(day) for some, day in days.items()})
    whole, empty = days[frozenset(groups)], days[frozenset()]
    total = Share(
        mean(capped(whole, horizon) - capped(empty, horizon), draw), difference(stuck(whole) - stuck(empty), draw)
    )
    return {group: Share(mean(late[group], draw), difference(none[group], draw)) for group in groups}, total
