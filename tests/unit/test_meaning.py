"""What names a scenario and the rules is what is meant: not what only tells, nor what stands at its default."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from whitesmoke.model import lang
from whitesmoke.model.ensemble import ensemble
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load
from whitesmoke.scenario.meaning import meaning, record_of
from whitesmoke.scenario.numbers import Distribution, Stated
from whitesmoke.scenario.schema import Parameters
from whitesmoke.study.worlds import world_hash

RACE = Path("scenarios/rutte-iohannis.toml").resolve()

TOLD = [
    'title="another"',
    'about="other words"',
    'focal.summit.label="the summit"',
    "focal.summit.known_since=2023-11-02",
    'members.HUN.name="Magyarország"',
    'candidates.rutte.name="Mark R."',
    'demands.hungary-opt-out.text="an exemption"',
    'parameters.source="somebody"',
    "parameters.assumed=true",
    "calendar.takes_office=2024-10-02",
    "record.decision.date=2024-06-27",
    "levers.opt-out.high=0.25",
    'levers.opt-out.label="another"',
]
DEFAULTS = ["parameters.patron=2.8", "parameters.defection=0", "members.HUN.status_quo=0.0", 'patron="USA"']
MEANT = [
    "parameters.patron=2.9",
    "parameters.defection=0.01",
    "members.HUN.status_quo=0.5",
    "focal.summit.date=2024-07-10",
    "demands.hungary-opt-out.ceiling=0.5",
    "demands.hungary-opt-out.raised=2024-01-05",
    'rule.name="majority"',
    "rule.silence.high=9",
    "network.layers.0.kind='random'",
    "calendar.round_days=2",
    'parameters.patron={dist="normal",mean=2.8,sd=0.1}',
]


@pytest.mark.parametrize("number", ["patience=9", "reservation=-1", "opportunism=2", "push=0.5"])
def test_numbers_of_bargaining_count_where_actors_bargain_only(number):
    def means(mode, *more):
        return meaning(load(RACE, [f"bargaining.mode={mode}", *more]))

    assert means("meetings", f"bargaining.{number}") == means("meetings")
    assert means("bargained", f"bargaining.{number}") != means("bargained")


def test_at_meetings_a_file_means_what_it_meant_before_it_said_how_they_bargain(tmp_path):
    (tmp_path / "before.toml").write_text(f'extends = "{RACE}"\ndrop = ["bargaining"]\n')
    assert meaning(load(RACE, ["bargaining.mode=meetings"])) == meaning(load(tmp_path / "before.toml"))


@pytest.mark.parametrize("change", [*TOLD, *DEFAULTS])
def test_what_is_told_or_stands_at_its_default_changes_nothing(change):
    before, after = load(RACE), load(RACE, [change])
    assert meaning(after) == meaning(before)
    assert world_hash(build(after)) == world_hash(build(before))


def test_a_note_happens_and_changes_nothing(tmp_path):
    note = '[events.remark]\nkind = "note"\ndate = 2030-02-02\ntext = "it rained"\n'
    (tmp_path / "race.toml").write_text(Path("scenarios/tutorial.toml").read_text() + "\n" + note)
    before, after = load("tutorial"), load(tmp_path / "race.toml")
    assert meaning(after) == meaning(before)
    one, other = (ensemble(build(loaded).world, 50, 1) for loaded in (before, after))
    assert all(np.array_equal(a, b) for a, b in zip(one, other))


@pytest.mark.parametrize("change", MEANT)
def test_what_is_played_otherwise_means_something_else(change):
    before, after = load(RACE), load(RACE, [change])
    assert meaning(after) != meaning(before)
    assert world_hash(build(after)) != world_hash(build(before))


@pytest.mark.parametrize("name", Parameters.model_fields)
def test_every_parameter_counts_unless_it_is_left_alone(name):
    field = Parameters.model_fields[name]
    if name in ("source", "assumed"):
        return
    other = {"response": '"proportional"', "pivotal": "true"}.get(name, "0.0625")
    plain = load("tutorial")
    assert meaning(load("tutorial", [f"parameters.{name}={other}"])) != meaning(plain)
    usual = {"response": '"logistic"', "pivotal": "false"}.get(name, field.default)
    if name != "bargaining_from":  # which the tutorial sets
        assert meaning(load("tutorial", [f"parameters.{name}={usual}"])) == meaning(plain)


def test_a_number_with_a_source_is_the_number():
    stated = load("tutorial", ['parameters.patron={value=1.5,source="me"}'])
    assert isinstance(stated.scenario.parameters.patron, Stated)
    assert meaning(stated) == meaning(load("tutorial", ["parameters.patron=1.5"]))
    drawn = [
        load("tutorial", [f'parameters.patron={{dist="uniform",low=1,high=2{said}}}']) for said in ("", ',source="x"')
    ]
    assert isinstance(drawn[0].scenario.parameters.patron, Distribution)
    assert meaning(drawn[0]) == meaning(drawn[1])


def test_tables_beside_the_scenario_count_by_what_they_say(tmp_path):
    text = Path("scenarios/tutorial.toml").read_text()
    (tmp_path / "ties.csv").write_text("member,listens_to,weight\nALF,BET,1\n")
    (tmp_path / "same.csv").write_text("weight,member,listens_to\n1.0,ALF,BET\n")
    (tmp_path / "other.csv").write_text("member,listens_to,weight\nALF,GAM,1\n")
    found = []
    for name in ("ties", "same", "other"):
        layers = f'layers = [{{ kind = "file", file = "{name}.csv", source = "x" }}]\n'
        (tmp_path / "race.toml").write_text(re.sub(r"layers = .*\n", layers, text))
        found.append(meaning(load(tmp_path / "race.toml")))
    assert found[0] == found[1] != found[2]


def test_what_was_observed_is_no_part_of_the_meaning_but_of_a_calibration():
    before, after = load(RACE), load(RACE, ["record.decision.date=2024-06-27"])
    assert record_of(after) != record_of(before)
    assert record_of(load(RACE, ['record.decision.source="another"'])) == record_of(before)


RULE = 'def share(yes, all):\n    """Return the share."""\n    return yes / all  # of all\n'


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (RULE.replace("the share", "what share says yes"), True),
        (RULE.replace("  # of all", ""), True),
        ("\n\n# rules\n" + RULE.replace("(yes, all)", "(\n    yes,\n    all,\n)"), True),
        (RULE.replace("yes / all", "all / yes"), False),
        (RULE.replace("yes / all", "yes / all / 2"), False),
        (RULE.replace("(yes, all)", "(yes, all=1)"), False),
        (RULE + "LIMIT = 1\n", False),
    ],
)
def test_rules_are_what_they_do_not_how_it_is_written(text, same):
    one, other = (lang._said(compile(source, "rule.py", "exec", optimize=2)) for source in (RULE, text))
    assert (one == other) == same


def test_the_hash_of_the_rules_is_the_same_in_every_process():
    """Sets of texts have another order in each."""
    line = "from whitesmoke.model.lang import sources_hash, _said; "
    line += "print(sources_hash(), _said(compile('x in {\"a\", \"b\", \"c\"}', 'r', 'exec', optimize=2)))"
    told = {subprocess.run([sys.executable, "-c", line], capture_output=True, check=True).stdout for _ in range(3)}
    assert len(told) == 1
