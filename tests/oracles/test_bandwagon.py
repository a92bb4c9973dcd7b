from math import expm1

import numpy as np
import pytest
from whitesmoke.model import codes
from whitesmoke.model.ensemble import ensemble

from tests.oracles import laws
from tests.worlds import Sketch


def complete(n):
    """Everybody listens to everybody else alike."""
    return {(i, j): 1 / (n - 1) for i in range(n) for j in range(n) if i != j}


def bandwagon(n, rate, rounds):
    """Member 0 says yes at the start; the others follow at `rate` times the share of the others committed."""
    return Sketch(
        affinity=[0.0] * n,
        response=codes.PROPORTIONAL,
        coefficient={"speed": rate},
        ties=complete(n),
        events=[{"day": 0, "kind": codes.ENDORSE, "member": 0, "candidate": 0}],
        rounds=rounds,
    ).build()


def in_rounds(n, rate):
    """The chain of the number committed when a round takes `rate` units of time."""
    return laws.chain(n, lambda c: -expm1(-rate * c / (n - 1)), lambda c: 0.0)


@pytest.mark.parametrize(("n", "closed"), [(5, 3.333333), (32, 7.802788)])
def test_pure_bandwagon(oracle, n, closed):
    """A7. E[T] = sum_c (n-1) / (c (n-c)) = 2 (n-1) H_(n-1) / n: a logistic birth process from one seed."""
    oracle.exact(f"A7 E[T], K_{n}", closed, 2 * (n - 1) * laws.harmonic(n - 1) / n)
    oracle.exact(f"A7 sum of waits, K_{n}", closed, sum((n - 1) / (c * (n - c)) for c in range(1, n)))

    def limit(rate):
        return rate * laws.mean_hitting_time(in_rounds(n, rate), 1, n)

    halving = [limit(rate) - closed for rate in (0.04, 0.02, 0.01)]
    assert halving[0] > halving[1] > halving[2] > 0
    oracle.exact(f"A7 chain as rounds shrink, K_{n}", closed, 2 * limit(0.005) - limit(0.01), 1e-3)
    rate = 0.1
    expected = laws.mean_hitting_time(in_rounds(n, rate), 1, n)
    times = laws.rounds_to_agreement(bandwagon(n, rate, rounds=250), 10_000)
    oracle.mean(f"A7 K_{n} in rounds of 1/10, simulated", expected, times)


@pytest.mark.parametrize(
    ("thresholds", "adopters"), [(range(32), 32), ((0, 2, *range(2, 32)), 1)], ids=["cascade", "broken"]
)
def test_thresholds(oracle, thresholds, adopters):
    """A7. Granovetter (1978): with thresholds 0 .. 31 all adopt, one a round; with 2 instead of 1 a single one does."""
    steep, n = 80.0, 32
    world = Sketch(
        affinity=[steep * (0.5 - threshold) for threshold in thresholds],
        coefficient={"speed": 100.0, "influence": steep * (n - 1)},
        ties=complete(n),
        rounds=40,
    ).build()
    outcomes = ensemble(world, 100, seed=1)
    oracle.exact(f"A7 thresholds, {adopters} adopt", adopters, outcomes.tally[:, -1, 0].mean(), 0)
    assert np.all(outcomes.tally[:, 1:, 0] == np.minimum(np.arange(1, 41), adopters))
