"""Where actors bargain, a comparison gives a range over what dates alone cannot tell apart."""

import json
from pathlib import Path

import pytest
import whitesmoke as ws
from whitesmoke.commands.cli import main
from whitesmoke.evidence.counterfactual import plausible
from whitesmoke.evidence.counterfactual.plausible import PLAUSIBLE, Point
from whitesmoke.evidence.counterfactual.sides import OverPlausible
from whitesmoke.front.comparison import Comparison, _side
from whitesmoke.telling import plausible_words

PURSES = str(Path(__file__).parents[1] / "agreement" / "purses.toml")
RUNS = 24
NAMES = [*PLAUSIBLE]


@pytest.fixture(scope="module")
def found() -> Comparison:
    return ws.open(PURSES).compare(rule="majority", runs=RUNS)


def test_the_design_moves_each_number_alone_and_all_together() -> None:
    points = plausible.design()
    assert [point.alone for point in points] == [name for name in NAMES for _ in (0, 1)] + ["", ""]
    assert [[*point.level.values()] for point in points[-2:]] == [[-3.0, 1.0, 0], [1.0, 52.0, 3]]
    assert plausible.design(NAMES) == []
    assert len(plausible.design(NAMES[:2])) == 2


def test_what_lies_apart_stays_apart() -> None:
    changes = plausible.changes(ws.open(PURSES).loaded, Point({"reservation": -3.0, "patience": 52.0}))
    assert changes == {
        "bargaining.reservation": -3.0,  # -1.5 in the file
        "members.DDD.reservation": -2.5,  # -1
        "members.EEE.reservation": -1.5,  # normal around 0
        "bargaining.patience": 52.0,  # 4
        "members.CCC.patience": 6.5,  # 0.5
    }


def test_each_point_is_both_sides_changed_and_played_on_the_same_draws(found: Comparison) -> None:
    one = found.ranges["rule.name=majority"].points[5]
    assert one.point.level == {"opportunism": 3}
    base = ws.open(PURSES, changes={"bargaining.opportunism": 3})
    by_hand = base.compare(rule="majority", runs=RUNS, range=False)
    assert one.difference == by_hand.differences["rule.name=majority"]
    paid = by_hand.payments["rule.name=majority"]["EEE"]
    assert one.paid["EEE"] == (paid.before.got, paid.after.got)


def test_the_range_reaches_from_the_lowest_to_the_highest_point(found: Comparison) -> None:
    data = found.json()["range"]["rule.name=majority"]
    assert [*data] == [
        *("runs", "plausible", "later", "earlier", "shift", "without_agreement", "paid", "days_between"),
        *("matters_most", "points"),
    ]
    own, points = found.json()["variants"]["rule.name=majority"], data["points"]
    for name in ("later", "earlier"):
        values = [own[name]["value"], *(point[name] for point in points)]
        assert data[name] == {"low": min(values), "high": max(values)}
    assert data["earlier"]["low"] < data["earlier"]["high"]
    assert [*data["paid"]] == ["AAA", "CCC", "DDD", "EEE"]
    assert data["paid"]["EEE"]["before"]["low"] < data["paid"]["EEE"]["before"]["high"]
    shifts = [point["mean_shift"] for point in points]
    assert data["days_between"]["patience"] == pytest.approx(abs(shifts[2] - shifts[3]))
    assert data["days_between"][data["matters_most"]] == max(data["days_between"].values())


def test_the_range_is_told_once(found: Comparison) -> None:
    told = " ".join(found.sentences["rule.name=majority"])
    assert "reservation (-3 to 1 logits), patience (1 to 52 weeks) and opportunism (0 to 3" in told
    assert "8 points besides (24 pairs of runs each" in told
    assert "matters most for the shift" in told
    assert "others may give other shares" not in told
    line = plausible_words.in_a_line(found.ranges["rule.name=majority"])
    assert line in found.sentence
    assert any(line in text.get_text() for text in found.plot().texts)


def test_what_the_sides_differ_in_stays_as_each_has_it() -> None:
    case = ws.open(PURSES)
    found = case.compare({"bargaining.patience": 9}, runs=4).ranges["bargaining.patience=9"]
    assert {*found.moved} == {"reservation", "opportunism"}
    everything = {"bargaining.patience": 9, "bargaining.reservation": 0, "bargaining.opportunism": 1}
    assert case.compare(everything, runs=4).ranges == {}


def test_a_side_on_which_nobody_bargains_stays_as_it_is_and_pays_nobody() -> None:
    case = ws.open(PURSES, changes={"bargaining.mode": "meetings"})
    found = case.compare({"bargaining.mode": "bargained"}, runs=6).ranges["bargaining.mode=bargained"]
    assert len({one.without_agreement[0] for one in found.points}) == 1
    assert found.own.paid == {}
    assert len(found.points) == 8


def test_many_runs_need_fewer_at_each_point() -> None:
    assert [OverPlausible(_side(ws.open("tutorial").runs(runs))).runs for runs in (500, 50)] == [125, 50]


def test_meetings_have_no_range(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["compare", "tutorial", "demands.harbour.ceiling=0", "--runs", "20", "--json"]
    printed = []
    for more in ([], ["--no-range"]):
        with pytest.raises(SystemExit) as left:
            main([*asked, *more])
        assert left.value.code in (0, None)
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]
    assert "range" not in json.loads(printed[0])


def test_the_quick_answer_has_none() -> None:
    found = ws.open(PURSES).compare(rule="majority", runs=4, range=False)
    assert "range" not in found.json()
    assert "Over the plausible" not in found.sentence
