"""Explanations add up, and what they say would tip a member does."""

import datetime

import pytest
from whitesmoke.errors import WhitesmokeError
from whitesmoke.model.phases import decide
from whitesmoke.model.recorder import record
from whitesmoke.model.run_state import copy_state
from whitesmoke.model.terms import TERMS
from whitesmoke.model.trace import Trace
from whitesmoke.scenario import open_case
from whitesmoke.telling import explain, levers


@pytest.fixture(scope="module")
def race() -> Trace:
    return record(open_case("rutte-iohannis", ["bargaining.mode=meetings"]), 1)


@pytest.mark.parametrize("date", ["2024-01-15", "2024-05-01", "2024-06-17"])
@pytest.mark.parametrize("member", ["HUN", "TUR", "SVK", "FRA"])
def test_terms_add_up(race: Trace, member: str, date: str) -> None:
    found = explain.explain(race, member, datetime.date.fromisoformat(date))
    assert found.views
    for view in found.views:
        assert list(view.terms) == list(TERMS)
        assert sum(view.terms.values()) == pytest.approx(view.acceptance, abs=1e-9)


def test_the_needed_part_is_just_enough(race: Trace) -> None:
    case, i, k = race.case, race.case.names.members.index("HUN"), 0
    look = race.looks[case.names.round_of(datetime.date(2024, 6, 1)) - 1]
    tipped = 0
    for _, pull in levers.changes(case, look, i, k):
        before = float(decide.acceptance(case.world, look, i, k))
        needed = explain.Deciding(case, look, i, k, None).needed(pull, before)
        if needed:
            assert explain.Deciding(case, look, i, k, None).after(pull, needed) >= 0.0
            assert explain.Deciding(case, look, i, k, None).after(pull, max(0.0, needed - 1e-3)) < 0.0
            tipped += 1
    assert tipped


def test_levers_leave_the_past_alone(race: Trace) -> None:
    look = race.looks[200]
    before = copy_state(look)
    explain.explain(race, "HUN", race.case.names.date_of_round(201))
    assert all((a == b).all() for a, b in zip(look[3:], before[3:]))
    assert (look.number.flat == before.number.flat).all()


def test_after_the_end_it_explains_the_last_day(race: Trace) -> None:
    found = explain.explain(race, "HUN", datetime.date(2024, 9, 1))
    assert found.date == race.case.names.date_of_round(race.rounds)


@pytest.mark.parametrize(
    ("member", "date", "message"),
    [
        ("HUX", datetime.date(2024, 5, 1), 'no member "HUX"'),
        ("HUN", datetime.date(2023, 1, 1), "lies outside the calendar"),
        ("HUN", datetime.date(2025, 1, 1), "lies outside the calendar"),
    ],
)
def test_a_wrong_question_gets_a_sentence(race: Trace, member: str, date: datetime.date, message: str) -> None:
    with pytest.raises(WhitesmokeError, match=message):
        explain.explain(race, member, date)


def test_levers_read_well_whole_and_in_part(race: Trace) -> None:
    found = explain.explain(race, "HUN", datetime.date(2024, 4, 1))
    levers = [lever for view in found.views for lever in view.levers]
    granted = next(lever for lever in levers if "is granted, even" in lever.what)
    assert granted._replace(needed=None).words().startswith("all of what is unmet is granted")
    assert granted._replace(needed=0.4).words().startswith("40 % of what is unmet is granted")
    braces = granted._replace(what="{part} of {that}", needed=0.5)
    assert braces.words() == "50 % of {that}"


def test_a_date_is_brought_nearer_in_days(race: Trace) -> None:
    found = explain.explain(race, "TUR", datetime.date(2024, 5, 1))
    date = next(lever for view in found.views for lever in view.levers if "date that presses" in lever.what)
    label = "the next date that presses (Washington summit, 9 July 2024) is "
    left = (datetime.date(2024, 7, 9) - found.date).days
    assert date.days == left
    assert date._replace(needed=0.5).words() == f"{label}{left // 2} days away instead of {left}"
    assert date._replace(needed=1.0).words() == f"{label}today instead of {left} days away"
    assert date._replace(days=2, needed=0.5).words() == f"{label}1 day away instead of 2"
    assert date._replace(days=1, needed=1.0).words() == f"{label}today instead of 1 day away"


def test_the_days_named_are_near_enough(race: Trace) -> None:
    case, tipped = race.case, 0
    for i in range(len(case.names.members)):
        look = race.looks[case.names.round_of(datetime.date(2024, 5, 1)) - 1]
        before = float(decide.acceptance(case.world, look, i, 0))
        pull = levers._nearer(case, look)
        needed = explain.Deciding(case, look, i, 0, None).needed(pull, before)
        if needed:
            lever = explain.Lever("{days}", 1.0, needed, round(7.0 * look.gauge.weeks_left))
            near = int(lever.words().split()[0].replace("today", "0"))
            assert explain.Deciding(case, look, i, 0, None).after(pull, 1.0 - near / lever.days) >= 0.0
            tipped += 1
    assert tipped
