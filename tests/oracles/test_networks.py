"""Opinions on a network: limits by algebra against averaging round by round, and copying as a Markov chain."""

import networkx as nx
import numpy as np
import pytest
from whitesmoke.evidence.analysis import opinion
from whitesmoke.model import network, rng
from whitesmoke.scenario import open_case

PATH = np.array([[0.5, 0.5, 0], [0.25, 0.5, 0.25], [0, 0.5, 0.5]])
TRIO = np.array([[0.6, 0.2, 0.2], [0.1, 0.8, 0.1], [0.3, 0.3, 0.4]])
FIRST = np.array([0, 0.2, 1])
OPENNESS = np.array([0.9, 0.5, 0.7])


def rounds(step, x, number):
    """The opinions after each of a number of rounds."""
    path = [x]
    for _ in range(number):
        path.append(step(path[-1]))
    return np.array(path)


def shrinkage(path, limit, late):
    """By what the largest distance from the limit shrinks in a late round."""
    distance = np.abs(path - limit).max(axis=1)
    return distance[late + 1] / distance[late]


def test_degroot(oracle):
    """C. DeGroot (1974) on a path of three: weights (1, 2, 1) / 4, limit .35, second eigenvalue .5."""
    found = opinion.degroot(PATH)
    oracle.exact("C DeGroot limit", 0.35, found.weight @ FIRST)
    oracle.exact("C DeGroot second eigenvalue", 0.5, found.rate)
    path = rounds(lambda x: PATH @ x, FIRST, 60)
    for i in range(3):
        oracle.exact(f"C DeGroot weight {i}", (0.25, 0.5, 0.25)[i], found.weight[i])
        oracle.exact(f"C DeGroot opinion {i} after 60 rounds", path[-1, i], found.weight @ FIRST, 1e-12)
    oracle.exact("C DeGroot shrinkage in round 20", shrinkage(path, 0.35, 20), found.rate, 1e-5)


def test_friedkin_johnsen(oracle):
    """C. Friedkin & Johnsen (1990): (I - A W)^-1 (I - A) x0, rate the spectral radius of A W."""
    found = opinion.friedkin_johnsen(TRIO, FIRST, OPENNESS)
    path = rounds(lambda x: OPENNESS * (TRIO @ x) + (1 - OPENNESS) * FIRST, FIRST, 200)
    for i, value in enumerate((0.322088, 0.241938, 0.581174)):
        oracle.exact(f"C Friedkin-Johnsen opinion {i}", value, found.opinion[i])
        oracle.exact(f"C Friedkin-Johnsen opinion {i} after 200 rounds", path[-1, i], found.opinion[i], 1e-12)
    oracle.exact("C Friedkin-Johnsen rate", 0.702259, found.rate)
    oracle.exact("C Friedkin-Johnsen shrinkage in round 40", shrinkage(path, found.opinion, 40), found.rate, 1e-5)


def chain_on_count(n, up):
    """Mean steps to 0 or n of a walk on the number of holders that goes up and down with chance up(i) each."""
    system = np.zeros((n - 1, n - 1))
    for i in range(1, n):
        system[i - 1, i - 1] = 2 * up(i)
        if i > 1:
            system[i - 1, i - 2] = -up(i)
        if i < n - 1:
            system[i - 1, i] = -up(i)
    return np.linalg.solve(system, np.ones(n - 1))


def chain_on_states(neighbours):
    """Mean steps of the voter model from every one of the 2^n opinions, by the chain itself."""
    n = len(neighbours)
    system, ones = np.eye(2**n), np.ones(2**n)
    for state in range(1, 2**n - 1):
        for i, near in enumerate(neighbours):
            for j in near:
                after = state & ~(1 << i) | (state >> j & 1) << i
                system[state, after] -= 1 / (n * len(near))
    ones[[0, -1]] = 0
    return np.linalg.solve(system, ones)


@pytest.mark.parametrize(
    ("n", "i", "steps"), [(5, 2, 11.666667), (10, 5, 58.107143), (32, 20, 641.034), (32, 16, 672.344)]
)
def test_voter_model_on_a_complete_graph(oracle, n, i, steps):
    """C. Voter model on K_n, single updates: by the sum, and by the chain on the number of holders."""
    found = opinion.voter_time_complete(n, i)
    oracle.exact(f"C voter model K_{n} from {i}", steps, found, 5e-4)
    by_chain = chain_on_count(n, lambda i: i * (n - i) / (n * (n - 1)))
    oracle.exact(f"C voter model K_{n} from {i}, chain", by_chain[i - 1], found, 1e-8)
    if n == 5:
        everybody = [[j for j in range(n) if j != k] for k in range(n)]
        oracle.exact("C voter model K_5 from 2, all states", chain_on_states(everybody)[0b11], found, 1e-9)
    assert opinion.voter_time_complete(n, 0) == opinion.voter_time_complete(n, n) == 0


@pytest.mark.parametrize(("n", "i", "steps"), [(6, 3, 27), (8, 2, 48), (10, 4, 120)])
def test_voter_model_on_a_cycle(oracle, n, i, steps):
    """C. Voter model on a cycle from i neighbours: n i (n - i) / 2, against the chain on all 2^n states."""
    oracle.exact(f"C voter model, cycle of {n} from {i}", steps, opinion.voter_time_cycle(n, i))
    ring = [[(k - 1) % n, (k + 1) % n] for k in range(n)]
    oracle.exact(f"C voter model, cycle of {n} from {i}, all states", chain_on_states(ring)[2**i - 1], steps, 1e-8)


def test_voter_model_drawn(oracle):
    """C. Voter model on K_5 from 2, played."""
    times = []
    for run in range(8000):
        holds, step = [1, 1, 0, 0, 0], 0
        while 0 < sum(holds) < 5:
            step += 1
            first, second = rng.uniforms(*rng.key(1), run, step, 0, 0, 255)
            i = int(first * 5)
            holds[i] = holds[[j for j in range(5) if j != i][int(second * 4)]]
        times.append(step)
    oracle.mean("C voter model K_5 from 2, drawn", opinion.voter_time_complete(5, 2), times)


def test_network_of_a_case():
    """C. The network of a shipped case is one that averaging agrees on, and its weights stay what they are."""
    case = open_case("rutte-iohannis")
    W = nx.to_numpy_array(network.of_world(case), nodelist=case.names.members)
    weight = opinion.degroot(W).weight
    assert np.allclose(weight @ W, weight, atol=1e-12)
    assert (weight > 0).all()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: opinion.degroot([[0.5, 0.4], [0.5, 0.5]]), "add up to 1"),
        (lambda: opinion.degroot([[1.5, -0.5], [0.5, 0.5]]), "0 or more"),
        (lambda: opinion.degroot([[1.0, 0.0]]), "square table, not of shape .1, 2."),
        (lambda: opinion.degroot(np.eye(2)), "no common opinion"),
        (lambda: opinion.degroot([[0, 1], [1, 0]]), "no common opinion"),
        (lambda: opinion.friedkin_johnsen(PATH, FIRST, np.ones(3)), "hold on to nothing"),
        (lambda: opinion.friedkin_johnsen(PATH, FIRST, [0.5, 1.5, 0]), "one number between 0 and 1"),
        (lambda: opinion.friedkin_johnsen(PATH, FIRST[:2], [0.5, 0.5, 0]), "a first opinion"),
        (lambda: opinion.voter_time_complete(5, 6), "between 0 and 5 of 5 members"),
        (lambda: opinion.voter_time_cycle(2, 1), "at least 3 members"),
    ],
)
def test_what_is_no_network_is_refused(wrong, words):
    with pytest.raises(ValueError, match=words):
        wrong()
