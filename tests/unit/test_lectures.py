"""Lectures and lessons: what ships can be played and quotes what is found; a broken one is told where and how."""

import json
from pathlib import Path

import pytest
import whitesmoke as ws
from whitesmoke.commands.cli import _run as whitesmoke
from whitesmoke.errors import ScenarioError
from whitesmoke.scenario.lectures import load_lecture, shipped
from whitesmoke.scenario.load import load

LESSON = """
title = "A lesson"
scenario = "tutorial"
[[scenes]]
title = "the opening"
[[scenes]]
title = "the harbour"
day = 2030-01-21
member = "GAM"
notes = '''It
waits.'''
questions = [{ asks = "Why?", answer = "It wants the harbour." }]
quoted = [{ what = "winner", value = "dora" }]
"""


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def written(text, name="lesson.toml"):
        (tmp_path / name).write_text(text)
        return name

    return written


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_lecture_plays_and_quotes_what_is_found(name):
    lecture = ws.lecture(name)
    assert lecture.problems == []
    assert lecture.minutes <= 15
    assert all(one.scene.questions for one in lecture.scenes)
    assert all(question.answer for one in lecture.scenes for question in one.scene.questions)
    assert sum(len(one.quoted) for one in lecture.scenes) >= 5


def test_a_lecture_of_eight_scenes_and_two_lessons_ship():
    assert [*shipped()] == ["can-you-forecast-white-smoke", "the-race-in-eight-scenes", "what-is-a-veto-worth"]
    assert len(load_lecture("the-race-in-eight-scenes").spec.scenes) == 8


def test_answers_are_for_who_teaches(write, capsys):
    name = write(LESSON)
    assert whitesmoke(["scenes", name]) == 0
    told = capsys.readouterr().out
    assert "A lesson (2 scenes, 15 minutes)" in told
    assert "2. the harbour" in told
    assert "tutorial, seed 1, run 0, on 21 January 2030: the members as tiles; why Gammaland" in " ".join(told.split())
    assert "It waits." in told
    assert "Ask: Why?" in told
    assert "1 number quoted, reproduced." in told
    assert "Expected" not in told
    assert whitesmoke(["scenes", name, "--answers"]) == 0
    assert "Expected: It wants the harbour." in capsys.readouterr().out
    assert whitesmoke(["scenes", name, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["scenes"][1] | {"day": "2030-01-21", "member": "GAM", "seed": 1, "run": 0} == data["scenes"][1]
    assert data["scenes"][1]["quoted"] == [{"what": "winner", "quoted": "dora", "found": "dora", "within": 0.0}]
    assert [*ws.lecture(name).frame().scenario] == ["tutorial", "tutorial"]
    assert repr(ws.lecture(name)) == "A lesson (2 scenes, 15 minutes)"


def test_without_a_name_they_are_listed(capsys):
    assert whitesmoke(["scenes"]) == 0
    assert "What is a veto worth? (5 scenes, 15 minutes)" in capsys.readouterr().out


def test_one_of_one_scene_is_listed_as_it_is_told(write, capsys, monkeypatch):
    file = write(LESSON.partition('[[scenes]]\ntitle = "the harbour"')[0], "short.toml")
    monkeypatch.setattr("whitesmoke.commands.scenes.shipped", lambda: {"short": Path(file)})
    assert whitesmoke(["scenes"]) == 0
    assert capsys.readouterr().out == "short  A lesson (1 scene, 15 minutes)\n"


def test_numbers_are_those_of_runs_and_one_that_is_another_is_told_with_what_is_found(write, capsys):
    case = ws.open("tutorial")
    stuck = case.change({"demands.harbour.ceiling": 0.0}).runs(50).summary.outcomes["deadlock"].value
    runs = case.runs(50)
    by, early = (float((runs.day_or_never <= day).mean()) for day in (28, 7))
    assert early < by < 1.0
    quotes = f"""
[[scenes]]
title = "without a harbour"
set = ["demands.harbour.ceiling=0"]
quoted = [{{ what = "deadlock", value = {stuck}, runs = 50 }}]
[[scenes]]
title = "four weeks"
day = 2030-01-14
quoted = [
  {{ what = "settled", by = 2030-02-04, value = {by}, runs = 50 }},
  {{ what = "settled", value = 2.0, within = 0.5, runs = 50 }},
]
"""
    name = write(LESSON + quotes)
    assert [one.holds for one in ws.lecture(name).scenes[3].quoted] == [True, False]
    assert whitesmoke(["scenes", name]) == 2
    said = (
        f"scenes.3.quoted.1.value: settled: {early:.4g} is found, 2 is quoted, give or take 0.5; correct it, or allow"
    )
    assert f"lesson.toml:24: {said}" in capsys.readouterr().err


def test_a_lever_is_moved_and_its_change_is_after_less_before(write):
    lever = """
[levers.harbour]
label = "the rule"
question = "What if?"
path = "demands.harbour.ceiling"
low = 0.0
high = 1.0
low_says = "most"
high_says = "all"
"""
    write('extends = "tutorial"\n' + lever, "race.toml")
    found = ws.open("race.toml").levers(runs=40).moved[0].difference.deadlock.value
    scene = 'quoted = [{ what = "change", value = 0.0, within = 1.0, runs = 40 }]'
    text = f'title = "x"\nscenario = "race.toml"\n[[scenes]]\ntitle = "y"\nlever = "harbour"\nend = "low"\n{scene}\n'
    played = ws.lecture(write(text)).scenes[0]
    assert played.quoted[0].found == pytest.approx(found)
    assert played.run.case.loaded.scenario.demands["harbour"].ceiling == 0.0
    assert found > 0.0


def test_a_day_on_which_the_run_is_over_is_refused(write):
    last = ws.open("tutorial").run(1).date
    name = write(LESSON.replace("2030-01-21", "2030-03-31"))
    message = rf"lesson.toml:8: scenes.1.day: the run is over on {last}; choose that day or an earlier one"
    with pytest.raises(ScenarioError, match=message):
        ws.lecture(name).must_hold()


SAYS = {
    "wrong.toml": [
        "wrong.toml:6: scenes.0.day: must lie between the start, 2030-01-07, and the end, 2030-07-01",
        'wrong.toml:7: scenes.0.member: no member has the code "BBX" (did you mean "BBB"?)',
        'wrong.toml:8: scenes.0.lever: sound has no lever "harbour" (there are none)',
        "scenes.1.scenario: cannot be played: soundd.toml: there is no such file, and no scenario or body of this name",
        'wrong.toml:16: scenes.2.set: cannot be played: --set demands.harbor.worth: there is no "harbor" in demands',
        "wrong.toml:20: scenes.3.end: of which lever? give `lever`, or take this away",
        'wrong.toml:21: scenes.3.compare: cannot be played: --set demands.harbor.worth: there is no "harbor" in',
        "wrong.toml:23: scenes.3.quoted.0.what: what changes? give `lever` and `end`, or quote something else",
        "wrong.toml:24: scenes.3.quoted.1.what: who committed? give `member`, or quote something else",
        "wrong.toml:25: scenes.3.quoted.2.what: on which day? give `day`, or quote something else",
        "wrong.toml:25: scenes.3.quoted.2.value: tally is a number, found 2030-02-01",
        "wrong.toml:26: scenes.3.quoted.3.value: date is no number, found 3",
        "wrong.toml:31: scenes.4.rule: cannot be played: ",
    ],
    "fields.toml": [
        "fields.toml: scenario: missing; every lecture needs it",
        "fields.toml:2: minutes: must be at or above 1, found 0",
        "scenes.0.title: missing",
        'scenes.0.titel: unknown field (did you mean "title"?)',
        'scenes.0.stage: expected "map", "tiles" or "network", found "globe"',
        "scenes.0.questions.0.asks: missing",
    ],
}


@pytest.mark.parametrize("file", SAYS)
def test_says_what_is_wrong_with_a_file(file, monkeypatch, capsys):
    monkeypatch.chdir(load("tutorial").files[0].resolve().parents[1] / "tests" / "faults" / "scenes")
    for command in ("check", "scenes"):
        assert whitesmoke([command, file]) == 2
        said = capsys.readouterr().err
        assert [line for line in SAYS[file] if line not in said] == [], said
        assert "Traceback" not in said


@pytest.mark.parametrize(
    ("what", "day"), [("settled", "2040-01-01"), ("settled", "2029-12-31"), ("deadlock", "2030-02-01")]
)
def test_a_day_by_which_nothing_can_be_settled_is_refused(write, capsys, what, day):
    quoted = f'{{ what = "{what}", value = 0.5, by = {day} }}'
    name = write(LESSON.replace('{ what = "winner", value = "dora" }', quoted))
    assert whitesmoke(["check", name]) == 2
    assert "scenes.1.quoted.0.by" in capsys.readouterr().err


def test_a_lecture_is_no_scenario_and_a_scenario_no_lecture(write, capsys):
    assert whitesmoke(["run", write(LESSON)]) == 2
    assert "this is a lecture, not a scenario; play it with `whitesmoke scenes lesson.toml`" in capsys.readouterr().err
    assert whitesmoke(["check", "lesson.toml"]) == 0
    assert whitesmoke(["scenes", str(load("tutorial").files[0])]) == 2
    assert "this is a scenario, not a lecture; play it with `whitesmoke run " in capsys.readouterr().err
    assert whitesmoke(["scenes", "what-is-a-vetto-worth"]) == 2
    assert 'no lecture of this name (did you mean "what-is-a-veto-worth"?)' in capsys.readouterr().err
