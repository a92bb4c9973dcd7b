"""Decision rules as files and the command line give them: names, rows, quotas, vetoes."""

import re
from pathlib import Path

import pytest
from whitesmoke.errors import ScenarioError
from whitesmoke.scenario import rules
from whitesmoke.scenario.load import load
from whitesmoke.scenario.rule_schema import Rule


@pytest.mark.parametrize(
    ("quota", "integers"),
    [
        ("all", (1, 1, 0)),
        ("all - 2", (1, 1, -2)),
        ("2/3", (2, 3, 0)),
        ("> 1/2", (1, 2, 1)),
        (">4/8", (1, 2, 1)),
        ("65%", (13, 20, 0)),
        ("66.7 %", (667, 1000, 0)),
        (9, (0, 1, 9)),
        ("> 0", (0, 1, 1)),
        (0, (0, 1, 0)),
    ],
)
def test_quota(quota, integers):
    assert rules.parse_quota(quota) == integers


@pytest.mark.parametrize("text", ["", "al", "1/0", "0.65", "all + 1", "65%%", "1/2/3", "two thirds"])
def test_no_quota(text):
    with pytest.raises(ValueError, match="is no quota; write"):
        rules.parse_quota(text)


def test_rows_of_a_name_and_of_veto_players():
    (rows,) = rules.alternatives(Rule(name="consensus-minus-3", veto=["AAA"]))
    assert [(row.weights, row.credit, row.quota) for row in rows] == [
        ("equal", (0, 0, 1), "all - 3"),
        ({"AAA": 1}, (0, 1, 1), "all"),
    ]


SOUND = Path(__file__).parents[1] / "faults" / "sound.toml"
ALL_BUT_ONE = "rule.any=[{rows=[{quota='all - 1'}]}]"


@pytest.mark.parametrize("first", ['name = "majority"', "rows = [{ quota = 2 }]", "any = [{ rows = [{ quota = 2 }] }]"])
@pytest.mark.parametrize(
    "then", ['name = "unanimity"', 'rows = [{ quota = "all" }]', 'any = [{ rows = [{ quota = "all" }] }]']
)
def test_a_file_that_gives_a_rule_takes_the_other_away(tmp_path, first, then):
    silence = "silence = { low = 2, high = 5 }\n"
    below = f'extends = "{SOUND.as_posix()}"\n[rule]\nveto = ["BBB"]\n{silence}{first}\n'
    (tmp_path / "below.toml").write_text(below, encoding="utf-8")
    (tmp_path / "above.toml").write_text(f'extends = "below.toml"\n[rule]\n{then}\n', encoding="utf-8")
    rule = load(tmp_path / "above.toml").scenario.rule
    assert [field for field in ("name", "rows", "any") if getattr(rule, field) is not None] == [then.split()[0]]
    ((row, _),) = rules.alternatives(rule)
    assert (row.quota, rule.veto, rule.silence.high) == ("all", ["BBB"], 5.0)


def test_so_does_the_command_line():
    assert load(SOUND, [ALL_BUT_ONE]).scenario.rule.name is None
    assert load(SOUND, [ALL_BUT_ONE.replace("any=[{", "").replace("}]}]", "}]")]).scenario.rule.name is None
    refused = "it would take the place of rule.any, which --set rule.any gives; keep one"
    with pytest.raises(ScenarioError, match=re.escape(refused)):
        load(SOUND, [ALL_BUT_ONE], rule="majority")
    with pytest.raises(ScenarioError, match="`rows` and `any` each give a whole rule; keep one"):
        load(SOUND, [ALL_BUT_ONE, "rule.rows=[{quota=2}]"])


def test_a_veto_player_must_not_object_in_any_alternative():
    found = rules.alternatives(Rule(name="council-qmv", veto=["AAA"]))
    assert [[row.quota for row in rows] for rows in found] == [["55%", "65%", "all"], ["all - 3", "all"]]


@pytest.mark.parametrize("name", rules.RULES)
def test_every_named_rule_can_be_read(name):
    for rows in rules.alternatives(Rule(name=name)):
        assert all(len(rules.parse_quota(row.quota)) == 3 for row in rows)
