"""A link carries all that is seen: which run, how far, the day, the member, the comparison; hostile ones show less."""

import re

import pytest
from whitesmoke.model.mesa import Negotiation
from whitesmoke.page import downloads, replicates
from whitesmoke.page.dashboard import opened_by
from whitesmoke.page.desk import Desk
from whitesmoke.page.looking import look
from whitesmoke.page.panels import compare
from whitesmoke.page.setup import Setup, Sight, from_query, sight_of

SETUP = Setup("tutorial", "majority", 4, 2, ("parameters.speed=0.01",))


@pytest.fixture
def desk():
    found = Desk(Negotiation, SETUP)
    found.face = "workbench"
    yield found
    found.close()


@pytest.fixture(autouse=True)
def few(monkeypatch):
    compared = replicates.compare
    monkeypatch.setattr(replicates, "compare", lambda desk, setups: compared(desk, setups, 4))


def test_what_is_looked_at_comes_back(desk):
    desk.seek(3)
    desk.seek(2)
    other = next(code for code in desk.case.names.members if code != desk.member)
    desk.select(other)
    compare.asked(desk, "=tutorial")
    query = desk.link
    assert from_query(query, ["tutorial"], Setup("council")) == SETUP
    wanted = Sight("workbench", "2030-01-21", "2030-01-28", other, "", "=tutorial")
    assert desk.sight == sight_of(query) == wanted
    again = opened_by(query, Negotiation, Setup("council"), desk.known)
    assert (again.link, again.shown, again.trace.rounds) == (query, 2, 3)
    assert "compare" in again.jobs
    for one in (desk, again):
        one.jobs["compare"].thread.join(120)
    again.close()


def test_a_link_to_the_end_plays_there(desk):
    desk.finish()
    found = opened_by(desk.link, Negotiation, Setup("council"), desk.known)
    assert (found.over, found.shown) == (True, desk.shown)
    found.close()


def test_what_is_as_at_the_beginning_is_not_in_the_link(desk):
    assert "day" not in desk.link
    assert desk.sight == Sight("workbench")
    desk.face = "story"
    desk.seek(3)
    assert "day" not in desk.link  # the story keeps its event behind the #


def test_a_comparison_of_another_setup_is_not_in_the_link(desk):
    compare.asked(desk, "=tutorial")
    desk.open(desk.setup._replace(seed=5))
    assert "compare" not in desk.link
    desk.jobs["compare"].thread.join(120)


@pytest.mark.parametrize(
    "wanted",
    [
        Sight("workbench", day="2030-13-01"),
        Sight("workbench", day="0001-01-01"),
        Sight("workbench", day="yesterday", played="<b>"),
        Sight("workbench", member="../../etc/passwd", candidate="\0", compare="=/etc/passwd"),
    ],
)
def test_what_is_not_there_changes_nothing(desk, wanted):
    look(desk, wanted)
    assert desk.sight == Sight("workbench")
    compare.asked(desk, wanted.compare)
    assert (desk.jobs, desk.compared) == ({}, None)


def test_a_file_is_named_by_what_it_shows(desk):
    assert downloads.so_far(desk) == "tutorial-majority-parameters.speed-0.01-seed-4-run-2-to-2030-01-07"
    desk.seek(1)
    assert downloads.that_day(desk) == "tutorial-majority-parameters.speed-0.01-seed-4-run-2-on-2030-01-14"
    desk.open(SETUP._replace(rule=None, changes=("demands.harbour.worth=", "title=A/b \u2215 ../../etc")))
    assert downloads.stem(desk) == "tutorial-harbour.worth-taken-away-title-A-b-etc-seed-4-run-2"
    desk.open(SETUP._replace(changes=tuple(f"members.{code}.baseline=-1.25" for code in ("ALF", "BET", "GAM"))))
    assert re.fullmatch(r"tutorial-majority-3-changes-[0-9a-f]{8}-seed-4-run-2", downloads.stem(desk))
    assert downloads.source(desk).endswith("; 7 January 2030")


def test_a_day_after_the_horizon_is_the_last(desk):
    look(desk, Sight("workbench", day="9999-12-31"))
    assert desk.finished
