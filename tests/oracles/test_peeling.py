"""Scenario discovery: a planted corner is found, and the peeling is that of another implementation, point for point."""

import numpy as np
import pytest
from whitesmoke.evidence.analysis import peeling, screening
from whitesmoke.evidence.blocks import uniform_block
from whitesmoke.writing.corner_words import EXPLAINED

UNIT = screening.halton(500, 4, 0)
X = [UNIT[:, 0], UNIT[:, 1], UNIT[:, 2], np.floor(3 * UNIT[:, 3])]
"""Three numbers, and one of three names."""


def space_of(columns, names=(3,)):
    """Points as levels; the columns of these places are names."""
    found = [np.unique(column, return_inverse=True) for column in columns]
    code = np.stack([code for _, code in found], axis=1)
    ordered = [at not in names for at in range(len(columns))]
    return peeling.Space(code, [len(levels) for levels, _ in found], ordered)


def inside():
    return (X[0] > 0.6) & (X[1] < 0.5) & (X[3] != 1)


def held(steps):
    return [(step.points, step.counting) for step in steps]


def test_a_planted_corner_is_found(oracle):
    """No noise: to within a slice, by the three factors that make it and not by the fourth."""
    space, counts = space_of(X), inside()
    steps = peeling.peeled(space, counts)
    step = peeling.simplified(space, counts, steps[peeling.chosen(steps)])
    oracle.exact("planted corner, density", 1.0, step.counting / step.points, 0.03)
    oracle.exact("planted corner, coverage", 1.0, step.counting / counts.sum(), 0.03)
    assert step.restricted == [0, 1, 3]
    assert step.corner[3].tolist() == [True, False, True]
    out = peeling.held_out(space, counts, np.arange(500) % 5)
    assert out.again == [5, 5, 0, 5]
    assert out.counting > 0.9 * out.points


def test_the_peeling_is_that_of_the_ema_workbench(oracle):
    """80 of 500 points count; ema_workbench 3.0.0, `Prim(x, y, peel_alpha=0.05, mass_min=0.05).find_box()`."""
    luck = np.arange(500) * 0.7548776662466927 % 1.0
    space, counts = space_of(X), luck < 0.05 + 0.8 * inside()
    theirs = [(500, 80), (330, 68), (313, 68), (297, 67), (282, 67), (267, 66), (253, 65), (240, 64), (228, 64),
              (216, 63), (205, 63), (194, 62), (184, 62), (174, 61), (165, 61), (156, 60), (148, 60), (140, 59),
              (133, 59), (126, 59), (119, 59), (113, 59), (107, 59), (101, 58), (95, 57), (90, 57), (85, 57),
              (80, 57), (76, 57), (72, 57), (68, 57), (64, 55), (31, 29)]  # fmt: skip
    steps = peeling.peeled(space, counts)
    assert held(steps) == theirs
    for factor, p in ((0, 2.0081063830529415e-15), (1, 6.5075105360695574e-12), (3, 8.762718249153214e-06)):
        oracle.exact(f"quasi-p of factor {factor}", p, peeling.quasi_p(space, counts, steps[30], factor), 1e-9 * p)


def test_of_the_corners_on_the_way_the_one_with_most_that_count_beyond_luck_is_told():
    def step(points, counting):
        return peeling.Step((), points, counting)

    way = [step(400, 240), step(360, 238), step(160, 146), step(100, 99)]  # 22, 50 and 39 more than 60 % of them
    assert peeling.chosen(way) == 2
    assert peeling.chosen([step(100, 50)]) == 0


def test_ties_go_to_the_first_factor_and_to_the_low_end():
    x = np.arange(100.0)
    middle = (x >= 40) & (x < 60)
    steps = peeling.peeled(space_of([x, x], names=()), middle)
    first = steps[1].corner
    assert np.flatnonzero(first[0]).tolist() == [*range(5, 100)]
    assert first[1].all()
    assert steps[1].restricted == steps[5].restricted == [0]  # what is cut already is cut again


def test_the_order_of_the_points_does_not_matter():
    counts, turned = inside(), np.argsort(UNIT[:, 2])
    one, other = (peeling.peeled(space_of([x[order] for x in X]), counts[order]) for order in (np.arange(500), turned))
    assert held(one) == held(other)


def test_a_limit_that_tells_nothing_is_given_up():
    """Points that count by the first factor alone; a corner that also cuts the third keeps only the first limit."""
    space, counts = space_of(X), X[0] > 0.6
    kept = [np.ones(levels, bool) for levels in space.levels]
    kept[0], kept[2] = np.arange(500) >= 300, np.arange(500) >= 50
    step = peeling._step(space, counts, tuple(kept))
    assert peeling.simplified(space, counts, step).restricted == [0]


@pytest.mark.parametrize("seed", range(1, 6))
def test_of_noise_no_corner_is_told(seed):
    """The densest corners look like something, in-sample; each of their limits may be luck."""
    space = space_of(list(screening.halton(120, 6, 0).T), names=())
    counts = uniform_block(seed, 0, 0, 120, 1)[:, 0] < 0.3
    steps = peeling.peeled(space, counts)
    found = steps[peeling.chosen(steps)]
    assert found.counting / found.points > 1.25 * counts.mean()
    assert peeling.simplified(space, counts, found).restricted == []


def test_the_words_have_the_limits_of_the_peeling():
    assert f"above {peeling.LUCK} it is given up" in EXPLAINED
    assert f"at least {100 * peeling.SUPPORT:.0f} % of the points, and {peeling.FEWEST}." in EXPLAINED


@pytest.mark.parametrize("count", [40, 1000])
def test_no_corner_holds_fewer_than_its_support(count):
    x = screening.halton(count, 2, 0)
    counts = x[:, 0] + x[:, 1] > 1.5
    steps = peeling.peeled(space_of([x[:, 0], x[:, 1]], names=()), counts)
    assert min(step.points for step in steps) >= max(10, 0.05 * count)
    assert len(steps) > 1
