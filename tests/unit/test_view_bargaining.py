"""What the page tells where actors bargain: the range of a comparison, and the offers and answers of the ledger."""

import re
import time

import pytest
import whitesmoke as ws
from whitesmoke.model.mesa import Negotiation
from whitesmoke.page import replicates
from whitesmoke.page.desk import Desk
from whitesmoke.page.panels import compare, ledger
from whitesmoke.page.setup import Setup
from whitesmoke.telling import plausible_words

CHANGES = ("bargaining.mode=bargained", "bargaining.secret=1", "demands.harbour.ceiling=0.9")


@pytest.fixture(scope="module")
def desk():
    found = Desk(Negotiation, Setup("tutorial", changes=CHANGES))
    found.finish()
    yield found
    found.close()


def compared(desk, *setups, runs=12):
    desk.begin("compare", lambda: replicates.compare(desk, [(str(at), one) for at, one in enumerate(setups)], runs))
    until = time.monotonic() + 120.0
    while not desk.jobs["compare"].over:
        assert time.monotonic() < until, "still waiting"
        time.sleep(0.02)
    assert desk.jobs["compare"].error == ""
    return desk.jobs["compare"]


def test_the_page_has_the_range_that_the_command_has(desk):
    job = compared(desk, desk.setup, desk.setup._replace(rule="majority"))
    assert job.done == job.total == 2 * 12 + 2 * 8 * 12
    alone = ws.open("tutorial", changes=list(CHANGES)).compare(rule="majority", runs=12)
    (expected,) = alone.ranges.values()
    assert plausible_words.as_json(job.result.over) == plausible_words.as_json(expected)
    told = compare.words(job.result)
    assert any(line.startswith("Dates alone do not fix the reservation") for line in told)
    rows = compare.over(job.result)
    assert [row["what"] for row in rows][:2] == ["pairs that settle later", "pairs that settle earlier"]
    assert all(0.0 <= row["low"] <= row["own"] <= row["high"] <= 1.0 for row in rows)
    assert len(alone.range_frame) == len(rows)
    assert alone.range_frame["high"].tolist() == [row["high"] for row in rows]
    assert alone._repr_html_().count("<table") == 2


def test_at_meetings_there_is_no_range(desk):
    usual = Setup("tutorial")
    job = compared(desk, usual, usual._replace(rule="majority"))
    assert job.result.over is None
    assert compare.over(job.result) == []
    assert job.done == job.total == 24
    assert not any("Dates alone" in line for line in compare.words(job.result))


def test_the_ledger_tells_offers_and_answers(desk):
    (row,) = ledger.rows(desk)
    assert re.fullmatch(r"settled for \d+ %(, after \d+ refusals?)?", row["talked"])
    desk.seek(0)
    assert ledger.rows(desk)[0]["talked"] == ""
    desk.seek(desk.trace.rounds)
