"""A picture of a state is made the same state again, and not one that changes with the first."""

import pickle

import numpy as np
from whitesmoke.model.phases.opening import begin
from whitesmoke.model.pictures import Looks, developed, picture
from whitesmoke.model.round import play_round
from whitesmoke.model.run_state import new_state
from whitesmoke.model.world import Numbers
from whitesmoke.scenario import open_case


def begun():
    world = open_case("tutorial").world
    state = new_state(world)
    begin(world, state, 1, 2, 3)
    return world, state


def memory(state):
    return [field.flat.tobytes() if isinstance(field, Numbers) else bytes(field) for field in state]


def test_a_picture_is_made_the_same_state_again():
    world, state = begun()
    taken, before = picture(state), memory(state)
    play_round(world, state)
    again = developed(taken, state)
    assert memory(again) == before != memory(state)
    assert again.baseline.shape == state.baseline.shape
    play_round(world, again)
    assert memory(again) == memory(state)


def test_numbers_of_it_are_views_on_one_vector():
    again = developed(picture(begun()[1]), begun()[1])
    again.number.flat[0] = 7.5
    assert again.number.coefficient.speed == 7.5


def test_looks_are_a_sequence_and_stay_what_they_were_once_looked_at():
    world, state = begun()
    looks = Looks(state)
    assert not looks
    for _ in range(3):
        looks.keep(state)
        play_round(world, state)
    assert [look.clock.round for look in looks] == [look.clock.round for look in looks[:]] == [0, 1, 2]
    assert looks[-1] is looks[2]
    assert [look.clock.round for look in looks[1:9]] == [1, 2]
    copy = pickle.loads(pickle.dumps(looks))
    assert np.array_equal(copy[1].baseline, looks[1].baseline)
