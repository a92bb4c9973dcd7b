import numpy as np
from whitesmoke.model import codes

from tests.oracles import laws
from tests.worlds import Sketch

ROUNDS = 20
LOGITS = np.array([-1.0, -2.0, -3.0])
P = laws.logit_p(LOGITS + 0.2 * np.arange(ROUNDS)[:, None])
"""(rounds, members) chance to commit in round s + 1: logit p = u + 0.2 s"""


def scripted_world():
    """A shock before every round moves each member's affinity to where its chance is P."""
    A = np.array([[laws.affinity_for(laws.rate_for(p)) for p in row] for row in P])
    shocks = [
        {"day": 7 * (s + 1), "kind": codes.SHOCK, "member": i, "candidate": 0, "amount": A[s, i] - A[s - 1, i]}
        for s in range(1, ROUNDS)
        for i in range(3)
    ]
    return Sketch(affinity=A[0], coefficient={"speed": laws.SPEED}, events=shocks, rounds=ROUNDS).build()


def test_growing_hazard(oracle):
    """A3. P(T <= t) = prod_i (1 - prod_(s<t) (1 - p_is)) for a hazard that scripted shocks raise."""
    waits = np.cumprod(1 - P, axis=0)
    reached = np.prod(1 - waits, axis=1)
    by_chain = subset_chain()
    times = laws.rounds_to_agreement(scripted_world(), 50_000)
    for t, chance in ((5, 0.169508), (10, 0.701321), (15, 0.970923)):
        oracle.exact(f"A3 P(T <= {t})", chance, reached[t - 1])
        oracle.exact(f"A3 P(T <= {t}), chain of subsets", chance, by_chain[t])
        oracle.share(f"A3 P(T <= {t}), simulated", chance, times <= t)
    oracle.exact("A3 E[min(T, 20)]", 8.801933, 1 + np.sum(1 - reached[:-1]))
    oracle.mean("A3 E[min(T, 20)], simulated", 8.801933, np.minimum(times, ROUNDS))


def subset_chain():
    """P(T <= t) by the chain on the eight sets of committed members."""
    state, reached = np.zeros(8), [0.0]
    state[0] = 1.0
    for row in P:
        after = np.zeros(8)
        for now in range(8):
            for joining in range(8):
                if not now & joining:
                    free = [i for i in range(3) if not now >> i & 1]
                    after[now | joining] += state[now] * np.prod(
                        [row[i] if joining >> i & 1 else 1 - row[i] for i in free]
                    )
        state = after
        reached.append(state[7])
    return reached
