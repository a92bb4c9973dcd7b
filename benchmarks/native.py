"""The version in C: compiled when it is asked for, loaded with ctypes, given the arrays of a World."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from whitesmoke.model.coefficients import COEFFICIENTS
from whitesmoke.model.world import World

from benchmarks.setting import check_plain

SOURCE = Path(__file__).with_name("kernel.c")
FLAGS = ("-O3", "-march=native", "-ffp-contract=off", "-std=c11", "-shared", "-fPIC")
"""no contraction: a fused multiply-add rounds once and would change the bits"""
SIZES = ("n", "K", "D", "M", "H", "round_days", "rounds")
FIELDS = (
    *("member_address", "candidate_address", "demand_address", "holder", "concerns", "grantor", "demand_start"),
    *(
        "holders",
        "raised",
        "dropped",
        "available",
        "focal_day",
        "row_weight",
        "quota",
        "out_start",
        "out_member",
        "out_units",
        "influence_weight",
    ),
)
NUMBERS = ("coefficient", "status_quo", "affinity", "valence", "worth", "ceiling", "focal_weight", "patron_tie")


class Record(ctypes.Structure):
    """`World` of kernel.c."""

    _fields_ = [
        *((name, ctypes.c_int64) for name in SIZES),
        *((name, ctypes.c_void_p) for name in (*FIELDS, *NUMBERS, "red_line")),
    ]


class Ended(NamedTuple):
    """What came out; as in `whitesmoke.model.ensemble.Outcomes`."""

    winner: Any
    round: Any
    exit: Any
    met: Any


def compiler() -> str | None:
    """Return a C compiler, if there is one."""
    return next((path for name in ("clang", "gcc", "cc") if (path := shutil.which(name))), None)


@cache
def library() -> Any:
    """Return the compiled version. Raises RuntimeError if there is no C compiler."""
    if compiler() is None:
        raise RuntimeError("no C compiler (clang, gcc or cc) on the path")
    with tempfile.TemporaryDirectory() as folder:
        target, header = Path(folder) / "kernel.so", Path(folder) / "coefficients.h"
        header.write_text(f"enum {{ {', '.join(f'C_{name.upper()}' for name in COEFFICIENTS)} }};\n", encoding="utf-8")
        subprocess.run([str(compiler()), *FLAGS, "-include", header, SOURCE, "-o", target, "-lm"], check=True)
        return ctypes.CDLL(str(target))


def play(world: World, runs: int, seed: int = 1, first: int = 0) -> Ended:
    """Play runs of a plain world."""
    check_plain(world)
    number = world.number
    record = Record(
        *(len(world.member_address), len(world.home), len(world.holder), len(world.focal_day), len(world.holders)),
        *(world.round_days, world.rounds),
        *(getattr(world, name).ctypes.data for name in FIELDS),
        *(np.asarray(getattr(number, name)).ctypes.data for name in NUMBERS),
        world.red_line.ctypes.data,
    )
    ended = Ended(
        np.empty(runs, np.int64),
        np.empty(runs, np.int64),
        np.empty((runs, len(world.home)), np.int32),
        np.empty((runs, len(world.holder))),
    )
    arguments = (ctypes.c_int64(seed), ctypes.c_int64(first), ctypes.c_int64(runs))
    library().play(ctypes.byref(record), *arguments, *(ctypes.c_void_p(field.ctypes.data) for field in ended))
    return ended
