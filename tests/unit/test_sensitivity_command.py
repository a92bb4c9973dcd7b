"""Which numbers a race hangs on: planted answers."""

import json
from pathlib import Path

import numpy as np
import pytest
from whitesmoke.commands import asking
from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.analysis import variance
from whitesmoke.evidence.blocks import normal_block
from whitesmoke.evidence.counterfactual import factors
from whitesmoke.evidence.counterfactual.screen import set_by_itself
from whitesmoke.evidence.parameters import Parameter, own_distributions
from whitesmoke.scenario.guesses import guesses
from whitesmoke.scenario.load import load
from whitesmoke.scenario.numbers import Distribution
from whitesmoke.telling import sensitivity_words as telling
from whitesmoke.writing.estimates import Interval

from tests.unit.records import SCENARIOS

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
    asking.sensitivity("tutorial", ["demands.harbour.worth=0"], 8, 64, 3, 8, 1, priors, folder, True, True)
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
    answer = factors.play(loaded, factors.Moved(speed, np.array([[0.3], [0.3], [0.9]])), 16, 1)
    assert np.array_equal(answer.days[0], answer.days[1])
    assert answer.days[0].mean() > answer.days[2].mean()
    two = factors.Moved(speed, np.array([[0.3], [0.9]]))
    fixed = factors.play(loaded, two, 16, 1, untouched=["parameters.speed"])
    assert np.array_equal(fixed.days[0], fixed.days[1])


def test_one_number_is_too_few(tmp_path: Path) -> None:
    file = tmp_path / "priors.toml"
    file.write_text('[shared]\n"parameters.speed" = { dist = "uniform", low = 0.3, high = 4.0 }\n')
    with pytest.raises(WhitesmokeError, match="two uncertain numbers"):
        asking.sensitivity("tutorial", [], 4, 4, 2, 2, 1, file, None, True, False)


def test_points_that_are_no_power_of_two_are_refused_before_anything_is_played(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(factors, "play", lambda *_: pytest.fail("played"))
    with pytest.raises(WhitesmokeError, match=r"--points: .* not 20: take 16 or 32") as refused:
        asking.sensitivity("tutorial", [], 4, 20, 2, 2, 1, None, tmp_path, True, False)
    assert refused.value.exit_code == 2


# --- answers that hardly vary, and numbers that stay as they are ----------------------------------------------------


@pytest.mark.parametrize(("points", "seed"), [(4, 107), (2, 3)])
def test_an_answer_that_hardly_varies_has_no_indices(
    points: int, seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A deadlock in a block AB only; a date that differs in one row of two: the one crashed, the other wrote nulls."""
    most = 4 if points == 4 else 8
    asking.sensitivity("tutorial", [], 2, points, most, 2, seed, None, tmp_path, False, True)
    said = " ".join(capsys.readouterr().out.split())
    assert "The mean date (deadlock as day 84) varies too little for indices." in said
    assert "Varied too little for indices: days; deadlock (more points or runs may show more)." in said
    assert "Screened out" not in said
    text = (tmp_path / "sensitivity.json").read_text()
    assert "null" not in text
    assert json.loads(text)["sobol"] == json.loads(text)["variance"] == {}


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    """Write the tutorial with a demand whose worth is drawn in each run; return its file."""
    file = tmp_path / "drawn.toml"
    worth = 'worth = { dist = "uniform", low = 0.0, high = 6.0 }'
    file.write_text(f'extends = "{SCENARIOS / "tutorial.toml"}"\n[demands.harbour]\n{worth}\n')
    return file


def test_what_is_held_is_not_drawn(drawn: Path) -> None:
    loaded = load(str(drawn))
    speed = Parameter("parameters.speed", Distribution(dist="uniform", low=1.0, high=4.0))
    worth = Parameter("drawn:demands.harbour.worth", own_distributions(loaded)["demands.harbour.worth"])
    points = np.array([[0.3], [0.9]])
    held = factors.play(loaded, factors.Moved([speed], points, [worth]), 100, 1)
    median = load(str(drawn), ["demands.harbour.worth=3"])
    assert np.array_equal(held.days, factors.play(median, factors.Moved([speed], points), 100, 1).days)
    assert not np.array_equal(held.days, factors.play(loaded, factors.Moved([speed], points), 100, 1).days)


def test_what_morris_screens_out_is_held_and_said_to_be(
    drawn: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    priors, play, held = drawn.with_name("priors.toml"), factors.play, []
    priors.write_text(PRIORS.partition("[case")[0].replace("[shared]", '[shared]\n"parameters.memory" = { value }'))
    priors.write_text(priors.read_text().replace("{ value }", '{ dist = "uniform", low = 0.001, high = 0.9 }'))

    def watched(loaded, moved, *rest, **more):
        held.append({one.name for one in moved.held})
        return play(loaded, moved, *rest, **more)

    monkeypatch.setattr(factors, "play", watched)
    asking.sensitivity(str(drawn), [], 4, 16, 2, 4, 1, priors, drawn.parent / "out", False, False)
    every = {"parameters.speed", "parameters.memory", "parameters.veto", "drawn:demands.harbour.worth"}
    kept = set(json.loads((drawn.parent / "out" / "sensitivity.json").read_text())["sobol"]["days"])
    assert held == [set(), every - kept]
    said = " ".join(capsys.readouterr().out.split())
    assert "Screened out by Morris, held at the scenario's value, of a distribution the median:" in said


def test_a_variant_keeps_what_it_says_itself_also_if_the_case_says_the_same(tmp_path: Path) -> None:
    variant, case = tmp_path / "variant.toml", load("tutorial")
    variant.write_text(f'extends = "{SCENARIOS / "tutorial.toml"}"\n[demands.harbour]\nworth = 4.0\n')
    assert case.scenario.demands["harbour"].worth == 4.0
    assert set_by_itself(load(str(variant)), case) == ["demands.harbour.worth"]
    assert set_by_itself(load("tutorial", ["demands.harbour.worth=4.0"]), case) == ["demands.harbour.worth"]
    assert set_by_itself(case, load("tutorial", ["demands.harbour.worth=0"])) == ["demands.harbour.worth"]
    assert set_by_itself(case, case) == []


# --- what is told of shares, and of what was not moved ---------------------------------------------------------------


def told(luck: tuple[float, float, float] = (0.4, 0.0, 1.0), **totals: tuple[float, float, float]) -> str:
    """What is said of these total indices of the date."""
    rows = {name: {"total": dict(zip(("value", "low", "high"), one))} for name, one in totals.items()}
    how = dict(zip(("value", "low", "high"), luck))
    return telling.sentence({"horizon_days": 84, "sobol": {"days": rows}, "luck": {"days": how}})


def test_a_share_is_told_only_with_an_interval_that_supports_it() -> None:
    """98 % was told beside an interval of 0.23 to 1.54."""
    wide = told(worth=(0.98, 0.23, 1.54), speed=(0.1, 0.0, 0.2))
    assert wide == (
        "What the mean date (deadlock as day 84) hangs on most is not known from these points and runs: take more of "
        "them"
    )
    clear = told(worth=(0.98, 0.8, 1.54), speed=(0.1, 0.0, 0.2), luck=(0.4, 0.3, 0.5))
    assert "hangs most on worth (total index 0.98 [0.80, 1.00])" in clear
    assert clear.endswith("; 40 % [30, 50] of the variance of single runs is luck, alone or with them")
    near = told(worth=(0.6, 0.4, 0.8), speed=(0.5, 0.3, 0.7), memory=(0.1, 0.0, 0.2))
    assert near.endswith("may hang most on worth (total index 0.60 [0.40, 0.80]), or on speed")
    assert "speed" in told(worth=(0.6, 0.4, 0.8), speed=(0.5, float("nan"), float("nan")))


def test_an_index_that_is_not_known_has_no_number() -> None:
    nan = float("nan")
    assert telling.index_text(Interval(0.98, 0.23, 1.54)) == "not known [0.23, 1.00]"
    assert telling.index_text(Interval(-0.03, -0.1, 0.02)) == "0.00 [0.00, 0.02]"
    assert telling.index_text(Interval(0.5, nan, nan)) == "not known"


def test_the_share_of_luck_has_an_interval_that_holds_the_truth() -> None:
    held = 0
    for seed in range(40):
        z = normal_block(seed, 0, 7, 65, 13)
        y = z[:-1, :1] + z[-1:, 1:] + z[:-1, 1:]
        found = variance.luck(y)
        held += found.low <= 2 / 3 <= found.high
        assert 0.0 <= found.low <= found.value <= found.high <= 1.0
    assert held >= 34
    assert variance.luck(y[:, :2])[1:] == (0.0, 1.0)


def test_guesses_that_are_not_moved_are_told_and_listed(found: dict) -> None:
    assert "members.BET.baseline" in found["guesses_held"]
    assert not {"demands.harbour.worth", "parameters.speed"} & {*found["guesses_held"]}
    held = telling._held(found)
    assert held[0].startswith(
        f"Moved: 3 numbers. Not moved, though the file marks them as assumed: {len(found['guesses_held'])} numbers ("
    )
    assert telling._held(found | {"guesses_held": []}) == []


def test_a_number_with_a_source_of_its_own_is_no_guess(tmp_path: Path) -> None:
    base = guesses(load("tutorial"))
    assert "demands.harbour.worth" in base
    file = tmp_path / "sourced.toml"
    worth = 'worth = { value = 2.0, source = "a book" }'
    file.write_text(f'extends = "{SCENARIOS / "tutorial.toml"}"\n[demands.harbour]\n{worth}\n')
    assert "demands.harbour.worth" not in guesses(load(str(file)))
