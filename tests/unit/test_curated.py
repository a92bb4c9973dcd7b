"""Experiments and their curated results: what is committed is what the experiments of today say."""

import csv
import json
from functools import cache
from pathlib import Path

import pytest
from whitesmoke.evidence.analysis.ensemble_summary import settled
from whitesmoke.model import codes
from whitesmoke.model.ensemble import ensemble
from whitesmoke.scenario import open_case
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load
from whitesmoke.scenario.people import all_members
from whitesmoke.study.experiment import load_experiment
from whitesmoke.study.plan import lay_out

from experiments.curate import curate, days
from experiments.reading import ReadingError, filled

ROOT = Path(__file__).parents[2]
EXPERIMENTS = {file.stem: file for file in sorted((ROOT / "experiments").glob("*.toml"))}
CURATED = ROOT / "results" / "curated"
SMALL = 100
"""Members up to which runs are played again here."""
MOST = 80
"""Points that are."""

TINY = """
title = "Tiny"
question = "Does influence hurry?"
mechanism = "Influence."
assumption = "All numbers."
scenario = "tutorial"

[factors.influence]
path = "parameters.influence"
values = [0.0, 2.0]

[design]
kind = "grid"

[replicates]
runs = 400
"""
READING = """Half of the runs settle by {day_p50 @ influence=0} without it. With it, that is {day_p50 @ influence=2}.
Of {runs @ influence=2} runs, {deadlock interval @ influence=2} end in deadlock within {=twelve} weeks.

claims
mean_day @ influence=2 < mean_day @ influence=0
day_p50 @ influence=0 > 0
"""


@cache
def plan_of(name):
    return lay_out(load_experiment(EXPERIMENTS[name]))


def identity_of(name):
    return json.loads((CURATED / name / "identity.json").read_text(encoding="utf-8"))


def test_every_experiment_has_a_curated_result_and_the_other_way_round():
    assert {file.parent.name for file in CURATED.glob("*/identity.json")} == set(EXPERIMENTS)


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_an_experiment_says_what_it_asks_and_what_it_hangs_on(name):
    spec = plan_of(name).experiment.spec
    assert spec.question.endswith("?")
    assert spec.mechanism
    assert spec.assumption


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_a_curated_result_is_of_the_scenario_and_the_points_of_today(name):
    plan, kept = plan_of(name), identity_of(name)
    today = {key: value for key, value in plan.identity.items() if key != "model"}
    assert {key: value for key, value in kept["identity"].items() if key != "model"} == today, "run: make curated"
    assert list(kept["first_days"]) == list(plan.unique), "run: make curated"
    with (CURATED / name / "summary.csv").open(encoding="utf-8") as file:
        assert [row["point"] for row in csv.DictReader(file)] == plan.names


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_the_model_of_today_plays_the_runs_that_were_curated(name):
    """All points of a small design, some of a large one."""
    plan, played = plan_of(name), 0
    every = list(identity_of(name)["first_days"].items())
    for point, kept in every[:: -(-len(every) // MOST)]:
        setting = plan.unique[point]
        loaded = load(plan.experiment.scenario_file(setting.scenario), setting.overrides, setting.rule)
        if len(all_members(loaded.scenario)) > SMALL:
            continue
        case = build(loaded)
        day = settled(case, ensemble(case.world, len(kept.split()), plan.seed_of(point)))
        assert days(day) == kept, f"{point}: run: make curated"
        played += 1
    assert played


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_a_page_is_its_reading_filled_with_its_table(name):
    rows = []
    for file in filter(Path.exists, (CURATED / name / "summary.csv", CURATED / name / "corners.csv")):
        rows += csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    reading = EXPERIMENTS[name].with_suffix(".md").read_text(encoding="utf-8")
    assert filled(reading, rows) in (CURATED / name / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def tiny(tmp_path):
    (tmp_path / "tiny.md").write_text(READING)
    file = tmp_path / "tiny.toml"
    file.write_text(TINY)
    return file


def test_the_same_experiment_gives_the_same_bytes(tiny, tmp_path):
    one, two = (curate(tiny, tmp_path / name, tmp_path / f"runs-{name}", jobs) for name, jobs in (("a", 1), ("b", 2)))
    files = sorted(file.name for file in one.iterdir())
    assert files == ["README.md", "figure.png", "identity.json", "summary.csv"]
    assert all((one / name).read_bytes() == (two / name).read_bytes() for name in files)
    page = (one / "README.md").read_text()
    with (one / "summary.csv").open() as file:
        without, with_it = csv.DictReader(file)
    assert f"by day {without['day_p50']} without it" in page
    assert f"that is day {with_it['day_p50']}." in page
    assert f"{100 * float(with_it['deadlock_high']):.1f}]" in page


def test_shares_of_exits_are_those_of_the_runs(tiny, tmp_path):
    """In the conclave candidates do leave."""
    changes = {
        '"tutorial"': '"conclave"',
        "[0.0, 2.0]": "[0.6]",
        "[replicates]": "[outputs]\ncolumns = COLUMNS\n[replicates]",
    }
    case = open_case("conclave", ["parameters.influence=0.6"])
    text = TINY
    for old, new in changes.items():
        text = text.replace(old, new.replace("COLUMNS", json.dumps([f"exit.{name}" for name in case.names.candidates])))
    tiny.write_text(text)
    tiny.with_suffix(".md").write_text("One. Two. Three.")
    folder = curate(tiny, tmp_path / "curated", tmp_path / "runs", 1)
    with (folder / "summary.csv").open() as file:
        (row,) = csv.DictReader(file)
    left = (ensemble(case.world, 400, 1).exit != codes.NEVER).mean(axis=0)
    assert len(set(left.tolist())) > 1
    for name, share in zip(case.names.candidates, left, strict=True):
        assert float(row[f"exit.{name}"]) == pytest.approx(share, abs=1e-6)


ROWS = [
    {"arm": "a", "share": "0.25", "share_low": "0.2", "share_high": "0.3", "day_p50": "12", "shift": "0"}
    | {"all": "1", "all_low": "0.9994", "all_high": "1"},
    {
        "arm": "b",
        "share": "0.004",
        "share_low": "0.28",
        "share_high": "0.4",
        "day_p50": "",
        "shift": "-3.14",
        "kin": "",
    },
]
REST = " Two. Three."


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("{share @ arm=a}", "25 %"),
        ("{share interval @ arm=a}", "25 % [20, 30]"),
        ("{all interval @ arm=a}", "100 % [99.94, 100]"),
        ("{share @ arm=b}", "0.4 %"),
        ("{day_p50 @ arm=a}, {day_p50 @ arm=b}", "day 12, never"),
        ("{shift @ arm=b}", "−3.1"),
        ("{=4 April}", "4 April"),
    ],
)
def test_numbers_are_written_as_their_column_is_read(text, written):
    assert filled(f"{text} is it.{REST}", ROWS) == f"{written} is it.{REST}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("One is 5." + REST, "5"),
        ("One." + REST + " Four.", "three|3 sentences"),
        ("{share @ arm=c} is it." + REST, "fits 0 points"),
        ("{share @ share_high=0.3 & arm=a} and {share @ } it." + REST, "no number"),
        ("{shore @ arm=a} is it." + REST, 'did you mean "share"'),
        ("{day_p50 interval @ arm=a} is it." + REST, "no interval"),
        ("{kin @ arm=b} is it." + REST, "empty"),
        ("{__import__('os')} is it." + REST, "no number"),
        ("One." + REST + "\nclaims\nshare @ arm=a < share @ arm=b", "does not bear out"),
        ("One." + REST + "\nclaims\nday_p50 @ arm=a > day_p50 @ arm=b", "does not bear out"),
        ("One." + REST + "\nclaims\nshare @ arm=a", "no claim"),
    ],
)
def test_a_reading_that_the_result_does_not_bear_out_is_refused(text, message):
    with pytest.raises(ReadingError, match=message):
        filled(text, ROWS)
