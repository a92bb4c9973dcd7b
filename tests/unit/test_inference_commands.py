"""Calibrate and score from file to folder, stopped and resumed: what is written, and that a case never sees itself."""

import json
import shutil
from pathlib import Path

import pytest

from sim.commands import calibration, score
from sim.errors import WhitesmokeError
from sim.inference import calibrate, posterior
from sim.scenario.load import load
from tests.unit.records import with_record

PRIORS = """
[shared]
"parameters.speed" = { dist = "uniform", low = 0.5, high = 4.0 }
"""


@pytest.fixture
def race(tmp_path: Path) -> Path:
    (tmp_path / "priors.toml").write_text(PRIORS)
    return with_record(
        tmp_path,
        tallies=["2030-01-28,dora,2,2,3,high,paper"],
        decision='{ winner = "dora", date = 2030-02-11, source = "paper" }',
    )


def calibrated(race: Path, capsys: pytest.CaptureFixture[str], out: Path) -> dict:
    calibration.run([str(race)], 60, 2, 1, 1, race.with_name("priors.toml"), [], True, out, True, False)
    return json.loads(capsys.readouterr().out)


def test_calibrate_says_and_writes_what_was_learnt(race: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = race.parent / "out"
    said = calibrated(race, capsys, out)
    assert said == json.loads((out / "calibration.json").read_text())
    assert [one["name"] for one in said["parameters"]] == ["parameters.speed"]
    assert set(said["without"]) == set(calibration.MECHANISMS)
    assert said["generations"][-1]["beta"] == said["weight"] == 1.0
    found = posterior.read(out / "posterior.parquet")
    assert (found.cases, len(found.draws)) == (["small"], 60)


def test_calibrate_stopped_says_how_to_go_on_and_does(
    race: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = calibrated(race, capsys, race.parent / "whole")
    keep = calibrate.save_history

    def stop(*given: object) -> None:
        keep(*given)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(calibrate, "save_history", stop)
    with pytest.raises(WhitesmokeError, match="same command goes on") as stopped:
        calibrated(race, capsys, race.parent / "stopped")
    assert stopped.value.exit_code == 130
    monkeypatch.setattr(calibrate, "save_history", keep)
    assert calibrated(race, capsys, race.parent / "stopped") == whole


def test_leaving_one_out_fits_to_the_others_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    score.run(["nato-2003", "nato-2014"], 40, 1, True, 50, 1, tmp_path, True, False)
    said = json.loads(capsys.readouterr().out)
    forecasters = {row["forecaster"] for row in said["means"]["decision"]}
    assert {score.AS_WRITTEN, score.UNFITTED, score.LEFT_OUT} <= forecasters
    for left_out, other in (("nato-2003", "nato-2014"), ("nato-2014", "nato-2003")):
        found = posterior.read(tmp_path / f"without-{left_out}" / "posterior.parquet")
        assert found.cases == [other]
        assert all(name.startswith("parameters.") for name in found.names)


def test_a_case_named_twice_is_refused(tmp_path: Path, race: Path) -> None:
    with pytest.raises(WhitesmokeError, match="nato-2014 is named twice"):
        score.run(["nato-2014", "nato-2003", "nato-2014"], 40, 1, False, 50, 1, tmp_path, True, False)
    with pytest.raises(WhitesmokeError, match="is named twice"):
        calibration.run([str(race), str(race)], 60, 2, 1, 1, None, [], False, tmp_path, True, False)


def test_a_case_decided_on_its_first_day_is_refused_before_anything_is_fitted(tmp_path: Path) -> None:
    source = load("nato-2014").files[-1].parent
    shutil.copytree(source, tmp_path / "scenarios")
    file = tmp_path / "scenarios" / "nato-2014.toml"
    text = file.read_text(encoding="utf-8")
    decided = 'decision = { winner = "stoltenberg", date = '
    assert f"{decided}2014-03-28" in text
    file.write_text(text.replace(f"{decided}2014-03-28", f"{decided}2013-12-11"), encoding="utf-8")
    with pytest.raises(WhitesmokeError, match="nato-2014 was decided on its first day"):
        score.run(["nato-2003", str(file)], 40, 1, True, 50, 1, tmp_path / "out", True, False)
    assert not (tmp_path / "out").exists()


def test_leaving_one_out_of_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WhitesmokeError, match="two cases or more"):
        score.run(["nato-2003"], 40, 1, True, 50, 1, tmp_path, True, False)
