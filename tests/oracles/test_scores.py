"""Scores and survival curves against closed forms and second implementations."""

from itertools import accumulate

import numpy as np
import pytest
from scipy.stats import chi2, kstest, norm
from whitesmoke.evidence.analysis import screening
from whitesmoke.evidence.analysis.scores import Seen, brier, chance_by, crps, log_score, pit, reliability
from whitesmoke.evidence.analysis.survival import as_forecast, kaplan_meier, log_rank
from whitesmoke.model import codes, rng

NEVER = codes.NEVER
DAYS = np.array([3, 5, 5, 9, 12, NEVER, NEVER, 20])
WEIGHTS = np.array([1, 2, 1, 1, 4, 2, 1, 1])
HORIZON = 15
SEEN = [Seen(5, 5), Seen(4, 10), Seen(8, NEVER), Seen(NEVER, NEVER), Seen(0, NEVER), Seen(14, 30), Seen(15, 15)]


def normal_crps(y):
    """Gneiting & Raftery (2007), page 367: y (2 Phi(y) - 1) + 2 phi(y) - 1 / sqrt(pi)."""
    return y * (2 * norm.cdf(y) - 1) + 2 * norm.pdf(y) - 1 / np.sqrt(np.pi)


@pytest.mark.parametrize(("y", "closed"), [(0, 0.233695), (1, 0.602441)])
def test_crps_of_a_normal(oracle, y, closed):
    """E. CRPS of N(0, 1) at y; a stratified sample, shifted and in units of 1/10000 so that days are whole."""
    oracle.exact(f"E CRPS N(0,1), y = {y}, closed form", closed, normal_crps(y))
    scale, n = 10_000, 4096
    sample = np.round(scale * (10 + norm.ppf((np.arange(n) + 0.5) / n)))
    score = crps(sample, Seen(scale * (10 + y), scale * (10 + y)), 20 * scale) / scale
    oracle.exact(f"E CRPS N(0,1), y = {y}, sample of {n}", closed, score, 2e-4)
    by_hand = np.abs(sample / scale - 10 - y).mean() - np.abs(sample[:, None] - sample).mean() / scale / 2
    oracle.exact(f"E E|X - y| - E|X - X'| / 2, y = {y}", by_hand, score, 1e-9)


@pytest.mark.parametrize("weights", [None, WEIGHTS], ids=["equal", "weighted"])
@pytest.mark.parametrize("seen", SEEN)
def test_crps_is_the_sum_of_brier_scores(oracle, seen, weights):
    """E. CRPS = sum over known days before the horizon of the Brier score, deadlock being an atom at the end."""
    by_day = brier(DAYS, seen, np.arange(HORIZON), weights)
    assert np.isnan(by_day).sum() == max(0, min(seen.last, HORIZON) - min(seen.first, HORIZON))
    law = f"E CRPS, seen {seen.first}-{seen.last}".replace(str(NEVER), "never") + (
        ", weighted" if weights is not None else ""
    )
    oracle.exact(law, np.nansum(by_day), crps(DAYS, seen, HORIZON, weights), 1e-9)
    share = [np.average(d >= DAYS, weights=weights) for d in range(HORIZON)]
    truth = [np.nan if seen.first <= d < seen.last else float(d >= seen.last) for d in range(HORIZON)]
    assert np.allclose(by_day, (np.array(share) - truth) ** 2, equal_nan=True)
    assert np.allclose(chance_by(DAYS, range(HORIZON), weights), share)


def test_deadlock_is_no_date():
    """E. The atom costs the same whatever number stands for never; a sure and right forecast costs nothing."""
    assert crps([3, 20], Seen(5, 5), 15) == pytest.approx(crps([3, NEVER], Seen(5, 5), 15))
    assert crps([NEVER] * 3, Seen(NEVER, NEVER), 15) == 0
    assert crps([7], Seen(7, 7), 15) == 0
    assert crps([7], Seen(NEVER, NEVER), 15) == pytest.approx(8)
    assert crps([NEVER], Seen(4, 4), 15) == pytest.approx(11)


def test_honesty_pays():
    """E. Propriety: the expected CRPS and log score under a law are least for that law."""
    outcomes, law, wrong = np.array([4, 8, NEVER]), np.array([0.5, 0.3, 0.2]), np.array([0.4, 0.3, 0.3])
    for score in (
        lambda w, day: crps(outcomes, Seen(day, day), HORIZON, w),
        lambda w, day: log_score(outcomes, Seen(day, day), w, prior=0),
        lambda w, day: crps(outcomes, Seen(day, day) if day < 6 else Seen(6, NEVER), HORIZON, w),
    ):
        expected = [sum(p * score(w, int(day)) for p, day in zip(law, outcomes)) for w in (law, wrong)]
        assert expected[0] < expected[1]


def test_log_score():
    """E. -ln of (runs that saw it + 1/2) / (runs + 1); weights count as their effective number of runs."""
    assert log_score(DAYS, Seen(5, 5)) == pytest.approx(-np.log(2.5 / 9))
    assert log_score(DAYS, Seen(6, 8)) == pytest.approx(-np.log(0.5 / 9))
    assert log_score(DAYS, Seen(NEVER, NEVER)) == pytest.approx(-np.log(2.5 / 9))
    assert log_score(DAYS, Seen(11, NEVER)) == pytest.approx(-np.log(4.5 / 9))
    assert log_score([1, 2], Seen(1, 1), [3, 1], prior=0) == pytest.approx(-np.log(0.75))
    assert log_score([1, 2], Seen(1, 1), [3, 1]) == pytest.approx(-np.log((1.6 * 0.75 + 0.5) / 2.6))
    assert log_score([1, 2], Seen(3, 3), prior=0) == np.inf


def test_pit_is_uniform_for_a_sound_forecast(oracle):
    """E. PIT of draws from the forecast itself is uniform, ties, deadlock, intervals and censoring included."""
    truth = DAYS[np.floor(screening.latin_hypercube(4000, 1, 3)[:, 0] * len(DAYS)).astype(int)]
    ranks = []
    for number, day in enumerate(truth):
        seen = (
            Seen(day, day)
            if number % 2
            else Seen(4, 10)
            if 4 <= day <= 10
            else Seen(11, NEVER)
            if day > 10
            else Seen(0, 3)
        )
        ranks.append(pit(DAYS, seen, 1, number))
    oracle.mean("E mean of PIT", 0.5, ranks, 12**-0.5)
    assert kstest(ranks, "uniform").pvalue > 0.001
    assert kstest([pit(DAYS - (DAYS < 10), Seen(t, t), 1, k) for k, t in enumerate(truth)], "uniform").pvalue < 1e-6


def test_pit_has_an_address():
    low, high = 1 / 8, 3 / 8
    values = [pit(DAYS, Seen(5, 5), 1, k) for k in range(50)]
    assert values == [pit(DAYS, Seen(5, 5), 1, k) for k in range(50)]
    assert len(set(values)) == 50
    assert low < min(values) < low + 0.05
    assert high - 0.05 < max(values) < high
    assert pit(DAYS, Seen(5, 5), 2, 0) != values[0]
    assert values[3] == low + rng.uniform(1, 0, 3, 0, 0, 0, 254) * (high - low)  # this one, in every version


def test_reliability(oracle):
    """E. Isotonic frequencies by max-min of means, and Brier = miscalibration - discrimination + uncertainty."""
    chance = np.round(screening.latin_hypercube(60, 1, 1)[:, 0] ** 2, 1)
    happened = screening.latin_hypercube(60, 1, 2)[:, 0] < chance
    found = reliability(chance, happened)
    order = np.argsort(chance, kind="stable")
    p, y = chance[order], happened[order].astype(float)
    starts = [i for i in range(60) if i == 0 or p[i] != p[i - 1]]
    ends = [i + 1 for i in range(60) if i == 59 or p[i] != p[i + 1]]
    for group, (start, end) in enumerate(zip(starts, ends)):
        best = max(min(y[a:b].mean() for b in ends if b >= end) for a in starts if a <= start)
        assert found.frequency[group] == pytest.approx(best)
        assert found.times[group] == end - start
        assert found.chance[group] == p[start]
    whole = found.miscalibration - found.discrimination + found.uncertainty
    oracle.exact("E Brier score from its parts", np.mean((p - y) ** 2), whole, 1e-12)
    assert found.miscalibration > 0.01
    assert found.discrimination > 0.05
    assert reliability(happened, happened).miscalibration == 0


# Freireich et al. (1963): weeks of remission of leukaemia under 6-MP and placebo
DRUG = np.array([6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35])
ENDED = np.arange(21) < 9
PLACEBO = np.array([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23])


def test_kaplan_meier(oracle):
    """E. Kaplan-Meier (1958) by the product over event times, on the trial of Freireich et al. (1963)."""
    curve = kaplan_meier(DRUG, ENDED)
    factors = [1 - (ENDED & (d == DRUG)).sum() / (d <= DRUG).sum() for d in curve.day]
    for day, survival, law in zip(curve.day, curve.survival, accumulate(factors, lambda a, b: a * b)):
        oracle.exact(f"E Kaplan-Meier, week {day:.0f}", law, survival, 1e-12)
    oracle.exact("E Kaplan-Meier at week 23, as published", 0.4482, curve.survival[curve.day == 23][0], 5e-5)
    hazard = sum(e / (r * (r - e)) for e, r in ((3, 21), (1, 17), (1, 15), (1, 12), (1, 11), (1, 7), (1, 6)))
    centre, half = np.log(-np.log(curve.survival[-1])), 1.959964 * np.sqrt(hazard) / abs(np.log(curve.survival[-1]))
    oracle.exact("E its interval, low", np.exp(-np.exp(centre + half)), curve.low[-1])
    oracle.exact("E its interval, high", np.exp(-np.exp(centre - half)), curve.high[-1])


def test_log_rank(oracle):
    """E. Log-rank by observed less expected (Mantel 1966); published chi-square 16.79 for the same trial."""
    times = np.unique(np.concatenate([DRUG[ENDED], PLACEBO]))
    excess = variance = 0.0
    for t in times:
        at_risk, others = (t <= DRUG).sum(), (t <= PLACEBO).sum()
        first, all_ = (ENDED & (t == DRUG)).sum(), (ENDED & (t == DRUG)).sum() + (t == PLACEBO).sum()
        n = at_risk + others
        excess += first - all_ * at_risk / n
        variance += all_ * at_risk * others * (n - all_) / (n * n * (n - 1)) if n > 1 else 0.0
    found = log_rank(DRUG, ENDED, PLACEBO, np.ones(21))
    oracle.exact("E log-rank z", excess / np.sqrt(variance), found.z, 1e-9)
    oracle.exact("E log-rank chi-square, as published", 16.79, found.z**2, 5e-3)
    oracle.exact("E log-rank p", chi2.sf(excess**2 / variance, 1), found.p, 1e-9)
    assert found.z < 0, "the first group keeps its remission longer"


def test_ends_of_a_survival_curve():
    """E. Where S is 1 the interval is 1; where it is 0, 0 and the last upper end."""
    curve = kaplan_meier([2, 4, 6, 8], [False, True, True, True])
    assert curve.survival == pytest.approx([1, 2 / 3, 1 / 3, 0])
    assert (curve.low[0], curve.high[0], curve.low[-1]) == (1, 1, 0)
    assert curve.high[-1] == curve.high[-2] < 1
    assert kaplan_meier([3, 5], [False, False]).survival == pytest.approx([1, 1])


def test_a_survival_curve_is_a_forecast():
    """E. Without censoring the Kaplan-Meier forecast is the sample itself; what is left over is deadlock."""
    days, weights = as_forecast(kaplan_meier(np.minimum(DAYS, HORIZON), DAYS <= HORIZON))
    assert weights.sum() == pytest.approx(1)
    for seen in SEEN:
        assert crps(days, seen, HORIZON, weights) == pytest.approx(crps(DAYS, seen, HORIZON))
    assert weights[-1] == pytest.approx(3 / 8)
    assert days[-1] == NEVER


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: crps([], Seen(1, 1), 9), "at least one day"),
        (lambda: crps([1.0, np.nan], Seen(1, 1), 9), "none of them missing"),
        (lambda: crps([1, 2], Seen(1, 1), 9, [1]), "one weight for each"),
        (lambda: crps([1, 2], Seen(1, 1), 9, [1, -1]), "not negative"),
        (lambda: pit([1, 2], Seen(1, 1), 1, 0, [0, 0]), "not all 0"),
        (lambda: brier([1], Seen(5, 4), [3]), "not before day 5 and not after day 4"),
        (lambda: crps([1], Seen(1, 1), 0), "horizon of at least 1 day"),
        (lambda: reliability([0.5, 1.2], [1, 0]), "between 0 and 1"),
        (lambda: kaplan_meier([], []), "at least one day"),
        (lambda: kaplan_meier([1, 2], [True]), "for each whether it happened"),
    ],
)
def test_what_cannot_be_scored_is_refused(wrong, words):
    with pytest.raises(ValueError, match=words):
        wrong()
