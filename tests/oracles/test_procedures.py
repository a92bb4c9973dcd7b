"""Consent that has to be ratified: the last of n procedures, and any other, as order statistics, in both drivers.

Setting: rounds of a day, everybody says yes at once (two scripted endorsements on the first day), each member's own
procedure takes a log-normal number of weeks, mean of logs 3.0, sd 0.5, of which a member draws its own.

    E[day of the q-th of n] = sum over days d >= 0 of P(fewer than q of n are over by d)
    P(a procedure is over by day d) = Phi((log(d / 7) - 3) / 0.5)

For the last of ten it is 317.40 days; here half a day more, for a yes counts from the first whole day on.
"""

import math
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest
from whitesmoke.model import codes
from whitesmoke.model.ensemble import ensemble
from whitesmoke.model.phases.opening import begin
from whitesmoke.model.recorder import record
from whitesmoke.model.rng import key
from whitesmoke.model.round import play_round
from whitesmoke.model.rules import distributions
from whitesmoke.model.run_state import new_state

from tests.unit.cases import case
from tests.worlds import Sketch, quota_of

MEAN, SD, TEN = 3.0, 0.5, 10
ARGUMENTS = (distributions.LOGNORMAL, [MEAN, SD, 0.0, 0.0, 1.0])
RUNS = 4000


def treaty(q=TEN, rounds=2500, **changes):
    """Ten members say yes to a text on day 0, by endorsement; q of them must have ratified it."""
    yes = [{"day": 0, "kind": codes.ENDORSE, "member": i, "candidate": 0} for i in range(TEN)]
    given = {"kind": [codes.PROPOSAL], "procedure": [1], "durations": ARGUMENTS, "rule": [quota_of(q)]}
    return Sketch([0.0] * TEN, rounds=rounds, round_days=1, events=yes, **given | changes)


def over_by(day):
    """The chance that a procedure that began on day 0 is over by a day."""
    return NormalDist(MEAN, SD).cdf(math.log(day / 7)) if day > 0 else 0.0


def expected_day(q, n=TEN):
    """Mean day of the q-th of n procedures, each over on the first whole day after its end."""
    return sum(fewer_than(q, n, over_by(day)) for day in range(3000))


def fewer_than(q, n, p):
    return sum(math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(q))


def test_two_ways_to_the_mean_of_the_last_of_ten():
    """The integral of exp(3 + z / 2) against the density of the largest of ten normals, and the sum over days."""
    z = np.linspace(-9.0, 9.0, 20_001)
    below = np.array([NormalDist().cdf(x) for x in z])
    density = TEN * below ** (TEN - 1) * np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    mean = 7 * float(np.trapezoid(np.exp(MEAN + SD * z) * density, z))
    assert mean == pytest.approx(317.40, abs=0.01)
    assert expected_day(TEN) == pytest.approx(mean + 0.5, abs=0.01)


@pytest.mark.parametrize("q", [1, 6, TEN])
def test_the_last_that_the_rule_needs(q):
    found = ensemble(treaty(q).build(), RUNS, seed=5)
    assert (found.winner == 0).all()
    standard_error = found.round.std() / math.sqrt(RUNS)
    assert found.round.mean() == pytest.approx(expected_day(q), abs=4 * standard_error)
    ratified = np.sort(found.counted_on, axis=1)
    assert np.array_equal(ratified[:, q - 1], found.round)  # decided on the day of the q-th
    assert (found.committed_on == 0).all()


def test_both_drivers_agree():
    sketch = treaty(6, ratified=[codes.NEVER, 40, *[codes.NEVER] * (TEN - 2)])
    found = ensemble(sketch.build(), 8, seed=5)
    for run in range(8):
        trace = record(case(sketch), 5, run)
        assert trace.final.counted.tolist() == found.counted_on[run].tolist()
        assert (trace.winner, trace.rounds) == (found.winner[run], found.round[run])
        assert np.array_equal(found.counted[run, : trace.rounds + 1], trace.counted)
        told = [entry for entry in trace.entries if entry.kind == "ratification"]
        assert sorted(entry.round for entry in told) == sorted(
            on for on in found.counted_on[run].tolist() if on != codes.NEVER
        )
    assert found.counted_on[found.round >= 40, 1].tolist() == [40] * int((found.round >= 40).sum())


def test_each_member_has_its_own_length_and_keeps_it():
    """Lengths of members are independent; those of one run do not hang on who else is there or on the rule."""
    whole, few = (ensemble(treaty(q).build(), 500, seed=9).counted_on for q in (TEN, 6))
    assert abs(np.corrcoef(whole.T) - np.eye(TEN)).max() < 0.2
    done = few != codes.NEVER
    assert np.array_equal(few[done], whole[done])


def test_a_member_that_never_ratifies_and_leaves():
    """Who has not ratified holds up unanimity; when it leaves, its consent and vote go with it: settled that day."""
    never = treaty(durations=None, duration=[1.0] * (TEN - 1) + [9000.0], rule=[([1], [0, 0, 1], [1, 1, 0])])
    assert ensemble(never.build(), 3, seed=1).winner.max() == codes.NONE
    leaving = replace(never, departure=[*[codes.NEVER] * (TEN - 1), 152])
    assert ensemble(leaving.build(), 3, seed=1).round.tolist() == [152] * 3


def test_who_stops_a_run_may_change_when_a_procedure_ends():
    """Of procedures of 20 weeks, stopped on day 5: all over by day 9, or one of them a day later than the others."""
    world = treaty(durations=None, duration=[20.0] * TEN).build()
    state = new_state(world)
    begin(world, state, *key(1), 0)
    while state.clock.round < 5:
        play_round(world, state)
    assert ensemble(world, 1, 1, start=state).round.tolist() == [140]
    state.counts_from[:] = 9
    assert ensemble(world, 1, 1, start=state).round.tolist() == [9]
    state.counts_from[3] = 10
    assert ensemble(world, 1, 1, start=state).round.tolist() == [10]


def test_without_weeks_it_is_a_proposal():
    sketch = Sketch([0.3, 1.0, 2.0], kind=[codes.PROPOSAL], coefficient={"speed": 0.5})
    found, plain = (ensemble(replace(sketch, procedure=[on]).build(), 50, seed=3) for on in (1, 0))
    for name in ("winner", "round", "stance", "committed_on", "tally"):
        assert getattr(found, name).tobytes() == getattr(plain, name).tobytes()
    assert np.array_equal(found.counted_on, found.committed_on)
    assert np.array_equal(found.counted, found.tally)


def test_an_abstention_that_is_as_good_as_a_yes_needs_no_procedure():
    lenient = ensemble(treaty(rule=[([1], [0, 1, 1], [1, 1, 0])]).build(), 5, seed=2)
    assert lenient.round.tolist() == [1] * 5


def test_a_procedure_may_take_longer_than_any_calendar():
    """Of e**25 weeks, some 500 thousand million days: nobody's yes ever counts."""
    sketch = treaty(durations=(distributions.LOGNORMAL, [25.0, 0.1, 0.0, 0.0, 1.0]), rounds=30)
    found = ensemble(sketch.build(), 20, seed=1)
    assert (found.winner == codes.NONE).all()
    assert (found.counted_on == codes.NEVER).all()
    trace = record(case(sketch), seed=1)
    assert trace.winner == codes.NONE
    assert (trace.final.counts_from > codes.NEVER).all()
