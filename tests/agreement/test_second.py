"""The program and the second writing of docs/MODEL.md play the same runs, bit for bit."""

import ast
import math
from pathlib import Path
from typing import Literal, get_args, get_origin

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whitesmoke.errors import WhitesmokeError
from whitesmoke.model import codes
from whitesmoke.model.ensemble import ensemble
from whitesmoke.model.recorder import record
from whitesmoke.model.rules import bargaining, distributions, hazard
from whitesmoke.scenario import dates_schema, people, rule_schema, schema
from whitesmoke.scenario.build import build
from whitesmoke.scenario.library import shipped
from whitesmoke.scenario.load import load

from tests.agreement.random_files import make
from tests.agreement.second import arithmetic
from tests.agreement.second.reading import read
from tests.agreement.second.rounds import REFUSED
from tests.agreement.second.runs import play
from tests.agreement.second.world import World, generated_code
from tests.agreement.table import note

EVERYTHING, RESERVE, ABSENT, ALTERNATIVES = (
    Path(__file__).with_name(f"{name}.toml") for name in ("everything", "reserve", "absent", "alternatives")
)
SITTINGS, TAX, PURSES, EQUALS, TREATY, ELECTION = (
    EVERYTHING.with_name(f"{name}.toml") for name in ("sittings", "tax", "purses", "equals", "treaty", "ballots")
)
SMALL = [f"blocs.{bloc}.generate={n}" for bloc, n in (("core", 60), ("periphery", 100), ("sceptics", 40))]
PATHS = {scenario.name: scenario.path for scenario in shipped()}
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
OR = "[{rows=[{weights='population', quota='60%'}, {quota='> 1/2'}]}, {rows=[{quota='all - 1'}]}]"
PIVOTAL = ["parameters.pivotal=true", "parameters.small=0.1"]
BARGAINED, MEETINGS = ["bargaining.mode='bargained'"], ["bargaining.mode='meetings'"]
AS_IN_THE_RACE = [
    *(*BARGAINED, "bargaining.reservation=-1.7", "bargaining.at_dates=1", "bargaining.patience=6"),
    *("bargaining.secret=1.5", "bargaining.push=1"),
]
HARDENED = ["bargaining.at_dates=3", "bargaining.follow_up=0.5", "bargaining.hardening=0.6"]
WEIGHED = "[{quota='all - 2'}, {weights={AAA=3, CCC=2, DDD=2, EEE=1}, credit=[0, 1, 2], quota='> 90%'}]"
CONTAGION = ["parameters.response='proportional'"]
CHAIR_WITH_A_PURSE = [
    *("chair=EEE", "grantors.chair.budget=2", "grantors.chair.cost=1"),
    *("demands.a-port.grantor=chair", "demands.a-dam.grantor=EEE"),
]
MATRIX = [
    ("rutte-iohannis", [*MEETINGS, *DRAWN], None),
    ("rutte-iohannis", [*MEETINGS, "parameters.defection=0.5"], "two-thirds"),
    ("rutte-iohannis", [*MEETINGS, "calendar.round_days=7"], "consensus"),
    ("rutte-iohannis", [*MEETINGS, "rule.veto=['HUN', 'TUR']"], None),
    ("rutte-iohannis", [*MEETINGS, *TIES], "consensus-minus-1"),
    ("rutte-iohannis", [*MEETINGS, "parameters.tolerance=1", "parameters.objection=3"], "consensus-minus-2"),
    ("rutte-iohannis", [*MEETINGS, "sittings.calendar='european-council'", "calendar.round_days=7"], "two-thirds"),
    (
        "rutte-iohannis",
        [*MEETINGS, "sittings.calendar='nato'", "sittings.levels=['heads']", "sittings.called=0.2"],
        None,
    ),
    ("rutte-iohannis", [*MEETINGS, "sittings.dates='focal'", "sittings.between='silence'"], "two-thirds"),
    ("race-hawkish-candidate", [*MEETINGS, "parameters.distance_power=1.5"], None),
    ("race-hawkish-candidate", [*MEETINGS, "parameters.distance_power=2"], "double-majority"),
    ("race-patron-against", [*MEETINGS, *CONTAGION], None),
    ("race-no-opt-out", [*MEETINGS, "parameters.veto=3", "parameters.small=0.1", "parameters.pivotal=false"], None),
    ("race-no-opt-out", [*MEETINGS, "parameters.veto=3", "parameters.small=0.1"], "consensus-minus-1"),
    ("council", PIVOTAL, None),
    (EVERYTHING, PIVOTAL, None),
    ("council", ["parameters.exit=0"], "present-and-voting"),
    ("council", CONTAGION, None),
    ("council", ["rule.rows=[{quota=2}]", "rule.veto=[]"], None),  # two silences end on one day
    ("conclave", ["network.layers=[{kind='scale-free', neighbours=3, seed=2}]"], None),
    ("conclave", ["network.layers=[{kind='random', density=0.1, seed=2}]"], None),
    ("tutorial", CONTAGION, "majority"),
    (RESERVE, [], None),
    (ABSENT, [], None),
    (EVERYTHING, [], None),
    (EVERYTHING, CONTAGION, None),
    (EVERYTHING, ["chair=EEE", *(f"demands.{d}.grantor=chair" for d in ("base", "other", "window"))], "majority"),
    (SITTINGS, ["calendar.round_days=7", "parameters.exit=0"], "majority"),
    (EVERYTHING, ["calendar.round_days=2", "parameters.exit=0"], "present-and-voting"),
    (EVERYTHING, ["parameters.distance_power=1", "parameters.residual=0"], "consensus"),
    (EVERYTHING, ["parameters.hopelessness=0.3"], "unanimity"),
    (EVERYTHING, ["rule.rows=[{weights={EEE=1}, quota='all'}]", "rule.veto=[]"], None),  # at first nobody has a vote
    (EVERYTHING, ["rule.any=[{rows=[{weights={EEE=1}, quota='all'}]}, {rows=[{quota='2/3'}]}]"], None),
    (EVERYTHING, ["parameters.pivotal=true", f"rule.any={OR}"], None),
    (ALTERNATIVES, [], None),
    (TAX, [], None),
    (TAX, ["calendar.round_days=7"], "council-qmv"),
    (
        TAX,
        [
            "calendar.start=2019-11-04",
            "calendar.expiry=2020-06-30",
            "focal.summit.date=2020-03-26",
            "candidates.proposal.entry=2019-11-04",
        ],
        None,
    ),  # a member leaves
    ("rutte-iohannis", [*MEETINGS, "parameters.objection=7"], "council-qmv"),
    ("rutte-iohannis", [*MEETINGS, "rule.veto=['HUN']", "parameters.pivotal=true"], "council-qmv"),
    ("rutte-iohannis", AS_IN_THE_RACE, None),
    ("rutte-iohannis", [*AS_IN_THE_RACE, *HARDENED], None),
    ("rutte-iohannis", [*AS_IN_THE_RACE, "bargaining.temperature=0", "parameters.defection=0.3"], "consensus-minus-1"),
    (EVERYTHING, [*BARGAINED, "parameters.bargaining_from=0.1"], None),
    (EVERYTHING, [*BARGAINED, *CONTAGION, "parameters.bargaining_from=0"], "majority"),
    (TAX, [*BARGAINED, "calendar.round_days=7", "grantors.commission.budget=2", "grantors.commission.cost=1"], None),
    (PURSES, [], None),
    (PURSES, ["bargaining.by_need=false", "bargaining.opportunism=9"], "consensus-minus-1"),
    ("rutte-iohannis", [*AS_IN_THE_RACE, "bargaining.by_need=false"], "two-thirds"),
    (TAX, [*BARGAINED, "bargaining.by_need=false", "calendar.round_days=7"], "council-qmv"),
    (PURSES, ["bargaining.opportunism=9", "bargaining.take_back=1", "bargaining.late_worth=1"], "consensus-minus-1"),
    (PURSES, ["bargaining.opportunism=9", "bargaining.take_back=1", "parameters.isolation=6"], None),
    (PURSES, [f"rule.any=[{{rows={WEIGHED}}}, {{rows=[{{quota='all'}}]}}]", "calendar.round_days=7"], None),
    (PURSES, ["bargaining.temperature=0", "calendar.round_days=1"], "consensus-minus-1"),
    (PURSES, CHAIR_WITH_A_PURSE, None),
    (ELECTION, [], None),
    (ELECTION, ["sittings={}", "calendar.round_days=7", "ballots.secret=false"], "majority"),
    (ELECTION, ["ballots.kind=poll", *CONTAGION], "consensus-minus-1"),
    (ELECTION, [*BARGAINED, "parameters.defection=0.2", "kind=ratification", "ratification.weeks=2"], None),
    (TREATY, [], None),
    (TREATY, ["parameters.defection=0.1", "calendar.round_days=7"], "two-thirds"),
    (TREATY, [*BARGAINED, "calendar.round_days=1", "ratification.weeks=2.5"], "consensus-minus-1"),
    (EQUALS, [], None),
    (EQUALS, [], "consensus-minus-2"),
    (EQUALS, [], "consensus-minus-5"),
    (EQUALS, ["rule.rows=[{weights={TTT=1, KKK=1, MMM=1, YYY=3}, quota=5}]"], None),
]
KINDS = {
    *("accession", "departure", "announcement", "entry", "exit", "consultation", "endorsement", "disavowal"),
    *("shock", "note"),
    *("date missed", "expiry missed", "commitment", "release", "defection", "concession", "lapse"),
    *("waits for a sitting", "carries no more", "special sitting"),
    *("silence", "objection", "silence lifted", "consensus", "deadlock"),
}
STATUS = {codes.PENDING: "pending", codes.ACTIVE: "active", codes.OUT: "out", codes.CHOSEN: "chosen"}


def assert_same_world(case, world):
    """What both make of a file before any run: who and what, in which order; votes, sizes, who listens to whom."""
    arrays, members = case.world, list(world.members)
    assert list(case.names.members) == members
    assert list(case.names.candidates) == list(world.candidates)
    assert list(case.names.demands) == list(world.demands)
    rows = [row for alternative in world.alternatives for row in alternative]
    assert arrays.row_weight.tolist() == [[weight[i] for i in members] for weight, _, _ in rows]
    assert np.diff(arrays.alternative).tolist() == list(map(len, world.alternatives))
    assert arrays.influence_weight.tolist() == list(world.size.values())
    heard = np.repeat(np.arange(len(members)), np.diff(arrays.out_start))
    listens = {i: {} for i in members}
    for i, j, units in zip(arrays.out_member.tolist(), heard.tolist(), arrays.out_units.tolist(), strict=True):
        listens[members[i]][members[j]] = units
    assert listens == world.listens


def outcome(run, rounds, length):
    """What the second implementation says of a run, in the numbers of `whitesmoke.model.ensemble.Outcomes`."""
    place = {None: codes.NONE} | {k: index for index, k in enumerate(run.status)}
    tallies, told = [moment.tally for moment in rounds], run.withdrawn()
    committed_on = run.committed_on if told is None else run.before_exit
    return {
        "winner": place[run.winner],
        "round": run.round,
        "stance": [place[k] for k in run.stance.values()],
        "withdrawn": place[told],
        "ending": codes.ENDINGS.index(run.ending()),
        "ending_class": codes.ENDING_CLASSES.index(run.ending_class()),
        "committed_on": [codes.REFUSED if on == REFUSED else on for on in committed_on.values()],
        "overruled": [i in run.overruled() for i in run.stance],
        **counted(run, rounds, length),
        "exit": list(run.left.values()),
        "met": list(run.met.values()),
        "tally": tallies + [tallies[-1]] * (length - len(tallies)),
    }


def counted(run, rounds, length):
    """When each yes came to count, and how many did at the end of each round: where consent takes a procedure."""
    if not any(run.w.is_ratified.values()):
        return {"counted_on": [], "counted": []}
    tallies = [moment.counted for moment in rounds]
    return {
        "counted_on": list(run.counted_on.values()),
        "counted": tallies + [tallies[-1]] * (length - len(tallies)),
    }


def differing(world, found, seed, numbers):
    """The fields in which runs of the second implementation differ from those that the compiled driver found."""
    wrong = []
    for row, number in enumerate(numbers):
        said = outcome(*play(world, seed, number), world.rounds + 1)
        for name, field in zip(found._fields, found, strict=True):
            found_here = field[row] if len(field) else field
            if name in said and np.array(said[name], field.dtype).tobytes() != found_here.tobytes():
                wrong.append((number, name))
    return wrong


def assert_same_outcomes(what, path, seed, numbers, changes=(), rule=None):
    """Every field of the outcomes of some runs, the second implementation against the compiled driver."""
    case, world = build(load(path, list(changes), rule)), World(read(path, changes, rule))
    assert_same_world(case, world)
    found = ensemble(case.world, np.array(numbers), seed)
    wrong = differing(world, found, seed, numbers)
    note(what, len(numbers), int((found.winner >= 0).sum()), len(numbers) * len(found), len(wrong))
    assert not wrong, f"{path}, seed {seed}: {wrong}"


def assert_same_rounds(path, seed, number, changes=(), rule=None):
    """Every round of a run, and all its numbers, the second implementation against the driver in Python."""
    run, rounds = play(World(read(path, changes, rule)), seed, number)
    trace = record(build(load(path, list(changes), rule)), seed, number)
    names = (*trace.case.names.candidates, None)
    assert [r.stances for r in rounds] == [[names[k] for k in stances] for stances in trace.stances]
    assert [r.met for r in rounds] == [met.tolist() for met in trace.met]
    assert [r.statuses for r in rounds] == [[STATUS[status] for status in row] for row in trace.status]
    assert [r.pressure for r in rounds] == trace.pressure
    assert list(run.baseline.values()) == trace.final.baseline.ravel().tolist()
    assert list(run.worth.values()) == trace.final.number.worth.tolist()
    assert list(run.ceiling.values()) == trace.final.number.ceiling.tolist()
    assert run.winner == names[trace.winner]
    assert list(run.spent.values()) == trace.final.spent.tolist()
    if run.w.bargained:
        assert list(run.reservation.values()) == trace.final.reservation.tolist()
    return trace


@pytest.mark.parametrize("name", list(PATHS))
def test_every_shipped_scenario(name):
    changes = SMALL if name == "large-alliance" else ()
    assert_same_outcomes("shipped scenarios", PATHS[name], 1, [4711], changes)
    assert_same_rounds(PATHS[name], 1, 0, changes)


@pytest.mark.slow
@pytest.mark.parametrize("name", list(PATHS))
def test_more_runs_of_every_shipped_scenario(name):
    changes = SMALL if name == "large-alliance" else ()
    assert_same_outcomes("shipped scenarios", PATHS[name], 1, [5, 6, 2**20], changes)


@pytest.mark.parametrize(("scenario", "changes", "rule"), MATRIX)
def test_variations(scenario, changes, rule):
    path = PATHS.get(scenario, scenario)
    assert_same_outcomes("variations", path, 2**40 + 7, [2**32 - 1], changes, rule)
    assert_same_rounds(path, 3, 0, changes, rule)


@pytest.mark.slow
@pytest.mark.parametrize(("scenario", "changes", "rule"), MATRIX)
def test_more_runs_of_variations(scenario, changes, rule):
    assert_same_outcomes("variations", PATHS.get(scenario, scenario), 2**40 + 7, [9, 10, 2**20], changes, rule)


def test_everything_happens():
    """The two agree on a race with everything in it, and in one run or another everything in it happens."""
    seen = set()
    talkative = ["parameters.objection=7", "rule.rows=[{quota=2}]", "rule.veto=[]"]
    variants = [((), None), (talkative, None), (["parameters.exit=0"], "unanimity")]
    for changes, rule in variants:
        for number in range(4):
            trace = assert_same_rounds(EVERYTHING, 1, number, changes, rule)
            seen |= {entry.kind for entry in trace.entries}
    fickle = ["parameters.defection=3", "parameters.exit=0", "rule.rows=[{quota=2}]", "rule.veto=[]"]
    for number in range(4):
        trace = assert_same_rounds(SITTINGS, 1, number, [*fickle, "sittings.called=0.2"])
        seen |= {entry.kind for entry in trace.entries}
    assert seen == KINDS


def test_codes_of_generated_members():
    for number, code in ((1, "M00001"), (99_999, "M99999"), (100_000, "100000"), (999_999, "999999")):
        assert people.generated_code(number) == generated_code(number) == code


NUMBERS = st.floats() | st.floats(-800, 800) | st.floats(-1, 1) | st.sampled_from([0.0, -708.0, 709.0, math.inf])


@settings(max_examples=500, deadline=None, derandomize=True)
@given(x=NUMBERS, u=st.integers(0, 2**52 - 1))
def test_arithmetic(x, u):
    """The same bits of every function, for every number (and what is no number) and every uniform that can be drawn."""
    for name in ("exp", "log", "logistic"):
        assert bits(getattr(arithmetic, name)(x)) == bits(getattr(hazard, name)(x)), name
    uniform = (u + 0.5) * 2.0**-52
    assert bits(arithmetic.normal_quantile(uniform)) == bits(distributions.normal(uniform))
    assert arithmetic.poisson(abs(x), uniform) == bargaining.meetings(abs(x), uniform)


def bits(x):
    return "nan" if math.isnan(x) else x.hex()


def random_file(seed, folder):
    """A random scenario; now and then the names of two numbers share an address, and such a file is refused."""
    path = make(seed, folder)
    try:
        build(load(path))
    except WhitesmokeError as error:
        if "share an address" not in str(error):
            raise
        return random_file(seed + 1000, folder)
    return path


@pytest.mark.parametrize("seed", range(30))
def test_random_files(seed, tmp_path):
    path = random_file(seed, tmp_path)
    assert_same_outcomes("random files", path, 7, range(10))
    assert_same_rounds(path, 7, 10)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(30, 330, 10))
def test_many_random_files(first, tmp_path):
    for seed in range(first, first + 10):
        folder = tmp_path / str(seed)
        folder.mkdir()
        assert_same_outcomes("random files", random_file(seed, folder), 2**63 + 7, range(20))


WORDS = {
    "name",
    "label",
    "about",
    "text",
    "title",
    "source",
    "sources",
    "tables",  # the same rows, kept elsewhere: tests/unit/test_sheets.py
    "assumed",
    "takes_office",
    "known_since",
    "leaves_known_since",
    "ratified_known_since",
    "basis",
    "confidence",
    "level",
    "note",
    "sponsor",
    "levers",
    "record",
}
"""fields that no rule reads"""
TABLES = {
    **{"": schema.Scenario, "calendar": dates_schema.Calendar, "focal.*": dates_schema.Focal, "rule": rule_schema.Rule},
    **{
        "rule.rows.*": rule_schema.Row,
        "rule.any.*": rule_schema.Alternative,
        "rule.any.*.rows.*": rule_schema.Row,
        "rule.silence": rule_schema.Silence,
        "parameters": schema.Parameters,
    },
    **{"sittings": dates_schema.Sittings, "sittings.dates.*": dates_schema.Sitting, "bargaining": schema.Bargaining},
    "amendment": schema.Amendment,
    "ratification": rule_schema.Ratification,
    "ballots": rule_schema.Ballots,
    **{"space": schema.Space, "blocs.*": schema.Bloc, "members.*": schema.Member, "candidates.*": schema.Candidate},
    **{"demands.*": schema.Demand, "grantors.*": schema.Grantor, "events.*": schema.Event, "network": schema.Network},
    **{"network.layers.*": schema.Layer, "network.ties.*": schema.Tie, "members_table": schema.MembersTable},
}


def tables_at(table, path):
    """All tables of a file at a path, in which * is any name or place in a list."""
    if not path or not table:
        return [table] if isinstance(table, dict) else []
    head, *rest = path
    entries = table.values() if isinstance(table, dict) else table
    return [found for entry in (entries if head == "*" else [table.get(head)]) for found in tables_at(entry, rest)]


def test_random_files_say_everything(tmp_path):
    """Every field that a rule reads stands in one of the files: a new one must be added to them, and so be compared."""
    files = [read(make(seed, tmp_path)) for seed in range(60)]
    for place, model in TABLES.items():
        path = place.split(".") if place else []
        tables = [table for file in files for table in tables_at(file, path)]
        assert set(model.model_fields) - {field for table in tables for field in table} - WORDS == set(), place
        for name, field in model.model_fields.items():
            if get_origin(field.annotation) is Literal and name not in WORDS:
                choices = set(get_args(field.annotation)) - {field.default}
                assert choices - {table.get(name) for table in tables} == set(), f"{place}.{name}"


def test_it_is_a_second_implementation():
    """It uses nothing of the program: only the standard library, and networkx for three generated networks."""
    allowed = {
        "collections",
        "csv",
        "datetime",
        "functools",
        "fractions",
        "math",
        "networkx",
        "pathlib",
        "re",
        "tomllib",
        "typing",
    }
    allowed |= {"types", "zlib", "tests.agreement.second"}
    for file in Path(__file__).with_name("second").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or "."] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert any(name == one or name.startswith(f"{one}.") for one in allowed), f"{file.name}: {name}"
