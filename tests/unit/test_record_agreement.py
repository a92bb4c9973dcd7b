"""A record is refused only for what cannot be true together; tests/faults has the sentences."""

from pathlib import Path

import pytest
from whitesmoke.errors import ScenarioError
from whitesmoke.scenario.load import load

FAULTS = Path(__file__).parents[1] / "faults"
BASE = f'extends = "{FAULTS / "sound.toml"}"\n'
RECORD = """
[record]
tallies = "counts.csv"
commitments = "dates.csv"
decision = { winner = "miller", date = 2030-05-10, source = "x" }
"""
LATE = "member,candidate,not_before,by,source\nCCC,miller,2030-05-20,,x\n"
FEW = "date,candidate,low,high,members,source\n2030-05-11,miller,0,2,3,x\n"


def drops(rule):
    """What a rule of rows takes away: the name."""
    return 'drop = ["rule.name"]' if "rows" in rule else ""


@pytest.fixture
def record(tmp_path, monkeypatch):
    """Write a scenario with a record and return its problems."""
    monkeypatch.chdir(tmp_path)

    def problems(rule, counts=FEW, dates=LATE, more="", options=(), by_option=None):
        Path("counts.csv").write_text(counts)
        Path("dates.csv").write_text(dates)
        Path("own.toml").write_text(f"{BASE}\n{more}\n[rule]\n{rule}\n{RECORD}")
        try:
            load("own.toml", options, by_option)
        except ScenarioError as error:
            return [problem.field for problem in error.problems]
        return []

    return problems


@pytest.mark.parametrize(
    "rule",
    [
        'name = "unanimity"',
        'name = "consensus-minus-0"',
        'rows = [{ quota = 3 }]',
        'rows = [{ quota = "all" }, { weights = "population", quota = "2/3" }]',
    ],
)  # fmt: skip
def test_a_rule_that_needs_everybody(record, rule):
    assert record(rule, more=drops(rule)) == ["not_before", "high"]


@pytest.mark.parametrize(
    "rule",
    [
        'name = "consensus"',
        'name = "consensus-minus-1"',
        'name = "majority"',
        'name = "two-thirds"',
        'name = "majority"\nveto = ["CCC"]',
        'rows = [{ quota = 3, weights = { AAA = 1, BBB = 2 } }]',
    ],
)  # fmt: skip
def test_any_other_rule(record, rule):
    assert record(rule, more=drops(rule)) == []


def test_an_option_is_not_judged_by_the_record(record):
    assert record('name = "majority"', by_option="unanimity") == []
    assert record('name = "unanimity"', options=["parameters.speed=2"]) == []


def test_a_variant_is_not_judged_by_the_record(record):
    assert record('name = "majority"') == []
    later = 'extends = "own.toml"\nrule.name = "unanimity"\nmembers.AAA.accession = 2030-06-01\n'
    Path("variant.toml").write_text(later)
    assert load("variant.toml").record_of == "own"


def test_counts_of_the_day_of_the_decision_or_of_an_accession_may_be_from_before_it(record):
    head = FEW.split("\n")[0] + "\n"
    joins = "[members.DDD]\naccession = 2030-04-01\n"
    apart = "2030-05-10,miller,2,2,4,x\n2030-05-10,miller,4,4,4,x\n"
    joined = "2030-04-01,miller,1,1,3,x\n2030-04-01,miller,2,2,4,x\n"
    touching = "2030-04-05,miller,1,2,4,x\n2030-04-05,miller,2,3,4,x\n2030-04-05,novak,0,0,4,x\n"
    dates = LATE.split("\n")[0] + "\nCCC,miller,2030-05-10,,x\nDDD,novak,2030-06-01,,x\n"
    low = joined + touching + apart.replace("miller,4,4", "miller,3,3")
    assert record('name = "unanimity"', head + low, dates, joins) == []


def test_the_first_day_of_all(record):
    assert record('name = "majority"', FEW.replace("2030-05-11", "1000-01-01")) == []


def test_who_had_not_joined_is_none_of_those_still_out(record):
    """Of three members all stand with one: the fourth, out until later, is not in the body yet."""
    joins = "[members.DDD]\naccession = 2030-04-01\n"
    counts = FEW.split("\n")[0] + "\n2030-03-01,miller,3,3,3,x\n"
    dates = LATE.split("\n")[0] + "\nDDD,miller,2030-04-01,,x\n"
    assert record('name = "majority"', counts, dates, joins) == []
    still_out = dates.replace("DDD", "CCC")
    assert len(record('name = "majority"', counts, still_out, joins)) == 1
