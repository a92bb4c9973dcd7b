"""A lecture as one page: what each scene shows is what its file says, with the numbers of the commands."""

import json

import pytest
import whitesmoke as ws
from whitesmoke.commands.cli import _run as whitesmoke
from whitesmoke.front.lecture import Lecture
from whitesmoke.scenario.lectures import load_lecture, shipped
from whitesmoke.telling.stage.story_labels import LABELS

from tests.browser.lesson import written

MORE = """
[[scenes]]
title = "Beside a dearer harbour"
compare = "demands.harbour.worth=9"
[[scenes]]
title = "Twice the luck"
run = 1
set = ["demands.harbour.worth=0.5"]
day = 2030-01-10
"""


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = written(tmp_path)
    file.write_text(file.read_text() + MORE)
    return file


@pytest.fixture
def lesson(file):
    return ws.lecture(file)


def test_scenes_that_play_the_same_share_a_story(lesson):
    data = lesson.page(runs=40).json()
    assert [scene["story"] for scene in data["scenes"]] == [0, 0, 1, 2, 3]
    assert data["labels"] == LABELS
    assert all("labels" not in story for story in data["stories"])
    assert data["scenes"][0]["covered"] == ["odds", "course"]


def test_a_scene_is_the_moment_that_its_file_names(lesson):
    data = lesson.page(runs=40).json()
    for one, scene in zip(lesson.scenes, data["scenes"]):
        step = data["stories"][scene["story"]]["steps"][scene["event"]]
        assert step["round"] == one.round
    assert data["scenes"][1]["member"] == "GAM"
    assert data["scenes"][1]["face"] == "network"
    quiet = data["stories"][3]["steps"][data["scenes"][4]["event"]]
    assert quiet["date"] == "2030-01-14"


def test_odds_levers_and_comparison_are_those_of_the_commands(lesson, file):
    data = lesson.page(runs=40).json()
    case = ws.open(file.with_name("case.toml"))
    found = case.story(replicate=0, runs=40).json()
    assert data["stories"][0]["odds"] == found["odds"]
    assert data["stories"][0]["levers"] == found["levers"]
    pulled = data["stories"][1]
    assert pulled["levers"] == found["levers"]
    assert pulled["odds"]["curve"] == found["odds"]["curve"]
    assert (
        pulled["steps"][-1]["kind"]
        == case.change({"demands.harbour.ceiling": 0.0}).story(replicate=0, runs=2).json()["steps"][-1]["kind"]
    )
    assert data["scenes"][2]["lever"] == "harbour.low"
    assert data["scenes"][2]["with"] == "Played with: no harbour."
    other = data["stories"][2]["levers"][-1]
    dearer = case.change({"demands.harbour.worth": 9})
    assert (other["name"], other["end"]) == ("compare", "other")
    assert other["curve"] == dearer.story(runs=40).json()["odds"]["curve"]
    assert other["sentence"].startswith("Demands.harbour.worth=9: ")
    assert data["scenes"][4]["with"] == "Played with demands.harbour.worth=0.5."


def test_quoted_numbers_are_told_as_they_are_found(lesson):
    scenes = lesson.page(runs=40).json()["scenes"]
    assert scenes[1]["quoted"] == ["This run ends with Dora Dorn."]
    change = lesson.scenes[2].quoted[0].found
    assert scenes[2]["quoted"] == [f"Not settled in {100 * change:.0f} of 100 futures more than without the lever."]


def test_it_is_there_before_its_futures_are(lesson):
    seen = []

    def play(case, seed):
        seen.append(case)
        return case.runs(8, seed)

    parts = lesson.page(8).parts(play)
    first = next(parts)
    assert seen == []
    assert [story["odds"] for story in first["stories"]] == [None] * 4
    assert [sum(story["odds"] is not None for story in part["stories"]) for part in parts] == [1, 2, 3, 4]


def test_the_command_writes_what_python_saves_and_the_numbers_must_hold(file, capsys, tmp_path):
    assert whitesmoke(["story", "lesson.toml", "--runs", "40", "--out", "a.html", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    page = Lecture(load_lecture(file)).page(40)
    assert printed == page.json()
    assert page.save(tmp_path / "b.html").read_bytes() == (tmp_path / "a.html").read_bytes()
    assert whitesmoke(["story", "lesson.toml", "--runs", "2"]) == 0
    assert (tmp_path / "results" / "lectures" / "lesson.html").is_file()
    capsys.readouterr()
    assert whitesmoke(["story", "lesson.toml", "--seed", "2"]) == 2
    assert "each scene says what it plays; leave out --seed" in " ".join(capsys.readouterr().err.split())
    file.write_text(file.read_text().replace('value = "dora"', 'value = "none"'))
    assert whitesmoke(["story", "lesson.toml", "--out", "c.html"]) == 2
    assert "winner: dora is found, none is quoted" in capsys.readouterr().err
    assert not (tmp_path / "c.html").exists()


def test_what_the_class_is_to_guess_is_covered():
    covered = {name: [scene.covered for scene in load_lecture(name).spec.scenes] for name in shipped()}
    assert covered["can-you-forecast-white-smoke"] == [*[["odds", "course"]] * 3, *[["odds"]] * 2, []]
    assert covered["what-is-a-veto-worth"][2] == ["odds", "course"]
