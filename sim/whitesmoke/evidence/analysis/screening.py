"""Where to look: points of the unit cube that spread over all factors, the same for the same seed.

A factor's value is the quantile function of its distribution at the coordinate, so no point lies on a face of the cube.
`effects`, beside this, reads the outcomes at the points of `saltelli` and `morris`, in the order given here.
"""

from __future__ import annotations

import numpy as np

from whitesmoke.model import rng
from whitesmoke.model.world import Floats

MARGIN = 2.0**-53
"""distance kept from the faces, where a quantile may be infinite"""

DESIGN = 255
"""purpose of the draws of a Morris design; counted from the top, so that it meets none of `whitesmoke.model.codes`"""


def latin_hypercube(n: int, d: int, seed: int) -> Floats:
    """Return a Latin hypercube: every one of n equal slices of every factor holds one point.

    Parameters
    ----------
    n, d : points, at least 1; factors, at least 1
    seed : of 0 .. 2**64 - 1

    Returns
    -------
    (n, d) points in (0, 1)

    Raises
    ------
    ValueError
        For no points, no factors, or a seed out of range.

    Notes
    -----
    Source: McKay, Beckman & Conover (1979), *A comparison of three methods for selecting values of input variables*.
    """
    from scipy.stats import qmc  # takes its time, and most designs are grids

    _sizes(seed, points=n, factors=d)
    return _inside(qmc.LatinHypercube(d, rng=seed).random(n))


def sobol_points(n: int, d: int, seed: int) -> Floats:
    """Return the first n points of a scrambled Sobol' sequence; more points of the same seed go on from there.

    Parameters
    ----------
    n, d : points, a power of two, for only these fill the cube evenly; factors, at least 1
    seed : of 0 .. 2**64 - 1

    Returns
    -------
    (n, d) points in (0, 1)

    Raises
    ------
    ValueError
        For a number of points that is no power of two, no factors, or a seed out of range.

    Notes
    -----
    Source: Sobol' (1967); Owen (1998), *Scrambling Sobol' and Niederreiter-Xing points*; Owen (2020), *On dropping the
    first Sobol' point*, why n is a power of two.
    """
    from scipy.stats import qmc

    _sizes(seed, points=n, factors=d)
    if refusal := no_power_of_two(n):
        raise ValueError(refusal)
    return _inside(qmc.Sobol(d, rng=seed).random_base2(n.bit_length() - 1))


def halton(n: int, d: int, seed: int) -> Floats:
    """Return the first n points of a scrambled Halton sequence; more points of the same seed go on from there.

    Parameters
    ----------
    n, d : points, at least 1; factors, at least 1
    seed : of 0 .. 2**64 - 1

    Returns
    -------
    (n, d) points in (0, 1)

    Raises
    ------
    ValueError
        For no points, no factors, or a seed out of range.

    Notes
    -----
    Source: Halton (1960); Owen (2017), *A randomized Halton algorithm in R*, whose scrambling this is.
    """
    from scipy.stats import qmc

    _sizes(seed, points=n, factors=d)
    return _inside(qmc.Halton(d, scramble=True, rng=seed).random(n))


def no_power_of_two(n: int) -> str | None:
    """Return a sentence on a number of points that no Sobol' design has, with those next to it; None for one it has."""
    if n & (n - 1) == 0:
        return None
    below = 2 ** (n.bit_length() - 1)
    return f"a Sobol' design needs a power of two as its number of points, not {n}: take {below} or {2 * below}"


def saltelli(n: int, d: int, seed: int) -> Floats:
    """Return the points from which Sobol' indices are estimated: blocks A, B, AB_1 .. AB_d of n points each.

    A and B are the halves of n points of a Sobol' sequence in 2d dimensions; AB_i is A with coordinate i from B.
    `points.reshape(d + 2, n, d)` gives the blocks.

    Parameters
    ----------
    n, d : points of a block, a power of two; factors, at least 1
    seed : of 0 .. 2**64 - 1

    Returns
    -------
    (n * (d + 2), d) points in (0, 1)

    Raises
    ------
    ValueError
        As `sobol_points`.

    Notes
    -----
    Source: Saltelli et al. (2010), *Variance based sensitivity analysis of model output*, section 5.
    """
    _sizes(seed, points=n, factors=d)
    halves = sobol_points(n, 2 * d, seed)
    A, B = halves[:, :d], halves[:, d:]
    mixed = np.where(np.eye(d, dtype=bool)[:, None, :], B, A)
    return np.concatenate([A, B, *mixed])


def morris(trajectories: int, d: int, levels: int, seed: int) -> Floats:
    """Return trajectories that move one factor at a time, each factor once, in random order, by half of its range.

    The levels are the middles of equal slices, (k + 1/2) / levels, so that each stands for the same probability; in
    Morris's own grid the outer ones are 0 and 1, where a quantile may be infinite.

    Parameters
    ----------
    trajectories, d : how many, at least 1; factors, at least 1
    levels : of each factor, an even number, so that half of the range is a whole number of levels
    seed : of 0 .. 2**64 - 1

    Returns
    -------
    (trajectories * (d + 1), d) points in (0, 1), trajectory by trajectory

    Raises
    ------
    ValueError
        For no trajectories, no factors, levels that are not even, or a seed out of range.

    Notes
    -----
    Source: Morris (1991), *Factorial sampling plans for preliminary computational experiments*.
    """
    _sizes(seed, trajectories=trajectories, factors=d, levels=levels)
    if levels % 2:
        raise ValueError(f"a Morris design needs an even number of levels, not {levels}: take {levels + 1}")
    draws = np.array(
        [
            [rng.uniforms(*rng.key(seed), run, 0, factor, 0, DESIGN) for factor in range(d)]
            for run in range(trajectories)
        ]
    )
    start = np.floor(draws[:, :, 0] * levels)
    turn = draws[:, :, 1].argsort(axis=1).argsort(axis=1)
    moved = turn[:, None, :] < np.arange(d + 1)[None, :, None]
    level = np.where(moved, (start[:, None, :] + levels // 2) % levels, start[:, None, :])
    return ((level + 0.5) / levels).reshape(-1, d)


def _sizes(seed: int, **sizes: int) -> None:
    for name, size in sizes.items():
        if size < 1:
            raise ValueError(f"a design needs at least 1 of its {name}, not {size}")
    rng.key(seed)


def _inside(points: Floats) -> Floats:
    return np.clip(points, MARGIN, 1.0 - MARGIN)
