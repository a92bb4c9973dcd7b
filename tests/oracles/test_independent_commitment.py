import numpy as np
import pytest

from tests.oracles import laws

LOGITS = (-1, -2, -3)


def test_three_unequal_members(oracle):
    """A1. E[T] = sum_S (-1)^(|S|+1) / (1 - prod_S q): the maximum of independent geometric times."""
    p = laws.logit_p(LOGITS)
    oracle.exact("A1 E[T], u = -1, -2, -3", 23.465258, laws.mean_by_inclusion_exclusion(p))
    oracle.exact("A1 the same by survival", 23.465258, laws.mean_by_survival(laws.all_committed(p)))
    times = laws.rounds_to_agreement(laws.independent(laws.rate_for(x) for x in p), 50_000)
    oracle.mean("A1 E[T], u = -1, -2, -3, simulated", 23.465258, times)


@pytest.mark.parametrize(("n", "expected"), [(4, 20.273378), (32, 39.020077)])
def test_equal_members(oracle, n, expected):
    """A1. The maximum of n geometric times with p = 0.1."""
    law = laws.all_committed([0.1] * n)
    oracle.exact(f"A1 E[T], n = {n}, p = .1", expected, laws.mean_of_order_statistic(n, n, 0.1))
    oracle.exact(f"A1 E[T], n = {n}, p = .1, by survival", expected, laws.mean_by_survival(law))
    times = laws.rounds_to_agreement(laws.independent([laws.rate_for(0.1)] * n), 20_000)
    oracle.mean(f"A1 E[T], n = {n}, p = .1, simulated", expected, times)
    if n == 32:
        for t, chance in ((30, 0.250046), (40, 0.620941)):
            oracle.exact(f"A1 P(T <= {t}), n = 32", chance, law(t)[0])
            oracle.share(f"A1 P(T <= {t}), n = 32, simulated", chance, times <= t)


def test_last_holdouts(oracle):
    """A4. The maximum of exponential times with rates .05, .03, .04, .1: sum_S (-1)^(|S|+1) / sum_S rate."""
    rates = np.array([0.05, 0.03, 0.04, 0.1])
    by_subsets = laws.mean_of_maximum(rates)
    oracle.exact("A4 E max of exponentials", 49.423622, by_subsets)
    oracle.exact("A4 the same by integration", 49.423622, laws.mean_of_maximum_by_integration(rates))
    law = laws.all_committed(1 - np.exp(-rates))
    times = laws.rounds_to_agreement(laws.independent(rates, rounds=1500), 50_000)
    oracle.mean("A4 E max, in whole rounds, simulated", laws.mean_by_survival(law), times)
    for t, chance in ((10, 0.021252), (20, 0.135799), (40, 0.473407)):
        oracle.exact(f"A4 P(T <= {t})", chance, law(t)[0])
        oracle.share(f"A4 P(T <= {t}), simulated", chance, times <= t)
