"""A calibration where actors bargain, what it can do without, and a posterior that is played in another mode."""

import json
from pathlib import Path

import numpy as np
import pytest
from whitesmoke.commands import calibration
from whitesmoke.commands.cli import _run as whitesmoke
from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence import posterior
from whitesmoke.evidence.calibration.inference import Effort, Inference
from whitesmoke.evidence.calibration.mechanisms import inference_of
from whitesmoke.evidence.modes import other_mode, variants_in_another
from whitesmoke.evidence.parameters import read_priors
from whitesmoke.page.background import Draws
from whitesmoke.scenario.load import load
from whitesmoke.scenario.wording import in_another_mode
from whitesmoke.telling.posterior_words import drawn_from, idle_priors

from tests.unit.records import decided_race

BARGAINED = (
    'bargaining.mode="bargained"',
    "bargaining.opportunism=0.5",
    "members.GAM.patience=3",
    "focal.summit.date=2030-01-21",  # before the decision on record
)
PRIORS = """
[shared]
"parameters.speed" = { dist = "uniform", low = 0.5, high = 4.0 }
"parameters.anticipation" = { dist = "uniform", low = 0.0, high = 2.5 }
"bargaining.reservation" = { dist = "uniform", low = -3.0, high = 1.0 }
"bargaining.patience" = { dist = "uniform", low = 1.0, high = 20.0 }
"bargaining.opportunism" = { dist = "uniform", low = 0.0, high = 3.0 }
"""
FITTED = ["parameters.speed", "bargaining.reservation", "bargaining.patience", "bargaining.opportunism"]


@pytest.fixture
def race(tmp_path: Path) -> Path:
    """A small race with a record whose actors bargain, with priors beside it."""
    file = decided_race(tmp_path, "\n".join(BARGAINED))
    (tmp_path / "priors.toml").write_text(PRIORS)
    return file


def test_a_fit_where_actors_bargain_says_so(race: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = race.parent / "out"
    priors, some = race.with_name("priors.toml"), ["patience", "bargaining"]
    with pytest.raises(WhitesmokeError, match='--ablation: "luck" is no mechanism; choose from patron, '):
        calibration.run([str(race)], 50, 1, 1, 1, priors, [], ["luck"], out, True, False)
    assert not out.exists()
    calibration.run([str(race)], 50, 1, 1, 1, priors, [], some, out, True, False)
    told = capsys.readouterr()
    said = json.loads(told.out)
    assert [*said["without"]] == some
    assert posterior.read(out).names == FITTED
    assert (said["modes"], [one["name"] for one in said["parameters"]]) == (["bargained"], FITTED)
    assert 'At bargaining.mode = "bargained" no part is played by the priors of parameters.anticipation.' in told.err
    found = posterior.read(out)
    assert (found.modes, found.said["fitted_modes"]) == (["bargained"], ["bargained"])
    played = posterior.rows_for(found, load(race), 3)
    assert played.value.shape == (3, 1 + 3 + 2 + 1)  # speed; reservation of three, patience of two: one has its own


def likelihoods(race: Path, without: tuple[str, ...], *changes: str) -> tuple[Inference, np.ndarray]:
    """Return the likelihoods of three points in what is left of speed, reservation, patience and opportunism."""
    loaded = load(race, changes)
    inference = inference_of([loaded], read_priors(race.with_name("priors.toml")), Effort(50, 4), without)
    at = {name: [0.1 * j, -0.5, 1.0] for j, name in enumerate([*FITTED, "parameters.anticipation"])}
    z = np.column_stack([at[name] for name in inference.names])
    return inference, inference.log_likelihood(z, np.arange(12).reshape(3, 4))


@pytest.mark.parametrize(
    ("mechanism", "off"),
    [
        ("patience", ["bargaining.patience=0", "members.GAM.patience=0"]),
        ("reservation", ["bargaining.reservation=0"]),
        ("secret", ["bargaining.secret=0"]),
        ("temperature", ["bargaining.temperature=0"]),
        ("at_dates", ["bargaining.at_dates=0"]),
        ("opportunism", ["bargaining.opportunism=0"]),
        ("bargaining", ["bargaining.mode=meetings"]),
    ],
)
def test_without_a_mechanism_is_the_file_with_it_off(race: Path, mechanism: str, off: list[str]) -> None:
    """Whatever else is fitted: what is off is at its off value in every run, also of who has a number of its own."""
    fitted, without = likelihoods(race, (mechanism,))
    _, whole = likelihoods(race, ())
    path = f"bargaining.{mechanism}"
    assert path not in fitted.names
    priors = read_priors(race.with_name("priors.toml"))
    left = priors.model_copy(update={"shared": {name: one for name, one in priors.shared.items() if name != path}})
    said = inference_of([load(race, off)], left, Effort(50, 4), [])
    assert said.names == fitted.names
    at = {name: [0.1 * j, -0.5, 1.0] for j, name in enumerate([*FITTED, "parameters.anticipation"])}
    z = np.column_stack([at[name] for name in said.names])
    assert without.tolist() == said.log_likelihood(z, np.arange(12).reshape(3, 4)).tolist()
    if mechanism in ("secret", "temperature", "at_dates", "bargaining"):  # the others move no day of so small a race
        assert without.tolist() != whole.tolist()


def test_what_is_played_in_another_mode_is_told_in_a_sentence() -> None:
    assert other_mode(["meetings"], ["meetings"]) == other_mode(["bargained", "meetings"], ["meetings"]) == ""
    assert other_mode(["meetings"], ["bargained"]) == (
        'They were fitted at bargaining.mode = "meetings", and are played at "bargained": what suits one way of '
        "dealing need not suit the other."
    )
    assert variants_in_another(["meetings"], {"race": "meetings"}) == ""
    some = variants_in_another(["meetings"], {"race": "meetings", "mine": "bargained", "yours": "bargained"})
    assert 'are played at "bargained" in mine and yours: what' in some
    assert variants_in_another(["meetings"], {"race": "bargained"}) == other_mode(["meetings"], ["bargained"])


def test_a_posterior_that_does_not_say_was_fitted_at_meetings() -> None:
    assert in_another_mode({"modes": ["bargained"]}) == " in mode meetings, played in mode bargained"
    assert in_another_mode({"modes": ["meetings"]}) == in_another_mode({}) == ""


SENTENCE = 'They were fitted at bargaining.mode = "meetings", and are played at "bargained"'


@pytest.mark.parametrize(
    "asked",
    [
        ["run"],
        ["run", "--long"],
        ["run", "--runs", "20"],
        ["nowcast", "--as-of", "2030-01-28", "--runs", "40"],
        ["compare", "variant.toml", "--runs", "20"],
        ["attribute", "--runs", "20"],
        ["explain", "--member", "GAM", "--date", "2030-01-21"],
    ],
    ids=" ".join,
)
def test_every_command_tells_it(
    race: Path, asked: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(race.parent)
    (race.parent / "variant.toml").write_text('extends = "small.toml"\nmembers.BET.baseline = 0.0\n')
    draws = np.full((40, 1), 2.0)
    name, *more = asked
    written = [] if name == "explain" else ["--no-figure", "--out", "out"]
    for mode, told in (("meetings", True), ("bargained", False)):
        about = {"cases": ["small"], "modes": [mode]}
        posterior.write(posterior.Posterior(["parameters.speed"], draws, about), race.parent)
        assert whitesmoke([name, race.name, *more, "--posterior", "posterior.parquet", *written]) == 0
        assert (SENTENCE in " ".join(capsys.readouterr().out.split())) == told
    loaded = load(race)
    assert SENTENCE not in Draws(race.parent / "posterior.parquet").words(loaded, 0)


def test_the_page_tells_it_and_a_file_that_does_not_say_was_fitted_at_meetings(race: Path) -> None:
    posterior.write(posterior.Posterior(["parameters.speed"], np.full((4, 1), 2.0), {"cases": ["small"]}), race.parent)
    draws = Draws(race.parent / "posterior.parquet")
    assert draws.posterior.modes == ["meetings"]
    assert SENTENCE in draws.words(load(race), 0)
    assert SENTENCE not in draws.words(load(race, ["bargaining.mode=meetings"]), 0)
    for modes in ([], ["dinners"], "meetings"):
        about = {"cases": ["small"], "modes": modes}
        posterior.write(posterior.Posterior(["parameters.speed"], np.full((4, 1), 2.0), about), race.parent)
        with pytest.raises(WhitesmokeError, match="it does not say what it was fitted to as a posterior does"):
            posterior.read(race.parent)
    of_a_series = drawn_from(draws.posterior, load(race), itself=False)
    assert SENTENCE in of_a_series
    assert "fitted to small: in-sample for these and their variants." in of_a_series
    briefly = draws.case(load(race), 0).names.parameters  # what a figure has room for
    assert briefly.endswith("fitted to small in mode meetings, played in mode bargained: in-sample.")


def test_what_a_sensitivity_does_not_move_is_told(race: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nor may numbers that one mode alone uses pass unseen where a variant has the other."""
    priors, out = race.with_name("priors.toml"), race.parent / "out"
    sizes = [f"--{name}=2" for name in ("trajectories", "points", "most", "runs")]
    small = [*sizes, "--priors", str(priors), "--no-figure"]
    asked = ["sensitivity", str(race), *small, "--out", str(out)]
    assert whitesmoke(asked) == 0
    found = json.loads((out / "sensitivity.json").read_text())
    assert (found["modes"], found["idle"], found["factors"]) == (["bargained"], ["parameters.anticipation"], FITTED)
    told = " ".join(capsys.readouterr().out.split())
    assert 'At bargaining.mode = "bargained" no part is played by the priors of parameters.anticipation.' in told
    assert whitesmoke([*asked, "--contrast", "bargaining.mode=meetings"]) == 0
    found = json.loads((out / "sensitivity.json").read_text())
    assert (found["modes"], found["idle"]) == (["bargained", "meetings"], [])


def test_of_priors_that_play_no_part_it_is_told_why() -> None:
    assert idle_priors([], ["meetings"]) == []
    both = idle_priors(["parameters.anticipation", "bargaining.opportunism"], ["bargained"])
    assert len(both) == 2
    assert both[1].startswith("The prior of bargaining.opportunism plays no part: nobody asks late")
    (one,) = idle_priors(["bargaining.patience", "bargaining.opportunism"], ["meetings"])
    assert one.endswith("the priors of bargaining.patience, bargaining.opportunism.")
