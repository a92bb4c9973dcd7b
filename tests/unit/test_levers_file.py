"""Levers of a scenario file: what inherits them, what loses them, and what `check` says of them."""

from pathlib import Path

import pytest
from whitesmoke.commands.cli import _run as whitesmoke
from whitesmoke.errors import ScenarioError
from whitesmoke.scenario import bodies
from whitesmoke.scenario.build import build
from whitesmoke.scenario.lever_ends import moved, must_move, notes, stands
from whitesmoke.scenario.library import shipped
from whitesmoke.scenario.load import load
from whitesmoke.scenario.meaning import meaning

LEVER = """
[levers.{name}]
label = "the harbour"
question = "What if?"
path = {path}
low = {low}
high = {high}
low_says = "one end"
high_says = "the other"
"""
HARBOUR = {"name": "harbour", "path": '"demands.harbour.worth"', "low": "1.0", "high": "4.0"}


def lever(**given):
    return LEVER.format(**{**HARBOUR, **given})


@pytest.fixture
def written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(text, name="levers", extends="tutorial"):
        (tmp_path / f"{name}.toml").write_text(f'extends = "{extends}"\n{text}')
        return load(f"{name}.toml")

    return write


def test_a_lever_is_no_part_of_what_a_scenario_means(written):
    assert meaning(written(lever())) == meaning(load("tutorial"))


def test_an_end_sets_its_values_and_the_file_stands_at_one_of_them(written):
    loaded = written(lever())
    assert moved(loaded, "harbour", "low").scenario.demands["harbour"].worth == 1.0
    assert stands(loaded, "harbour") == "high"
    assert stands(written(lever(high="5.0")), "harbour") is None


def test_of_several_paths_each_has_its_value_or_all_have_one(written):
    both = '["demands.harbour.worth", "demands.harbour.ceiling"]'
    demand = moved(written(lever(path=both, low="[2.0, 0.5]", high="[4.0, 1.0]")), "harbour", "low")
    assert (demand.scenario.demands["harbour"].worth, demand.scenario.demands["harbour"].ceiling) == (2.0, 0.5)
    one = moved(written(lever(path=both, low="0.5", high="1.0")), "harbour", "low").scenario.demands["harbour"]
    assert (one.worth, one.ceiling) == (0.5, 0.5)


@pytest.mark.parametrize(
    ("path", "low", "high"),
    [
        ('"rule.name"', '"majority"', '"unanimity"'),
        ('"rule.veto"', "[]", '["GAM"]'),
        ('"demands.harbour.latent"', "false", "true"),
        ('"calendar.expiry"', "2030-03-18", "2030-04-01"),
        ('"demands.harbour.worth"', "1.0", '{ dist = "uniform", low = 2.0, high = 6.0 }'),
        ('"members.BET.baseline"', "-2", "-1"),
    ],
)
def test_a_lever_may_move_a_word_a_list_a_switch_a_date_or_a_distribution(written, path, low, high):
    loaded = written(lever(path=path, low=low, high=high))
    assert meaning(moved(loaded, "harbour", "low")) != meaning(moved(loaded, "harbour", "high"))


def test_a_variant_inherits_levers_changes_them_and_drops_them(written):
    written(lever())
    assert written("", "plain", "levers.toml").scenario.levers["harbour"].low == 1.0
    assert written("levers.harbour.low = 2.0", "changed", "levers.toml").scenario.levers["harbour"].low == 2.0
    assert written('drop = ["levers.harbour"]', "dropped", "levers.toml").scenario.levers == {}


def test_an_inherited_lever_goes_with_what_it_moves_and_one_of_ones_own_is_refused(written):
    written(lever() + lever(name="summit", path='"focal.summit.weight"', low="0.0", high="0.8"))
    left = written('drop = ["demands.harbour"]', "dropped", "levers.toml")
    assert [*left.scenario.levers] == ["summit"]
    with pytest.raises(ScenarioError, match=r'dropped.toml:.*levers.harbour.path.*there is no "harbour" in demands'):
        written('drop = ["demands.harbour"]' + lever(), "dropped", "levers.toml")


def test_ends_at_which_tables_disagree_are_refused_by_check(written, capsys):
    loaded = written(lever(path='"demands.harbour.holder"', low='"GAM"', high='"XYZ"'))
    with pytest.raises(ScenarioError, match=r"levers.harbour.high: the scenario cannot be played so: demands.harbour"):
        must_move(loaded)
    assert whitesmoke(["check", "levers.toml"]) == 2
    assert "levers.toml:8: levers.harbour.high: the scenario cannot be played so: " in capsys.readouterr().err


def test_check_says_that_a_lever_moves_what_is_not_played(written):
    loaded = written(lever(path='"bargaining.patience"', low="2.0", high="20.0"))
    told = [note.message for note in notes(loaded)]
    idle = 'it moves bargaining.patience, which mode = "meetings" does not use'
    assert told == [f"{idle}; move something else, or play the other mode"]
    assert [*notes(written(lever()))] == []


@pytest.mark.parametrize("name", [one.name for one in shipped() if "[levers." in one.path.read_text()])
def test_every_shipped_lever_can_be_moved_and_moves_what_is_played(name):
    loaded = load(name)
    must_move(loaded)
    assert [*notes(loaded)] == []
    for lever in loaded.scenario.levers:
        ends = {meaning(moved(loaded, lever, end)) for end in ("low", "high")}
        assert len({*ends, meaning(loaded)}) >= 2, lever


def test_hostile_words_are_made_plain(written):
    loaded = written(lever().replace("the harbour", "\u202eA\\u001b[31m"))
    assert loaded.scenario.levers["harbour"].label == "A\\x1b[31m"
    assert build(loaded)


@pytest.mark.parametrize("body", bodies.shipped(), ids=lambda body: body.name)
def test_a_case_of_a_shipped_body_has_its_levers_and_each_moves_what_is_played(body):
    case = bodies.load_body(body.path)
    assert len(case.scenario.levers) == 3
    assert [*notes(case)] == []
    for lever in case.scenario.levers:
        ends = [meaning(moved(case, lever, end)) for end in ("low", "high")]
        assert ends[0] != ends[1], lever
        assert lever != "rule" or meaning(case) == ends[0]


def test_a_wrong_lever_of_a_body_is_refused_by_check_and_not_left_out(written, capsys):
    body = 'title = "A body"\nassumed = true\nrule.name = "unanimity"\nmembers.AAA.name = "A"\nmembers.BBB.name = "B"\n'
    path = '"members.CCC.weight"'
    (Path("body.toml")).write_text(body + lever(path=path))
    assert whitesmoke(["check", "body.toml"]) == 2
    assert (
        'body.toml:10: levers.harbour.path: members.CCC.weight: there is no "CCC" in members' in capsys.readouterr().err
    )
    (Path("body.toml")).write_text(body + lever(path='"members.AAA.weight"'))
    assert whitesmoke(["check", "body.toml"]) == 0
