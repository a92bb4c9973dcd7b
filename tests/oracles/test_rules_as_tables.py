from collections import Counter
from itertools import combinations_with_replacement, permutations, product
from math import factorial, prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whitesmoke.model import codes
from whitesmoke.model.ensemble import ensemble
from whitesmoke.model.phases import moves, opening
from whitesmoke.model.phases.verdict import carries, needed
from whitesmoke.model.rules import distributions, voting
from whitesmoke.model.run_state import new_state

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


YES, LEFT, RIGHT = [0, 0, 1], [1, 1, 1, 0, 0, 0], [0, 0, 0, 1, 1, 1]

# name: (the rows of each alternative, the same rule in words)
ALTERNATIVES = {
    "council": (
        [[([1], YES, [55, 100, 0]), (POPULATION, YES, [65, 100, 0])], [([1], YES, [1, 1, -1])]],
        lambda yes, no: (
            (len(yes) >= 0.55 * N and sum(POPULATION[i] for i in yes) >= 0.65 * sum(POPULATION)) or len(yes) >= N - 1
        ),
    ),
    "security council": (
        [[([1], YES, [0, 1, 4]), (VETO, [0, 1, 1], [1, 1, 0])]],
        lambda yes, no: len(yes) >= 4 and 0 not in no and 3 not in no,
    ),
    "two chambers": (
        [[(LEFT, YES, [1, 2, 1]), (RIGHT, YES, [1, 2, 1])]],
        lambda yes, no: len(yes & {0, 1, 2}) >= 2 and len(yes & {3, 4, 5}) >= 2,
    ),
    "one chamber that nobody opposes, or both": (
        [[(LEFT, YES, [1, 1, 0]), ([1], [0, 1, 1], [1, 1, 0])], [(LEFT, YES, [1, 2, 1]), (RIGHT, YES, [1, 2, 1])]],
        lambda yes, no: ({0, 1, 2} <= yes and not no) or (len(yes & {0, 1, 2}) >= 2 and len(yes & {3, 4, 5}) >= 2),
    ),
}


@pytest.mark.parametrize("name", ALTERNATIVES)
def test_all_profiles_of_a_rule_with_or(name):
    """D. So do the tables of several alternatives, and who is needed is whose no the yes of all others cannot mend."""
    alternatives, in_words = ALTERNATIVES[name]
    all_profiles(alternatives, in_words)
    world = Sketch(affinity=np.zeros((N, 1)), **tables(alternatives)).build()
    state, everybody = new_state(world), set(range(N))
    opening.begin(world, state, 1, 0, 0)
    for i in everybody:
        assert needed(world, state, i) == (not in_words(everybody - {i}, {i}))


def tables(alternatives):
    rows = [row for alternative in alternatives for row in alternative]
    return {"rule": rows, "alternatives": [len(alternative) for alternative in alternatives]}


@pytest.mark.parametrize("name", RULES)
def test_all_profiles(name):
    """D. The table of integers and the rule in words agree on all 729 profiles of six members."""
    rows, in_words = RULES[name]
    all_profiles([rows], in_words)


def test_four_with_few_people_behind_them():
    """D. Five members, 60 % of the people in one that is against: it fails by them, and carries by all but one."""
    people = ([10, 10, 10, 10, 60], YES, [65, 100, 0])
    members = ([1], YES, [55, 100, 0])
    by_both, but_one = [members, people], [([1], YES, [1, 1, -1])]
    for alternatives, expected in (([by_both], False), ([by_both, but_one], True), ([but_one, by_both], True)):
        world = Sketch(affinity=np.zeros((5, 1)), **tables(alternatives)).build()
        state = new_state(world)
        opening.begin(world, state, 1, 0, 0)
        for i in range(4):
            moves.commit(world, state, i, 0)
        assert carries(world, state, 0) == expected
        assert [needed(world, state, i) for i in range(5)] == [False] * 4 + [not expected]


def test_by_an_alternative_in_which_nobody_votes_nothing_carries():
    """D. All of nobody is nothing; the other alternative goes on asking for both of the two members in the body."""
    for other, expected in (([1, 1, 0], False), ([0, 1, 1], True)):
        rule = tables([[([0, 0, 1], YES, [1, 1, 0])], [([1], YES, other)]])
        world = Sketch(affinity=np.zeros((3, 1)), accession=[0, 0, 99], **rule).build()
        state = new_state(world)
        opening.begin(world, state, 1, 0, 0)
        moves.commit(world, state, 0, 0)
        assert carries(world, state, 0) == expected


VOTES = st.lists(st.integers(0, 2), min_size=5, max_size=5)
CREDITS = st.sampled_from([(0, 0, 1), (0, 1, 1), (-1, 0, 1), (0, 1, 2)])
QUOTAS = st.sampled_from([(1, 1, 0), (1, 1, -2), (2, 3, 0), (1, 2, 1), (13, 20, 0), (0, 1, 3), (0, 1, 1)])
ROWS = st.lists(st.tuples(st.lists(st.integers(0, 4), min_size=5, max_size=5), CREDITS, QUOTAS), min_size=1, max_size=3)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(alternatives=st.lists(ROWS, min_size=1, max_size=3), votes=VOTES, absent=st.sets(st.integers(0, 4), max_size=3))
def test_any_rule_against_its_definition(alternatives, votes, absent):
    """D. Any alternatives, any profile: OR of ANDs of sums, in which who is absent has no part, in the total either."""
    demands = [{"holder": i, "worth": 5.0, "concerns": 0} for i in range(5)]
    accession = [99 * (i in absent) for i in range(5)]
    world = Sketch(affinity=np.zeros((5, 2)), demands=demands, accession=accession, **tables(alternatives)).build()
    there = [i for i in range(5) if i not in absent]
    yes, no = ({i for i in there if votes[i] == vote} for vote in (codes.YES, codes.NO))

    def reached(weight, credit, quota):
        numerator, denominator, plus = quota
        earned = sum(weight[i] * credit[votes[i]] for i in there)
        return denominator * earned >= numerator * sum(weight[i] for i in there) + plus

    met = [
        all(reached(*row) for row in rows) and any(row[0][i] for row in rows for i in there) for rows in alternatives
    ]
    assert carries(world, picture(world, yes, no), 0) == any(met)


def all_profiles(alternatives, in_words):
    demands = [{"holder": i, "worth": 5.0, "concerns": 0} for i in range(N)]
    world = Sketch(affinity=np.zeros((N, 2)), demands=demands, **tables(alternatives)).build()
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
    for i in np.flatnonzero(state.present):
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
