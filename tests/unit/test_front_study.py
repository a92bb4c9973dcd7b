"""A sweep from Python: the numbers of the command, tables without sentinels, and a folder that can be gone on with."""

import datetime
import json
import signal
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import whitesmoke as ws
from whitesmoke.commands import sweep as command
from whitesmoke.study.playing import Sweep

ROOT = Path(__file__).parents[2]
EXPERIMENT = """
title = "A stubborn ally"
question = "What if one never likes it?"
scenario = "tutorial"

[factors.liking]
path = "members.GAM.baseline"
values = [0.0, -9.0]

[factors.summit]
path = "focal.summit.date"
values = [2030-03-04]

[design]
kind = "grid"

[replicates]
runs = 12
"""
HOW = command.How(1, False, None, None, False)


@pytest.fixture(scope="module")
def experiment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("study") / "stubborn.toml"
    file.write_text(EXPERIMENT)
    return file


@pytest.fixture(scope="module")
def study(experiment: Path) -> ws.Study:
    return ws.sweep(experiment, experiment.parent / "results", jobs=1)


def test_it_is_what_the_command_prints(study: ws.Study, experiment: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.sweep(str(experiment), experiment.parent / "results", HOW, True, False) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out) == study.json() == json.loads((study.folder / "summary.json").read_text())
    assert "0 runs played" in printed.err
    assert command.resume(study.folder, HOW, False, False, False) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("What if one never likes it?")
    assert repr(study) == f"A stubborn ally: 2 points, 24 runs, in {study.folder}/"


def test_a_folder_that_is_read_is_the_study_that_wrote_it(study: ws.Study) -> None:
    again = ws.read(study.folder.parent)
    assert isinstance(again, ws.Study)
    assert again.data() == study.data()
    pd.testing.assert_frame_equal(again.frame(), study.frame())
    assert again.plot().axes
    assert again.cite().endswith("seed 1.")


def test_its_table_has_all_runs_and_no_sentinel(study: ws.Study) -> None:
    runs = study.frame()
    assert len(runs) == 24
    stuck = runs[~runs["settled"]]
    assert 0 < len(stuck) < 24
    assert set(stuck["outcome"]) == {"deadlock"}
    assert (stuck["day"] == study.json()["horizon_days"]).all()
    assert stuck["date"].isna().all()
    settled = runs[runs["settled"]]
    start = pd.Timestamp(study.json()["start"])
    assert (settled["date"] == start + pd.to_timedelta(settled["day"], unit="D")).all()
    assert str(runs["summit"].dtype) == "datetime64[s]"
    assert [*runs.columns] == [name for name in runs.columns if name in set(study.codebook["name"])]


def test_its_table_speaks_as_that_of_an_ensemble(study: ws.Study) -> None:
    whole = study.frame()
    for row, liking in enumerate([0.0, -9.0]):
        case = ws.open("tutorial").change(
            {"members.GAM.baseline": liking, "focal.summit.date": datetime.date(2030, 3, 4)}
        )
        runs = case.runs(12).frame()
        mine = whole[whole["row"] == row].reset_index(drop=True)
        shared = [name for name in runs if name in mine]
        assert {"run", "settled", "winner", "ending", "day", "date", "last", "exit.dora"} <= {*shared}
        pd.testing.assert_frame_equal(mine[shared], runs[shared])
    kinds = study.codebook.set_index("name")["type"]
    assert (kinds["exit.dora"], kinds["winner"], kinds["run"]) == ("date", "text", "integer")


def test_a_factor_keeps_its_name(tmp_path: Path) -> None:
    given = {**tomllib.loads(EXPERIMENT), "replicates": {"runs": 2}}
    given["factors"] = {"date": given["factors"]["summit"], "run": given["factors"]["liking"]}
    runs = ws.sweep(given, tmp_path, 1).frame()
    assert set(runs["run"]) == {0.0, -9.0}
    assert set(runs["date"]) == {pd.Timestamp("2030-03-04")}


def test_its_points_have_intervals(study: ws.Study) -> None:
    points = study.points
    said = study.json()["points"][1]
    assert points["liking"].tolist() == [0.0, -9.0]
    assert points["chance.deadlock"][1] == said["outcomes"]["deadlock"]["value"]
    assert points["against_first.deadlock.low"][1] == said["against_first"]["deadlock"]["low"]
    assert len(study.failed) == 0


def test_a_run_of_it_is_the_run_of_that_case(study: ws.Study) -> None:
    changes = {"members.GAM.baseline": -9.0, "focal.summit.date": datetime.date(2030, 3, 4)}
    assert study.replay(1, 3).json() == ws.open("tutorial", changes=changes).run(1, 3).json()
    with pytest.raises(ws.WhitesmokeError, match="there is no run 12"):
        study.replay(1, 12)


def test_tables_are_an_experiment_as_well(study: ws.Study, experiment: Path) -> None:
    given = ws.sweep(tomllib.loads(EXPERIMENT), experiment.parent / "given", 1, name="stubborn")
    assert given.folder.name == study.folder.name
    assert given.frame().equals(study.frame())
    kept = next(given.folder.glob("inputs/experiment/*.toml"))
    assert tomllib.loads(kept.read_text()) == tomllib.loads(EXPERIMENT)
    assert given.resume().status.complete


def test_ctrl_c_is_what_python_takes_it_for(
    experiment: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, study: ws.Study
) -> None:
    laid_out = Sweep.chunks

    def stopped(self: Sweep, todo: object) -> Iterator[object]:
        signal.raise_signal(signal.SIGINT)
        yield from laid_out(self, todo)  # type: ignore[arg-type]

    monkeypatch.setattr(Sweep, "chunks", stopped)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt, match="interrupted; 0 runs were written, 24 are left"):
            ws.sweep(experiment, tmp_path, 1)
    finally:
        signal.signal(signal.SIGINT, before)
    monkeypatch.undo()
    left = ws.read(tmp_path / "stubborn")
    assert isinstance(left, ws.Study)
    assert left.status.missing == 24
    assert left.resume(1).frame().equals(study.frame())
