"""Calibrations and scores from Python: the words, files and figures of the commands; stopped and gone on with."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import whitesmoke as ws
from whitesmoke.commands import calibration, score
from whitesmoke.commands.cli import _run as whitesmoke
from whitesmoke.evidence import posterior
from whitesmoke.evidence.calibration import calibrate
from whitesmoke.front import fitting
from whitesmoke.writing.output import dumps, hush

from tests.unit.records import decided_race

TABLE = ("figure.png", "posterior.csv", "posterior.parquet")


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    hush(False)


def fitted(race: Path, **more: object) -> ws.Calibration:
    return ws.open(race).calibrate(60, 2, jobs=1, priors=race.with_name("priors.toml"), **more)  # type: ignore[arg-type]


def test_a_calibration_is_that_of_the_command(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    race = decided_race(desk)
    found = fitted(race, ablations=True)
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "")
    out = desk / "out"
    calibration.run([str(race)], 60, 2, 1, 1, race.with_name("priors.toml"), [], True, out, True, True)
    assert capsys.readouterr().out == dumps(found.json()) == (out / "calibration.json").read_text()
    kept = found.save(desk / "mine")
    assert all((kept / name).read_bytes() == (out / name).read_bytes() for name in TABLE)
    again = ws.read(kept)
    assert isinstance(again, ws.Kept)
    assert again.frame().equals(found.frame())
    assert found.frame()["name"].tolist() == ["parameters.speed"]
    assert repr(found) == "Calibrated on small: on its only parameter the record says next to nothing."


@pytest.mark.parametrize("command", ["calibrate", "sensitivity", "score --old-rule"])
def test_what_is_set_is_set_in_every_case(command: str, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    race = decided_race(desk)
    assert whitesmoke([*command.split(), str(race), "--set", "bargaining.mood=meetings"]) == 2
    assert "bargaining.mood" in capsys.readouterr().err


def test_a_changed_case_is_calibrated_as_from_python(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    race = decided_race(desk)
    options = ["--particles", "60", "--runs", "2", "--jobs", "1", "--priors", str(race.with_name("priors.toml"))]
    assert whitesmoke(["calibrate", str(race), *options, "--set", "parameters.patron=0", "--json"]) == 0
    changed = ws.open(race).change({"parameters.patron": 0})
    found = changed.calibrate(60, 2, jobs=1, priors=race.with_name("priors.toml"))
    assert capsys.readouterr().out == dumps(found.json())


def test_its_posterior_is_the_file_it_wrote(desk: Path) -> None:
    race = decided_race(desk)
    found = fitted(race)
    assert found.folder.parent == posterior.CALIBRATIONS / "small"
    drawn, read = ws.open(race, posterior=found.posterior), ws.open(race, posterior=found.folder)
    assert drawn == read
    assert drawn.runs(50).json() == read.runs(50).json() != ws.open(race).runs(50).json()
    assert found.posterior.sha256
    assert found.posterior.about == posterior.read(found.folder).about


def test_a_calibration_stopped_goes_on_from_its_folder(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    race, keep = decided_race(desk), calibrate.save_history
    whole = fitted(race, folder="whole")

    def stop(*given: object) -> None:
        keep(*given)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(calibrate, "save_history", stop)
        with pytest.raises(KeyboardInterrupt, match=r"kept in stopped/\. The same call goes on from there"):
            fitted(race, folder="stopped")
    assert fitted(race, folder="stopped").json() == whole.json()
    monkeypatch.setattr(calibrate, "save_history", stop)
    assert fitted(race, folder="stopped").json() == whole.json()  # nothing is left to do: nothing is saved


def test_scores_stopped_say_where_the_fits_are(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(calibrate, "save_history", stop)
    cases = ["nato-2003", "nato-2014"]
    kept = r"kept in results/scores/seed-1-runs-40-\w{6}/\. The same call goes on"
    with pytest.raises(KeyboardInterrupt, match=kept):
        ws.old_score(cases, 40, leave_one_out=True, particles=50, fit_runs=1)
    with pytest.raises(ws.WhitesmokeError, match=kept.replace("call", "command")) as stopped:
        score.by_old_rule(cases, 40, 1, True, 50, 1, None, False, False)
    assert stopped.value.exit_code == 130


def test_what_one_may_not_expect_of_a_calibration_is_told(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    race = decided_race(desk)
    changed = ws.open(race).change({"parameters.influence": 0.5}, rule="majority")
    found = changed.calibrate(60, 2, priors=race.with_name("priors.toml"))
    (told,) = found.cautions
    assert told.startswith("small is changed (parameters.influence=0.5, rule majority): it is fitted to the record")
    assert found.json()["changes"] == {"small": ["parameters.influence=0.5", "rule majority"]}
    assert "changes" not in fitted(race).json()
    monkeypatch.setattr(calibrate, "LEAST_ACCEPTED", 2.0)  # no calibration gets beyond its first step
    short = fitted(race, ablations=True, folder="short")
    assert short.refused
    assert short.cautions[-1].startswith("Not refitted without each mechanism")
    assert "of its weight only" in repr(short)
    assert short.json()["without"] == {}


def test_several_cases_are_named_opened_or_both(desk: Path) -> None:
    fit = fitting.planned([ws.open("nato-2003"), "nato-2014"], fitting.Effort(50, 1), None, [], None)
    assert [case.name for case in fit.cases] == ["nato-2003", "nato-2014"]
    assert fit.folder.parent.name == "nato-2003+nato-2014"
    with pytest.raises(ws.WhitesmokeError, match="nato-2014 is named twice"):
        ws.calibrate([ws.open("nato-2014"), "nato-2014"])
    with pytest.raises(ws.WhitesmokeError, match="race-no-opt-out has no record of its own"):
        ws.calibrate(["nato-2014", "race-no-opt-out"])


def test_what_cannot_be_fitted_or_scored_is_refused_in_words(desk: Path) -> None:
    drawn = ws.open("rutte-iohannis", posterior="rutte-iohannis")
    with pytest.raises(ws.WhitesmokeError, match="open rutte-iohannis without a posterior"):
        drawn.calibrate()
    with pytest.raises(ws.WhitesmokeError, match="open rutte-iohannis without a posterior"):
        ws.old_score([drawn])
    with pytest.raises(ws.WhitesmokeError, match=r'^without: "patrons" is no mechanism; choose from patron, '):
        ws.open("nato-2014").calibrate(without="patrons")
    with pytest.raises(ws.WhitesmokeError, match="particles: give a whole number from 50"):
        ws.open("nato-2014").calibrate(20)
    with pytest.raises(ws.WhitesmokeError, match="tutorial has no observation to be calibrated on"):
        ws.calibrate("tutorial")
    with pytest.raises(ws.WhitesmokeError, match=r"^leave_one_out needs two cases or more"):
        ws.old_score("nato-2014", leave_one_out=True)
    with pytest.raises(ws.WhitesmokeError, match="there is no case to score"):
        ws.old_score([])
    with pytest.raises(ws.WhitesmokeError, match="runs: give a whole number from 20"):
        ws.old_score(runs=3)
    assert not list(desk.iterdir())


def test_scores_are_those_of_the_command(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = ["nato-2003", "nato-2014"]
    found = ws.old_score([cases[0], ws.open(cases[1])], 40, leave_one_out=True, particles=50, fit_runs=1, folder="fits")
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "")
    score.by_old_rule(cases, 40, 1, True, 50, 1, Path("fits"), True, True)
    told = capsys.readouterr()
    assert told.out == dumps(found.json()) == Path("fits", "scores.json").read_text()
    assert "generation" not in told.err  # it goes on from the same fits
    kept = found.save("mine")
    assert all((kept / name).read_bytes() == Path("fits", name).read_bytes() for name in ("figure.png", "scores.csv"))
    assert repr(found).endswith("2 cases are too few to rank forecasters.")
    assert found.fits["nato-2003"].cases == ["nato-2014"]
    assert found.means()["forecaster"].tolist() == [row["forecaster"] for row in found.json()["means"]["decision"]]


def test_scores_have_a_row_an_answer_and_never_is_missing(desk: Path) -> None:
    found = ws.old_score("nato-2003", 40)
    table, said = found.frame(), found.json()["scores"]
    assert len(table) == len(said)
    assert max(row["p95"] for row in said) == 2**31 - 1
    assert table["p95"].isna().tolist() == [row["p95"] == 2**31 - 1 for row in said]
    assert table["p95"].max() < 10_000
    assert pd.api.types.is_float_dtype(table["brier_last"])
    assert pd.api.types.is_datetime64_dtype(table["as_of"])
    again = ws.read(found.save("kept", figure=False))
    assert isinstance(again, ws.Kept)
    assert again.frame().equals(table)


def test_a_quiet_command_says_its_result_in_a_line(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    race = decided_race(desk)
    asked = ["calibrate", str(race), "--particles", "60", "--runs", "2", "--priors", "priors.toml", "--no-figure"]
    assert whitesmoke([*asked, "--quiet"]) == 0
    told = capsys.readouterr()
    assert (told.out.rstrip("\n"), told.err) == (repr(fitted(race)), "")
