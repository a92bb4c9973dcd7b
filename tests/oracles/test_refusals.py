"""When a refusal ends a candidacy: the law of its date, whose refusal counts, and whose yes the rule needs."""

from itertools import product

import numpy as np
import pytest
from whitesmoke.model import codes
from whitesmoke.model.ensemble import ensemble
from whitesmoke.model.phases import moves, opening
from whitesmoke.model.phases.verdict import carries, needed
from whitesmoke.model.run_state import new_state

from tests.oracles.test_rules_as_tables import RULES, N
from tests.worlds import Sketch, quota_of, unanimity_minus

EXIT, VETO, ROUNDS = 2.0, 0.3, 12
REFUSAL = [{"holder": 1, "red_line": 1}]


def refused(weight=1.0, small=0.0, rule=None, **more):
    """Three members, the second of them firmly opposed; nobody commits, and nobody lacks hope."""
    coefficient = {"exit": EXIT, "veto": VETO, "hopelessness": 1000.0, "small": small}
    rule = [unanimity_minus(0)] if rule is None else rule
    return Sketch(
        affinity=[0.0] * 3,
        weight=[1.0, weight, 1.0],
        coefficient=coefficient,
        demands=REFUSAL,
        rounds=ROUNDS,
        rule=rule,
        **more,
    ).build()


@pytest.mark.parametrize(
    ("weight", "small", "counts"),
    [(1.0, 0.0, 1.0), (0.5, 0.0, 0.25), (0.5, 0.25, 1 / 9), (0.25, 0.25, 0.0), (0.1, 0.25, 0.0), (1.0, 1.0, 0.0)],
)
def test_date_of_a_refusal(oracle, weight, small, counts):
    """The exit is a hazard of nu kappa_V v^2 a week, v = (w - gamma) / (1 - gamma): by round t, 1 - exp(-rate t)."""
    left = ensemble(refused(weight, small), 20_000, seed=3).exit[:, 0]
    for t in (1, 4, ROUNDS):
        expected = -np.expm1(-EXIT * VETO * counts * t)
        if counts:
            oracle.share(f"exit under a refusal by round {t}, w, gamma = {weight}, {small:g}", expected, left <= t)
        else:
            assert not (left <= t).any()


@pytest.mark.parametrize(
    ("rule", "leaves"),
    [(unanimity_minus(0), True), (unanimity_minus(1), False), (quota_of(2), False), (quota_of(3), True)],
)
def test_only_who_is_needed_ends_it(rule, leaves):
    """With `pivotal`, a refusal ends the candidacy exactly where the rule cannot do without that member."""
    world = refused(rule=[rule], pivotal=1)
    assert (ensemble(world, 200, seed=1).exit[:, 0] != codes.NEVER).any() == leaves
    assert (ensemble(refused(rule=[rule]), 200, seed=1).exit[:, 0] != codes.NEVER).any()


@pytest.mark.parametrize("name", RULES)
def test_needed_by_brute_force(name):
    """A member is needed if and only if k carries in no profile of six members in which it votes no."""
    world = Sketch(
        affinity=np.zeros((N, 2)),
        demands=[{"holder": i, "worth": 5.0, "concerns": 0} for i in range(N)],
        rule=RULES[name][0],
    ).build()
    for i in range(N):
        others = [j for j in range(N) if j != i]
        profiles = (dict(zip(others, votes)) for votes in product((codes.NO, codes.ABSTAIN, codes.YES), repeat=N - 1))
        wins = any(carries(world, voted(world, {**profile, i: codes.NO}), 0) for profile in profiles)
        assert needed(world, voted(world, {}), i) != wins


def voted(world, votes):
    """A state in which members vote so on candidate 0: no is a demand unmet, an abstention one that is met."""
    state = new_state(world)
    opening.begin(world, state, 1, 0, 0)
    for i, vote in votes.items():
        if vote == codes.YES:
            moves.commit(world, state, i, 0)
        state.met[i] = float(vote != codes.NO)
    return state
