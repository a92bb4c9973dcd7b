"""The odds by what was public by a day: those that `nowcast` prints, on the days on which something came to light."""

import datetime
import itertools

import pytest
import whitesmoke as ws
from whitesmoke.front.public_odds import MOST_DAYS, beforehand, days_that_matter, known_by, thinned

RUNS, SEED = 40, 3


@pytest.fixture(scope="module")
def race():
    return ws.open("rutte-iohannis")


@pytest.mark.parametrize("changes", [{}, {"demands.hungary-opt-out.ceiling": 0.5}])
def test_they_are_what_nowcast_prints(race, changes):
    case, day = race.change(changes), datetime.date(2024, 4, 2)
    odds = known_by(case, day, RUNS, SEED)["odds"]
    found = case.nowcast(day, RUNS, SEED).json()["forecasts"][-1]
    told = {mark["name"]: mark["share"] for mark in odds["marks"]}
    assert told.items() <= {name: share["value"] for name, share in found["settled_by"].items()}.items()
    assert "Washington summit" in told
    assert odds["outcomes"] == {name: share["value"] for name, share in found["outcomes"].items()}
    assert [one["share"] for one in odds["last"]] == list(found["last"].values())[:4]
    assert odds["curve"][0] == [(day - race.start).days, 0.0]
    assert odds["curve"][-1][1] == pytest.approx(1.0 - odds["outcomes"]["deadlock"], abs=1e-5)
    assert f"`whitesmoke nowcast rutte-iohannis --as-of 2024-04-02 --runs {RUNS} --seed {SEED}`" in odds["computed"]
    assert f"worth {found['effective']:.0f} independent ones" in odds["computed"]


def test_what_is_not_yet_known_is_no_date_that_presses(race):
    odds = known_by(
        race.change({"focal.summit.known_since": datetime.date(2024, 5, 1)}), datetime.date(2024, 4, 2), RUNS, SEED
    )
    assert "Washington summit" not in {mark["name"] for mark in odds["odds"]["marks"]}


def test_the_days_are_those_on_which_something_came_to_light(race):
    days = days_that_matter(race.loaded)
    assert (days[0], days[-1]) == (race.start, race.loaded.scenario.record.decision.date)
    assert len(days) == MOST_DAYS + 1
    assert datetime.date(2024, 4, 2) in days  # a count became known
    assert days_that_matter(ws.open("tutorial").loaded) == [ws.open("tutorial").start]


def test_each_day_says_when_the_next_news_came_whether_or_not_that_day_is_computed(race, monkeypatch):
    monkeypatch.setattr("whitesmoke.front.public_odds.MOST_DAYS", 2)
    first, second, over = beforehand(race, 20, SEED)
    assert first["next"]["at"] < second["at"]  # a day in between is left out
    assert second["next"]["at"] <= over["at"]
    assert beforehand(ws.open("tutorial"), 20, SEED)[-1]["next"] is None


def test_of_days_that_are_close_the_later_one_stays():
    days = [datetime.date(2024, 1, n) for n in (1, 2, 10, 20, 21)]
    assert [day.day for day in thinned(days, 4)] == [1, 10, 20, 21]
    assert [day.day for day in thinned(days, 3)] == [1, 10, 21]
    assert thinned(days, 9) == days


def test_where_nothing_is_to_be_forecast_it_is_said_why(race):
    over = known_by(race, datetime.date(2024, 7, 1), RUNS, SEED)
    assert (over["odds"], over["over"]) == (None, "It was over by then: settled on 26 June 2024, Mark Rutte.")
    late = ws.open("tutorial", changes={"candidates.dora.known_since": datetime.date(2030, 1, 20)})
    early = known_by(late, late.start, RUNS, SEED)
    assert early["over"].startswith("By 7 January 2030 nobody had been heard of")


def test_of_a_large_body_nothing_is_computed_beforehand():
    assert beforehand(ws.open("conclave"), RUNS, SEED) == []


def test_the_story_has_them_in_order(race):
    days = [one["at"] for one in ws.open("nato-2003").story(runs=2).json()["public"]]
    assert len(days) > 2
    assert all(one < other for one, other in itertools.pairwise(days))
