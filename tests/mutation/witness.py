"""The second writing of docs/MODEL.md against the driver in Python: every round and every number, nothing compiled.

Collected only by `python -m tests.mutation`; what it expects and the cases that it plays are made once, before any
mutant, so that a mutant costs no more than the runs themselves.
"""

from functools import cache

import pytest
from whitesmoke.model import codes
from whitesmoke.model.recorder import record
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load

from tests.agreement.second.reading import read
from tests.agreement.second.rounds import REFUSED
from tests.agreement.second.runs import play
from tests.agreement.second.world import World
from tests.agreement.test_second import ABSENT, EVERYTHING, MATRIX, MEETINGS, PATHS, RESERVE, STATUS, random_file

TALKATIVE = ("parameters.objection=7", "rule.rows=[{quota=2}]", "rule.veto=[]")
QUICK = [
    (EVERYTHING, (), None),
    (EVERYTHING, TALKATIVE, None),
    (RESERVE, (), None),
    (ABSENT, (), None),
    (PATHS["tutorial"], (), None),
    (PATHS["council"], (), None),
]
SHIPPED = [
    (PATHS["rutte-iohannis"], tuple(MEETINGS), None),
    *((PATHS[name], (), None) for name in ("rutte-iohannis", "conclave", "nato-2003", "nato-2009", "nato-2014")),
]
VARIED = [(PATHS.get(scenario, scenario), tuple(changes), rule) for scenario, changes, rule in MATRIX]


@cache
def expected(path, changes, rule, seed, number):
    return play(World(read(path, changes, rule)), seed, number)


@cache
def case(path, changes, rule):
    return build(load(path, list(changes), rule))


def kept(committed_on):
    return codes.REFUSED if committed_on == REFUSED else committed_on


def assert_same_run(path, changes, rule, seed, number):
    run, rounds = expected(path, changes, rule, seed, number)
    trace = record(case(path, changes, rule), seed, number)
    names, final = (*trace.case.names.candidates, None), trace.final
    assert [r.stances for r in rounds] == [[names[k] for k in stances] for stances in trace.stances]
    assert [r.met for r in rounds] == [met.tolist() for met in trace.met]
    assert [r.statuses for r in rounds] == [[STATUS[status] for status in row] for row in trace.status]
    assert [r.tally for r in rounds] == [tally.tolist() for tally in trace.committed]
    assert [r.pressure for r in rounds] == trace.pressure
    assert list(run.baseline.values()) == final.baseline.ravel().tolist()
    assert list(run.worth.values()) == final.number.worth.tolist()
    assert list(run.ceiling.values()) == final.number.ceiling.tolist()
    assert list(run.committed_on.values()) == final.since.tolist()
    assert list(run.left.values()) == final.left.tolist()
    assert run.withdrawn() == names[trace.withdrawn]
    assert [kept(on) for on in run.before_exit.values()] == final.before_exit.tolist()
    assert (run.winner, run.round) == (names[final.clock.winner], final.clock.round)


@pytest.mark.parametrize("number", range(2))
@pytest.mark.parametrize(("path", "changes", "rule"), QUICK)
def test_quick(path, changes, rule, number):
    assert_same_run(path, changes, rule, 1, number)


@pytest.fixture(scope="session")
def folders(tmp_path_factory):
    return cache(lambda seed: random_file(seed, tmp_path_factory.mktemp(f"file-{seed}")))


@pytest.mark.parametrize("seed", range(10))
def test_random_files(seed, folders):
    for number in range(2):
        assert_same_run(folders(seed), (), None, 7, number)


@pytest.mark.parametrize(("path", "changes", "rule"), VARIED + SHIPPED)
def test_shipped_and_varied(path, changes, rule):
    assert_same_run(path, changes, rule, 3, 0)
