"""Numbers in words are true to the numbers: what is rounded never reads as nothing, all or exact."""

import numpy as np
import pytest
from whitesmoke.evidence.analysis.ensemble_summary import Interval, compare
from whitesmoke.model.codes import NEVER
from whitesmoke.telling import comparing
from whitesmoke.writing import estimates


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0 %"), (0.002, "under 1 %"), (0.0099, "under 1 %"), (0.01, "1 %"), (0.5, "50 %"), (0.99, "99 %"),
     (0.993, "over 99 %"), (0.9999, "over 99 %"), (1.0, "100 %")],
)  # fmt: skip
def test_what_is_not_quite_nothing_or_all_never_reads_so(share, text):
    assert estimates.percent(share) == text


@pytest.mark.parametrize(
    ("value", "text"), [(13.5, "14"), (14.5, "15"), (64.5, "65"), (0.4, "0"), (-0.4, "0"), (-2.5, "-3")]
)
def test_halves_are_rounded_up_as_people_do(value, text):
    assert estimates.halves_up(value) == text
    assert estimates.percent(0.145) == "15 %"
    assert estimates.signed(0.5, 0) == "+1"
    assert estimates.signed(-0.4, 0) == "0"


@pytest.mark.parametrize(
    ("shares", "texts"),
    [((0.135, 0.645), ["14", "65"]), ((0.14, 0.144), ["14.0", "14.4"]), ((0.2, 0.2), ["20", "20"]),
     ((0.002, 0.004), ["0.2", "0.4"]), ((0.9995, 0.992), ["over 99.9", "99.2"])],
)  # fmt: skip
def test_shares_that_differ_read_so_beside_one_another(shares, texts):
    digits = estimates.told_apart(*shares)
    assert [estimates.in_hundred(share, digits) for share in shares] == texts


def test_the_ends_of_an_interval_stay_apart():
    assert estimates.percents(Interval(0.0, 0.0, 0.0019)) == "0.00 % [0.00, 0.19]"
    assert estimates.percents(Interval(0.04, 0.024, 0.066)) == "4 % [2, 7]"
    assert estimates.percents(Interval(0.4, 0.3, 0.5)) == "40 % [30, 50]"
    assert estimates.percents(Interval(float("nan"), 0.0, 1.0)) == "unknown"
    assert estimates.points(Interval(-0.0001, -0.1, 0.1)) == "0 points [-10, +10]"


@pytest.mark.parametrize(
    ("half", "text"),
    [(0.001, "0.10 points"), (0.0011, "0.11 points"), (0.01, "1.0 points"), (0.02, "2 points"), (0.031, "4 points")],
)
def test_precision_in_words_is_never_better_than_the_interval(half, text):
    assert estimates.within(half) == text
    assert float(text.split()[0]) >= 100 * half - 1e-9


def test_of_few_pairs_no_range_is_told_and_of_none_no_shift():
    start = comparing.Side("a", None, 84)
    for both, words in (
        (0, "There is no pair in which both settle"),
        (1, "Both settle in 1 pair only: after settles 7 days later"),
        (2, "they are too few for a range"),
        (20, "after settles 7 days later, and so in nine pairs of ten"),
    ):
        before, after = np.full(40, 14), np.full(40, 21)
        after[both:] = NEVER
        told = " ".join(comparing.sentences(compare(before, after, 84), start, start))
        assert words in told
        assert ("nine pairs of ten" in told) is (both >= comparing.FEW)


def test_a_gain_is_told_only_where_pairs_differ_and_never_as_a_huge_number():
    rng = np.arange(1000) * 7 % 91
    few, alike = rng.copy(), rng.copy()
    few[:200] += 1
    alike[:5] += 1
    assert compare(rng, alike, 500).variance_gain > 1000
    assert comparing.gain_text(compare(rng, alike, 500)) == ""
    assert "over 100 times as many runs" in comparing.gain_text(compare(rng, few, 500))
    assert comparing.gain_text(compare(rng, rng, 500)) == ""
