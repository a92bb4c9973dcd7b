"""Calibrate and score from file to folder, stopped and resumed: what is written, and that a case never sees itself."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from whitesmoke.commands import calibration, score
from whitesmoke.commands.cli import _run as whitesmoke
from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence import posterior
from whitesmoke.evidence.calibration import calibrate
from whitesmoke.evidence.parameters import SHARED
from whitesmoke.evidence.record.variants import case_of
from whitesmoke.front import fitting, scoring
from whitesmoke.scenario.load import load
from whitesmoke.telling.posterior_words import fitted

from tests.unit.records import AT_MEETINGS, SCENARIOS, decided_race


@pytest.fixture
def race(tmp_path: Path) -> Path:
    return decided_race(tmp_path)


def calibrated(race: Path, capsys: pytest.CaptureFixture[str], out: Path) -> dict:
    calibration.run([str(race)], 60, 2, 1, 1, race.with_name("priors.toml"), [], True, out, True, False)
    return json.loads(capsys.readouterr().out)


def test_calibrate_says_and_writes_what_was_learnt(race: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = race.parent / "out"
    said = calibrated(race, capsys, out)
    assert said == json.loads((out / "calibration.json").read_text())
    assert [one["name"] for one in said["parameters"]] == ["parameters.speed"]
    assert set(said["without"]) == AT_MEETINGS
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


def test_a_fit_that_ablations_refuse_is_written(
    race: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calibrate, "LEAST_ACCEPTED", 2.0)  # no calibration gets beyond its first step
    out = race.parent / "out"
    with pytest.raises(WhitesmokeError, match=r"--ablations: the whole model did not use the record in full"):
        calibrated(race, capsys, out)
    said = json.loads(capsys.readouterr().out)
    assert said == json.loads((out / "calibration.json").read_text())
    assert said["weight"] < 1.0
    assert said["without"] == {}
    assert len(posterior.read(out).draws) == 60


def test_an_ablation_that_ends_early_is_told(
    race: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    play = fitting.calibrated

    def early(study, folder, watch):
        found, history = play(study, folder, watch)
        return found, [*history, history[-1]._replace(beta=0.5)] if folder.name == "without-cover" else history

    monkeypatch.setattr(fitting, "calibrated", early)
    said = calibrated(race, capsys, race.parent / "out")
    assert set(said["without"]) == AT_MEETINGS
    assert [name for name, gain in said["without"].items() if gain is None] == ["cover"]
    (line,) = [line for line in said["in_words"] if "did not use the record in full" in line]
    assert line.endswith("nothing is known about each of: cover; take more --runs.")
    given = ([str(race)], 60, 2, 1, 1, race.with_name("priors.toml"), [], True, race.parent / "out")
    calibration.run(*given, False, False)
    assert "record not used in full" in capsys.readouterr().out


def test_leaving_one_out_fits_to_the_others_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    score.by_old_rule(["nato-2003", "nato-2014"], 40, 1, True, 50, 1, tmp_path, True, False)
    said = json.loads(capsys.readouterr().out)
    forecasters = {row["forecaster"] for row in said["means"]["decision"]}
    assert {scoring.AS_WRITTEN, scoring.UNFITTED, scoring.LEFT_OUT} <= forecasters
    for left_out, other in (("nato-2003", "nato-2014"), ("nato-2014", "nato-2003")):
        found = posterior.read(tmp_path / f"without-{left_out}" / "posterior.parquet")
        assert found.cases == [other]
        assert all(name.startswith(SHARED) for name in found.names)


def test_a_case_named_twice_is_refused(tmp_path: Path, race: Path) -> None:
    with pytest.raises(WhitesmokeError, match="nato-2014 is named twice"):
        score.by_old_rule(["nato-2014", "nato-2003", "nato-2014"], 40, 1, False, 50, 1, tmp_path, True, False)
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
        score.by_old_rule(["nato-2003", str(file)], 40, 1, True, 50, 1, tmp_path / "out", True, False)
    assert not (tmp_path / "out").exists()


def test_leaving_one_out_of_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WhitesmokeError, match="two cases or more"):
        score.by_old_rule(["nato-2003"], 40, 1, True, 50, 1, tmp_path, True, False)


# --- what is said of parameters and forecasts -----------------------------------------------------------------------


def test_another_case_is_not_in_sample_and_a_variant_is() -> None:
    race, variant, other = (load(name) for name in ("rutte-iohannis", "race-no-rival", "nato-2009"))
    assert fitted(["rutte-iohannis"], race).endswith("in-sample.")
    assert fitted(["rutte-iohannis"], variant).endswith("in-sample (race-no-rival is a variant of rutte-iohannis).")
    assert fitted(["rutte-iohannis"], other).endswith("this case is not among them.")
    assert case_of(load("nato-2009-rival-leaves"), ["nato-2003", "nato-2009"]) == "nato-2009"
    cases = [load(file.stem) for file in SCENARIOS.glob("nato-20[0-9][0-9]*.toml")]
    assert len(cases) >= 6
    assert not any(case_of(case, ["rutte-iohannis"]) for case in cases)


def test_without_a_record_candidates_tell_a_variant_from_another_case(tmp_path: Path) -> None:
    head = f'extends = "{SCENARIOS / "tutorial.toml"}"\n'
    same, other = tmp_path / "same.toml", tmp_path / "other.toml"
    same.write_text(head + "[parameters]\nspeed = 2.0\n")
    other.write_text(head + 'drop = ["candidates"]\n[candidates.kim]\nname = "Kim"\nentry = 2030-01-07\n')
    assert case_of(load(same), ["tutorial"]) == "tutorial"
    assert case_of(load(other), ["tutorial"]) is None


def test_a_forecast_says_whose_its_parameters_are(race: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = posterior.Posterior(["parameters.speed"], np.full((40, 1), 1.0), {"cases": ["small", "harbour"]})
    posterior.write(kept, race.parent)
    common = ["--as-of", "2030-01-28", "--runs", "40", "--no-figure", "--out", str(race.parent / "out")]

    def said(*given: str) -> str:
        assert whitesmoke(["nowcast", *given, *common]) == 0
        return " ".join(capsys.readouterr().out.split())

    assert "fitted to small, harbour: in-sample." in said(str(race), "--posterior", str(race.parent))
    assert "Where they were chosen with the whole record in view" in said(str(race))
    alone = said("tutorial")
    assert "Parameters are the scenario's own, assumed." in alone
    assert "record in view" not in alone


def test_a_thin_forecast_and_one_after_the_end_say_so(race: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(day: str, runs: str) -> str:
        common = ["--runs", runs, "--no-figure", "--out", str(race.parent / "out")]
        assert whitesmoke(["nowcast", str(race), "--as-of", day, *common]) == 0
        return " ".join(capsys.readouterr().out.split())

    before, thin, after = said("2030-01-21", "300"), said("2030-01-28", "20"), said("2030-02-18", "60")
    assert "take more --runs" not in before
    assert "Few independent runs stand behind this forecast" in thin
    assert "Last to commit, or never (several can be last in one run):" in before
    assert "even chance" in before
    assert after.startswith("As of 18 February 2030: already decided, on Dora")
    assert "(11 February 2030)" in after


def test_parameters_are_said_to_be_either_assumed_or_drawn(race: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = posterior.Posterior(["parameters.speed"], np.full((40, 1), 1.0), {"cases": ["small"]})
    posterior.write(kept, race.parent)
    for more in ([], ["--runs", "40"]):
        given = ["run", str(race), *more, "--no-figure", "--out", str(race.parent / "out")]
        assert whitesmoke(given) == 0
        assert "parameters are assumed" in " ".join(capsys.readouterr().out.split())
        assert whitesmoke([*given, "--posterior", str(race.parent / "posterior.parquet")]) == 0
        drawn = " ".join(capsys.readouterr().out.split())
        assert "fitted to small: in-sample." in drawn
        assert "parameters are assumed" not in drawn


def test_a_posterior_is_found_by_its_folder_and_told_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Path("results", "calibrations", "lakes", "abc")
    posterior.write(posterior.Posterior(["parameters.speed"], np.full((4, 1), 1.0), {"cases": ["lakes"]}), folder)
    assert posterior.read(folder).cases == ["lakes"]
    for given in (Path("lakes"), folder.parent):
        with pytest.raises(WhitesmokeError, match=r"give results/calibrations/lakes/abc/posterior\.parquet"):
            posterior.read(given)
    Path("rutte-iohannis").mkdir()
    assert posterior.read(Path("rutte-iohannis")).cases == ["rutte-iohannis"]
    Path("empty").mkdir()
    with pytest.raises(WhitesmokeError, match=r"there is no posterior\.parquet in empty"):
        posterior.read(Path("empty"))
