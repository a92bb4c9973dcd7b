"""Every bound is a bound: whoever is passed over without weighing would not have moved, by however little.

The luck of every member is set to just below its chance, as the full computation has it, and to just above. If a bound
were too low by more than rounding, somebody who is to move would be passed over. Worlds have every mechanism in them,
and numbers that no scenario may have.
"""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whitesmoke.model import codes
from whitesmoke.model.lang import plain
from whitesmoke.model.phases import candidates, decide, followers, moves, shortcuts
from whitesmoke.model.phases.opening import open_race, take_seats
from whitesmoke.model.rng import key
from whitesmoke.model.round import ROUND, finished, play_phase, play_round
from whitesmoke.model.rules import bargaining, candidacy, distributions, hazard, settling
from whitesmoke.model.run_state import copy_state, new_state

from tests.generated import generated, number, sketches, talking
from tests.worlds import Sketch, unanimity_minus

WILD = [-1e3, -30.0, -1.0, -1e-9, 0.0, 5e-324, 1e-9, 0.5, 1.0, 5.0, 30.0, 1e3]
ANYTHING = (
    *("status_quo", "affinity", "patron_tie", "valence", "worth", "ceiling"),
    *("focal_weight", "amount", "reservation"),
)
COEFFICIENTS = (
    *("speed", "patron", "influence", "isolation", "cover", "pressure", "bargaining_from", "concession"),
    *("anticipation", "pull", "exit", "hopelessness", "veto", "tolerance", "defection", "secret", "push"),
)
"""of these any number can be reckoned with; the others are lengths of time, shares of a step, powers, what is added"""


@st.composite
def wild(draw):
    """Numbers of a run that take the place of its own: (name, entry, value)."""
    numbers = st.tuples(st.sampled_from(ANYTHING), st.integers(0, 5), st.sampled_from(WILD))
    coefficients = st.tuples(st.sampled_from(COEFFICIENTS), st.just(0), st.sampled_from(WILD))
    return draw(st.lists(st.one_of(numbers, coefficients), max_size=draw(st.sampled_from([0, 2, 6]))))


def _divides_by_nothing(concession, patience):
    """Whether a rate of meetings below 0 is just as long as patience: Python stops at a quotient by their sum."""
    rates = [bargaining.meeting_rate(concession, 0.0, holders) for holders in range(len(patience) + 1)]
    return any(rate + 1.0 / weeks == 0.0 for rate in rates for weeks in patience if weeks > 0.0)


def begun(world, wild_numbers, run):
    """The opening of a run that has some numbers of its own."""
    state = new_state(world)
    take_seats(world, state, *key(7), run)
    for name, entry, value in wild_numbers:
        if name == "concession" and _divides_by_nothing(value, state.number.patience):
            value = abs(value)
        if name in COEFFICIENTS:
            setattr(state.number.coefficient, name, value)
        elif (field := getattr(state.number, name)).size:
            field.flat[entry % field.size] = value
    open_race(plain(world), plain(state))
    return state


def chance(world, state, i):
    """How likely it is that member i commits in this round, reckoned in full."""
    rates = [
        decide.commitment_rate(world, state, i, k, decide.acceptance(world, state, i, k))
        for k in range(len(state.status))
        if decide.eligible(world, state, k)
    ]
    return hazard.probability(math.fsum(rates), world.round_days / 7.0)


def one_by_one(world, state):
    """What everybody decides, weighed in full."""
    for i in range(len(state.stance)):
        if moves.may_move(state, i):
            for k in range(len(state.status)):
                if decide.eligible(world, state, k):
                    state.acceptance[k] = decide.acceptance(world, state, i, k)
            decide.choose(world, state, i)
    return state.next_stance.tolist()


def assert_nobody_is_passed_over(world, state, monkeypatch):
    view = plain(world), plain(copy_state(state))
    chances = [chance(*view, i) for i in range(len(state.stance))]
    for near in (0.0, 1.0):
        luck = [min(1.0 - 2.0**-53, max(2.0**-53, float(np.nextafter(one, near)))) for one in chances]
        with monkeypatch.context() as patch:
            patch.setattr(decide, "luck", lambda w, s, i: luck[i])  # noqa: B023
            together, apart = copy_state(state), copy_state(state)
            decide.stances(view[0], plain(together))
            assert together.next_stance.tolist() == one_by_one(view[0], plain(apart))


def assert_nobody_stays_who_would_leave(world, state, monkeypatch):
    view, c = (plain(world), plain(state)), state.number.coefficient
    for k in range(len(state.status)):
        hope, opposition = candidates.hope(*view, k), candidates.opposition(*view, k)
        rate = candidacy.exit_rate(c.exit, c.hopelessness, hope, c.veto, opposition, state.gauge.pressure_now)
        chance = hazard.probability(rate, world.round_days / 7.0)
        for near in (0.0, 1.0):
            luck = min(1.0 - 2.0**-53, max(2.0**-53, float(np.nextafter(chance, near))))
            with monkeypatch.context() as patch:
                patch.setattr(candidates, "draw", lambda *_: luck)  # noqa: B023
                most = candidates.opposition_at_most(*view)
                assert c.exit <= 0.0 or candidates.gives_up(*view, k, most) == (luck < chance)


def assert_bounds(sketch, numbers, runs, rounds, monkeypatch):
    world = sketch.build()
    for run in range(runs):
        state = begun(world, numbers, run)
        view = plain(world), plain(state)
        while not finished(*view) and state.clock.round < rounds:
            for phase in ROUND:
                if phase == codes.CANDIDATES:
                    assert_nobody_stays_who_would_leave(world, state, monkeypatch)
                if phase == codes.STANCES:
                    assert_nobody_is_passed_over(world, state, monkeypatch)
                play_phase(phase, *view)


@st.composite
def slow(draw):
    """A `Sketch` of members that are slow to commit and hear of one another: here the bounds are close."""
    sketch = draw(st.one_of(sketches(off=("exit", "defection", "bargaining_from")), talking()))
    n, K = len(sketch.affinity), len(sketch.affinity[0])
    liking = st.lists(number(-6, -1), min_size=K, max_size=K)
    share = draw(st.sampled_from([0.0, 0.05, 0.15]))
    quiet = draw(st.booleans())
    return replace(
        sketch,
        affinity=draw(st.lists(liking, min_size=n, max_size=n)),
        ties={(i, j): share for i in range(n) for j in range(n) if i != j},
        events=[] if quiet else sketch.events,
        entry=[0] * K if quiet else sketch.entry,
        rule=[unanimity_minus(0)],
        alternatives=[],
        accession=None,
        departure=None,
        rounds=60,
    )


WORLDS = st.one_of(slow(), slow(), sketches())


@generated
@given(WORLDS, wild())
def test_nobody_is_passed_over_who_would_move(sketch, numbers):
    with pytest.MonkeyPatch.context() as patch:
        assert_bounds(sketch, numbers, 1, 20, patch)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(WORLDS, wild())
def test_nobody_is_passed_over_in_many_worlds(sketch, numbers):
    with pytest.MonkeyPatch.context() as patch:
        assert_bounds(sketch, numbers, 3, 60, patch)


MANY = 41
AMENDING = {"amendment": 1.0, "distance_power": 1.0, "sitting_weight": 0.0}
BARGAINED = {"mode": codes.BARGAINED, "reservation": [0.0], "patience": [4.0]}


def about_0(kind, **what):
    return [{"day": 70, "kind": kind, "member": 0, "candidate": 0, **what}]


WON_OVER = {
    "by a shock": Sketch([-14.0], events=about_0(codes.SHOCK, amount=28.0)),
    "by the patron": Sketch([-14.0], coefficient={"patron": 28.0}, patron_tie=[1.0], events=about_0(codes.CONSULT)),
    "by a date": Sketch([-14.0], coefficient={"pressure": 28.0}, focal=[(400, 1.0)]),
    "by a date besides offers": Sketch(
        [-14.0], coefficient={"pressure": 28.0, "push": 1.0}, focal=[(400, 1.0)], **BARGAINED
    ),
    "by those it hears": Sketch(
        [-14.0] + [0.0] * (MANY - 1),
        coefficient={"influence": 28.0},
        ties={(0, j): 1 / (MANY - 1) for j in range(1, MANY)},
    ),
    "by votes that are published": Sketch(
        [[-14.0]] + [[0.0]] * 9, coefficient={"influence": 28.0}, ballots=codes.POLLS, secret=1
    ),
    "by shame": Sketch([-14.0, 0.0], coefficient={"isolation": 112.0, "cover": 1.0}),
    "by shame that a rival only adds to": Sketch(
        [[-14.0, -13.0], [0.0, -99.0]], coefficient={"isolation": 56.0, "cover": -1.0}
    ),
    "by one that comes to be available": Sketch([[-14.0, 14.0]], available=[0, 100]),
    "by the exit of one it would rather have": Sketch(
        [[4.0, 8.0]],
        coefficient={"pull": 9.0},
        kind=[codes.PERSON, codes.PROPOSAL],
        withdraw=[0.0, 0.1],
        demands=[{"holder": 0, "concerns": 1, "red_line": 1}],
    ),
    "by an amendment": Sketch(
        [4.0],
        coefficient=AMENDING,
        kind=[codes.PROPOSAL],
        position=[[1.0]],
        salience=[[9.0]],
        candidate_position=[[-1.0]],
        between=codes.ONLY_SITTINGS,
        sittings=list(range(100, 1400, 70)),
    ),
    "by a demand that is dropped": Sketch([4.0], demands=[{"holder": 0, "worth": 28.0, "dropped": 100}]),
    "by a demand of less than nothing": Sketch([-14.0], demands=[{"holder": 0, "worth": -28.0, "raised": 100}]),
    "by more than it asked for": Sketch(
        [-14.0],
        demands=[{"holder": 0, "worth": 28.0}],
        events=[{"day": 70, "kind": codes.GRANT, "demand": 0, "amount": 2.0}],
    ),
    "by what it expects of waiting less than nothing": Sketch(
        [-14.0],
        coefficient={"anticipation": -3.0, "concession": 1.0, "bargaining_from": 2.0},
        focal=[(1400, 1.0)],
        demands=[{"holder": 0, "worth": 28.0, "raised": 100}],
    ),
    "by concessions that undo themselves": Sketch(
        [-14.0],
        coefficient={"anticipation": 1.0, "concession": -1.0, "bargaining_from": 2.0},
        focal=[(1400, 1.0)],
        demands=[{"holder": 0, "worth": 2.0, "raised": 100}],
    ),
    "by what it insists on, which is less than nothing": Sketch(
        [-14.0],
        **BARGAINED | {"reservation": [-28.0]},
        demands=[{"holder": 0, "worth": 0.5, "ceiling": 0.0, "raised": 100}],
    ),
    "by what it insists on once another has been paid": Sketch(
        [-14.0, 0.0],
        **BARGAINED | {"reservation": [-60.0, 0.0]},
        coefficient={"opportunism": 1000.0, "concession": 0.03, "step": 1.0},
        demands=[
            {"holder": 0, "worth": 10.0, "ceiling": 0.0, "latent": codes.LATENT},
            {"holder": 1, "worth": 1.0},
        ],
    ),
}
"""At first member 0 would not commit in a million rounds; then it would at once."""


@pytest.mark.parametrize("how", WON_OVER)
def test_whoever_is_won_over_is_not_passed_over(how):
    sketch = replace(WON_OVER[how], rounds=200)
    world = replace(sketch, coefficient={"speed": 0.5, "memory": 12.0, "tolerance": 99.0} | sketch.coefficient).build()
    for run in range(3):
        state = begun(world, [], run)
        view = plain(world), plain(state)
        while not finished(*view) and state.stance[0] == codes.NONE:
            play_round(*view)
        assert 2 < state.clock.round < 150
        assert state.stance[0] != codes.NONE


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_whoever_is_refused_or_has_no_hope_is_weighed(sign):
    """Also where a veto, and a date, are worth less than nothing: they make up for each other."""
    refused = Sketch(
        [-9.0, -9.0],
        coefficient={
            "exit": 0.3,
            "hopelessness": 3.0,
            "veto": sign,
            "small": 0.0,
            "pressure": 2.0 * sign - 2.0,
            "memory": 900.0,
        },
        demands=[{"holder": 1, "concerns": 0, "red_line": 1}],
        focal=[(1400, 1.0)],
    )
    with pytest.MonkeyPatch.context() as patch:
        assert_bounds(refused, [], 2, 5, patch)


def hurt(world, state):
    """Member 0 thinks the less of candidate 0, which is less of a rival then."""
    state.wound[0] = 2**20
    followers.bear(world, state, 0, 0)


def left(world, state):
    """Several others, liked alike, gain together more than what the one was liked that has left."""
    moves.leave(world, state, 0)


@pytest.mark.parametrize("happened", [hurt, left])
def test_everybody_is_weighed_anew(happened):
    world = Sketch([[0.0, 0.0, 0.0]]).build()
    state = begun(world, [], 0)
    moves.movers(state)
    happened(world, state)
    assert state.clock.stale


ANY_NUMBER = st.one_of(st.sampled_from(WILD), st.floats(-1e4, 1e4))


@given(st.floats(2.0**-53, 1 - 2.0**-53), ANY_NUMBER, st.sampled_from([1 / 7, 1.0, 31 / 7]))
def test_a_hazard_acts_as_reckoned_in_full(u, rate, weeks):
    whole = hazard.probability(rate, weeks)
    for near in (u, whole, np.nextafter(whole, -1.0), np.nextafter(whole, 2.0)):
        assert shortcuts.happens(near, rate, weeks) == (near < whole)


@given(st.floats(2.0**-53, 1 - 2.0**-53), ANY_NUMBER)
def test_who_surely_does_not_meet_does_not(u, expected):
    for near in (u, 1.0 - expected, np.nextafter(1.0 - expected, -1.0), np.nextafter(1.0 - expected, 2.0)):
        if 0.0 < near < 1.0 and shortcuts.nobody_meets(near, expected):
            assert bargaining.meetings(expected, near) == 0


def asking_late():
    """Two who ask from the start or from a day on, and two who may ask when another is paid."""
    demands = [
        {"holder": 0, "worth": 4.0, "grantor": codes.CHAIR},
        {"holder": 1, "latent": codes.OPEN},
        {"holder": 2, "worth": 1.0, "raised": 50},
        {"holder": 3, "latent": codes.OPEN},
    ]
    numbers = {"concession": 1.0, "step": 0.5, "tolerance": 0.5, "opportunism": 100.0, "late_worth": 2.0}
    shape = {"round_days": 1, "rounds": 300, "demands": demands, "coefficient": numbers, "mode": codes.BARGAINED}
    return Sketch([2.0] * 4, **shape).build()


@given(st.floats(0.0, 1e3), st.floats(0.0, 2.0), st.floats(0.0, 1e3), st.floats(2.0**-53, 1 - 2.0**-53), st.booleans())
def test_nobody_is_passed_over_who_would_ask(opportunism, take_back, paid, v, said_yes):
    world = asking_late()
    state = begun(world, [], 0)
    c = state.number.coefficient
    c.opportunism, c.take_back = opportunism, take_back
    view = plain(world), plain(state)
    if said_yes:
        moves.commit(*view, 1, 0)
    worth = c.late_worth * hazard.exp(followers.SPREAD * distributions.normal(v))
    chance = settling.asks_late(opportunism, paid, 4, c.step, worth, c.isolation, state.share[0], 4)
    chance *= take_back if said_yes else 1.0
    for near in (0.0, 1.0):
        luck = min(1.0 - 2.0**-53, max(2.0**-53, float(np.nextafter(chance, near))))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(followers, "pair", lambda *_: (luck, v))  # noqa: B023
            assert (followers.raises(*view, 1, 0, paid, 0) >= 0) == (luck < chance)


def test_whoever_has_asked_or_will_is_listed():
    """No holder is passed over that has a demand on the table, or will have; who asks late is added when it does."""
    world, lists = asking_late(), []
    for run in range(5):
        state = begun(world, [], run)
        view = plain(world), plain(state)
        while not finished(*view):
            known = {int(i) for i in world.holder[state.raised != codes.NEVER]}
            lists.append(state.asker[: state.clock.asking].tolist())
            assert lists[-1] == sorted(known)
            play_round(*view)
    assert [0, 2] in lists
    assert [0, 1, 2, 3] in lists


def test_of_those_who_asked_none_is_left_in_the_next_run():
    world = asking_late()
    used, fresh = begun(world, [], 0), begun(world, [], 1)
    view = plain(world), plain(used)
    while not finished(*view):
        play_round(*view)
    assert used.clock.asking > fresh.clock.asking
    take_seats(world, used, *key(7), 1)
    assert used.asker.tolist() == fresh.asker.tolist()
