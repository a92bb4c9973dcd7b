"""The figure of a run: any size of body, with and without a record, the same bytes twice, safe with any name."""

import datetime
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from whitesmoke.figures import run_figure, save
from whitesmoke.figures.happenings import happenings
from whitesmoke.figures.influence_map import apart, strongest
from whitesmoke.figures.page import LARGE
from whitesmoke.figures.quota import needed
from whitesmoke.figures.stance_rows import ABSENT, OBJECTS, cells, ordered, stretches
from whitesmoke.figures.timeline import place, silences
from whitesmoke.model import codes
from whitesmoke.model.reading import commitment_round, leader
from whitesmoke.model.reading import last_holdouts as holdouts
from whitesmoke.model.recorder import record
from whitesmoke.scenario.record_schema import Commitment, Tally

from tests.unit.cases import case, eventful
from tests.worlds import quota_of


def body(members, affinity=0.0, **sketch):
    ties = {(i, (i + step) % members): 0.5 for i in range(members) for step in (1, 2)}
    blocs = tuple(("west", "east", "south")[i % 3] for i in range(members))
    settings = {"ties": ties, "blocs": blocs, "rounds": 12, "focal": [(30, 1.0)], **sketch}
    return case([[affinity, affinity - 2.0]] * members, coefficient={"speed": 2.0}, **settings)


def texts(figure):
    found = [text.get_text() for text in figure.findobj(lambda artist: hasattr(artist, "get_text"))]
    return "\n".join(found)


RECORD = (
    [Tally(date=datetime.date(2024, 1, 20), candidate="candidate-0", low=1, high=2, members=3, source="S1")],
    [
        Commitment(member="M000", candidate="candidate-0", by=datetime.date(2024, 1, 9), source="S1"),
        Commitment(member="M001", candidate="candidate-0", not_before=datetime.date(2024, 1, 9), source="S1"),
        Commitment(
            member="M002",
            candidate="candidate-0",
            not_before=datetime.date(2024, 1, 9),
            by=datetime.date(2024, 2, 1),
            source="S1",
        ),
        Commitment(member="XXX", candidate="candidate-0", by=datetime.date(2024, 1, 9), source="S1"),
        Commitment(member="M000", candidate="nobody", by=datetime.date(2024, 1, 9), source="S1"),
    ],
)


@pytest.mark.parametrize("members", [1, 2, 3, 32, LARGE + 40])
@pytest.mark.parametrize("affinity", [4.0, -9.0], ids=["consensus", "deadlock"])
def test_any_size_and_outcome(members, affinity, tmp_path):
    trace = record(body(members, affinity), 1)
    written = save(run_figure(trace), tmp_path / "run.png", dots_per_inch=50)
    assert written.stat().st_size > 5_000


def test_the_title_is_the_verdict():
    assert "Deadlock, no consensus by 25 March 2024 (day 84, seed 1, run 0)" in texts(
        run_figure(record(body(3, -9.0), 1))
    )
    agreed = texts(run_figure(record(body(3, 9.0), 2, run=5)))
    assert "Consensus on Candidate " in agreed
    assert "seed 2, run 5)" in agreed


def test_with_and_without_a_record():
    trace = record(eventful(), 3)
    assert "record" not in texts(run_figure(trace))
    assert "press counts from low to high" in texts(run_figure(trace, *RECORD))


def test_press_counts_are_told_of_only_where_they_are_drawn():
    assert "press counts" not in texts(run_figure(record(body(3, 9.0), 2)))
    assert "circles: press counts" in texts(run_figure(record(eventful(), 3), *RECORD))


def test_how_hard_a_date_presses_is_told_in_words():
    trace = record(body(3, -9.0, focal=[(20, 0.8), (40, 1.0), (60, 0.0)]), 1)
    told = [line.text for line in happenings(trace, 1e9)]
    assert [text.partition("summit ")[2] for text in told if "summit" in text] == [
        "0 (presses at 80 % of a hard date)",
        "1 (hard date)",
        "2 (does not press)",
    ]


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_the_same_run_gives_the_same_bytes(ending, tmp_path):
    first = save(run_figure(record(eventful(), 3), *RECORD), tmp_path / f"a.{ending}")
    figure = run_figure(record(eventful(), 3), *RECORD)
    second = save(figure, tmp_path / f"b.{ending}")
    third = save(figure, tmp_path / f"c.{ending}")
    assert first.read_bytes() == second.read_bytes() == third.read_bytes()


def test_no_date_and_no_version_in_the_file(tmp_path):
    for ending in ("png", "svg", "pdf"):
        written = save(run_figure(record(eventful(), 3)), tmp_path / f"run.{ending}").read_bytes()
        assert b"Matplotlib v" not in written
        assert b"CreationDate" not in written
        assert b"dc:date" not in written


def test_names_are_escaped_and_are_no_mathematics(tmp_path):
    name = r"A&B <script> $x_1$ $\frac"
    trace = record(case([[9.0], [9.0]], candidate_names=(name,), rounds=9, ties={(0, 1): 1.0}), 1)
    root = ElementTree.parse(save(run_figure(trace), tmp_path / "run.svg")).getroot()
    assert name in "".join(root.itertext())


def test_an_ending_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"a\.gif: a figure is written as \.png"):
        save(run_figure(record(body(2, 9.0), 1)), tmp_path / "a.gif")


def test_importing_it_does_not_import_matplotlib():
    check = "import whitesmoke.figures, sys; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_labels_never_lie_over_one_another():
    trace = record(eventful(), 3)
    start = 19723.0
    labels = place(happenings(trace, start + 200), start, start + 100, 3.0)
    for a in labels:
        assert not [b for b in labels if b is not a and b.lane == a.lane and b.right > a.left and a.right > b.left]


def test_cells_show_who_is_absent_and_who_objects():
    trace = record(eventful(), 5)
    shown = cells(trace)
    assert shown[2, 0] == ABSENT
    assert shown[1, 0] == OBJECTS
    assert shown[0, 0] == 0
    stances = np.array(trace.stances).T
    np.testing.assert_array_equal(shown[shown >= 0], stances[shown >= 0])


def test_members_are_ordered_by_their_commitment():
    trace = record(body(12, 1.0), 4)
    when = [trace.committed_on(i) for i in ordered(trace) if trace.stances[-1][i] == trace.winner]
    assert when == sorted(when)


def test_stretches_cover_everything_once():
    assert stretches(np.array([1, 1, 2, 2, 2, 1])) == [(0, 2, 1), (2, 5, 2), (5, 6, 1)]
    assert stretches(np.array([3])) == [(0, 1, 3)]


def test_holdouts_are_those_who_never_came_round():
    trace = record(body(9, -9.0), 1)
    assert trace.winner == codes.NONE
    assert len(holdouts(trace)) == 3
    assert not [i for i in holdouts(trace) if trace.stances[-1][i] == leader(trace)]
    agreed = record(case([[9.0]] * 9, coefficient={"speed": 2.0}, rounds=40), 1)
    assert agreed.winner != codes.NONE
    when = [commitment_round(agreed, i) for i in range(9)]
    assert when[holdouts(agreed)[0]] == max(when)


def test_ties_are_drawn_by_whole_levels_of_strength():
    weights = np.array([[0.0, 0.5, 0.1], [0.5, 0.0, 0.1], [0.0, 0.0, 0.0]])
    assert strongest(weights, 1) == [(0, 1, 0.5)]
    assert len(strongest(weights, 3)) == 3
    assert strongest(np.ones((9, 9)), 5) == []


def test_nodes_are_pushed_apart():
    radius = np.full(10, 10.0)
    at = apart(np.full((10, 2), 150.0) + np.arange(20).reshape(10, 2), radius, 300.0, 300.0)
    gaps = np.hypot(*(at[:, None] - at[None, :]).transpose(2, 0, 1)) + 1e9 * np.eye(10)
    assert gaps.min() > 20.0


def test_a_silence_ends_with_the_race():
    trace = record(eventful(), 3)
    assert all(first < last <= trace.rounds for first, last in silences(trace))


@pytest.mark.parametrize(
    ("rule", "members", "expected"),
    [
        (([1], [0, 0, 1], [1, 1, 0]), 32, 32),
        (([1], [0, 0, 1], [1, 1, -2]), 32, 30),
        (([1], [0, 0, 1], [2, 3, 0]), 32, 22),
        (([1], [0, 0, 1], [1, 2, 1]), 32, 17),
        (([1], [0, 0, 1], [1, 2, 1]), 31, 16),
        (([1], [0, 1, 1], [1, 1, 0]), 32, None),
        (([1], [-1, 0, 1], [0, 1, 1]), 32, None),
        (([1, 2, 3], [0, 0, 1], [1, 2, 0]), 3, None),
        (quota_of(2), 3, 2),
    ],
)
def test_what_a_rule_asks_for(rule, members, expected):
    size = len(rule[0]) if len(rule[0]) > 1 else 3
    assert needed(case([[0.0]] * size, rule=[rule]).world, members) == expected


def test_a_majority_is_half_and_a_half_more():
    """All counts of a quota agree with the exact rule, for every size of body."""
    from whitesmoke.model.rules.voting import reached

    for members in range(1, 40):
        asked = needed(case([[0.0]] * 3, rule=[([1], [0, 0, 1], [1, 2, 1])]).world, members)
        assert reached(asked, members, 1, 2, 1)
        assert not reached(asked - 1, members, 1, 2, 1)
