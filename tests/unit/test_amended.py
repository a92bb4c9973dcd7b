"""Each amendment is kept and told: which text moved, how far, on which issue, towards whom, and where it stands."""

import csv
import io
import tomllib
from pathlib import Path

import numpy as np
import pytest
import whitesmoke as ws
from rich.console import Console
from whitesmoke.figures import run_figure
from whitesmoke.model import codes
from whitesmoke.model.recorder import record
from whitesmoke.model.trace import Trace
from whitesmoke.scenario import open_case
from whitesmoke.study import columns
from whitesmoke.telling import amended, solutions, story
from whitesmoke.telling.run_json import as_json
from whitesmoke.telling.words import say

CLIMATE = Path(__file__).parents[1] / "agreement" / "climate.toml"


@pytest.fixture(scope="module")
def climate() -> Trace:
    return record(open_case(CLIMATE), 1)


def test_amendments_add_up_to_where_the_text_stands(climate: Trace) -> None:
    told = [entry for entry in climate.entries if entry.kind == "amendment"]
    assert climate.final is not None
    assert len(told) == climate.final.amended[0] > 1
    place = climate.places[0].copy()
    for entry in told:
        assert place[entry.candidate, entry.issue] == entry.came_from != entry.went_to
        wanted = climate.final.number.position[entry.member, entry.issue]
        assert abs(wanted - entry.went_to) < abs(wanted - entry.came_from)
        place[entry.candidate, entry.issue] = entry.went_to
        assert climate.places[entry.round][entry.candidate, entry.issue] == entry.went_to
    assert place.tobytes() == climate.final.number.candidate_position.tobytes()


def test_an_amendment_is_told(climate: Trace) -> None:
    first = next(entry for entry in climate.entries if entry.kind == "amendment")
    assert say(climate, first) == "the text moves on ambition from 4.50 to 3.50, towards Petrolia"
    assert climate.ending == "changed"


def test_the_story_says_where_the_text_went(climate: Trace) -> None:
    (sentence,) = amended.sentences(climate)
    assert sentence in story.outcome(climate)
    assert sentence.startswith("The text moved on ambition from 4.50 to ")
    assert "towards Petrolia" in sentence


def test_a_text_that_moves_on_two_issues_is_told_in_one_sentence() -> None:
    trace = record(open_case(CLIMATE, ["candidates.text.position={ambition=5.0, money=0.0}"]), 1)
    (sentence,) = amended.sentences(trace)
    assert " on ambition from 5.00 " in sentence
    assert " on money from 0.00 " in sentence


def test_the_json_has_it(climate: Trace) -> None:
    data = as_json(climate)
    text = data["texts"]["text"]  # type: ignore[index]
    assert text["ambition"]["to"] == climate.places[-1][0, 0]
    assert text["ambition"]["steps"] == len([one for one in data["timeline"] if one["kind"] == "amendment"])  # type: ignore[attr-defined]
    assert text["money"]["steps"] == 0
    assert all({"issue", "from", "to"} <= one.keys() for one in data["timeline"] if one["kind"] == "amendment")  # type: ignore[attr-defined]


def test_nothing_is_said_of_texts_that_cannot_move() -> None:
    still = ws.open(CLIMATE).change({"amendment.step": 0.0})
    assert "texts" not in still.run().json().keys() | still.runs(3).json().keys()
    assert not any(name.startswith("text") for name in still.runs(3).frame())
    assert not any(column.startswith("text.") for column in columns.defaults(still.compiled))


def test_where_texts_stand_at_the_end_is_an_outcome_of_many_runs() -> None:
    case = ws.open(CLIMATE)
    runs = case.runs(30, 5)
    frame, data = runs.frame(), runs.json()
    column = frame["text.text.ambition"]
    assert column[4] == runs.run(4).trace.places[-1][0, 0]
    assert data["texts"]["text.ambition"]["mean"] == pytest.approx(column.mean())
    assert data["texts"]["text.ambition"]["p50"] == pytest.approx(np.median(column))
    rows = list(csv.DictReader(io.StringIO(runs.per_run_csv())))
    assert [float(row["text_text_ambition"]) for row in rows] == column.tolist()
    assert "text.text.money" in columns.defaults(case.compiled)
    columns.check(["text.text.money"], case.compiled)
    table = columns.table(case.compiled, ["text.text.ambition"], ["p"] * 30, range(30), runs.outcomes)
    assert table["text.text.ambition"].to_pylist() == column.tolist()
    assert (frame["ending"] == codes.ENDINGS[codes.CHANGED]).any()


def test_beside_the_text_stands_where_theories_would_put_it(climate: Trace) -> None:
    found = as_json(climate)["solutions"]
    assert found["median"] == {"ambition": 2.5, "money": 3.0}  # type: ignore[index]
    assert found["reversion"] == {"ambition": 0.0, "money": 1.5}  # type: ignore[index]
    assert found["median_by_power"] == found["median"]  # type: ignore[index]  # unanimity: all have the same power
    assert found["nash"]["ambition"] > 0.0  # type: ignore[index]
    frame = ws.open(CLIMATE).run(1).solutions
    assert frame.loc["money", "median"] == 3.0
    assert list(frame.columns) == ["median", "median_by_power", "compromise_mean", "nash", "reversion"]


def test_where_nobody_can_gain_that_is_said() -> None:
    case = ws.open(CLIMATE).change({"space.reversion": {"ambition": 3.0, "money": 3.0}})
    console = Console(record=True, width=100)
    case.run(1).show(console)
    said = " ".join(console.export_text().split())
    assert case.run(1).json()["solutions"]["nash"] is None
    assert solutions.NO_NASH in said


def test_without_a_reversion_point_nothing_is_said_of_nash() -> None:
    console = Console(record=True, width=100)
    path = CLIMATE.read_text(encoding="utf-8")
    data = tomllib.loads(path)
    del data["space"]["reversion"]
    ws.open(data).run(1).show(console)
    said = console.export_text()
    assert "Nash" not in said
    assert "compromise" in said


def test_the_figure_has_a_panel_an_issue_where_texts_can_move(climate: Trace) -> None:
    labels = [axes.get_ylabel() for axes in run_figure(climate).axes]
    assert {"ambition", "money"} < set(labels)
    path = next(axes for axes in run_figure(climate).axes if axes.get_ylabel() == "ambition")
    drawn = np.asarray(path.lines[0].get_ydata(), float)
    assert drawn[-1] == climate.places[-1][0, 0]
    assert {text.get_text() for text in path.texts} >= {"ISL", "EUR", "AFR"}
    still = record(open_case(CLIMATE, ["amendment.step=0"]), 1)
    assert not {"ambition", "money"} & {axes.get_ylabel() for axes in run_figure(still).axes}
