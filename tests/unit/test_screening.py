"""Designs: what makes each one that design, and that it is the same every time."""

import numpy as np
import pytest
from whitesmoke.evidence.analysis import screening
from whitesmoke.model import codes

DESIGNS = {
    "latin_hypercube": lambda seed: screening.latin_hypercube(12, 3, seed),
    "sobol_points": lambda seed: screening.sobol_points(16, 3, seed),
    "halton": lambda seed: screening.halton(30, 3, seed),
    "saltelli": lambda seed: screening.saltelli(16, 3, seed),
    "morris": lambda seed: screening.morris(12, 3, 4, seed),
}


@pytest.mark.parametrize("design", DESIGNS.values(), ids=DESIGNS)
def test_a_design_is_its_seed(design) -> None:
    assert np.array_equal(design(0), design(0))
    assert not np.array_equal(design(0), design(1))
    assert not np.array_equal(design(0), design(2**32))
    assert design(7).shape[1] == 3
    assert ((design(7) > 0) & (design(7) < 1)).all()


def test_one_point_in_every_slice() -> None:
    slices = np.floor(screening.latin_hypercube(50, 4, 3) * 50)
    assert np.array_equal(np.sort(slices, axis=0), np.repeat(np.arange(50)[:, None], 4, axis=1))


def test_sobol_points_fill_every_elementary_interval_and_go_on() -> None:
    points = screening.sobol_points(64, 2, 3)
    for cut in range(7):
        cells = np.floor(points * [2**cut, 2 ** (6 - cut)])
        assert len(np.unique(cells, axis=0)) == 64
    assert np.array_equal(screening.sobol_points(128, 2, 3)[:64], points)


def test_saltelli_takes_one_coordinate_from_the_other_half() -> None:
    A, B, *mixed = screening.saltelli(32, 3, 5).reshape(5, 32, 3)
    assert not np.isclose(A, B).any()
    for i, block in enumerate(mixed):
        assert np.array_equal(block[:, i], B[:, i])
        assert np.array_equal(np.delete(block, i, axis=1), np.delete(A, i, axis=1))


def test_a_trajectory_moves_every_factor_once_by_half_its_range() -> None:
    steps = np.diff(screening.morris(40, 5, 6, 2).reshape(40, 6, 5), axis=1)
    assert np.allclose(np.sort(abs(steps), axis=1)[:, :-1], 0)
    assert np.allclose(np.abs(steps).sum(axis=1), 0.5)
    assert np.allclose(np.abs(steps).sum(axis=2), 0.5)
    first = np.abs(steps[:, 0]).argmax(axis=1)
    assert set(first) == set(range(5)), "some factor never moves first"
    assert 60 < (steps > 0.1).sum() < 140, "moves go one way"


def test_levels_are_equally_likely() -> None:
    points = screening.morris(3000, 1, 4, 1)
    assert np.allclose(np.unique(points), [0.125, 0.375, 0.625, 0.875])
    assert np.histogram(points, 4, (0, 1))[0] == pytest.approx([1500] * 4, abs=150)


def test_draws_meet_none_of_the_model() -> None:
    assert max(value for value in vars(codes).values() if isinstance(value, int) and value < 2**8) < screening.DESIGN


@pytest.mark.parametrize(
    ("design", "words"),
    [
        (lambda: screening.sobol_points(100, 2, 1), "take 64 or 128"),
        (lambda: screening.saltelli(12, 2, 1), "take 8 or 16"),
        (lambda: screening.saltelli(8, 0, 1), "at least 1 of its factors, not 0"),
        (lambda: screening.latin_hypercube(0, 2, 1), "at least 1 of its points, not 0"),
        (lambda: screening.morris(0, 2, 4, 1), "at least 1 of its trajectories"),
        (lambda: screening.morris(3, 2, 5, 1), "even number of levels, not 5: take 6"),
        (lambda: screening.morris(3, 2, 4, -1), "a seed lies between"),
        (lambda: screening.sobol_points(4, 2, 2**64), "a seed lies between"),
    ],
)
def test_what_is_no_design_is_refused(design, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        design()
