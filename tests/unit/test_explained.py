"""What `explain` says of a member is true however the run went: it committed that day, once, never, or could not."""

import pytest
from whitesmoke.model import codes
from whitesmoke.model.recorder import record
from whitesmoke.telling.explain import explain, telling_day
from whitesmoke.telling.show import over, stood, tipping_point
from whitesmoke.telling.story import held_up, holdouts

from tests.unit.cases import case

WILLING, NEVER = 30.0, -60.0
SURE = {"speed": 1000.0}


def explained(trace, member="M000", date=None):
    return explain(trace, member, date or telling_day(trace, member))


def tip(trace, member="M000"):
    return tipping_point(trace.case, explained(trace, member).views[0])


def test_one_that_committed_that_day_was_uncommitted_only_when_it_decided():
    trace = record(case([WILLING] * 2, coefficient=SURE), 1)
    assert stood(trace, explained(trace)) == "uncommitted when it decided; it committed on that day"
    assert tip(trace) == "It is ready as things stand: no change is needed, and when it decides is chance."


def test_one_that_is_ready_when_nobody_can_commit_is_told_so():
    trace = record(case([WILLING] * 2, coefficient=SURE, available=[1000], rounds=5), 1)
    assert stood(trace, explained(trace)) == "uncommitted; it never committed"
    assert tip(trace) == "It is ready as things stand: nobody can commit on that day."


def test_one_whose_commitment_went_with_the_text_did_not_never_commit():
    text = {"kind": [codes.PROPOSAL], "entry": [0], "withdraw": [0.05], "rounds": 200}
    trace = record(case([[WILLING], [NEVER]], coefficient=SURE, **text), 1)
    assert trace.ending == "withdrawn"
    first = trace.case.names.date_of_round(1)
    assert stood(trace, explained(trace, "M000", first)) == "uncommitted, as it was at the end"
    assert stood(trace, explained(trace, "M001", first)) == "uncommitted; it never committed"


def test_a_holdout_is_told_of_by_the_candidate_that_it_did_not_commit_to():
    trace = record(case([[WILLING, NEVER], [WILLING, NEVER], [NEVER, WILLING]], coefficient=SURE, rounds=5), 1)
    (said,) = held_up(trace, holdouts(trace)[:1])
    assert said.startswith("Member 2 never committed to Candidate 0;")


def test_changes_that_are_not_enough_are_told_one_by_one():
    demands = [{"holder": 0, "worth": 20.0}, {"holder": 0, "worth": 9.0}]
    trace = record(case([NEVER] * 3, demands=demands, rounds=5), 1)
    said = tip(trace)
    assert said.startswith("No single change makes it ready; it lacks 8")
    assert "What would bring it nearest: the chair grants" in said
    assert "; or: " in said
    alone = record(case([NEVER], rounds=5), 1)
    assert tip(alone).endswith("logits. None would bring it nearer.")


@pytest.mark.parametrize(
    ("sketch", "said"),
    [
        ({"demands": [{"holder": 0, "red_line": 1}]}, "Nothing makes it ready while its red line stands."),
        ({"response": codes.PROPORTIONAL}, "Reasons do not act here: members commit as those they listen to do."),
    ],
)
def test_where_no_change_can_help_it_is_said_why(sketch, said):
    assert tip(record(case([NEVER] * 2, rounds=5, **sketch), 1)) == said


def test_what_is_over_is_no_race_where_a_text_was_to_be_had():
    trace = record(case([WILLING] * 2, kind=[codes.PROPOSAL], coefficient=SURE), 1)
    asked = trace.case.names.date_of_round(50)
    assert over(asked, explained(trace, date=asked)) == "It was over on 8 January 2024; this is the last day of it."
