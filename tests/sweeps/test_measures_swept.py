"""Measures of an experiment from its file to table, figure, report, codebook, Stata, Python and the rule that stops."""

import json

import numpy as np
import pandas as pd
import pytest
import whitesmoke

from tests.sweeps.conftest import command
from tests.sweeps.test_sweep import content, swept

MEASURES = """
[measures.late]
formula = "days held up by last holdout"
where = "deadlock = 0"
label = "held up by the last"
words = "whoever came last held it up for {value}"

[measures]
share = "met of last holdout - met of all holdouts"
never = "exit of dora"

[design]"""
LABELS = 'values = [0.0, 1.0, 2.0]\nlabels = ["nobody follows", "some do", "all do"]'


@pytest.fixture
def measured(experiment):
    """An experiment of 6 points with three measures, one of which no run has, and names for values."""

    def write(runs=40, **more):
        changes = {"[design]": MEASURES, "values = [0.0, 1.0, 2.0]": LABELS, **more}
        return experiment(runs, replace=changes)

    return write


def test_a_sweep_that_cannot_say_what_matters_has_no_such_figure(measured, tmp_path):
    swept(measured(4), tmp_path / "results")
    (path,) = (tmp_path / "results" / "small").iterdir()
    study = whitesmoke.read(path)
    assert study.plot_indices() is None
    assert study.indices.empty
    (path / "figures").mkdir()
    (path / "figures" / "indices.png").write_bytes(b"of another design")
    study.draw()
    assert not (path / "figures" / "indices.png").exists()


def test_threads_chunks_and_resumes_give_the_same_measures(measured, tmp_path, monkeypatch):
    _, one, _ = swept(measured(), tmp_path / "one")
    monkeypatch.setattr("whitesmoke.study.playing.chunk_length", lambda *_: 7)
    swept(measured(15), tmp_path / "many", jobs=3)
    _, many, _ = swept(measured(), tmp_path / "many", jobs=2)
    runs = [folder.rows("runs") for folder in (one, many)]
    assert runs[0].schema == runs[1].schema
    assert content(one)[0] == content(many)[0]
    assert any(name.startswith("measure.") for name in runs[0].column_names)


def test_the_measure_is_that_of_the_run(measured, tmp_path):
    _, folder, _ = swept(measured(), tmp_path)
    rows = folder.rows("runs").to_pandas()
    assert rows["measure.never"].isna().all()
    assert rows["measure.late"].isna().equals(rows["outcome"] == "deadlock")
    alone = rows["last"] == "GAM"  # the only one with a demand
    assert (rows.loc[alone, "measure.share"] == 0.0).all()
    assert rows.loc[~rows["last"].str.contains("GAM"), "measure.share"].isna().all()


def test_all_that_tells_of_a_sweep_tells_of_its_measures(measured, tmp_path):
    done = command("sweep", measured(), "--out", tmp_path / "results")
    assert done.returncode == 0, done.stderr
    (path,) = (tmp_path / "results" / "small").iterdir()
    study = whitesmoke.read(path)
    found = json.loads((path / "summary.json").read_text())
    point = found["points"][0]["measures"]["late"]
    frame = study.frame().query("row == 0")["measure.late"]
    assert point["mean"]["value"] == pytest.approx(frame.mean())
    assert point["runs"] == frame.notna().sum()
    far = found["points"][-1]["measures"]["late"]
    pairs = study.frame().pivot_table(index="run", columns="row", values="measure.late")[[0, 5]].dropna()
    assert far["against_first"]["value"] == pytest.approx((pairs[5] - pairs[0]).mean())
    sentence = study.findings[0]
    assert "whoever came last held it up for" in sentence
    assert sentence.startswith("Nobody follows")
    plain = " ".join(done.stdout.split())
    assert sentence in plain
    assert "Never: no run has it." in plain
    assert study.points.loc[0, "measures.late.mean"] == point["mean"]["value"]
    axes = study.plot_measures().axes
    assert {line.get_gid() for one in axes for line in one.lines} >= {"late", "share"}
    assert "never" not in {line.get_gid() for one in axes for line in one.lines}
    assert command("report", path).returncode == 0
    report = (path / "report.html").read_text()
    for text in (sentence.replace("'", "&#x27;"), "nobody follows", "held up by the last"):
        assert text in report
    assert report.count("<img") == 2
    assert "(points)" not in report  # it stands beside each value, as in the table that is printed


def test_measures_and_labels_are_in_the_codebook_and_in_stata(measured, tmp_path):
    command("sweep", measured(), "--out", tmp_path / "results", "--no-figure")
    (path,) = (tmp_path / "results" / "small").iterdir()
    assert command("export", path, "--dta", "--csv").returncode == 0
    book = pd.read_csv(path / "export" / "codebook.csv").set_index("name")
    assert (
        "held up by the last: days held up by last holdout, where deadlock = 0" in book.loc["measure.late", "meaning"]
    )
    assert book.loc["measure.late", "unit"] == "days"
    assert book.loc["influence", "values"] == "0 = nobody follows; 1 = some do; 2 = all do"
    runs = pd.read_csv(path / "export" / "runs.csv")
    stata = pd.read_stata(path / "export" / "runs.dta", convert_categoricals=False)
    np.testing.assert_array_equal(runs["measure.late"], stata[book.loc["measure.late", "stata"]])


def test_a_sweep_goes_on_until_a_measure_is_narrow(measured, tmp_path):
    stop = 'runs = 10\nstop = { on = "late", width = 4.0, at_most = 640 }'
    plan, _, _ = swept(measured(10, **{"runs = 10": stop}), tmp_path)
    wanted = set(plan.targets.values())
    assert wanted <= {10 * 2**k for k in range(7)}
    assert max(wanted) > 10
    narrow = max(wanted)
    never = stop.replace('"late"', '"never"').replace("640", "40")
    plan, _, _ = swept(measured(10, **{"runs = 10": never}), tmp_path)
    assert set(plan.targets.values()) == {40}, narrow


def test_a_measured_run_comes_out_again(measured, tmp_path):
    swept(measured(10), tmp_path / "results")
    (path,) = (tmp_path / "results" / "small").iterdir()
    done = command("verify", path, "--sample", 20)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("column", ["got.GAM", "paid.GAM", "ratified.GAM"])
def test_a_folder_with_any_kind_of_column_opens(experiment, tmp_path, column):
    """Such folders were written, and then refused by every command."""
    file = experiment(4, replace={'"met.harbour", ': f'"{column}", ', "[design]": "[arms.a]\n[arms.a.set]\n"
                                  '"bargaining.mode" = "bargained"\n[design]'})  # fmt: skip
    assert command("sweep", file, "--out", tmp_path / "results", "--no-figure").returncode == 0
    (path,) = (tmp_path / "results" / "small").iterdir()
    assert command("status", path).returncode == 0
    assert command("verify", path).returncode == 0
    assert command("export", path).returncode == 0


@pytest.mark.parametrize(("design", "column"), [("saltelli", "total"), ("morris", "mu_star")])
def test_what_a_measure_hangs_on(tmp_path, design, column):
    """Of a factor of names, of whole numbers, and of one that can do nothing: as far as the design can say."""
    size = "points = 16" if design == "saltelli" else "trajectories = 12"
    file = tmp_path / "hangs.toml"
    file.write_text(
        'title = "T"\nquestion = "Q?"\nscenario = "tutorial"\n'
        '[factors.rule]\npath = "rule"\nvalues = ["unanimity", "majority"]\n'
        '[factors.days]\npath = "calendar.round_days"\nlow = 3\nhigh = 7\n'
        '[factors.veto]\npath = "parameters.veto"\nlow = 0.1\nhigh = 0.2\n'
        '[measures]\nin = "days held up by last holdout"\nsame = "day * 0 or 0"\n'
        f'[design]\nkind = "{design}"\n{size}\n[replicates]\nruns = 40\n'
    )
    done = command("sweep", file, "--out", tmp_path / "results")
    assert done.returncode == 0, done.stderr
    (path,) = (tmp_path / "results" / "hangs").iterdir()
    assert (path / "figures" / "indices.png").exists()
    figure = whitesmoke.read(path).plot_indices()
    rows = json.loads((path / "summary.json").read_text())["indices"][""]
    told = [factors for factors in rows.values() if "none" not in factors]
    for axes, factors in zip(figure.axes, told, strict=True):
        drawn = sorted(bar.get_width() for bar in axes.patches if bar.get_gid() == column)
        assert drawn == sorted(one[column]["value"] for one in factors.values())
    assert "rule" in [text.get_text() for text in figure.axes[0].get_yticklabels()]
    assert command("report", path).returncode == 0
    report = (path / "report.html").read_text()
    assert "what in hangs on" in report
    assert "What same hangs on: not told" in report
    assert report.count("<img") == 3
    found = whitesmoke.read(path).indices.set_index(["outcome", "factor"])[column]
    assert found["days", "rule"] > found["days", "days"] >= 0.0
    assert found["days", "veto"] == found["in", "veto"] == 0.0
    assert "same" not in found.index.get_level_values("outcome")
    assert "What same hangs on: not told, it is the same at every point." in " ".join(done.stdout.split())
