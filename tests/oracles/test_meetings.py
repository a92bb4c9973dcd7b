"""A9. Meetings: after k of them the unmet feasible share is ceiling 2^-k; k is Poisson(4 eta (1 + K) t / m_D).

docs/MODEL.md 7.5 (Assumption); the law holds for every length of a round, since a round draws a Poisson number.
"""

import numpy as np
import pytest
from scipy.stats import chisquare, poisson
from whitesmoke.model.ensemble import ensemble
from whitesmoke.model.rules import bargaining

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
    assert counts.max() >= 5
    oracle.exact("A9 the unmet share is ceiling 2^-k", 0, np.abs(counts - np.round(counts)).max(), 1e-9)


@pytest.mark.parametrize("round_days", [70, 7, 1])
def test_number_of_meetings(oracle, round_days):
    """A9. The same Poisson law whatever the length of a round."""
    counts = np.round(meetings(round_days, 20_000)).astype(int)
    law = poisson(RATE * DAYS / 7)
    oracle.mean(f"A9 meetings of one demand, rounds of {round_days} days", law.mean(), counts[:, 0], law.std())
    both = counts.sum(axis=1)
    oracle.mean(f"A9 meetings of two, rounds of {round_days} days", 2 * law.mean(), both, np.sqrt(2) * law.std())
    seen = np.bincount(np.minimum(counts.ravel(), 9), minlength=10)
    expected = np.append(law.pmf(np.arange(9)), law.sf(8)) * counts.size
    assert chisquare(seen, expected).pvalue > 1e-4


@pytest.mark.parametrize("expected", [0.0, 0.01, 0.5, 3.0, 8.0])
def test_meetings_are_the_quantile_of_a_poisson_law(expected):
    """A9. The rule against scipy, on and between its steps."""
    for u in np.linspace(0.0005, 0.9995, 997):
        assert bargaining.meetings(expected, u) == poisson.ppf(u, expected)
