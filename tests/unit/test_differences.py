"""`diff` and `cite`: how two cases differ, and what a paper says of one."""

import json
import re
from pathlib import Path

import pytest
import whitesmoke as ws
from whitesmoke.commands.cli import _run as whitesmoke
from whitesmoke.front.two_cases import diff
from whitesmoke.scenario.load import load
from whitesmoke.scenario.sourced import said_of_numbers
from whitesmoke.writing.citation import bibtex, reference

EXPERIMENT = """
title = "Small"
question = "What does liking do?"
scenario = "tutorial"
factors.liking = { path = "members.GAM.baseline", values = [0.0, -1.0] }
design.kind = "grid"
replicates.runs = 4
"""


@pytest.fixture(autouse=True)
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_number_is_told_with_its_sources_and_what_it_is(capsys):
    assert whitesmoke(["diff", "rutte-iohannis", "race-no-opt-out"]) == 1
    head, number, quiet = capsys.readouterr().out.splitlines()
    assert head == "rutte-iohannis and race-no-opt-out differ in 1 thing that a run may depend on."
    assert number.startswith("  demands.hungary-opt-out.ceiling: 1 in rutte-iohannis, 0 in race-no-opt-out. It is: ")
    assert "Both: assumed, " in number
    assert quiet == "No run depends on these: title and about."


def test_what_only_tells_is_no_difference(desk, capsys):
    (desk / "told.toml").write_text('extends = "tutorial"\ntitle = "Otherwise"\n')
    assert whitesmoke(["diff", "tutorial", "told.toml"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "tutorial and told.toml mean the same: run by run they come out alike.",
        "No run depends on these: title.",
    ]


def test_what_is_in_one_only_is_said_once(desk):
    (desk / "more.toml").write_text(
        'extends = "tutorial"\n[demands.extra]\nholder = "GAM"\ntext = "more"\nworth = 1.0\nassumed = true\n'
    )
    found = diff("tutorial", "more.toml")
    assert [row.field for row in found.found if row.counts] == ["demands.extra"]
    assert "demands.extra: only in more.toml (assumed): " in found.lines[1]
    assert [row.field for row in diff("more.toml", "tutorial").found if row.counts] == ["demands.extra"]


@pytest.mark.parametrize("change", ["members.GAM.baseline=-2", "demands.harbour.ceiling=0.5", "calendar.round_days=14"])
def test_whatever_changes_the_meaning_is_told(change):
    case = ws.open("tutorial")
    other = case.change([change])
    found = diff(case, other)
    assert not found.same
    assert [row.field for row in found.found if row.counts] == [change.partition("=")[0]]
    assert diff(other, other).same
    assert diff(other, other).found == []


def test_a_number_that_the_mode_does_not_use_is_no_difference():
    case = ws.open("tutorial")
    found = diff(case, case.change({"members.GAM.patience": 0.2}))
    assert [row.counts for row in found.found if row.field == "members.GAM.patience"] == [False]


def test_folders_are_compared_by_what_they_were_played_with(desk, capsys):
    assert whitesmoke(["run", "tutorial", "--out", "a", "-q", "--no-figure"]) == 0
    words = ["run", "tutorial", "--seed", "2", "--set", "members.GAM.baseline=-2", "--rule", "majority", "--out", "b"]
    assert whitesmoke([*words, "-q", "--no-figure"]) == 0
    capsys.readouterr()
    assert whitesmoke(["diff", "a", "b", "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert not data["same"]
    fields = {row["field"]: (row["before"], row["after"]) for row in data["fields"] if row["counts"]}
    assert fields["seed"] == ("1", "2")
    assert fields["members.GAM.baseline"][1] == "-2"
    assert fields["rule.name"] == ('"unanimity"', '"majority"')
    assert whitesmoke(["diff", "a", "tutorial"]) == 0


def test_draws_from_a_posterior_are_a_difference(desk, capsys):
    for name, more in (("a", []), ("b", ["--posterior", "rutte-iohannis"])):
        assert whitesmoke(["run", "rutte-iohannis", "--runs", "2", *more, "--out", name, "-q", "--no-figure"]) == 0
    capsys.readouterr()
    for other in ("a", "rutte-iohannis"):
        assert whitesmoke(["diff", other, "b", "--json"]) == 1
        found = {row["field"]: row["before"] for row in json.loads(capsys.readouterr().out)["fields"] if row["counts"]}
        assert found == {"posterior": "none"}
    assert not diff("rutte-iohannis", ws.open("rutte-iohannis", posterior="rutte-iohannis")).same


def test_a_folder_is_not_compared_by_a_file_that_was_changed_since(desk, capsys):
    (desk / "mine.toml").write_text('extends = "tutorial"\n')
    assert whitesmoke(["run", "mine.toml", "--out", "a", "-q", "--no-figure"]) == 0
    (desk / "mine.toml").write_text('extends = "tutorial"\nmembers.GAM.baseline = -2.0\n')
    capsys.readouterr()
    assert whitesmoke(["diff", "a", "mine.toml"]) == 2
    assert "a/: mine.toml no longer means what was played" in " ".join(capsys.readouterr().err.split())


def test_experiments_are_compared_by_their_design(desk, capsys):
    (desk / "one.toml").write_text(EXPERIMENT)
    (desk / "two.toml").write_text(EXPERIMENT.replace("runs = 4", "runs = 8").replace("Small", "Larger"))
    assert whitesmoke(["diff", "one.toml", "two.toml"]) == 1
    said = capsys.readouterr().out
    assert "replicates.runs: 4 in one.toml, 8 in two.toml." in said
    assert "No run depends on these: title." in said
    assert whitesmoke(["diff", "one.toml", "tutorial"]) == 0
    assert "its scenario is compared, not its design" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["diff", "tutorial", "nowhere"], "nowhere"),
        (["diff", "empty", "tutorial"], "empty"),
        (["cite", "nowhere"], "nowhere"),
        (["cite", "empty"], "empty"),
        (["cite", "broken.toml"], "broken.toml"),
        (["diff", "broken.toml", "tutorial"], "broken.toml"),
        (["report", "empty"], "empty/: no results folder: it has neither the manifest.json of a sweep nor the JSON"),
        (["report", "nowhere"], "nowhere/: there is no such folder; give one that `sweep`, or another command, wrote"),
    ],
)
def test_what_is_none_of_them_is_refused_in_a_sentence(desk, capsys, words, said):
    (desk / "empty").mkdir()
    (desk / "broken.toml").write_text("title = ")
    assert whitesmoke(words) == 2
    error = capsys.readouterr().err
    assert said in error
    assert len(error.splitlines()) == 1


def test_a_scenario_is_cited_with_its_numbers_and_its_meaning(capsys):
    assert whitesmoke(["cite", "rutte-iohannis", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    said = said_of_numbers(load("rutte-iohannis"))
    assert f"{said.sourced} have a source and {said.assumed} are assumed" in data["methods"]
    assert said.given == 0
    assert "has 32 members, 2 candidates and 7 demands" in data["methods"]  # not what members may yet think of
    assert "The rule of decision is unanimity; what is asked for is bargained over" in data["methods"]
    assert data["id"][:12] in data["methods"]
    assert data["reference"] == reference(ws.__version__)
    assert data["bibtex"] == bibtex(ws.__version__)
    changed = ws.open("tutorial", changes={"members.GAM.baseline": -2.0})
    assert "and 1 given besides the file" in changed.cite()


def test_a_folder_is_cited_with_what_was_played(desk, capsys):
    assert whitesmoke(["run", "tutorial", "--runs", "20", "--seed", "7", "--out", "r", "-q", "--no-figure"]) == 0
    capsys.readouterr()
    assert whitesmoke(["cite", "r"]) == 0
    said = capsys.readouterr().out
    assert "20 runs (0 to 19 of seed 7) were played." in said
    assert "It is kept in ensemble.json (sha256 " in said
    assert str(ws.read("r").cite()) in said


def test_a_sweep_is_cited_and_reported_by_its_folder(desk, capsys):
    (desk / "small.toml").write_text(EXPERIMENT)
    assert whitesmoke(["sweep", "small.toml", "-q", "--jobs", "1"]) == 0
    (folder,) = Path("results/small").iterdir()
    capsys.readouterr()
    assert whitesmoke(["cite", "results/small"]) == 0
    said = capsys.readouterr().out
    assert "2 points, 8 runs of seed 1, on common draws" in said
    assert folder.name in said
    assert whitesmoke(["report", "results/small"]) == 0
    page = (folder / "report.html").read_text(encoding="utf-8")
    for part in ("Half of the runs settle", "Scripted, not predicted", "Limits", "@software{whitesmoke", "How to cite"):
        assert part in page
    assert "whitesmoke sweep small.toml" in page
    assert "://" not in page


def test_two_bodies_with_nothing_in_common_are_said_to_be_so(capsys):
    assert whitesmoke(["diff", "tutorial", "conclave"]) == 1
    assert "tutorial and conclave have no file in common" in capsys.readouterr().out.splitlines()[1]
    assert whitesmoke(["compare", "tutorial", "conclave", "--runs", "5", "--no-figure"]) == 0
    said = capsys.readouterr()
    assert "have no file in common" in said.err
    assert diff("rutte-iohannis", "race-two-thirds").caution == ""


def test_the_reference_is_that_of_the_citation_file():
    text = (Path(__file__).parents[2] / "CITATION.cff").read_text(encoding="utf-8")
    for field in ("title", "license"):
        assert re.search(rf'^{field}: "?([^"\n]+)', text, re.M)[1] in bibtex("9.9")
    assert "version = {9.9}" in bibtex("9.9")
    assert reference("9.9").endswith("Version 9.9.")
