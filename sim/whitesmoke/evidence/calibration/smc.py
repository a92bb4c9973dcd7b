"""Sequential Monte Carlo: from prior to posterior in small steps, when the likelihood itself is estimated by runs.

Particles live where the prior of every parameter is standard normal. Generation g has the density

    prior(z) * L(z)^beta_g,   0 = beta_0 < beta_1 < ... = 1

Each step: choose the next beta so that the weights are worth a given share of the particles; draw particles anew by
weight; move each a few times by a random-walk Metropolis step with the particles' own covariance, every proposal with
a part of its runs new: the others keep their luck, so that two estimates differ by the parameters more than by chance.
With an unbiased estimate of L the last generation has the exact posterior (pseudo-marginal argument: the numbers of a
particle's runs are part of its state).

Source: Del Moral, Doucet & Jasra (2006), *Sequential Monte Carlo samplers*; Andrieu & Roberts (2009), *The
pseudo-marginal approach for efficient Monte Carlo computations*; Tran et al. (2016), *Block-wise pseudo-marginal
Metropolis-Hastings*; Roberts, Gelman & Gilks (1997) for the step 2.38.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq

from whitesmoke.evidence.blocks import normal_block, uniform_block
from whitesmoke.evidence.weights import effective_size, log_mean, resample
from whitesmoke.model.world import Floats, Ints

ANEW, PROPOSAL, ACCEPT = range(3)
"""Kinds of draws."""

ENOUGH = 2.0
"""Accepted moves of a particle, on average, after which a generation is done. With 1 and noisy estimates the posterior
came out too narrow (simulation-based calibration, 200 replicates)."""

METHOD = 2
"""Number of this way to sample: raise it when the same settings come to give another posterior."""

BLOCKS = 8
"""Parts of a particle's runs; every proposal draws one of them anew."""

Likelihood = Callable[[Floats, Ints], Floats]
"""Log likelihood estimates, (N,), of particles (N, d), given the numbers of the runs to use for each, (N, R)."""


class Generation(NamedTuple):
    """One generation of particles, equally weighted."""

    number: int
    z: Floats
    """(N, d)"""
    luck: Ints
    """(N, R) numbers of the runs that the estimates rest on"""
    log_likelihood: Floats
    """(N,)"""
    beta: float
    log_evidence: float
    """log of the mean likelihood over the prior, so far: of beta, not yet of 1"""
    effective: float
    """effective sample size of the step that led here"""
    acceptance: float
    """share of the last moves that were accepted"""
    distinct: int
    """particles that differ"""
    scale: float
    """of the proposals, in units of 2.38 / sqrt(d) standard deviations"""
    used: int
    """runs' numbers used so far, in lots of N R"""


def begin(size: int, dimensions: int, runs: int, likelihood: Likelihood, seed: int) -> Generation:
    """Return the first generation, drawn from the prior; each estimate of the likelihood rests on so many runs."""
    z, luck = normal_block(seed, 0, PROPOSAL, size, dimensions), _new_luck(0, size, runs)
    return Generation(0, z, luck, likelihood(z, luck), 0.0, 0.0, float(size), 1.0, size, 1.0, 1)


def _new_luck(used: int, size: int, runs: int) -> Ints:
    return (used * size * runs + np.arange(size * runs)).reshape(size, runs)


def step(
    last: Generation, likelihood: Likelihood, seed: int, share: float = 0.6, moves: int = 12, least: float = 1e-3
) -> Generation:
    """Return the next generation.

    Parameters
    ----------
    share : of the particles that the weights of a step are to be worth
    moves : at most so many Metropolis steps; fewer if particles have moved `ENOUGH` times on average
    least : smallest step of beta
    """
    beta = _next_beta(last, share, least)
    weight = (beta - last.beta) * last.log_likelihood
    effective = effective_size(weight)
    evidence = last.log_evidence + float(log_mean(weight))
    number = last.number + 1
    chosen = resample(weight, float(uniform_block(seed, number, ANEW, 1, 1)[0, 0]))
    now = last._replace(
        number=number,
        z=last.z[chosen],
        luck=last.luck[chosen],
        log_likelihood=last.log_likelihood[chosen],
        beta=beta,
        log_evidence=evidence,
        effective=effective,
    )
    return _moved(now, likelihood, seed, moves)


def noise(last: Generation, likelihood: Likelihood) -> float:
    """Return the standard deviation of an estimate of the log likelihood at the last particles, under new luck.

    Above 2 the sampler mixes slowly: Doucet et al. (2015), *Efficient implementation of Markov chain Monte Carlo when
    using an unbiased likelihood estimator*, advise 1 to 1.7.
    """
    size, runs = last.luck.shape
    first, second = (likelihood(last.z, _new_luck(last.used + more, size, runs)) for more in (0, 1))
    return float(np.std(first - second) / np.sqrt(2.0))


def _next_beta(last: Generation, share: float, least: float) -> float:
    def excess(beta: float) -> float:
        return effective_size((beta - last.beta) * last.log_likelihood) - share * len(last.z)

    if excess(1.0) >= 0.0:
        return 1.0
    low = min(1.0, last.beta + least)
    return low if excess(low) <= 0.0 else float(brentq(excess, low, 1.0))


def _moved(now: Generation, likelihood: Likelihood, seed: int, moves: int) -> Generation:
    (size, dimensions), runs = now.z.shape, now.luck.shape[1]
    root = np.linalg.cholesky(np.cov(now.z, rowvar=False).reshape(dimensions, dimensions) + 1e-9 * np.eye(dimensions))
    accepted_so_far, blocks = 0.0, min(BLOCKS, runs)
    for _ in range(moves):
        at = now.used
        reach = now.scale * 2.38 / np.sqrt(dimensions)
        proposal = now.z + reach * normal_block(seed, at, PROPOSAL, size, dimensions) @ root.T
        luck = np.where(np.arange(runs) % blocks == at % blocks, _new_luck(at, size, runs), now.luck)
        found = likelihood(proposal, luck)
        ratio = now.beta * (found - now.log_likelihood) + 0.5 * (np.square(now.z) - np.square(proposal)).sum(axis=1)
        yes = np.log(uniform_block(seed, at, ACCEPT, size, 1)[:, 0]) < ratio
        rate = float(yes.mean())
        now = now._replace(
            z=np.where(yes[:, None], proposal, now.z),
            luck=np.where(yes[:, None], luck, now.luck),
            log_likelihood=np.where(yes, found, now.log_likelihood),
            acceptance=rate,
            scale=float(np.clip(now.scale * np.exp(rate - 0.2), 0.1, 2.0)),
            used=at + 1,
        )
        accepted_so_far += rate
        if accepted_so_far >= ENOUGH:
            break
    return now._replace(distinct=len(np.unique(now.z, axis=0)))
