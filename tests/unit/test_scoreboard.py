"""Baselines against their laws, and the board against what it is told."""

import dataclasses
import datetime

import numpy as np
import pytest
from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.score import baselines, questions, ranking, scoreboard
from whitesmoke.evidence.score.baselines import Known
from whitesmoke.evidence.score.known import known_to_baselines
from whitesmoke.model import codes
from whitesmoke.scenario.load import load

KNOWN = Known(
    day=60,
    horizon=300,
    members=5,
    supporters=3,
    counted_on=50,
    focal=(20, 90, 200),
    others=(40, 100, 250),
    misses=(-2, 3),
)


def test_constant_hazard_has_its_mean() -> None:
    """The last of two exponentials of rate r: mean 1.5 / r; silence: mean 5.5 days; half a day for rounding up."""
    many = KNOWN._replace(horizon=10_000)
    rate = -np.log(1 - 3 / 5) / 50
    days = baselines.constant_hazard(many, seed=1)
    assert days.mean() == pytest.approx(60 + 1.5 / rate + 5.5 + 0.5, rel=0.05)


def test_static_hazards_are_slower_the_later_it_is() -> None:
    """Lomax: the median of the last of two, given nothing by day 60, in closed form."""
    many = KNOWN._replace(horizon=10**8)
    scale = 50 / ((2 / 5) ** -2 - 1)
    median = (scale + 60) * ((1 - np.sqrt(0.5)) ** -2 - 1)
    assert np.median(baselines.static_hazards(many, seed=1)) == pytest.approx(60 + median + 6, rel=0.15)


def test_the_other_baselines_say_what_the_page_says() -> None:
    assert baselines.other_cases(KNOWN, 1).tolist() == [100, 250]
    assert baselines.next_summit(KNOWN, 1).tolist() == [88, 93]
    assert baselines.next_summit(KNOWN._replace(day=250), 1).tolist() == [298, codes.NEVER]
    assert baselines.uniform(KNOWN, 1)[[0, -1]].tolist() == [61, 300]
    assert set(baselines.last_value(KNOWN, 1)) == {codes.NEVER}
    assert len(baselines.other_cases(KNOWN._replace(day=260), 1)) == 40


def test_a_race_without_a_count_still_gets_forecasts() -> None:
    for rule in baselines.BASELINES.values():
        days = rule(KNOWN._replace(supporters=None, counted_on=0), 1)
        assert (days > 60).all()


def test_no_baseline_knows_what_came_later() -> None:
    race, other = load("rutte-iohannis"), load("nato-2009")
    known = known_to_baselines(race, [race, other], datetime.date(2024, 2, 21))
    assert known.supporters == 22
    assert known.members == 31
    assert known.others == (questions.decision_day(other),)
    assert questions.days_scored(race)[0] == race.scenario.calendar.start
    assert len(questions.days_scored(race)) == 3  # three quarters of the horizon lie after the decision


def test_the_last_count_is_the_latest_whatever_the_order_of_the_file() -> None:
    race, on = load("rutte-iohannis"), datetime.date(2024, 4, 10)
    rival = race.tables.tallies[0].model_copy(
        update={"date": datetime.date(2024, 4, 2), "candidate": "iohannis", "low": 1}
    )
    tables = dataclasses.replace(race.tables, tallies=[rival, *reversed(race.tables.tallies)])
    known = known_to_baselines(dataclasses.replace(race, tables=tables), [], on)
    assert (known.supporters, known.counted_on) == (28, 153)
    assert known == known_to_baselines(race, [], on)


def test_the_board_ranks_a_clairvoyant_first() -> None:
    cases = [load("nato-2009"), load("nato-2014")]

    def clairvoyant(loaded, date):
        return questions.Forecast(np.full(1000, float(questions.decision_day(loaded))), {}, {})

    found = [one for one in scoreboard.board(cases, {"seer": clairvoyant}, seed=1) if one.what == "decision"]
    rows = ranking.means(found)
    assert rows[0].forecaster == "seer"
    assert rows[0].crps == 0.0
    assert rows[0].best_in == 2
    assert "seer has the least CRPS" in ranking.verdict(rows, ["seer"])
    without = [one for one in found if one.forecaster != "seer"]
    worst = [
        row._replace(forecaster="model") if row.forecaster == "last value" else row for row in ranking.means(without)
    ]
    assert ranking.verdict(worst, ["model"]).startswith("A baseline wins")


def test_a_case_without_a_decision_is_refused() -> None:
    with pytest.raises(WhitesmokeError, match="no decision on record"):
        questions.decision_day(load("tutorial"))
