"""A sweep keeps who was overruled: in its runs, its summary and its codebook; an earlier folder goes on without."""

import csv
import json
from pathlib import Path

import pytest
from whitesmoke.study import export
from whitesmoke.study.answers import summarise
from whitesmoke.study.columns import OVERRULED
from whitesmoke.study.experiment import load_experiment
from whitesmoke.study.places import targets_of
from whitesmoke.study.plan import lay_out
from whitesmoke.study.store import MANIFEST

from tests.unit.test_export_codes import played

REFUSED = Path(__file__).with_name("one-refuses.toml")
SWEEP = """
title = "Whom a majority overrules"
question = "Who is opposed, and not in?"
scenario = "one-refuses.toml"
[set]
"parameters.exit" = 0.0
[factors.rule]
path = "rule.name"
values = ["unanimity", "majority"]
[design]
kind = "grid"
[replicates]
runs = 6
"""


@pytest.fixture
def swept(tmp_path):
    (tmp_path / REFUSED.name).write_text(REFUSED.read_text())
    file = tmp_path / "overruled.toml"
    file.write_text(SWEEP)
    return file, played(file, tmp_path / "results")


def exported(folder, out):
    export.exported(folder, ["csv"], out)
    rows = list(csv.DictReader((out / "runs.csv").read_text().splitlines()))
    return rows, {row["name"]: row for row in csv.DictReader((out / "codebook.csv").read_text().splitlines())}


def points(file, folder):
    plan = lay_out(load_experiment(file))
    plan.targets.update(targets_of(folder))
    return summarise(plan, folder)["points"]


def test_who_was_overruled_is_kept_of_each_run(swept, tmp_path):
    rows, book = exported(swept[1], tmp_path / "out")
    assert {(row["rule"], row["ending"], row["overruled"]) for row in rows} == {
        ("unanimity", "time-ran-out", ""),
        ("majority", "overruled", "BIG"),
    }
    assert "opposed to the winner" in book["overruled"]["meaning"]
    unanimity, majority = points(*swept)
    assert (unanimity["overruled"], majority["overruled"]) == ({}, {"BIG": 1.0})


def test_an_earlier_folder_goes_on_without(swept, tmp_path):
    """Half of its runs do not say: nothing is told of the others either."""
    file, folder = swept
    manifest = json.loads((folder.path / MANIFEST).read_text())
    del manifest[OVERRULED]
    (folder.path / MANIFEST).write_text(json.dumps(manifest))
    first = folder.parts("runs")[0]
    rows = next(folder.read([first])).drop_columns(["overruled"]).slice(0, 3)
    for part in folder.parts("runs"):
        part.unlink()
    folder.add("runs", rows)
    again = played(file, folder.path.parent.parent)
    assert again.path == folder.path
    assert OVERRULED not in again.manifest()
    rows, book = exported(again, tmp_path / "out")
    assert len(rows) == 12
    assert "overruled" not in {*rows[0], *book}
    assert all("overruled" not in point for point in points(file, again))
