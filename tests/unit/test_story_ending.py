"""The last screen: what really came of it, who was last here and over all futures, what each got."""

import datetime
import re

import pytest
import whitesmoke as ws
from whitesmoke.telling.granted import ledger
from whitesmoke.telling.stage.last_screen import ending, in_fact, what_they_got
from whitesmoke.telling.stage.story_odds import beside
from whitesmoke.telling.stage.who_was_last import last_beside
from whitesmoke.writing.estimates import percent


@pytest.fixture(scope="module")
def race():
    return ws.open("rutte-iohannis").run(1, 0)


def test_what_really_came_of_it_is_on_record_and_called_a_fact(race):
    (fact,) = in_fact(race.trace, race.case.loaded)
    assert fact == {"kind": "record", "text": "In fact Mark Rutte was chosen on 26 June 2024."}
    assert in_fact(ws.open("tutorial").run().trace, ws.open("tutorial").loaded) == []
    assert [one["kind"] for one in ending(race.trace, race.case.loaded)] == ["record", "run", "run", "run"]


def test_a_record_without_a_decision_says_so(race):
    given = ws.open("rutte-iohannis", changes={"record.decision": {"date": datetime.date(2024, 6, 26), "source": "s"}})
    assert in_fact(race.trace, given.loaded)[0]["text"] == "In fact it ended on 26 June 2024 without a decision."


def test_each_that_asked_for_something_has_a_line_with_all_that_it_got(race):
    lines, trace = what_they_got(race.trace, 9), race.trace
    assert [line.split()[0] for line in lines] == ["Slovakia", "Hungary", "Türkiye"]
    for grant in ledger(trace):
        name = race.case.members[grant.member]
        line = next(line for line in lines if line.startswith(name))
        day = f"{grant.date.day} {grant.date:%B}"
        assert percent(grant.share) in line
        assert grant.text[:20] in line
        assert day in line
    assert "from Secretary General Stoltenberg on 11 March; nothing of “an apology" in lines[1]
    assert what_they_got(trace, 1)[1:] == [
        "2 others asked for something as well: the box on what is fact tells what any of them got."
    ]


def test_what_was_granted_in_steps_was_got_by_the_last_of_them():
    (line,) = what_they_got(ws.open("tutorial").run(1, 4).trace)
    assert re.search(r"^Gammaland got \d+ % of .* by 28 January\.$", line), line


def test_nobody_gets_nothing_of_what_it_would_not_bargain_about():
    trace = ws.open("council").run(1, 0).trace
    red = [trace.case.names.demand_texts[d] for d in trace.case.world.red_line.nonzero()[0]]
    assert red
    assert not any(text in line for text in red for line in what_they_got(trace, 99))


def test_one_that_got_nothing_has_a_line_that_says_why():
    stuck = ws.open("race-no-opt-out").run(1, 2).trace
    assert what_they_got(stuck)[0].startswith("Hungary got nothing of “an apology")
    assert "it was offered nothing: as far as others knew" in what_they_got(stuck)[0]


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("SVK", "In this run Slovakia came round last; over all futures, too, Slovakia is most often among the last"),
        ("HUN", "In this run Slovakia came round last; over all futures Hungary is most often among the last"),
    ],
)
def test_who_was_last_here_is_joined_with_who_mostly_is(race, last, said):
    member = [*race.case.members].index(last)
    told = last_beside({"last": [{"member": member, "share": 0.78}]}, race.trace)
    assert told.startswith(said)
    assert told.endswith(
        f"(78 of 100 futures). In this run {race.case.members[last]} had been held back by unmet demands and its own "
        "view of the candidate."
    )


def test_after_a_deadlock_nobody_came_round_last():
    stuck = ws.open("race-no-opt-out").run(1, 2).trace
    hungary = stuck.case.names.members.index("HUN")
    told = last_beside({"last": [{"member": hungary, "share": 1.0}]}, stuck)
    assert told.startswith(
        "In this run Hungary had not come round to Mark Rutte at the end; over all futures, too, Hungary"
    )
    assert last_beside({"last": []}, stuck) == ""


def test_of_many_at_once_some_are_named_and_the_rest_counted():
    trace = ws.open("conclave").run(1, 12).trace
    told = last_beside({"last": [{"member": 0, "share": 0.5}]}, trace)
    assert told.startswith("In this run M00003, M00005, M00014 and 22 others came round last;")


def test_of_a_run_with_a_lever_moved_nothing_is_said_beside_other_futures(race):
    odds = {"curve": [[0, 0.0], [200, 1.0]], "outcomes": {"deadlock": 0.0}}
    assert beside(odds, race.trace)["last_beside"] == ""
