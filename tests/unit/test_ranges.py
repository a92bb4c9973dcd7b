"""What a scenario may not say, a posterior, a prior or a coder's error may not either."""

from pathlib import Path

import numpy as np
import pytest
from whitesmoke.commands.cli import _run as whitesmoke
from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.coding import coding
from whitesmoke.evidence.parameters import Priors, own_distributions, parameters, slots, values
from whitesmoke.evidence.posterior import Posterior, write
from whitesmoke.evidence.series.opened import load_series
from whitesmoke.evidence.series.play import play
from whitesmoke.scenario.load import load
from whitesmoke.scenario.numbers import Distribution
from whitesmoke.scenario.slots import ANYTHING, range_of

BASE = str(Path(__file__).parents[1] / "faults" / "sound.toml")


def fitted(folder: Path, **columns: list[float]) -> str:
    names = [name.replace("__", ".") for name in columns]
    write(Posterior(names, np.array([*columns.values()], float).T, {"cases": ["sound"]}), folder)
    return str(folder / "posterior.parquet")


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("parameters__memory", 0.0, "parameters.memory = 0 in row 2, and it must lie above 0 and at or below 10000"),
        ("parameters__speed", -5.0, "parameters.speed = -5 in row 2, and it must lie between 0 and 1000"),
        ("parameters__speed", 1e308, "parameters.speed = 1e+308 in row 2, and it must lie between 0 and 1000"),
        ("parameters__cover", 7.0, "parameters.cover = 7 in row 2, and it must lie between 0 and 1"),
        ("demands__harbour__worth", -1.0, "demands.harbour.worth = -1 in row 2, and it must lie between 0 and 1000"),
    ],
)
def test_a_posterior_says_nothing_that_a_scenario_may_not(tmp_path, capsys, column, value, said):
    file = fitted(tmp_path, **{column: [1.0, value]})
    for more in ([], ["--runs", "4"]):
        assert whitesmoke(["run", BASE, "--posterior", file, "--json", *more]) == 2
        assert said in capsys.readouterr().err


def test_a_sweep_names_the_line_of_such_a_posterior(tmp_path, capsys):
    fitted(tmp_path, parameters__cover=[7.0])
    (tmp_path / "e.toml").write_text(
        f'title = "t"\nquestion = "q"\nscenario = "{BASE}"\nposterior = "posterior.parquet"\n'
        'factors.a = { path = "parameters.speed", values = [1.0, 2.0] }\ndesign.kind = "grid"\nreplicates.runs = 2\n'
    )
    assert whitesmoke(["check", str(tmp_path / "e.toml")]) == 2
    assert "e.toml:4: posterior: the posterior says parameters.cover = 7 in row 1" in capsys.readouterr().err


def test_a_prior_keeps_to_the_range_of_its_number():
    case = load(BASE)
    wild = Priors.model_validate({"shared": {"parameters.exit": {"dist": "lognormal", "mean": 6.0, "sd": 1.0}}})
    with pytest.raises(WhitesmokeError, match=r"the prior of parameters.exit must lie between 0 and 1000; it draws"):
        parameters([case], wild)
    own = {"case": {"sound": {"blocs.core.baseline.miller": {"dist": "normal", "mean": 0.0, "sd": 200.0}}}}
    with pytest.raises(WhitesmokeError, match=r"the prior of blocs.core.baseline.miller must lie between -1000 and"):
        parameters([case], Priors.model_validate(own))


def test_no_probability_draws_infinity():
    prior = Distribution(dist="normal", mean=0.0, sd=1.0)
    assert values(prior, np.array([0.0, 1.0])) == pytest.approx([-8.2095, 8.2095], abs=1e-3)


def test_a_coders_error_stays_in_the_range():
    far = {"demands.*.worth": Distribution(dist="lognormal", mean=0.0, sd=5.0)}
    drawn = coding(load(BASE, ["demands.harbour.worth=900.0"]), far).draw(np.arange(200), 1)
    assert drawn.value.max() == 1000.0
    assert drawn.value.min() < 900.0


def test_every_number_that_can_be_drawn_has_a_range():
    everything = load(str(Path(__file__).parents[1] / "agreement" / "sittings.toml"))
    paths = [*slots(everything), *own_distributions(everything)]
    assert [path for path in paths if range_of(path, everything.scenario) == ANYTHING] == []
    shares = [path for path in paths if range_of(path, everything.scenario).high == 1.0]
    assert {path.split(".")[0] for path in shares} >= {"events", "demands", "focal", "parameters", "members"}


@pytest.mark.parametrize(
    ("factor", "said"),
    [
        ("low = 1.0, high = 1e306, steps = 3, change = 'multiply'", "parameters.speed: must lie between 0 and 1000"),
        (
            "low = -5.0, high = 1.0, steps = 3, change = 'add'",
            "parameters.speed: must lie between 0 and 1000, found -2.6",
        ),
        ("values = [1.0, nan, 2.0]", "a finite number"),
        ("values = [1e308]", "parameters.speed: must lie between 0 and 1000, found 1e+308"),
    ],
)
def test_a_level_of_a_factor_keeps_to_the_range(tmp_path, capsys, factor, said):
    (tmp_path / "e.toml").write_text(
        f'title = "t"\nquestion = "q"\nscenario = "{BASE}"\ndesign.kind = "grid"\nreplicates.runs = 2\n'
        f'factors.a = {{ path = "parameters.speed", {factor} }}\n'
    )
    assert whitesmoke(["check", str(tmp_path / "e.toml")]) == 2
    assert "e.toml:6: factors.a" in (found := capsys.readouterr().err)
    assert said in found


def test_no_number_hides_among_many_points(tmp_path, capsys):
    """Of more values than are tried one by one the extremes are: nan is none of them."""
    speeds = [*np.linspace(0.5, 6.0, 60).tolist(), np.nan, 6.1]
    (tmp_path / "p.csv").write_text("a\n" + "\n".join(map(str, speeds)) + "\n")
    (tmp_path / "e.toml").write_text(
        f'title = "t"\nquestion = "q"\nscenario = "{BASE}"\nreplicates.runs = 2\n'
        'design = { kind = "csv", file = "p.csv" }\nfactors.a = { path = "parameters.speed", values = [1.0] }\n'
    )
    assert whitesmoke(["check", str(tmp_path / "e.toml")]) == 2
    assert "parameters.speed: expected a finite number, found nan" in capsys.readouterr().err


def test_a_series_keeps_to_its_ranges(capsys):
    for change, said in [
        ("memory.region=1e308", "memory.region: must be at or below 1000, found 1e+308"),
        ("leaving.per_year=1e9", "leaving.per_year: must be at or below 1000, found 1e+09"),
        ("field.quality=1e300", "field.quality: must be at or below 1000, found 1e+300"),
        ("until=9999-12-31", "until: a date must lie between 1000-01-01 and 9000-12-31, found 9999-12-31"),
    ]:
        assert whitesmoke(["series", "nato-secretaries", "--runs", "2", "--json", "--set", change]) == 2
        assert said in capsys.readouterr().err


def test_a_future_of_more_selections_than_have_luck(monkeypatch):
    monkeypatch.setattr("whitesmoke.evidence.series.play.SELECTIONS", 2)
    series = load_series("nato-secretaries", ["until=2050-01-01"])
    with pytest.raises(WhitesmokeError, match="more than 2 selections, which is all that have luck of their own"):
        play(series, 2, 1)
