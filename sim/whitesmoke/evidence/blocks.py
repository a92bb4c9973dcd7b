"""Blocks of random numbers for inference, each at an address of its own: the same on every platform and resume."""

from __future__ import annotations

import numpy as np

from whitesmoke.model.rng import UNIT, key, philox
from whitesmoke.model.world import Floats, Ints

SAMPLER = 253
"""purpose of these draws; counted from the top, so that it meets none of `whitesmoke.model.codes`"""


def uniform_block(seed: int, step: int, kind: int, rows: int, columns: int) -> Floats:
    """Return uniforms in (0, 1) for one step of a sampler.

    Parameters
    ----------
    seed : of 0 .. 2**64 - 1
    step : number of the step, 0 or more
    kind : what they are for, 0 .. 2**24 - 1
    rows, columns : shape
    """
    return uniform_at(seed, step, kind, np.arange(rows), columns)


def uniform_at(seed: int, step: int, kind: int, rows: Ints, columns: int) -> Floats:
    """Return the given rows of a block of uniforms, (rows, columns); see `uniform_block`."""
    row = np.repeat(rows.astype(np.uint64), columns)
    column = np.tile(np.arange(columns, dtype=np.uint64), len(rows))
    fixed = [np.full(len(row), value, np.uint64) for value in (step, (SAMPLER << 24) | kind)]
    a, b, _, _ = philox(row, fixed[0], column, fixed[1], *key(seed))  # type: ignore[arg-type]
    word = (np.asarray(a) << np.uint64(20)) | (np.asarray(b) >> np.uint64(12))
    return ((word + 0.5) * UNIT).reshape(len(rows), columns)


def normal_block(seed: int, step: int, kind: int, rows: int, columns: int) -> Floats:
    """Return standard normal numbers; see `uniform_block`."""
    from scipy.special import ndtri  # takes its time, and most commands draw none

    return np.asarray(ndtri(uniform_block(seed, step, kind, rows, columns)))
