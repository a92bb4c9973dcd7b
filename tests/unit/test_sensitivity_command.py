"""Which numbers a race hangs on: planted answers."""

import json
from pathlib import Path

import numpy as np
import pytest

from sim.commands import sensitivity
from sim.errors import WhitesmokeError
from sim.inference.counterfactual import factors
from sim.inference.parameters import Parameter
from sim.scenario.load import load
from sim.scenario.numbers import Distribution

PRIORS = """
assumed = true
[shared]
"parameters.speed" = { dist = "uniform", low = 0.3, high = 4.0 }
"parameters.veto" = { dist = "uniform", low = 0.0, high = 1.0 }
[case.tutorial]
"demands.harbour.worth" = { dist = "uniform", low = 1.0, high = 6.0 }
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict:
    folder = tmp_path_factory.mktemp("sensitivity")
    priors = folder / "priors.toml"
    priors.write_text(PRIORS)
    sensitivity.run("tutorial", ["demands.harbour.worth=0"], 8, 64, 3, 8, 1, priors, folder, True, True)
    assert (folder / "figure.png").stat().st_size > 10_000
    return json.loads((folder / "sensitivity.json").read_text())


def test_a_number_without_effect_has_none(found: dict) -> None:
    """Nobody is a great power's refusal away from leaving here: the veto does nothing."""
    for what in found["sobol"]:
        assert found["sobol"][what]["parameters.veto"]["total"]["value"] == 0.0
        assert found["morris"][what]["parameters.veto"]["mu_star"]["value"] == 0.0
    assert found["sobol"]["days"]["parameters.speed"]["total"]["value"] > 0.3


def test_the_difference_to_no_demand_hangs_on_its_worth(found: dict) -> None:
    rows = found["sobol"]["days, demands.harbour.worth=0 less base"]
    assert rows["tutorial:demands.harbour.worth"]["total"]["value"] > 0.2
    assert (
        found["morris"]["days, demands.harbour.worth=0 less base"]["tutorial:demands.harbour.worth"]["mu"]["value"] < 0
    )


def test_shares_of_variance_add_up(found: dict) -> None:
    for luck in found["variance"].values():
        assert sum(luck.values()) == pytest.approx(1.0)
    assert found["variance"]["days"]["chance"] > 0.05


def test_the_same_draws_at_every_point() -> None:
    loaded = load("tutorial")
    speed = [Parameter("parameters.speed", Distribution(dist="uniform", low=1.0, high=4.0))]
    answer = factors.play(loaded, speed, np.array([[0.3], [0.3], [0.9]]), 16, 1, 1)
    assert np.array_equal(answer.days[0], answer.days[1])
    assert answer.days[0].mean() > answer.days[2].mean()
    fixed = factors.play(loaded, speed, np.array([[0.3], [0.9]]), 16, 1, 1, untouched=["parameters.speed"])
    assert np.array_equal(fixed.days[0], fixed.days[1])


def test_one_number_is_too_few(tmp_path: Path) -> None:
    file = tmp_path / "priors.toml"
    file.write_text('[shared]\n"parameters.speed" = { dist = "uniform", low = 0.3, high = 4.0 }\n')
    with pytest.raises(WhitesmokeError, match="two uncertain numbers"):
        sensitivity.run("tutorial", [], 4, 4, 2, 2, 1, file, None, True, False)


def test_points_that_are_no_power_of_two_are_refused_before_anything_is_played(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(factors, "play", lambda *_: pytest.fail("played"))
    with pytest.raises(WhitesmokeError, match=r"--points: .* not 20: take 16 or 32") as refused:
        sensitivity.run("tutorial", [], 4, 20, 2, 2, 1, None, tmp_path, True, False)
    assert refused.value.exit_code == 2
