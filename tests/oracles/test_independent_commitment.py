import numpy as np
import pytest

from tests.oracles import laws

LOGITS = (-1, -2, -3)


def test_three_unequal_members(oracle):
    """A1. E[T] = sum_S (-1)^(|S|+1) / (1 - prod_S q): the maximum of independent geometric times."""
    p = laws.logit_p(LOGITS)
    oracle.exact("A1 E[T], u = -1, -2, -3", 23.465258, laws.mean_by_inclusion_exclusion(p))
    oracle.exact("A1 the same by survival", 23.465258, laws.mean_by_survival(laws.all_committed(p), 3000))
    times = laws.rounds_to_agreement(laws.independent(laws.rate_for(x) for x in p).build_long(), 50_000)
    oracle.mean("A1 E[T], u = -1, -2, -3, simulated", 23.465258, times)


@pytest.mark.parametrize(("n", "expected"), [(4, 20.273378), (32, 39.020077)])
def test_equal_members(oracle, n, expected):
    """A1. The maximum of n geometric times with p = 0.1."""
    oracle.exact(f"A1 E[T], n = {n}, p = .1", expected, laws.mean_by_survival(laws.all_committed([0.1] * n), 3000))
    times = laws.rounds_to_agreement(laws.independent([laws.rate_for(0.1)] * n).build_long(), 20_000)
    oracle.mean(f"A1 E[T], n = {n}, p = .1, simulated", expected, times)
    if n == 32:
        for t, chance in ((30, 0.250046), (40, 0.620941)):
            oracle.exact(f"A1 P(T <= {t}), n = 32", chance, laws.all_committed([0.1] * n)(t)[0])
            oracle.share(f"A1 P(T <= {t}), n = 32, simulated", chance, times <= t)


def test_last_holdouts(oracle):
    """A4. The maximum of exponential times: the slowest decides (rates per round .05, .03, .04, .1)."""
