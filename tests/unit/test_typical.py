"""The run that goes as most do: the law of the choice; that command, file, page and Python show the same."""

import json
from collections import Counter
from statistics import median

import numpy as np
import pytest
import whitesmoke as ws
from typer.testing import CliRunner
from whitesmoke.commands.cli import app
from whitesmoke.evidence.analysis.typical import RUNS, typical
from whitesmoke.model import codes
from whitesmoke.model.mesa import Negotiation
from whitesmoke.page import warm
from whitesmoke.page.catalogue import catalogue
from whitesmoke.page.dashboard import opened_by
from whitesmoke.page.desk import Desk
from whitesmoke.page.opening_run import choice, settle
from whitesmoke.page.setup import Setup, sight_of

from tests.unit.stuck import Stuck


def cli(*words):
    return CliRunner().invoke(app, [*words])


@pytest.fixture(autouse=True, scope="module")
def compiled():
    warm.start()


def by_hand(runs):
    """Return the same one by one from the rows of `--per-run`: first places of counts, first of the nearest."""
    rows = [row for _, row in runs.frame().iterrows()]
    outcome = ["deadlock" if not row.settled else row.winner for row in rows]
    order = [*runs.case.candidates, "deadlock"]
    count = Counter(outcome)
    usual = max(order, key=lambda name: (count[name], -order.index(name)))
    those = [n for n, name in enumerate(outcome) if name == usual]
    last = Counter(code for n in those for code in rows[n]["last"].split())
    members = [*runs.case.members]
    who = max(members, key=lambda code: (last[code], -members.index(code)))
    end = {n: rows[n].day for n in those}
    middle = median(end.values())
    return min((n for n in those if who in rows[n]["last"].split()), key=lambda n: (abs(end[n] - middle), n))


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", ["tutorial", "rutte-iohannis", "council", "conclave", "race-two-thirds"])
def test_it_is_chosen_by_its_law(name, seed):
    runs = ws.open(name).runs(RUNS, seed)
    found = typical(runs.case.compiled, runs.outcomes)
    assert found == by_hand(runs) == runs.typical


def made(case, winner, round_, last):
    """Return outcomes of a case of which only these matter: who was chosen, when, and who was last."""
    found = case.runs(len(winner)).outcomes
    on = np.zeros_like(found.committed_on)
    on[np.arange(len(last)), last] = 1
    stance = np.repeat(np.maximum(winner, 0)[:, None], on.shape[1], axis=1).astype(found.stance.dtype)
    return found._replace(
        winner=winner, round=round_, committed_on=on, stance=stance, withdrawn=winner * 0 + codes.NONE
    )


def test_of_what_ties_it_is_the_earlier_in_order():
    case = ws.open("race-kallas")
    assert len(case.candidates) > 1
    chosen, rounds = np.array([1, 0, 1, 0, codes.NONE, codes.NONE]), np.array([5, 9, 5, 7, 9, 9])
    both = made(case, chosen, rounds, np.array([0, 1, 0, 0, 0, 0]))
    assert typical(case.compiled, both) == 3  # candidate 0, of whose last ones member 0 comes first
    alike = made(case, chosen * 0, rounds * 0 + 5, np.array([2, 1, 1, 2, 0, 0]))
    assert typical(case.compiled, alike) == 4
    two_ends = made(case, chosen * 0, np.array([3, 9, 9, 3, 6, 6]), np.array([0, 0, 0, 0, 1, 1]))
    assert typical(case.compiled, two_ends) == 0  # as near from below as from above
    stuck = made(case, chosen * 0 + codes.NONE, rounds, np.array([0] * 6))
    assert typical(case.compiled, stuck) == 1  # 7 and 9 are as near to 8


def test_more_runs_of_the_seed_do_not_change_it_and_fewer_do_not_either():
    case = ws.open("rutte-iohannis")
    assert {case.runs(n).typical for n in (7, RUNS, 3 * RUNS)} == {case.typical().replicate}


def test_a_body_too_large_to_look_shows_run_0(monkeypatch):
    monkeypatch.setattr("whitesmoke.evidence.analysis.typical.MOST_MEMBERS", 2)
    case = ws.open("tutorial")
    assert (case.runs(4).typical, case.typical().replicate) == (None, 0)
    assert case.story(runs=4).json()["odds"]["typical_run"] == ""


def test_a_posterior_draws_for_it_as_for_any_run():
    case = ws.open("rutte-iohannis", posterior="rutte-iohannis")
    runs = case.runs(RUNS)
    assert case.typical().date == case.run(1, by_hand(runs)).date


def test_the_story_opens_on_it_and_says_so_and_run_shows_the_same():
    found = json.loads(cli("story", "tutorial", "--runs", "8", "--json").stdout)
    said = json.loads(cli("run", "tutorial", "--typical", "--json").stdout)
    assert said["replicate"] == found["about"]["run"] == ws.open("tutorial").typical().replicate > 0
    assert found["verdict"][0] in said["verdict"]
    assert found["odds"]["typical_run"].startswith("This run is the typical one of the first 100")
    other = json.loads(cli("story", "tutorial", "--runs", "8", "--replicate", "0", "--json").stdout)
    assert (other["about"]["run"], other["odds"]["typical_run"]) == (0, "")


def test_without_being_asked_a_run_is_run_0():
    assert json.loads(cli("run", "tutorial", "--json").stdout)["replicate"] == 0
    assert cli("run", "tutorial", "--typical", "--replicate", "3").exit_code == 2
    assert cli("run", "tutorial", "--typical", "--runs", "3").exit_code == 2


def opened(query, model=Negotiation):
    desk = opened_by(query, model, Setup("tutorial"), catalogue("tutorial")[1])
    desk.close()
    return desk


@pytest.mark.parametrize(
    ("query", "looks"),
    [
        ("", True),
        ("?scenario=tutorial", True),
        ("?scenario=tutorial&seed=4", True),
        ("?scenario=tutorial&seed=1&run=0", False),
        ("?scenario=tutorial&view=workbench", False),
    ],
)
def test_the_page_looks_for_it_where_the_link_names_no_run(query, looks):
    desk = opened(query)
    assert desk.unsaid == looks
    assert ("run=" in desk.link) != looks
    assert sight_of(query).face == ("workbench" if "view" in query else "story")
    assert not opened(query, Stuck).unsaid


def test_the_page_then_shows_it_and_its_link_names_it():
    desk = Desk(Negotiation, Setup("tutorial", seed=2))
    desk.unsaid, desk.message = True, "said of the link"
    desk.begin("choice", lambda: choice(desk))
    settle(desk)
    assert desk.unsaid
    desk.jobs["choice"].thread.join()
    settle(desk)
    assert (desk.unsaid, desk.message) == (False, "said of the link")
    assert desk.setup.run == desk.current.trace.run == ws.open("tutorial").typical(2).replicate
    assert desk.link == f"scenario=tutorial&seed=2&run={desk.setup.run}"
    desk.close()


def test_if_it_cannot_be_found_the_page_shows_run_0(monkeypatch):
    def broken(*_):
        raise RuntimeError("no compiler")

    monkeypatch.setattr("whitesmoke.page.opening_run.futures", broken)
    desk = Desk(Negotiation, Setup("tutorial", seed=2))
    desk.unsaid = True
    desk.begin("choice", lambda: choice(desk))
    desk.jobs["choice"].thread.join()
    settle(desk)
    assert (desk.unsaid, desk.setup.run) == (False, 0)
    desk.close()
