"""A member that leaves: its consent, its weight, its veto and its demands leave with it, and the quota follows."""

import datetime

import numpy as np
import pytest
from whitesmoke.errors import ScenarioError
from whitesmoke.evidence.analysis import endings
from whitesmoke.evidence.record.asof import known_by
from whitesmoke.model import codes
from whitesmoke.model.ensemble import ensemble
from whitesmoke.model.phases.opening import begin
from whitesmoke.model.recorder import record
from whitesmoke.model.round import play_round
from whitesmoke.model.run_state import new_state
from whitesmoke.model.world import seated
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load
from whitesmoke.telling.words import tell

from tests.unit.cases import case
from tests.worlds import Sketch, quota_of

WILLING, NEVER = 30.0, -60.0
SURE = {"speed": 1000.0}
"""who is willing commits in the first round"""


def refused(**sketch):
    """Three of four commit at once; the fourth never does, and leaves on day 152."""
    numbers = {"coefficient": SURE, "round_days": 1, "rounds": 300, "departure": [codes.NEVER] * 3 + [152], **sketch}
    return case([WILLING] * 3 + [NEVER], **numbers)


@pytest.mark.parametrize("rule", [None, [([1, 1, 1, 9], [0, 0, 1], [1, 2, 1])], [([0, 0, 0, 1], [0, 1, 1], [1, 1, 0])]])
def test_a_refusing_member_that_leaves_lets_it_be_settled_on_that_day(rule):
    """By unanimity, by weights of which it has most, and by its veto alone (then nobody else has a vote: never)."""
    sketch = {"demands": [{"holder": 3, "red_line": 1}], **({"rule": rule} if rule else {})}
    found = ensemble(refused(**sketch).world, 5, 1)
    settled = rule is None or sum(rule[0][0]) > 1
    assert (found.winner == (0 if settled else codes.NONE)).all()
    assert (found.round == (152 if settled else 300)).all()
    assert endings.last_texts(refused(**sketch), found)[0] != "M003"  # it had no seat when it was over


def test_its_consent_and_its_votes_leave_with_it():
    world = Sketch([WILLING] * 3, rounds=20, round_days=1, departure=[codes.NEVER, 5, codes.NEVER], coefficient=SURE,
                   ties={(0, 1): 1.0}, rule=[([1, 4, 1], [0, 0, 1], [0, 1, 9])]).build()  # fmt: skip
    state = new_state(world)
    begin(world, state, 1, 0, 0)
    for day in range(1, 8):
        play_round(world, state)
        there = day < 5
        assert (state.committed[0], state.clock.members, state.total[0]) == ((3, 3, 6) if there else (2, 2, 2))
        assert (state.yes[0, 0], state.influence[0, 0] > 0) == ((6, True) if there else (2, False))
        assert state.present.tolist() == seated(world, day).astype(int).tolist() == [1, int(there), 1]


def test_a_member_that_leaves_is_free_of_a_candidate_of_its_own_and_grants_nothing_more():
    demand = {"holder": 0, "worth": 9.0, "grantor": codes.MEMBER, "granting_member": 2}
    world = Sketch([[WILLING, NEVER]] * 3, rounds=50, round_days=1, home=[-1, 2], departure=[codes.NEVER] * 2 + [5],
                   coefficient={"concession": 1000.0}, demands=[demand | {"grantable_from": 6}]).build()  # fmt: skip
    state = new_state(world)
    begin(world, state, 1, 0, 0)
    for _ in range(10):
        play_round(world, state)
    assert (state.stance[2], state.bound[2], state.committed[1], state.met[0]) == (codes.NONE, codes.FREE, 0, 0.0)
    assert state.status[1] == codes.ACTIVE


def test_a_quota_of_votes_is_missed_when_consent_leaves():
    """Three yes are asked for and there: the silence of ten days is cut short by the exit of one of the three."""
    case_ = refused(departure=[codes.NEVER] * 2 + [5, codes.NEVER], rule=[quota_of(3)],
                    coefficient=SURE | {"silence_low": 10.0, "silence_high": 10.0})  # fmt: skip
    trace = record(case_, 1)
    assert trace.winner == codes.NONE
    told = [line for r in (1, 5) for line in tell(trace, [e for e in trace.entries if e.round == r])]
    assert "scripted: Member 2 leaves the body" in told
    assert "its commitment to Candidate 0 goes with Member 2" in told
    assert "Candidate 0 no longer carries, and the silence ends" in told


FILE = """
title = "One leaves"
assumed = true
calendar = { start = 2030-01-07, expiry = 2030-07-01 }
rule = { name = "unanimity" }
[members]
AAA = { weight = 4.0 }
BBB = { weight = 8.0, leaves = LEAVES }
CCC = { weight = 1.0 }
[candidates.text]
name = "The text"
entry = 2030-01-07
"""


def written(folder, leaves, more=""):
    path = folder / "leaves.toml"
    text = FILE.replace('rule = { name = "unanimity" }\n', "") if more.startswith("[rule]") else FILE
    path.write_text(text.replace("LEAVES", leaves) + more, encoding="utf-8")
    return load(path)


def test_who_left_before_the_start_is_not_in_the_body_and_no_measure_of_weights(tmp_path):
    world = build(written(tmp_path, "2020-01-31")).world
    assert seated(world, 0).tolist() == [True, False, True]
    assert world.influence_weight.tolist() == [1.0, 1.0, 0.25]
    assert build(written(tmp_path, "2030-02-01")).world.influence_weight.tolist() == [0.5, 1.0, 0.125]


@pytest.mark.parametrize(
    ("leaves", "more", "message"),
    [
        ("2030-02-01, accession = 2030-03-01", "", "2030-02-01 is before `accession`, 2030-03-01"),
        ("2030-02-01, leaves_known_since = 2030-03-01", "", "2030-03-01 is after the day itself, 2030-02-01"),
        ("2020-01-31", "[rule]\nname = 'majority'\nveto = ['BBB']", "it can never use a veto"),
        ("2020-01-31", "[demands.x]\nholder = 'AAA'\nworth = 1.0\ngrantor = 'BBB'", "it can never grant anything"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path, leaves, more, message):
    with pytest.raises(ScenarioError, match=message):
        written(tmp_path, leaves, more)


def test_a_forecast_knows_of_a_departure_from_its_day_or_since_it_was_known(tmp_path):
    def leaves_as_of(said, day):
        return known_by(written(tmp_path, said), datetime.date.fromisoformat(day)).scenario.members["BBB"].leaves

    announced = "2030-03-29, leaves_known_since = 2030-02-01"
    assert leaves_as_of("2030-03-29", "2030-03-28") is None
    assert str(leaves_as_of("2030-03-29", "2030-03-29")) == "2030-03-29"
    assert leaves_as_of(announced, "2030-01-31") is None
    assert str(leaves_as_of(announced, "2030-02-01")) == "2030-03-29"


def test_figures_and_readings_count_those_who_are_there():
    world = refused().world
    assert seated(world, np.array([[0], [151], [152]])).sum(axis=1).tolist() == [4, 4, 3]
