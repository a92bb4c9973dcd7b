"""What must hold in every world, on the same draws. Where a property needs a mechanism off, it says why."""

import os
import subprocess
import sys
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whitesmoke.model import codes
from whitesmoke.model.coefficients import COEFFICIENTS
from whitesmoke.model.ensemble import ensemble
from whitesmoke.model.phases import moves
from whitesmoke.model.phases.opening import begin
from whitesmoke.model.phases.verdict import carries
from whitesmoke.model.rng import key
from whitesmoke.model.round import finished, play_round
from whitesmoke.model.run_state import new_state

from tests.generated import EXAMPLES, generated, relabelled, rows, sketches, with_coefficients
from tests.worlds import UNANIMITY, Sketch

SEED, RUNS = 11, 20
ABSENCE_OF_OBJECTION = ([1], [0, 1, 1], [1, 1, 0])


def played(sketch, runs=RUNS):
    return ensemble(sketch.build(), runs, SEED)


def states(world, run):
    """The same state, after the opening and after every round of one run."""
    state = new_state(world)
    begin(world, state, *key(SEED), run)
    yield state
    while not finished(world, state):
        play_round(world, state)
        yield state


def assert_same(left, right, but=()):
    for name in left._fields:
        if name not in but:
            assert np.array_equal(getattr(left, name), getattr(right, name)), name


def not_later(sooner, later):
    """Whether every run that ends in agreement in `later` has one by then in `sooner`."""
    agreed = later.winner != codes.NONE
    return np.all((sooner.winner != codes.NONE)[agreed] & (sooner.round <= later.round)[agreed])


# Monotone


@generated
@given(sketches(modes=[codes.MEETINGS]), st.integers(1, 3))
def test_a_higher_quota_is_never_reached_earlier(sketch, more):
    """All mechanisms on: until the lower quota is reached both races are the same.

    Not where actors bargain: under a lower quota fewer are needed, and those who are not are offered nothing.
    """
    higher = replace(
        sketch, rule=[(weight, credit, (*quota[:2], quota[2] + more)) for weight, credit, quota in sketch.rule]
    )
    assert not_later(played(sketch), played(higher))


@generated
@given(sketches(), st.data())
def test_a_better_candidate_never_makes_a_member_commit_later(sketch, data):
    """All mechanisms on: until the member's own first commitment nothing else differs.

    Every candidate gains alike, for with rivals a better one competes, pulls and covers.
    """
    i = data.draw(st.integers(0, len(sketch.affinity) - 1))
    sketch = replace(sketch, draws=[])
    world, better = sketch.build(), replace(sketch, affinity=raised(sketch.affinity, i)).build()
    for run in range(3):
        assert first_commitment(better, run, i) <= first_commitment(world, run, i)


def raised(affinity, i):
    return [[a + 0.7 * (j == i) for a in row] for j, row in enumerate(affinity)]


def first_commitment(world, run, i):
    return next((t for t, state in enumerate(states(world, run)) if state.stance[i] != codes.NONE), codes.NEVER)


@generated
@given(sketches(off=("anticipation", "exit", "defection"), most_candidates=1), st.data())
def test_a_better_candidate_never_makes_an_agreement_later(sketch, data):
    """One candidate: each commitment only helps the next (influence, isolation, time for the other holdouts).

    Off: anticipation (a holdout whose rivals for attention are gone expects more and waits), defection and exit (a
    commitment made early may be taken back, and a candidate may leave after a race that was over in time).
    """
    i = data.draw(st.integers(0, len(sketch.affinity) - 1))
    sketch = replace(sketch, draws=[])
    assert not_later(played(replace(sketch, affinity=raised(sketch.affinity, i))), played(sketch))


@settings(max_examples=15, deadline=None, derandomize=True)
@given(rows(6), st.data())
def test_a_yes_turned_into_a_no_never_helps(rule, data):
    """Rule level, every profile of the others."""
    i = data.draw(st.integers(0, 5))
    world = voting_world(rule)
    for profile in product((codes.NO, codes.ABSTAIN, codes.YES), repeat=5):
        votes = [
            carries(world, voted(world, [*profile[:i], own, *profile[i:]]), 0)
            for own in (codes.NO, codes.ABSTAIN, codes.YES)
        ]
        assert votes == sorted(votes)


def voting_world(rule):
    demands = [{"holder": i, "worth": 5.0} for i in range(6)]
    return Sketch(affinity=[0.0] * 6, demands=demands, rule=rule).build()


def voted(world, profile):
    state = new_state(world)
    begin(world, state, 0, 0, 0)
    for i, vote in enumerate(profile):
        state.met[i] = vote != codes.NO
        if vote == codes.YES:
            moves.commit(world, state, i, 0)
    return state


# Nobody is special

OF_MEMBERS = ("stance", "committed_on", "counted_on", "overruled", "took_back", "paid_on", "offered", "got")
"""Outcomes with a column for each member"""
OF_DEMANDS = ("met", "raised", "granted_on")


@generated
@given(sketches(), st.data())
def test_relabelling_members_permutes_results(sketch, data):
    """Addresses follow the member, so the same race comes out under other indices."""
    order = data.draw(st.permutations(range(len(sketch.affinity))))
    assert_relabelled(sketch, relabelled(sketch, order), order)


def assert_relabelled(sketch, other, order):
    left, right = played(sketch), played(other)
    assert_same(left, right, but=(*OF_MEMBERS, *OF_DEMANDS))
    for name in OF_MEMBERS:
        assert np.array_equal(getattr(left, name)[:, order], getattr(right, name)), name
    place = {address: x for x, address in enumerate(sketch.build().demand_address)}
    rows = [place[a] for a in other.build().demand_address]
    for name in OF_DEMANDS:
        assert np.array_equal(getattr(left, name)[:, rows], getattr(right, name)), name


def test_the_order_of_candidates_does_not_matter_for_exits():
    """Two candidates alike in everything but their address leave, and win, equally often."""
    coefficient = {"speed": 3.0, "exit": 5.0, "hopelessness": 0.8}
    outcomes = played(Sketch(affinity=np.zeros((6, 2)), coefficient=coefficient, rounds=200), 5_000)
    left = outcomes.exit < codes.NEVER
    for difference in (left @ [1, -1], (outcomes.winner == 0) * 1 - (outcomes.winner == 1)):
        assert abs(difference.mean()) < 4 * difference.std() / np.sqrt(len(difference))


@pytest.mark.parametrize(("first", "second"), [(0, 1), (1, 0)])
def test_the_order_of_candidates_does_not_matter_for_what_waits_for_an_exit(first, second):
    """An exit that sets off an exit that sets off a grant: all on the same day."""
    events = [
        {"day": 21, "kind": codes.WITHDRAW, "candidate": first},
        {"trigger": first, "kind": codes.WITHDRAW, "candidate": second},
        {"trigger": second, "kind": codes.GRANT, "demand": 0, "amount": 0.5},
    ]
    demands = [{"holder": 0, "worth": 1.0}]
    assert played(Sketch(affinity=np.full((2, 2), -50.0), rounds=3, demands=demands, events=events)).met.min() == 0.5


def test_nobody_is_won_before_the_candidate_is_available():
    """Neither by an endorsement nor by conviction; from that day on both."""
    events = [{"day": day, "kind": codes.ENDORSE, "member": 0, "candidate": 0} for day in (7, 28)]
    sketch = Sketch(affinity=[-50.0, 50.0], coefficient={"speed": 50.0}, available=[21], events=events, rounds=5)
    assert np.all(played(sketch).tally[:, :, 0] == [0, 0, 0, 1, 2, 2])


@generated
@given(sketches())
def test_nobody_crosses_its_red_line(sketch):
    """Whatever the response, but for an endorsement and the home of a candidate, which are scripted."""
    sketch = replace(sketch, events=[e for e in sketch.events if e["kind"] != codes.ENDORSE])
    world = sketch.build()
    always = (world.red_line == 1) & (world.raised == 0) & (world.latent == 0) & (world.dropped == codes.NEVER)
    for state in states(world, 1):
        for d in np.flatnonzero(always):
            said = state.stance[world.holder[d]]
            crosses = said != codes.NONE and world.concerns[d] in (-1, said)
            assert not crosses or world.home[said] == world.holder[d]


def with_member(sketch, **about):
    """The same world with one member more, at the end."""
    n = len(sketch.affinity)
    new = {
        "affinity": [0.5] * len(sketch.affinity[0]),
        "accession": 0,
        "departure": codes.NEVER,
        "weight": 1.0,
        "patron_tie": 0.5,
        "status_quo": 0.0,
        "reservation": 0.0,
        "patience": 4.0,
        "ratified": codes.NEVER,
        "duration": 1.0,
    }
    new |= {"position": [0.0, 0.0], "salience": [1.0, 1.0], "address": 99} | about
    rule_weight = new.pop("rule_weight", 1)
    longer = {name: [*getattr(sketch, name), value] for name, value in new.items() if getattr(sketch, name) is not None}
    rule = [([*np.broadcast_to(weight, n), rule_weight], credit, quota) for weight, credit, quota in sketch.rule]
    return replace(sketch, **longer, rule=rule)


def assert_same_but_last_member(left, right):
    n = left.stance.shape[1]
    assert_same(
        left,
        right._replace(**{name: getattr(right, name)[:, :n] for name in OF_MEMBERS}),
        but=("tally", "counted", "ending", *OF_DEMANDS),
    )
    for name in OF_DEMANDS:
        assert np.array_equal(getattr(left, name), getattr(right, name)[:, : left.met.shape[1]]), name


@generated
@given(sketches(off=("isolation", "bargaining_from", "exit", "objection", "amendment")))
def test_a_dummy_member_changes_nothing(sketch):
    """No weight in the rule and no ties.

    Off: what counts heads (isolation, the support that starts bargaining, the hope of candidates, a text that moves
    towards all, ballots), and objections: a member may break the silence whatever its weight. Left out: runs in which
    the winner is at most a head before another, for of two decided on one day the one with more heads is chosen, or in
    which all of several left, for the one that had more heads is told of.
    """
    sketch = replace(sketch, ballots=codes.NO_BALLOTS, secret=0)
    without, with_it = played(sketch), played(with_member(sketch, rule_weight=0))
    clear = ~np.array([is_close(without, run) for run in range(RUNS)])
    assert_same_but_last_member(only(without, clear), only(with_it, clear))


def is_close(outcomes, run):
    heads, winner = outcomes.tally[run, outcomes.round[run]].astype(int), outcomes.winner[run]
    if winner == codes.NONE:
        return outcomes.withdrawn[run] != codes.NONE and len(heads) > 1
    return bool((np.delete(heads, winner) >= heads[winner] - 1).any())


def only(outcomes, runs):
    return type(outcomes)(*(field[runs] if len(field) else field for field in outcomes))


@generated
@given(sketches())
def test_a_member_who_comes_too_late_changes_nothing(sketch):
    """All mechanisms on; the late member has votes, ties, and a red line."""
    n = len(sketch.affinity)
    late = with_member(sketch, accession=sketch.rounds * sketch.round_days + 1)
    late.ties = late.ties | {(i, n): 0.5 for i in range(n)} | {(n, 0): 1.0}
    late.demands = [*late.demands, {"holder": n, "red_line": 1, "worth": 9.0, "address": 900}]
    left, right = played(sketch), played(late)
    assert_same_but_last_member(left, right)
    assert np.array_equal(left.tally, right.tally)


# Switches


def scaled_focal(sketch, factor):
    return [(day, weight * factor) for day, weight in sketch.focal]


WITHOUT_DATA = {
    "influence": lambda s: replace(s, ties={}, response=codes.LOGISTIC),
    "patron": lambda s: replace(s, patron_tie=None, events=[e for e in s.events if e["kind"] != codes.CONSULT]),
    "isolation": lambda s: with_coefficients(s, cover=0.0),
    "pressure": lambda s: with_coefficients(replace(s, focal=scaled_focal(s, 0.0)), memory=1.0),
    "anticipation": lambda s: replace(s, focal=[]),
    "exit": lambda s: with_coefficients(replace(s, weight=None), hopelessness=0.0, veto=0.0),
    "veto": lambda s: replace(s, weight=None),
}
NEEDS_OFF = {"anticipation": ("pressure",)}
"""dates press whether or not anybody waits for them"""
AT_DATES = ("pressure", "anticipation")
"""where actors bargain, dates act besides: all meet, and who waits looks no further"""


@pytest.mark.parametrize("name", WITHOUT_DATA)
@settings(max_examples=EXAMPLES // 2, deadline=None, derandomize=True)
@given(data=st.data())
def test_a_mechanism_switched_off_is_not_there(name, data):
    """Coefficient 0 is exactly the world without what the mechanism reads."""
    modes = [codes.MEETINGS] if name in AT_DATES else [codes.MEETINGS, codes.BARGAINED]
    sketch = data.draw(sketches(off=(name, *NEEDS_OFF.get(name, ())), modes=modes))
    if name == "influence":
        sketch = replace(sketch, response=codes.LOGISTIC)
    assert_same(played(sketch), played(WITHOUT_DATA[name](sketch)))


@generated
@given(sketches(off=("pull", "cover", "exit"), most_candidates=1), st.lists(st.integers(-5, 9), min_size=7, max_size=7))
def test_a_rival_nobody_may_choose_matters_only_by_pull_and_cover(sketch, liking):
    """Pull and cover 0 is exactly the world without the rival (bargaining for its sake needs support it has not)."""
    n = len(sketch.affinity)
    stays = [event for event in sketch.events if event["kind"] != codes.WITHDRAW]  # else one is left, and one not
    sketch = replace(sketch, draws=[], reserve=None, events=stays, withdraw=None)
    sketch = with_coefficients(sketch, bargaining_from=0.1)
    rival = replace(
        sketch,
        affinity=[[*row, float(liking[i])] for i, row in enumerate(sketch.affinity)],
        valence=[*sketch.valence, 0.0],
        candidate_position=[*sketch.candidate_position, [0.0, 0.0]] if sketch.position is not None else None,
        home=[*sketch.home, -1],
        kind=[*sketch.kind, codes.PERSON],
        procedure=[*sketch.procedure, 0],
        entry=[*sketch.entry, 0],
        announced=[*sketch.announced, 0],
        available=[*sketch.available, codes.NEVER],
    )
    left, right = played(sketch), played(rival)
    assert n == right.stance.shape[1]
    tallies = {name: getattr(right, name)[:, :, :1] for name in ("tally", "counted")}
    left_out = right._replace(**tallies, exit=right.exit[:, :1], text=right.text[:, :1])
    assert_same(left, left_out, but=("ending",))  # the rival may have been there first


@generated
@given(sketches(off=("defection", "exit"), most_candidates=1))
def test_without_defection_and_exit_nobody_goes_back(sketch):
    """One candidate, no scripted exit, no withdrawal, nobody leaves the body: the tally never falls."""
    stays = [event for event in sketch.events if event["kind"] != codes.WITHDRAW]
    sketch = replace(sketch, departure=None, withdraw=None, events=stays)
    outcomes = played(sketch)
    assert np.all(np.diff(outcomes.tally[:, :, 0]) >= 0)
    assert np.all(outcomes.exit == codes.NEVER)


LIVELY = Sketch(
    affinity=[[1.0, -1.0], [-1.0, 0.0], [0.0, 1.0], [-1.0, -2.0], [0.5, -3.0]],
    rounds=60,
    coefficient={
        "speed": 1.0, "patron": 1.0, "influence": 1.0, "isolation": 6.0, "cover": 0.5, "pressure": 2.0, "memory": 3.0,
        "bargaining_from": 0.2, "concession": 0.1, "anticipation": 1.0, "pull": 1.0, "exit": 0.5, "hopelessness": 1.0,
        "veto": 0.5, "small": 0.2, "residual": 0.5, "tolerance": 2.0, "objection": 0.5, "defection": 0.1,
        "distance_power": 1.0, "silence_low": 3.0, "silence_high": 8.0, "sitting_weight": 0.5, "called": 0.05,
        "step": 0.4, "secret": 1.0, "temperature": 0.5, "at_dates": 1.0, "push": 0.5,
        "opportunism": 2.0, "take_back": 0.3, "late_worth": 3.0, "follow_up": 0.2,
        "hardening": 0.5,
        "amendment": 0.0, "amendment_rate": 0.2,
    },
    patience=[8.0] * 5,
    round_days=1,
    between=codes.SILENCE_BETWEEN,
    sittings=[35, 45],
    weight=[1.0, 1.0, 1.0, 0.5, 0.7],
    patron_tie=[1.0] * 5,
    ties={(i, j): 0.25 for i in range(5) for j in range(5) if i != j},
    demands=[
        {"holder": 3, "worth": 3.0}, {"holder": 4, "worth": 4.0, "ceiling": 0.4, "concerns": 0},
        *({"holder": i, "latent": codes.OPEN} for i in range(3)),
    ],
    focal=[(20, 1.0), (50, 1.0)],
    events=[{"day": 10, "kind": codes.CONSULT, "candidate": 0}],
    position=[[0.0], [1.0], [2.0], [0.0], [3.0]],
    salience=[[0.5]] * 5,
    candidate_position=[[1.0], [2.5]],
    rule=[([1], [-1, 0, 1], [0, 1, 3])],
)  # fmt: skip
TEXTS = {"kind": [codes.PROPOSAL] * 2, "coefficient": LIVELY.coefficient | {"amendment": 0.1}}
WHERE = {"bargaining": {"mode": codes.BARGAINED, "rule": [UNANIMITY]}, "amendment": TEXTS}
"""in which world the coefficients of a table act"""


@pytest.mark.parametrize("name", COEFFICIENTS)
def test_every_coefficient_acts(name):
    """No number of the model is idle: another value gives another ensemble on the same draws."""
    lively = replace(LIVELY, **WHERE.get(COEFFICIENTS[name].table, {}))
    other = with_coefficients(lively, **{name: lively.coefficient[name] * 2 or 0.2})
    with pytest.raises(AssertionError):
        assert_same(played(lively, 500), played(other, 500))


@pytest.mark.parametrize("name", [name for name, one in COEFFICIENTS.items() if one.table == "bargaining"])
def test_what_is_of_bargaining_does_nothing_at_meetings(name):
    assert_same(played(LIVELY, 100), played(with_coefficients(LIVELY, **{name: 0.7}), 100))


# Bookkeeping


@generated
@given(sketches())
def test_what_is_counted_is_what_is_so(sketch):
    """After every round tallies, votes, influence and seats are what the stances say."""
    world = sketch.build()
    n, K = world.number.affinity.shape
    heard = np.zeros((n, n), np.int64)
    for (i, j), w in sketch.ties.items():
        heard[i, j] = round(w * 2**40)
    for state in states(world, 2):
        said = state.stance[:, None] == np.arange(K)
        assert np.array_equal(state.committed, said.sum(axis=0))
        assert np.array_equal(state.yes, world.row_weight @ said)
        pending = said & (state.counted == codes.NEVER)[:, None]
        assert np.array_equal(state.pending, pending.sum(axis=0))
        assert np.array_equal(state.pending_yes, world.row_weight @ pending)
        later = said.any(axis=1) & (state.counts_from > state.clock.day)
        assert np.array_equal(later, pending.any(axis=1))
        assert np.array_equal(state.influence, heard @ said)
        assert np.array_equal(state.total, world.row_weight @ state.present)
        assert state.clock.members == state.present.sum()
        assert np.array_equal(state.next_stance, state.stance)
        assert not said[state.present == 0].any()
        assert all(state.status[k] in (codes.ACTIVE, codes.CHOSEN) for k in state.stance if k != codes.NONE)
        assert np.all((state.met >= 0) & (state.met <= 1))


@generated
@given(sketches())
def test_what_a_candidate_granted_lapses_when_it_leaves(sketch):
    """What the others granted stays: after an exit no share met falls but those the candidate had granted."""
    world = replace(sketch, events=[e for e in sketch.events if e["kind"] != codes.GRANT]).build()
    before = np.zeros(len(world.holder))
    for state in states(world, 1):
        lapsed = np.array(
            [
                grantor == codes.CANDIDATE and k >= 0 and state.status[k] == codes.OUT
                for grantor, k in zip(world.grantor, world.concerns, strict=True)
            ],
            bool,
        )
        assert np.all(state.met[lapsed] == 0)
        assert np.all(state.met[~lapsed] >= before[~lapsed])
        before = state.met.copy()


@generated
@given(sketches(rules=lambda n: st.just([UNANIMITY])))
def test_unanimity_is_everybody(sketch):
    """No agreement while a member present is not committed to the winner."""
    for *_, state in (states(sketch.build(), run) for run in range(3)):
        winner = state.clock.winner
        if winner != codes.NONE:
            assert set(state.stance[state.present == 1]) <= {winner}


@generated
@given(sketches(rules=lambda n: st.just([ABSENCE_OF_OBJECTION])))
def test_no_consensus_over_an_objection(sketch):
    """Nobody present is committed elsewhere, behind a red line, or short of more than the tolerance."""
    world = sketch.build()
    for *_, state in (states(world, run) for run in range(3)):
        winner, day = state.clock.winner, state.clock.day
        if winner != codes.NONE:
            for i in np.flatnonzero((state.present == 1) & (state.stance != winner)):
                assert state.stance[i] == codes.NONE
                mine = [
                    d
                    for d in np.flatnonzero(world.holder == i)
                    if state.raised[d] <= day <= world.dropped[d] and world.concerns[d] in (-1, winner)
                ]
                assert not any(world.red_line[d] for d in mine)
                short = sum(state.number.worth[d] * (1 - state.met[d]) for d in mine)
                assert short <= state.number.coefficient.tolerance + 1e-12


@pytest.mark.slow
def test_in_many_more_worlds():
    """The same statements, and those of the shortcuts."""
    files = [Path(__file__), Path(__file__).with_name("test_shortcuts.py")]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *map(str, files)],
        env=os.environ | {"WHITESMOKE_EXAMPLES": "300"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
