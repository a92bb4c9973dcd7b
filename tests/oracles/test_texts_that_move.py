"""B10. Amendments: how far a text moves, and to whom (docs/MODEL.md, texts that move); Romer and Rosenthal (1978)."""

import numpy as np
import pytest
from whitesmoke.model import codes
from whitesmoke.model.phases.amendments import shortfall
from whitesmoke.model.phases.opening import begin
from whitesmoke.model.round import finished, play_round
from whitesmoke.model.run_state import new_state

from tests.worlds import Sketch, quota_of

IDEALS = [1.0, 1.5, 2.0, 2.5, 4.0]
SALIENCE = 3.0


def text_after(quota, reversion, first=4.0, step=0.02, mode=codes.BARGAINED, ideals=IDEALS, **about):
    """Where a text ends that may be amended every week and that nobody accepts before it is willing."""
    ideals = np.reshape(np.array(ideals, float), (len(ideals), -1))
    issues = ideals.shape[1]
    world = Sketch(
        **{
            "affinity": [0.0] * len(ideals),
            "mode": mode,
            "rule": [quota_of(quota)],
            "kind": [codes.PROPOSAL],
            "position": ideals,
            "salience": np.full(ideals.shape, SALIENCE),
            "candidate_position": np.reshape(first, (1, issues)),
            "reversion": np.reshape(reversion, (issues,)),
            "coefficient": {"amendment": step, "amendment_rate": 1e3},
            "rounds": 800,
        }
        | about
    ).build()
    state = new_state(world)
    begin(world, state, 1, 0, 0)
    while not finished(world, state):
        play_round(world, state)
    return world, state


@pytest.mark.parametrize(
    ("quota", "reversion", "pivot"),
    [(5, 0.0, 1.0), (4, 0.0, 1.5), (3, 0.0, 2.0), (5, -1.0, 1.0), (4, -1.0, 1.5)],
)
def test_a_setter_gives_up_no_more_than_the_needed_want(oracle, quota, reversion, pivot):
    """B10. y = 2 x - q - 1/3: the pivot is willing, 1 logit better off than under the reversion point."""
    _, state = text_after(quota, reversion)
    law = 2 * pivot - reversion - 1 / SALIENCE
    step = 0.02 * abs(law - min(IDEALS))
    oracle.exact(f"B10 text, {quota} of 5, q = {reversion:g}", law, state.number.candidate_position[0, 0], 1.5 * step)


def test_a_text_that_enough_are_willing_to_take_stays():
    _, state = text_after(3, -1.0)
    assert (state.number.candidate_position[0, 0], state.amended[0]) == (4.0, 0)


def test_what_is_thought_of_a_text_is_what_would_be_thought_of_it_had_it_stood_there_from_the_start():
    ideals = [[1.0, 0.0], [2.0, 3.0], [0.0, 1.0]]
    _, state = text_after(3, [0.0, 0.0], first=[4.0, 4.0], ideals=ideals)
    assert state.amended[0] > 5
    loss = SALIENCE * np.abs(np.array(ideals) - state.number.candidate_position[0]).sum(axis=1)
    assert state.baseline[:, 0] == pytest.approx(SALIENCE * np.abs(ideals).sum(axis=1) - loss)


def test_on_several_issues_a_text_moves_where_it_costs_least():
    """A package: one side cares for the first issue, the other for the second; each gets what it cares for."""
    salience = [[4.0, 0.5], [0.5, 4.0]]
    _, state = text_after(2, [2.0, 2.0], first=[2.0, 2.0], ideals=[[0.0, 4.0], [4.0, 0.0]], salience=salience, step=0.1)
    ends = state.number.candidate_position[0]
    assert ends[0] < 1.8
    assert ends[1] < 1.8


@pytest.mark.parametrize("mode", [codes.MEETINGS, codes.BARGAINED])
def test_an_amendment_leaves_less_to_be_won(mode):
    world, state = text_after(5, 0.0, mode=mode, rounds=1)
    before = new_state(world)
    begin(world, before, 1, 0, 0)
    before.needed[:], before.reckoned[:] = 1, before.baseline[:, 0]
    issue, place = 0, state.number.candidate_position[0, 0]
    assert state.amended[0] == 1
    assert shortfall(world, before, 0, issue, place) < shortfall(world, before, 0, -1, 0.0)


def test_persons_are_not_amended():
    _, state = text_after(5, 0.0, kind=[codes.PERSON], rounds=50)
    assert state.amended[0] == 0
