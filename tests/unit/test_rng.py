"""The generator of addressed randomness and the elementary functions under it."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from whitesmoke.model import codes
from whitesmoke.model.rng import key, philox, uniform, uniforms
from whitesmoke.model.rules.distributions import LOGNORMAL, NORMAL, TRIANGULAR, UNIFORM, normal, quantile
from whitesmoke.model.rules.hazard import exp, log, probability

ONES = 0xFFFFFFFF
KNOWN = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ONES,) * 4, (ONES,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]
ulps = settings(max_examples=500, deadline=None, derandomize=True)


@pytest.mark.parametrize(("counter", "key", "words"), KNOWN)
def test_known_answers(counter, key, words):
    """Random123's kat_vectors for philox4x32 with 10 rounds (Salmon et al. 2011)."""
    assert philox(*counter, *key) == words


def test_key_is_the_whole_seed():
    """Every seed of 64 bits has a key of its own, zero among them."""
    assert [key(seed) for seed in (0, 1, 2**32, 2**64 - 1)] == [(0, 0), (1, 0), (0, 1), (ONES, ONES)]


def test_address_is_every_part():
    """No two addresses share a draw: changing any one part changes the number."""
    address = [7, 8, 3, 11, 21, 5, codes.MEETS]
    others = [uniform(*(part + (x == at) for x, part in enumerate(address))) for at in range(7)]
    assert len({uniform(*address), *others}) == 8


def test_unlike_purposes_and_targets_do_not_collide():
    """Purpose and target share a word of the counter: 24 bits for one, 8 for the other."""
    top = 2**24 - 1
    words = {uniform(1, 0, 0, 1, 5, target, purpose) for purpose in range(1, 9) for target in (0, 1, top - 1, top)}
    assert len(words) == 32


def test_uniform_and_independent():
    """Kolmogorov-Smirnov along runs, rounds, members and targets; the pair of one address is uncorrelated."""
    for part in range(2, 6):
        address = np.tile([3, 0, 1, 1, 1, 1, codes.COMMITS], (5_000, 1))
        address[:, part] = np.arange(5_000)
        pairs = np.array([uniforms(*map(int, row)) for row in address])
        assert stats.kstest(pairs[:, 0], "uniform").pvalue > 1e-4
        assert stats.kstest(pairs[:, 1], "uniform").pvalue > 1e-4
        for left, right in ((pairs[:, 0], pairs[:, 1]), (pairs[:-1, 0], pairs[1:, 0])):
            assert abs(np.corrcoef(left, right)[0, 1]) * math.sqrt(5_000) < 4


def test_never_zero_or_one():
    """The extreme words give numbers inside (0, 1), so that log and quantile are finite."""
    low, high = 0.5 * 2.0**-52, ((ONES << 20 | ONES >> 12) + 0.5) * 2.0**-52
    assert 0 < low < high < 1
    assert math.isfinite(normal(low))
    assert math.isfinite(normal(high))


@ulps
@given(st.floats(-708, 709))
def test_exp(x):
    """Within 2 units in the last place of the C library's, itself within one."""
    assert abs(exp(x) - math.exp(x)) <= 4.5e-16 * math.exp(x)


@ulps
@given(st.one_of(st.floats(1e-300, 1e300), st.floats(0.5, 2)))
def test_log(x):
    """Relative error of the logarithm, near one as well."""
    assert abs(log(x) - math.log(x)) <= 4.5e-16 * abs(math.log(x))


def test_exp_and_log_at_the_edges():
    assert (exp(0.0), exp(-709.0), exp(710.0), log(1.0)) == (1.0, 0.0, math.inf, 0.0)
    assert exp(-math.inf) == 0.0
    assert (exp(-708.0), exp(709.0)) == pytest.approx((math.exp(-708.0), math.exp(709.0)), rel=1e-15)
    assert (log(0.0), log(math.inf)) == (-math.inf, math.inf)
    assert all(math.isnan(x) for x in (exp(math.nan), log(math.nan), log(-1.0), log(-math.inf)))


@given(st.floats(0, 50), st.floats(0, 10))
def test_probability(rate, weeks):
    """1 - exp(-rate weeks), absolute error of rounding."""
    assert abs(probability(rate, weeks) + math.expm1(-rate * weeks)) < 4e-16


@ulps
@given(st.one_of(st.floats(1e-15, 1 - 1e-15), st.floats(1e-300, 1e-10)))
def test_normal_quantile(u):
    """Wichura's AS 241 against scipy."""
    expected = stats.norm.ppf(u)
    assert abs(normal(u) - expected) <= 2e-15 * max(1.0, abs(expected))


@pytest.mark.parametrize(
    ("family", "arguments", "reference"),
    [
        (NORMAL, (1.5, 0.3, 0.0), stats.norm(1.5, 0.3)),
        (LOGNORMAL, (0.2, 0.4, 0.0), stats.lognorm(0.4, scale=math.exp(0.2))),
        (UNIFORM, (-1.0, 3.0, 0.0), stats.uniform(-1, 4)),
        (TRIANGULAR, (1.0, 2.0, 5.0), stats.triang(0.25, 1, 4)),
    ],
)
def test_quantiles(family, arguments, reference):
    """Each family against scipy, whole and cut to the middle nine tenths."""
    for u in np.linspace(0.001, 0.999, 101):
        assert quantile(family, *arguments, 0.0, 1.0, u) == pytest.approx(reference.ppf(u), rel=1e-13, abs=1e-13)
        cut = quantile(family, *arguments, 0.05, 0.95, u)
        assert cut == pytest.approx(reference.ppf(0.05 + 0.9 * u), rel=1e-13, abs=1e-13)


def test_one_uniform_is_the_first_of_two():
    address = (11, 12, 13, 14, 15, 16, 17)
    assert uniform(*address) == uniforms(*address)[0]
    assert (
        len({uniform(*address[:at], 99, *address[at + 1 :]) for at in range(len(address))} | {uniform(*address)}) == 8
    )
