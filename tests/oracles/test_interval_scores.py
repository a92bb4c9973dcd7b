"""Scores against truths of which only an interval is known: by integration, and whether honesty pays."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import minimize
from scipy.stats import gamma
from whitesmoke.evidence.analysis import screening
from whitesmoke.evidence.analysis.scores import Seen, brier, crps, log_score, pit
from whitesmoke.evidence.analysis.survival import kaplan_meier, turnbull
from whitesmoke.evidence.score.reliability import pit_histogram
from whitesmoke.model import codes

NEVER, HORIZON = codes.NEVER, 300
LAW = gamma(2.0, scale=50.0)
FINE = 100
"""Days a unit of time: so many that sums over days are integrals."""
INTERVALS = [(40, 90), (0, 60), (120, np.inf), (80, 80), (250, 400), (299, 301)]


def stratified(law, count=20_000):
    return law.ppf((np.arange(count) + 0.5) / count)


@pytest.mark.parametrize(("first", "last"), INTERVALS)
def test_scores_of_an_interval_are_integrals(oracle, first, last):
    """E. CRPS over the times of which it is known, log score and Brier of a gamma law, by quadrature."""
    days = np.round(FINE * stratified(LAW))
    seen = Seen(FINE * first, NEVER if last == np.inf else FINE * last)
    before = quad(lambda t: LAW.cdf(t) ** 2, 0, min(first, HORIZON))[0]
    after = quad(lambda t: LAW.sf(t) ** 2, last, HORIZON)[0] if last < HORIZON else 0.0
    name = f"E CRPS of a gamma law, seen {first}-{last}"
    oracle.exact(name, before + after, crps(days, seen, FINE * HORIZON) / FINE, 0.01)
    if last > first:
        chance = LAW.cdf(last) - LAW.cdf(first)
        oracle.exact(f"E log score, seen {first}-{last}", -np.log(chance), log_score(days, seen, prior=0), 0.01)
    asked = np.array([30, 100, 280])
    known = [(LAW.cdf(t) - (t >= last)) ** 2 if t >= last or t < first else np.nan for t in asked]
    assert np.allclose(brier(days, seen, FINE * asked), known, atol=1e-3, equal_nan=True)


LOOKS = np.arange(0, HORIZON + 1, 30)
"""Days on which it is looked whether it has happened."""


def looked(day):
    """Return what is seen of a day by somebody who looks at fixed times, the last one at the horizon."""
    at = int(np.searchsorted(LOOKS, day))
    return Seen(0 if at == 0 else int(LOOKS[at - 1]) + 1, int(LOOKS[at]) if at < len(LOOKS) else NEVER)


def test_honesty_pays_with_intervals(oracle):
    """E. Truths drawn from a law and seen only at fixed times: shifted, widened and narrowed laws score worse."""
    u = screening.latin_hypercube(4000, 1, 5)[:, 0]
    seen = [looked(day) for day in np.where(u < 0.85, np.ceil(LAW.ppf(u / 0.85)), NEVER)]
    assert any(one.last == NEVER for one in seen)
    base, never = np.ceil(stratified(LAW, 340)), np.full(60, NEVER)
    honest = np.append(base, never)
    forecasts = {
        "early": np.append(base * 0.7, never),
        "late": np.append(base + 20, never),
        "sure": np.append(100 + (base - 100) * 0.5, never),
        "vague": np.append(100 + (base - 100) * 1.6, never),
        "hopeful": np.append(base, np.full(60, 200)),
    }
    for name, score in (
        ("CRPS", lambda days, one: crps(days, one, HORIZON)),
        ("log", log_score),
        ("Brier", lambda days, one: brier(days, one, LOOKS[[1, 3, 10]]).sum()),
    ):
        for which, days in forecasts.items():
            gain = {one: score(days, one) - score(honest, one) for one in set(seen)}
            lost = np.array([gain[one] for one in seen])
            z = lost.mean() / (lost.std() / np.sqrt(len(lost)))
            assert z > 4, f"{name}: {which} scores {lost.mean():+.3f} against honesty, z {z:.1f}"
    ranks = [pit(honest, one, 1, k) for k, one in enumerate(seen)]
    oracle.mean("E mean PIT of truths seen at fixed times", 0.5, ranks, 12**-0.5)


def test_what_the_crps_of_intervals_cannot_tell():
    """E. Chance put at the ends of intervals gains CRPS, in expectation over an exact law, and loses no log score."""
    seen = [Seen(0, 30)] + [Seen(int(day) + 1, int(day) + 30) for day in LOOKS[1:-1]]
    chance = np.diff(LAW.cdf(LOOKS)) / LAW.cdf(HORIZON)
    days = np.arange(1, HORIZON + 1)
    honest = np.diff(LAW.cdf(np.append(0, days)))
    at_ends = np.where(days % 30 == 0, 0.5, np.where(days % 30 == 1, 0.5, 0.0)) * np.repeat(chance, 30)

    def expected(score, weights):
        return sum(p * score(weights, one) for p, one in zip(chance, seen))

    def of_days(weights, one):
        return crps(days, one, HORIZON, weights)

    def of_chance(weights, one):
        return log_score(days, one, weights, prior=0)

    assert expected(of_days, at_ends) < expected(of_days, honest) - 0.1
    assert expected(of_chance, at_ends) == pytest.approx(expected(of_chance, honest))


def test_a_window_around_the_truth_is_not_proper_and_weeks_are():
    """E. Bracher (2019): a surer law than the true one gains by a window of a week, and loses by fixed weeks."""
    days, law, sure = np.arange(21), np.zeros(21), np.zeros(21)
    law[5:12] = 1 / 7
    sure[8] = 1.0

    def expected(weights, see):
        return sum(p * log_score(days, see(day), weights, prior=1e-9) for day, p in zip(days.tolist(), law) if p)

    assert expected(sure, lambda day: Seen(day - 3, day + 3)) < expected(law, lambda day: Seen(day - 3, day + 3))
    assert expected(law, lambda day: Seen(day, day).in_weeks()) < expected(sure, lambda day: Seen(day, day).in_weeks())
    assert [Seen(*ends).in_weeks() for ends in ((6, 6), (7, 15), (0, NEVER), (NEVER, NEVER))] == [
        Seen(0, 6), Seen(7, 20), Seen(0, NEVER), Seen(NEVER, NEVER)
    ]  # fmt: skip


def test_turnbull_is_kaplan_meier_where_that_applies(oracle):
    """E. Exact and right-censored days: the same curve (the exact days before the last censoring)."""
    days, happened = np.array([2, 3, 3, 5, 6, 8, 9, 9]), np.array([1, 1, 0, 1, 0, 1, 1, 1], bool)
    curve = kaplan_meier(days, happened)
    chance = turnbull(np.where(happened, days, days + 1), np.where(happened, days, NEVER), 12)
    for day, survival in zip(curve.day, curve.survival):
        oracle.exact(f"E Turnbull as Kaplan-Meier, day {day:.0f}", survival, 1 - chance[: int(day) + 1].sum(), 1e-5)


def test_turnbull_maximises_the_likelihood(oracle):
    """E. Overlapping intervals, weighted: no distribution on these days has more likelihood (numerical search)."""
    first, last = np.array([0, 2, 1, 4, 3, 5]), np.array([3, 4, 1, NEVER, 5, 6])
    weights = np.array([1.0, 2.0, 0.5, 1.0, 1.0, 1.0])
    chance = turnbull(first, last, 6, weights)
    inside = (first[:, None] <= np.arange(7)) & (np.arange(7) <= last[:, None])

    def loss(logit):
        p = np.exp(logit - logit.max())
        return -weights @ np.log(inside @ (p / p.sum()))

    best = min(minimize(loss, start, method="BFGS").fun for start in np.eye(7))
    oracle.exact("E log likelihood of Turnbull's estimate", -best, weights @ np.log(inside @ chance), 1e-4)
    assert chance.sum() == pytest.approx(1)
    assert turnbull([2], [5], 9) == pytest.approx([0, 0, 0.25, 0.25, 0.25, 0.25, 0, 0, 0, 0])


def test_turnbull_refuses_what_is_no_interval():
    for first, last in (([], []), ([5], [3]), ([11], [NEVER]), ([-1], [3])):
        with pytest.raises(ValueError, match="from intervals"):
            turnbull(first, last, 10)


def test_pit_histogram_is_the_mean_of_many_draws(oracle):
    """E. Nonrandomized PIT histogram against spreading every truth over its interval by chance, ends included."""
    low, high = np.array([0.0, 0.1, 0.5, 0.95, 0.3, 1.0, 0.0]), np.array([0.05, 0.7, 0.5, 1.0, 0.9, 1.0, 0.0])
    u = (np.arange(20_000) + 0.5) / 20_000
    drawn = low[:, None] + u * (high - low)[:, None]
    edges = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    found = pit_histogram(low, high, edges)
    for share, expected in zip(found, np.histogram(drawn, edges)[0] / drawn.size):
        oracle.exact("E share of a PIT bin", expected, share, 1e-3)
    assert found.sum() == pytest.approx(1)
    assert pit_histogram([1 + 1e-12], [1 + 1e-12], edges)[-1] == 1, "a sum of weights may be that much off"
