from collections import Counter
from itertools import combinations_with_replacement, permutations, product
from math import factorial, prod

import numpy as np
import pytest
from whitesmoke.model import codes
from whitesmoke.model.ensemble import ensemble
from whitesmoke.model.phases import moves, opening
from whitesmoke.model.phases.verdict import carries
from whitesmoke.model.rules import distributions, voting
from whitesmoke.model.world import new_state

from tests.oracles import laws
from tests.worlds import Sketch, quota_of, unanimity_minus

N = 6
WEIGHTS = [5, 4, 3, 2, 1, 1]
POPULATION = [83, 67, 59, 38, 10, 5]
VETO = [1, 0, 0, 1, 0, 0]

# name: (the table, the same rule said in words of yes, no and weights)
RULES = {
    "unanimity": ([unanimity_minus(0)], lambda yes, no: len(yes) == N),
    "consensus": ([([1], [0, 1, 1], [1, 1, 0])], lambda yes, no: not no),
    "consensus minus two": ([unanimity_minus(2)], lambda yes, no: len(yes) >= N - 2),
    "two thirds": ([([1], [0, 0, 1], [2, 3, 0])], lambda yes, no: len(yes) >= 2 * N / 3),
    "simple majority": ([([1], [0, 0, 1], [1, 2, 1])], lambda yes, no: len(yes) > N / 2),
    "present and voting": ([([1], [-1, 0, 1], [0, 1, 1])], lambda yes, no: len(yes) > len(no)),
    "two thirds of votes cast": ([([1], [-2, 0, 1], [0, 1, 0])], lambda yes, no: 3 * len(yes) >= 2 * len(yes | no)),
    "weighted": ([(WEIGHTS, [0, 0, 1], [0, 1, 10])], lambda yes, no: sum(WEIGHTS[i] for i in yes) >= 10),
    "double majority": (
        [([1], [0, 0, 1], [55, 100, 0]), (POPULATION, [0, 0, 1], [65, 100, 0])],
        lambda yes, no: len(yes) >= 0.55 * N and sum(POPULATION[i] for i in yes) >= 0.65 * sum(POPULATION),
    ),
    "veto players": (
        [(VETO, [0, 1, 1], [1, 1, 0]), quota_of(4)],
        lambda yes, no: len(yes) >= 4 and not no & {0, 3},
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_all_profiles(name):
    """D. The table of integers and the rule in words agree on all 729 profiles of six members."""
    rows, in_words = RULES[name]
    demands = [{"holder": i, "worth": 5.0, "concerns": 0} for i in range(N)]
    world = Sketch(affinity=np.zeros((N, 2)), demands=demands, rule=rows).build()
    seen = set()
    for profile in product((codes.NO, codes.ABSTAIN, codes.YES), repeat=N):
        yes = {i for i in range(N) if profile[i] == codes.YES}
        no = {i for i in range(N) if profile[i] == codes.NO}
        assert carries(world, picture(world, yes, no), 0) == in_words(yes, no), profile
        seen.add(in_words(yes, no))
    assert seen == {False, True}


def picture(world, yes, no):
    """A state in which exactly `yes` are committed to candidate 0 and `no` object: by a demand, or for candidate 1."""
    state = new_state(world)
    opening.begin(world, state, 1, 0, 0)
    for i in range(N):
        if i in yes:
            moves.commit(world, state, i, 0)
        elif i in no and i % 2:
            moves.commit(world, state, i, 1)
        elif i not in no:
            state.met[i] = 1.0
    return state


@pytest.mark.parametrize(("m", "expected"), [(1, 0.193711), (3, 0.475831)])
def test_independent_candidates(oracle, m, expected):
    """D. One of m independent candidates has all n = 32 at p = .95 at once: 1 - (1 - p^n)^m."""
    oracle.exact(f"D 1 - (1 - p^n)^m, m = {m}", expected, 1 - (1 - 0.95**32) ** m)
    world = laws.independent([laws.rate_for(0.95)] * 32, rounds=1)
    at_once = np.isfinite(laws.rounds_to_agreement(world, 10_000 * m)).reshape(-1, m).any(axis=1)
    oracle.share(f"D one of {m} at once, simulated", expected, at_once)


@pytest.mark.parametrize(("n", "blocked"), [(3, 0.5), (32, 0.939394)])
def test_unanimity_core(oracle, n, blocked):
    """D. On a line the core of unanimity is the hull of the ideal points: a move to one side passes with 1/(n+1).

    A random status quo among n random ideal points is stuck unless all of them lie on one side of it.
    """
    steep = 1e7
    draws = [(distributions.UNIFORM, (0, steep, 0, 0, 1), [("affinity", i)]) for i in range(n)]
    draws += [(distributions.UNIFORM, (-steep, 0, 0, 0, 1), [("valence", 0)])]
    world = Sketch(affinity=[0.0] * n, coefficient={"speed": 1000.0}, draws=draws, rounds=1).build()
    oracle.exact(f"D core of unanimity, n = {n}", blocked, (n - 1) / (n + 1))
    moved = ensemble(world, 40_000, seed=2).winner == 0
    oracle.share(f"D a move to the right passes, n = {n}, simulated", (1 - blocked) / 2, moved)


@pytest.mark.parametrize(("n", "expected"), [(3, 17 / 18), (5, 0.930556), (7, 0.924983)])
def test_condorcet_winner(oracle, n, expected):
    """D. Some candidate of three beats both others by majority, impartial culture (Gehrlein & Fishburn 1976)."""
    rankings, chance = list(permutations(range(3))), 0.0
    for profile in combinations_with_replacement(range(6), n):
        counts = Counter(profile)

        def beats(k, rival, counts=counts):
            yes = sum(c for r, c in counts.items() if rankings[r].index(k) < rankings[r].index(rival))
            return voting.reached(yes, n, 1, 2, 1)

        if any(all(beats(k, rival) for rival in range(3) if rival != k) for k in range(3)):
            chance += factorial(n) / prod(factorial(c) for c in counts.values()) / 6**n
    oracle.exact(f"D Condorcet winner, n = {n}", expected, chance)
