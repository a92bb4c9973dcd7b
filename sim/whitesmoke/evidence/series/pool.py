"""Who runs next: countries and qualities drawn by address, and what is remembered against each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from whitesmoke.evidence.blocks import normal_block, uniform_block
from whitesmoke.evidence.series.series_schema import FutureField, Memory
from whitesmoke.model.world import Floats, Ints

NOBODY = -1
"""No country: an empty place in a field, or a post that a deputy looks after."""
YEAR = 365.25
"""Days."""
HOMES, SIZES, QUALITY, OFFICE = 0x5E0001, 0x5E0002, 0x5E0003, 0x5E0004
"""What the draws of a selection are for; see `whitesmoke.evidence.blocks`."""


class Past(NamedTuple):
    """When each country, and each region, last left the post: a day; infinity while it holds it, minus if never."""

    home: Floats
    """(N, n)"""
    region: Floats
    """(N, R)"""


class Fields(NamedTuple):
    """Who runs in one selection of each chain, the front-runner first."""

    home: Ints
    """(N, K) the country, or NOBODY"""
    quality: Floats
    """(N, K) logits"""
    valence: Floats
    """(N, K) quality less what is remembered, logits"""


def weights(field: FutureField, members: Sequence[str], region_of: Mapping[str, str]) -> Floats:
    """Return how likely each ally is to put somebody up, shape (n,); allies share the weight of their region."""
    able = [code not in field.never and field.pool.get(region_of[code], 0.0) > 0.0 for code in members]
    counts = {region: sum(1 for c, ok in zip(members, able) if ok and region_of[c] == region) for region in field.pool}
    return np.array([field.pool[region_of[c]] / counts[region_of[c]] if ok else 0.0 for c, ok in zip(members, able)])


def remembered(memory: Memory, past: Past, day: Floats, region: Ints) -> Floats:
    """Return what is taken off a candidate of each country, logits, shape (N, n).

    m = worth of the region * 2^(-years since it left the post / half life) + the same for the country.

    Parameters
    ----------
    day : (N,) of the selection
    region : (n,) of each country

    Notes
    -----
    *Assumption*: turn-taking is additive in logits and fades exponentially.
    """
    worth = memory.home * _kept(memory, day, past.home)
    return worth + memory.region * _kept(memory, day, past.region)[:, region]


def _kept(memory: Memory, day: Floats, left: Floats) -> Floats:
    years = np.maximum(0.0, day[:, None] - left) / YEAR
    return np.asarray(np.exp2(-years / memory.half_life))


def drawn(field: FutureField, seed: int, step: int, weight: Floats, off: Floats) -> Fields:
    """Return the field of one selection of each chain.

    Countries are drawn without replacement with chances proportional to their weights (the largest of ln w + Gumbel),
    qualities are normal. Who stands best after what is remembered is the front-runner; the others keep that order.

    Parameters
    ----------
    step : number of the selection in its chain
    weight : (n,) of each country
    off : (N, n) logits taken off each country's candidate
    """
    N, n = off.shape
    K = len(field.sizes)
    with np.errstate(divide="ignore"):
        key = np.log(weight) - np.log(-np.log(uniform_block(seed, step, HOMES, N, n)))
    home = np.argsort(-key, axis=1, kind="stable")[:, :K]
    quality = field.quality * normal_block(seed, step, QUALITY, N, K)
    size = 1 + np.searchsorted(np.cumsum(field.sizes)[:-1], uniform_block(seed, step, SIZES, N, 1)[:, 0], side="right")
    absent = np.arange(K) >= size[:, None]
    valence = quality - np.take_along_axis(off, home, axis=1)
    order = np.argsort(np.where(absent, np.inf, -valence), axis=1, kind="stable")
    home = np.take_along_axis(np.where(absent, NOBODY, home), order, axis=1)
    return Fields(home, np.take_along_axis(quality, order, axis=1), np.take_along_axis(valence, order, axis=1))
