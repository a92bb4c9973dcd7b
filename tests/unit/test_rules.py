"""The rules, each against its formula written a second time with the standard library."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whitesmoke.model.codes import ABSTAIN, NO, YES
from whitesmoke.model.rules import bargaining, candidacy, hazard, influence, preferences, pressure, stance, voting


def test_hazard():
    assert hazard.logistic(0.0) == 0.5
    assert hazard.logistic(-math.inf) == 0.0
    assert hazard.logistic(2.0) == pytest.approx(1 / (1 + math.exp(-2)), rel=1e-15)


@given(st.floats(0, 20), st.floats(0, 10), st.floats(0, 10))
def test_waiting_twice_is_waiting_longer(rate, weeks, more):
    """The chance to wait through two rounds is the chance to wait through one that is as long as both."""
    waits = [1 - hazard.probability(rate, length) for length in (weeks, more, weeks + more)]
    assert waits[0] * waits[1] == pytest.approx(waits[2], rel=1e-12, abs=1e-15)


def test_preferences():
    assert preferences.distance_loss(-3.0, 0.5, 1.0) == 1.5
    assert preferences.distance_loss(-3.0, 0.5, 2.0) == 4.5
    assert preferences.distance_loss(-3.0, 0.5, 1.5) == pytest.approx(0.5 * 3**1.5, rel=1e-15)
    assert preferences.distance_loss(0.0, 0.5, 1.5) == 0.0
    assert preferences.baseline(1.0, 2.0, 4.0, 0.5, 0.25) == 1.0 + 2.0 - 4.0 + 0.5 - 0.25


def test_a_better_status_quo_costs_one_for_one():
    assert preferences.baseline(1.0, 2.0, 0.5, 0.0, 1.5) == preferences.baseline(1.0, 2.0, 0.5, 0.0, 0.5) - 1.0


def test_influence():
    assert influence.share_of_influence(3 * 2**38) == 0.75
    assert influence.supporters_share(20, 1, 31) == 19 / 31
    assert influence.supporters_share(1, 1, 0) == 0.0
    assert influence.shame(4.0, 0.5, 4) == 0.25
    assert influence.shame(4.0, 1.0, 0) == 4.0
    assert influence.isolation(2.0, 0.25, True) == 1.5
    assert influence.isolation(2.0, 0.25, False) == 2.0


def test_pressure():
    assert pressure.pressure(4.8, 0.6, 2.3, 2.3) == pytest.approx(4.8 * 0.6 / math.e, rel=1e-15)
    assert pressure.pressure(4.8, 0.6, 0.0, 2.3) == 4.8 * 0.6


def test_bargaining():
    assert bargaining.unmet(8.0, 0.25) == 6.0
    assert bargaining.ungrantable(8.0, 0.75) == 2.0
    assert bargaining.meeting_rate(0.25, 0.5, 3) == 0.5
    assert bargaining.meeting_rate(0.25, 0.5, 0) == 1.5
    assert bargaining.concede(0.25, 0.75) == 0.5
    awaited = bargaining.anticipation(1.8, 5.0, 0.9, 0.4, 0.25, 6.0, 2)
    assert awaited == pytest.approx(1.8 * 5.0 * 0.5 * (1 - math.exp(-2 * 0.25 * 6 / 2)), rel=1e-14)
    assert bargaining.anticipation(1.8, 5.0, 0.9, 0.4, 0.25, 0.0, 2) == 0.0
    assert bargaining.anticipation(1.8, 5.0, 0.4, 0.9, 0.25, 6.0, 2) == 0.0


def test_candidacy():
    rate = candidacy.exit_rate(5.0, 2.0, 1.5, 0.3, 0.25, 1.0)
    assert rate == pytest.approx(5.0 * (math.exp(-3) + 0.3 * 0.25) * 2, rel=1e-15)
    assert candidacy.firmly_opposed(True, 0.0, 2.0)
    assert candidacy.firmly_opposed(False, 2.1, 2.0)
    assert not candidacy.firmly_opposed(False, 2.0, 2.0)


def test_stance():
    assert stance.acceptance(*(2.0**x for x in range(8))) == 255.0
    assert stance.acceptance(1.0, 1.0, -math.inf, 1.0, 1.0, 1.0, 1.0, 1.0) == -math.inf
    assert stance.commitment_rate(2.4, 0.0) == 1.2
    assert stance.commitment_rate(2.4, -math.inf) == 0.0
    assert stance.defection_rate(2.0, 30.0) == pytest.approx(2 * math.exp(-30), rel=1e-12)
    assert (stance.preferred_pull(2.0, 1.5), stance.preferred_pull(2.0, -1.5)) == (3.0, 0.0)


@pytest.mark.parametrize(
    ("elsewhere", "red_line", "unmet", "objects"),
    [(False, False, 2.0, False), (False, False, 2.1, True), (True, False, 0.0, True), (False, True, 0.0, True)],
)
def test_opposed(elsewhere, red_line, unmet, objects):
    assert stance.opposed(elsewhere, red_line, unmet, 2.0) == objects


def test_voting():
    assert [voting.vote(True, False), voting.vote(False, True), voting.vote(False, False)] == [YES, NO, ABSTAIN]
    assert voting.vote(True, True) == YES
    assert voting.reached(22, 32, 2, 3, 0)
    assert not voting.reached(21, 32, 2, 3, 0)
    assert voting.reached(31, 32, 1, 1, -1)
    assert voting.counts_only_yes(0, 0)
    assert not voting.counts_only_yes(-1, 0)
