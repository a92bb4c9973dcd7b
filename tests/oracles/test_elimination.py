"""Ballots: who of three drops out, and who is chosen at last, by closed form and in both drivers.

Setting: n members, three candidates, rounds of a week, everybody commits at once, to k with chance p_k = h_k / sum h,
where h_k is the logistic of the affinity; nothing else acts. So the votes of the first ballot are multinomial; of
the lowest, by lot among equals, the voters are free again, and choose between the two left with chances p_j / (p_i +
p_j), in the next round. More than half of n decide, in any ballot.
"""

import math
from itertools import product

import numpy as np
import pytest
from whitesmoke.model import codes
from whitesmoke.model.ensemble import ensemble
from whitesmoke.model.phases.decide import heard
from whitesmoke.model.recorder import record
from whitesmoke.model.trace import ELIMINATED

from tests.unit.cases import case
from tests.worlds import Sketch, quota_of

AFFINITY = [0.8, 0.0, -0.6]
N = 7
RUNS = 20_000
WILLING = [1 / (1 + math.exp(-a)) for a in AFFINITY]
CHANCE = [h / sum(WILLING) for h in WILLING]


def three(n=N, quota=None, **changes):
    """A body of n that ballots every week among three names."""
    given = {"ballots": codes.ELIMINATION, "rule": [quota_of(quota or n // 2 + 1)], "coefficient": {"speed": 1000.0}}
    return Sketch([AFFINITY] * n, rounds=6, kind=[codes.PROPOSAL] * 3, **given | changes)


def splits(n):
    """All votes of n for three, with their chances."""
    for votes in product(range(n + 1), repeat=3):
        if sum(votes) == n:
            ways = math.factorial(n) / math.prod(math.factorial(v) for v in votes)
            yield votes, ways * math.prod(p**v for p, v in zip(CHANCE, votes, strict=True))


def lowest(votes):
    """Each that may drop out, with its chance."""
    least = [k for k in range(3) if votes[k] == min(votes)]
    return [(k, 1 / len(least)) for k in least]


def first_out(n=N):
    """The chance of each to drop out first, where nobody can be chosen before."""
    found = [0.0] * 3
    for votes, chance in splits(n):
        for k, share in lowest(votes):
            found[k] += chance * share
    return found


def chosen(n=N):
    """The chance of each to be chosen by more than half, n odd."""
    found = [0.0] * 3
    for votes, chance in splits(n):
        ahead = [k for k in range(3) if votes[k] > n / 2]
        if ahead:
            found[ahead[0]] += chance
            continue
        for out, share in lowest(votes):
            i, j = (k for k in range(3) if k != out)
            p = CHANCE[i] / (CHANCE[i] + CHANCE[j])
            for more in range(votes[out] + 1):
                part = math.comb(votes[out], more) * p**more * (1 - p) ** (votes[out] - more)
                found[i if votes[i] + more > n / 2 else j] += chance * share * part
    return found


def test_who_of_three_drops_out_first(oracle):
    """A quota of more than there are: nobody is chosen, one drops out in round 1, and the last two stay."""
    found = ensemble(three(quota=N + 1).build(), RUNS, seed=3)
    assert ((found.exit == 1).sum(axis=1) == 1).all()
    assert ((found.exit == codes.NEVER).sum(axis=1) == 2).all()
    for k, chance in enumerate(first_out()):
        oracle.share(f"candidate {k} of three drops out first", chance, found.exit[:, k] == 1)


def test_who_of_three_is_chosen(oracle):
    found = ensemble(three().build(), RUNS, seed=4)
    assert (found.round <= 2).all()
    for k, chance in enumerate(chosen()):
        oracle.share(f"candidate {k} of three is chosen by more than half", chance, found.winner == k)


def test_lots_are_fair(oracle):
    """Three members, one vote for each candidate: each drops out with a chance of a third."""
    sketch = three(
        3, quota=4, events=[{"day": 0, "kind": codes.ENDORSE, "member": i, "candidate": i} for i in range(3)]
    )
    found = ensemble(sketch.build(), RUNS, seed=5)
    for k in range(3):
        oracle.share(f"candidate {k} of three equals draws the lot", 1 / 3, found.exit[:, k] == 1)


@pytest.mark.parametrize("secret", [0, 1])
@pytest.mark.parametrize("kind", [codes.POLLS, codes.ELIMINATION])
def test_both_drivers_agree(kind, secret):
    slow = {"speed": 1.0, "influence": 2.0, "isolation": 3.0, "defection": 0.1}
    sketch = three(ballots=kind, secret=secret, coefficient=slow, ties={(i, (i + 1) % N): 1.0 for i in range(N)})
    found = ensemble(sketch.build(), 30, seed=6)
    for run in range(30):
        trace = record(case(sketch), 6, run)
        assert (trace.winner, trace.rounds) == (found.winner[run], found.round[run])
        assert np.array_equal(trace.committed, found.tally[run, : trace.rounds + 1])
        assert np.array_equal(trace.final.left, found.exit[run])
        assert len(trace.ballots) == trace.rounds
        out = [entry.round for entry in trace.entries if entry.detail == ELIMINATED]
        assert sorted(out) == sorted(on for on in found.exit[run].tolist() if on != codes.NEVER)


def test_an_open_poll_moves_nothing():
    slow = {"speed": 0.3, "influence": 2.0, "isolation": 3.0}
    ties = {(i, (i + 1) % N): 1.0 for i in range(N)}
    with_polls, without = (
        ensemble(three(ballots=kind, coefficient=slow, ties=ties).build(), 200, seed=8)
        for kind in (codes.POLLS, codes.NO_BALLOTS)
    )
    for a, b in zip(with_polls, without, strict=True):
        assert a.tobytes() == b.tobytes()


def test_where_votes_are_secret_only_the_last_count_is_heard():
    """Sittings on days 21 and 42: until the first nothing is known; then what it counted, not what came after."""
    sketch = three(ballots=codes.POLLS, secret=1, between=codes.ONLY_SITTINGS, sittings=[21, 42], quota=N + 1)
    sketch.coefficient = {"speed": 0.5, "influence": 2.0, "isolation": 3.0}
    trace = record(case(sketch), 1, 0)
    world = trace.case.world
    assert [round_ for round_, _ in trace.ballots] == [3, 6]
    for round_, look in enumerate(trace.looks, start=1):
        votes = np.zeros(3) if round_ <= 3 else trace.committed[3]
        assert [heard(world, look, 0, k) for k in range(3)] == [v / N for v in votes]
        assert look.share.tolist() == [v / N for v in votes]
    assert (trace.committed[2] != 0).any()


def test_two_are_not_reduced_to_one_and_nobody_leaves_before_a_vote():
    pair = Sketch(
        [AFFINITY[:2]] * 4, rounds=5, ballots=codes.ELIMINATION, rule=[quota_of(5)], coefficient={"speed": 9.0}
    )
    assert (ensemble(pair.build(), 50, seed=2).exit == codes.NEVER).all()
    silent = three(coefficient={"speed": 0.0})
    assert (ensemble(silent.build(), 5, seed=2).exit == codes.NEVER).all()
