"""A scenario at the extremes of every bound of the schema plays: alike in both drivers, and everything stays finite."""

import itertools
import math
import os
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from whitesmoke.errors import ScenarioError
from whitesmoke.evidence.parameters import slots
from whitesmoke.model.ensemble import compiled, ensemble, new_outcomes, nothing_per_run, play
from whitesmoke.model.lang import plain
from whitesmoke.model.phases import decide
from whitesmoke.model.recorder import record
from whitesmoke.model.rng import key
from whitesmoke.model.run_state import new_state
from whitesmoke.scenario.build import build
from whitesmoke.scenario.families import FIRST_U, LAST_U, drawn, reach
from whitesmoke.scenario.load import load
from whitesmoke.scenario.numbers import Distribution
from whitesmoke.scenario.slots import range_of
from whitesmoke.telling.explain import explain

EVERYTHING = Path(__file__).with_name("sittings.toml")
SIZED = ("shock", "worth", "ceiling", "grant")
SPATIAL = ("position", "salience", "distance_power")
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
EXAMPLES = int(os.environ.get("WHITESMOKE_EXAMPLES", "25"))
WHOLE = load(EVERYTHING)


def may_be_set(path):
    """Say whether a number may be set by itself: lengths of silence go together, most events have no amount."""
    table, name = path.split(".")[:2]
    if table == "events":
        return name in WHOLE.scenario.events and WHOLE.scenario.events[name].kind in SIZED
    red_line = table == "demands" and WHOLE.scenario.demands[name].red_line
    return not red_line and table != "rule"


PATHS = {path: range_of(path, WHOLE.scenario) for path in slots(WHOLE) if may_be_set(path)}
SEED = 2**50 + 3


def numbers(path):
    """A number at an end of its range, next to it, in the middle, or drawn from all of it."""
    low, high = PATHS[path].low, PATHS[path].high
    if any(word in path for word in SPATIAL[:2]):
        low, high = low / 1e4, high / 1e4
    low = 5e-324 if PATHS[path].above else low
    ends = [low, high, (low + high) / 2, low + 1e-9, 5e-324, 2e-308, -0.0, 1.0]
    all_of_it = [
        f'dist = "uniform", low = {low}, high = {high}',
        f'dist = "triangular", low = {low}, mode = {low}, high = {high}',
        f'dist = "normal", mean = {(low + high) / 2}, sd = {high}, low = {low}, high = {high}',
    ]
    return st.sampled_from(
        [*(repr(end) for end in ends if PATHS[path].has(end)), *(f"{{ {one} }}" for one in all_of_it)]
    )


@st.composite
def changes(draw):
    """Values for some of the numbers of a scenario in which everything happens that can."""
    chosen = draw(st.lists(st.sampled_from(sorted(PATHS)), min_size=1, max_size=40, unique=True))
    given_ = [f"{path}={draw(numbers(path))}" for path in chosen]
    silence = draw(st.sampled_from([(0, 0), (0, 36525), (36525, 36525), (3, 8)]))
    response = draw(st.sampled_from(["logistic", "proportional"]))
    days = draw(st.sampled_from([1, 7, 31]))
    return [
        *given_,
        f"rule.silence={{ low = {silence[0]}, high = {silence[1]} }}",
        f'parameters.response="{response}"',
        f"calendar.round_days={days}",
    ]


def in_python(world, runs):
    state, outcomes = new_state(world), new_outcomes(world, runs)
    play(plain(world), plain(state), outcomes, nothing_per_run(runs), np.arange(runs), *key(SEED), True, world.rounds)
    return state, outcomes


def assert_plays(given_):
    try:
        case = build(load(EVERYTHING, given_))
    except ScenarioError as refused:
        said = str(refused)
        assert "the most that can be reckoned with" in said, said
        return
    state, here = in_python(case.world, 2)
    there = ensemble(case.world, 2, SEED)
    assert all(a.tobytes() == b.tobytes() for a, b in zip(here, there, strict=True))
    for field in (state.number.flat, state.baseline, state.gauge.array, state.shame, state.share, here.met):
        assert np.isfinite(field).all()
    assert ((here.met >= 0.0) & (here.met <= 1.0)).all()
    assert_adds_up(case)


def assert_adds_up(case):
    """What is said of a decision is finite, behind a red line null, and the terms add up to the whole."""
    trace = record(case, SEED, 0)
    for look, i, k in itertools.product(trace.looks[:2], range(3), range(len(case.world.home))):
        terms = decide.terms(case.world, look, i, k)
        whole = decide.acceptance(case.world, look, i, k)
        assert whole == -math.inf if -math.inf in terms else math.isfinite(whole)
    found = explain(trace, case.names.members[0], case.names.start + timedelta(case.world.round_days))
    for view in found.views:
        assert all(math.isfinite(term) for name, term in view.terms.items() if name != "demands")
        assert view.acceptance == pytest.approx(sum(view.terms.values()), rel=1e-12, abs=1e-6)


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, phases=NO_SHRINKING)
@given(changes())
def test_extremes_play_alike(given_):
    compiled()
    assert_plays(given_)


@pytest.mark.slow
@settings(max_examples=600, deadline=None, phases=NO_SHRINKING)
@given(changes())
def test_many_extremes_play_alike(given_):
    assert_plays(given_)


@pytest.mark.parametrize("end", ["low", "high"])
def test_everything_at_one_end(end):
    """Every number of the scenario at the same end of its range at once."""

    def value(path):
        scale = 1e-4 if any(word in path for word in SPATIAL) else 1.0
        return getattr(PATHS[path], end) * scale or (1e-300 if PATHS[path].above else 0.0)

    assert_plays([f"{path}={value(path)!r}" for path in PATHS])


@given(
    st.sampled_from(["normal", "lognormal", "uniform", "triangular"]),
    st.lists(st.floats(-1e308, 1e308), min_size=3, max_size=3, unique=True),
    st.floats(0.0, 1e308),
)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_the_reach_of_a_distribution_is_what_it_draws(family, numbers_, sd):
    """Nothing between the ends of u is drawn from beyond what it draws there; any arguments at all get an answer."""
    low, mode, high = sorted(numbers_)
    cut = {"low": None, "high": None}
    one = {"mean": mode, "sd": sd, **cut} if "normal" in family else {"low": low, "mode": mode, "high": high}
    number = Distribution.model_construct(dist=family, **one)
    smallest, largest = reach(number)
    if math.isfinite(smallest) and math.isfinite(largest):
        assert all(smallest <= drawn(number, u) <= largest for u in (FIRST_U, 1e-9, 0.3, 0.5, 0.7, LAST_U))
