"""Persons give up, proposals stay until they are withdrawn; and how a run may end with both, and with a horizon."""

import numpy as np
import pytest
from whitesmoke.errors import ScenarioError
from whitesmoke.evidence.analysis import endings
from whitesmoke.figures.style import headline as figure_headline
from whitesmoke.model import codes
from whitesmoke.model.ensemble import ensemble
from whitesmoke.model.reading import ENDINGS
from whitesmoke.model.recorder import record
from whitesmoke.scenario.build import build
from whitesmoke.scenario.like import case_like
from whitesmoke.scenario.load import load
from whitesmoke.scenario.notes import notes
from whitesmoke.telling.by_name import grantor_name
from whitesmoke.telling.many_runs import ensemble_json
from whitesmoke.telling.story import headline, verdict
from whitesmoke.telling.words import tell

from tests.unit.cases import case
from tests.worlds import quota_of

WILLING, NEVER = 30.0, -60.0
SURE = {"speed": 1000.0}
TEXT = [codes.PROPOSAL]


def ended(case_, runs=1):
    """How runs ended, by both drivers."""
    found = ensemble(case_.world, runs, 1)
    assert [record(case_, 1, run).ending for run in range(runs)] == endings.endings(found).tolist()
    return endings.endings(found).tolist()


def test_only_persons_give_up():
    hopeless = {"coefficient": {"exit": 1000.0, "hopelessness": 0.0}, "rounds": 30}
    refused = {"coefficient": {"exit": 1000.0, "hopelessness": 1000.0, "veto": 1.0}, "rounds": 30}
    for sketch in (hopeless, refused | {"demands": [{"holder": 0, "red_line": 1}]}):
        assert ended(case([NEVER] * 3, **sketch)) == ["withdrawn"]
        assert ended(case([NEVER] * 3, kind=TEXT, **sketch)) == ["time-ran-out"]


def test_a_sponsor_withdraws_at_a_rate_of_its_own():
    """After ten weeks at a rate r a week a text is there still in exp(-10 r) of the runs, whatever persons do."""
    for exits in (0.0, 5.0):
        one = case([NEVER] * 2, kind=TEXT, withdraw=[0.1], rounds=10, coefficient={"exit": exits})
        gone = (ensemble(one.world, 4000, 1).exit[:, 0] != codes.NEVER).mean()
        assert gone == pytest.approx(1 - np.exp(-1.0), abs=0.025)
    person = case([NEVER] * 2, withdraw=[0.1], rounds=10)
    assert (ensemble(person.world, 100, 1).exit == codes.NEVER).all()


def test_what_has_become_of_a_text_is_told_as_of_a_text():
    one = case([[NEVER]] * 2, kind=TEXT, withdraw=[100.0], rounds=10, rule=[quota_of(2)], candidate_names=("the tax",))
    one = one._replace(names=one.names._replace(sponsors=("the Commission",)))
    trace = record(one, 1)
    told = [line for entry in trace.entries for line in tell(trace, [entry])]
    assert told == [
        "scripted: the tax is put on the table",
        "the tax is withdrawn by the Commission",
        "nothing is left on the table: deadlock, the status quo goes on",
    ]
    said = " ".join(verdict(trace))
    assert "The tax was withdrawn by the Commission on 8 January 2024 with 0 of 2 members." in said
    assert "race" not in said
    assert "gave up" not in said
    assert trace.refused_by == []


def test_a_compromise_enters_while_others_stand_and_is_another_name():
    two = {"entry": [0, 21], "kind": TEXT * 2, "rounds": 20, "coefficient": SURE}
    later = case([[NEVER, WILLING]] * 3, **two)
    assert ended(later) == ["another-name"]
    assert ended(case([[WILLING, WILLING]] * 3, **two)) == ["agreed"]
    assert record(later, 1).status[-1].tolist() == [codes.ACTIVE, codes.CHOSEN]
    assert ended(case([[WILLING]] * 3, entry=[21], rounds=20, coefficient=SURE)) == [
        "agreed"
    ]  # nothing was there before


GRANT = {"day": 0, "kind": codes.GRANT, "demand": 0}


@pytest.mark.parametrize(
    ("share", "sketch", "ending"),
    [
        (0.05, {}, "agreed"),
        (0.06, {}, "changed"),
        (0.06, {"rule": [quota_of(2)], "affinity": [WILLING, WILLING, NEVER]}, "overruled"),
        (0.05, {"rule": [quota_of(2)], "affinity": [WILLING, WILLING, NEVER], "worth": 1.0}, "changed"),
        (0.06, {"expiry": 6}, "extended"),
        (0.06, {"expiry": 7}, "changed"),
    ],
)
def test_how_it_was_agreed(share, sketch, ending):
    """The third member wants something, of which a share is granted; it is decided on day 7."""
    sketch = dict(sketch)
    demand = {"holder": 2, "worth": sketch.pop("worth", 9.0)}
    affinity = sketch.pop("affinity", [WILLING] * 3)
    if ending == "changed" and share == 0.05:
        share = 0.5  # it lacks too little to be opposed
    numbers = {"demands": [demand], "events": [GRANT | {"amount": share}], "coefficient": SURE, "rounds": 10, **sketch}
    assert ended(case(affinity, **numbers)) == [ending]


@pytest.mark.parametrize(
    ("holders", "said"),
    [
        (1, "Member 0 was opposed, and was overruled."),
        (2, "Member 0 and Member 1 were opposed, and were overruled."),
        (6, "6 members, among them Member 0 and Member 1, were opposed, and were overruled."),
    ],
)
def test_who_was_opposed_and_overruled_is_named_and_counted(holders, said):
    """Six of twelve are enough; who wants something does not get it."""
    demands = [{"holder": i, "worth": 9.0} for i in range(holders)]
    affinity = [NEVER] * holders + [WILLING] * (12 - holders)
    one = case(affinity, demands=demands, rule=[quota_of(6)], coefficient=SURE, rounds=10)
    trace = record(one, 1)
    assert trace.overruled == [*range(holders)]
    assert said in verdict(trace)
    assert endings.overruled(one, ensemble(one.world, 5, 1)) == dict.fromkeys(one.names.members[:holders], 1.0)


def test_nobody_is_overruled_in_a_deadlock():
    one = case([NEVER] * 2, demands=[{"holder": 0, "worth": 9.0}], rounds=10)
    assert record(one, 1).overruled == []
    assert endings.overruled(one, ensemble(one.world, 5, 1)) == {}


def test_a_share_that_concerns_another_changes_nothing():
    demands = [{"holder": 2, "worth": 1.0, "concerns": 1}]
    numbers = {"demands": demands, "events": [GRANT | {"amount": 1.0}], "coefficient": SURE, "rounds": 10}
    assert ended(case([[WILLING, NEVER]] * 3, **numbers)) == ["agreed"]


FILE = """
title = "A tax"
assumed = true
calendar = { start = 2030-01-07, expiry = 2030-02-04 }
rule = { name = "unanimity", silence = { low = 0, high = 0 } }
parameters = { speed = 20.0, residual = 0.0 }
[focal]
late = { date = 2030-05-01, weight = 0.5 }
[members]
AAA = { baseline = 30.0 }
BBB = { baseline = 30.0, leaves = 2030-04-01 }
[candidates.tax]
name = "the tax"
entry = 2030-01-07
[demands.line]
holder = "BBB"
red_line = true
"""


def tax(folder, *changes, more=""):
    path = folder / "tax.toml"
    path.write_text(FILE + more, encoding="utf-8")
    return load(path, ["kind=proposal", *changes])


def test_a_missed_expiry_is_not_the_end_of_the_world(tmp_path):
    """The one that refuses leaves after the expiry: with a horizon behind that it is settled then, and told so."""
    short = build(tax(tmp_path, "focal.late.date=2030-02-01", "members.BBB.leaves=2030-02-01"))
    assert (short.world.rounds, short.world.expiry) == (28, 28)
    assert ended(short) == ["agreed"]
    loaded = tax(tmp_path, "calendar.horizon=2030-06-30")
    case_ = build(loaded)
    trace = record(case_, 1)
    assert (trace.ending, str(case_.names.date_of_round(trace.rounds))) == ("extended", "2030-04-01")
    assert "the expiry passes without agreement" in [tell(trace, [e])[0] for e in trace.entries]
    assert "person" not in {problem.message for problem in notes(loaded, case_)}
    assert "It was due by 4 February 2030, and was extended." in verdict(trace)
    data = ensemble_json(loaded, case_, ensemble(case_.world, 5, 1), 1)
    assert (list(data["endings"]), data["endings"]["extended"]) == (list(ENDINGS), 1.0)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ([], r"2030-05-01 is after the expiry, 2030-02-04"),
        (["calendar.horizon=2030-04-15"], r"2030-05-01 is after the horizon, 2030-04-15"),
        (["calendar.horizon=2030-02-01"], r"2030-02-01 is not after the expiry, 2030-02-04"),
        (
            ["calendar.horizon=2030-06-30", "candidates.tax.kind=person", "candidates.tax.withdraw=0.1"],
            "nobody withdraws",
        ),
        (["calendar.horizon=2030-06-30", "candidates.tax.sponsor=XYZ"], 'no member has the code "XYZ"'),
        (["calendar.horizon=2030-06-30", "candidates.tax.kind=text"], "candidates.tax.kind"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path, changes, message):
    with pytest.raises(ScenarioError, match=message):
        tax(tmp_path, *changes)


DEMAND = "[demands.funds]\nholder = 'AAA'\nworth = 1.0\ngrantor = 'GRANTOR'\n"
TABLE = "[grantors.commission]\nname = 'the Commission'\n"


def test_grantors_outside_the_body_are_named_and_told(tmp_path):
    def granted_by(grantor, table=""):
        return build(tax(tmp_path, "calendar.horizon=2030-06-30", more=DEMAND.replace("GRANTOR", grantor) + table))

    for case_, name in ((granted_by("commission"), "commission"), (granted_by("commission", TABLE), "the Commission")):
        assert (case_.names.grantors[0], case_.world.granting_member[0]) == (name, -1)
        assert (case_.world.grantor[0], grantor_name(case_, 0)) == (codes.OUTSIDE, name)
    for wrong in ("chiar", "comission", "XYZ"):
        with pytest.raises(ScenarioError, match=f'"{wrong}" is neither'):
            granted_by(wrong, TABLE)
    with pytest.raises(ScenarioError, match="outside the body needs a `name`"):
        granted_by("commission", "[grantors.commission]\nbudget = 1.0\n")


def test_what_a_text_grants_its_sponsor_grants():
    numbers = {"kind": TEXT, "demands": [{"holder": 0, "concerns": 0, "grantor": codes.CANDIDATE, "worth": 1.0}]}
    one = case([WILLING] * 2, **numbers, candidate_names=("the tax",), rounds=5)
    assert grantor_name(one, 0) == "the sponsor of the tax"
    for sponsor, said in (("the Commission", "the Commission"), ("M001", "Member 1")):
        assert grantor_name(one._replace(names=one.names._replace(sponsors=(sponsor,))), 0) == said
    assert grantor_name(case([WILLING] * 2, **(numbers | {"kind": [codes.PERSON]}), rounds=5), 0) == "Candidate 0"


def test_check_asks_what_something_without_a_home_is(tmp_path):
    path = tmp_path / "tax.toml"
    path.write_text(FILE, encoding="utf-8")
    given = ["calendar.horizon=2030-06-30"]
    for more, asked in (([], True), (["kind=proposal"], False), (["candidates.tax.kind=person"], False)):
        loaded = load(path, [*given, *more])
        assert any("no home and no kind" in one.message for one in notes(loaded, build(loaded))) == asked


def test_what_held_a_member_back_from_a_text_is_said_of_a_text(tmp_path):
    (tmp_path / "case.toml").write_text(case_like("case", "eu-council-tax", tmp_path))
    told = "\n".join(verdict(record(build(load(tmp_path / "case.toml")), 1)))
    assert "its own view of the text" in told
    assert "candidate" not in told


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("The tax directive", TEXT, "the tax directive"),
        ("A tax on sugar", TEXT, "a tax on sugar"),
        ("Thetis", TEXT, "Thetis"),
        ("The front-runner", [codes.PERSON], "The front-runner"),
    ],
)
def test_the_article_of_a_text_is_small_inside_a_sentence(name, kind, said):
    one = case([WILLING] * 2, kind=kind, rounds=10, rule=[quota_of(2)], candidate_names=(name,), coefficient=SURE)
    trace = record(one, 1)
    assert headline(trace).startswith(f"Consensus on {said} on ")
    assert figure_headline(trace).startswith(f"Consensus on {said}, ")
    assert f"commits to {said}" in " ".join(line for entry in trace.entries for line in tell(trace, [entry]))
    most = case([WILLING, NEVER], kind=kind, rounds=10, rule=[quota_of(1)], candidate_names=(name,), coefficient=SURE)
    assert headline(record(most, 1)).startswith(f"{name} is ")
