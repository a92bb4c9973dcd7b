import numpy as np
import pytest

from tests.oracles import laws
from tests.worlds import Sketch, quota_of


def flipping(n, commits, defects, q, rounds):
    """Members at A = 0 who commit and take back their word with these chances per week: Lambda(0) = 1/2."""
    coefficient = {"speed": 2 * laws.rate_for(commits), "defection": 2 * laws.rate_for(defects)}
    return Sketch(affinity=[0.0] * n, coefficient=coefficient, rule=[quota_of(q)], rounds=rounds).build()


@pytest.mark.parametrize(
    ("n", "q", "p", "success"), [(32, 32, 0.95, 0.193711), (32, 31, 0.95, 0.519962), (32, 22, 0.6, 0.204589)]
)
def test_simultaneous_redraw(oracle, n, q, p, success):
    """A5. If all draw anew each round, T is geometric with P(Bin(n, p) >= q): commit with p, defect with 1 - p."""
    P = laws.chain(n, lambda c: p, lambda c: 1 - p)
    oracle.exact(f"A5 P(Bin({n}, {p}) >= {q})", success, laws.quota_reached(n, q, p)(1)[0])
    oracle.exact(f"A5 the same by the chain, q = {q}", success, laws.hitting_distribution(P, 0, q, 1)[1])
    oracle.exact(f"A5 E[T] = 1 / P, q = {q}", 1 / success, laws.mean_hitting_time(P, 0, q), 2e-5)
    times = laws.rounds_to_agreement(flipping(n, p, 1 - p, q, rounds=150), 20_000)
    oracle.share(f"A5 first round, q = {q}, simulated", success, times == 1)
    oracle.mean(f"A5 E[T], q = {q}, simulated", 1 / success, times, np.sqrt(1 - success) / success)


@pytest.mark.parametrize(
    ("n", "a", "b", "expected"), [(4, 0.3, 0.05, 7.555886), (4, 0.3, 0.2, 13.958848), (8, 0.3, 0.05, 12.397423)]
)
def test_two_way_flips(oracle, n, a, b, expected):
    """A6. First unanimity of members who commit with a and defect with b: (I - Q)^-1 1 on the number committed."""
    P = laws.chain(n, lambda c: a, lambda c: b)
    oracle.exact(f"A6 E[T], n, a, b = {n}, {a}, {b}", expected, laws.mean_hitting_time(P, 0, n))
    by_survival = np.sum(1 - laws.hitting_distribution(P, 0, n, 2000))
    oracle.exact(f"A6 by survival, n, a, b = {n}, {a}, {b}", expected, by_survival)
    oracle.mean(
        f"A6 simulated, n, a, b = {n}, {a}, {b}", expected, laws.rounds_to_agreement(flipping(n, a, b, n, 400), 30_000)
    )
