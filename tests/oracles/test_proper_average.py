"""In simulation the true law has the best score with weights 1/k, and has not with a mean within each case first."""

import numpy as np
from scipy.special import ndtr

from whitesmoke.evidence.blocks import normal_block
from whitesmoke.evidence.protocol.history import AGES
from whitesmoke.evidence.protocol.rules_of_thumb import lognormal, residual
from whitesmoke.evidence.protocol.scoring import DAYS, PER_DAY

MIDDLE, SPREAD, CASES = 4.77, 1.66, 4000
EARLY = (0.0, 0.25, 0.5, 1.0)


def scores(early: float) -> list[list[float]]:
    """Return, by case, the CRPS of each landmark of a law that is early by a factor exp(early)."""
    days = np.ceil(np.exp(MIDDLE + SPREAD * normal_block(1, 0, 99, CASES, 1)[:, 0])).astype(int)
    by_age = {age: crps_by_day(residual(lognormal(MIDDLE - early, SPREAD), age)) for age in AGES}
    return [[by_age[age][min(int(day) - age, len(DAYS))] for age in AGES if age < day] for day in days]


def crps_by_day(forecast: np.ndarray) -> np.ndarray:
    """Return the score for each day on which the decision may come; the last for never."""
    f = forecast[1:-1]
    missed, hit = (f**2 * PER_DAY), ((f - 1.0) ** 2 * PER_DAY)
    before = np.concatenate([[0.0, 0.0], np.cumsum(missed)])
    after = np.concatenate([[0.0], np.cumsum(hit[::-1])])[::-1]
    return np.concatenate([before[:-1] + np.concatenate([[after[0]], after[:-1]])[: len(before) - 1], [before[-1]] * 2])


def test_weights_of_one_over_k_reward_the_true_law() -> None:
    """1/k: 0.894, 0.901, 0.923, 1.008 in SCORING; a mean within a case first: 0.954, 0.908, 0.875, 0.852."""
    assert ndtr(0.0) == 0.5
    right, wrong = [], []
    for early in EARLY:
        found = scores(early)
        weighted = sum(s / k for case in found for k, s in enumerate(case, 1))
        right.append(weighted / sum(1 / k for case in found for k in range(1, len(case) + 1)))
        wrong.append(float(np.mean([np.mean(case) for case in found])))
    print(np.round(right, 3), np.round(wrong, 3))
    assert right == sorted(right)
    assert wrong == sorted(wrong, reverse=True)
