from itertools import combinations, permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whitesmoke.evidence.analysis import coalitions
from whitesmoke.evidence.analysis.power_indices import Table, banzhaf, powers, shapley_shubik, swings

from tests.worlds import UNANIMITY, quota_of


def table(n, *rows, alternatives=()):
    """A rule of some rows, met together or, by so many each, one group of them."""
    return Table(
        row_weight=np.array([np.broadcast_to(weight, n) for weight, _, _ in rows], np.int64),
        credit=np.array([credit for _, credit, _ in rows], np.int64),
        quota=np.array([quota for _, _, quota in rows], np.int64),
        alternative=np.cumsum([0, *(alternatives or [len(rows)])]),
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


@settings(max_examples=30, deadline=None, derandomize=True)
@given(
    first=weights(6, 8), second=weights(6, 2), plus=st.integers(-2, 2), votes=st.integers(1, 6), shape=st.integers(0, 4)
)
def test_against_all_orders(first, second, plus, votes, shape):
    """D. Both indices by counting pivots over all orders and swings over all coalitions of six members.

    Rows met together, or in alternatives: weights or a headcount, the same weights twice, a veto in each.
    """
    n, heads, veto = 6, ([1] * 6, [0, 0, 1], [0, 1, votes]), ([0, 0, 1, 0, 0, 0], [0, 1, 1], [1, 1, 0])
    weighted, other = (first, [-1, 0, 1], [1, 3, plus]), (second, [0, 1, 1], [2, 3, 0])
    groups = [
        [[weighted, other]],
        [[weighted, ([1] * 6, [0, 0, 1], [0, 1, max(1, votes - 2)])], [heads]],
        [[weighted, veto], [heads, veto]],
        [[weighted], [other], [heads]],
        [[weighted, heads], [(first, [0, 0, 1], [0, 1, sum(first) // 2])]],
    ][shape]
    rule = table(n, *(row for group in groups for row in group), alternatives=list(map(len, groups)))

    def wins(coalition):
        return any(
            all(reached(coalition, *row) for row in rows) and any(any(weight) for weight, _, _ in rows)
            for rows in groups
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
    assert sum(coalitions.winning(coalitions.game(rule)).values()) == sum(map(wins, sets))


def reached(coalition, weight, credit, quota):
    numerator, denominator, plus = quota
    earned = sum(w * (credit[2] if i in coalition else credit[0]) for i, w in enumerate(weight))
    return denominator * earned >= numerator * sum(weight) + plus


PEOPLE = [
    *(83445, 68402, 58990, 48610, 36621, 19068, 17943, 11832, 10901, 10640, 10552, 10398, 9585, 9159),
    *(6446, 5961, 5604, 5425, 5344, 3862, 2886, 2124, 1872, 1375, 967, 672, 563),
]
"""Thousands, by size: about those of the 27 members of the European Union on 1 January 2024 (Eurostat)"""
HEADS, BY_PEOPLE = ([1], [0, 0, 1], [55, 100, 0]), (PEOPLE, [0, 0, 1], [65, 100, 0])
ALL_BUT_THREE = ([1], [0, 0, 1], [1, 1, -3])
COUNCIL = table(27, HEADS, BY_PEOPLE, ALL_BUT_THREE, alternatives=[2, 1])


def test_all_but_three_add_what_three_could_block(oracle):
    """D. Council of the European Union: it adds those whose opponents, three at most, have over 35 % of people.

    13.2 % of all coalitions win: Petroczy & Csato (2023), *Voting power in the Council of the European Union*.
    """
    found, bare = powers(COUNCIL), powers(table(27, HEADS, BY_PEOPLE))
    blocked = [three for m in (1, 2, 3) for three in combinations(PEOPLE, m) if sum(three) * 100 > 35 * sum(PEOPLE)]
    oracle.exact(
        "D coalitions of all but three that lack the people", len(blocked), (found.act - bare.act) * 2**27, 1e-6
    )
    oracle.exact("D share of coalitions that win in the Council", 0.132, found.act, 5e-4)
    assert found.blocking.tolist() == [4] * 27
    assert bare.blocking.min() == 3
    assert (found.shapley_shubik[:3] < bare.shapley_shubik[:3]).all()


def test_a_veto_beside_weights_of_people():
    """Shares of the members without it are those of the game of the others once it has said yes."""
    rows = [HEADS, BY_PEOPLE, veto_row(27, 1), ALL_BUT_THREE, veto_row(27, 1)]
    found = powers(table(27, *rows, alternatives=[3, 2]))
    assert found.blocking[0] == 1
    assert found.prevent[0] == 1.0
    assert abs(found.shapley_shubik.sum() - 1.0) < 1e-12
    others = table(
        26, ([1], [0, 0, 1], [0, 1, 14]), (PEOPLE[1:], [0, 0, 1], [0, 1, 0]), quota_of(23), alternatives=[2, 1]
    )
    others.quota[1, 2] = -(-65 * sum(PEOPLE) // 100) - PEOPLE[0]
    assert np.allclose(found.act, powers(others).act / 2)


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
    game = coalitions.game(
        table(7, (first, [0, 0, 1], [0, 1, plus]), quota_of(votes), quota_of(6), alternatives=[2, 1])
    )
    if len(game.most) == 1:
        assert coalitions._turned_in_words(game) == coalitions._turned_by_sums(game)
        counts = coalitions._coalitions(game.gains, game.most)
        won = sum(count for (size, sums), count in counts.items() if game.wins(size, sums))
        assert sum(coalitions.winning(game).values()) == won
