"""The program and the second writing of docs/MODEL.md play the same runs, bit for bit."""

from pathlib import Path

import pytest

from sim import codes
from sim.scenario.build import build
from sim.scenario.library import shipped
from sim.scenario.load import load
from sim.trace import record
from tests.agreement import naive

EVERYTHING = Path(__file__).with_name("everything.toml")
SMALL = [f"blocs.{bloc}.generate={n}" for bloc, n in (("core", 60), ("periphery", 100), ("sceptics", 40))]
DRAWN = [
    "parameters.speed={dist='normal', mean=2.4, sd=0.4, low=1, high=4}",
    "parameters.pull={dist='uniform', low=0.5, high=1.5}",
    "blocs.west.baseline.rutte={dist='triangular', low=-3, mode=-2.4, high=-2}",
    "members.HUN.baseline={dist='lognormal', mean=0.1, sd=0.3, high=1.5}",
    "rule.silence.low={dist='uniform', low=1, high=3}",
]
TIES = [
    "network.layers=[{kind='alliance', share=0.3}, {kind='ties', share=0.7}]",
    "network.ties=[{member='HUN', listens_to='TUR', weight=2.0}, {member='HUN', listens_to='SVK'},"
    " {member='TUR', listens_to='ROU', weight=0.3}, {member='USA', listens_to='GBR'}]",
]
CONTAGION = ["parameters.response='proportional'"]
MATRIX = [
    ("rutte-iohannis", DRAWN, None),
    ("rutte-iohannis", ["parameters.defection=0.5"], "two-thirds"),
    ("rutte-iohannis", ["calendar.round_days=7"], "consensus"),
    ("rutte-iohannis", ["rule.veto=['HUN', 'TUR']"], None),
    ("rutte-iohannis", TIES, "consensus-minus-1"),
    ("rutte-iohannis", ["parameters.tolerance=1", "parameters.objection=3"], "consensus-minus-2"),
    ("race-hawkish-candidate", ["parameters.distance_power=1.5"], None),
    ("race-hawkish-candidate", ["parameters.distance_power=2"], "double-majority"),
    ("race-patron-against", CONTAGION, None),
    ("council", ["parameters.exit=0"], "present-and-voting"),
    ("council", CONTAGION, None),
    ("council", ["rule.rows=[{quota=2}]", "rule.veto=[]"], None),  # two silences end on one day
    ("conclave", ["network.layers=[{kind='scale-free', neighbours=3, seed=2}]"], None),
    ("conclave", ["network.layers=[{kind='random', density=0.1, seed=2}]"], None),
    ("tutorial", CONTAGION, "majority"),
    (EVERYTHING, [], None),
    (EVERYTHING, CONTAGION, None),
    (EVERYTHING, ["calendar.round_days=2", "parameters.exit=0"], "present-and-voting"),
    (EVERYTHING, ["parameters.distance_power=1", "parameters.residual=0"], "consensus"),
    (EVERYTHING, ["parameters.hopelessness=0.3"], "unanimity"),
]
KINDS = {
    *("accession", "announcement", "entry", "exit", "consultation", "endorsement", "disavowal", "shock", "note"),
    *("date missed", "commitment", "release", "defection", "concession", "lapse"),
    *("silence", "objection", "silence lifted", "consensus", "deadlock"),
}
STATUS = {codes.PENDING: "pending", codes.ACTIVE: "active", codes.OUT: "out", codes.CHOSEN: "chosen"}


def assert_same_run(scenario, seed, number, changes=(), rule=None):
    race, rounds = naive.run(scenario, seed, number, changes, rule)
    trace = record(build(load(scenario, list(changes), rule)), seed, number)
    names = (*trace.case.names.candidates, None)
    assert list(race.stance) == list(trace.case.names.members)
    assert [r.stances for r in rounds] == [[names[k] for k in stances] for stances in trace.stances]
    assert [r.met for r in rounds] == [met.tolist() for met in trace.met]
    assert [r.statuses for r in rounds] == [[STATUS[status] for status in row] for row in trace.status]
    assert [r.pressure for r in rounds] == trace.pressure
    assert list(race.baseline.values()) == trace.final.baseline.ravel().tolist()
    assert race.winner == names[trace.winner]
    return trace


@pytest.mark.parametrize("number", [0, 5])
@pytest.mark.parametrize("name", [scenario.name for scenario in shipped()])
def test_every_shipped_scenario(name, number):
    assert_same_run(name, 1, number, SMALL if name == "large-alliance" else ())


@pytest.mark.parametrize(("scenario", "changes", "rule"), MATRIX)
def test_variations(scenario, changes, rule):
    assert_same_run(scenario, 2**40 + 7, 9, changes, rule)
    assert_same_run(scenario, 3, 0, changes, rule)


def test_everything_happens():
    """The two agree on a race with everything in it, and in one run or another everything in it happens."""
    seen = set()
    talkative = ["parameters.objection=7", "rule.rows=[{quota=2}]", "rule.veto=[]"]
    variants = [((), None), (talkative, None), (["parameters.exit=0"], "unanimity")]
    for changes, rule in variants:
        for number in range(10):
            trace = assert_same_run(EVERYTHING, 1, number, changes, rule)
            seen |= {entry.kind for entry in trace.entries}
    assert seen == KINDS
