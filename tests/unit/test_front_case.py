"""`whitesmoke.open`: a case by name, path or dict, what it is changed into, and what is said of what cannot be."""

import copy
import datetime
import json
import pickle
import tomllib
from pathlib import Path

import numpy as np
import pytest
import whitesmoke as ws
from hypothesis import given, settings
from hypothesis import strategies as st
from whitesmoke.front.comparison import labelled
from whitesmoke.scenario.merge import toml_value
from whitesmoke.scenario.toml import change

TUTORIAL = Path("scenarios/tutorial.toml")


def tables(name: str = "tutorial") -> dict:
    return tomllib.loads(Path(f"scenarios/{name}.toml").read_text(encoding="utf-8"))


def refusal(*given, **named) -> str:
    with pytest.raises(ws.ScenarioError) as caught:
        ws.open(*given, **named)
    return str(caught.value)


@pytest.mark.parametrize("name", ["tutorial", "council", "conclave"])
def test_a_dict_is_its_file_to_the_byte(name: str) -> None:
    file, given = ws.open(name), ws.open(tables(name), name=name)
    assert file == given
    assert json.dumps(file.run(3, 2).json()) == json.dumps(given.run(3, 2).json())
    assert json.dumps(file.runs(40).json()) == json.dumps(given.runs(40).json())


def test_a_dict_extends_by_name_and_by_path() -> None:
    own = {"demands": {"harbour": {"ceiling": 0.0}}}
    changed = ws.open("tutorial").change({"demands.harbour.ceiling": 0})
    for parent in ("tutorial", str(TUTORIAL), TUTORIAL):
        case = ws.open({"extends": parent, **own})
        assert case.name == "untitled"
        assert case.runs(20).frame().equals(changed.runs(20).frame())
    assert "harbour" not in ws.open({"extends": "tutorial", "drop": ["demands.harbour"]}).demands


def test_a_dict_is_found_where_a_file_would_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine.toml").write_text(f'extends = "{TUTORIAL.resolve()}"\ntitle = "Mine"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    case = ws.open({"extends": "mine.toml", "title": "Dict"}, name="mine")  # of the same name as what it extends
    assert case.title == "Dict"
    assert case.change({"title": "Other"}).title.startswith("Other")


def test_a_dict_given_stays_as_it_was_and_the_case_too() -> None:
    given = tables()
    case = ws.open(given)
    case.change({"demands.harbour.ceiling": 0.0, "members.BET.baseline": -3})
    assert given == tables()
    given["title"] = "another"
    assert case.change({}).title == tables()["title"]


@pytest.mark.parametrize(
    ("scenario", "said"),
    [
        ({"extends": "tutorail"}, 'the dict: extends: "tutorail": there is no such file, and no scenario or body of'),
        ({"extends": 3}, "the dict: extends: expected the name of a file, found 3"),
        (
            {"extends": "tutorial", "demands": {"harbour": {"ceiling": 3}}},
            "demands.harbour.ceiling: must lie",
        ),
        ({"extends": "tutorial", "rule": {"name": "unanimty"}}, 'the dict: rule.name: no rule is called "unanimty"'),
        ({"extends": "tutorial", "titel": "x"}, 'the dict: titel: unknown field (did you mean "title"?)'),
        (
            {"extends": "tutorial", "title": None},
            "the dict: title: None is no value of a scenario; leave",
        ),
        ({"extends": "tutorial", "title": {1, 2}}, "the dict: title: a set is no value of a scenario"),
        ({"extends": "tutorial", 1: 2}, "the dict: a key is a text; write '1' instead of 1"),
        ({"extends": "tutorial", "title": "\ud800"}, "the dict: title: a sign of it is not UTF-8"),
        ({"question": "?", "design": {}, "replicates": 2}, "the dict: this is an experiment, not a scenario"),
        ({}, "the dict: calendar: missing"),
    ],
)
def test_what_is_wrong_with_a_dict_is_said_as_of_a_file(scenario: dict, said: str) -> None:
    assert said in refusal(scenario)


def test_a_dict_in_itself_is_refused() -> None:
    endless: dict = {"extends": "tutorial"}
    endless["members"] = endless
    assert "too deeply" in refusal(endless)


def test_a_dict_has_a_name_that_a_file_can_have() -> None:
    with pytest.raises(ws.WhitesmokeError, match=r'"\.\./x" is no name'):
        ws.open(tables(), name="../x")


def test_what_can_be_read_of_a_case() -> None:
    case = ws.open("tutorial", rule="majority")
    assert (case.name, case.title, case.rule) == (
        "tutorial",
        "Tutorial: three allies and one candidate [with rule majority]",
        "majority",
    )
    assert next(iter(case.members.items())) == ("ALF", case.members["ALF"])
    assert list(case.candidates.values()) == ["Dora Dorn"]
    assert "harbour" in case.demands
    assert (case.start, case.horizon) == (datetime.date(2030, 1, 7), 84)
    assert repr(case) == f"{case.title} (tutorial): 3 members, majority, 12 rounds"
    assert case.notes == []


@pytest.mark.parametrize(
    ("path", "value", "written"),
    [
        ("demands.harbour.ceiling", 0.5, "demands.harbour.ceiling=0.5"),
        ("demands.harbour.ceiling", np.float64(0.5), "demands.harbour.ceiling=0.5"),
        ("demands.harbour.red_line", False, "demands.harbour.red_line=false"),
        ("demands.harbour.raised", datetime.date(2030, 1, 21), "demands.harbour.raised=2030-01-21"),
        ("demands.harbour.raised", datetime.datetime(2030, 1, 21), "demands.harbour.raised=2030-01-21"),
        ("rule.name", "majority", "rule.name=majority"),
        ("title", 'a "quoted" \\ text = #1', 'title=a "quoted" \\ text = #1'),
        ("title", "true", 'title="true"'),
        ("title", " 7\n", 'title=" 7\\n"'),
        ("parameters.cover", {"dist": "uniform", "low": 0.1, "high": 0.2}, None),
        ("network.layers", [{"kind": "random", "density": 0.5}], 'network.layers=[{ kind = "random", density = 0.5 }]'),
        ("members.BET.baseline", np.array([1, 2])[0], "members.BET.baseline=1"),
    ],
)
def test_values_of_python_are_changes(path: str, value: object, written: str | None) -> None:
    text = change(path, value)
    assert written is None or text == written
    assert ws.open("tutorial").change({path: value}).changes == (text,)


@given(
    st.recursive(
        st.text(st.characters(exclude_categories=["Cs"])) | st.booleans() | st.integers(-9, 9) | st.dates(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text("ab \"'.=", min_size=1).filter(str.strip), inner),
        max_leaves=6,
    )
)
@settings(max_examples=200, deadline=None)
def test_any_value_survives_being_written(value: object) -> None:
    assert toml_value(change("x", value).partition("=")[2].strip()) == value


def test_a_path_changed_again_is_changed_once() -> None:
    half = ws.open("tutorial").change({"demands.harbour.ceiling": 0.5})
    assert half.change({"demands.harbour.ceiling": 0.25}).changes == ("demands.harbour.ceiling=0.25",)
    assert half.change({}, rule="majority").changes == half.changes
    assert half.change({}, rule="majority").rule == "majority"


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("demands.harbor.ceiling", 0, 'change demands.harbor.ceiling: there is no "harbor" in demands (did you mean'),
        ("demands.harbour.ceiling", 7, "change demands.harbour.ceiling: must lie between 0 and 1, found 7"),
        ("demands.harbour.ceiling", None, "change demands.harbour.ceiling: nothing is given there to be taken away"),
        ("rule", "majority", "change rule: the rule is a table"),
    ],
)
def test_a_change_that_cannot_be_is_said_without_dashes(path: str, value: object, said: str) -> None:
    with pytest.raises(ws.ScenarioError) as caught:
        ws.open("tutorial").change({path: value})
    assert str(caught.value).startswith(said)


def test_equal_is_what_plays_and_says_the_same() -> None:
    case = ws.open("tutorial")
    assert case == ws.open(str(TUTORIAL)) == ws.open(TUTORIAL)
    assert len({case, ws.open("tutorial"), case.change({"demands.harbour.ceiling": 0})}) == 2
    assert case != case.change({}, rule="majority")
    assert case != ws.open(tables())  # of another name
    assert case != "tutorial"


@pytest.mark.parametrize("posterior", [None, "rutte-iohannis"])
def test_a_case_and_its_results_travel(posterior: str | None) -> None:
    case = ws.open("rutte-iohannis" if posterior else "tutorial", posterior=posterior)
    case.runs(4)
    for twin in (pickle.loads(pickle.dumps(case)), copy.copy(case), copy.deepcopy(case)):
        assert twin == case
        assert twin.runs(4).frame().equals(case.runs(4).frame())
    given = pickle.loads(pickle.dumps(ws.open(tables())))
    assert given.change({"demands.harbour.ceiling": 0}).name == "untitled"


def test_a_posterior_is_drawn_from_and_said() -> None:
    case = ws.open("rutte-iohannis", posterior="rutte-iohannis")
    assert case.fitted_to == ["rutte-iohannis"]
    assert "drawn from a posterior of rutte-iohannis" in repr(case)
    assert case.change({}).posterior is case.posterior
    assert case.runs(6).json()["posterior_sha256"] == case.run().json()["posterior_sha256"] == case.posterior.sha256
    assert not case.runs(6).frame().equals(ws.open("rutte-iohannis").runs(6).frame())
    winners = case.runs(4).frame()["winner"].astype(object)
    assert [case.runs(4).run(r).winner for r in range(4)] == winners.where(winners.notna(), None).tolist()
    with pytest.raises(ws.WhitesmokeError, match="posterior: there is no file nowhere"):
        ws.open("tutorial", posterior="nowhere")


def test_a_dict_is_a_variant_of_what_it_extends() -> None:
    case = ws.open("rutte-iohannis", posterior="rutte-iohannis")
    mine = ws.open({"extends": "rutte-iohannis", "demands": {"hungary-opt-out": {"ceiling": 0.5}}}, name="mine")
    half = case.change({"demands.hungary-opt-out.ceiling": 0.5})
    found = case.compare(mine, half, runs=4)
    assert found.cautions == []
    one, other = found.differences.values()
    assert one == other
    assert "in-sample (mine is a variant of rutte-iohannis)" in next(iter(found.after.values())).case.drawn_from


def test_names_of_the_front_door_are_there() -> None:
    assert set(dir(ws)) == set(ws.__all__)
    assert all(getattr(ws, name) is not None for name in ws.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'opne'"):
        ws.opne  # noqa: B018


@pytest.mark.parametrize("runs", [0, -1, "3", 1.5, True, None])
def test_what_is_no_number_of_runs_is_a_sentence(runs):
    case = ws.open("tutorial")
    for ask in (case.runs, lambda n: case.compare({"demands.harbour.ceiling": 0}, runs=n)):
        with pytest.raises(ws.WhitesmokeError, match="runs: give a whole number"):
            ask(runs)


@pytest.mark.parametrize("seed", [-1, "a", 2**64, None])
def test_what_is_no_seed_is_a_sentence(seed):
    with pytest.raises(ws.WhitesmokeError, match="seed: give a whole number from 0"):
        ws.open("tutorial").run(seed=seed)


def test_a_number_among_the_variants_is_a_sentence():
    with pytest.raises(ws.WhitesmokeError, match=r"20 is no variant.*runs=20"):
        ws.open("tutorial").compare({"demands.harbour.ceiling": 0}, 20)


def test_a_variant_is_called_by_all_that_differs():
    ceiling, baseline = {"demands.harbour.ceiling": 0}, {"members.GAM.baseline": -1}
    case = ws.open("tutorial")
    (label,) = labelled(case.change(ceiling), (case.change(baseline),))
    assert label == "members.GAM.baseline=-1, without demands.harbour.ceiling=0"
    (label,) = labelled(ws.open("tutorial", rule="majority"), (case,))
    assert label == "by its own rule"
