"""What is said of a holder's talks adds up, and is what the rules would do."""

import math

import pytest
from whitesmoke.model import codes, dealings
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.recorder import record
from whitesmoke.model.terms import TOLD
from whitesmoke.model.trace import Trace
from whitesmoke.scenario import open_case
from whitesmoke.telling import talking
from whitesmoke.telling.explain import View, explain
from whitesmoke.telling.show import chances, tipping_point

from tests.worlds import RACE_BARGAINED

KNOWN = ["bargaining.secret=0", "bargaining.temperature=0"]


@pytest.fixture(scope="module")
def race() -> Trace:
    return record(open_case("rutte-iohannis", RACE_BARGAINED), 1)


def views(trace: Trace, member: str, candidate: str = "rutte") -> list[tuple[int, View]]:
    """Return every tenth view of a member that decides at meetings."""
    found = []
    for at in range(1, trace.rounds, 10):
        told = explain(trace, member, trace.case.names.date_of_round(at))
        found += [(at, view) for view in told.views if view.candidate == candidate and view.talks and view.talks.meets]
    assert found
    return found


@pytest.mark.parametrize("member", ["HUN", "SVK"])
def test_terms_add_up_with_what_it_insists_on(race: Trace, member: str) -> None:
    for _, view in views(race, member):
        assert list(view.terms) == list(TOLD)
        assert sum(view.terms.values()) == pytest.approx(view.acceptance, abs=1e-9)


def test_the_least_is_what_just_wins_it(race: Trace) -> None:
    i, k = race.case.names.members.index("SVK"), 0
    for at, view in views(race, "SVK"):
        talks, look = view.talks, talking.at_a_meeting(race.case, race.looks[at - 1])
        assert talks is not None
        assert talks.least is not None
        assert talking.margin(race.case, look, i, k, talks.least) == pytest.approx(0.0, abs=1e-9)
        assert talking.margin(race.case, look, i, k, talks.offer) == pytest.approx(talks.gain, abs=1e-9)


def test_the_chance_is_that_of_a_meeting_where_the_first_settles(race: Trace) -> None:
    """Complete information: the first offer is taken (MODEL.md 7.5), so a yes is as likely as a meeting."""
    trace = record(open_case("rutte-iohannis", [*RACE_BARGAINED, *KNOWN]), 1)
    i, seen = trace.case.names.members.index("SVK"), 0
    for look in trace.looks:
        if look.stance[i] == codes.NONE and dealings.meeting(trace.case.world, look, i).offer >= 0.0:
            expected = dealings.meetings_ahead(trace.case.world, look)
            chance = dealings.chance_ahead(trace.case.world, look, i, 0)
            assert chance == pytest.approx(1.0 - math.exp(-expected), abs=1e-9)
            seen += 1
    assert seen


def test_a_date_within_the_week_adds_its_meetings() -> None:
    case = open_case("tutorial", ["bargaining.mode=bargained", "bargaining.at_dates=2"])
    trace = record(case, 1)
    plain = dealings.meetings_ahead(case.world, trace.looks[0])
    look = trace.looks[0]
    day, weight = int(case.world.focal_day[0]), float(look.number.focal_weight[0])
    look.clock.day = day - case.world.round_days
    assert dealings.meetings_ahead(case.world, look) == pytest.approx(plain + 2.0 * weight)


def test_chances_of_one_that_is_not_needed() -> None:
    trace = record(open_case("rutte-iohannis", RACE_BARGAINED, "two-thirds"), 2)
    _, view = views(trace, "HUN")[-1]
    told = " ".join(chances(trace.case, view))
    assert "it would be offered nothing: its yes is not needed, as things stand" in told
    assert "Chance of a meeting and a yes within 7 days: under 1 %" in told
    assert tipping_point(trace.case, view).startswith("No single change")


def test_meetings_have_no_talks() -> None:
    case: Compiled = open_case("tutorial")
    trace = record(case, 1)
    told = explain(trace, "GAM", case.names.date_of_round(1))
    assert [view.talks for view in told.views] == [None]
