"""B11. Where simple theories put a text: Black's median, the compromise mean, Nash's solution, by hand."""

import numpy as np
import pytest
from whitesmoke.evidence.theory.compromise import compromise_mean, median, nash_solution

ROOT = (30 - 388**0.5) / 8
"""of d/dy y^2 (2 - y) (8 - y), between 0 and 2"""


def nash(position, salience, reversion, power=1.0):
    return nash_solution(*(np.array(one, float) for one in (position, salience, reversion)), power).place


def test_the_median_of_members():
    """Between the two in the middle, if their number is even; each issue by itself."""
    assert median(np.array([[1.0, 9.0], [2.0, 5.0], [4.0, 7.0]])).tolist() == [2.0, 7.0]
    assert median(np.array([[1.0], [2.0], [4.0], [9.0]])).tolist() == [3.0]


def test_the_weighted_median():
    """Half of all weight lies at it or below; exactly half up to a place: midway to the next; none without weight."""
    three = np.array([[1.0], [2.0], [4.0]])
    assert median(three, np.array([3.0, 1.0, 1.0])).tolist() == [1.0]
    assert median(three, np.array([1.0, 1.0, 2.0])).tolist() == [3.0]
    assert median(three, np.array([1.0, 0.0, 1.0])).tolist() == [2.5]
    with pytest.raises(ValueError, match="nobody has weight"):
        median(three, np.zeros(3))


def test_the_compromise_mean():
    """(.5 x 1 x 1 + .25 x 2 x 4) / (.5 x 1 + .25 x 2) = 2.5; nobody with power minds the second issue."""
    position, salience = np.array([[1.0, 0.0], [4.0, 1.0]]), np.array([[1.0, 0.0], [2.0, 0.0]])
    found = compromise_mean(position, salience, np.array([0.5, 0.25]))
    assert found[0] == 2.5
    assert np.isnan(found[1])


@pytest.mark.parametrize(
    ("position", "salience", "reversion", "power", "expected"),
    [
        ([[3], [4]], [[1], [1]], [0], 1.0, [3.0]),  # y^2 up to 3, then y (6 - y)
        ([[1], [4]], [[3], [1]], [0], 1.0, [1.0]),  # a salience for all issues changes no product
        ([[2], [5], [6]], [[1], [1], [1]], [0], 1.0, [8 / 3]),  # y^2 (4 - y)
        ([[-2], [-5], [-6]], [[1], [1], [1]], [0], 1.0, [-8 / 3]),
        ([[1], [4]], [[1], [1]], [0], 2.0, [ROOT]),  # (2 y - y^2) (8 y - y^2)
        ([[4, 0], [0, 4]], [[4, 0.5], [0.5, 4]], [0, 0], 1.0, [4.0, 4.0]),  # each gets what it cares for
        ([[2, 7], [2, 9]], [[1, 0], [1, 0]], [0, 1], 1.0, [2.0, 1.0]),  # nobody minds the second: it stays
        ([[0], [2]], [[1], [1]], [0], 1.0, [2.0]),  # who wants what holds anyhow has no part in it
    ],
)
def test_the_nash_solution(oracle, position, salience, reversion, power, expected):
    found = nash(position, salience, reversion, power)
    for got, law in zip(found, expected, strict=True):
        oracle.exact(f"B11 Nash, ideals {position}", law, got, 2e-4)


@pytest.mark.parametrize("position", [[[-1], [1]], [[0], [0]]])
def test_where_not_all_can_gain_there_is_no_nash_solution(position):
    assert nash(position, [[1], [1]], [0]) is None


def test_nash_is_blind_to_the_units_of_what_members_gain():
    """Each member's logits by a factor of its own, its saliences with them: the same text."""
    position, salience = np.modf(np.arange(1.0, 21.0).reshape(2, 5, 2) * 0.618)[0] * 4 + 1
    assert nash(position, salience * [[9], [1], [2], [0.5], [3]], [0, 0]) == pytest.approx(
        nash(position, salience, [0, 0]), abs=1e-3
    )
