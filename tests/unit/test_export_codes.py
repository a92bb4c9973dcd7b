"""Exports for other programs: codes that mean the same in every folder, and texts that no spreadsheet computes."""

import csv
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whitesmoke.scenario.loaded import SourceRow
from whitesmoke.scenario.tables import read_rows
from whitesmoke.study import export, folders
from whitesmoke.study.codebook import about, entries
from whitesmoke.study.experiment import load_experiment
from whitesmoke.study.plan import lay_out
from whitesmoke.study.playing import Sweep
from whitesmoke.study.workers import Workers
from whitesmoke.writing import cells

FAULTS = Path(__file__).parents[1] / "faults" / "experiments"
TWO = """
title = "T"
question = "Q?"
scenario = "base.toml"
[factors.rule]
path = "rule"
values = {rules}
[arms]
second = {{}}
first = {{ set = {{ "parameters.influence" = 0.0 }} }}
[design]
kind = "grid"
[replicates]
runs = 3
"""


def played(file, results):
    plan = lay_out(load_experiment(file))
    folder = folders.folder_of(plan, results)
    folders.prepare(plan, folder)
    workers = Workers(1)
    Sweep(plan, folder, workers).run()
    workers.close()
    return folder


@pytest.fixture(scope="module")
def whether(tmp_path_factory):
    return played(FAULTS / "true-first.toml", tmp_path_factory.mktemp("results"))


@pytest.fixture(scope="module")
def formulas(tmp_path_factory):
    return played(FAULTS / "formula.toml", tmp_path_factory.mktemp("results"))


def stata(folder, out):
    file, *_ = export.exported(folder, ["dta"], out)
    with pd.read_stata(file, iterator=True) as reader:
        table = reader.read(convert_categoricals=False)
        return table, {name: dict(labels) for name, labels in reader.value_labels().items()}


def test_no_is_0_and_yes_is_1_whichever_comes_first(whether, tmp_path):
    table, labels = stata(whether, tmp_path)
    assert labels["red"] == {0: "no", 1: "yes"}
    assert table["red"].tolist() == [1] * 50 + [0] * 50


def test_deadlock_is_0_and_the_candidates_follow(whether, formulas, tmp_path):
    table, labels = stata(whether, tmp_path / "a")
    assert labels["outcome"] == {0: "deadlock", 1: "dora"}
    assert table["outcome"].tolist() == [0] * 50 + [1] * 50
    assert stata(formulas, tmp_path / "b")[1]["outcome"] == {0: "deadlock", 1: "x", 2: "y"}


def test_the_codebook_says_the_codes(whether):
    codes = {entry.name: entry.codes for entry in entries(about(whether))}
    assert (codes["red"], codes["outcome"]) == ("0 = no; 1 = yes", "0 = deadlock; 1 = dora")
    assert codes["last"] == codes["day"] == ""


def test_texts_without_a_list_are_texts(whether, tmp_path):
    table, labels = stata(whether, tmp_path)
    assert set(labels) == {"red", "outcome", "ending"}
    assert table["last"][0] == "BET GAM"
    assert set(table["point"]) == set(about(whether).design["point"].to_pylist())


def test_levels_and_arms_are_in_the_order_of_the_experiment(tmp_path):
    (tmp_path / "base.toml").write_text((FAULTS / "base.toml").read_text())
    file = tmp_path / "two.toml"
    file.write_text(TWO.format(rules='["unanimity", "majority", "consensus"]'))
    _, labels = stata(played(file, tmp_path / "results"), tmp_path / "out")
    assert labels["rule"] == {0: "unanimity", 1: "majority", 2: "consensus"}
    assert labels["arm"] == {0: "second", 1: "first"}
    assert labels["outcome"] == {0: "deadlock", 1: "x", 2: "y"}


# --- formulas -------------------------------------------------------------------------------------------------------


def test_no_cell_is_a_formula_and_all_come_back(formulas, tmp_path):
    export.exported(formulas, ["csv"], tmp_path)
    with (tmp_path / "runs.csv").open(newline="") as text:
        rows = list(csv.DictReader(text))
    assert {row["t"] for row in rows} == {"'=cmd|' /C calc'!A0", "'+1+1", "'@SUM(1)"}
    assert {cells.unguarded(row["t"]) for row in rows} == {"=cmd|' /C calc'!A0", "+1+1", "@SUM(1)"}
    with (tmp_path / "codebook.csv").open(newline="") as text:
        assert not [cell for row in csv.reader(text) for cell in row if cell[:1] in tuple("=+-@\t\r")]


@pytest.mark.parametrize("text", ["=1", "+1+1", "-a", "@x", "\tx", "\rx", "'=1", "''=1", "＝1"])
def test_what_a_spreadsheet_would_compute(text):
    assert cells.guarded(text) == f"'{text}"


@pytest.mark.parametrize("value", ["-1.5", "+2", "-1e-9", -1.5, "a=b", "'a", "", "-.5", None, 3])
def test_numbers_and_other_texts_stay(value):
    assert cells.guarded(value) is value


@given(st.one_of(st.text(), st.text("'=+-@\t\r1.")))
def test_every_text_comes_back(text):
    assert cells.unguarded(cells.guarded(text)) == text


def test_a_table_of_a_scenario_gives_the_text_back(tmp_path):
    (tmp_path / "sources.csv").write_text(cells.written([["id", "what"], ["a", "=1+1"]]))
    (row,) = read_rows(tmp_path / "sources.csv", SourceRow, ("id",), ("id",))
    assert row.values["what"] == "=1+1"
