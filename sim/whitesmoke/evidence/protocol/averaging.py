"""Means of scores over cases, their intervals, and paired differences: the k-th landmark of a case has weight 1/k.

The weight is known on the day of the forecast. A mean over the days of a case, then over cases, is not proper: its
weights hang on how the case went on, and forecasts that come too early are rewarded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from whitesmoke.evidence.blocks import uniform_block
from whitesmoke.evidence.protocol.history import History
from whitesmoke.model.world import Floats

RESAMPLES = 4000
"""of the clusters, for intervals"""
SEED, RESAMPLED = 1, 50
"""Seed and kind of the draws."""


class Sums(NamedTuple):
    """A score of one case, summed over its landmarks with their weights, and the sum of the weights."""

    score: float
    weight: float


class Estimate(NamedTuple):
    """A mean with its 95 % interval over clusters of cases."""

    mean: float
    low: float
    high: float


Scored = Mapping[str, Mapping[str, Sums]]
"""of one forecaster: by case, by score"""


def weights(case: History) -> list[float]:
    """Return the weights of the landmarks of a case: 1, 1/2, 1/3 and so on."""
    return [1.0 / k for k in range(1, len(case.landmarks) + 1)]


def summed(scores: Iterable[tuple[float, Mapping[str, float]]]) -> dict[str, Sums]:
    """Return weights and scores of a case added up; a score that a landmark lacks takes nothing of its weight."""
    sums: dict[str, Sums] = {}
    for weight, found in scores:
        for name, score in found.items():
            old = sums.get(name, Sums(0.0, 0.0))
            sums[name] = Sums(old.score + weight * score, old.weight + weight)
    return sums


def estimate(cases: Sequence[History], scored: Scored, name: str, beside: Scored | None = None) -> Estimate | None:
    """Return the mean of a score, or its mean paired difference to another forecaster's; None if nobody has it.

    Weighted sums of clusters are resampled, then divided: no mean of a case stands alone.
    """
    sums = _by_cluster(cases, scored, name, beside)
    if not len(sums):
        return None
    drawn = (_times_drawn(len(sums))[:, :, None] * sums).sum(axis=1)  # no matrix product: libraries differ in it
    low, high = np.percentile(drawn[:, 0] / drawn[:, 1], (2.5, 97.5))
    total = sums.sum(axis=0)
    return Estimate(float(total[0] / total[1]), float(low), float(high))


@lru_cache(maxsize=8)
def _times_drawn(clusters: int) -> Floats:
    """Return how often each cluster is in each resample, (RESAMPLES, clusters)."""
    chosen = (uniform_block(SEED, 0, RESAMPLED, RESAMPLES, clusters) * clusters).astype(int)
    return np.asarray((chosen[:, :, None] == np.arange(clusters)).sum(axis=1), float)


def _by_cluster(cases: Sequence[History], scored: Scored, name: str, beside: Scored | None) -> Floats:
    """Return (clusters, 2): sums of scores, or of differences, and of weights."""
    sums: dict[str, Floats] = {}
    for case in cases:
        if found := scored[case.name].get(name):
            other = beside[case.name][name].score if beside else 0.0
            sums.setdefault(case.cluster, np.zeros(2))
            sums[case.cluster] += (found.score - other, found.weight)
    return np.array(list(sums.values()))
