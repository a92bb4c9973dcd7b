"""Guards at their boundary: just above zero acts, the first and the last day count, a tie goes where it is said to."""

import numpy as np
import pytest
from whitesmoke.model import codes, dealings
from whitesmoke.model.phases import bargain, candidates, decide, demands, ending, followers, moves, talks
from whitesmoke.model.phases.needed import OUT_OF_REACH, find_needed, price
from whitesmoke.model.phases.opening import begin
from whitesmoke.model.phases.tally import others, tally
from whitesmoke.model.phases.verdict import needed, verdict
from whitesmoke.model.rng import uniform
from whitesmoke.model.round import finished, play_round
from whitesmoke.model.run_state import new_state

from tests.worlds import Sketch, quota_of

LITTLE = 0.005
"""of a rate or a spread; between 0 and 0.01 nothing else is tried"""


def played(number=0, **sketch):
    """A world of three members, rounds of a day and nothing else but what is said, after a number of rounds."""
    world = Sketch(**{"affinity": [0.0] * 3, "round_days": 1, **sketch}).build()
    state = new_state(world)
    begin(world, state, 1, 0, 0)
    for _ in range(number):
        play_round(world, state)
    return world, state


@pytest.mark.parametrize(("rate", "status"), [(0.0, codes.ACTIVE), (LITTLE, codes.OUT)])
def test_a_little_exit_is_exit(rate, status):
    refused = {"exit": rate, "veto": 1e6, "hopelessness": 1000.0}
    _, state = played(1, coefficient=refused, demands=[{"holder": 1, "red_line": 1}])
    assert state.status.tolist() == [status]


@pytest.mark.parametrize("rate", [0.0, LITTLE])
def test_a_little_defection_is_defection(rate):
    world, state = played(coefficient={"defection": rate})
    moves.commit(world, state, 0, 0)
    assert moves.may_move(state, 0) == (rate > 0.0)


@pytest.mark.parametrize("spread", [0.0, LITTLE])
def test_a_little_residual_is_a_residual(spread):
    _, state = played(coefficient={"residual": spread})
    assert (state.baseline != 0.0).all() == (spread > 0.0)
    assert abs(state.baseline).max() < 5 * LITTLE


@pytest.mark.parametrize(("day", "stands"), [(9, False), (10, True), (20, True), (21, False)])
def test_first_and_last_day_of_a_demand(day, stands):
    """It is on the table, waited for, and a red line, on the first day and on the last, not before or after."""
    days = {"raised": 10, "dropped": 20}
    for red_line in (0, 1):
        world, state = played(demands=[{"holder": 1, "worth": 5.0, "red_line": red_line, **days}])
        state.clock.day = day
        assert demands.live(world, state, 0, 0) == stands
        assert demands.waiting(world, state, 1) == (stands and not red_line)
        assert demands.red_line(world, state, 1, 0) == (stands and bool(red_line))


@pytest.mark.parametrize(("day", "stands"), [(9, False), (10, True), (20, True), (21, False)])
def test_first_and_last_day_of_a_grant(day, stands):
    days = {"grantable_from": 10, "grantable_until": 20}
    world, state = played(demands=[{"holder": 1, "worth": 5.0, **days}])
    state.clock.day = day
    assert bargain.negotiable(world, state, 0) == stands


def test_what_is_met_in_full_is_not_bargained_about():
    world, state = played(demands=[{"holder": 1, "worth": 5.0, "ceiling": 0.5}])
    for met, open_ in ((0.49, True), (0.5, False)):
        state.met[0] = met
        assert bargain.negotiable(world, state, 0) == demands.waiting(world, state, 1) == open_


def test_the_support_from_which_one_bargains_is_enough():
    world, state = played(demands=[{"holder": 1, "worth": 5.0}], coefficient={"bargaining_from": 0.5})
    for share, enough in ((0.49, False), (0.5, True)):
        state.share[0] = share
        assert bargain.negotiable(world, state, 0) == enough


def test_tolerance_is_tolerated():
    """A demand worth the tolerance is no objection, and what nobody can grant of it no firm refusal."""
    for worth, objects in ((2.0, False), (2.01, True)):
        world, state = played(demands=[{"holder": 1, "worth": worth, "ceiling": 0.0}])
        assert demands.opposed(world, state, 1, 0) == demands.firmly_opposed(world, state, 1, 0) == objects


def test_the_day_it_says_is_the_day_it_counts():
    world, state = played(available=[10])
    for day, there in ((9, False), (10, True)):
        state.clock.day = day
        assert decide.eligible(world, state, 0) == there
    for day, bound in ((9, codes.FREE), (10, codes.WITHHOLDS)):
        world, state = played(home=[0], entry=[30], announced=[10])
        state.clock.day = day
        moves.rebind(world, state, 0)
        assert state.bound[0] == bound


def test_a_focal_date_presses_on_its_own_day():
    world, state = played(focal=[(10, 1.0), (17, 0.5)], coefficient={"pressure": 4.0, "memory": 1.0})
    for day, pressed, weeks in ((10, 4.0, 0.0), (17, 2.0, 0.0), (18, 0.0, 0.0)):
        state.clock.day = day
        tally(world, state)
        assert (state.gauge.pressure_now, state.gauge.weeks_left) == (pressed, weeks)


def test_of_two_that_came_as_far_the_later_one_is_told_of():
    world, state = played(affinity=[[0.0, 0.0]] * 3)
    moves.commit(world, state, 0, 0)
    moves.commit(world, state, 1, 1)
    moves.leave(world, state, 0)
    assert candidates.withdrawn(world, state) == codes.NONE
    moves.leave(world, state, 1)
    assert candidates.withdrawn(world, state) == 1
    assert state.before_exit.tolist() == [codes.NEVER, 0, codes.NEVER]


def test_of_two_that_carry_on_one_day_the_larger_then_the_first():
    for supporters, winner in (([0, 1], 0), ([1, 0], 0), ([1, 1, 0], 1), ([0, 0, 1], 0)):
        world, state = played(affinity=[[0.0, 0.0]] * 3, rule=[quota_of(1)])
        for i, k in enumerate(supporters):
            moves.commit(world, state, i, k)
        verdict(world, state)
        assert state.clock.winner == winner


def test_silence_lasts_its_days_and_not_one_more():
    _, state = played(4, rule=[quota_of(0)], coefficient={"silence_low": 3.0, "silence_high": 3.0})
    assert state.clock.winner == 0
    _, state = played(3, rule=[quota_of(0)], coefficient={"silence_low": 3.0, "silence_high": 3.0})
    assert state.clock.winner == codes.NONE


def test_the_horizon_is_the_last_round():
    for number, over in ((4, False), (5, True)):
        world, state = played(number, rounds=5)
        assert finished(world, state) == over


def test_as_hopeless_as_refused_is_without_hope():
    """At equal reasons the first is told: nobody refuses and kappa_V is 0, or exp(0) meets a refusal of 1."""
    for veto, reason in ((0.99, codes.WITHOUT_HOPE), (1.0, codes.WITHOUT_HOPE), (1.01, codes.REFUSAL)):
        world, state = played(coefficient={"veto": veto}, demands=[{"holder": 1, "red_line": 1}])
        assert candidates.why(world, state, 0) == reason


def test_reasons_are_added_in_their_order():
    """Isolation before pressure: at 1e16 every second number is missing, so that the order shows."""
    world, state = played()
    state.baseline[0, 0], state.shame[0], state.gauge.pressure_now = 1e16, 1.0, 2.0
    assert decide.acceptance(world, state, 0, 0) == (1e16 + 1.0) + 2.0 != (1e16 + 2.0) + 1.0


def test_those_listened_to_are_added_before_isolation():
    world, state = played(ties={(0, 1): 1.0}, coefficient={"influence": 1.0})
    moves.commit(world, state, 1, 0)
    listening = decide.terms(world, state, 0, 0)[3]
    assert listening > 0.0
    state.number.coefficient.influence = 1.0 / listening
    state.baseline[0, 0], state.shame[0] = 1e16, 2.0
    assert decide.terms(world, state, 0, 0)[3:5] == (1.0, 2.0)
    assert decide.acceptance(world, state, 0, 0) == (1e16 + 1.0) + 2.0 != (1e16 + 2.0) + 1.0


@pytest.mark.parametrize(("accession", "members"), [([0, 0, 0], 2), ([10, 0, 0], 2)])
def test_an_absent_home_is_not_taken_off_the_others(accession, members):
    world, state = played(1, home=[0], accession=accession)
    assert others(world, state, 0) == members


@pytest.mark.parametrize(("entry", "is_left"), [(9, False), (10, False), (11, True)])
def test_who_enters_in_the_last_round_is_still_to_come(entry, is_left):
    """After it nobody is: the only candidate that left is what is told of."""
    leaves = [{"day": 1, "kind": codes.WITHDRAW, "candidate": 0}]
    world, state = played(
        2, affinity=[[-99.0, -99.0]] * 3, rounds=10, entry=[0, entry], events=leaves, coefficient={"exit": 0.0}
    )
    assert (candidates.withdrawn(world, state) == 0) == is_left
    assert candidates.withdrawn(world, state) in (0, codes.NONE)


@pytest.mark.parametrize(
    ("round_days", "day", "to_come"), [(1, 14, True), (1, 21, False), (7, 40, True), (7, 141, False)]
)
def test_the_calendar_is_in_days_whatever_a_round_lasts(round_days, day, to_come):
    """A reserve that the calendar lets enter in one of 20 rounds is still to come."""
    script = [{"day": 1, "kind": codes.WITHDRAW, "candidate": 0}, {"day": day, "kind": codes.ENTER, "candidate": 1}]
    sketch = {"affinity": [[-99.0, -99.0]] * 3, "rounds": 20, "reserve": [0, 1], "events": script}
    world, state = played(1, round_days=round_days, **sketch)
    state.status[:] = codes.OUT, codes.PENDING
    assert (candidates.withdrawn(world, state) == codes.NONE) == to_come


@pytest.mark.parametrize(("entry", "is_other"), [([0, 0], False), ([0, 5], False), ([5, 0], True)])
def test_another_name_is_one_that_entered_after_another(entry, is_other):
    _, state = played(6, affinity=[[-99.0, -99.0]] * 3, entry=entry)
    assert ending.came_later(state, 0) == is_other


def test_a_text_is_withdrawn_at_its_rate_and_in_its_weeks():
    """A rate of 0.1 a week: in rounds of a week 9.5 %, of a day 1.4 %; of 300 texts, within four deviations."""
    for round_days, chance in ((7, 0.0952), (1, 0.01418)):
        _, state = played(
            1,
            affinity=np.full((3, 300), -99.0),
            round_days=round_days,
            kind=[codes.PROPOSAL] * 300,
            withdraw=[0.1] * 300,
        )
        left = (state.status == codes.OUT).mean()
        assert abs(left - chance) < 4 * (chance / 300) ** 0.5


@pytest.mark.parametrize(("rate", "round_days"), [(0.0, 7), (0.1, 7), (0.1, 1), (0.005, 70)])
def test_a_text_is_withdrawn_by_a_draw_of_its_own(rate, round_days):
    world, state = played(
        1,
        affinity=np.full((3, 300), -99.0),
        round_days=round_days,
        kind=[codes.PROPOSAL] * 300,
        withdraw=[rate] * 300,
    )
    now, below = state.clock, -np.expm1(-rate * round_days / 7)
    for k, address in enumerate(world.candidate_address):
        u = uniform(now.key_low, now.key_high, 0, 1, 0, address, codes.WITHDRAWS)
        assert (state.status[k] == codes.OUT) == (u < below)
    assert (state.status == codes.OUT).any() == (rate > 0.0)


@pytest.mark.parametrize(
    ("status", "nobody"),
    [
        ([codes.PENDING, codes.PENDING], False),
        ([codes.OUT, codes.PENDING], True),
        ([codes.OUT, codes.ACTIVE], False),
        ([codes.ACTIVE, codes.OUT], False),
    ],
)
def test_nobody_is_left_once_somebody_has_left_and_none_is_in_the_race(status, nobody):
    _, state = played(affinity=[[0.0, 0.0]] * 3)
    state.status[:] = status
    assert candidates.nobody_left(state) == nobody


@pytest.mark.parametrize(
    ("ballots", "sittings", "published", "out"),
    [
        (codes.NO_BALLOTS, [], [2, 2, 1], []),
        (codes.POLLS, [], [2, 1, 0], []),
        (codes.ELIMINATION, [], [2, 1, 0], [2]),
        (codes.ELIMINATION, [50], [2, 2, 1], []),
    ],
)
def test_where_ballots_are_held_votes_are_published_and_may_end_a_candidacy(ballots, sittings, published, out):
    """Where the body does not sit today none is held; where nobody is chosen whoever has fewest of three drops out."""
    between = codes.SILENCE_BETWEEN if sittings else codes.ANY_DAY
    for quota, winner in ((4, codes.NONE), (2, 0)):
        world, state = played(
            affinity=[[0.0] * 3] * 4, ballots=ballots, rule=[quota_of(quota)], sittings=sittings, between=between
        )
        for i, k in enumerate((0, 0, 1)):
            moves.commit(world, state, i, k)
        state.published[:] = 2, 2, 1  # of the ballot before
        verdict(world, state)
        assert state.published.tolist() == published
        assert state.clock.winner == winner
        left = np.flatnonzero(state.status == codes.OUT).tolist()
        assert left == (out if winner == codes.NONE else [])
        assert (state.status == codes.CHOSEN).tolist() == [winner == 0, False, False]


def test_of_whom_somebody_was_chosen_nobody_is_told_to_have_withdrawn():
    world, state = played()
    moves.leave(world, state, 0)
    assert candidates.withdrawn(world, state) == 0
    state.clock.winner = 0
    assert candidates.withdrawn(world, state) == codes.NONE


@pytest.mark.parametrize(("kind", "to_come"), [(codes.ENTER, True), (codes.SHOCK, False), (codes.ANNOUNCE, False)])
def test_only_an_entry_is_still_to_come(kind, to_come):
    script = [{"day": 1, "kind": codes.WITHDRAW, "candidate": 0}, {"day": 14, "kind": kind, "candidate": 1}]
    world, state = played(1, affinity=[[-99.0, -99.0]] * 3, rounds=20, reserve=[0, 1], events=script)
    state.status[:] = codes.OUT, codes.PENDING
    assert (candidates.withdrawn(world, state) == codes.NONE) == to_come


@pytest.mark.parametrize("status", [codes.PENDING, codes.OUT])
def test_only_who_is_in_the_race_is_decided(status):
    world, state = played(rule=[quota_of(0)])
    state.status[0] = status
    verdict(world, state)
    assert state.clock.winner == codes.NONE


@pytest.mark.parametrize(("home", "supported", "hoped_for"), [(-1, 1, 2 / 3), (0, 1, 1.0), (0, 0, 1.0)])
def test_hope_is_lost_to_another_by_all_but_the_home(home, supported, hoped_for):
    """The last member, and no home, which is -1; the first member, home of two, the other of which it is for."""
    world, state = played(affinity=[[0.0, 0.0]] * 3, home=[home, home])
    if home < 0:
        moves.commit(world, state, 2, supported)
    else:
        moves.release(world, state, 0)
        moves.commit(world, state, 0, supported)
    assert candidates.hope(world, state, 0) == pytest.approx(hoped_for)


@pytest.mark.parametrize(("weight", "kept"), [(5, codes.NEVER), (6, codes.REFUSED)])
def test_a_little_refusal_is_kept_as_a_refusal(weight, kept):
    """Of 0.05, up to which nothing counts, and just above it, 0.0001; a great member refuses and is kept in both."""
    refuse = [{"holder": i, "red_line": 1} for i in (0, 1)]
    world, state = played(weight=[weight, 100, 100], coefficient={"small": 0.05}, demands=refuse)
    state.number.coefficient.exit, state.number.coefficient.veto = 1e9, 1e9
    state.number.coefficient.hopelessness = 1000.0
    moves.commit(world, state, 2, 0)
    candidates.candidates(world, state)
    assert state.before_exit.tolist() == [kept, codes.REFUSED, 0]


@pytest.mark.parametrize(
    ("between", "winner"), [(codes.ANY_DAY, codes.NONE), (codes.SILENCE_BETWEEN, 0), (codes.ONLY_SITTINGS, 0)]
)
def test_a_sitting_decides_only_where_sittings_do(between, winner):
    """Planned for the day, or called for it, under a silence of ninety days that is not over."""
    silence = {"silence_low": 90.0, "silence_high": 90.0}
    for sittings, called in (([1], 0.0), ([], 1e9)):
        _, state = played(
            1, rule=[quota_of(0)], between=between, sittings=sittings, coefficient={"called": called, **silence}
        )
        assert state.clock.winner == winner


@pytest.mark.parametrize(("quota", "is_needed"), [([0, 1, 2], False), ([0, 1, 3], True), ([1, 2, 0], False)])
def test_who_is_needed_is_one_without_whom_the_quota_is_missed(quota, is_needed):
    world, state = played(rule=[([1], [0, 0, 1], quota)])
    assert needed(world, state, 0) == is_needed


@pytest.mark.parametrize(("quota", "is_needed"), [(1, False), (2, True)])
def test_a_no_that_counts_against_is_counted_against(quota, is_needed):
    """Two yes of 1 and a no of -1 make 1."""
    world, state = played(rule=[([1], [-1, 0, 1], [0, 1, quota])])
    assert needed(world, state, 0) == is_needed


def test_a_wound_of_one_unit_is_borne():
    world, state = played()
    state.wound[1] = 1
    followers.bear(world, state, 0, 0)
    assert state.baseline[:, 0].tolist() == [0.0, -(2.0**-20), 0.0]
    assert not state.wound.any()


@pytest.mark.parametrize(("reservation", "taken"), [(-0.5, 0.0), (0.0, 0.0), (0.5, OUT_OF_REACH)])
def test_of_whom_nothing_can_be_granted_the_yes_is_free_or_not_to_be_had(reservation, taken):
    """Its demand is worth nothing, so that it is at 0; others expect it to insist on the reservation."""
    world, state = played(mode=codes.BARGAINED, reservation=[reservation] * 3, demands=[{"holder": 1}])
    assert price(world, state, 1, 0) == taken


@pytest.mark.parametrize(("quota", "missing"), [(3, [0, 1, 1]), (4, [0, 1, 1]), (2, [0, 1, 0])])
def test_of_a_rule_that_takes_everybody_or_more_all_who_are_out_are_needed(quota, missing):
    world, state = played(mode=codes.BARGAINED, demands=[{"holder": 2, "worth": 1.0}], rule=[quota_of(quota)])
    moves.commit(world, state, 0, 0)
    find_needed(world, state, 0)
    assert [int(state.needed[i, 0]) for i in range(3)] == missing


def test_of_two_alternatives_the_cheaper_is_completed():
    """All three of it, or two: one that wants nothing will do."""
    rule = {"rule": [quota_of(3), quota_of(2)], "alternatives": [1, 1]}
    world, state = played(mode=codes.BARGAINED, demands=[{"holder": 2, "worth": 1.0}], **rule)
    moves.commit(world, state, 0, 0)
    find_needed(world, state, 0)
    assert [int(state.needed[i, 0]) for i in range(3)] == [0, 1, 0]


@pytest.mark.parametrize(("amendment", "offered"), [(0.0, False), (0.5, True)])
def test_where_texts_move_who_asks_for_nothing_may_be_the_dearest(amendment, offered):
    """Three of four: the last likes it least. Where what it lacks has a price, the one who asks is cheaper to win."""
    changes = {"coefficient": {"amendment": amendment}, "rule": [quota_of(3)], "demands": [{"holder": 1, "worth": 4.0}]}
    world, state = played(mode=codes.BARGAINED, affinity=[0.0, 1.0, 0.0, -3.0], **changes)
    moves.commit(world, state, 0, 0)
    state.meetings[1] = 1
    talks.make_offers(world, state, 0)
    assert (state.offer[1] >= 0.0) == offered


def test_a_purse_is_too_small_for_those_who_are_out_of_reach_as_well():
    """Two who are needed, whom all that can be granted cannot win, and a purse for one: it is asked before reach."""
    asks = [{"holder": i, "worth": 1.0, "purse": 0, "grantor": codes.CHAIR} for i in (1, 2)]
    world, state = played(mode=codes.BARGAINED, affinity=[0.0, -9.0, -9.0], demands=asks, purses=[(1.0, 1.0, 1.0)])
    moves.commit(world, state, 0, 0)
    state.meetings[1] = 1
    talks.make_offers(world, state, 0)
    assert dealings.faced(world, state, 1).why_nothing == dealings.TOO_SMALL


@pytest.mark.parametrize("mode", [codes.MEETINGS, codes.BARGAINED])
def test_all_reasons_are_added_in_the_order_of_the_page(mode):
    """At 0.1 to 0.9 another order has other last bits for some of a hundred members."""
    thoughts = [[(37 * i % 101) / 101, (61 * i % 103) / 103] for i in range(100)]
    about = {"affinity": thoughts, "demands": [{"holder": i, "worth": (17 * i % 97) / 97} for i in range(100)]}
    on = {"anticipation": 0.7, "concession": 0.3, "pull": 0.3, "pressure": 0.9, "memory": 3.0, "push": 0.7}
    world, state = played(mode=mode, focal=[(9, 0.7)], coefficient=on, patience=[8.0] * 100, **about)
    tally(world, state)
    found = [(decide.standing(world, state, i, 0), decide.terms(world, state, i, 0)) for i in range(100)]
    assert all(standing == sum(terms) for standing, terms in found)
    assert any(standing != sum(terms[::-1]) for standing, terms in found)


def needed_of(**sketch):
    """Who is needed for the only candidate once the first has said yes."""
    world, state = played(mode=codes.BARGAINED, **sketch)
    moves.commit(world, state, 0, 0)
    find_needed(world, state, 0)
    return state.needed[:, 0].tolist()


@pytest.mark.parametrize(("quota", "missing"), [(1, [0, 1, 0, 0]), (0, [0, 0, 0, 0])])
def test_who_is_left_out_votes_as_it_would_now(quota, missing):
    """A no counts -1, who abstains 0: of four yes the last, who objects, takes two away, and every other one."""
    asks = [{"holder": 3, "worth": 9.0}]
    rule = [([1], [-1, 0, 1], [0, 1, quota])]
    assert needed_of(affinity=[0.0] * 4, demands=asks, rule=rule) == missing


@pytest.mark.parametrize(("weights", "quota", "missing"), [([0, 0, 0], 0, [0, 1, 1]), ([1, 0, 0], 1, [0, 0, 0])])
def test_by_a_row_in_which_nobody_votes_nothing_carries(weights, quota, missing):
    """So all who are out are needed; one vote is enough to do without those who have none."""
    nobody_else = (weights, [0, 0, 1], [0, 1, quota])
    assert needed_of(rule=[nobody_else]) == missing
    assert needed_of(rule=[nobody_else, quota_of(3)], alternatives=[1, 1]) == missing


@pytest.mark.parametrize(("amendment", "expected"), [(0.0, 0.0), (LITTLE, 1.5), (0.5, 1.5)])
def test_where_a_text_can_be_amended_a_yes_costs_what_is_lacking(amendment, expected):
    world, state = played(mode=codes.BARGAINED, affinity=[-0.5] * 3, coefficient={"amendment": amendment})
    assert price(world, state, 1, 0) == expected
