"""The story of a run: every number on it is that of the commands, and nothing in a name can get out of the page."""

import datetime
import json
import re
from html import unescape
from types import SimpleNamespace

import pytest
import whitesmoke as ws
from whitesmoke.commands.cli import main
from whitesmoke.front.one_file import ASSETS, PARTS, asset, digest, inside, one_file, script
from whitesmoke.model import codes
from whitesmoke.telling.first import what_was_granted
from whitesmoke.telling.lever_words import futures
from whitesmoke.telling.stage.ears import stand_out
from whitesmoke.telling.stage.on_record import about
from whitesmoke.telling.stage.story_labels import LABELS
from whitesmoke.telling.stage.story_odds import beside, change, curve
from whitesmoke.telling.words import tell
from whitesmoke.writing.estimates import Interval, in_hundred

RUNS = 40
EMPTY = {"about": {"title": "", "run_words": ""}, "odds": None, "verdict": [], "steps": []}


@pytest.fixture(scope="module")
def story():
    return ws.open("rutte-iohannis").story(seed=1, replicate=0, runs=RUNS)


@pytest.fixture(scope="module")
def data(story):
    return story.json()


def test_the_odds_are_those_of_the_ensemble(story, data):
    ensemble = story.run.case.runs(RUNS, 1).json()
    odds = data["odds"]
    assert {mark["name"]: mark["share"] for mark in odds["marks"]}.items() <= ensemble["settled_by"].items()
    assert [one["share"] for one in odds["last"]] == list(ensemble["last_holdouts"].values())[:4]
    assert f"in {futures(ensemble['settled_by']['Washington summit'])} (" in odds["headline"]
    assert f"Not settled by 1 October 2024 in {futures(ensemble['outcomes']['deadlock'])}." in odds["more"]
    low, high = map(in_hundred, ensemble["settled_by_95"]["Washington summit"])
    assert f"(95 % interval: {low} to {high})" in odds["headline"]
    at = {mark["at"]: mark["share"] for mark in odds["marks"]}
    for day, share in at.items():
        assert max(s for d, s in odds["curve"] if d <= day) == pytest.approx(share, abs=1e-5)


def test_the_levers_are_those_of_the_command(story, data):
    found = story.run.case.levers("opt-out", runs=RUNS).json()["levers"]
    told = [lever for lever in data["levers"] if lever["name"] == "opt-out"]
    assert [one["sentence"] for one in told] == [one["sentence"] for one in found]
    for one, lever in zip(told, found):
        assert one["before"] == in_hundred(lever["before"]["deadlock"]["value"])
        assert one["after"] == in_hundred(lever["after"]["deadlock"]["value"])
        assert one["curve"][-1][1] == pytest.approx(1.0 - lever["after"]["deadlock"]["value"], abs=1e-5)
    assert {"no opt-out for Hungary", "half an opt-out for Hungary"} == {one["says"] for one in told}


def test_a_date_that_is_the_horizon_is_told_once(data):
    days = [mark["at"] for mark in data["odds"]["marks"]]
    assert len(days) == len(set(days))
    assert data["odds"]["marks"][-1]["name"] == "incumbent's term ends"


def test_the_steps_lead_to_where_every_member_stands(story, data):
    trace, now = story.run.trace, {}
    for step in data["steps"]:
        now.update(dict(step["moves"]))
        seated = {i: k for i, k in now.items() if k != -2}
        assert seated == {i: int(trace.stances[step["round"]][i]) for i in seated}
        assert step["committed"] == [list(seated.values()).count(k) for k in range(2)]
        assert len(seated) == step["members"]
    assert data["steps"][-1]["day"] == "1 April 2024"


def test_a_step_is_told_as_everywhere_but_in_plain_words(story, data):
    trace = story.run.trace
    lines = [line["text"] for step in data["steps"] for line in step["lines"]]
    said = [text for t in range(trace.rounds + 1) for text in tell(trace, [e for e in trace.entries if e.round == t])]
    plainly = [re.sub(r" \(\d+\.\d logits\)", "", text.removeprefix("scripted: ")) for text in said]
    plainly = [
        re.sub(r" pays for the yes of (.*) with (\".*\"): ", r" grants \1 \2 for its yes: ", text) for text in plainly
    ]
    assert [text[0].upper() + text[1:] + "." for text in plainly] == lines
    assert "logits" in " ".join(said)
    assert "logits" not in json.dumps(data["steps"])
    assert not re.search(r"\bpa(ys|id)\b", json.dumps(data["steps"]))


def test_the_odds_of_one_that_waits_are_those_of_explain(story, data):
    step = next(step for step in data["steps"] if step["day"] == "9 March 2024")
    names = story.run.trace.case.names.members
    slovakia = step["waiting"][str(names.index("SVK"))]
    chance = story.run.why("SVK", "2024-03-09").found.by_evening["rutte"]
    assert slovakia["chance"] == chance
    assert slovakia["odds"] == f"{in_hundred(chance)} in 100 to come round this week as things stand."
    assert set(step["waiting"]) == {
        str(i) for i in range(32) if story.run.trace.stances[step["round"]][i] == codes.NONE
    }


def test_only_who_stands_out_is_named_and_drawn(story, data):
    names = story.run.trace.case.names.members
    svk, hun = names.index("SVK"), names.index("HUN")
    act = next(a for s in data["steps"] for a in s["acts"] if (a["kind"], a["member"]) == ("commitment", svk))
    assert [j for j, _ in act["heard"]] == [hun]
    told = next(one for s in data["steps"] for one in s["why"] if one["member"] == svk)["lines"][-1]
    assert re.fullmatch(r"Of those it listens to, Hungary and \d+ others had come round.", told)
    assert [j for j, _ in data["members"][svk]["hears"]] == [hun]


def test_where_all_are_heard_alike_nobody_stands_out():
    assert stand_out([0.0, 0.25, 0.25, 0.25, 0.25], range(5)) == []
    assert stand_out([0.0, 0.6, 0.1, 0.1, 0.1, 0.1], range(6)) == [[1, 0.6]]
    assert stand_out([0.2, 0.2, 0.2, 0.2, *[0.02] * 10], range(14)) == []  # a fourth is heard as much as the third
    assert stand_out([0.3, 0.2, 0.2, 0.2, *[0.01] * 10], range(14)) == [[0, 0.3]]


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (12, "An unusually quick run: settled by then in 5 of 100 futures."),
        (20, ""),
        (80, ""),
        (95, "An unusually slow run: settled before in 93 of 100 futures."),
    ],
)
def test_a_run_that_is_unusual_by_its_own_odds_is_called_so(story, at, said):
    case = story.run.trace.case
    odds = {"outcomes": {"deadlock": 0.04}, "curve": [[0, 0.0], [10, 0.05], [20, 0.1], [80, 0.93], [95, 0.96]]}
    trace = SimpleNamespace(case=case, run=0, winner=0, decided_on=case.names.start + datetime.timedelta(days=at))
    assert beside(odds, trace)["unusual"] == said
    assert bool(beside(odds, trace)["unusual_mark"]) == bool(said)


def test_it_says_how_many_decide_and_by_which_rule(data):
    assert data["about"]["decide"] == "31 members, 32 at the end; all must agree."
    some = ws.open("race-two-thirds")
    assert "the rule: " in about(some.loaded, some.compiled)["decide"]


def test_the_end_says_what_each_got_and_from_whom(story, data):
    assert data["granted"] == [f"{line}." for line in what_was_granted(story.run.trace)]
    assert any("from " in line for line in data["granted"])


def test_what_follows_an_exit_is_scripted_but_its_day_is_the_runs(data):
    assert "has no date of its own: its day is this run's." in data["facts"][1]
    assert "Patriot" in data["facts"][1]


def test_words_stand_in_one_table(data):
    assert data["labels"] == LABELS
    assert all(text for text in LABELS.values())


SENTENCE = re.compile(r"[A-Z][a-z]{2,}|[a-z]{2,} [a-z]{2,}")
"""A word that begins one, or two words beside each other."""
KINDS = {"nothing offered", "late demand", "use strict"}
"""What the script knows by name: kinds of what happens, and itself."""


def test_the_script_has_no_sentence_of_its_own():
    code = re.sub(r"(?<!:)//.*", "", script() + asset("alone.js"))
    texts = set(re.findall(r'"((?:[^"\\\n]|\\.)*)"', code)) - KINDS
    styles = {text for text in texts if re.match(r" ?(st|ws)-[a-z]", text)}
    named = {"ArrowRight", "ArrowLeft", "Home", "End", "ResizeObserver", "userSpaceOnUse"}
    assert {text for text in texts - styles - named if SENTENCE.search(text)} == set()
    assert len(texts) > 100
    assert not re.search(r"(title|aria-label)\"?: \"[a-z]", code)


def test_the_script_uses_words_that_the_table_has():
    code = script()
    used = set(re.findall(r"labels\.(\w+)", code)) | set(re.findall(r'say\("(\w+)"', code))
    assert used <= LABELS.keys()
    assert len(used) > 30
    assert '<html lang="en-GB">' in one_file({**EMPTY, "labels": LABELS})


def test_nothing_can_get_out_of_the_data(data):
    text = inside({"name": "</script><script>alert(1)</script><!--\u2028&"})
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text)["name"].startswith("</script>")
    page = one_file({**data, "about": {**data["about"], "title": "<b>& co</b>"}})
    assert "<title>&lt;b&gt;&amp; co&lt;/b&gt;</title>" in page


def test_each_part_of_the_script_is_in_it_once():
    assert sorted(PARTS) == sorted(path.stem for path in (ASSETS / "story").iterdir())
    assert all(script().count(asset(f"story/{part}.js")) == 1 for part in PARTS)


def test_no_two_functions_of_the_script_have_one_name():
    """They stand in one function: the later one would take the place of the other."""
    names = re.findall(r"^(?:async )?function (\w+)", "\n".join(asset(f"story/{part}.js") for part in PARTS), re.M)
    assert len(names) > 60
    assert sorted(names) == sorted(set(names))


def test_the_policy_allows_what_the_page_was_written_with_and_no_more(story):
    page = story.html()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert policy.startswith("default-src 'none';")
    script, style = (
        re.findall(r"<script>(.*?)</script>", page, re.S)[-1],
        re.search(r"<style>(.*?)</style>", page, re.S)[1],
    )
    assert f"script-src '{digest(script)}'" in policy
    assert f"style-src '{digest(style)}'" in policy
    assert "http" not in policy
    assert len(page) < 1_000_000


def test_a_deadlock_at_once_and_a_case_without_odds_or_record():
    case = ws.open("tutorial", changes={"calendar.expiry": datetime.date(2030, 1, 14), "focal": {}})
    found = case.story(runs=4).json()
    assert found["odds"]["headline"].startswith("Settled by ")
    assert found["record"] == []
    assert found["steps"][-1]["round"] == case.run().trace.rounds


def test_a_curve_of_runs_that_never_settle():
    import numpy as np

    assert curve(np.array([codes.NEVER, codes.NEVER]), 30) == [[0, 0.0], [30, 0.0]]
    assert curve(np.array([5, codes.NEVER]), 30) == [[0, 0.0], [5, 0.5], [30, 0.5]]


def test_a_file_that_would_be_no_page_is_refused(capsys, tmp_path):
    with pytest.raises(SystemExit) as left:
        main(["story", "tutorial", "--out", str(tmp_path / "story.txt")])
    assert left.value.code == 2
    assert "ends in .html" in " ".join(capsys.readouterr().err.split())


def test_the_command_writes_what_python_saves(capsys, tmp_path):
    with pytest.raises(SystemExit) as left:
        main(["story", "tutorial", "--runs", "8", "--out", str(tmp_path / "a.html")])
    assert left.value.code == 0
    saved = ws.open("tutorial").story(runs=8).save(tmp_path / "in-a-folder")
    assert saved.read_bytes() == (tmp_path / "a.html").read_bytes()
    assert "Settled by" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (0.145, 0.145, {"before": "15", "after": "15", "settled": "86", "note": "as before"}),
        (0.135, 0.144, {"before": "13.5", "after": "14.4", "settled": "85.6", "note": "may be luck"}),
        (0.135, 0.145, {"before": "14", "after": "15", "settled": "86", "note": "may be luck"}),
    ],
)
def test_as_before_is_said_of_equal_chances_only(before, after, said):
    sides = [SimpleNamespace(outcomes={"deadlock": Interval(share, share, share)}) for share in (before, after)]
    assert change(SimpleNamespace(deadlock=Interval(0.0, -0.1, 0.1)), *sides) == said


def test_what_was_public_can_be_left_out():
    story = ws.open("nato-2003").story(replicate=0, runs=2, public=False)
    assert story.json()["public"] == []


def test_what_is_scripted_is_called_so_wherever_it_is_said(story, data):
    scripted = [line["text"] for step in data["steps"] for line in step["lines"] if line["scripted"]]
    assert scripted
    page = unescape(story.html().split("<noscript>")[1].split("</noscript>")[0])
    assert "One simulated course of events (seed 1, run 0). It is not what happened." in page
    assert all(f"scripted: {text}" in page for text in scripted)


def test_no_word_of_the_story_is_the_models(story, data):
    told = json.dumps([data["steps"], data["odds"], data["ending"], data["verdict"], data["labels"]])
    assert not re.search(r"standing alone|whole script|shame", told)
