"""A half-done calibration that was damaged is told in a sentence, whatever numpy makes of it."""

import io
import tokenize
import zipfile

import numpy as np
import pytest
from whitesmoke.evidence.calibration import calibrate


@pytest.mark.parametrize("header", [b"{'descr': '\x00', ", b"(" * 5000], ids=["null byte", "nested"])
def test_a_damaged_header_is_unreadable(header):
    entry = io.BytesIO()
    np.lib.format.write_array_header_1_0(entry, {"descr": "<f8", "fortran_order": False, "shape": (0,)})
    text = entry.getvalue()
    whole = text[:8] + len(header).to_bytes(2, "little") + header
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as files:
        files.writestr("identity.npy", whole)
    with pytest.raises(calibrate.UNREADABLE):
        calibrate._kept(archive.getvalue())
    assert tokenize.TokenError in calibrate.UNREADABLE
