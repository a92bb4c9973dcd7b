"""What cannot come to a good end is refused before anything is played."""

import pytest
from pydantic import ValidationError
from whitesmoke.commands.cli import _run as whitesmoke
from whitesmoke.study.store import MARK, Folder, Span
from whitesmoke.study.summary_schema import Summary


@pytest.mark.parametrize(
    "words",
    [
        ["run", "tutorial", "--out"],
        ["run", "tutorial", "--runs", "20", "--out"],
        ["compare", "tutorial", "council", "--out"],
        ["score", "--out"],
        ["run", "tutorial", "--runs", "20", "--json", "--per-run"],
    ],
)
def test_results_that_have_no_place(words, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("whitesmoke.model.ensemble.ensemble", None)
    monkeypatch.setattr("whitesmoke.model.recorder.record", None)
    file = tmp_path / "file"
    file.write_text("kept")
    place = file / "deep" if words[-1] == "--per-run" else file
    for given in (place, file / "deep" / "er"):
        assert whitesmoke([*words, str(given)]) == 2
        assert capsys.readouterr().err == f"{words[-1]}: {file} is no folder; {REMEDY}\n"
    assert file.read_text() == "kept"


REMEDY = "give one, which is made if it is not there yet"


def test_a_table_that_is_a_folder(tmp_path, capsys):
    assert whitesmoke(["run", "tutorial", "--runs", "20", "--per-run", str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"--per-run: {tmp_path} is a folder; give a file in it\n"


def test_a_note_of_a_dead_process_with_this_ones_number_counts(tmp_path):
    """In a container every process has the same number: its own notes are those of the one that died."""
    folder = Folder(tmp_path)
    folder.mark([Span("0123456789abcdef", 0, 9)])
    assert [file.name.startswith(MARK) for file in tmp_path.iterdir()] == [True]
    assert Folder(tmp_path).marked() == [Span("0123456789abcdef", 0, 9)]
    folder.clear_marks()
    assert list(tmp_path.iterdir()) == []


def kept(**point):
    interval = {"value": 1.0, "low": 0.0, "high": 2.0}
    told = {"days": {"p05": 1, "p50": 2, "p95": None}, "mean_days_within_horizon": interval, "against_first": None}
    row = {
        "row": 0,
        "arm": "",
        "levels": {},
        "runs": 3,
        "failed": 0,
        "horizon_days": 9,
        "outcomes": {},
        **told,
        **point,
    }
    row = {name: value for name, value in row.items() if value != "gone"}
    return {
        "runs": 3,
        "failed": 0,
        "draws": "common",
        "shared_horizon_days": 9,
        "points": [row],
        "factors": {},
        "arms": {},
    }


@pytest.mark.parametrize(
    "changed",
    [{"days": {"p50": 1}}, {"days": "gone"}, {"against_first": "gone"}, {"mean_days_within_horizon": "gone"}],
)
def test_a_kept_summary_that_lacks_what_a_report_shows_is_made_anew(changed):
    Summary.model_validate(kept())
    Summary.model_validate(kept(runs=0, days="gone"))
    with pytest.raises(ValidationError):
        Summary.model_validate(kept(**changed))
    with pytest.raises(ValidationError):
        Summary.model_validate({**kept(), "candidates": 5})
