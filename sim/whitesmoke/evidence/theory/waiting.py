"""Who waits how long when giving in is costly, and somebody has to."""

from __future__ import annotations

from math import ceil, log, log1p
from typing import NamedTuple

from whitesmoke.evidence.theory import arguments


class Stop(NamedTuple):
    """When a holdout should settle."""

    rounds: int
    """rounds that are worth waiting"""
    value: float
    """what they bring, net of the cost of waiting"""


def war_of_attrition(n: int, cost: float, prize: float) -> float:
    """Return the mean time until the first of n equal members gives in, and the others have what they wanted.

    Each gives in at rate c / ((n - 1) V), so E[T] = (n - 1) V / (n c): the more there are, the more each relies on the
    others.

    Parameters
    ----------
    n : members, 2 or more
    cost : c, of waiting, per unit of time
    prize : V, what it is worth that another gives in and not oneself, in units of cost

    Raises
    ------
    ValueError
        For fewer than two members, or a cost or prize that is not above 0.

    Notes
    -----
    The mixed equilibrium: waiting costs c dt and gains V with chance (n - 1) rate dt. Source: Maynard Smith (1974),
    *The theory of games and the evolution of animal conflicts*, for two; Haigh & Cannings (1989), *The n-person war of
    attrition*.
    """
    arguments.whole("the number of members", n, 2)
    arguments.positive("the cost of waiting", cost)
    arguments.positive("the prize", prize)
    return (n - 1) * prize / (n * cost)


def last_stage(prizes: int) -> float:
    """Return the mean time for which N + 1 members wait until one gives up and the N others have a prize each.

    T(v) = N (-v - ln(1 - v)), E[T(lowest)] = N / ((N + 1) (N + 2))

    The worth of a prize is private, uniform on 0 .. 1, and a unit of time costs 1. One holdout of many is soon found.

    Parameters
    ----------
    prizes : N, 1 or more

    Notes
    -----
    Source: Bulow & Klemperer (1999), *The generalized war of attrition*, with one member too many.
    """
    arguments.whole("the number of prizes", prizes, 1)
    return prizes / ((prizes + 1) * (prizes + 2))


def volunteer(n: int, cost: float) -> float:
    """Return how long a member waits before it does for all what costs it c, in a body of n.

    T(c) = (n - 1) [c / (1 - c) + ln(1 - c)]

    The good is worth 1 to each, costs are private and uniform on 0 .. 1, and time is discounted at rate 1.

    Parameters
    ----------
    n : members, 1 or more
    cost : c, 0 <= c < 1

    Raises
    ------
    ValueError
        For no members, or a cost out of range.

    Notes
    -----
    From T' = (n - 1) c / (1 - c)^2. Source: Bliss & Nalebuff (1984), *Dragon-slaying and ballroom dancing*.
    """
    arguments.whole("the number of members", n, 1)
    if not 0.0 <= cost < 1.0:
        raise ValueError(f"a cost must be at least 0 and below the 1 that the good is worth, not {cost}")
    return (n - 1) * (cost / (1.0 - cost) + log1p(-cost))


def when_to_stop(gap: float, closes: float, cost: float) -> Stop:
    """Return how long a holdout should wait while the offer closes a share of the gap every round.

    t* = ceil(ln(k / (eta D)) / ln(1 - eta)), value = D (1 - (1 - eta)^t*) - k t*

    Parameters
    ----------
    gap : D, what it still lacks
    closes : eta, the share of what is left that a round brings, 0 < eta < 1
    cost : k, of waiting, per round, in units of D

    Raises
    ------
    ValueError
        For numbers out of range.

    Notes
    -----
    Round t + 1 brings eta D (1 - eta)^t, which falls: wait as long as that exceeds k. Source: one step ahead, in the
    monotone case of Chow, Robbins & Siegmund (1971), *Great expectations*.
    """
    arguments.positive("the gap", gap)
    arguments.positive("the cost of waiting", cost)
    if not 0.0 < closes < 1.0:
        raise ValueError(f"the share that a round closes must lie between 0 and 1, not {closes}")
    rounds = max(0, ceil(log(cost / (closes * gap)) / log1p(-closes)))
    return Stop(rounds, gap * (1.0 - (1.0 - closes) ** rounds) - cost * rounds)
