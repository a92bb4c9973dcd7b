"""B1 to B9. Offers and answers: what is paid, to whom and when, against closed forms (docs/MODEL.md 7.13).

One holder, daily rounds, one meeting a week (eta = 1/4), complete information and no noise unless said; nothing else.
"""

import numpy as np
import pytest
from scipy.stats import norm
from whitesmoke.model import codes
from whitesmoke.model.ensemble import ensemble
from whitesmoke.model.phases.opening import begin
from whitesmoke.model.round import play_round
from whitesmoke.model.run_state import new_state

from tests.worlds import Sketch, quota_of

PATIENCE = 4.0
RUNS = 200


def played(runs=RUNS, **about):
    """Runs of a world in which nothing but bargaining happens; coefficients are of bargaining too."""
    quiet = {"concession": 0.25, "step": 0.5, "tolerance": 0.5, "memory": 1.0}
    coefficient = quiet | about.pop("coefficient", {})
    world = Sketch(
        **{"mode": codes.BARGAINED, "round_days": 1, "rounds": 2_000, "coefficient": coefficient} | about
    ).build()
    return ensemble(world, runs, 1)


def holder(baseline, worth, status_quo=0.0, patience=PATIENCE, runs=20, **about):
    """One member with one demand: what it thinks of the text, what it asks, what holds without agreement."""
    one = {
        "affinity": [baseline],
        "status_quo": [status_quo],
        "patience": [patience],
        "demands": [{"holder": 0, "worth": worth, "grantor": codes.CHAIR}],
    }
    return played(runs, **one | about)


def share(*about, **more):
    """The share granted, which is the same in every run; NaN if nothing was agreed."""
    outcomes = holder(*about, **more)
    assert np.ptp(outcomes.met) == 0.0
    return float(outcomes.met[0, 0]) if (outcomes.winner == 0).all() else float("nan")


@pytest.mark.parametrize(
    ("grantor", "own", "expected"),
    [(0.9, 0.9, 0.473684), (0.9, 0.8, 0.285714), (0.99, 0.95, 0.159664), (0.5, 0.5, 0.333333)],
)
def test_the_split_is_rubinsteins(oracle, grantor, own, expected):
    """B1. delta_i (1 - delta_G) / (1 - delta_i delta_G): patience delta_i / (1 - delta_i) weeks, kappa 1 - delta_G."""
    found = share(4.0, 4.0, patience=own / (1.0 - own), coefficient={"step": 1.0 - grantor})
    oracle.exact(f"B1 share, deltas {grantor}, {own}", own * (1 - grantor) / (1 - own * grantor), found, 1e-9)
    assert found == pytest.approx(expected, abs=1e-6)


def test_the_first_meeting_settles():
    """B1. No delay under complete information: as many runs are open after t weeks as have had no meeting by then."""
    outcomes = holder(4.0, 4.0, runs=4_000)
    weeks = np.array([1, 2, 3])
    still_open = (outcomes.round[:, None] > 7 * weeks).mean(axis=0)
    assert still_open == pytest.approx(np.exp(-weeks), abs=4 * np.sqrt(0.25 / 4_000))


@pytest.mark.parametrize(
    ("status_quo", "expected"),
    [(-2, 0.583333), (-1, 0.666667), (0, 0.75), (1, 0.833333), (2, 0.916667), (3, 1.0)],
)
def test_a_better_status_quo_pays_in_part(oracle, status_quo, expected):
    """B2. g + 2/3 (1 - g), g = (u - 1) / 4: a third of a logit, by D, for every logit."""
    oracle.exact(f"B2 share, u = {status_quo}", expected, share(3.0, 4.0, status_quo=status_quo), 1e-6)


def test_no_deal_when_the_status_quo_is_better_than_all_that_can_be_had():
    assert np.isnan(share(3.0, 4.0, status_quo=3.1))


@pytest.mark.parametrize(
    ("weeks", "expected"), [(0, 0.5), (0.5, 0.6), (1, 0.6667), (2, 0.75), (4, 0.8333), (8, 0.9), (32, 0.9706)]
)
def test_patience_pays(oracle, weeks, expected):
    """B3. (1/2 + p/2) / (1 + p/2), p weeks of patience, one meeting a week, half of the gap closed by each."""
    oracle.exact(f"B3 share, patience {weeks}", expected, share(2.0, 4.0, patience=weeks), 1e-4)


@pytest.mark.parametrize(
    ("step", "expected"), [(0.01, 0.5192), (0.1, 0.6429), (0.3, 0.7727), (0.5, 0.8333), (0.9, 0.8913), (1.0, 0.9)]
)
def test_so_does_a_grantor_in_a_hurry(oracle, step, expected):
    """B3. (1/2 + 4 kappa) / (1 + 4 kappa)."""
    oracle.exact(f"B3 share, kappa {step}", expected, share(2.0, 4.0, coefficient={"step": step}), 1e-4)


def test_who_has_the_last_word_takes_the_rest(oracle):
    """B4. Nobody meets but on days 28 and 56: on the first with delta = e^-1, without the second with delta = 0."""
    sure = {"concession": 0.0, "at_dates": 40.0}
    two, one = [(28, 1.0), (56, 1.0)], [(28, 1.0)]
    held = np.exp(-1) / (1 - np.exp(-1)) / 2
    oracle.exact("B4 two dates", (0.5 + held) / (1 + held), share(2.0, 4.0, coefficient=sure, focal=two), 1e-9)
    oracle.exact("B4 one date", 0.5, share(2.0, 4.0, coefficient=sure, focal=one), 1e-9)
    assert (holder(2.0, 4.0, coefficient=sure, focal=two).round == 28).all()


@pytest.mark.parametrize(("secret", "never"), [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (3.0, 1 / 6), (4.0, 1 / 4)])
def test_what_is_kept_secret_costs_time_and_deals(oracle, secret, never):
    """B5. P(R > b - u) of runs never agree; the offers of the others rise step by step until one is enough."""
    outcomes = holder(2.0, 4.0, runs=2_000, coefficient={"secret": secret})
    oracle.mean(f"B5 no deal, secret {secret}", never, outcomes.winner < 0, np.sqrt(never * (1 - never)) or 1e-9)


def test_delay_comes_from_secrets():
    """B5. With complete information one meeting is enough; the more is secret the more it takes."""
    weeks = [
        np.median(outcomes.round[outcomes.winner == 0]) / 7
        for outcomes in (holder(2.0, 4.0, runs=2_000, coefficient={"secret": s}) for s in (0.0, 1.0, 2.0, 3.0))
    ]
    assert weeks == sorted(weeks)
    assert weeks[-1] > 1.5 * weeks[0]


def five(rule, purses=(), purse=-1, **about):
    """Three who are willing, and two who need 1 logit of 2, and 3 of 4; without patience."""
    asked = [(3, 2.0), (4, 4.0)]
    return played(
        affinity=[8.0, 8.0, 8.0, 1.0, 1.0],
        patience=[0.0] * 5,
        rule=[rule],
        purses=list(purses),
        demands=[
            {"holder": i, "worth": worth, "grantor": codes.CHAIR, "purse": purse, "address": 100 + i}
            for i, worth in asked
        ],
        **{"coefficient": {"speed": 2.4}} | about,
    )


@pytest.mark.parametrize(("quota", "paid"), [(3, (0, 0)), (4, (0.5, 0)), (5, (0.5, 0.75))])
def test_who_is_not_needed_is_not_paid(oracle, quota, paid):
    """B6. Riker's minimal winning coalition, the cheapest members first."""
    outcomes = five(quota_of(quota))
    assert (outcomes.winner == 0).all()
    for at, expected in enumerate(paid):
        oracle.exact(f"B6 {quota} of 5, holder {at + 1}", expected, float(outcomes.met[:, at].mean()), 1e-6)


def test_where_need_does_not_count_the_rule_does_not_decide_who_is_paid():
    """B6. All who hold out are negotiated with, as under unanimity: the dearer one, too, where the other will do."""
    by_need, everybody = five(quota_of(4)), five(quota_of(4), by_need=0)
    assert (by_need.met[:, 1] == 0.0).all()
    assert set(everybody.met[:, 1].round(6)) == {0.0, 0.75}  # it may be decided before the two have met
    assert everybody.granted.mean() > by_need.granted.mean() == pytest.approx(1.0)
    for one, other in zip(five(quota_of(5)), five(quota_of(5), by_need=0)):
        assert np.array_equal(one, other)


@pytest.mark.parametrize(("budget", "all_paid"), [(0.5, False), (3.0, False), (3.9, False), (4.0, True), (5.0, True)])
def test_a_purse_opens_for_all_or_for_nobody(budget, all_paid):
    """B7. The two need 4 logits together, at a cost of 1: a purse that holds less pays neither of them."""
    outcomes = five(quota_of(5), purses=[(budget, 1.0, codes.NO_LIMIT)], purse=0, rounds=300)
    assert (outcomes.winner == 0).all() == all_paid
    assert outcomes.met == pytest.approx(np.tile([0.5, 0.75] if all_paid else [0.0, 0.0], (RUNS, 1)), abs=1e-5)


def test_a_purse_tries_one_that_is_not_expected_to_be_won(oracle):
    """B7. A + 2 = -1 with all that the purse holds, m = 0: won are those with R below -1, a quarter of -2 .. 2."""
    demand = {"holder": 0, "worth": 4.0, "grantor": codes.CHAIR, "purse": 0}
    outcomes = played(
        2_000,
        affinity=[1.0],
        patience=[0.0],
        demands=[demand],
        purses=[(2.0, 1.0, codes.NO_LIMIT)],
        coefficient={"secret": 2.0},
        rounds=700,
    )
    oracle.share("B7 won, though not expected", 0.25, outcomes.winner == 0)


def test_a_stake_bounds_what_is_paid():
    """B7. The grantor gives no more of a demand of 4 than what agreement is worth to it: 2 logits are too few for 3."""
    outcomes = five(quota_of(5), purses=[(codes.NO_LIMIT, 1.0, 2.0)], purse=0, rounds=300)
    assert (outcomes.winner == codes.NONE).all()
    assert outcomes.met[:, 1].max() == 0.0


def test_who_loses_by_what_is_granted_may_take_its_yes_back(oracle):
    """B8. Half of what costs it 6 logits is granted, so that 2 logits become -1: the chance is Lambda(1)."""
    demand = {"holder": 0, "worth": 4.0, "grantor": codes.CHAIR, "hurts": {1: 6.0}}
    outcomes = played(
        2_000, affinity=[2.0, 2.0], patience=[0.0, 0.0], demands=[demand], coefficient={"speed": 50.0}, rounds=400
    )
    paid, own = outcomes.committed_on.T
    after_its_yes = paid > 2
    oracle.share("B8 a yes taken back", 1 / (1 + np.exp(-1)), (own >= paid)[after_its_yes])


def test_nobody_is_hurt_by_what_is_not_granted():
    demand = {"holder": 0, "worth": 4.0, "grantor": codes.CHAIR, "hurts": {1: 0.0}}
    outcomes = played(500, affinity=[2.0, 2.0], patience=[0.0, 0.0], demands=[demand], coefficient={"speed": 50.0})
    paid, own = outcomes.committed_on.T
    assert (own < paid)[paid > 2].all()


def newcomers(rule, runs, **coefficient):
    """In how many runs each of three members asks for something when the first holder is paid 2 logits; (runs, 3)."""
    others = [{"holder": i, "latent": codes.OPEN} for i in (1, 2, 3)]
    world = Sketch(
        affinity=[2.0] * 4,
        mode=codes.BARGAINED,
        round_days=1,
        rounds=300,
        demands=[{"holder": 0, "worth": 4.0, "grantor": codes.CHAIR}, *others],
        rule=[rule],
        coefficient={"concession": 1.0, "step": 0.5, "tolerance": 0.5} | coefficient,
    ).build()
    asked = np.zeros((runs, 3), bool)
    state = new_state(world)
    for run in range(runs):
        begin(world, state, 1, 0, run)
        while state.answer[0] != codes.SETTLED:
            play_round(world, state)
        asked[run] = state.raised[1:] == state.clock.day
    return asked


def test_a_payment_brings_newcomers(oracle):
    """B9. (1 - exp(-o P / n)) E[Lambda(kappa D')], ln D' normal about ln 2 with 0.6; two of 4 logits paid, o = 4."""
    z = norm.ppf((np.arange(100_000) + 0.5) / 100_000)
    chance = (1 - np.exp(-4.0 * 2.0 / 4)) * (1 / (1 + np.exp(-0.5 * 2.0 * np.exp(0.6 * z)))).mean()
    asked = newcomers(quota_of(4), 1_000, opportunism=4.0, late_worth=2.0)
    oracle.share("B9 newcomers", chance, asked.ravel())


def test_nobody_asks_whose_yes_is_not_needed():
    only_the_first = ([1, 0, 0, 0], [0, 0, 1], [1, 1, 0])
    assert not newcomers(only_the_first, 200, opportunism=100.0, late_worth=2.0).any()


@pytest.mark.parametrize("chance", [0.0, 0.3, 0.9])
def test_who_still_holds_out_is_called_when_another_has_settled(oracle, chance):
    """B11. In the round after, all are called with this chance; else a meeting of two has 1/14 a day (m = 1)."""
    asks = [{"holder": i, "worth": 4.0, "grantor": codes.CHAIR, "address": 100 + i} for i in (0, 1)]
    slow = {"concession": 0.125, "follow_up": chance}
    outcomes = played(4_000, affinity=[4.0, 4.0], patience=[4.0, 4.0], demands=asks, coefficient=slow)
    apart = np.ptp(outcomes.committed_on, axis=1)
    by_chance = 1 - np.exp(-0.5 / 7)
    law = chance + (1 - chance) * by_chance
    oracle.share(f"B11 the last two a day apart, {chance:g}", law, (apart == 1)[apart > 0])
