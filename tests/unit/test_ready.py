"""Worlds are made ready once: what is kept of them never shows in a result, is nobody else's, and is little."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whitesmoke.model import ready, room
from whitesmoke.model.coefficients import place
from whitesmoke.model.ensemble import PerRun, ensemble
from whitesmoke.model.run_state import new_state
from whitesmoke.scenario import open_case

from tests.generated import sketches, talking
from tests.worlds import Sketch, build


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "_kept", {})


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The Worlds for which states were made, one entry for each."""
    found: list[object] = []
    monkeypatch.setattr(ready, "new_state", lambda world: found.append(world) or new_state(world))
    return found


def test_a_world_that_is_played_again_is_not_made_ready_again(made: list[object]) -> None:
    one, other = open_case("tutorial").world, open_case("tutorial").world
    for world in (one, other, one, one, other):
        ensemble(world, 3, 1)
    assert [id(world) for world in made] == [id(one), id(other)]


@settings(max_examples=40)
@given(st.one_of(sketches(), talking()), st.integers(0, 9))
def test_who_played_before_does_not_show(sketch: Sketch, seed: int) -> None:
    world = build(sketch)
    fresh = ensemble(build(sketch), 2, seed)
    ensemble(world, 3, seed + 1, per_run=PerRun(np.array([place("speed")]), np.array([[9.0], [0.1], [2.0]])))
    again = ensemble(world, 2, seed)
    assert all(a.tobytes() == b.tobytes() for a, b in zip(fresh, again))


def test_two_who_play_at_once_have_states_of_their_own() -> None:
    world = open_case("tutorial").world
    ensemble(world, 1, 1)
    with ready.made_ready(world, 1) as one, ready.made_ready(world, 1) as other:
        assert one is not other
        assert one.states.get() is not other.states.get()


def test_no_more_is_kept_than_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    worlds = [open_case("tutorial").world for _ in range(ready.WORLDS + 2)]
    for world in worlds:
        ensemble(world, 1, 1)
    assert [id(one.world) for one in ready._kept.values()] == [id(world) for world in worlds[2:]]
    monkeypatch.setattr(room, "SMALL", 3 * room.of_state(new_state(worlds[0])))
    ensemble(worlds[0], 4, 1, threads=2)
    assert [one.states.qsize() for one in ready._kept.values()] == [1, 2]
    ensemble(worlds[0], 4, 1, threads=4)
    assert not ready._kept


def test_what_went_wrong_leaves_nothing_behind() -> None:
    world = open_case("tutorial").world
    with pytest.raises(ZeroDivisionError):
        ensemble(world, 4, 1, progress=lambda done: 1 / 0)
    whole = ensemble(open_case("tutorial").world, 4, 1)
    assert all(a.tobytes() == b.tobytes() for a, b in zip(whole, ensemble(world, 4, 1)))
