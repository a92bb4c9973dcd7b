"""Older models of how a network comes to one opinion: by averaging, by averaging and holding on, by copying.

They show what a network alone does. `whitesmoke.model.network.of_world` has the network of a case.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from whitesmoke.model.world import Floats

CLOSE = 1e-9
FORMS = ("degroot", "friedkin_johnsen", "voter_time_complete", "voter_time_cycle")
"""What `whitesmoke theory` computes of these by name."""


class Averaging(NamedTuple):
    """Where averaging leads, and how fast."""

    weight: Floats
    """(n,) each member's share in the common opinion: the limit is weight @ first opinions"""
    rate: float
    """share of the disagreement that is left after a round, in the long run: the second largest |eigenvalue|"""


class Anchored(NamedTuple):
    """Where averaging with a hold on first opinions leads, and how fast."""

    opinion: Floats
    """(n,) where each member ends: as a rule not at one opinion"""
    rate: float
    """share of the distance from it that is left after a round, in the long run"""


def degroot(W: ArrayLike) -> Averaging:
    """Return what repeated averaging, x <- W x, makes of a body's opinions.

    weight W = weight, sum of weight = 1

    Parameters
    ----------
    W : (n, n) W_ij, the share of i's attention that goes to j; rows sum to 1

    Raises
    ------
    ValueError
        If rows do not sum to 1, or there is no one opinion to go to: parts do not listen to each other, or they cycle.

    Notes
    -----
    Source: DeGroot (1974), *Reaching a consensus*.
    """
    attention = _stochastic(W)
    values, vectors = np.linalg.eig(attention.T)
    order = np.argsort(-np.abs(values))
    rate = float(np.abs(values[order[1]])) if len(order) > 1 else 0.0
    if rate > 1.0 - CLOSE:
        raise ValueError(
            "averaging leads to no common opinion: parts of the network do not listen to each other, or cycle"
        )
    first = np.real(vectors[:, order[0]])
    return Averaging(first / first.sum(), rate)


def friedkin_johnsen(W: ArrayLike, first: ArrayLike, openness: ArrayLike) -> Anchored:
    """Return where x <- A W x + (1 - A) first leads: averaging by members who hold on to what they first thought.

    x = (I - A W)^-1 (I - A) first, A = diag(openness); rate = largest |eigenvalue| of A W

    Parameters
    ----------
    W : (n, n) as in `degroot`
    first : (n,) first opinions
    openness : (n,) a_i, how far i listens at all: 0 never moves, 1 only averages

    Raises
    ------
    ValueError
        If rows do not sum to 1, openness leaves 0 .. 1, or some members who hold on to nothing hear nobody who does.

    Notes
    -----
    Source: Friedkin & Johnsen (1990), *Social influence and opinions*.
    """
    attention, a, x = _stochastic(W), np.asarray(openness, float), np.asarray(first, float)
    if x.shape != attention.shape[:1] or not np.isfinite(x).all():
        raise ValueError("each member needs a first opinion, a number")
    if a.shape != attention.shape[:1] or not ((a >= 0.0) & (a <= 1.0)).all():
        raise ValueError("openness must be one number between 0 and 1 for each member")
    pull = a[:, None] * attention
    rate = float(np.abs(np.linalg.eigvals(pull)).max())
    if rate > 1.0 - CLOSE:
        raise ValueError(
            "some members hold on to nothing and hear nobody who does: use degroot, or lower their openness"
        )
    return Anchored(np.linalg.solve(np.eye(len(a)) - pull, (1.0 - a) * x), rate)


def voter_time_complete(n: int, holding: int) -> float:
    """Return the mean number of steps until all of n hold one opinion, when a member drawn at random copies another.

    E[T] = (n - 1) [(n - i) sum_(j=1..i) 1 / (n - j) + i sum_(j=i+1..n-1) 1 / j]

    Parameters
    ----------
    n : members, everybody listening to everybody alike
    holding : i, how many hold the first of two opinions at the start

    Raises
    ------
    ValueError
        If `holding` is no number of members.

    Notes
    -----
    A walk on the number i that goes up and down with chance i (n - i) / (n (n - 1)) each. Source: Moran (1958), *Random
    processes in genetics*; the voter model, Holley & Liggett (1975).
    """
    _holding(n, holding)
    others = sum(1.0 / (n - j) for j in range(1, holding + 1) if j < n)
    rest = sum(1.0 / j for j in range(holding + 1, n))
    return (n - 1) * ((n - holding) * others + holding * rest)


def voter_time_cycle(n: int, holding: int) -> float:
    """Return the same on a cycle, where a member copies one of its two neighbours and the holders sit side by side.

    E[T] = n i (n - i) / 2

    Parameters
    ----------
    n : members, 3 or more
    holding : as in `voter_time_complete`

    Notes
    -----
    The number of holders goes up and down with chance 1 / n each. Source: the gambler's ruin, Feller (1968), *An
    introduction to probability theory*, volume 1, section XIV.3.
    """
    if n < 3:
        raise ValueError(f"a cycle needs at least 3 members, not {n}")
    _holding(n, holding)
    return n * holding * (n - holding) / 2


def _stochastic(W: ArrayLike) -> Floats:
    attention = np.asarray(W, float)
    if attention.ndim != 2 or attention.shape[0] != attention.shape[1] or not len(attention):
        raise ValueError(f"a network of attention must be a square table, not of shape {attention.shape}")
    if not (attention >= 0.0).all() or not np.allclose(attention.sum(axis=1), 1.0, rtol=0.0, atol=CLOSE):
        raise ValueError("every member's attention must be shares of 0 or more that add up to 1")
    return attention


def _holding(n: int, holding: int) -> None:
    if not 0 <= holding <= n:
        raise ValueError(f"between 0 and {n} of {n} members can hold an opinion, not {holding}")
