"""The file from which an interrupted calibration goes on may be anything: refused in a sentence, and never run."""

import io

import numpy as np
import pytest
from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.calibration.calibrate import HISTORY, load_history, save_history
from whitesmoke.evidence.calibration.smc import Generation


class Inference:
    """What is asked of a calibration when it goes on."""

    class effort:
        particles, runs = 3, 2

    parameters = ["a"]

    def identity(self):
        return "this"


def sound():
    z, luck = np.array([[0.1], [0.2], [0.3]]), np.zeros((3, 2), np.int64)
    first = Generation(0, z, luck, np.array([-1.0, -np.inf, -2.0]), 0.0, 0.0, 3.0, 1.0, 3, 1.0, 1)
    return [first, first._replace(number=1, beta=0.5)]


def test_what_was_saved_comes_back(tmp_path):
    save_history(Inference(), tmp_path, sound())
    found = load_history(Inference(), tmp_path)
    assert [one.number for one in found] == [0, 1]
    assert np.array_equal(found[-1].luck, sound()[-1].luck)


class Evil:
    def __reduce__(self):
        return (pytest.fail, ("what was in the file was run",))


EDITS = {
    "pickle": {"z": np.array([Evil()], object)},
    "texts": {"z": np.array(["x"])},
    "whole numbers": {"z": np.zeros((3, 1), np.int64)},
    "fewer": {"z": np.zeros((2, 1))},
    "flat": {"z": np.zeros(3)},
    "nan": {"z": np.full((3, 1), np.nan)},
    "nan likelihood": {"log_likelihood": np.full(3, np.nan)},
    "fractions of runs": {"luck": np.zeros((3, 2))},
    "no generation": {"scalars": np.zeros((0, 8))},
    "fewer scalars": {"scalars": np.zeros((2, 7))},
    "nan scalars": {"scalars": np.full((2, 8), np.nan)},
    "out of order": {"scalars": np.zeros((2, 8))},
    "no identity": {"identity": None},
    "identity of numbers": {"identity": np.array(1.0)},
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_one_is_refused(tmp_path, edit):
    save_history(Inference(), tmp_path, sound())
    with np.load(tmp_path / HISTORY) as file:
        kept = dict(file)
    kept = {name: array for name, array in (kept | EDITS[edit]).items() if array is not None}
    np.savez(tmp_path / HISTORY, **kept)
    with pytest.raises(WhitesmokeError, match="remove it, and the same command begins anew"):
        load_history(Inference(), tmp_path)


def _zeros():
    sink = io.BytesIO()
    np.save(sink, np.zeros(3))
    return sink.getvalue()


@pytest.mark.parametrize("data", [b"", b"PK\3\4", b"\x93NUMPY", b"x" * 1000, b"\x80\4.", _zeros()])
def test_what_is_none_is_refused(tmp_path, data):
    (tmp_path / HISTORY).write_bytes(data)
    with pytest.raises(WhitesmokeError, match="remove it, and the same command begins anew"):
        load_history(Inference(), tmp_path)


def test_a_folder_in_its_place(tmp_path):
    (tmp_path / HISTORY).mkdir()
    with pytest.raises(WhitesmokeError, match="a folder"):
        load_history(Inference(), tmp_path)
