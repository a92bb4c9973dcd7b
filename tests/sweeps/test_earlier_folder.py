"""A folder that an earlier version wrote, when model, scenario and points were named by the bytes of files and arrays.

`earlier/` was written by that version: two scenarios, independent draws, so that every name of a point counts.
"""

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from whitesmoke.commands.cli import _run as whitesmoke
from whitesmoke.study.store import Folder

EARLIER = Path(__file__).parent / "earlier"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Folder(shutil.copytree(EARLIER, tmp_path / "results" / "small" / "70604f3c3bbf"))


@pytest.fixture
def experiment(tmp_path):
    return shutil.copy(EARLIER / "inputs" / "experiment" / "small.toml", tmp_path)


def files(folder):
    return {part.name for part in folder.parts("runs")}


def alter(folder):
    """Write a part in which one day is another one, under its right name."""
    part = folder.parts("runs")[0]
    rows = pq.ParquetFile(part).read()
    day = rows.column_names.index("day")
    part.unlink()
    folder.add("runs", rows.set_column(day, "day", pa.array([3] * len(rows), rows.schema.field("day").type)))


def test_it_goes_on_where_it_was_and_writes_the_same_bytes(folder, capsys):
    whole = files(folder)
    for part in folder.parts("runs")[1:]:
        part.unlink()
    assert whitesmoke(["resume", str(folder.path), "--no-figure"]) == 0
    assert "5 runs of it played again, each comes out as it did" in capsys.readouterr().err
    assert files(folder) == whole
    assert whitesmoke(["resume", str(folder.path), "--no-figure"]) == 0
    assert "comes out as it did" not in capsys.readouterr().err
    assert folder.manifest()["identity"] == json.loads((EARLIER / "manifest.json").read_text())["identity"]


def test_it_can_be_looked_at_in_every_way(folder, capsys):
    for command in (
        ["status"],
        ["verify", "--sample", "20"],
        ["replay", "3", "2", "--no-figure"],
        ["export"],
        ["report"],
    ):
        assert whitesmoke([command[0], str(folder.path), *command[1:]]) == 0, command
    said = capsys.readouterr()
    assert "20 of 20 runs played again\nsound" in said.out
    assert "written by an earlier version" in said.out


def test_the_same_experiment_finds_it(folder, experiment, capsys):
    wider = Path(experiment)
    wider.write_text(wider.read_text().replace("[0.5, 1.8]", "[0.5, 1.0, 1.8]"))
    assert whitesmoke(["sweep", str(wider), "--dry-run", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["to_play"] == 10
    assert whitesmoke(["sweep", str(wider), "--no-figure"]) == 0
    assert [path.name for path in folder.path.parent.iterdir()] == ["70604f3c3bbf"]
    assert {part.name for part in (EARLIER / "runs").iterdir()} < files(folder)
    assert whitesmoke(["verify", str(folder.path), "--sample", "100"]) == 0
    assert "30 of 30 runs played again" in capsys.readouterr().out


def test_where_runs_come_out_otherwise_nothing_is_added(folder, experiment, capsys):
    while len(files(folder)) > 1:
        folder.parts("runs")[0].unlink()
    alter(folder)
    assert whitesmoke(["resume", str(folder.path), "--no-figure"]) == 4
    said = capsys.readouterr().err
    assert "this version plays another model" in said
    assert "day is 3, and comes out as" in said
    assert "whitesmoke sweep` on the experiment, which takes a new folder" in said
    assert whitesmoke(["verify", str(folder.path)]) == 1
    assert "an earlier version wrote this folder" in capsys.readouterr().out
    assert whitesmoke(["sweep", str(experiment), "--no-figure"]) == 0
    assert len(list(folder.path.parent.iterdir())) == 2


def test_runs_of_edited_rules_are_not_mixed(experiment, tmp_path, monkeypatch, capsys):
    """Nobody raised PLAYS; but the rules are not those that the folder was played with."""
    monkeypatch.chdir(tmp_path)
    assert whitesmoke(["sweep", str(experiment), "--no-figure"]) == 0
    (path,) = (tmp_path / "results" / "small").iterdir()
    folder = Folder(path)
    manifest = folder.manifest()
    assert len(manifest.pop("played_with")) == 1
    folder.write_manifest(manifest)
    assert whitesmoke(["sweep", str(experiment), "--no-figure"]) == 0
    assert "12 runs of it played again, each comes out as it did" in capsys.readouterr().err
    folder.write_manifest(manifest)
    for _ in range(4):
        alter(folder)
    for command in (["sweep", str(experiment)], ["resume", str(path)]):
        assert whitesmoke([*command, "--no-figure"]) == 4
        assert "raise PLAYS" in capsys.readouterr().err


@pytest.fixture
def first(folder):
    """A folder of the first versions, whose runs did not say how they ended; the half of it."""
    for part in folder.parts("runs"):
        rows = pq.ParquetFile(part).read().drop_columns(["ending", "refused_by"])
        part.unlink()
        folder.add("runs", rows)
    for part in folder.parts("runs")[2:]:
        part.unlink()
    return folder


def test_runs_that_do_not_say_how_they_ended_are_not_mixed_with_those_that_do(first, experiment, capsys):
    assert whitesmoke(["resume", str(first.path), "--no-figure"]) == 4
    said = capsys.readouterr().err
    assert "its runs do not say how they ended, for an earlier version wrote them, without the column" in said
    assert "this version plays another model" not in said
    assert whitesmoke(["status", str(first.path)]) == 0
    assert "not complete, and its runs do not say how they ended: the runs that" in capsys.readouterr().out
    assert whitesmoke(["sweep", str(experiment), "--no-figure"]) == 0
    assert len(list(first.path.parent.iterdir())) == 2


def test_they_are_sound_and_can_be_looked_at(first, capsys):
    assert whitesmoke(["verify", str(first.path), "--sample", "20"]) == 0
    assert "10 of 10 runs played again\nsound" in capsys.readouterr().out
    run = pq.ParquetFile(first.parts("runs")[0]).read().to_pylist()[0]
    for command in (["replay", run["point"], str(run["replicate"]), "--no-figure"], ["export"], ["report"]):
        assert whitesmoke([command[0], str(first.path), *command[1:]]) == 0, command
    alter(first)
    assert whitesmoke(["verify", str(first.path), "--sample", "20"]) == 1
