"""Over many runs: who is paid, read off the runs themselves; nothing of it where actors do not bargain."""

import csv
import io
import re

import numpy as np
import pytest
from rich.console import Console
from whitesmoke.evidence.analysis.paid import paid, spent
from whitesmoke.figures import run_figure
from whitesmoke.figures.stance_rows import OFFERS, answers
from whitesmoke.front.case import open as open_case_of
from whitesmoke.front.run_tables import runs_table
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import Outcomes, ensemble
from whitesmoke.model.mesa import Negotiation
from whitesmoke.model.recorder import record
from whitesmoke.page import replicates
from whitesmoke.page.desk import Desk
from whitesmoke.page.panels import compare
from whitesmoke.page.setup import Setup
from whitesmoke.scenario import open_case
from whitesmoke.study import columns
from whitesmoke.telling import plausible_words
from whitesmoke.telling.many_runs import per_run_csv
from whitesmoke.telling.paying import show

from tests.unit.test_dealings import BARGAINED, CHEAP, TAX
from tests.worlds import RACE_BARGAINED

RUNS = 12


@pytest.fixture(scope="module")
def tax() -> tuple[Compiled, Outcomes]:
    case = open_case(TAX, [BARGAINED, *CHEAP, "bargaining.opportunism=2"])
    return case, ensemble(case.world, RUNS, 1)


def test_who_is_paid_is_read_off_the_runs(tax: tuple[Compiled, Outcomes]) -> None:
    case, outcomes = tax
    told, hungary = paid(case, outcomes)["HUN"], case.names.members.index("HUN")
    traces = [record(case, 1, run) for run in range(RUNS)]
    settled = [any(t.faced.member == hungary and t.answer == codes.SETTLED for t in trace.talks) for trace in traces]
    assert 0.0 < told.settled == np.mean(settled) < 1.0
    assert told.offered >= told.settled
    assert spent(case, outcomes)["commission"] == pytest.approx(
        np.mean([sum(e.cost for e in trace.entries) for trace in traces]), abs=1e-4
    )
    met = [
        sum(trace.final.number.worth[d] * trace.final.met[d] for d in range(len(case.world.holder))
            if case.world.holder[d] == hungary and trace.final.raised[d] != codes.NEVER)  # type: ignore[union-attr]
        for trace in traces
    ]  # fmt: skip
    assert (np.array(met) > 0.0).tolist() == (outcomes.got[:, hungary] > 0.0).tolist()


def test_columns_of_a_run_have_plain_names(tax: tuple[Compiled, Outcomes]) -> None:
    case, outcomes = tax
    rows = list(csv.DictReader(io.StringIO(per_run_csv(case, outcomes))))
    assert {"paid_HUN", "got_HUN", "spent_commission"} <= set(rows[0])
    assert all(re.fullmatch(r"[A-Za-z_]\w{0,31}", name) for name in rows[0])
    frame = runs_table(case, outcomes)
    assert [row["paid_HUN"] for row in rows] == [
        "" if str(day) == "NaT" else str(day)[:10] for day in frame["paid.HUN"]
    ]
    kept = ["paid.HUN", "got.HUN", "spent.commission"]
    columns.check(kept, case)
    table = columns.table(case, kept, ["p"] * RUNS, np.arange(RUNS), outcomes)
    assert np.allclose(table["spent.commission"].to_numpy(), outcomes.spent[:, 0])
    assert table["paid.HUN"].null_count == sum(row["paid_HUN"] == "" for row in rows)


def test_the_table_says_who_is_paid(tax: tuple[Compiled, Outcomes]) -> None:
    text = io.StringIO()
    case = open_case_of(TAX).change([BARGAINED, *CHEAP])
    runs = case.runs(RUNS)
    show(Console(file=text, width=140), case.compiled, runs.data())
    assert "Who is paid" in text.getvalue()
    assert "The Commission spends" in text.getvalue()


def test_nobody_is_paid_where_nobody_bargains() -> None:
    case = open_case("tutorial")
    outcomes = ensemble(case.world, 3, 1)
    assert paid(case, outcomes) == {}
    assert len(outcomes.paid_on) == len(outcomes.offered) == len(outcomes.got) == len(outcomes.spent) == 0
    assert "paid" not in per_run_csv(case, outcomes)
    assert columns.table(case, ["got.GAM"], ["p"] * 3, np.arange(3), outcomes)["got.GAM"].null_count == 3


def test_a_comparison_says_who_is_no_longer_paid() -> None:
    case = open_case_of("rutte-iohannis").change(RACE_BARGAINED)
    found = case.compare("rule.name=two-thirds", runs=30)
    (told,) = found.sentences.values()
    (gone,) = [line for line in told if line.startswith("No longer paid in any run: ")]
    for name in ("Slovakia", "Türkiye", "Hungary"):
        assert f"{name} (0 % instead of " in gone
    (changes,) = found.data()["paid"].values()
    assert changes["HUN"].before.got > 0.5 > changes["HUN"].after.got == 0.0


def test_offers_are_marked_on_the_row_of_their_holder() -> None:
    trace = record(open_case("rutte-iohannis", RACE_BARGAINED), 2)
    for answer in OFFERS:
        assert len(answers(trace, answer)) == sum(talk.answer == answer for talk in trace.talks) > 0
    texts = {text.get_text() for text in run_figure(trace).legends[0].get_texts()}
    assert {"b: an offer for its yes, refused", "b: an offer for its yes, accepted"} <= texts


def test_the_page_says_the_same_of_a_comparison() -> None:
    desk = Desk(Negotiation, Setup("tutorial", changes=(BARGAINED,)))
    never = Setup("tutorial", changes=(BARGAINED, "demands.harbour.ceiling=0"))
    job = replicates.compare(desk, [("one", desk.setup), ("two", never)], 60)
    job.thread.join(120)
    (gone,) = job.result.paid
    assert gone.startswith("No longer paid in any run: Gammaland (0 % instead of ")
    told = compare.words(job.result)
    then = plausible_words.sentences(job.result.sides[0].trace.case, job.result.over)
    assert told[-len(then) - 1 :] == [gone, *then]  # the range stands in place of the caution that it would have
