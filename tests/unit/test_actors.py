"""Tables of actors of spatial models, in and out."""

from pathlib import Path

import pytest
from whitesmoke.commands.cli import main
from whitesmoke.errors import ScenarioError
from whitesmoke.scenario.actor_case import FULL, actor_table, case_text, codes, scale_of
from whitesmoke.scenario.actors import Actor, read_actors
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load

KTAB = """A scenario ,"as KTAB keeps them",3,2,
Actor,Description,Power,Pstn1,Sal1,Scope Position,Scope Salience,
SActor-00, Random Spatial Actor, 102.543, 75.79, 49.53,  6.37,  50.91,
LK,Somebody else,  53.393, 82.72, 30.33,,,
SAC,A third,  1, 10, 90, 73.50, 21.22,
"""
LONG = """actor;issue;position;salience;power
France;Rate;0;70;1,5
France;Scope;100;30;1,5
Ålborg;Rate;33;100;2
"""


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def actors(text):
    Path("actors.csv").write_text(text)
    return read_actors(Path("actors.csv"))


def test_a_row_an_actor_as_ktab_has_them():
    assert actors(KTAB) == [
        Actor(
            "SActor-00",
            "Random Spatial Actor",
            102.543,
            {"issue-1": 75.79, "scope": 6.37},
            {"issue-1": 49.53, "scope": 50.91},
        ),
        Actor("LK", "Somebody else", 53.393, {"issue-1": 82.72}, {"issue-1": 30.33}),
        Actor("SAC", "A third", 1.0, {"issue-1": 10.0, "scope": 73.5}, {"issue-1": 90.0, "scope": 21.22}),
    ]


def test_a_row_for_each_actor_and_issue():
    assert actors(LONG) == [
        Actor("France", "", 1.5, {"rate": 0.0, "scope": 100.0}, {"rate": 70.0, "scope": 30.0}),
        Actor("Ålborg", "", 2.0, {"rate": 33.0}, {"rate": 100.0}),
    ]


def test_one_issue_without_power_or_salience():
    assert actors("Name,Position\nA,0.25\nB,1\n") == [
        Actor("A", "", None, {"issue": 0.25}, {}),
        Actor("B", "", None, {"issue": 1.0}, {}),
    ]


def test_what_becomes_of_them():
    actors(LONG)
    Path("case.toml").write_text(case_text(read_actors(Path("actors.csv")), "a title", "actors.csv", "case.toml"))
    scenario = load("case.toml").scenario
    assert list(scenario.members) == ["FRANCE", "ALBORG"]
    france, alborg = scenario.members.values()
    assert (france.weight, france.position, france.salience) == (
        1.5,
        {"rate": 0.0, "scope": 1.0},
        {"rate": pytest.approx(FULL * 0.7), "scope": pytest.approx(FULL * 0.3)},
    )
    assert (alborg.name, alborg.position, alborg.salience) == ("Ålborg", {"rate": 0.33}, {"rate": FULL, "scope": 0.0})
    (text,) = scenario.candidates.values()
    weighted = 2.0 * 100 * 0.33 / (1.5 * 70 + 2.0 * 100)
    assert text.position == pytest.approx({"rate": weighted, "scope": 1.0})


@pytest.mark.parametrize("text", [KTAB, LONG, "Name,Position\nA,2.5\nB,-1\n"])
def test_the_way_there_and_back(text):
    first = case_text(actors(text), "t", "s", "f")
    Path("case.toml").write_text(first)
    loaded = load("case.toml")
    table = actor_table(loaded, build(loaded))
    assert case_text(actors(table), "t", "s", "f") == first
    before, after = actors(text), actors(table)
    assert [(one.power, one.position) for one in after] == [(one.power, one.position) for one in before]
    if "Sal" in text or "sal" in text:
        assert [one.salience for one in after] == [one.salience for one in before]


@pytest.mark.parametrize(
    ("values", "scale"),
    [([0.2, 1.0], (0, 1)), ([0, 55], (0, 100)), ([-3, 3], (-3, 3)), ([5, 700], (5, 700)), ([], (0, 1))],
)
def test_scales(values, scale):
    assert tuple(scale_of(values)) == scale


def test_a_scale_has_two_ends():
    low, high = scale_of([300.0, 300.0])
    assert low < high


def test_codes_are_of_the_names_and_each_its_own():
    names = ["HUN", "Hungary", "Hungarian opposition", "Hungarians", "É", "欧州"]
    assert codes([Actor(name, "", None, {}, {}) for name in names]) == ["HUN", "HUNGAR", "HUNGA2", "HUNGA3", "E2", "A2"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "a,b\n1,2\n",
            "actors.csv: no row names the columns: an actor, and a position (and perhaps power, salience, issue)",
        ),
        (
            "actor,position,colour\nA,1,red\n",
            'actors.csv:1: what is "colour"? a column is an actor, its power, a descr',
        ),
        ("actor,rate position,scope salience\nA,1,1\n", "actors.csv:1: a salience without a position: scope"),
        (
            "actor,rate position,position.rate\nA,1,1\n",
            "actors.csv:1: two columns give the same of one issue; keep one",
        ),
        ("actor,position\nA,1\nA,2\n", 'actors.csv:3: "A" stands in a row above already; keep one of them'),
        (
            "actor,issue,position\nA,x,1\nA,x,2\n",
            'actors.csv:3: "A" stands in a row above already, on x; keep one of them',
        ),
        (
            "actor,issue,position,power\nA,x,1,1\nA,y,2,2\n",
            'actors.csv:3: "A" has a power of 1 above, and 2 here; correct',
        ),
        ("actor,position\nA,left\n", 'actors.csv:2: expected a number, found "left"'),
        ("actor;position\nA;1,234\n", 'actors.csv:2: "1,234" may be 1.234 or 1234; write the one that is meant'),
        ("actor,position,power\nA,1,-2\n", "actors.csv:2: power and salience are not negative; found -2"),
        ("actor,position\n,1\n", "actors.csv:2: this row names no actor"),
        ("actor,position\n", "actors.csv: no actors; the rows below the names of the columns are empty"),
    ],
)
def test_what_is_no_table_of_actors(text, says):
    with pytest.raises(ScenarioError) as refused:
        actors(text)
    assert str(refused.value).startswith(says)


def test_by_command(capsys):
    Path("actors.csv").write_text(KTAB)
    for arguments in (["new", "mine", "--folder", ".", "--actors", "actors.csv"], ["check", "mine.toml"]):
        with pytest.raises(SystemExit) as left:
            main(arguments)
        assert (left.value.code, capsys.readouterr().err) == (0, "")
    with pytest.raises(SystemExit) as left:
        main(["new", "other", "--folder", ".", "--actors", "actor.csv"])
    assert (left.value.code, capsys.readouterr().err) == (
        2,
        'actor.csv: there is no file "actor.csv" (did you mean "actors.csv"?)\n',
    )
