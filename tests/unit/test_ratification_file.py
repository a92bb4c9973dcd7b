"""Consent that has to be ratified, on the side of the file: what it needs, what check notes, what a forecast knows."""

import datetime

import pytest
from whitesmoke.errors import ScenarioError
from whitesmoke.evidence.record.asof import known_by
from whitesmoke.model import codes
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load
from whitesmoke.scenario.meaning import meaning
from whitesmoke.scenario.notes import notes

FILE = """
title = "A treaty"
assumed = true
{head}
[calendar]
start = 2030-01-01
expiry = 2031-12-31
[rule]
name = "{rule}"
[candidates.treaty]
name = "The treaty"
entry = 2030-01-01
[members.AAA]
{member}
[members.BBB]
{table}
"""
SAID = 'kind = "ratification"'
WEEKS = "[ratification]\nweeks = "
LOGNORMAL = WEEKS + '{ dist = "lognormal", mean = 3.1, sd = 0.6 }'


@pytest.fixture
def written(tmp_path):
    def write(head=SAID, rule="unanimity", member="", table=LOGNORMAL):
        path = tmp_path / "treaty.toml"
        path.write_text(FILE.format(head=head, rule=rule, member=member, table=table))
        return path

    return write


def test_what_nobody_gives_is_asked_for(written):
    with pytest.raises(ScenarioError, match=r"nothing says how long a member's own procedure takes; give a number, or"):
        load(written(table=""))
    load(written(member="ratification = 3", table="ratified = 2030-05-01"))  # each member has its own
    load(written(head='kind = "proposal"', table=""))


def test_each_draws_its_own_but_for_who_has_its_own_number(written):
    world = build(load(written(member="ratification = 12"))).world
    assert (world.kind.tolist(), world.procedure.tolist()) == ([codes.PROPOSAL], [1])
    assert world.duration_drawn.tolist() == [0, 1]
    assert world.number.duration[0] == 12.0
    plain = build(load(written(table=WEEKS + "7")))
    assert plain.world.duration_drawn.tolist() == [0, 0]
    assert plain.world.number.flat[plain.slots["ratification.weeks"]].tolist() == [7.0, 7.0]
    assert "ratification.weeks" not in build(load(written())).slots


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"head": 'kind = "proposal"'}, "ratification.weeks plays no part: a yes counts at once to all but"),
        (
            {"head": "", "table": "", "member": "ratified = 2030-03-01"},
            "members.AAA.ratified plays no part: a yes counts at once to all but",
        ),
        ({"rule": "consensus"}, "an abstention is as good as a yes: no procedure holds anything up"),
    ],
)
def test_what_plays_no_part_is_noted(written, given, says):
    loaded = load(written(**given))
    assert [note for note in notes(loaded, build(loaded)) if says in note.message]


def test_nothing_is_noted_where_all_of_it_is_read(written):
    loaded = load(written(member="ratification = 4"))
    assert not [note for note in notes(loaded, build(loaded)) if "ratif" in note.message]


def test_a_scripted_day_is_not_known_before(written):
    loaded = load(written(member="ratified = 2030-06-01"))
    for day, known in ((31, False), (1, True)):
        date = datetime.date(2030, 5 if day == 31 else 6, day)
        member = known_by(loaded, date).scenario.members["AAA"]
        assert (member.ratified is not None) == known
    announced = load(written(member="ratified = 2030-06-01\nratified_known_since = 2030-02-01"))
    assert known_by(announced, datetime.date(2030, 2, 1)).scenario.members["AAA"].ratified
    assert meaning(announced) == meaning(loaded)
