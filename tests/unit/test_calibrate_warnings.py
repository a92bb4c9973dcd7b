"""What calibrate and score say of a file before they begin, and of calibrated runs that miss what happened."""

import json
from pathlib import Path

import pytest
from whitesmoke.commands import calibration, score
from whitesmoke.commands.cli import _run as whitesmoke
from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence import parameters
from whitesmoke.scenario.load import load

from tests.unit.records import PRIORS, decided_race, with_record


@pytest.fixture
def race(tmp_path: Path) -> Path:
    return decided_race(tmp_path)


@pytest.mark.parametrize(
    ("given", "warned"), [("10.0", True), ("62.0", False), ('{ dist = "uniform", low = 5, high = 15 }', False)]
)
def test_a_number_of_the_file_that_the_shipped_prior_replaces_is_told(given: str, warned: bool, tmp_path: Path) -> None:
    file = with_record(tmp_path, extra=f"parameters.hopelessness = {given}")
    said = [str(one) for one in parameters.replaced([load(file)], parameters.read_priors())]
    of_it = [one for one in said if "hopelessness" in one]
    assert len(of_it) == warned
    assert all("small has parameters.hopelessness = 10; the shipped prior puts 48 ± 24" in one for one in of_it)


def test_calibrated_runs_that_miss_the_decision_are_told(race: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody is convinced by 2030-03-01 at these speeds: nearly every run ends in deadlock."""
    priors = race.with_name("slow.toml")
    priors.write_text(PRIORS.replace("0.5", "0.001").replace("4.0", "0.01"))
    calibration.run([str(race)], 50, 1, 1, 1, priors, [], False, race.parent / "slow", False, False)
    assert "of calibrated runs end in deadlock" in capsys.readouterr().out


def test_a_deadlock_on_record_has_nothing_to_lay_beside_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = []
    monkeypatch.setattr("whitesmoke.figures.save", lambda figure, file: figures.append(figure))
    race, priors = with_record(tmp_path, decision='{ date = 2030-04-01, source = "paper" }'), tmp_path / "priors.toml"
    priors.write_text(PRIORS)
    calibration.run([str(race)], 50, 1, 1, 1, priors, [], False, tmp_path / "out", False, True)
    found = json.loads((tmp_path / "out" / "calibration.json").read_text())
    assert (found["entries"], found["predictive"]) == ({"small": 1}, [])
    assert "No entry of the record has a day or a count to lay beside runs" in " ".join(capsys.readouterr().out.split())
    (figure,) = figures
    assert len(figure.axes) == 1  # the parameters
    assert any("nothing to compare" in text.get_text() for text in figure.texts)


def test_a_variant_is_not_another_case(tmp_path: Path) -> None:
    again = "race-no-opt-out has no record of its own, only that of rutte-iohannis"
    with pytest.raises(WhitesmokeError, match=again):
        score.by_old_rule(["rutte-iohannis", "race-no-opt-out"], 40, 1, False, 50, 1, tmp_path, True, False)
    with pytest.raises(WhitesmokeError, match=again):
        calibration.run(["nato-2014", "race-no-opt-out"], 60, 2, 1, 1, None, [], False, tmp_path, True, False)
    assert not list(tmp_path.glob("*.json"))


def test_a_variant_alone_is_calibrated_with_a_warning(race: Path, capsys: pytest.CaptureFixture[str]) -> None:
    variant = race.with_name("variant.toml")
    variant.write_text(f'extends = "{race.name}"\n')
    priors = race.with_name("priors.toml")
    calibration.run([str(variant)], 50, 1, 1, 1, priors, [], False, race.parent / "alone", True, False)
    assert "variant has no record of its own: it is fitted to that of small" in capsys.readouterr().err


def test_a_forecast_under_another_rule(capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for given in ([], ["--rule", "majority"], ["--set", "rule.name=majority"]):
        assert whitesmoke(["nowcast", "tutorial", "--as-of", "2030-01-14", "--runs", "40", "--json", *given]) == 0
        said.append(json.loads(capsys.readouterr().out))
    assert [one["rule"] for one in said] == ["unanimity", "majority", "majority"]
    assert said[1]["forecasts"] == said[2]["forecasts"] != said[0]["forecasts"]


def test_only_shipped_cases_are_said_to_have_been_tuned_in_view(race: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*cases: str) -> str:
        score.by_old_rule(cases, 40, 1, False, 50, 1, race.parent / "out", False, False)
        return " ".join(capsys.readouterr().out.split())

    alone = said(str(race))
    assert "where these were chosen with the end in view" in alone
    assert "tuned" not in alone
    assert "1 case; low is good" in alone
    both = said(str(race), "nato-2014")
    assert "tuned with the records of nato-2014 in view: its rows on them are in-sample." in both
    assert "2 cases; low is good" in both
