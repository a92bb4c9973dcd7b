"""Closed forms of bargaining theory, each against the game itself: values iterated, incentives checked, times drawn."""

import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp
from scipy.optimize import minimize, minimize_scalar, root
from scipy.stats import expon, qmc
from whitesmoke.evidence import theory

from tests.oracles import laws

# Dividing


def play(n, quota, delta, recognition, vetoes=0):
    """Expected shares of the game of random proposers, iterated from equal shares: every proposer pays the veto players
    and then the cheapest others their patience times their value, with ties shared alike."""
    delta, v = np.broadcast_to(np.asarray(delta, float), n), np.full(n, 1 / n)
    for _ in range(4000):
        price, got = delta * v, np.zeros(n)
        for i in range(n):
            bought = np.zeros(n)
            must = [j for j in range(vetoes) if j != i]
            bought[must] = 1.0
            others = np.array([j for j in range(vetoes, n) if j != i], int)
            left = quota - 1 - len(must)
            for value in np.unique(np.round(price[others], 12)):
                tied = others[np.abs(price[others] - value) < 1e-11]
                bought[tied] = min(1.0, left / len(tied))
                left -= bought[tied].sum()
            got += recognition[i] * (bought * price + (np.arange(n) == i) * (1 - (bought * price).sum()))
        if np.abs(got - v).max() < 1e-13:
            break
        v = got
    return v


@pytest.mark.parametrize(
    ("n", "quota", "delta", "proposer", "partner"),
    [
        (3, 2, 0.9, 0.7, 0.3),
        (5, 3, 0.8, 0.68, 0.16),
        (32, 17, 0.95, 0.525, 0.0296875),
        (32, 22, 0.95, 0.376563, 0.0296875),
        (32, 31, 0.95, 0.109375, 0.0296875),
        (32, 32, 0.95, 0.079688, 0.0296875),
    ],
)
def test_baron_ferejohn(oracle, n, quota, delta, proposer, partner):
    """B. Baron & Ferejohn (1989), closed rule: proposer 1 - (q - 1) delta / n, partner delta / n."""
    offer = theory.baron_ferejohn(n, quota, delta)
    oracle.exact(f"B Baron-Ferejohn ({n}, {quota}, {delta}), proposer", proposer, offer.proposer)
    oracle.exact(f"B Baron-Ferejohn ({n}, {quota}, {delta}), partner", partner, offer.partner)
    price = delta * play(n, quota, delta, np.full(n, 1 / n))
    oracle.exact(
        f"B Baron-Ferejohn ({n}, {quota}, {delta}), iterated", 1 - (quota - 1) * price[0], offer.proposer, 1e-9
    )


@pytest.mark.parametrize(
    ("n", "k", "quota", "delta", "veto", "other"),
    [
        (3, 1, 2, 0.9, 0.733333, 0.133333),
        (15, 5, 9, 0.9, 0.152381, 0.023810),
        (32, 1, 17, 0.95, 0.247455, 0.024276),
        (7, 3, 3, 0.8, None, None),
        (7, 0, 4, 0.8, 0, 1 / 7),
    ],
)
def test_veto_players(oracle, n, k, quota, delta, veto, other):
    """B. Veto players among n (Winter 1996): v from its linear equation, against the game iterated."""
    found = theory.veto_players(n, k, quota, delta)
    if veto is not None:
        oracle.exact(f"B veto players ({n}, {k}, {quota}, {delta}), veto", veto, found.veto)
        oracle.exact(f"B veto players ({n}, {k}, {quota}, {delta}), other", other, found.other)
    v = play(n, quota, delta, np.full(n, 1 / n), k)
    if k:
        oracle.exact(f"B veto players ({n}, {k}, {quota}, {delta}), veto, iterated", v[0], found.veto, 1e-9)
    oracle.exact(f"B veto players ({n}, {k}, {quota}, {delta}), other, iterated", v[-1], found.other, 1e-9)


def test_unequal_patience(oracle):
    """B. Unanimity, unequal patience: v_i = [p_i / (1 - delta_i)] / sum, by its linear equations and iterated."""
    delta = np.array([0.9, 0.8, 0.95])
    for recognition in (None, np.array([1.0, 2.0, 3.0])):
        p = np.full(3, 1 / 3) if recognition is None else recognition / 6
        found = theory.unanimity_values(delta, recognition)
        system = np.eye(3) * (1 - delta) + np.outer(p, delta)  # v_i (1 - delta_i) + p_i sum_j delta_j v_j = p_i
        for i, value in enumerate(np.linalg.solve(system, p)):
            oracle.exact(f"B unequal patience {i}, p = {p.round(2)}, linear solve", value, found[i], 1e-12)
        assert np.allclose(play(3, 3, delta, p), found, atol=1e-9)
    for i, value in enumerate((0.285714, 0.142857, 0.571429)):
        oracle.exact(f"B unequal patience {i}", value, theory.unanimity_values(delta)[i])


def test_disagreement_values(oracle):
    """B. Nash: v_i = d_i + w_i (1 - sum d), by maximising the product and by talks that may break down."""
    d, w = np.array([0.1, 0.0, 0.2]), np.array([0.5, 0.3, 0.2])
    best = minimize(
        lambda v: -(w * np.log(v - d)).sum(),
        d + 0.7 / 3,
        method="SLSQP",
        bounds=[(low + 1e-9, 1) for low in d],
        constraints={"type": "eq", "fun": lambda v: v.sum() - 1},
        options={"ftol": 1e-14},
    ).x
    for i, value in enumerate((0.45, 0.21, 0.34)):
        oracle.exact(f"B weighted Nash {i}", value, theory.nash(d, w)[i])
        oracle.exact(f"B weighted Nash {i}, maximised", best[i], theory.nash(d, w)[i], 1e-5)
    for weight in (w, np.full(3, 1 / 3)):
        v = np.full(3, 1 / 3)
        for _ in range(2000):
            held = 0.9 * v + 0.1 * d  # what a rejection brings: talks go on, or break down
            v = held + weight * (1 - held.sum())
        for i in range(3):
            oracle.exact(f"B breakdown {i}, w = {weight.round(2)}", v[i], theory.nash(d, weight)[i], 1e-9)
    assert theory.nash(d) == pytest.approx(d + (1 - d.sum()) / 3)
    assert (theory.nash([0.2, 0, 0]) - theory.nash([0.1, 0, 0]))[0] == pytest.approx(0.1 * 2 / 3)


@pytest.mark.parametrize(
    ("first", "second", "share"), [(0.9, 0.9, 0.526316), (0.9, 0.8, 0.714286), (0.99, 0.95, 0.840336)]
)
def test_rubinstein(oracle, first, second, share):
    """B. Rubinstein (1982): (1 - d2) / (1 - d1 d2), against backward induction over 1000 rounds."""
    found = theory.rubinstein(first, second)
    oracle.exact(f"B Rubinstein ({first}, {second})", share, found.proposer)
    x = 1.0
    for _ in range(1000):
        x = 1 - second * (1 - first * x)
    oracle.exact(f"B Rubinstein ({first}, {second}), backward", x, found.proposer, 1e-9)
    assert sum(found) == pytest.approx(1)


@pytest.mark.parametrize(
    ("n", "delta", "proposer", "partner"), [(3, 0.9, 0.357143, 0.321429), (32, 0.95, 0.032841, 0.031199)]
)
def test_rejector_proposes(oracle, n, delta, proposer, partner):
    """B. The rejector proposes next (Chatterjee et al. 1993): 1 / (1 + (n - 1) delta), against the offers iterated."""
    found = theory.rejector_proposes(n, delta)
    oracle.exact(f"B rejector proposes ({n}, {delta}), proposer", proposer, found.proposer)
    oracle.exact(f"B rejector proposes ({n}, {delta}), partner", partner, found.partner)
    x = 1 / n
    for _ in range(3000):
        x = 0.97 * x + 0.03 * (1 - (n - 1) * delta * x)  # damped: the map itself swings
    oracle.exact(f"B rejector proposes ({n}, {delta}), iterated", x, found.proposer, 1e-9)
    assert theory.rejector_proposes(2, delta) == pytest.approx(theory.rubinstein(delta, delta))


THETA, WEIGHT = np.array([0.0, 0.3, 1.0]), np.array([0.2, 0.3, 0.5])


@pytest.mark.parametrize(("worth", "point"), [(2, 0.582579), (10, 0.588590), (1000, 0.589986)])
def test_spatial_nash(oracle, worth, point):
    """B. Quadratic loss on a line: sum w_i (x - theta_i) / (D - (x - theta_i)^2) = 0, near the weighted mean."""
    found = theory.spatial_nash(THETA, worth, WEIGHT)
    oracle.exact(f"B spatial Nash, D = {worth}", point, found)
    best = minimize_scalar(
        lambda x: -(WEIGHT * np.log1p(-((x - THETA) ** 2) / worth)).sum(), bounds=(0, 1), options={"xatol": 1e-12}
    )
    oracle.exact(f"B spatial Nash, D = {worth}, maximised", best.x, found, 1e-5)
    mean = WEIGHT @ THETA
    third = WEIGHT @ (mean - THETA) ** 3
    oracle.exact(f"B spatial Nash, D = {worth}, mean less third moment / D", mean - third / worth, found, 0.01 / worth)


def test_random_proposers_on_a_line(oracle):
    """B. Random proposers under unanimity (Banks & Duggan 2000) settle on Nash between the two outermost members."""
    worth, delta, w = 2.0, 0.9999, np.array([0.2, 0.2, 0.6])

    def proposals(v):
        reach = np.sqrt(np.maximum(worth - delta * v, 0))  # how far from its ideal a member still accepts
        return np.clip(THETA, (THETA - reach).max(), (THETA + reach).min())

    def change(v):
        return (worth - (proposals(v)[None, :] - THETA[:, None]) ** 2) @ w - v

    solved = root(change, worth - (0.57 - THETA) ** 2, tol=1e-13)
    assert np.abs(change(solved.x)).max() < 1e-12
    outermost = theory.spatial_nash([0, 1], worth, [0.4, 0.6])
    oracle.exact("B random proposers on a line", outermost, w @ proposals(solved.x), 1e-4)
    assert abs(theory.spatial_nash(THETA, worth, w) - outermost) > 0.05


def test_where_a_spatial_agreement_is_at_a_bound():
    """B. A member without weight moves nothing, but what is worse for it than none cannot be agreed on."""
    assert theory.spatial_nash([0, 1], 0.36, [1, 0]) == pytest.approx(0.4)
    assert theory.spatial_nash([0, 1], 0.36, [0, 1]) == pytest.approx(0.6)
    assert theory.spatial_nash([0, 1], 4, [1, 0]) == pytest.approx(0)
    assert theory.spatial_nash([0.7, 0.7], 1) == pytest.approx(0.7)
    assert theory.spatial_nash([0, 1], 0.36) == pytest.approx(0.5)


# Waiting

POINTS = 65536


def uniforms(d, seed):
    return np.clip(qmc.Sobol(d, rng=seed).random(POINTS), 1e-12, 1 - 1e-12)


@pytest.mark.parametrize(("n", "cost", "prize", "mean"), [(2, 1, 10, 5), (3, 1, 10, 6.666667), (5, 2, 10, 4)])
def test_war_of_attrition(oracle, n, cost, prize, mean):
    """B. War of attrition: E[T] = (n - 1) V / (n c) with hazards at which nobody gains by waiting or giving in."""
    found = theory.war_of_attrition(n, cost, prize)
    oracle.exact(f"B war of attrition ({n}, {cost}, {prize})", mean, found)
    others = (n - 1) / (n * found)  # rate at which one of the others gives in
    for leave in (0.1, 1, 30):
        gain = quad(lambda t: (prize - cost * t) * others * np.exp(-others * t), 0, leave)[0]
        oracle.exact(
            f"B gain of waiting until {leave}, n = {n}", 0, gain - cost * leave * np.exp(-others * leave), 1e-7
        )
    times = expon.rvs(scale=n * found, size=(20_000, n), random_state=1).min(axis=1)
    oracle.mean(f"B war of attrition ({n}, {cost}, {prize}), drawn", found, times)


@pytest.mark.parametrize(("prizes", "mean"), [(1, 0.166667), (5, 0.119048), (31, 0.029356)])
def test_last_stage(oracle, prizes, mean):
    """B. Bulow & Klemperer (1999), U[0,1]: N / ((N + 1)(N + 2)), by integration of T' = N v / (1 - v), and drawn."""
    found = theory.last_stage(prizes)
    oracle.exact(f"B Bulow-Klemperer, N = {prizes}", mean, found)
    waits = solve_ivp(
        lambda v, T: prizes * v / (1 - v), (0, 0.9999), [0.0], rtol=1e-10, atol=1e-12, dense_output=True
    ).sol
    integral = quad(lambda v: (prizes + 1) * (1 - v) ** prizes * waits(v)[0], 0, 0.9999, epsabs=1e-10, limit=200)[0]
    oracle.exact(f"B Bulow-Klemperer, N = {prizes}, integrated", found, integral, 1e-5)
    lowest = 1 - (1 - uniforms(1, 1)[:, 0]) ** (1 / (prizes + 1))
    oracle.exact(
        f"B Bulow-Klemperer, N = {prizes}, drawn", found, np.mean(-prizes * (lowest + np.log1p(-lowest))), 1e-3
    )


@pytest.mark.parametrize(("cost", "wait"), [(0.1, 0.023002), (0.25, 0.182605), (0.5, 1.227411)])
def test_volunteer(oracle, cost, wait):
    """B. Bliss & Nalebuff (1984), n = 5: T(c) = (n - 1)[c / (1 - c) + ln(1 - c)]; nobody gains by another wait."""
    n = 5
    oracle.exact(f"B Bliss-Nalebuff T({cost})", wait, theory.volunteer(n, cost))
    oracle.exact(
        f"B Bliss-Nalebuff T({cost}), integrated",
        quad(lambda c: (n - 1) * c / (1 - c) ** 2, 0, cost)[0],
        theory.volunteer(n, cost),
    )

    def payoff(as_if):
        """Waiting as a member with that cost does: the others' costs are beyond it, or one of them comes first."""
        alone = (1 - cost) * np.exp(-theory.volunteer(n, as_if)) * (1 - as_if) ** (n - 1)
        return alone + quad(lambda x: np.exp(-theory.volunteer(n, x)) * (n - 1) * (1 - x) ** (n - 2), 0, as_if)[0]

    best = minimize_scalar(lambda c: -payoff(c), bounds=(0, 0.95), method="bounded", options={"xatol": 1e-9}).x
    oracle.exact(f"B Bliss-Nalebuff best reply of cost {cost}", cost, best, 1e-4)


def test_when_to_stop(oracle):
    """B. Optimal stopping: ceil(ln(k / (eta D)) / ln(1 - eta)) rounds, against every number of rounds."""
    found = theory.when_to_stop(4, 0.2, 0.1)
    oracle.exact("B stopping (4, .2, .1), rounds", 10, found.rounds, 0)
    oracle.exact("B stopping (4, .2, .1), value", 2.570503, found.value)
    for gap, closes, cost in [(4, 0.2, 0.1), (1, 0.05, 0.01), (1, 0.3, 0.5), (8, 0.6, 0.001)]:
        values = [gap * (1 - (1 - closes) ** t) - cost * t for t in range(200)]
        stop = theory.when_to_stop(gap, closes, cost)
        assert stop.rounds == int(np.argmax(values))
        oracle.exact(f"B stopping ({gap}, {closes}, {cost}), best of all", max(values), stop.value, 1e-12)


# The cost of a quota


@pytest.mark.parametrize(
    ("q", "rounds"), [(32, 39.020077), (31, 29.528856), (28, 19.246699), (22, 11.220590), (17, 7.526031)]
)
def test_order_statistics(oracle, q, rounds):
    """A2. Mean rounds to a quota of 32 at p = 0.1 by convolution, against the alternating sum in fractions."""
    found = theory.mean_rounds([0.1] * 32, q)
    oracle.exact(f"A2 theory, quota {q} of 32", rounds, found)
    oracle.exact(f"A2 theory, quota {q} of 32, in fractions", laws.mean_of_order_statistic(32, q, 0.1), found, 1e-9)
    oracle.exact(
        f"A2 theory, chance by round 20, quota {q}",
        laws.quota_reached(32, q, 0.1)(20)[0],
        theory.chance_by_round([0.1] * 32, q, 20)[0],
        1e-12,
    )


def test_unequal_members(oracle):
    """A1. Unequal chances: inclusion and exclusion for the last, and every subset of three for the second."""
    p = laws.logit_p((-1, -2, -3))
    oracle.exact("A1 theory, the last of three", 23.465258, theory.mean_rounds(p, 3))
    oracle.exact(
        "A1 theory, inclusion and exclusion", laws.mean_by_inclusion_exclusion(p), theory.mean_rounds(p, 3), 1e-9
    )
    pairs = sum(1 / (1 - (1 - p[i]) * (1 - p[j])) for i, j in ((0, 1), (0, 2), (1, 2)))
    second = pairs - 2 / (1 - np.prod(1 - p))
    oracle.exact("A1 theory, the second of three", second, theory.mean_rounds(p, 2), 1e-9)
    oracle.exact("A1 theory, the first of three", 1 / (1 - np.prod(1 - p)), theory.mean_rounds(p, 1), 1e-9)
    assert theory.mean_rounds([0.2, 0.0], 2) == np.inf
    assert theory.mean_rounds([1.0, 1.0], 2) == pytest.approx(1)
    assert theory.mean_rounds([0.001], 1) == pytest.approx(1000)


@pytest.mark.parametrize(("q", "mean"), [(32, 4.058495), (31, 3.058495), (22, 1.129527), (17, 0.740266)])
def test_continuous_order_statistics(oracle, q, mean):
    """A2. At rate 1 the q-th of 32 comes after H_32 - H_(32 - q), the limit of short rounds."""
    oracle.exact(f"A2 theory, time to {q} of 32", mean, theory.mean_time(32, q))
    oracle.exact(f"A2 theory, time to {q} of 32 at rate 4", mean / 4, theory.mean_time(32, q, 4))
    chance, short = -np.expm1(-0.01), 0.01
    in_rounds = short * (theory.mean_rounds([chance] * 32, q) - 0.5)
    oracle.exact(f"A2 theory, rounds of 1/100, {q} of 32", in_rounds, theory.mean_time(32, q), 1e-3)


def test_price_of_unanimity(oracle):
    """A2. Unanimity takes 5.482 times as long as a majority of 17."""
    oracle.exact("A2 theory, unanimity / majority", 5.482, theory.mean_time(32, 32) / theory.mean_time(32, 17), 5e-4)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: theory.baron_ferejohn(5, 6, 0.9), "a quota must be between 1 and 5, not 6"),
        (lambda: theory.baron_ferejohn(5, 3, 1.0), "discount factor must be at least 0 and below 1"),
        (lambda: theory.veto_players(5, 5, 5, 0.9), "veto players must be between 0 and 4, not 5"),
        (lambda: theory.veto_players(5, 3, 2, 0.9), "a quota must be between 3 and 5, not 2"),
        (lambda: theory.unanimity_values([0.9, -0.1]), "discount factor"),
        (lambda: theory.unanimity_values([0.9, 0.8], [1]), "recognition must be 2 numbers of 0 or more"),
        (lambda: theory.nash([0.6, 0.6]), "worth 1.2 in all, more than the 1"),
        (lambda: theory.nash([0.1, 0.1], [0, 0]), "weight must be 2 numbers of 0 or more, not all 0"),
        (lambda: theory.spatial_nash([0, 1], 0.2), "no point is worth more than disagreement to all"),
        (lambda: theory.rejector_proposes(1, 0.9), "the number of members must be 2 or more, not 1"),
        (lambda: theory.war_of_attrition(3, 0, 1), "the cost of waiting must be above 0, not 0"),
        (lambda: theory.last_stage(0), "the number of prizes must be 1 or more"),
        (lambda: theory.volunteer(5, 1.0), "below the 1 that the good is worth"),
        (lambda: theory.when_to_stop(4, 1.0, 0.1), "must lie between 0 and 1, not 1.0"),
        (lambda: theory.mean_rounds([0.1, 1.1], 1), "chance to say yes in a round must lie between 0 and 1"),
        (lambda: theory.mean_time(4, 0), "a quota must be between 1 and 4"),
    ],
)
def test_what_no_game_has_is_refused(wrong, words):
    with pytest.raises(ValueError, match=words):
        wrong()
