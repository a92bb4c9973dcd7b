"""What `check` says of bargaining: each number that the mode in force does not use, and talks that come to nothing."""

import pytest
from whitesmoke.scenario import bargaining_notes, notes
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load

BARGAINED = "bargaining.mode=bargained"
FILE = """
title = "A harbour"
assumed = true
calendar = { start = 2030-01-07, expiry = 2030-07-01 }
rule = { name = "unanimity" }
members = { AAA = {}, BBB = { baseline = -2.0 }, CCC = { baseline = -2.0 } }
candidates.miller = { name = "Maria Miller", kind = "person", entry = 2030-01-07 }
demands.harbour = { holder = "CCC", worth = 3.0, grantor = "bank" }
grantors.bank = { name = "the Bank" }
"""


@pytest.fixture
def said(tmp_path):
    """What is said of the file with some changes and tables more: field and message."""

    def found(*changes, more=""):
        path = tmp_path / "harbour.toml"
        path.write_text(FILE + more, encoding="utf-8")
        return {one.field: one.message for one in bargaining_notes.notes(load(path, changes))}

    return found


@pytest.mark.parametrize(
    "change",
    [
        *("bargaining.reservation=0.5", "bargaining.patience=2", "bargaining.step=0.4", "bargaining.secret=0"),
        *("bargaining.temperature=0", "bargaining.at_dates=1", "bargaining.push=1"),
        *("bargaining.hardening=1", "bargaining.opportunism=0", "members.CCC.reservation=1", "members.CCC.patience=1"),
        *("demands.harbour.hurts={BBB=1}", "demands.harbour.latent=true"),
    ],
)
def test_what_only_actors_who_bargain_use_is_named_under_meetings(said, change):
    path = change.partition("=")[0]
    assert said(change, "bargaining.mode=meetings").keys() == {path}
    assert 'bargaining.mode is "meetings"' in said(change)[path]
    assert path not in said(change, BARGAINED, "bargaining.opportunism=1")


def test_nobody_hardens_where_all_never_meet(said):
    never = ("bargaining.at_dates=0", "bargaining.hardening=1", BARGAINED)
    assert said(*never)["bargaining.hardening"].startswith("plays no part: bargaining.at_dates and follow_up are 0")
    assert said(*never, "bargaining.follow_up=0.5") == {}


def test_members_of_whom_one_thing_is_said_are_told_together(said):
    found = said("members.BBB.patience=1", "members.CCC.patience=1")
    assert {field: message.partition(" plays")[0] for field, message in found.items()} == {
        "members.BBB.patience": "of BBB and CCC:"
    }


def test_a_purse_plays_no_part_under_meetings(said):
    one, two = said("grantors.bank.cost=1"), said("grantors.bank.cost=1", "grantors.bank.budget=1")
    assert one["grantors.bank"].startswith("`cost` plays no part")
    assert two["grantors.bank"].startswith("`budget` and `cost` play no part")
    assert said(BARGAINED, "grantors.bank.cost=1", "grantors.bank.budget=1") == {}


def test_what_actors_who_bargain_do_not_use_is_named(said):
    assert said("parameters.anticipation=1", "parameters.pressure=4") == {}
    assert said("parameters.anticipation=1", "parameters.pressure=4", BARGAINED).keys() == {"parameters.anticipation"}
    text = ["candidates.miller.kind=proposal", "parameters.pressure=4", BARGAINED]
    assert said(*text).keys() == {"parameters.pressure"}
    assert said(*text, "bargaining.push=0.5") == {}


def test_nothing_is_said_of_what_nobody_wrote(said):
    assert said() == said(BARGAINED) == {}


LINE = '\n[demands.line]\nholder = "BBB"\nred_line = true\n'


def test_who_asks_for_nothing_does_not_bargain(said):
    idle = said("members.BBB.reservation=1", BARGAINED, more=LINE)
    assert idle.keys() == {"members.BBB.reservation"}
    assert "has a demand that is no red line" in idle["members.BBB.reservation"]
    assert said("members.BBB.reservation=1", "bargaining.opportunism=1", BARGAINED, more=LINE) == {}


def test_nobody_asks_late_unless_somebody_is_opportunist(said):
    quay = '\n[demands.quay]\nholder = "BBB"\nworth = 2.0\nlatent = true\n'
    given = ["bargaining.take_back=0.2", "bargaining.late_worth=2", BARGAINED]
    idle = said(*given, more=quay)
    assert idle.keys() == {"bargaining.take_back", "bargaining.late_worth", "demands.quay.latent"}
    assert idle["demands.quay.latent"].startswith("it never comes on the table")
    assert said(*given, "bargaining.opportunism={dist='uniform', low=0, high=1}", more=quay) == {}
    first = said(BARGAINED, "bargaining.opportunism=1", "demands.harbour.latent=true", more=quay)
    assert first["bargaining.mode"].startswith("there is no demand from the start")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (["demands={}"], "there is no demand from the start"),
        (["demands.harbour.ceiling=0"], "no demand can be granted"),
        (["demands.harbour.worth=0"], "no demand can be granted"),
        (["parameters.concession=0"], "nobody ever meets"),
    ],
)
def test_talks_that_come_to_nothing(said, changes, why):
    assert said(*changes) == {}
    assert said(*changes, BARGAINED)["bargaining.mode"].startswith(why)


def test_an_event_may_bring_something_to_talk_about(said):
    event = '\n[events.more]\nkind = "ceiling"\ndate = 2030-02-04\ndemand = "harbour"\namount = 0.5\n'
    assert said("demands.harbour.ceiling=0", BARGAINED, more=event) == {}


def test_at_dates_everybody_meets(said):
    dates = "\n[focal.summit]\ndate = 2030-06-03\nweight = 0.8\n"
    assert said("parameters.concession=0", BARGAINED, more=dates) == {}
    assert said("parameters.concession=0", "sittings.every=28", BARGAINED) == {}
    for nobody in ("focal.summit.weight=0", "bargaining.at_dates=0"):
        assert said("parameters.concession=0", nobody, BARGAINED, more=dates).keys() == {"bargaining.mode"}


@pytest.mark.parametrize(
    ("changes", "field", "why"),
    [
        (["grantors.bank.budget=2"], "grantors.bank", "its `budget` can never bind"),
        (["grantors.bank.stake=2"], "grantors.bank", "its `stake` can never bind"),
        (["grantors.bank.cost=2"], "grantors.bank.cost", "costs what nothing limits"),
        (["grantors.bank.cost=1", "grantors.bank.budget=0"], "grantors.bank", "it can never pay anything"),
        (["grantors.bank.cost=1", "grantors.bank.stake=0"], "grantors.bank", "it can never pay anything"),
        (["grantors.chair.budget=1", "grantors.chair.cost=1"], "grantors.chair", "it pays for nothing"),
    ],
)
def test_purses_that_change_nothing(said, changes, field, why):
    found = said(*changes, BARGAINED)
    assert found.keys() == {field}
    assert found[field].startswith(why)


def test_a_file_whose_members_may_ask_late_has_its_notes():
    loaded = load("tutorial", [BARGAINED, "bargaining.opportunism=1", "demands.harbour.ceiling=0.4"])
    assert [note.field for note in notes.notes(loaded, build(loaded))] == ["demands.harbour"]
