"""The story on the page: what the command writes, told part by part; of a subclass without what it cannot say."""

import pytest
import whitesmoke as ws
from whitesmoke.model.mesa import Negotiation
from whitesmoke.page import warm
from whitesmoke.page.desk import Desk
from whitesmoke.page.panels.stage import to_workbench
from whitesmoke.page.setup import Setup, Sight, from_query, sight_of, to_query
from whitesmoke.page.story_job import story, what_was_public
from whitesmoke.writing.output import plain

from tests.unit.stuck import Stuck

RUNS = 12


@pytest.fixture(autouse=True, scope="module")
def compiled():
    warm.start()


def told(desk, runs=RUNS):
    job = story(desk, runs)
    job.thread.join()
    assert job.error == ""
    desk.close()
    return plain(job.result)


def test_it_is_what_the_command_writes():
    found = told(Desk(Negotiation, Setup("tutorial", seed=3, run=2, changes=("demands.harbour.worth=2.5",))))
    case = ws.open("tutorial", changes={"demands.harbour.worth": 2.5})
    written = case.story(seed=3, replicate=2, runs=RUNS).json()
    assert [one["as_of"] for one in written["public"]] == ["2030-01-07"]
    assert found == {"busy": False, "story": {**written, "public": []}}


def test_it_is_there_before_its_futures_are():
    seen = []

    class Watched(Desk):
        def changed(self):
            job = self.jobs.get("story")
            if job and job.result:
                seen.append((job.result["busy"], job.result["story"]["odds"] is not None))
            super().changed()

    desk = Watched(Negotiation, Setup("tutorial"))
    desk.begin("story", lambda: story(desk, RUNS))
    desk.jobs["story"].thread.join()
    desk.close()
    assert list(dict.fromkeys(seen)) == [(True, False), (True, True), (False, True)]


def test_a_subclass_is_told_by_its_own_acceptance_without_reasons_or_futures():
    found = told(Desk(Stuck, Setup("tutorial")))["story"]
    assert found["steps"][-1]["kind"] == "deadlock"
    assert (found["odds"], found["levers"]) == (None, [])
    assert all(step["waiting"] == {} for step in found["steps"])


def test_a_link_says_whether_it_shows_the_workbench():
    setup = Setup("tutorial", "majority", 4, 2)
    link = to_query(setup, sight=Sight("workbench"))
    assert sight_of(link) == Sight("workbench")
    assert from_query(link, ["tutorial"], Setup("council")) == setup
    assert {sight_of(text) for text in ("", to_query(setup), "?view=<b>", "?view=story&day=2030-01-14")} == {Sight()}


def test_what_the_story_shows_is_what_the_workbench_then_looks_at():
    desk = Desk(Negotiation, Setup("tutorial"))
    to_workbench(desk, {"day": 8, "member": "ALF"})
    assert (desk.face, desk.shown, desk.member) == ("workbench", 2, "ALF")
    to_workbench(desk, {"day": -3, "member": "nobody"})
    assert (desk.shown, desk.trace.rounds, desk.member) == (0, 2, "ALF")
    to_workbench(desk, None)
    desk.close()


def test_a_day_that_is_asked_for_is_what_nowcast_prints_of_it():
    desk, before = Desk(Negotiation, Setup("tutorial", seed=3)), [{"at": 99}]
    job = what_was_public(desk, "2030-02-01", before)
    job.thread.join()
    first, last = job.result
    found = ws.open("tutorial").nowcast("2030-02-01", 400, 3).json()["forecasts"][-1]
    told = {mark["name"]: mark["share"] for mark in first["odds"]["marks"]}
    assert told.items() <= {name: share["value"] for name, share in found["settled_by"].items()}.items()
    assert (first["as_of"], last["at"]) == ("2030-02-01", 99)
    wrong = what_was_public(desk, "<b>", [])
    wrong.thread.join()
    desk.close()
    assert "day: " in wrong.error
