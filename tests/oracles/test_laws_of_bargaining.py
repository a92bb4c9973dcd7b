"""B12 to B16. More laws of offers and answers (see `test_offers`): numbers where there are any, else directions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whitesmoke.evidence import theory
from whitesmoke.model import codes
from whitesmoke.model.phases.opening import begin
from whitesmoke.model.round import play_round
from whitesmoke.model.run_state import new_state

from tests.generated import generated, number
from tests.oracles.test_offers import holder, played, share
from tests.worlds import Sketch, quota_of

# Secrets


@pytest.mark.parametrize(("secret", "expected"), [(0.0, 1.0), (1.0, 1.25), (2.0, 2.0), (3.0, 2.0)])
def test_offers_until_agreement(oracle, secret, expected):
    """B12. The n-th offer is the n-th half of what is left above lo, but no more than hi: it wins those whose x* it is.

    sum_n (1 - F(x_n) / F(1)), F that of x*(R), R uniform in -s .. s. A prototype counted 1.00, 1.28, 1.96, 2.22.
    """
    found = holder(2.0, 4.0, runs=2_000, coefficient={"secret": secret})
    low, high = (((end + 2) / 4 + 2) / 3 for end in (-secret, secret))
    steps = np.minimum(min(1.0, high), low + (1 - low) * (1 - 0.5 ** np.arange(1, 30)))
    made = 1 + np.searchsorted(steps, found.met[found.winner == 0, 0] - 1e-9)
    won = np.clip((steps - low) / (min(1.0, high) - low), 0, 1) if secret else np.ones(29)
    oracle.exact(f"B12 offers, secret {secret:g}, summed", expected, 1 + (1 - won).sum(), 1e-6)
    oracle.mean(f"B12 offers, secret {secret:g}", expected, made, made.std() or 1e-9)


@pytest.mark.parametrize("days", [1, 7])
def test_a_tail_of_delay_from_secrets_alone_whatever_the_length_of_a_round(oracle, days):
    """B13. Meetings are Poisson, one a week; each wins half of those left: P(T > t) = exp(-t / 2), not exp(-t)."""
    for secret, rate in ((0.0, 1.0), (2.0, 0.5)):
        found = holder(2.0, 4.0, runs=4_000, round_days=days, rounds=2_000 // days, coefficient={"secret": secret})
        weeks = found.round * days / 7
        for t in (1, 2, 6):
            oracle.share(f"B13 P(T > {t}), secret {secret:g}, rounds of {days}", np.exp(-rate * t), weeks > t)


# One holder that is stronger


def granted(one):
    """The share of all it asks that is granted; infinite where nothing that can be had is enough."""
    found = holder(
        *(one["b"], one["D"], one["u"], one["patience"], 1),
        reservation=[one["m"]],
        coefficient={"step": one["kappa"], "concession": one["eta"]},
        rounds=150,
    )
    return found.met[0, 0] if found.winner[0] == 0 else np.inf


ONE = st.fixed_dictionaries(
    {
        **{"b": number(-4, 6), "D": number(0.5, 8), "u": number(-3, 3), "m": number(-3, 2)},
        **{"patience": number(0, 30), "kappa": number(0.05, 0.95), "eta": number(0.25, 1)},
    }
)


@generated
@given(ONE, st.sampled_from(["u", "m", "patience", "kappa"]), st.sampled_from([0.01, 0.3, 2.0]))
def test_a_stronger_holder_is_never_granted_less(one, of_what, more):
    """B14. A better status quo, a higher reservation, more patience, a grantor in a hurry; nothing is secret.

    With secrets it need not be so: the offer that is one step further may be the first that wins.
    """
    stronger = one | {of_what: one[of_what] + more}
    if of_what == "kappa":
        stronger["kappa"] = min(1.0, stronger["kappa"])
    assert granted(stronger) >= granted(one) - 1e-9


# More pressure, more breakdown


@pytest.mark.parametrize(("hardening", "never"), [(0.0, 0.0), (0.25, 0.25), (0.5, 0.375), (1.0, 0.5)])
def test_who_refuses_before_all_hardens(oracle, hardening, never):
    """B17. The n-th offer wins R <= 2 - 2 / 2^(n-1) - (n - 1) h: all R in -2 .. 2 sooner or later only without h."""
    all_meet = {"concession": 0.0, "at_dates": 3.0}
    for where, never_there in ((all_meet, never), ({"concession": 1.0}, 0.0)):
        found = holder(
            *(2.0, 4.0, 0.0, 0.0, 2_000),
            coefficient={"secret": 2.0, "hardening": hardening} | where,
            focal=[(7 * week, 1.0) for week in range(1, 40)],
            rounds=300,
        )
        deviation = np.sqrt(never_there * (1 - never_there)) or 0.02
        oracle.mean(f"B17 no deal, hardening {hardening:g}", never_there, found.winner < 0, deviation)


# An existing holder raises


def test_who_holds_out_already_may_raise_what_the_file_names(oracle):
    """B18. (1 - exp(-o P / n)) Lambda(kappa D'), as of newcomers; its claim stays, the latent one is added."""
    asks = [
        {"holder": 0, "worth": 4.0, "grantor": codes.CHAIR, "address": 100},
        {"holder": 1, "worth": 3.0, "grantor": codes.CHAIR, "ceiling": 0.0, "address": 101},
        {"holder": 1, "worth": 2.0, "grantor": codes.CHAIR, "latent": codes.LATENT, "address": 102},
    ]
    world = Sketch(
        affinity=[2.0, 2.0],
        mode=codes.BARGAINED,
        round_days=1,
        rounds=300,
        demands=asks,
        coefficient={"concession": 1.0, "step": 0.5, "tolerance": 0.5, "opportunism": 1.0},
    ).build()
    raised, state = np.zeros(1_000), new_state(world)
    for run in range(len(raised)):
        begin(world, state, 1, 0, run)
        while state.answer[0] != codes.SETTLED:
            play_round(world, state)
        raised[run] = state.raised[2] == state.clock.day
    oracle.share("B18 raises", (1 - np.exp(-1.0 * 2.0 / 2)) / (1 + np.exp(-0.5 * 2.0)), raised)


# Directions


@pytest.mark.parametrize("own", [0.0, 1.0])
def test_equal_patience_nears_the_nash_solution(own):
    """B15. The more patient both are, the nearer to an even split of what lies above what each has without."""
    even = theory.nash([own / 4, 0.0])[0]
    away = [
        abs(share(4.0, 4.0, own, patience=d / (1 - d), coefficient={"step": 1 - d}) - even) for d in (0.5, 0.9, 0.99)
    ]
    assert away == sorted(away, reverse=True)
    assert away[-1] < 0.003


def test_a_veto_is_paid_for():
    """B15. Three ask the same; four of five must be in: the one with a veto always, of the two others one."""
    alike = {
        "affinity": [8.0, 8.0, 1.0, 1.0, 1.0],
        "patience": [0.0] * 5,
        "demands": [{"holder": i, "worth": 4.0, "grantor": codes.CHAIR, "address": 100 + i} for i in (2, 3, 4)],
        "coefficient": {"speed": 2.4},
    }
    paid = {}
    for veto in (2, 4):
        must = ([int(i == veto) for i in range(5)], [0, 0, 1], [1, 1, 0])
        found = played(rule=[quota_of(4), must], **alike)
        assert (found.winner == 0).all()
        paid[veto] = found.met.mean(axis=0)
    assert paid[2][0] == paid[4][2] == pytest.approx(0.75)
    others = (paid[2][[1, 2]].mean(), paid[4][[0, 1]].mean())
    assert max(others) < 0.5
    in_theory = theory.veto_players(5, 1, 4, 0.9)
    assert in_theory.veto > in_theory.other


# Rules, and costs to others


def test_who_has_most_people_is_paid_only_where_no_alternative_does_without(oracle):
    """B16. Four for it, and one with 60 % of the people that needs 3 logits of 4: all but one will do."""
    people = ([10, 10, 10, 10, 60], [0, 0, 1], [65, 100, 0])
    both, but_one = [([1], [0, 0, 1], [55, 100, 0]), people], [([1], [0, 0, 1], [1, 1, -1])]
    for rule, alternatives, expected in ((both, [2], 0.75), (both + but_one, [2, 1], 0.0)):
        found = played(
            affinity=[8.0, 8.0, 8.0, 8.0, 1.0],
            patience=[0.0] * 5,
            rule=rule,
            alternatives=alternatives,
            demands=[{"holder": 4, "worth": 4.0, "grantor": codes.CHAIR}],
            coefficient={"speed": 2.4},
        )
        assert (found.winner == 0).all()
        oracle.exact(f"B16 paid, {len(alternatives)} alternatives", expected, float(found.met.max()), 1e-6)


@pytest.mark.parametrize(("hurts", "agreed"), [(0.0, 1.0), (2.0, 1.0), (6.0, 1.0), (20.0, 0.0)])
def test_what_is_granted_may_cost_a_yes_or_the_whole(oracle, hurts, agreed):
    """B16. Three quarters of what costs another h are granted: it keeps its yes with Lambda(2 - 0.75 h).

    Had it said yes before, which it does in .68 of runs: so .26, .63, .68 take it back, .24, .63, .68 of 100 counted by
    a prototype; at h = 0 nobody does, where the prototype drew, too (.11).
    """
    asks = {"holder": 0, "worth": 4.0, "grantor": codes.CHAIR, "hurts": {1: hurts}}
    coefficient = {"speed": 2.4}
    found = played(
        *(4_000,), affinity=[1.0, 2.0], patience=[0.0, 0.0], demands=[asks], coefficient=coefficient, rounds=250
    )
    paid, own = -np.expm1(-1 / 7), -np.expm1(-2.4 / (1 + np.exp(-2.0)) / 7)
    before = own * (1 - paid) / (1 - (1 - paid) * (1 - own))
    keeps = 1.0 if hurts == 0.0 else 1 / (1 + np.exp(-(2 - 0.75 * hurts)))
    on = found.committed_on
    oracle.share(f"B16 its yes stands, h = {hurts:g}", before * keeps, on[:, 1] < on[:, 0])
    assert (found.winner == 0).mean() == pytest.approx(agreed, abs=0.01)


def test_a_dearer_member_is_left_out_though_it_is_first():
    """B16. Whoever is first in the file: of two alike but in what they ask the one that asks for more is spared."""
    for dear in (3, 4):
        asks = [{"holder": i, "worth": 4.0 if i == dear else 2.0, "grantor": codes.CHAIR} for i in (3, 4)]
        found = played(
            affinity=[8.0, 8.0, 8.0, 1.0, 1.0],
            patience=[0.0] * 5,
            rule=[quota_of(4)],
            demands=[one | {"address": 100 + one["holder"]} for one in asks],
            coefficient={"speed": 2.4},
        )
        assert found.met[:, dear - 3].max() == 0.0
        assert found.met.sum(axis=1) == pytest.approx(0.5)
