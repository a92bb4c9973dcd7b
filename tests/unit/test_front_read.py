"""Results folders of every command are read as tables; what is none is told in a sentence."""

from pathlib import Path

import pandas as pd
import pytest
import whitesmoke as ws

RECORD = Path(__file__).parents[2] / "results" / "record"


@pytest.mark.parametrize(
    ("name", "rows", "column"),
    [
        ("attribution", "parts", "days.low"),
        ("calibration", "parameters", "prior_sd"),
        ("nowcast-2024-04-02", "forecasts", "chance.deadlock.high"),
        ("scoreboard", "scores", "crps"),
    ],
)
def test_the_results_on_record_are_read(name: str, rows: str, column: str) -> None:
    kept = ws.read(RECORD / name)
    assert isinstance(kept, ws.Kept)
    table = kept.frame()
    assert len(table) == len(kept.json()[rows])
    assert pd.api.types.is_float_dtype(table[column])
    assert kept.figure == RECORD / name / "figure.png"
    assert str(RECORD / name) in repr(kept)
    assert "<table" in kept._repr_html_()


def test_a_sensitivity_has_a_row_for_each_outcome_and_number() -> None:
    kept = ws.read(RECORD / "sensitivity")
    assert isinstance(kept, ws.Kept)
    assert set(kept.frame()["parameter"]) == set(kept.json()["factors"])


def test_a_result_is_read_as_it_was_saved(tmp_path: Path) -> None:
    run = ws.open("tutorial").run()
    kept = ws.read(run.save(tmp_path / "one", figure=False))
    assert isinstance(kept, ws.Kept)
    assert kept.json() == run.json()
    assert kept.figure is None
    assert repr(kept).startswith(repr(run))
    assert kept.frame()["date"].equals(run.frame()["date"])


def test_a_comparison_and_an_ensemble_are_read_as_they_were(tmp_path: Path) -> None:
    case = ws.open("tutorial")
    found, runs = case.compare({"demands.harbour.ceiling": 0}, runs=8), case.runs(8)
    pd.testing.assert_frame_equal(ws.read(found.save(tmp_path / "a", figure=False)).frame(), found.frame())
    assert {"later", "later.low", "later.high", "shift.p50"} <= {*found.frame().columns}
    kept = ws.read(runs.save(tmp_path / "b", figure=False)).frame()
    pd.testing.assert_frame_equal(kept, runs.summary.frame().head(len(kept)))


def test_what_lies_in_a_folder_comes_before_what_lies_below(tmp_path: Path) -> None:
    runs = ws.open("tutorial").runs(4)
    runs.save(tmp_path, figure=False)
    (tmp_path / "0123").mkdir()
    (tmp_path / "0123" / "manifest.json").write_text("{}")
    kept = ws.read(tmp_path)
    assert isinstance(kept, ws.Kept)
    assert kept.json() == runs.json()


def test_what_is_no_results_folder_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ws.WhitesmokeError, match=r"there is no such folder"):
        ws.read(tmp_path / "nowhere")
    with pytest.raises(ws.WhitesmokeError, match=r"no results folder: it has neither the manifest"):
        ws.read(tmp_path)
    with pytest.raises(ws.WhitesmokeError, match=r"holds \d+ results; give one of them, such as .*attribution"):
        ws.read(RECORD)
    for text in ("[1", "[" * 100_000):
        (tmp_path / "trace.json").write_text(text)
        with pytest.raises(ws.WhitesmokeError, match=r"trace.json: is damaged: "):
            ws.read(tmp_path)
