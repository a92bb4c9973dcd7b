"""In simulation the true law has the best score with weights 1/k, and has not with a mean within each case first.

Both at the ages of a case on which forecasts are made, in nats of log days, and on days that are shares of a horizon,
in days to it.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from whitesmoke.evidence.blocks import normal_block
from whitesmoke.evidence.protocol.history import AGES
from whitesmoke.evidence.protocol.proper_scores import DAYS, crps
from whitesmoke.evidence.protocol.rules_of_thumb import lognormal, residual
from whitesmoke.model.world import Floats

MIDDLE, SPREAD, CASES = 4.77, 1.66, 3000
EARLY = (0.0, 0.25, 0.5, 1.0)
HORIZON = 365
SHARES = (0, 91, 182, 273)
"""days of a forecast: none, a quarter, half and three quarters of the horizon"""


def of_log_days(law: Floats, age: int, left: int) -> float:
    return crps(law, left)


def of_days_to_the_horizon(law: Floats, age: int, left: int) -> float:
    """Return the sum over the days to the horizon of (F(d) - [T <= d])^2."""
    days = HORIZON - age
    return float(((law[:days] - (left <= DAYS[:days])) ** 2).sum())


def scores(early: float, ages: Sequence[int], score: Callable[[Floats, int, int], float]) -> list[list[float]]:
    """Return, by simulated case, the score at each of its landmarks of a law that is early by a factor exp(early)."""
    days = np.ceil(np.exp(MIDDLE + SPREAD * normal_block(1, 0, 99, CASES, 1)[:, 0])).astype(int)
    laws = {age: residual(lognormal(MIDDLE - early, SPREAD), age) for age in ages}
    return [[score(laws[age], age, int(day) - age) for age in ages if age < day] for day in days]


@pytest.mark.parametrize(
    ("ages", "score", "with_weights", "within_cases", "near"),
    [
        (AGES, of_log_days, [0.894, 0.901, 0.923, 1.008], [0.954, 0.908, 0.875, 0.852], 0.03),
        (SHARES, of_days_to_the_horizon, [65.6, 66.6, 68.8, 76.4], [59.0, 54.7, 51.8, 50.0], 1.5),
    ],
)
def test_weights_of_one_over_k_reward_the_true_law_and_means_within_a_case_the_one_that_is_early(
    ages: Sequence[int],
    score: Callable[[Floats, int, int], float],
    with_weights: list[float],
    within_cases: list[float],
    near: float,
) -> None:
    """The numbers were computed beforehand with other draws."""
    proper, old = [], []
    for early in EARLY:
        found = scores(early, ages, score)
        weighted = sum(one / k for case in found for k, one in enumerate(case, 1))
        proper.append(weighted / sum(1 / k for case in found for k in range(1, len(case) + 1)))
        old.append(float(np.mean([np.mean(case) for case in found])))
    np.testing.assert_allclose(proper, with_weights, atol=near)
    np.testing.assert_allclose(old, within_cases, atol=near)
    assert proper == sorted(proper)
    assert old == sorted(old, reverse=True)
