"""Who held it up where an abstention is enough: those who objected, not who was last to commit."""

import csv
import io

import pytest
import whitesmoke as ws
from whitesmoke.commands.scenarios import new
from whitesmoke.model.objections import objections
from whitesmoke.model.reading import carried_from
from whitesmoke.model.recorder import record
from whitesmoke.scenario import open_case
from whitesmoke.telling.first import parts
from whitesmoke.telling.many_runs import per_run_csv
from whitesmoke.telling.run_json import as_json
from whitesmoke.telling.story import holding, holdouts, verdict, who_held_up


@pytest.fixture
def wto(tmp_path, capsys):
    """At meetings, where the numbers below were worked out."""
    new("trial", tmp_path, "wto-general-council")
    capsys.readouterr()
    return lambda changes: ws.open(tmp_path / "trial.toml", changes={"bargaining.mode": "meetings", **changes})


def held_up(trace):
    return next(lines for title, lines in parts(trace) if title.startswith("Who held it up"))


def test_the_objector_is_named_until_it_got_enough_and_not_who_committed_last(wto):
    trace = wto({}).run(1).trace
    (told,) = held_up(trace)
    assert told.startswith("South Africa objected until 7 April 2025, when 68 % of ")
    assert told.endswith(" had been granted.")
    assert "Australia" not in " ".join(verdict(trace))
    data = as_json(trace)
    assert data["objectors"] == [{"member": "ZAF", "until": "2025-04-07", "ended": "content"}]
    assert data["last_holdouts"][0]["member"] == "AUS"
    (one,) = objections(trace).by
    assert trace.met[one.round][0] <= 0.5 < trace.met[one.round + 1][0]  # worth 4, tolerance 2: half of it


def test_who_objects_to_the_end_is_told_so_with_what_it_wanted(wto):
    trace = wto({"demands.objection.ceiling": 0.2, "demands.objection.worth": 30.0, "parameters.exit": 0}).run(1).trace
    assert trace.winner < 0
    (told,) = held_up(trace)
    assert told == 'South Africa objected to the end, over "what it wants in return", of which 20 % had been granted.'
    assert as_json(trace)["objectors"] == [{"member": "ZAF", "until": None, "ended": None}]


def test_where_nobody_objects_nobody_held_it_up(wto):
    trace = wto({"demands.objection.worth": 1.0}).run(1).trace
    assert held_up(trace) == ["Nobody did: the rule (consensus) was met as long as it could be decided."]
    assert "What would have tipped it sooner" not in dict(parts(trace))


def test_where_a_yes_is_waited_for_it_is_told_as_before():
    trace = ws.open("tutorial").run(1).trace
    assert objections(trace) == ([], True, True)
    assert " committed last, on " in held_up(trace)[0]


def test_many_runs_say_that_the_last_need_not_be_who_held_it_up(wto, capsys):
    wto({}).runs(2, 1).show()
    assert "the last to commit need not be who held it up" in " ".join(capsys.readouterr().out.split())
    ws.open("tutorial").runs(2, 1).show()
    assert "need not be who" not in " ".join(capsys.readouterr().out.split())


def test_who_was_overruled_is_in_the_tables_of_runs(wto):
    opposed = {"demands.objection.ceiling": 0.2, "demands.objection.worth": 30.0, "parameters.exit": 0}
    runs = wto(opposed).change({}, rule="two-thirds").runs(20, 1)
    rows = list(csv.DictReader(io.StringIO(per_run_csv(runs.case.compiled, runs.outcomes))))
    codes = runs.case.compiled.names.members
    for r, (row, told) in enumerate(zip(rows, runs.frame()["overruled"].fillna(""), strict=True)):
        who = {codes[i] for i in runs.outcomes.overruled[r].nonzero()[0]}
        assert set(row["overruled"].split()) == who == set(told.split())
    assert {row["overruled"] for row in rows} == {"ZAF"}


def test_who_came_in_while_it_waited_did_not_hold_it_up():
    """Two of three carry; the third comes round in the weeks of silence, and is the last to commit all the same."""
    trace = record(open_case("tutorial", ["rule.silence={low=30,high=40}"], "majority"), 1)
    assert carried_from(trace) < trace.rounds
    assert [one.member for one in holdouts(trace)] == ["GAM"]
    assert [one.member for one in holding(trace)] == ["BET"]
    (told,) = who_held_up(trace)
    assert told.startswith("Betania committed last before it carried, on 14 January 2030")
    at_once = record(open_case("tutorial", ["rule.silence={low=0,high=0}"], "unanimity"), 1)
    assert carried_from(at_once) == at_once.rounds
    assert holding(at_once) == holdouts(at_once)
    assert " committed last, on " in who_held_up(at_once)[0]
