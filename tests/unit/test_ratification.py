"""Consent that has to be ratified, as it is told: the story, explain, JSON, tables, the figure, the record."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest
import whitesmoke as ws
from rich.console import Console
from whitesmoke.evidence.analysis import ratifications as acts
from whitesmoke.evidence.analysis.endings import held_up
from whitesmoke.evidence.record.evidence import evidence
from whitesmoke.evidence.record.likelihood import commitment_days, log_likelihood
from whitesmoke.figures.page import draw
from whitesmoke.figures.timeline import draw_tally
from whitesmoke.model import codes
from whitesmoke.model.recorder import record
from whitesmoke.model.trace import Trace
from whitesmoke.scenario import open_case
from whitesmoke.study import columns
from whitesmoke.telling import ratified, show, story
from whitesmoke.telling.caveats import caveats
from whitesmoke.telling.explain import explain
from whitesmoke.telling.run_json import as_json
from whitesmoke.telling.words import tell

TREATY = Path(__file__).parents[1] / "agreement" / "treaty.toml"
EARLY = ["calendar.expiry=2030-06-15"]


@pytest.fixture(scope="module")
def trace() -> Trace:
    return record(open_case(TREATY), 1)


@pytest.fixture(scope="module")
def early() -> Trace:
    return record(open_case(TREATY, EARLY), 1)


def test_the_last_to_ratify_is_told(trace: Trace) -> None:
    assert trace.final is not None
    counted = trace.final.counted
    (last,) = np.flatnonzero(counted == counted.max())
    (sentence,) = ratified.sentences(trace)
    name, weeks = trace.case.names.member_names[last], (counted[last] - trace.final.since[last]) * 3 / 7
    on = trace.case.names.date_of_round(counted[last])
    assert sentence == f"{name} was last to ratify, on {on.day} {on:%B %Y}, {weeks:.0f} weeks after its yes."
    assert trace.rounds == counted.max()
    assert story.who_held_up(trace) == [sentence]  # those last to say yes held nothing up
    assert not story.waits_for_yes(trace)


def test_who_had_said_yes_and_had_not_ratified_is_told(early: Trace) -> None:
    assert early.final is not None
    assert (early.final.stance == 0).all()
    (sentence,) = story.who_held_up(early)
    assert sentence.endswith(" had said yes to the treaty and had not ratified it.")
    for i, on in enumerate(early.final.counted):
        assert (early.case.names.member_names[i] in sentence) == (on == codes.NEVER)


def test_a_ratification_is_told_and_a_scripted_one_as_scripted(trace: Trace) -> None:
    told = [entry for entry in trace.entries if entry.kind == "ratification"]
    assert len(told) == 5
    assert tell(trace, [entry for entry in told if entry.member == 2]) == ["scripted: Cland has ratified the treaty"]
    assert tell(trace, [told[0]._replace(member=i) for i in (0, 1)]) == ["Aland and Bland have ratified the treaty"]
    assert "when who ratifies (Cland)" in caveats(ws.open(TREATY).loaded)[0]
    assert "when who ratifies" not in caveats(ws.open(TREATY).change({"kind": "proposal"}).loaded)[0]


def test_explain_says_how_far_a_procedure_had_come(trace: Trace) -> None:
    names = trace.case.names
    before = explain(trace, "CCC", names.date(90))
    assert show.stood(trace, before) == "committed to The treaty, and had not ratified; it did on 1 May 2030"
    assert show.stood(trace, before, hindsight=False) == "committed to The treaty, and had not ratified"
    assert show.stood(trace, explain(trace, "CCC", names.date(130))) == "committed to The treaty, and had ratified"


def test_json_and_tables(trace: Trace) -> None:
    data = as_json(trace)
    found = data["ratifications"]["treaty"]  # type: ignore[index]
    assert trace.final is not None
    assert [one["member"] for one in found] == [
        trace.case.names.members[i] for i in sorted(range(5), key=lambda i: -trace.final.counted[i])
    ]
    assert [one["scripted"] for one in found] == [one["member"] == "CCC" for one in found]
    assert data["tally"][-1]["ratified"] == {"treaty": 5}  # type: ignore[index]
    assert data["tally"][30]["ratified"]["treaty"] < data["tally"][30]["committed"]["treaty"]  # type: ignore[index]
    plain = as_json(record(open_case(TREATY, ["kind='proposal'"]), 1))
    assert "ratifications" not in plain
    assert "ratified" not in plain["tally"][0]  # type: ignore[index]


def test_many_runs_say_when_each_ratified_and_who_was_last() -> None:
    case = ws.open(TREATY)
    runs = case.runs(40, seed=3)
    outcomes, world = runs.outcomes, case.compiled.world
    frame, rows = runs.frame(), list(csv.DictReader(io.StringIO(runs.per_run_csv())))
    for i, code in enumerate(case.compiled.names.members):
        dates = [case.compiled.names.date_of_round(int(t)) for t in outcomes.counted_on[:, i] if t != codes.NEVER]
        assert [one.date() for one in frame[f"ratified.{code}"].dropna()] == dates
        assert [row[f"ratified_{code}"] for row in rows if row[f"ratified_{code}"]] == [*map(str, dates)]
    kept = columns.table(case.compiled, ["ratified.BBB"], ["p"] * 40, np.arange(40), outcomes)
    assert kept["ratified.BBB"].drop_null().to_pylist() == [
        3 * t for t in outcomes.counted_on[:, 1] if t != codes.NEVER
    ]
    share = acts.last_to_ratify(case.compiled, outcomes)
    assert sum(share.values()) >= 1.0
    assert runs.data()["last_to_ratify"] == share
    assert "last_to_ratify" not in case.change({"kind": "proposal"}).runs(3).data()
    assert (outcomes.winner[outcomes.round < world.rounds] == 0).all()


def test_the_record_s_dates_and_counts_are_those_of_ratifications() -> None:
    """What is public of such a text is that: runs whose members had only said yes by then do not fit."""
    case = ws.open(TREATY)
    outcomes = case.runs(30, seed=3).outcomes
    world, seen = case.compiled.world, evidence(case.loaded, case.compiled)
    days = commitment_days(world, seen, outcomes, 4, 0)
    on = outcomes.counted_on[:, 4]
    assert np.array_equal(days[on != codes.NEVER], on[on != codes.NEVER] * 3.0)
    assert np.array_equal(acts.tally_on_record(world, outcomes, 0), outcomes.counted[:, :, 0])
    assert np.array_equal(
        held_up(case.compiled, outcomes, outcomes.counted_on).argmax(axis=1), outcomes.counted_on.argmax(axis=1)
    )
    on, tally = acts.on_record(world, outcomes, np.zeros(30, int))
    assert np.array_equal(on, outcomes.counted_on)
    assert np.array_equal(tally, outcomes.counted)
    as_yes = outcomes._replace(counted_on=outcomes.committed_on, counted=outcomes.tally)
    assert (log_likelihood(case.compiled, seen, outcomes) > log_likelihood(case.compiled, seen, as_yes)).mean() > 0.9


def test_the_figure_has_a_thin_line_of_ratifications(trace: Trace) -> None:
    import matplotlib.pyplot as plt

    axes = plt.figure().add_subplot()
    draw_tally(axes, trace, [], [])
    thick, thin = (line for line in axes.lines if line.get_drawstyle() == "steps-post" and line.get_lw() in (2.2, 1.0))
    assert (np.asarray(thin.get_ydata(), float) <= np.asarray(thick.get_ydata(), float)).all()
    (legend,) = draw(trace, [], []).legends
    assert "a: of those committed, ratified" in [text.get_text() for text in legend.get_texts()]


def test_a_run_is_shown_with_it(trace: Trace) -> None:
    console = Console(file=io.StringIO(), width=200)
    show.show_run(console, trace, ws.open(TREATY).loaded)
    assert "was last to ratify" in console.file.getvalue()  # type: ignore[attr-defined]
