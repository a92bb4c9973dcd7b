"""The Python driver and the compiled one play the same runs, bit for bit."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whitesmoke.model.ensemble import Outcomes, PerRun, compiled, ensemble, new_outcomes, nothing_per_run, play
from whitesmoke.model.phases.opening import begin
from whitesmoke.model.rng import key
from whitesmoke.model.round import finished, play_round
from whitesmoke.model.run_state import copy_state, new_state
from whitesmoke.model.world import number_views

from tests.generated import generated, sketches, talking

SEED = 2**40 + 7


def in_python(world, runs, seed=SEED, first=0):
    """`whitesmoke.model.ensemble.ensemble`, not compiled."""
    state, outcomes = new_state(world), new_outcomes(world, runs)
    number = np.arange(first, first + runs)
    play(world, state, outcomes, nothing_per_run(runs), number, *key(seed), True, world.rounds)
    return outcomes


def assert_same(left, right):
    for name in left._fields:
        a, b = getattr(left, name), getattr(right, name)
        assert a.dtype == b.dtype
        assert a.tobytes() == b.tobytes(), f"{name}\n{a}\n{b}"


@generated
@given(st.one_of(sketches(), talking()))
def test_drivers_agree(sketch):
    world = sketch.build()
    assert_same(in_python(world, 3), ensemble(world, 3, SEED))


@generated
@given(sketches(), st.integers(1, 39))
def test_batches_agree(sketch, cut):
    """Runs 5 .. 44 at once are the same runs as in two batches."""
    world = sketch.build()
    whole, parts = (
        ensemble(world, 40, SEED, 5),
        (ensemble(world, cut, SEED, 5), ensemble(world, 40 - cut, SEED, 5 + cut)),
    )
    assert_same(whole, type(whole)(*(np.concatenate(pair) for pair in zip(*parts, strict=True))))


@generated
@given(sketches(), st.integers(0, 12))
def test_resuming_agrees(sketch, stop):
    """A run that goes on from a copy of its state after some rounds ends as the uninterrupted one."""
    world = sketch.build()
    whole = new_state(world)
    begin(world, whole, *key(SEED), 3)
    copy = None
    for t in range(world.rounds + 1):
        if t == stop:
            copy = copy_state(whole)
        if finished(world, whole):
            break
        play_round(world, whole)
    if copy is not None:
        while not finished(world, copy):
            play_round(world, copy)
        assert contents(copy) == contents(whole)


@generated
@given(sketches(), st.integers(0, 12))
def test_compiled_resuming_agrees(sketch, stop):
    """A run stopped by the compiled driver and gone on with from its state, with the same luck, is the whole run."""
    world = sketch.build()
    whole = ensemble(world, [3], SEED)
    state = new_state(world)
    outcomes = new_outcomes(world, 1)
    engine, number, given_ = compiled(), np.array([3]), nothing_per_run(1)
    engine(world, state, outcomes, given_, number, *key(SEED), True, stop)
    early = outcomes.tally[:, : stop + 1].copy()
    rest = ensemble(world, [3], SEED, start=state)
    assert np.array_equal(early, whole.tally[:, : stop + 1])
    left, right = (one._replace(tally=one.tally[:, stop:], counted=one.counted[:, stop:]) for one in (whole, rest))
    assert_same(left, right)


@generated
@given(sketches(), st.data())
def test_numbers_per_run_agree(sketch, data):
    """A run with numbers of its own is that run of a world which has these numbers, in both drivers."""
    world = sketch.build()
    size = world.number.flat.size
    slot = np.array(sorted(data.draw(st.sets(st.integers(0, size - 1), min_size=1, max_size=6))))
    value = data.draw(st.lists(st.floats(0.1, 0.9), min_size=3 * len(slot), max_size=3 * len(slot)))
    per_run = PerRun(slot, np.array(value).reshape(3, -1))
    found = ensemble(world, 3, SEED, per_run=per_run)
    for r in range(3):
        number = number_views(world.number.flat.copy(), world.number)
        number.flat[slot] = per_run.value[r]
        undrawn = [j for j in range(len(world.draw_slot)) if world.draw_slot[j] not in slot]
        fixed = without_draws(world._replace(number=number), undrawn)
        assert_same(in_python(fixed, 1, first=r), Outcomes._make(field[r : r + 1] for field in found))


def without_draws(world, kept):
    """The same world in which only some of the slots are drawn."""
    start = np.searchsorted(kept, world.draw_start).astype(np.int64)
    return world._replace(draw_start=start, draw_slot=world.draw_slot[kept])


@generated
@given(sketches())
def test_a_used_state_is_as_good_as_new(sketch):
    """Nothing of one run is left in the next: `begin` fills every array."""
    world = sketch.build()
    used, fresh = new_state(world), new_state(world)
    begin(world, used, *key(SEED), 0)
    while not finished(world, used):
        play_round(world, used)
    begin(world, used, *key(SEED), 1)
    begin(world, fresh, *key(SEED), 1)
    while not finished(world, fresh):
        play_round(world, fresh)
        play_round(world, used)
    assert contents(used) == contents(fresh)


def contents(state):
    """Every array of a state as bytes, by name."""
    return {
        name: bytes(field.flat if name == "number" else field) for name, field in zip(state._fields, state, strict=True)
    }


@pytest.mark.slow
def test_inside_the_arrays(tmp_path):
    """Compiled with bounds checks, the same worlds neither fail nor change."""
    root = Path(__file__).parents[2]
    checked = {"NUMBA_BOUNDSCHECK": "1", "XDG_CACHE_HOME": str(tmp_path), "WHITESMOKE_EXAMPLES": "200"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"{__file__}::test_drivers_agree"],
        cwd=root,
        env=os.environ | checked,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
