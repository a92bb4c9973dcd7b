"""Special cases as worlds, and the laws they obey, each by two methods. All rounds are weeks unless said."""

import os
from fractions import Fraction
from itertools import combinations
from math import comb, log, log1p

import numpy as np
from scipy.integrate import quad
from scipy.stats import binom
from whitesmoke.model import codes
from whitesmoke.model.ensemble import all_cores, ensemble

from tests.worlds import Sketch

SPEED = 10.0


def rounds_to_agreement(world, runs, seed=1):
    """Return the round of agreement of each run of the simulator, infinite for deadlock."""
    runs = int(os.environ.get("WHITESMOKE_ORACLE_RUNS", runs))
    outcomes = ensemble(world, runs, seed, tallies=False, members=False, threads=all_cores())
    return np.where(outcomes.winner == codes.NONE, np.inf, outcomes.round)


def affinity_for(rate, speed=SPEED):
    """Return the A with speed * Lambda(A) = rate per week."""
    return log(rate / speed) - log1p(-rate / speed)


def rate_for(p):
    """Return the rate per week that acts with probability p in a week."""
    return -log1p(-p)


def independent(rates, rounds=600, **sketch):
    """Members who commit on their own, each at a constant rate per week."""
    affinity = [affinity_for(rate) for rate in rates]
    return Sketch(affinity=affinity, coefficient={"speed": SPEED}, rounds=rounds, **sketch).build()


def logit_p(u):
    return 1 / (1 + np.exp(-np.asarray(u, float)))


# The last of independent members


def mean_by_inclusion_exclusion(p):
    """E[T] = sum over non-empty S of (-1)^(|S|+1) / (1 - prod_S q_i)."""
    q = 1 - np.asarray(p, float)
    return sum(
        (-1) ** (size + 1) / (1 - np.prod(subset)) for size in range(1, len(q) + 1) for subset in combinations(q, size)
    )


def mean_by_survival(distribution, horizon=100_000):
    """E[T] = sum over t >= 0 of P(T > t), for `distribution` a function of an array of rounds."""
    return np.sum(1 - distribution(np.arange(horizon)))


def all_committed(p):
    """P(T <= t) = prod_i (1 - q_i^t)."""
    q = 1 - np.asarray(p, float)
    return lambda t: np.prod(1 - q[:, None] ** np.atleast_1d(t), axis=0)


def mean_of_maximum(rates):
    """E[max] of exponential times = sum over non-empty S of (-1)^(|S|+1) / sum_S rate."""
    return sum(
        (-1) ** (size + 1) / sum(subset) for size in range(1, len(rates) + 1) for subset in combinations(rates, size)
    )


def mean_of_maximum_by_integration(rates):
    """E[max] = integral of 1 - prod_i (1 - exp(-rate_i t))."""
    return quad(lambda t: 1 - np.prod(1 - np.exp(-np.asarray(rates) * t)), 0, 40 / min(rates), epsabs=1e-10, limit=200)[
        0
    ]


# The q-th of n equal members


def mean_of_order_statistic(n, q, p):
    """E[T] of the q-th of n geometric times: sum over j of (-1)^(j-m-1) C(n,j) C(j-1,m) / (1 - (1-p)^j), m = n - q.

    The sum over minima of j members alternates with terms of 1e16, so it is made in fractions.
    Source: David & Nagaraja (2003), Order statistics, section 3.4.
    """
    m, stays = n - q, 1 - Fraction(str(p))
    terms = ((-1) ** (j - m - 1) * comb(n, j) * comb(j - 1, m) / (1 - stays**j) for j in range(m + 1, n + 1))
    return float(sum(terms))


def quota_reached(n, q, p):
    """P(T <= t) = P(Bin(n, 1 - (1-p)^t) >= q)."""
    return lambda t: binom.sf(q - 1, n, 1 - (1 - p) ** np.atleast_1d(t))


# Markov chains of the number committed


def chain(n, joins, leaves):
    """Return P[c, c'] when each of c members leaves with chance leaves(c) and each other joins with joins(c)."""
    return np.array(
        [
            np.convolve(binom.pmf(np.arange(c + 1), c, 1 - leaves(c)), binom.pmf(np.arange(n - c + 1), n - c, joins(c)))
            for c in range(n + 1)
        ]
    )


def mean_hitting_time(P, start, target):
    """E[T] until at least `target` members are committed: (I - Q)^-1 1 over the states below it."""
    lowest = 0 if P[start:target, :start].any() else start
    Q = P[lowest:target, lowest:target]
    return np.linalg.solve(np.eye(len(Q)) - Q, np.ones(len(Q)))[start - lowest]


def hitting_distribution(P, start, target, horizon):
    """P(T <= t) for t = 0 .. horizon, by powers of the chain stopped at the target."""
    stopped = P.copy()
    stopped[target:] = np.eye(len(P))[target:]
    state, reached = np.eye(len(P))[start], []
    for _ in range(horizon + 1):
        reached.append(state[target:].sum())
        state = state @ stopped
    return np.array(reached)


def harmonic(n):
    return sum(1 / j for j in range(1, n + 1))
