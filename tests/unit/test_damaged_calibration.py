"""A half-done calibration that was damaged is told in a sentence, whatever numpy makes of it."""

import io
import zipfile

import numpy as np
import pytest
from whitesmoke.evidence.calibration import calibrate


def archived(entry: bytes) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as files:
        files.writestr(f"{next(iter(calibrate.TYPES))}.npy", entry)
    return archive.getvalue()


@pytest.mark.parametrize("header", [b"{'descr': '\x00', ", b"(" * 5000], ids=["null byte", "nested"])
def test_a_damaged_header_is_told(header):
    entry = io.BytesIO()
    np.lib.format.write_array_header_1_0(entry, {"descr": "<f8", "fortran_order": False, "shape": (0,)})
    whole = entry.getvalue()[:8] + len(header).to_bytes(2, "little") + header
    with pytest.raises(ValueError, match="no archive of arrays"):
        calibrate._kept(archived(whole))


def test_an_archive_packed_in_no_known_way_is_told():
    """As the fuzzer found: the archive says that a file is compressed by a method that nobody has."""
    whole = bytearray(archived(b"x"))
    for signature, method in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        whole[whole.index(signature) + method] = 77
    with pytest.raises(ValueError, match="NotImplementedError"):
        calibrate._kept(bytes(whole))
