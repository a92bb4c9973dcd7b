"""Attribution of the mechanisms of bargaining: which are listed, what each takes away, and what is paid."""

import json
from pathlib import Path

import numpy as np
import pytest
from whitesmoke.commands.cli import _run as whitesmoke
from whitesmoke.evidence.counterfactual.bargaining_parts import OTHERS, SWITCHES, mechanisms_of
from whitesmoke.evidence.counterfactual.parts import without
from whitesmoke.evidence.counterfactual.players import Players
from whitesmoke.front.case import open as open_front
from whitesmoke.model.ensemble import ensemble
from whitesmoke.model.texts import texts_move
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load

PURSES = Path(__file__).parents[1] / "agreement" / "purses.toml"
MORE = ["bargaining.opportunism=2", "bargaining.follow_up=0.5", "bargaining.hardening=0.5", "amendment.step=0.2"]
BARGAINED = ["bargaining.mode='bargained'"]


def names(loaded):
    return {part.name.removeprefix("mechanism ") for part in mechanisms_of(loaded.scenario)}


def test_only_what_a_case_uses_is_listed():
    assert mechanisms_of(load("rutte-iohannis", ["bargaining.mode=meetings", "amendment.step=0.5"]).scenario) == []
    assert names(load(PURSES, MORE, "consensus-minus-1")) == {*SWITCHES, *OTHERS}
    usual = {"patience", "secret", "temperature", "at_dates"}
    assert names(load("tutorial", BARGAINED)) == usual  # all are needed, money is no concern, nobody asks late
    without_need = [*BARGAINED, "bargaining.by_need=false"]
    assert names(load("tutorial", without_need, "majority")) == usual
    assert names(load("tutorial", BARGAINED, "majority")) == {"by_need", *usual}
    assert names(load("tutorial", [*BARGAINED, "focal.summit.weight=0"])) == usual - {"at_dates"}
    assert names(load("tutorial", [*BARGAINED, "bargaining.patience=0"])) == usual - {"patience"}
    own = ["bargaining.patience=0", "members.GAM.patience=3"]
    assert names(load("tutorial", [*BARGAINED, *own])) == usual
    assert "purses" not in names(load(PURSES, [f"grantors.{name}.cost=0" for name in ("bank", "patron", "candidate")]))


OFF = {
    "by_need": lambda w: w.by_need == 0,
    "patience": lambda w: (w.number.patience == 0.0).all(),
    "purses": lambda w: (w.number.budget >= 1e9).all() and (w.number.stake >= 1e9).all(),
    "hurts": lambda w: len(w.hurt_member) == 0,
    "amendment": lambda w: w.number.coefficient.amendment == 0.0 and not texts_move(w),
    **{name: lambda w, name=name: getattr(w.number.coefficient, name) == 0.0 for name in SWITCHES},
}


@pytest.mark.parametrize("name", OFF)
def test_each_is_taken_out_by_itself(name):
    loaded = load(PURSES, MORE, "consensus-minus-1")
    found = {part.name: part for part in mechanisms_of(loaded.scenario)}
    world = build(without(loaded, [found[f"mechanism {name}"]])).world
    assert [other for other, is_off in OFF.items() if is_off(world)] == [name]
    assert not any(is_off(build(loaded).world) for is_off in OFF.values())


def test_what_is_paid_is_told_where_actors_bargain(capsys, tmp_path):
    given = ["attribute", str(PURSES), "--runs", "20", "--rule", "consensus-minus-1", "--json"]
    assert whitesmoke(given) == 0
    rows = {row["part"]: row for row in json.loads(capsys.readouterr().out)["parts"]}
    case = open_front(PURSES, rule="consensus-minus-1")
    loaded, other = case.loaded, case.change({"bargaining.by_need": False}).loaded
    paid = [ensemble(build(one).world, 20, 1).granted for one in (loaded, other)]
    assert rows["mechanism by_need"]["paid"]["value"] == pytest.approx((paid[0] - paid[1]).mean())
    assert whitesmoke(["attribute", "tutorial", "--runs", "20", "--json"]) == 0
    assert not any("paid" in row for row in json.loads(capsys.readouterr().out)["parts"])
    table = case.attribute(runs=4).frame()
    assert {"paid", "paid.low", "paid.high"} <= {*table.columns}
    assert whitesmoke([*given[:-1], "--out", str(tmp_path / "out")]) == 0
    assert "Paid: what all who ask have been granted" in " ".join(capsys.readouterr().out.split())


def test_what_is_granted_is_the_sum_over_what_is_met():
    loaded = load(PURSES, [], "consensus-minus-1")
    case = build(loaded)
    outcomes = ensemble(case.world, 40, 1)
    logits = outcomes.met @ case.world.number.worth
    assert outcomes.granted == pytest.approx(logits, abs=1e-4)
    assert outcomes.granted.max() > 1.0
    assert np.array_equal(Players(loaded, 40, 1, None).ends([]).granted, outcomes.granted)
