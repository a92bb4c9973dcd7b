"""The Mesa model and the compiled ensemble end alike, for every shipped scenario, switch, rule, thread count."""

from pathlib import Path

import numpy as np
import pytest
from whitesmoke.model import codes
from whitesmoke.model.coefficients import COEFFICIENTS
from whitesmoke.model.ensemble import ensemble
from whitesmoke.model.mesa import Negotiation
from whitesmoke.model.phases.purses import UNITS
from whitesmoke.model.trace import Trace
from whitesmoke.scenario import bodies, open_case, rules
from whitesmoke.scenario.library import corpus, shipped
from whitesmoke.scenario.like import case_like
from whitesmoke.scenario.load import load

from tests.agreement.test_drivers import assert_same
from tests.agreement.test_second import SMALL

MEETINGS = "bargaining.mode=meetings"
SEED = 7
CLIMATE, TREATY, ELECTION = (Path(__file__).with_name(f"{name}.toml") for name in ("climate", "treaty", "ballots"))
SWITCHES = [one.name for one in COEFFICIENTS.values() if one.table == "parameters" and one.kind != "weeks"]
"""all but those that must be above 0"""
RULES = [*(name for name in rules.RULES if not rules.members_of(name)), *(f"consensus-minus-{n}" for n in (1, 2, 3, 4))]


def assert_agree(case, run):
    """Every array that the ensemble records is what the Mesa model went through."""
    found = ensemble(case.world, [run], SEED)
    model = Negotiation(case, rng=SEED, run=run)
    while model.running:
        model.step()
    state, trace = model.state, model.trace
    assert found.winner[0] == state.clock.winner
    assert found.round[0] == state.clock.round == trace.rounds
    assert found.stance[0].tobytes() == state.stance.tobytes()
    assert found.exit[0].tobytes() == state.left.tobytes()
    assert found.met[0].tobytes() == state.met.tobytes()
    if found.text.size:
        assert found.text[0].tobytes() == state.number.candidate_position.tobytes() == trace.places[-1].tobytes()
    assert np.array_equal(found.tally[0, : trace.rounds + 1], trace.committed)
    assert (found.tally[0, trace.rounds :] == trace.committed[-1]).all()
    assert set(np.flatnonzero(found.overruled[0])) == set(trace.overruled)
    assert_same_payments(case, found, trace)
    if found.counted.size:
        assert found.counted_on[0].tobytes() == state.counted.tobytes()
        assert np.array_equal(found.counted[0, : trace.rounds + 1], trace.counted)
        assert (found.counted[0, trace.rounds :] == trace.counted[-1]).all()
    assert (found.withdrawn[0], found.committed_on[0].tolist()) == ended(trace)


def assert_same_payments(case, found, trace):
    """Who was ever offered something and when each settled last, read off the meetings of the run."""
    if case.world.mode != codes.BARGAINED:
        assert len(found.paid_on) == len(found.spent) == 0
        return
    offered, paid = [0] * len(case.names.members), [codes.NEVER] * len(case.names.members)
    for talk in trace.talks:
        if talk.faced.offer > 0.0:
            offered[talk.faced.member] = 1
        if talk.answer == codes.SETTLED:
            paid[talk.faced.member] = talk.round
    assert found.offered[0].tolist() == offered
    assert found.paid_on[0].tolist() == paid
    assert found.spent[0] == pytest.approx([x / UNITS for x in trace.final.spent])


def ended(trace):
    """The candidate told of if nobody is left, and when each member committed: read off what happened, round by round.

    Of the candidates that left it is the one with most members in the round before, the latest of equals.
    """
    members = range(len(trace.case.names.members))
    if trace.winner != codes.NONE or codes.ACTIVE in trace.status[-1] or codes.OUT not in trace.status[-1]:
        return codes.NONE, [trace.committed_on(i) for i in members]
    exits = [entry for entry in trace.entries if entry.kind == "exit"]
    told = max(reversed(exits), key=lambda e: (trace.committed[e.round - 1][e.candidate], e.round, e.candidate))
    earlier = [entry for entry in trace.entries if entry.round < told.round]
    before = Trace(trace.case, trace.seed, trace.run, entries=earlier, stances=trace.stances[: told.round])
    on = [before.committed_on(i) if before.stances[-1][i] == told.candidate else codes.NEVER for i in members]
    return told.candidate, [codes.REFUSED if i in trace.refused_by else on[i] for i in members]


@pytest.mark.parametrize("name", [scenario.name for scenario in shipped()])
def test_every_shipped_scenario_at_meetings(name):
    assert_agree(open_case(name, [MEETINGS, *(SMALL if name == "large-alliance" else ())]), 3)


@pytest.mark.parametrize("name", [scenario.name for scenario in shipped()])
def test_every_shipped_scenario_where_actors_bargain(name):
    switches = ("mode=bargained", "follow_up=0.5", "hardening=0.5", "opportunism=2")
    changes = [f"bargaining.{change}" for change in switches]
    assert_agree(open_case(name, [*changes, *(SMALL if name == "large-alliance" else ())]), 3)


@pytest.mark.parametrize("name", [case.name for case in corpus()])
def test_every_case_of_the_corpus(name):
    scenario = load(name).scenario
    long = (scenario.calendar.end - scenario.calendar.start).days > 60
    changes = [
        *(["calendar.round_days=7"] if long else []),
        *(["blocs.others.generate=9"] if "others" in scenario.blocs else []),
    ]
    for run in (2, 3):
        assert_agree(open_case(name, changes), run)


@pytest.mark.parametrize(
    "changes",
    [
        [],
        [MEETINGS],
        [
            "calendar.round_days=7",
            "amendment.step={dist='uniform', low=0.02, high=0.5}",
            "sittings={}",
            "amendment.rate=3",
        ],
    ],
)
@pytest.mark.parametrize("rule", [None, "consensus-minus-1", "double-majority"])
def test_texts_that_move(changes, rule):
    case = open_case(CLIMATE, changes, rule)
    assert_agree(case, 3)
    assert ensemble(case.world, 20, SEED).text.std(axis=0).any()


@pytest.mark.parametrize("changes", [[], ["bargaining.mode=bargained"], ["parameters.defection=0.2"]])
@pytest.mark.parametrize("rule", [None, "consensus-minus-1", "present-and-voting"])
def test_consent_that_has_to_be_ratified(changes, rule):
    case = open_case(TREATY, changes, rule)
    assert_agree(case, 3)
    assert ensemble(case.world, 20, SEED).counted_on.std(axis=0).any()


@pytest.mark.parametrize("changes", [[], ["ballots.secret=false"], ["ballots.kind=poll"], ["sittings={}"]])
def test_ballots(changes):
    case = open_case(ELECTION, changes)
    assert_agree(case, 3)
    assert (ensemble(case.world, 20, SEED).exit != codes.NEVER).any() == ("ballots.kind=poll" not in changes)


@pytest.mark.parametrize("body", bodies.shipped(), ids=lambda body: body.name)
def test_a_new_case_of_every_body(body, tmp_path):
    (tmp_path / "case.toml").write_text(case_like("case", str(body.path), tmp_path))
    assert_agree(open_case(tmp_path / "case.toml", ["calendar.expiry=2026-02-28"]), 3)  # members leave, and others join


@pytest.mark.parametrize("value", ["0", "0.4"])
@pytest.mark.parametrize("name", SWITCHES)
def test_every_switch(name, value):
    assert_agree(open_case("rutte-iohannis", [MEETINGS, f"parameters.{name}={value}"]), 4)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule(rule):
    assert_agree(open_case("rutte-iohannis", (), rule), 5)


@pytest.mark.parametrize("threads", [2, 3, 7])
def test_every_number_of_threads(threads):
    world = open_case("rutte-iohannis").world
    assert_same(ensemble(world, 500, SEED), ensemble(world, 500, SEED, threads=threads))


def test_any_order_of_runs():
    """A run is the same wherever in a list it stands."""
    world = open_case("council").world
    order = np.array([(37 * r) % 101 for r in range(101)])
    whole, shuffled = ensemble(world, 101, SEED), ensemble(world, order, SEED)
    assert_same(type(whole)(*(field[order] if len(field) else field for field in whole)), shuffled)
