"""Ballots as they are told: the sentence, the story, JSON, the figure, what check notes."""

from pathlib import Path

import numpy as np
import pytest
import whitesmoke as ws
from whitesmoke.figures.page import draw
from whitesmoke.figures.timeline import draw_tally
from whitesmoke.model.recorder import record
from whitesmoke.model.trace import ELIMINATED, Trace
from whitesmoke.page.fields import fields
from whitesmoke.scenario import open_case
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load
from whitesmoke.scenario.meaning import meaning
from whitesmoke.scenario.notes import notes
from whitesmoke.telling import story
from whitesmoke.telling.explain import explain
from whitesmoke.telling.run_json import as_json
from whitesmoke.telling.words import say

ELECTION = Path(__file__).parents[1] / "agreement" / "ballots.toml"


@pytest.fixture(scope="module")
def trace() -> Trace:
    return record(open_case(ELECTION), 1)


def test_one_is_held_at_each_sitting_and_its_count_is_kept(trace: Trace) -> None:
    assert [round_ for round_, _ in trace.ballots] == list(range(7, trace.rounds + 1, 7))
    out = [entry for entry in trace.entries if entry.kind == "exit"]
    assert len(out) == 2
    assert all(entry.detail == ELIMINATED for entry in out)
    votes = dict(trace.ballots)
    for entry in out:
        running = [k for k in range(4) if trace.status[entry.round - 1][k] == 1]
        assert votes[entry.round][entry.candidate] == min(votes[entry.round][k] for k in running)


def test_a_ballot_is_told(trace: Trace) -> None:
    first = next(entry for entry in trace.entries if entry.kind == "ballot")
    named = sorted(zip(first.votes, trace.case.names.candidate_names, strict=True), key=lambda one: -one[0])
    assert say(trace, first) == "a secret ballot: " + ", ".join(f"{n} for {name}" for n, name in named if n)
    out = next(entry for entry in trace.entries if entry.kind == "exit")
    who = trace.case.names.candidate_names[out.candidate]
    assert say(trace, out) == f"{who} drops out, with the fewest votes"
    (told,) = [line for line in story.outcome(trace) if line.startswith(f"{who} dropped out on ")]
    assert told.endswith(", with the fewest votes.")


def test_the_json_has_every_ballot_and_only_where_there_are_any(trace: Trace) -> None:
    data = as_json(trace)
    found: list[dict[str, object]] = data["ballots"]  # type: ignore[assignment]
    assert [one["round"] for one in found] == [round_ for round_, _ in trace.ballots]
    assert list(found[0]["votes"].values()) == trace.ballots[0][1].tolist()  # type: ignore[attr-defined]
    assert {one["kind"] for one in data["timeline"]} >= {"ballot"}  # type: ignore[attr-defined]
    assert "ballots" not in as_json(record(open_case("tutorial"), 1))


def test_explain_names_what_a_secret_count_would_do(trace: Trace) -> None:
    found = explain(trace, "EEE", trace.case.names.date(5))
    words = [lever.what for view in found.views for lever in view.levers]
    assert any("a ballot shows {part} of the others" in one for one in words)
    assert not any("listens to" in one for one in words)


def test_the_figure_marks_what_each_ballot_counted(trace: Trace) -> None:
    import matplotlib.pyplot as plt

    axes = plt.figure().add_subplot()
    draw_tally(axes, trace, [], [])
    marks = [line for line in axes.lines if line.get_marker() == "s"]
    told = [entry.votes for entry in trace.entries if entry.kind == "ballot"]
    assert np.array_equal(np.array([line.get_ydata() for line in marks]).T, np.array(told))
    (legend,) = draw(trace, [], []).legends
    assert "a: votes in a ballot" in [text.get_text() for text in legend.get_texts()]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (["ballots={secret=true}"], "no ballot is held; give kind"),
        (["ballots={kind='poll'}"], "moves nothing: its counts are told"),
        (["ballots={kind='elimination'}"], ""),
        (["ballots={kind='poll', secret=true}"], ""),
    ],
)
def test_what_moves_nothing_is_noted(changes: list[str], says: str) -> None:
    loaded = load(str(ELECTION), changes)
    told = [note.message for note in notes(loaded, build(loaded)) if "ballot" in note.message or "poll" in note.message]
    assert len(told) == bool(says)
    assert not says or says in told[0]


def test_of_two_nobody_drops_out_and_check_says_so() -> None:
    loaded = load("race-no-rival", ["ballots={kind='elimination'}"])
    assert [note for note in notes(loaded, build(loaded)) if "nobody drops out" in note.message]


def test_a_scenario_without_ballots_means_what_it_meant() -> None:
    plain = ws.open("tutorial").loaded
    assert meaning(load("tutorial", ["ballots={}"])) == meaning(plain)
    assert meaning(load("tutorial", ["ballots={kind='poll'}"])) != meaning(plain)


def test_the_page_can_turn_them_on() -> None:
    found = {field.name: field for field in fields(ws.open(ELECTION).loaded, "ballots", "ballots")}
    assert found["kind"].choices == ["poll", "elimination"]
    assert found["secret"].kind == "yes-no"
