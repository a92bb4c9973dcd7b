"""Scenario discovery from an experiment to terminal, JSON, figure, report and Python."""

import json

import numpy as np
import pytest
import whitesmoke
from whitesmoke.errors import ScenarioError
from whitesmoke.figures.sweeps.corners import CASE
from whitesmoke.front.sweeping import planned
from whitesmoke.study.answers import of_folder
from whitesmoke.study.folders import find_folder
from whitesmoke.study.state import state_of
from whitesmoke.writing.discovery_words import sentences

from tests.sweeps.conftest import command

EXPERIMENT = """
title = "Corner"
question = "Where does it deadlock?"
scenario = "tutorial"

[factors.ceiling]
path = "demands.harbour.ceiling"
low = 0.0
high = 1.0
label = "what can be had"

[factors.days]
path = "calendar.round_days"
low = 3
high = 7
unit = "days"

[factors.summit]
path = "focal.summit.date"
values = [2030-02-11, 2030-03-04, 2030-03-18]

[factors.rule]
path = "rule"
values = ["unanimity", "majority", "present-and-voting"]
labels = ["all", "most", "more yes than no"]

[measures.late]
formula = "min(day or 84, 84)"
label = "day of agreement"

[discover]
DISCOVER

[design]
kind = "halton"
points = 60

[replicates]
runs = 20
"""
DEADLOCK = "deadlock = 0.5"
MORE = "late = { at_most = 20, boxes = 3 }\ndora = { at_most = 0.5 }\nday = { at_least = 2000 }"


@pytest.fixture
def corner(tmp_path):
    """Write the experiment and sweep it; return what was printed and the folder."""

    def play(discover, *options):
        file = tmp_path / "corner.toml"
        file.write_text(EXPERIMENT.replace("DISCOVER", discover))
        done = command("sweep", file, "--out", tmp_path / "results", "--jobs", 1, *options)
        assert done.returncode == 0, done.stderr
        (path,) = (tmp_path / "results" / "corner").iterdir()
        return done, path

    return play


def test_a_corner_is_told_everywhere(corner):
    done, path = corner(DEADLOCK)
    found = json.loads((path / "summary.json").read_text())
    about = found["discovery"]["deadlock"]
    stuck = np.array([point["outcomes"]["deadlock"]["value"] for point in found["points"]])
    assert about["cases"] == (stuck >= 0.5).sum() > 10
    (box,) = about["boxes"]
    ceiling = np.array([point["levels"]["ceiling"] for point in found["points"]])
    within = ceiling <= box["limits"]["ceiling"]["high"]
    assert list(box["limits"]) == ["ceiling"]
    assert (box["points"], box["cases"]) == (within.sum(), (stuck[within] >= 0.5).sum())
    assert box["density"]["value"] == box["cases"] / box["points"] > about["cases"] / about["points"]
    assert box["coverage"]["value"] == box["cases"] / about["cases"]
    plain = " ".join(done.stdout.split())
    said = sentences(found, "deadlock")
    assert all(text in plain for text in said)
    assert "what can be had up to" in said[1]
    study = whitesmoke.read(path)
    assert study.findings[-len(said) :] == said
    row = study.corners.iloc[0]
    assert (row.outcome, row.factor, row.high) == ("deadlock", "ceiling", box["limits"]["ceiling"]["high"])
    assert command("report", path).returncode == 0
    report = (path / "report.html").read_text()
    assert said[1] in report
    assert report.count("<img") == 3


def test_the_figure_has_every_point_and_the_corner(corner):
    _, path = corner(f"{DEADLOCK}\n{MORE}", "--no-figure")
    study = whitesmoke.read(path)
    boxes = study.data()["discovery"]
    figure = study.plot_corners()
    shown = [(name, box) for name, one in boxes.items() for box in one["boxes"]]
    assert len(figure.axes) == 3 * len(shown) > 3
    for axes, (name, box) in zip(figure.axes[::3], shown, strict=True):
        dots = [line for line in axes.lines if line.get_marker() == "o"]
        assert sum(len(line.get_xdata()) for line in dots) == boxes[name]["points"]
        assert sum(len(line.get_xdata()) for line in dots if line.get_color() == CASE) == boxes[name]["cases"]
        assert any(patch.get_gid() == "corner" for patch in axes.patches), box["limits"]


def test_another_limit_plays_nothing_and_none_takes_the_picture_away(corner):
    _, path = corner(DEADLOCK)
    assert (path / "figures" / "corners.png").exists()
    done, same = corner("deadlock = { at_most = 0.3 }")
    assert same == path
    assert "0 runs played" in done.stderr
    assert json.loads((path / "summary.json").read_text())["discovery"]["deadlock"]["at_most"] == 0.3
    corner("day = { at_least = 2000 }")
    assert not (path / "figures" / "corners.png").exists()
    said = " ".join(whitesmoke.read(path).findings)
    assert "at 0 of 60 points. No corner is told: it takes 10 points on either side of the limit; the means go" in said


def test_a_second_corner_lies_outside_the_first(corner):
    _, path = corner("late = { at_most = 20, boxes = 3 }", "--no-figure")
    about = json.loads((path / "summary.json").read_text())["discovery"]["late"]
    assert about["unit"] == "days"
    assert 1 <= len(about["boxes"]) <= 3
    assert sum(box["cases"] for box in about["boxes"]) <= about["cases"]
    assert sum(box["points"] for box in about["boxes"]) <= about["points"]


@pytest.mark.parametrize("line", ['"in": 5', '"in": null', '"quasi_p": "x"'])
def test_a_kept_summary_with_a_damaged_corner_is_made_anew(corner, line):
    _, path = corner(DEADLOCK, "--no-figure")
    file = path / "summary.json"
    good = file.read_text()
    bad = json.loads(good)
    limit = bad["discovery"]["deadlock"]["boxes"][0]["limits"]["ceiling"]
    name, value = json.loads(f"[{line.replace(':', ',')}]")
    limit[name] = value
    limit["low"] = limit["low"] if name != "in" or value else []
    file.write_text(json.dumps(bad))
    folder = find_folder(path)
    assert of_folder(folder, state_of(folder))["discovery"] == json.loads(good)["discovery"]


@pytest.mark.parametrize(
    ("discover", "message"),
    [
        ("premium = 0.5", 'there is no "premium" to look for'),
        ("deadlok = 0.5", "did you mean"),
        ("late = {}", "say from where on late counts: `at_least` or `at_most`"),
        ("day = {}", "say from where on day counts"),
        ("deadlock = { at_least = 0.5, at_most = 0.7 }", "not both"),
        ("deadlock = nan", "finite"),
        ("deadlock = { boxes = 9 }", "at or below 4"),
        ("deadlock = true", "table"),
    ],
)
def test_what_cannot_be_looked_for_is_refused(tmp_path, discover, message):
    file = tmp_path / "corner.toml"
    file.write_text(EXPERIMENT.replace("DISCOVER", discover))
    with pytest.raises(ScenarioError, match=message) as refused:
        planned(file)
    assert ":" in str(refused.value)
    assert "discover" in str(refused.value)
