"""Nobody comes round against the odds that stood there before, unless it is told why."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
import whitesmoke as ws
from whitesmoke.model import codes
from whitesmoke.telling.end_of_day import end_of_day
from whitesmoke.telling.explain import explain
from whitesmoke.telling.stage.steps import steps
from whitesmoke.telling.stage.what_was_new import UNLIKELY
from whitesmoke.telling.stage.who_waits import waiting
from whitesmoke.telling.story import verdict

ELECTION = str(Path(__file__).parents[1] / "agreement" / "ballots.toml")
CASES = [("rutte-iohannis", 0), ("rutte-iohannis", 1), ("rutte-iohannis", 52), ("tutorial", 0), ("nato-2009", 2)]
TOLD = ("New since then", "is luck", "would have been offered", "No meeting with it", "has entered since")


@pytest.mark.parametrize(("name", "run"), CASES)
def test_what_was_unlikely_a_step_before_is_explained(name, run):
    trace = ws.open(name).run(1, run).trace
    told = steps(trace)
    before = waiting(trace, [one["round"] for one in told])
    unlikely = 0
    for step, shown in zip(told[1:], before):
        for act in step["acts"]:
            was = shown["of"].get(act["member"], {})
            if act["kind"] != "commitment" or was.get("on") != act["candidate"] or was.get("chance", 1.0) >= UNLIKELY:
                continue
            lines = next((one["lines"] for one in step["why"] if one["member"] == act["member"]), [])
            assert any(said in line for line in lines for said in TOLD), (step["day"], act, lines)
            unlikely += 1
    assert unlikely


def test_the_end_of_a_day_is_what_the_next_one_begins_with():
    """Where nothing is scripted for the next day, nothing but time has passed until members decide on it."""
    trace = ws.open("rutte-iohannis").run(1, 0).trace
    for t in range(1, trace.rounds):
        evening, later = end_of_day(trace, t), trace.looks[t]
        assert np.array_equal(evening.stance, trace.stances[t])
        assert np.array_equal(evening.committed, trace.committed[t])
        if not any(entry.round == t + 1 for entry in trace.entries):
            assert np.array_equal(evening.shame, later.shame)
            assert np.array_equal(evening.influence, later.influence)
            assert evening.clock.holders == later.clock.holders


def test_the_home_of_one_that_a_ballot_eliminates_is_free_the_same_evening():
    case, freed = ws.open(ELECTION), 0
    for run in range(4):
        trace = case.run(1, run).trace
        for entry in (entry for entry in trace.entries if entry.kind == "exit" and entry.round < trace.rounds):
            home = int(trace.case.world.home[entry.candidate])
            evening, later = end_of_day(trace, entry.round), trace.looks[entry.round]
            assert np.array_equal(evening.bound, later.bound)
            assert np.array_equal(evening.stance, trace.stances[entry.round])
            if home >= 0 and evening.stance[home] == codes.NONE:
                told = waiting(trace, [entry.round])[0]["of"][home]
                assert told["stood"] == "Uncommitted."
                assert told["reasons"]
                freed += 1
    assert freed


def test_explain_says_both_what_it_saw_when_it_decided_and_the_end_of_the_day():
    trace = ws.open("rutte-iohannis").run(1, 0).trace
    names, changed = trace.case.names, 0
    hungary = names.members.index("HUN")
    for t in range(1, trace.rounds):
        found = explain(trace, "HUN", names.date_of_round(t), with_levers=False)
        waits = trace.stances[t][hungary] == codes.NONE
        assert set(found.by_evening) == ({view.candidate for view in found.views} if waits else set())
        changed += any(found.by_evening.get(view.candidate, view.per_week) != view.per_week for view in found.views)
    assert changed


def test_what_the_scenario_has_so_is_no_luck_and_moved_nobody():
    case = ws.open("rutte-iohannis", changes={"events.endorsement.by": ["USA", "HUN", "SVK"]})
    told = steps(case.run(1, 4).trace)
    scripted = {
        (at, act["member"]) for at, step in enumerate(told) for act in step["acts"] if act["detail"] == "scripted"
    }
    given = [(at, one["member"]) for at, step in enumerate(told) for one in step["why"]]
    assert any(
        act["kind"] == "commitment"
        for at, step in enumerate(told)
        for act in step["acts"]
        if (at, act["member"]) in scripted
    )
    assert not scripted & set(given)


def test_a_demand_that_is_dropped_has_a_story_as_well():
    """What a member insists on counts only as long as there is something to be had."""
    case = ws.open("tutorial", changes={"bargaining.mode": "bargained", "demands.harbour.dropped": date(2030, 1, 28)})
    for run in range(6):
        played = case.run(1, run)
        assert steps(played.trace)
        assert verdict(played.trace)


def test_of_a_model_of_ones_own_nothing_is_said_of_what_moved_anybody():
    told = steps(ws.open("rutte-iohannis").run(1, 0).trace, with_reasons=False)
    assert not any(step["why"] for step in told)
    assert not any("endorsed_by" in act for step in told for act in step["acts"])
