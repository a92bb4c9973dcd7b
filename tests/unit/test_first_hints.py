"""A path or name that is nearly right gets its remedy."""

import pytest
from whitesmoke.commands.options import RULES
from whitesmoke.errors import ScenarioError
from whitesmoke.scenario import rules
from whitesmoke.scenario.load import load


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
    ],
)
def test_an_unknown_path_gets_the_one_that_was_meant_and_that_one_is_taken(change, remedy):
    with pytest.raises(ScenarioError) as refused:
        load("rutte-iohannis", [change])
    assert str(refused.value).endswith(f"; write {remedy}")
    load("rutte-iohannis", [f"{remedy}={change.partition('=')[2]}"])


@pytest.mark.parametrize("change", ["zzz=1", "parameters.nosuch=1", "HUNN.baseline=1"])
def test_what_nobody_can_have_meant_gets_none(change):
    with pytest.raises(ScenarioError) as refused:
        load("rutte-iohannis", [change])
    assert "; write " not in str(refused.value)


def test_rules_are_listed_in_the_help_and_where_one_is_unknown():
    assert rules.names() == RULES.split(", ")
    with pytest.raises(ScenarioError, match="known: " + RULES):
        load("tutorial", rule="zzz")
