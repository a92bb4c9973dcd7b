from math import expm1

import pytest

from tests.oracles import laws
from tests.worlds import quota_of, unanimity_minus

N, P = 32, 0.1
RULES = [
    ("unanimity", unanimity_minus(0), 32, 39.020077, 4.058495),
    ("minus 1", unanimity_minus(1), 31, 29.528856, 3.058495),
    ("minus 4", unanimity_minus(4), 28, 19.246699, None),
    ("22 of 32", quota_of(22), 22, 11.220590, 1.129527),
    ("two thirds of 32", ([1], [0, 0, 1], [2, 3, 0]), 22, 11.220590, None),
    ("17 of 32", quota_of(17), 17, 7.526031, 0.740266),
]


@pytest.mark.parametrize(("name", "rule", "q", "rounds", "continuous"), RULES, ids=[row[0] for row in RULES])
def test_quota(oracle, name, rule, q, rounds, continuous):
    """A2. The rule picks the q-th of n independent commitments (David & Nagaraja 2003, section 3.4)."""
    law = laws.quota_reached(N, q, P)
    oracle.exact(f"A2 E[T], {name}", rounds, laws.mean_of_order_statistic(N, q, P))
    oracle.exact(f"A2 E[T], {name}, by survival", rounds, laws.mean_by_survival(law))
    times = laws.rounds_to_agreement(laws.independent([laws.rate_for(P)] * N, rule=[rule]), 10_000)
    oracle.mean(f"A2 E[T], {name}, simulated", rounds, times)
    if continuous:
        oracle.exact(f"A2 H_n - H_(n-q), {name}", continuous, laws.harmonic(N) - laws.harmonic(N - q))


@pytest.mark.parametrize("q", [32, 31, 22, 17])
def test_continuous_time(oracle, q):
    """A2. At rate 1 in short rounds the q-th commitment comes after H_n - H_(n-q), half a round early on average."""
    rate, continuous = 0.05, laws.harmonic(N) - laws.harmonic(N - q)
    in_rounds = laws.mean_by_survival(laws.quota_reached(N, q, float(-expm1(-rate))))
    oracle.exact(f"A2 rounds of 1/20, q = {q}", continuous, rate * (in_rounds - 0.5), 1e-3)
    times = laws.rounds_to_agreement(laws.independent([rate] * N, rule=[quota_of(q)]), 10_000)
    oracle.mean(f"A2 rounds of 1/20, q = {q}, simulated", continuous, rate * (times - 0.5))


def test_price_of_unanimity(oracle):
    """A2. Unanimity takes H_32 / (H_32 - H_15) = 5.482 times as long as a majority of 17."""
    ratio = laws.harmonic(32) / (laws.harmonic(32) - laws.harmonic(15))
    oracle.exact("A2 unanimity / majority", 5.482, ratio, 5e-4)
