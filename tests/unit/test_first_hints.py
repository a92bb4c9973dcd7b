"""A path or name that is nearly right gets its remedy."""

from pathlib import Path

import pytest
from whitesmoke.commands.cli import main
from whitesmoke.commands.options import RULES
from whitesmoke.errors import ScenarioError
from whitesmoke.scenario import rules
from whitesmoke.scenario.given import Given
from whitesmoke.scenario.load import load
from whitesmoke.scenario.toml import file_text


@pytest.mark.parametrize(
    ("change", "remedy"),
    [
        ("lambda=1", "parameters.anticipation"),
        ("beta_P=2", "parameters.patron"),
        ("speed=1", "parameters.speed"),
        ("parameters.lambda=1", "parameters.anticipation"),
        ("horizon=2024-12-01", "calendar.horizon"),
        ("HUN.baseline=-3", "members.HUN.baseline"),
        ("opt-out.ceiling=0.5", "demands.hungary-opt-out.ceiling"),
        ("iohannis.entry=2024-03-01", "candidates.iohannis.entry"),
        ("mode=bargained", "bargaining.mode"),
        ("bargaining=bargained", "bargaining.mode=bargained"),
        ("parameters.patience=2", "bargaining.patience"),
        ("n_D=2", "bargaining.at_dates"),
        ("bargaining.concession=0.1", "parameters.concession"),
        ("demands.hungary-opt-out.budget=2", "grantors.chair.budget"),
        ("demands.hungary-opt-out.patience=2", "members.HUN.patience"),
    ],
)
def test_an_unknown_path_gets_the_one_that_was_meant_and_that_one_is_taken(change, remedy):
    with pytest.raises(ScenarioError) as refused:
        load("rutte-iohannis", [change])
    assert str(refused.value).endswith(f"; write {remedy}")
    load("rutte-iohannis", [remedy if "=" in remedy else f"{remedy}={change.partition('=')[2]}"])


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"lambda": 1}, "lambda: unknown field; write parameters.anticipation"),
        ({"parameters": {"lambda": 1}}, "parameters.lambda: unknown field; write parameters.anticipation"),
        ({"horizon": "2024-12-01"}, "horizon: unknown field; write calendar.horizon"),
        ({"HUN": {"baseline": -3}}, "HUN: unknown field; write members.HUN"),
        ({"opt-out": {"ceiling": 0.5}}, "opt-out: unknown field; write demands.hungary-opt-out"),
        (
            {"demands": {"hungary-apology": {"cost": 1}}},
            "demands.hungary-apology.cost: unknown field; write grantors.candidate.cost",
        ),
        ({"parameters": {"speeed": 1}}, 'parameters.speeed: unknown field (did you mean "speed"?)'),
    ],
)
def test_a_file_gets_the_same_remedies(tables, said, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(file_text({"extends": str(Path("scenarios/rutte-iohannis.toml").resolve()), **tables}))
    for given in (file, Given({"extends": "rutte-iohannis", **tables})):
        with pytest.raises(ScenarioError) as refused:
            load(given)
        assert str(refused.value).endswith(f": {said}")


@pytest.mark.parametrize("change", ["zzz=1", "parameters.nosuch=1", "HUNN.baseline=1"])
def test_what_nobody_can_have_meant_gets_none(change):
    with pytest.raises(ScenarioError) as refused:
        load("rutte-iohannis", [change])
    assert "; write " not in str(refused.value)


def test_rules_are_listed_in_the_help_and_where_one_is_unknown():
    assert rules.names() == RULES.split(", ")
    with pytest.raises(ScenarioError, match="known: " + RULES):
        load("tutorial", rule="zzz")


def test_rules_are_listed_with_what_they_ask_for_and_the_text_that_gives_them(capsys):
    with pytest.raises(SystemExit):
        main(["list", "--rules"])
    told = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in told] == rules.names()
    assert told[rules.names().index("council-qmv")].endswith(f"({rules.RULES['council-qmv'].source})")
