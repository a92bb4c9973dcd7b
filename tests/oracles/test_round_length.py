import numpy as np
from scipy.stats import chi2_contingency

from tests.oracles import laws
from tests.worlds import Sketch, quota_of

RATES = np.array([0.2, 0.5, 0.9, 1.4])


def test_independent_members(oracle):
    """A8. P(T <= t) = prod_i (1 - exp(-rate_i t)) at the end of every week, whether a round is a day or a week."""
    for days in (1, 7):
        world = laws.independent(RATES, round_days=days, rounds=600 if days == 1 else 90)
        weeks = laws.rounds_to_agreement(world, 20_000, seed=days) * days / 7
        for t in (1, 3, 6, 12):
            chance = np.prod(1 - np.exp(-RATES * t))
            oracle.share(f"A8 P(T <= {t} weeks), rounds of {days} days", chance, weeks <= t)


def test_defection_in_short_rounds(oracle):
    """A8. Flips and a quota of 4 of 5: rounds of a day and of five agree within 2 %, half a round apart."""
    means = []
    for days in (1, 5):
        coefficient = {"speed": 0.35, "defection": 0.07}
        world = Sketch(
            affinity=[0.0] * 5, coefficient=coefficient, rule=[quota_of(4)], round_days=days, rounds=5000 // days
        ).build()
        joins, leaves = -np.expm1(-0.35 / 2 * days / 7), -np.expm1(-0.07 / 2 * days / 7)
        expected = laws.mean_hitting_time(laws.chain(5, lambda c, p=joins: p, lambda c, p=leaves: p), 0, 4)
        times = laws.rounds_to_agreement(world, 5_000)
        oracle.mean(f"A8 E[T] with defection, rounds of {days} days", expected, times)
        means.append(expected * days - days / 2)
    assert abs(means[0] / means[1] - 1) < 0.02


def test_two_samples_alike():
    """A8. Whole weeks to agreement in daily and in weekly rounds come from one distribution (chi-squared)."""
    daily = laws.rounds_to_agreement(laws.independent(RATES, round_days=1, rounds=600), 20_000, seed=3)
    weekly = laws.rounds_to_agreement(laws.independent(RATES, round_days=7, rounds=90), 20_000, seed=4)
    edges = np.arange(0.5, 15)
    table = [np.histogram(np.ceil(daily / 7), [*edges, 1e9])[0], np.histogram(weekly, [*edges, 1e9])[0]]
    assert chi2_contingency(table).pvalue > 1e-4
