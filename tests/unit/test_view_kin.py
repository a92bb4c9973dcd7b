"""What the page offers to compare a run with, and what it says of the difference."""

import json
from datetime import date

import pytest
from whitesmoke.evidence.analysis.ensemble_summary import Difference, Interval
from whitesmoke.model.mesa import Negotiation
from whitesmoke.page import replicates
from whitesmoke.page.desk import Desk
from whitesmoke.page.kin import caution
from whitesmoke.page.panels import compare
from whitesmoke.page.replicates import Comparison, Side
from whitesmoke.page.setup import Setup
from whitesmoke.page.upload import Uploaded
from whitesmoke.telling import comparing
from whitesmoke.writing.output import dumps

from tests.unit.test_told import whitesmoke


@pytest.fixture
def page():
    opened = []

    def open_(*setup, **more):
        opened.append(Desk(Negotiation, Setup(*setup, **more)))
        return opened[-1]

    yield open_
    for one in opened:
        one.close()


def offered(desk):
    return dict(compare.others(desk))


def test_variants_are_offered_first_and_cases_of_their_own_said_to_be_so(page):
    names = list(offered(page("rutte-iohannis")).values())
    assert names[0] == "race-apology-granted"
    assert names.index("race-weighted") < names.index("nato-2003 (another case)")
    assert names.index("nato-2024-sweden (another case)") < names.index("conclave (another body)")
    assert next(iter(offered(page("race-majority")).values())) == "rutte-iohannis"
    assert next(iter(offered(page("nato-2009-rival-leaves")).values())) == "nato-2009"


def test_the_file_as_it_stands_comes_first_where_something_is_changed(page):
    changed = page("tutorial", changes=("demands.harbour.ceiling=0.5",))
    assert compare.others(changed)[0] == ["=tutorial", "tutorial as in its file"]
    assert caution(changed, "tutorial", "tutorial") == ""


def test_an_uploaded_variant_is_one(page):
    desk = page("tutorial")
    desk.bring(Uploaded("mine.toml", 'extends = "tutorial.toml"\ntitle = "Mine"\n'))
    assert compare.others(desk)[0] == ["=tutorial", "tutorial"]
    assert caution(desk, "mine", "tutorial") == ""


def test_two_bodies_are_not_called_one_change(page):
    desk = page("rutte-iohannis")
    assert caution(desk, "rutte-iohannis", "race-majority") == ""
    assert "two cases" in caution(desk, "rutte-iohannis", "nato-2003")
    assert caution(desk, "rutte-iohannis", "conclave") == (
        "conclave and rutte-iohannis have no file in common: what differs is not one change, but two bodies."
    )


def test_the_warning_stands_in_place_of_the_promise():
    none = Interval(0.0, 0.0, 0.0)
    found = Difference(50, none, none, none, 0, dict.fromkeys(("p05", "p50", "p95")), None, none, None)
    side = Side("a", comparing.Side("a", date(2030, 1, 7), 84), None, None)
    both = Comparison(50, [side, side], found)
    assert compare.words(both)[0].endswith(
        "What changes is after less before, run by run on the same draws (50 pairs)."
    )
    warned = compare.words(both, "Two bodies.")
    assert warned[:1] == ["Two bodies."]
    assert "same draws" not in " ".join(warned)


HARDER = "demands.harbour.ceiling=0"


@pytest.mark.parametrize(
    ("shown", "other", "typed"),
    [
        (Setup("tutorial", changes=(HARDER,)), Setup("tutorial"), ("tutorial", HARDER)),
        (Setup("race-no-opt-out"), Setup("rutte-iohannis"), ("rutte-iohannis", "race-no-opt-out")),
        (Setup("rutte-iohannis"), Setup("race-no-opt-out"), ("rutte-iohannis", "race-no-opt-out")),
        (Setup("race-two-thirds"), Setup("race-no-opt-out"), ("race-two-thirds", "race-no-opt-out")),
        (Setup("race-no-opt-out"), Setup("race-two-thirds"), ("race-no-opt-out", "race-two-thirds")),
    ],
)
def test_the_page_says_of_a_comparison_what_the_command_says(page, capsys, monkeypatch, tmp_path, shown, other, typed):
    desk = page(*shown)
    pair = compare.before_and_after(desk, other)
    monkeypatch.setenv("COLUMNS", "1000")
    command = ["compare", *typed, "--runs", 30, "--seed", shown.seed, "--no-figure", "--json"]
    job = replicates.compare(desk, [(compare.titled(one), one) for one in pair], 30)
    job.thread.join(120)
    assert whitesmoke(*command) == 0
    told = json.loads(capsys.readouterr().out)["variants"][typed[1]]
    assert json.loads(dumps(job.result.difference)) == told
    assert whitesmoke(*command[:-1], "--out", tmp_path) == 0
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    said = compare.words(job.result)
    assert [line for line in lines if line in said] == said
    after_later = told["later"]["value"] > told["earlier"]["value"]
    assert after_later is (typed[1] in (HARDER, "race-no-opt-out"))
