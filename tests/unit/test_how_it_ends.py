"""How a run ends, by hand: each of the seven endings, and what lies just beside it. Plain Python, nothing compiled."""

import pytest
from whitesmoke.model import codes
from whitesmoke.model.phases import ending, moves
from whitesmoke.model.phases.ending_class import ending_class
from whitesmoke.model.phases.opening import begin
from whitesmoke.model.run_state import new_state

from tests.worlds import Sketch


def day_zero(**sketch):
    """Three members, two candidates in the race, nobody committed, rounds of a week."""
    world = Sketch(**{"affinity": [[0.0, 0.0]] * 3, **sketch}).build()
    state = new_state(world)
    begin(world, state, 1, 0, 0)
    return world, state


def chosen(**sketch):
    """Candidate 0 is the winner."""
    world, state = day_zero(**sketch)
    state.clock.winner = 0
    return world, state


@pytest.mark.parametrize(
    ("leaves", "ended"), [([], codes.OUT_OF_TIME), ([0], codes.OUT_OF_TIME), ([0, 1], codes.NOBODY_LEFT)]
)
def test_without_a_winner_somebody_is_left_or_nobody(leaves, ended):
    world, state = day_zero()
    for k in leaves:
        moves.leave(world, state, k)
    assert ending.ending(world, state) == ended


def test_of_the_endings_that_hold_the_first_is_told():
    """All five hold at first; each is then taken away, down to what was on the table, unchanged and unopposed."""
    world, state = chosen(expiry=10, demands=[{"holder": 1, "red_line": 1}, {"holder": 2}])
    state.clock.day, state.met[1] = 14, 0.5
    state.entered[:] = 1, 0
    assert ending.ending(world, state) == codes.EXTENDED
    state.clock.day = 7
    assert ending.ending(world, state) == codes.ANOTHER_NAME
    state.entered[0] = 0
    assert ending.ending(world, state) == codes.OVERRULED
    moves.commit(world, state, 1, 0)
    assert ending.ending(world, state) == codes.CHANGED
    state.met[1] = 0.0
    assert ending.ending(world, state) == codes.AS_IT_WAS


@pytest.mark.parametrize(
    ("winner", "entered", "met", "counted_as"),
    [
        (codes.NONE, 0, 0.0, codes.FAILURE),
        (0, 0, 0.0, codes.UNCHANGED),
        (0, 0, 0.5, codes.WITH_CHANGES),
        (0, 1, 0.5, codes.OTHER),
    ],
)
def test_what_it_counts_as_is_asked_of_what_was_agreed(winner, entered, met, counted_as):
    """Not of when, or over whose objection: it is late, and a member is opposed."""
    world, state = chosen(expiry=10, demands=[{"holder": 1, "red_line": 1}, {"holder": 2}])
    state.clock.winner, state.clock.day = winner, 14
    state.entered[0], state.met[1] = entered, met
    assert ending_class(world, state) == counted_as


@pytest.mark.parametrize("winner", [0, 1])
@pytest.mark.parametrize(("met", "is_much"), [(0.06, True), (codes.GRANTED, False)])
def test_what_is_granted_to_all_or_to_the_winner_changes_it(winner, met, is_much):
    for concerns, counts in ((-1, True), (winner, True), (1 - winner, False)):
        world, state = chosen(demands=[{"holder": 1, "concerns": concerns}])
        state.clock.winner, state.met[0] = winner, met
        assert ending.changed(world, state, winner) == (counts and is_much)
        assert ending.ending(world, state) == (codes.CHANGED if counts and is_much else codes.AS_IT_WAS)


@pytest.mark.parametrize(
    ("winner", "amended", "is_changed"), [(0, [1, 0], True), (0, [0, 1], False), (1, [2, 0], False)]
)
def test_a_text_that_was_amended_is_changed_and_no_other(winner, amended, is_changed):
    world, state = chosen()
    state.clock.winner, state.amended[:] = winner, amended
    assert ending.changed(world, state, winner) == is_changed
    assert ending.ending(world, state) == (codes.CHANGED if is_changed else codes.AS_IT_WAS)


@pytest.mark.parametrize(("day", "is_late"), [(9, False), (10, False), (11, True)])
def test_the_expiry_itself_is_not_late(day, is_late):
    world, state = chosen(expiry=10)
    state.clock.day = day
    assert ending.late(world, state) == is_late
    assert ending.ending(world, state) == (codes.EXTENDED if is_late else codes.AS_IT_WAS)


@pytest.mark.parametrize(
    ("sittings", "expiry", "is_late"),
    [
        ([10], 10, False),
        ([11], 10, True),
        ([14], 10, True),
        ([9, 12], 10, True),
        ([9, 15], 10, False),
        ([15], 10, True),
        ([5, 15], 3, True),
        ([8], 3, True),
        ([7], 14, False),
    ],
)
def test_a_round_with_a_sitting_is_as_late_as_its_last_sitting(sittings, expiry, is_late):
    """The round of days 8 to 14; without a sitting in it, its last day is what counts."""
    world, state = chosen(sittings=sittings, expiry=expiry, between=codes.SILENCE_BETWEEN)
    state.clock.day = 14
    assert ending.late(world, state) == is_late
    assert ending.ending(world, state) == (codes.EXTENDED if is_late else codes.AS_IT_WAS)


@pytest.mark.parametrize(
    ("concerns", "stance", "is_overruled"),
    [(0, codes.NONE, True), (1, codes.NONE, False), (0, 1, True), (1, 1, True), (0, 0, False)],
)
def test_who_is_opposed_to_the_winner_is_overruled(concerns, stance, is_overruled):
    world, state = chosen(demands=[{"holder": 2, "red_line": 1, "concerns": concerns}])
    if stance != codes.NONE:
        moves.commit(world, state, 2, stance)
    assert ending.overruled(world, state, 0) == is_overruled
    assert ending.ending(world, state) == (codes.OVERRULED if is_overruled else codes.AS_IT_WAS)
