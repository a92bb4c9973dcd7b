"""Shortcuts say nothing that the full computation would not say; views and records are the arrays they stand for."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from whitesmoke.model import codes
from whitesmoke.model.ensemble import PerRun
from whitesmoke.model.lang import pack, plain
from whitesmoke.model.phases import moves, shortcuts
from whitesmoke.model.phases.decide import acceptance, choose, eligible
from whitesmoke.model.phases.opening import begin
from whitesmoke.model.round import ROUND, play_phase, play_round
from whitesmoke.model.rules import bargaining, hazard
from whitesmoke.model.run_state import copy_state, new_state

from tests.generated import generated, sketches

UNIFORM = st.floats(2.0**-53, 1 - 2.0**-53)
RATE = st.floats(0.0, 50.0)
WEEKS = st.sampled_from([1 / 7, 5 / 7, 1.0, 31 / 7])


@given(st.floats(-800, 800))
@example(0.0)
@example(-32.0)
@example(32.0)
@example(np.nextafter(32.0, 33.0))
@example(-np.inf)
@example(np.nextafter(0.0, 1.0))
def test_exp_at_most(x):
    bound = shortcuts.exp_at_most(x)
    assert hazard.exp(x) <= bound * (1 + 1e-14) or (x > 32.0 and bound == shortcuts.UNKNOWN)
    assert bound <= 1.001 * hazard.exp(x) or abs(x) > 5.0
    assert bound <= 1.02 * hazard.exp(x) or abs(x) > 10.0


@given(st.floats(-800, 800))
@example(0.0)
@example(1.0)
@example(np.nextafter(1.0, 2.0))
def test_growth_at_most(x):
    bound = shortcuts.growth_at_most(x)
    assert max(1.0, hazard.exp(x)) <= bound * (1 + 1e-15) or (x > 1.0 and bound == shortcuts.UNKNOWN)


@given(UNIFORM, RATE, WEEKS)
@example(0.5, 0.5, 31 / 7)
def test_happens(u, rate, weeks):
    chance = hazard.probability(rate, weeks)
    for near in (u, chance, np.nextafter(chance, 0.0), np.nextafter(chance, 1.0)):
        assert shortcuts.happens(near, rate, weeks) == (near < chance)


@given(UNIFORM)
@example(0.5)
def test_patience_at_least(u):
    patience, bound = -math.log1p(-u), shortcuts.patience_at_least(u)
    assert bound <= patience * (1 + 1e-15)
    assert u <= bound
    assert patience <= 1.02 * bound or u > 0.5


@given(UNIFORM, st.floats(0.0, 20.0))
def test_nobody_meets(u, expected):
    if shortcuts.nobody_meets(u, expected):
        assert bargaining.meetings(expected, u) == 0


@generated
@given(sketches())
def test_all_at_once_is_one_by_one(sketch):
    """`stances` gives everybody the next stance that `choose` gives it, which takes no shortcut over all members."""
    world = sketch.build()
    state = new_state(world)
    begin(world, state, 1, 2, 3)
    for _ in range(10):
        for phase in ROUND:
            if phase == codes.STANCES:
                apart = copy_state(state)
                for i in range(len(apart.stance)):
                    if moves.may_move(apart, i):
                        for k in range(len(apart.status)):
                            if eligible(world, apart, k):
                                apart.acceptance[k] = acceptance(world, apart, i, k)
                        choose(world, apart, i)
            play_phase(phase, world, state)
            if phase == codes.STANCES:
                assert state.next_stance.tolist() == apart.next_stance.tolist()


@generated
@given(sketches())
def test_movers_are_all_who_may_move(sketch):
    world = sketch.build()
    state = new_state(world)
    begin(world, state, 1, 2, 3)
    for _ in range(10):
        listed = state.mover[: moves.movers(state)].tolist()
        assert listed == sorted(set(listed))
        assert {i for i in range(len(state.stance)) if moves.may_move(state, i)} <= set(listed)
        play_round(world, state)


def test_views_share_memory():
    per_run = PerRun(np.array([1]), np.array([[0.5, 1.5]]))
    view = plain(per_run)
    view.value[0, 1] = 2.5
    assert per_run.value[0, 1] == 2.5
    assert type(view.slot[0]) is int


def test_only_contiguous_arrays_are_packed():
    with pytest.raises(ValueError, match=r"PerRun\.value is not contiguous"):
        pack(PerRun(np.array([1]), np.zeros((4, 4))[:, ::2]))
