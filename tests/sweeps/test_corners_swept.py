"""Scenario discovery from an experiment to terminal, JSON, figure, report and Python."""

import json
import shutil

import numpy as np
import pytest
import whitesmoke
from whitesmoke.errors import ScenarioError
from whitesmoke.figures.sweeps.corner_panels import COUNTS
from whitesmoke.front.sweeping import planned
from whitesmoke.page.explorer.corner_chart import corners
from whitesmoke.page.explorer.sweep_book import Book
from whitesmoke.study.answers import of_folder
from whitesmoke.study.folders import find_folder
from whitesmoke.study.state import state_of
from whitesmoke.writing.corner_words import sentences, takes

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
MORE = "late = { at_most = 20, corners = 3 }\ndora = { at_most = 0.5 }\nday = { at_least = 2000 }"


def sweep(place, discover, *options):
    """Write the experiment and sweep it; return what was printed and the folder."""
    file = place / "corner.toml"
    file.write_text(EXPERIMENT.replace("DISCOVER", discover))
    done = command("sweep", file, "--out", place / "results", "--jobs", 1, *options)
    assert done.returncode == 0, done.stderr
    (path,) = (place / "results" / "corner").iterdir()
    return done, path


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """What was printed of the corner of deadlock, and the place where it was played, with its figures."""
    place = tmp_path_factory.mktemp("corner")
    return sweep(place, DEADLOCK)[0], place


@pytest.fixture
def deadlock(played, tmp_path):
    """A copy of it: what was printed, and the folder."""
    done, place = played
    shutil.copytree(place / "results", tmp_path / "results")
    return done, next((tmp_path / "results" / "corner").iterdir())


def test_a_corner_is_told_everywhere(deadlock):
    done, path = deadlock
    found = json.loads((path / "summary.json").read_text())
    about = found["discovery"]["deadlock"]
    stuck = np.array([point["outcomes"]["deadlock"]["value"] for point in found["points"]])
    assert about["counting"] == (stuck >= 0.5).sum() > 10
    (corner,) = about["corners"]
    ceiling = np.array([point["levels"]["ceiling"] for point in found["points"]])
    within = ceiling <= corner["limits"]["ceiling"]["high"]
    assert list(corner["limits"]) == ["ceiling"]
    assert (corner["points"], corner["counting"]) == (within.sum(), (stuck[within] >= 0.5).sum())
    assert corner["density"]["value"] == corner["counting"] / corner["points"] > about["counting"] / about["points"]
    assert corner["coverage"]["value"] == corner["counting"] / about["counting"]
    plain = " ".join(done.stdout.split())
    said = sentences(found, "deadlock")
    assert all(text in plain for text in said)
    assert "what can be had is up to" in said[1]
    study = whitesmoke.read(path)
    assert study.findings[-len(said) :] == said
    row = study.corners.iloc[0]
    assert (row.outcome, row.factor, row.high) == ("deadlock", "ceiling", corner["limits"]["ceiling"]["high"])
    assert command("report", path).returncode == 0
    report = (path / "report.html").read_text()
    assert said[1] in report
    assert report.count("<img") == 3


def test_the_figure_has_every_point_and_the_corner(tmp_path):
    _, path = sweep(tmp_path, f"{DEADLOCK}\n{MORE}", "--no-figure")
    study = whitesmoke.read(path)
    corners = study.data()["discovery"]
    figure = study.plot_corners()
    shown = [(name, corner) for name, one in corners.items() for corner in one["corners"]]
    assert len(figure.axes) == 3 * len(shown) > 3
    for axes, (name, corner) in zip(figure.axes[::3], shown, strict=True):
        dots = [line for line in axes.lines if line.get_marker() == "o"]
        assert sum(len(line.get_xdata()) for line in dots) == corners[name]["points"]
        assert sum(len(line.get_xdata()) for line in dots if line.get_color() == COUNTS) == corners[name]["counting"]
        assert any(patch.get_gid() == "corner" for patch in axes.patches), corner["limits"]


def test_the_explorer_draws_the_corners_in_the_words_of_the_command(tmp_path):
    done, path = sweep(tmp_path, f"{DEADLOCK}\n{MORE}", "--no-figure")
    plain, book = " ".join(done.stdout.split()), Book(path)
    about = json.loads((path / "summary.json").read_text())["discovery"]
    drawn = corners(book)
    assert [one["asked"] for one in drawn] == [
        sentences(book.found, name)[0] for name in about if about[name]["corners"]
    ]
    every = [corner for one in drawn for corner in one["corners"]]
    assert all(corner["said"] in plain for corner in every)
    assert takes(book.found, "summit", {"in": None, "low": None, "high": "2030-03-04"}) == "up to 4 Mar 2030"
    first = every[0]
    assert len(first["points"]) == about["deadlock"]["points"]
    assert sum(point["counts"] for point in first["points"]) == about["deadlock"]["counting"]
    ((left, bottom, right, top),) = first["corner"]
    inside = [p for p in first["points"] if left <= p["x"] <= right and bottom <= p["y"] <= top]
    assert len(inside) == about["deadlock"]["corners"][0]["counting"]
    point = first["points"][3]
    assert point["text"] == book.uprights["outcome.deadlock"].said(book.rows[point["row"]])
    places = [p[axis] for corner in every for p in corner["points"] for axis in "xy"]
    assert 0 <= min(places) <= max(places) <= 1


def test_another_limit_plays_nothing_and_none_takes_the_picture_away(deadlock, tmp_path):
    _, path = deadlock
    assert (path / "figures" / "corners.png").exists()
    done, same = sweep(tmp_path, "deadlock = { at_most = 0.3 }", "--no-figure")
    assert same == path
    assert "0 runs played" in done.stderr
    assert json.loads((path / "summary.json").read_text())["discovery"]["deadlock"]["at_most"] == 0.3
    sweep(tmp_path, "day = { at_least = 2000 }")
    assert not (path / "figures" / "corners.png").exists()
    said = " ".join(whitesmoke.read(path).findings)
    assert "at 0 of 60 points. No corner is told: it takes 10 points on either side of the limit; the means go" in said


def test_a_second_corner_lies_outside_the_first(tmp_path):
    _, path = sweep(tmp_path, "late = { at_most = 20, corners = 3 }", "--no-figure")
    about = json.loads((path / "summary.json").read_text())["discovery"]["late"]
    assert about["unit"] == "days"
    assert 1 <= len(about["corners"]) <= 3
    assert sum(corner["counting"] for corner in about["corners"]) <= about["counting"]
    assert sum(corner["points"] for corner in about["corners"]) <= about["points"]


@pytest.mark.parametrize("line", ['"in": 5', '"in": null', '"quasi_p": "x"'])
def test_a_kept_summary_with_a_damaged_corner_is_made_anew(deadlock, line):
    _, path = deadlock
    file = path / "summary.json"
    good = file.read_text()
    bad = json.loads(good)
    limit = bad["discovery"]["deadlock"]["corners"][0]["limits"]["ceiling"]
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
        ("deadlock = { corners = 9 }", "at or below 4"),
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
