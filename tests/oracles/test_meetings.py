import numpy as np
import pytest
from scipy.stats import binom, chisquare, poisson

from sim.ensemble import ensemble
from tests.worlds import Sketch

CEILING, CONCESSION, PRESSURE, HOLDERS, DAYS = 0.8, 0.1, 0.5, 2, 70
RATE = 4 * CONCESSION * (1 + PRESSURE) / HOLDERS
"""meetings per week of one demand"""


def meetings(round_days, runs):
    """Meetings of each demand by day 70: two holders who never commit, a pressure that never changes."""
    world = Sketch(
        affinity=[-1e6] * 3,
        coefficient={"concession": CONCESSION, "pressure": PRESSURE, "memory": 1e12},
        focal=[(10 * DAYS, 1.0)],
        demands=[{"holder": i, "worth": 1.0, "ceiling": CEILING} for i in range(HOLDERS)],
        round_days=round_days,
        rounds=DAYS // round_days,
    ).build()
    return -np.log2(1 - ensemble(world, runs, seed=5).met / CEILING)


def test_each_meeting_closes_half(oracle):
    """A9. After k meetings the share met is ceiling (1 - 2^-k), so k can be read off it."""
    counts = meetings(7, 2_000)
    assert set(np.round(counts, 9).ravel()) <= set(range(11))
    assert counts.max() >= 5
    oracle.exact("A9 the unmet share is ceiling 2^-k", 0, np.abs(counts - np.round(counts)).max(), 1e-9)


@pytest.mark.parametrize("round_days", [7, 1])
def test_number_of_meetings(oracle, round_days):
    """A9. Bin(rounds, 1 - exp(-rate Delta)) meetings, rate = 4 eta (1 + K) / m_D: Poisson(rate t) as Delta -> 0."""
    counts = np.round(meetings(round_days, 20_000)).astype(int)
    rounds, weeks = DAYS // round_days, DAYS / 7
    law = binom(rounds, -np.expm1(-RATE * round_days / 7))
    oracle.mean(f"A9 meetings of one demand, rounds of {round_days} days", law.mean(), counts[:, 0], law.std())
    both = counts.sum(axis=1)
    oracle.mean(f"A9 meetings of two, rounds of {round_days} days", 2 * law.mean(), both, np.sqrt(2) * law.std())
    seen = np.bincount(np.minimum(counts.ravel(), 8), minlength=9)
    expected = np.append(law.pmf(np.arange(8)), law.sf(7)) * counts.size
    assert chisquare(seen, expected).pvalue > 1e-4
    apart = 0.5 * np.abs(law.pmf(np.arange(200)) - poisson.pmf(np.arange(200), RATE * weeks)).sum()
    assert apart < 1.5 * RATE * round_days / 7


def test_poisson_limit(oracle):
    """A9. The binomial count tends to Poisson(4 eta (1 + K) t / m_D): total variation is linear in Delta."""
    k, weeks = np.arange(100), DAYS / 7
    apart = []
    for parts in (100, 1_000, 10_000):
        chance = -np.expm1(-RATE * weeks / parts)
        apart.append(0.5 * np.abs(binom.pmf(k, parts, chance) - poisson.pmf(k, RATE * weeks)).sum())
    oracle.exact("A9 distance from Poisson, Delta -> 0", 0, apart[-1], 1e-3)
    assert np.allclose(np.array(apart[:-1]) / apart[1:], 10, rtol=0.1)
