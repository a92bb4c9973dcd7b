"""Forecasters that play nothing: what they may know, what they score, and that it is what was computed beforehand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import whitesmoke as ws
from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.protocol import board as whole
from whitesmoke.evidence.protocol import register
from whitesmoke.evidence.protocol.averaging import estimate, weights
from whitesmoke.evidence.protocol.constants import constants
from whitesmoke.evidence.protocol.dates import DATES, seen, tables
from whitesmoke.evidence.protocol.history import WINDOW, History, Holding, Pressing, landmarks
from whitesmoke.evidence.protocol.proper_scores import DAYS, Shares, crps, ends, last, log_score
from whitesmoke.evidence.protocol.register import FORECASTERS, forecasts, scored
from whitesmoke.evidence.protocol.where_truth_lay import (
    FIFTHS,
    INSIDE,
    RANGES,
    calibration,
    days_of,
    place,
    share_inside,
)
from whitesmoke.evidence.protocol.who_and_how import HOW_IT_ENDS, WHO_IS_LAST, endings_scored, last_scored

BOOKS = tables()
CASES = seen(BOOKS, "coded")
BEFOREHAND = {
    "exponential": (1.032, 0.208, 0.666, 0.167, 0.279),
    "Kaplan-Meier": (1.020, 0.208, 0.686, 0.168, 0.274),
    "residual life": (1.010, 0.197, 0.616, 0.163, 0.265),
    "Lomax": (0.993, 0.199, 0.620, 0.161, 0.263),
    "next date": (0.961, 0.223, 0.642, 0.123, 0.245),
    "uniform": (0.941, 0.233, 0.669, 0.137, 0.244),
    "landmark regression": (0.895, 0.196, 0.578, 0.130, 0.236),
    "date hazard": (0.846, 0.187, 0.557, 0.114, 0.211),
    "date hazard by kind": (0.812, 0.191, 0.554, 0.109, 0.205),
    "a page of mechanism": (0.830, 0.179, 0.538, 0.122, 0.209),
}
"""Computed with another program, before this one scored anything; the order is that of SCORES."""
SLOW = ("a page of mechanism", "landmark regression")


def a_case(**fields: object) -> History:
    """Return a case of 100 days, with one holdout and one date."""
    case = History(
        name="a",
        start=1000,
        end=1100,
        ending="unchanged",
        members=10,
        kind="text",
        cluster="a",
        holdings=(Holding("HUN", 1010, None, 1050),),
        pressing=(Pressing(1060, 1061, 1000),),
        last=frozenset({"HUN"}),
    )._replace(**fields)
    return case._replace(landmarks=landmarks(case))


def test_every_forecaster_of_the_table_is_in_the_register() -> None:
    assert set(FORECASTERS) == set(BEFOREHAND)
    assert register.REFERENCE in FORECASTERS


@pytest.mark.parametrize("name", [name for name in BEFOREHAND if name not in SLOW])
def test_scores_are_those_computed_beforehand(name: str) -> None:
    _compare(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", SLOW)
def test_scores_of_the_slow_ones_are_those_computed_beforehand(name: str) -> None:
    _compare(name)


def _compare(name: str) -> None:
    found = scored(CASES, forecasts(FORECASTERS[name], CASES))
    means = [one.mean for score in whole.SCORES if (one := estimate(CASES, found, score))]
    np.testing.assert_allclose(means, BEFOREHAND[name], atol=0.01)


def test_who_is_last_and_how_it_ends_are_those_computed_beforehand() -> None:
    who = {name: estimate(CASES, last_scored(CASES, learn), "last") for name, learn in WHO_IS_LAST.items()}
    how = {name: estimate(CASES, endings_scored(CASES, learn), "ending") for name, learn in HOW_IT_ENDS.items()}
    assert {name: round(one.mean, 2) for name, one in who.items() if one} == {
        "equal over members": 0.82,
        "equal over open holdouts": 0.62,
    }
    assert {name: round(one.mean, 2) for name, one in how.items() if one} == {
        "equal": 0.75,
        "base rates": 0.66,
        "by kind": 0.56,
    }


def test_there_are_as_many_cases_and_landmarks_as_the_page_says() -> None:
    for dates in DATES:
        cases = seen(BOOKS, dates)
        assert (len(cases), sum(len(case.landmarks) for case in cases)) == (37, 183)
        assert [case.landmarks for case in cases] == [case.landmarks for case in CASES]
    assert not any(case.pressing for case in seen(BOOKS, "none"))


@pytest.mark.parametrize("name", sorted(FORECASTERS))
def test_a_forecast_is_a_distribution(name: str) -> None:
    forecast = FORECASTERS[name](CASES[:12])
    for case in CASES[12:15]:
        for at in case.landmarks[:2]:
            found = forecast(case, at.day)
            assert found.shape == (WINDOW + 1,)
            assert found[0] == 0.0
            assert np.all(np.diff(found) >= -1e-12)
            assert found[-1] <= 1.0


@pytest.mark.parametrize("name", sorted(FORECASTERS))
def test_what_comes_later_changes_no_forecast(name: str) -> None:
    """Later holdouts, dates that became known later, the end: planted, they move nothing."""
    forecast, case, day = FORECASTERS[name](CASES[:12]), a_case(), 1030
    planted = case._replace(
        end=1031,
        ending="failure",
        last=frozenset({"POL"}),
        holdings=(Holding("HUN", 1010, 1040, 1035), Holding("POL", 1031, None, None)),
        pressing=(*case.pressing, Pressing(1070, 1071, 1031)),
    )
    np.testing.assert_array_equal(forecast(case, day), forecast(planted, day))


def test_landmarks_are_ages_and_a_week_before_known_dates() -> None:
    found = a_case().landmarks
    assert [at.day - 1000 for at in found] == [0, 30, 53, 90]
    assert [at.date for at in found] == [1061, 1061, 1061, None]
    assert weights(a_case()) == [1.0, 0.5, 1 / 3, 0.25]


def test_scores_by_hand() -> None:
    sure = (DAYS >= 10).astype(float)
    assert crps(sure, 10) == 0.0
    assert crps(sure, 11) == pytest.approx(np.log(12 / 11))
    assert crps(np.zeros(WINDOW + 1), None) == 0.0
    assert log_score(1.0, True) == pytest.approx(-np.log(0.995))
    assert last(Shares({"HUN": 0.5}, 0.05), {"HUN", "POL"}, 11) == pytest.approx(0.45**2 + 9 * 0.05**2)
    assert ends(dict.fromkeys(("unchanged", "changed", "other", "failure"), 0.25), "other") == pytest.approx(0.75)


def test_a_failure_and_a_decision_after_the_window_are_never() -> None:
    assert a_case(ending="failure").left(1000) is None
    assert a_case(end=1000 + WINDOW + 1).left(1000) is None
    assert a_case(end=1000 + WINDOW).left(1000) == WINDOW


def test_a_date_is_hit_from_the_day_before_to_the_day_after() -> None:
    for end, hit in ((1058, False), (1059, True), (1062, True), (1063, False)):
        assert a_case(end=end).hit(Pressing(1060, 1061, 1000)) is hit


def test_a_meeting_that_was_called_off_is_ahead_until_that_was_known() -> None:
    case = a_case(pressing=(Pressing(1060, 1061, 1000, dropped=1020),))
    assert case.ahead(1019)
    assert not case.ahead(1020)
    assert not case.reached()


def test_where_nobody_agreed_nothing_is_learnt_of_how_far_off_dates_are() -> None:
    failed = [a_case(ending="failure", end=1100 + more) for more in (0, 40)]
    assert all(case.reached() for case in failed)
    assert constants(failed)["days_over_days_to_next_date"] is None
    assert constants([*failed, a_case()])["days_over_days_to_next_date"] is not None


def test_an_unknown_kind_of_dates_is_refused() -> None:
    with pytest.raises(WhitesmokeError, match="coded, calendar, none or all"):
        ws.forecasters("summits")


def test_the_result_is_a_table_and_figures(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in set(FORECASTERS) - {"residual life", "exponential", "date hazard"}:
        monkeypatch.delitem(FORECASTERS, name)
    found = ws.forecasters("none")
    table = found.frame()
    assert list(table.columns) == ["dates", "asked", "forecaster", "score", "mean", "low", "high"]
    assert set(table.asked) == {"when", "last", "ending"}
    assert "residual life" in found.sentence
    shares = found.calibration()
    assert list(shares.columns) == ["dates", "forecaster", "range", "mean", "low", "high"]
    fifths = shares[(shares.forecaster == "residual life") & shares.range.isin(FIFTHS)]
    assert sum(fifths["mean"]) == pytest.approx(1.0)
    json = found.json()
    assert len(json["forecasts"]["none"]["exponential"]["nato_sg_2014"]) == 4
    assert json["came"]["nato_sg_2014"]["end"] == "2014-03-28"
    assert json["constants"]["none"]["dates_reached"] == 0
    found.save(tmp_path)
    assert pictures(tmp_path) == ["calibration.png", "cases.png", "figure.png"]
    found.save(tmp_path, figure=False)
    assert pictures(tmp_path) == []
    for names, said in ((("nobody",), "no forecaster is called"), (("exponential",) * 3, "give one or two")):
        with pytest.raises(WhitesmokeError, match=said):
            found.plot_cases("none", *names)
    with pytest.raises(WhitesmokeError, match="none were scored, not 'coded'"):
        found.plot_cases("coded")
    found.cases = found.cases[:6]
    assert len(found.plot_cases("none", "exponential", "residual life").axes) == 6


@pytest.mark.slow
@pytest.mark.parametrize("dates", DATES)
def test_every_forecaster_forecasts_every_case(dates: str, tmp_path: Path) -> None:
    """A third of the cases is forecast each day, by the example of the command in tests/docs."""
    found = ws.forecasters(dates)
    found.save(tmp_path)
    told = found.json()["forecasts"][dates]
    assert {name: len(cases) for name, cases in told.items()} == dict.fromkeys(FORECASTERS, 37)


def pictures(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob("*.png"))


def test_where_a_truth_lay_is_spread_over_the_chance_of_its_day() -> None:
    half = np.where(DAYS < 10, 0.0, 0.5)
    assert place(half, 10) == (0.0, 0.5)
    assert place(half, None) == (0.5, 1.0)
    assert [share_inside(0.0, 0.5, RANGES[name]) for name in FIFTHS] == pytest.approx([0.4, 0.4, 0.2, 0.0, 0.0])
    assert share_inside(0.5, 1.0, RANGES[INSIDE]) == pytest.approx(0.9)
    assert [share_inside(1.0, 1.0, RANGES[name]) for name in FIFTHS] == [0.0, 0.0, 0.0, 0.0, 1.0]
    assert days_of(half) == [10, 10, 10, None, None]


def test_a_sound_forecaster_has_a_fifth_of_the_truths_in_each_fifth() -> None:
    """Half on the tenth day, half never: half of the cases each."""
    half = np.where(DAYS < 10, 0.0, 0.5)
    cases = [
        a_case(name=str(k), cluster=str(k), pressing=(), end=1010, ending="failure" if k % 2 else "changed")
        for k in range(10)
    ]
    found = calibration(cases, {case.name: {at.day: half for at in case.landmarks} for case in cases})
    assert [found[name].mean for name in FIFTHS] == pytest.approx([0.2] * 5)
    assert found[INSIDE].mean == pytest.approx(0.9)
