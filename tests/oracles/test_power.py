from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whitesmoke.evidence.analysis import coalitions
from whitesmoke.evidence.analysis.power_indices import Table, banzhaf, powers, shapley_shubik, swings

from tests.worlds import UNANIMITY, quota_of


def table(n, *rows):
    return Table(
        row_weight=np.array([np.broadcast_to(weight, n) for weight, _, _ in rows], np.int64),
        credit=np.array([credit for _, credit, _ in rows], np.int64),
        quota=np.array([quota for _, _, quota in rows], np.int64),
    )


def veto_row(n, players):
    """A row in which none of the first `players` members may say no."""
    return ([1] * players + [0] * (n - players), [0, 1, 1], [1, 1, 0])


SECURITY_COUNCIL = table(15, veto_row(15, 5), quota_of(9))
AS_ONE_ROW = table(15, ([7] * 5 + [1] * 10, [0, 0, 1], [0, 1, 39]))


@pytest.mark.parametrize("rule", [SECURITY_COUNCIL, AS_ONE_ROW], ids=["vetoes", "weights"])
def test_security_council(oracle, rule):
    """D. UNSC after 1965, 15 members, 5 vetoes, 9 votes (Shapley & Shubik 1954; Banzhaf 1965)."""
    power, share, turned = shapley_shubik(rule), banzhaf(rule), swings(rule)
    oracle.exact("D UNSC Shapley-Shubik, permanent", 0.196270, power[0])
    oracle.exact("D UNSC Shapley-Shubik, elected", 0.001865, power[14])
    oracle.exact("D UNSC swings, permanent", 848, turned[0], 0)
    oracle.exact("D UNSC swings, elected", 84, turned[14], 0)
    oracle.exact("D UNSC Banzhaf, permanent", 0.166929, share[0])
    oracle.exact("D UNSC Banzhaf, elected", 0.016535, share[14])
    oracle.exact("D UNSC sum of Shapley-Shubik", 1, power.sum(), 1e-12)


@pytest.mark.parametrize(("q", "veto", "other"), [(17, 0.5, 0.016129), (22, 0.34375, 0.021169)])
def test_one_veto_in_32(oracle, q, veto, other):
    """D. One veto player among 32 with quota q: it is pivotal unless it comes before the q-th, (n-q+1)/n."""
    power = shapley_shubik(table(32, veto_row(32, 1), quota_of(q)))
    oracle.exact(f"D one veto in 32, q = {q}", veto, power[0])
    oracle.exact(f"D (n - q + 1) / n, q = {q}", (32 - q + 1) / 32, power[0], 1e-12)
    oracle.exact(f"D one veto in 32, q = {q}, others", other, power[31])


def test_small_weighted_game(oracle):
    """D. [51; 50, 49, 1]: weights are not power."""
    rule = table(3, ([50, 49, 1], [0, 0, 1], [0, 1, 51]))
    for i, (power, share) in enumerate([(2 / 3, 3 / 5), (1 / 6, 1 / 5), (1 / 6, 1 / 5)]):
        oracle.exact(f"D [51; 50, 49, 1] Shapley-Shubik {i}", power, shapley_shubik(rule)[i], 1e-12)
        oracle.exact(f"D [51; 50, 49, 1] Banzhaf {i}", share, banzhaf(rule)[i], 1e-12)


def test_unanimity(oracle):
    """D. Under unanimity every one of 32 has 1/32; a member without a seat has nothing."""
    rule = table(32, UNANIMITY)
    oracle.exact("D unanimity, Shapley-Shubik", 1 / 32, shapley_shubik(rule)[7], 1e-12)
    assert swings(rule) == [1] * 32
    present = np.arange(32) < 31
    assert np.allclose(shapley_shubik(rule, present), np.where(present, 1 / 31, 0), atol=1e-15)


def weights(n, largest):
    return st.lists(st.integers(0, largest), min_size=n, max_size=n)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(first=weights(6, 8), second=weights(6, 2), plus=st.integers(-2, 2))
def test_against_all_orders(first, second, plus):
    """D. Both indices by counting pivots over all orders and swings over all coalitions of six members."""
    n, rows = 6, [(first, [-1, 0, 1], [1, 3, plus]), (second, [0, 1, 1], [2, 3, 0])]
    rule = table(n, *rows)

    def wins(coalition):
        return all(
            denominator * sum(w * (credit[2] if i in coalition else credit[0]) for i, w in enumerate(weight))
            >= numerator * sum(weight) + plus
            for weight, credit, (numerator, denominator, plus) in rows
        )

    pivots = np.zeros(n)
    for order in permutations(range(n)):
        before = [wins(set(order[:m])) for m in range(n + 1)]
        if not before[0] and before[-1]:
            pivots[order[before.index(True) - 1]] += 1 / 720
    sets = [{i for i in range(n) if bits[i]} for bits in product((0, 1), repeat=n)]
    turned = [sum(not wins(s) and wins(s | {i}) for s in sets if i not in s) for i in range(n)]
    assert np.allclose(shapley_shubik(rule), pivots)
    assert swings(rule) == turned


def test_refuses_a_yes_that_hurts():
    with pytest.raises(ValueError, match="never counts less"):
        shapley_shubik(table(3, ([1], [1, 0, 0], [0, 1, 1])))


def test_coleman_in_a_small_weighted_game(oracle):
    """D. [51; 50, 49, 1]: {A, B}, {A, C} and all three win, of 8 coalitions (Coleman 1971)."""
    found = powers(table(3, ([50, 49, 1], [0, 0, 1], [0, 1, 51])))
    oracle.exact("D power to act", 3 / 8, found.act, 1e-12)
    for i, (prevent, initiate) in enumerate([(1, 3 / 5), (1 / 3, 1 / 5), (1 / 3, 1 / 5)]):
        oracle.exact(f"D power to prevent {i}", prevent, found.prevent[i], 1e-12)
        oracle.exact(f"D power to initiate {i}", initiate, found.initiate[i], 1e-12)
    assert found.blocking.tolist() == [1, 2, 2]


def test_who_can_block():
    """A veto blocks alone; an elected member of the Security Council with six others of its kind."""
    assert powers(SECURITY_COUNCIL).blocking.tolist() == [1] * 5 + [7] * 10


def test_a_rule_that_cannot_be_met_gives_no_power():
    found = powers(table(3, quota_of(4)))
    assert found.shapley_shubik.tolist() == found.prevent.tolist() == [0, 0, 0]
    assert found.blocking.tolist() == [0, 0, 0]
    assert found.act == 0


@settings(max_examples=20, deadline=None, derandomize=True)
@given(first=weights(7, 9), plus=st.integers(-2, 20), votes=st.integers(0, 6))
def test_both_ways_of_counting_agree(first, plus, votes):
    """One row of weights beside a headcount: taken out of one array of sums, or counted sum by sum."""
    game = coalitions.game(table(7, (first, [0, 0, 1], [0, 1, plus]), quota_of(votes)))
    if len(game.needs) == 1:
        assert coalitions._turned_in_words(game) == coalitions._turned_by_sums(game)
        ways = coalitions._coalitions(game.gains, game.needs)
        won = sum(count for (size, sums), count in ways.items() if size >= game.fewest and sums == game.needs)
        assert coalitions.winning(game) == won
