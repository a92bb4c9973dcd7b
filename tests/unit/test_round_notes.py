"""Rounds longer than a week are said wherever such a scenario is checked or played."""

import pytest

from sim.cli import _run as whitesmoke
from sim.experiment import summary
from sim.inference.parameters import Priors, parameters
from sim.scenario.load import load
from sim.scenario.notes import long_rounds
from tests.unit.test_experiment_overlaps import laid_out


@pytest.mark.parametrize(("days", "said"), [(1, 0), (7, 0), (8, 1), (14, 1)])
def test_rounds_above_a_week_are_noted(days, said):
    found = list(long_rounds(load("tutorial", [f"calendar.round_days={days}"])))
    assert len(found) == said
    assert all(f"rounds of {days} days" in str(note) for note in found)


@pytest.mark.parametrize("many", [[], ["--runs", "5"]])
def test_run_says_so(many, tmp_path, capsys):
    options = ["--json", "--set", "calendar.round_days=14", *many]
    assert whitesmoke(["run", "tutorial", *options]) == 0
    assert "calendar.round_days: rounds of 14 days: what comes out depends on their length" in capsys.readouterr().err


def test_an_experiment_says_so(tmp_path):
    plan = laid_out(tmp_path, '[factors.days]\npath = "calendar.round_days"\nvalues = [1, 7, 14, 21]\n')
    (note,) = plan.notes
    assert "q.toml: rounds of 14, 21 days: what comes out depends on their length" in note
    assert laid_out(tmp_path, '[factors.days]\npath = "calendar.round_days"\nvalues = [1, 7]\n').notes == []


def test_an_experiment_says_so_of_a_scenario_that_has_long_rounds_itself(tmp_path):
    text = '[factors.speed]\npath = "parameters.speed"\nvalues = [1.0, 2.0]\n[set]\n"calendar.round_days" = 14\n'
    (note,) = laid_out(tmp_path, text).notes
    assert "q.toml: rounds of 14 days: what comes out depends on their length" in note


def test_the_horizon_of_a_point_is_its_own_also_where_its_calendar_needs_other_changes(tmp_path):
    """An expiry before the summit stands only where the summit is moved as well."""
    text = (
        '[factors.end]\npath = "calendar.expiry"\nvalues = [2030-02-04, 2030-04-01]\n'
        '[factors.summit]\npath = "focal.summit.date"\nvalues = [2030-01-28, 2030-01-31]\n'
    )
    plan = laid_out(tmp_path, text)
    assert [days for _, days in summary.calendars(plan)] == [28, 28, 84, 84]


# --- priors ---------------------------------------------------------------------------------------------------------


def priors(name):
    speed = {"dist": "uniform", "low": 1.0, "high": 2.0}
    return Priors.model_validate({"shared": {"parameters.speed": speed}, "case": {name: {}}})


def test_priors_of_a_case_that_is_misspelt_are_refused():
    with pytest.raises(Exception, match=r"\[case.tutorail\], and no scenario of this name .*mean \"tutorial\"\?"):
        parameters([load("tutorial")], priors("tutorail"))
    assert len(parameters([load("tutorial")], priors("rutte-iohannis"))) == 1
