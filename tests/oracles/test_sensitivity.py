"""Estimators of sensitivity against functions whose effects and variance are known."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm, sobol_indices
from whitesmoke.evidence.analysis import effects as sensitivity
from whitesmoke.evidence.analysis import screening, variance

PI = np.pi
ROWS = 4096


def ishigami(x, a=7.0, b=0.1):
    """sin u + a sin^2 v + b w^4 sin u on (-pi, pi)^3; x in the unit cube, (points, 3)."""
    u, v, w = (2 * PI * np.asarray(x) - PI).T
    return np.sin(u) + a * np.sin(v) ** 2 + b * w**4 * np.sin(u)


def ishigami_by_variance(a=7.0, b=0.1):
    """First and total indices from the variances of conditional means, each by quadrature over its own factor."""

    def average(f):
        return quad(f, -PI, PI, epsabs=1e-12, epsrel=1e-12)[0] / (2 * PI)

    w4, w8 = average(lambda w: w**4), average(lambda w: w**8)
    sin2, wave2 = average(lambda u: np.sin(u) ** 2), average(lambda v: np.sin(v) ** 4)
    first = (1 + b * w4) ** 2 * sin2
    second = a**2 * (wave2 - average(lambda v: np.sin(v) ** 2) ** 2)
    joint = b**2 * (w8 - w4**2) * sin2
    whole = first + second + joint
    return np.array([first, second, 0]) / whole, np.array([first + joint, second, joint]) / whole


@pytest.mark.parametrize("seed", [1, 2])
def test_ishigami(oracle, seed):
    """E. Ishigami & Homma (1990), a = 7, b = 0.1: S = (.3139, .4424, 0), T = (.5576, .4424, .2437)."""
    points = screening.saltelli(ROWS, 3, seed)
    y = ishigami(points)
    found = sensitivity.sobol(points, y)
    by_variance = ishigami_by_variance()
    by_scipy = sobol_indices(
        func={"f_A": y[:ROWS], "f_B": y[ROWS : 2 * ROWS], "f_AB": y[2 * ROWS :].reshape(3, 1, ROWS)}, n=ROWS
    )
    for i, (s, t) in enumerate([(0.3139, 0.5576), (0.4424, 0.4424), (0.0, 0.2437)]):
        oracle.exact(f"E Ishigami S_{i + 1} by variances", s, by_variance[0][i], 5e-5)
        oracle.exact(f"E Ishigami T_{i + 1} by variances", t, by_variance[1][i], 5e-5)
        oracle.exact(f"E Ishigami S_{i + 1}, {ROWS} rows, seed {seed}", s, found.first.value[i], 0.02)
        oracle.exact(f"E Ishigami T_{i + 1}, {ROWS} rows, seed {seed}", t, found.total.value[i], 0.02)
        oracle.exact(f"E Ishigami S_{i + 1}, scipy", by_scipy.first_order[i], found.first.value[i], 1e-9)
        oracle.exact(f"E Ishigami T_{i + 1}, scipy", by_scipy.total_order[i], found.total.value[i], 1e-9)
    truth = np.array(by_variance)
    for estimate, law in zip(found, [*truth, truth[1] - truth[0]]):
        assert (estimate.low - 0.005 <= law).all()
        assert (law <= estimate.high + 0.005).all()


def test_intervals_of_independent_rows_cover(oracle):
    """E. The 95 % bootstrap interval of S_1 = 1/5 of y = u + 2v, over 100 designs of independent rows."""
    covered = 0
    for seed in range(100):
        uniform = norm.cdf(norm.rvs(size=(256, 4), random_state=seed))
        A, B = uniform[:, :2], uniform[:, 2:]
        points = np.concatenate([A, B, np.column_stack([B[:, 0], A[:, 1]]), np.column_stack([A[:, 0], B[:, 1]])])
        first = sensitivity.sobol(points, points @ [1, 2], seed).first
        covered += first.low[0] <= 0.2 <= first.high[0]
    oracle.mean("E coverage of bootstrap intervals", 0.95, np.arange(100) < covered, np.sqrt(0.95 * 0.05))


def test_one_factor_and_none():
    """E. A single factor has the whole variance, S = T = 1; a constant has none to share."""
    points = screening.saltelli(256, 1, 1)
    found = sensitivity.sobol(points, points[:, 0] ** 2)
    assert found.first.value[0] == pytest.approx(1, abs=0.01)
    assert found.total.value[0] == pytest.approx(1, abs=0.01)
    with pytest.raises(ValueError, match="no variance"):
        sensitivity.sobol(points, np.ones(len(points)))


@pytest.mark.parametrize("at", [slice(8, 12), slice(0, 1)])
def test_too_little_variance_is_refused(at):
    """E. Outcomes that differ in a block AB only have V = 0; that of one row of four has none in some resamples."""
    outcome = np.zeros(16)
    outcome[at] = 1.0
    with pytest.raises(sensitivity.NoVarianceError, match=r"no variance to share|too few rows"):
        sensitivity.sobol(screening.saltelli(4, 2, 1), outcome)


def test_elementary_effects(oracle):
    """E. Morris (1991): y = 3u - 2v + 4uw has effects 3 + 4w, -2, 4u, with w and u uniform on two levels 1/4, 3/4."""
    points = screening.morris(400, 3, 2, 1)
    u, v, w = points.T
    found = sensitivity.morris(points, 3 * u - 2 * v + 4 * u * w)
    for i, (mu, size, sigma) in enumerate([(5, 5, 1), (-2, 2, 0), (2, 2, 1)]):
        error = sigma / np.sqrt(400)
        oracle.exact(f"E Morris mu_{i + 1}", mu, found.mu.value[i], 4 * error + 1e-9)
        oracle.exact(f"E Morris mu*_{i + 1}", size, found.mu_star.value[i], 4 * error + 1e-9)
        oracle.exact(f"E Morris sigma_{i + 1}", sigma, found.sigma.value[i], 0.01)
        assert found.mu.high[i] - found.mu.low[i] == pytest.approx(2 * 1.96 * error, rel=0.15)


def test_effects_by_hand():
    """E. Effects of a trajectory are differences of neighbouring outcomes; a sign that varies shows in mu* alone."""
    points = screening.morris(60, 2, 4, 3)
    y = np.abs(points[:, 0] - 0.5) + (points[:, 1] - 0.5) ** 2
    effects = {0: [], 1: []}
    for trajectory in np.column_stack([points, y]).reshape(60, 3, 3):
        for before, after in pairwise(trajectory):
            i = int(before[0] == after[0])
            effects[i].append((after[2] - before[2]) / (after[i] - before[i]))
    found = sensitivity.morris(points, y)
    for i, each in effects.items():
        assert found.mu.value[i] == pytest.approx(np.mean(each))
        assert found.mu_star.value[i] == pytest.approx(np.mean(np.abs(each)))
        assert found.sigma.value[i] == pytest.approx(np.std(each, ddof=1))


def test_share_of_chance(oracle):
    """E. y = x + 2z + 3xz with x, z of mean 0 and variance 1: shares 1/14, 4/14, 9/14 of factors, chance and both."""
    x, z = norm.rvs(size=2000, random_state=1), norm.rvs(size=(1, 2000), random_state=2)
    found = variance.shares(x[:, None] + 2 * z + 3 * x[:, None] * z)
    for name, share, got in zip(("factors", "chance", "both"), (1 / 14, 4 / 14, 9 / 14), found):
        oracle.exact(f"E share of {name}", share, got, 0.03)
    assert sum(found) == pytest.approx(1)
    few = norm.rvs(size=(20_000, 2), random_state=3) * 2 + norm.rvs(size=(20_000, 1), random_state=4)
    oracle.exact("E share of factors, two runs a point", 1 / 5, variance.shares(few).factors, 0.02)
    oracle.exact("E share of chance, two points", 1 / 5, variance.shares(few.T).chance, 0.02)
    noise = norm.rvs(size=(4, 3), random_state=5)
    assert variance.shares(np.arange(4)[:, None] + 0 * noise).factors == 1
    with pytest.raises(ValueError, match="no variance"):
        variance.shares(np.ones((3, 3)))


def test_the_seed_fixes_the_intervals():
    points = screening.saltelli(32, 2, 1)
    first, again, other = (sensitivity.sobol(points, points @ [1, 2], seed) for seed in (4, 4, 5))
    assert np.array_equal(np.array(first), np.array(again))
    assert not np.array_equal(np.array(first), np.array(other))


SOBOL, MORRIS = screening.saltelli(8, 2, 1), screening.morris(4, 2, 4, 1)


def swapped(points, i, j):
    order = np.arange(len(points))
    order[[i, j]] = j, i
    return points[order]


@pytest.mark.parametrize(
    ("estimate", "points", "outcome", "words"),
    [
        (sensitivity.sobol, SOBOL[:-1], np.arange(31.0), "which 31 points do not fill: run the rest"),
        (sensitivity.sobol, SOBOL, np.where(np.arange(32) == 5, np.nan, 1.0), "1 of 32 points have no finite outcome"),
        (sensitivity.sobol, SOBOL, np.arange(31.0), "outcomes of shape .31,.: give one"),
        (sensitivity.sobol, swapped(SOBOL, 3, 17), np.arange(32.0), "AB_1 is not block A with coordinate 1"),
        (sensitivity.sobol, swapped(SOBOL, 30, 31), np.arange(32.0), "AB_2 is not block A with coordinate 2"),
        (sensitivity.morris, MORRIS[:-1], np.arange(11.0), "not 11 points"),
        (sensitivity.morris, MORRIS[:3], np.arange(3.0), "two trajectories or more"),
        (sensitivity.morris, swapped(MORRIS, 0, 2), np.arange(12.0), None),
        (sensitivity.morris, swapped(MORRIS, 0, 1), np.arange(12.0), "no Morris trajectories"),
        (sensitivity.morris, MORRIS, np.full(12, np.inf), "12 of 12 points have no finite outcome"),
    ],
)
def test_an_incomplete_design_is_refused(estimate, points, outcome, words):
    if words is None:  # a trajectory read backwards is one
        assert estimate(points, outcome)
        return
    with pytest.raises(sensitivity.IncompleteDesignError, match=words):
        estimate(points, outcome)


def test_shares_of_an_incomplete_table_are_refused():
    with pytest.raises(sensitivity.IncompleteDesignError, match="every run done"):
        variance.shares([[1.0, np.nan], [2.0, 3.0]])
