"""In simulation the true law has the best score with weights 1/k, and has not with a mean within each case first."""

import numpy as np
from whitesmoke.evidence.blocks import normal_block
from whitesmoke.evidence.protocol.history import AGES
from whitesmoke.evidence.protocol.proper_scores import crps
from whitesmoke.evidence.protocol.rules_of_thumb import lognormal, residual

MIDDLE, SPREAD, CASES = 4.77, 1.66, 3000
EARLY = (0.0, 0.25, 0.5, 1.0)


def scores(early: float) -> list[list[float]]:
    """Return, by simulated case, the score at each of its landmarks of a law that is early by a factor exp(early)."""
    days = np.ceil(np.exp(MIDDLE + SPREAD * normal_block(1, 0, 99, CASES, 1)[:, 0])).astype(int)
    laws = {age: residual(lognormal(MIDDLE - early, SPREAD), age) for age in AGES}
    return [[crps(laws[age], int(day) - age) for age in AGES if age < day] for day in days]


def test_weights_of_one_over_k_reward_the_true_law_and_means_within_a_case_the_one_that_is_early() -> None:
    """As computed beforehand with other draws: 0.894, 0.901, 0.923, 1.008, and 0.954, 0.908, 0.875, 0.852."""
    proper, old = [], []
    for early in EARLY:
        found = scores(early)
        weighted = sum(score / k for case in found for k, score in enumerate(case, 1))
        proper.append(weighted / sum(1 / k for case in found for k in range(1, len(case) + 1)))
        old.append(float(np.mean([np.mean(case) for case in found])))
    np.testing.assert_allclose(proper, [0.894, 0.901, 0.923, 1.008], atol=0.03)
    np.testing.assert_allclose(old, [0.954, 0.908, 0.875, 0.852], atol=0.03)
    assert proper == sorted(proper)
    assert old == sorted(old, reverse=True)
