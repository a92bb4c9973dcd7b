"""What a quota costs in time when members make up their minds independently: an order statistic.

Unanimity waits for the last of n, a majority for the one in the middle; the tail is what the difference is made of.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from whitesmoke.evidence.theory import arguments
from whitesmoke.model.world import Floats

NEGLIGIBLE = 1e-15
AT_ONCE = 4096


def chance_by_round(chances: ArrayLike, quota: int, rounds: ArrayLike) -> Floats:
    """Return the chance that at least `quota` members have said yes by each round.

    P(T <= t) = P(sum_i Bernoulli(1 - (1 - p_i)^t) >= quota)

    Parameters
    ----------
    chances : (n,) p_i, the chance that a member who has not yet said yes does so in a round
    quota : yes votes that carry
    rounds : (m,) t

    Returns
    -------
    (m,)

    Raises
    ------
    ValueError
        For chances outside 0 .. 1, or a quota that is no number of members.

    Notes
    -----
    Source: David & Nagaraja (2003), *Order statistics*, sections 2.1 and 5.2.
    """
    return _said(_chances(chances, quota), np.atleast_1d(np.asarray(rounds, float)))[quota:].sum(axis=0)


def mean_rounds(chances: ArrayLike, quota: int) -> float:
    """Return the mean number of rounds until `quota` members have said yes.

    E[T] = sum over t >= 0 of P(T > t)

    Parameters
    ----------
    chances, quota : as `chance_by_round`

    Returns
    -------
    Infinite if too few members ever say yes. It takes as many steps as rounds can matter.

    Notes
    -----
    Source: David & Nagaraja (2003), *Order statistics*, section 3.4 for equal members.
    """
    p = _chances(chances, quota)
    if (p > 0.0).sum() < quota:
        return float("inf")
    total, left, start = 0.0, 1.0, 0
    while left > NEGLIGIBLE:
        still = _said(p, np.arange(start, start + AT_ONCE, dtype=float))[:quota].sum(axis=0)
        total, left, start = total + float(still.sum()), float(still[-1]), start + AT_ONCE
    return total


def mean_time(n: int, quota: int, rate: float = 1.0) -> float:
    """Return the mean time until `quota` of n equal members have said yes, each at a constant rate.

    E[T] = (H_n - H_(n - q)) / rate, H_m = 1 + 1/2 + ... + 1/m

    Parameters
    ----------
    n, quota : members; q, yes votes that carry
    rate : of each member, per unit of time

    Raises
    ------
    ValueError
        For a quota that is no number of members, or a rate that is not above 0.

    Notes
    -----
    Source: Rényi (1953), *On the theory of order statistics*.
    """
    arguments.whole("a quota", quota, 1, n)
    arguments.positive("a rate", rate)
    return sum(1.0 / j for j in range(n - quota + 1, n + 1)) / rate


def _chances(chances: ArrayLike, quota: int) -> Floats:
    p = np.atleast_1d(np.asarray(chances, float))
    if p.ndim != 1 or not ((p >= 0.0) & (p <= 1.0)).all():
        raise ValueError(f"the chance to say yes in a round must lie between 0 and 1: {p}")
    arguments.whole("a quota", quota, 1, len(p))
    return p


def _said(p: Floats, t: Floats) -> Floats:
    """Return the chance that exactly c members have said yes by round t. Shape (n + 1, m)."""
    said = np.zeros((len(p) + 1, len(t)))
    said[0] = 1.0
    for chance in p:  # one more member: with it c have said yes if c had, or c - 1 had and it does
        no = (1.0 - chance) ** t
        said[1:] = said[1:] * no + said[:-1] * (1.0 - no)
        said[0] *= no
    return said
