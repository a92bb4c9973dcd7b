"""Stylised facts: each measure on worlds made by hand, the columns it reads on runs made by hand, and the command."""

import inspect
import json
import math
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import whitesmoke as ws
from whitesmoke.commands.cli import _run as whitesmoke
from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.facts import measures
from whitesmoke.evidence.facts.dated import dated
from whitesmoke.evidence.facts.fact_columns import Columns, columns, of_record, worlds
from whitesmoke.evidence.facts.harder import harder
from whitesmoke.evidence.facts.held_against import given, recorded
from whitesmoke.evidence.facts.known_facts import facts, statistics
from whitesmoke.evidence.facts.over import largest, mean, median, only, ratio, spread
from whitesmoke.front.stylised import fact_cases, shipped_cases
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled, Names
from whitesmoke.model.ensemble import new_outcomes, nothing_per_run, play
from whitesmoke.model.rng import key
from whitesmoke.model.run_state import new_state

from tests.worlds import Sketch

NAN, YES, NO = math.nan, True, False
FUNCTIONS = {
    name: one for name, one in vars(measures).items() if inspect.isfunction(one) and one.__module__ == measures.__name__
}

# The list


def test_every_fact_is_measured_or_says_why_not():
    assert list(facts()) == [f"SF{at:02d}" for at in range(1, 32)]
    measured = {one.fact for one in statistics()}
    assert measured | measures.UNMEASURED.keys() == facts().keys()
    assert not measured & measures.UNMEASURED.keys()


def test_every_number_has_its_measure_and_every_measure_a_number():
    assert {one.measure for one in statistics()} == FUNCTIONS.keys()
    assert {*FUNCTIONS.values()} >= measures.MEDIANS | measures.OF_DATES


def test_every_measure_names_the_facts_that_it_is_of():
    for one in statistics():
        assert one.fact in FUNCTIONS[one.measure].__doc__, one


def test_a_corpus_is_within_its_own_tolerance():
    for one in statistics():
        assert one.tolerance is None or math.isnan(one.value) or one.tolerance.has(one.value), one


def test_a_tolerance_has_the_ends_that_it_says():
    half_open = next(one.tolerance for one in statistics() if one.measure == "last_two_apart")
    assert half_open.has(0.0)
    assert not half_open.has(7.0)
    sign = next(one.tolerance for one in statistics() if one.measure == "majority_is_faster")
    assert not sign.has(1.0)
    assert sign.has(1e9)


# Measures, on two worlds of three cases

WORLDS = {
    "agreed": [[YES, YES, NO], [YES, YES, YES]],
    "ending": [[codes.UNCHANGED, codes.WITH_CHANGES, codes.FAILURE], [codes.OTHER, codes.UNCHANGED, codes.UNCHANGED]],
    "day": [[10, 40, NAN], [100, 20, 60]],
    "lasted": [[10, 40, 150], [100, 20, 60]],
    "time_used": [[0.95, 0.4, NAN], [1.0, 0.2, 0.6]],
    "overtime": [[1, NAN, NAN], [3, NAN, 2]],
    "near": [[1, 0, NAN], [1, 1, 1]],
    "chance": [[0.2, 0.3, NAN], [0.1, 0.2, 0.3]],
    "missed": [[0, 2, NAN], [3, 0, 1]],
    "members": [[27, 10, 10], [27, 10, 10]],
    "all_in": [[YES, YES, NO], [YES, YES, YES]],
    "last": [[1, 1, 3], [2, 1, 1]],
    "blocker": [[7, 7, 7], [7, 8, 8]],
    "body": [[1, 1, 2], [1, 1, 2]],
    "quarrel": [[YES, YES, NO], [YES, YES, NO]],
    "unanimous": [[YES, YES, NO], [YES, YES, NO]],
    "silent": [[NO, YES, NO], [NO, YES, NO]],
    "holdouts": [[1, 3, NAN], [2, 2, NAN]],
    "support": [[0.5, 0.9, 0.1], [0.8, 0.6, NAN]],
    "gap": [[2, NAN, NAN], [9, 1, NAN]],
    "wait": [[0, 5, NAN], [1, 7, 0]],
    "asked_late": [[YES, NO, NO], [YES, YES, NO]],
    "asked_of_itself": [[NO, NO, NO], [NO, YES, NO]],
    "took_back": [[0, 2, 0], [0, 0, 0]],
    "half": [[NAN, 0.5, NAN], [NAN, 0.25, 0.75]],
    "met": [[0.9, 0.05, 0.5, NAN], [0.0, 0.06, 1.0, 0.2]],
    "consented": [[YES, YES, YES, NO], [YES, YES, NO, YES]],
    "lag": [[1, NAN, 9, NAN], [NAN, 2, NAN, 0]],
    "outside": [[1, 0, 0, NAN], [1, 0, 1, 0]],
    "settled_it": [[0, 1, NAN, NAN], [0, 0, 0, 1]],
    "weight": [[1, 0.5, 1, 0.5], [1, 0.5, 1, 0.5]],
}
MAJORITY = {
    "agreed": [[YES, YES, YES], [YES, YES, NO]],
    "lasted": [[5, 20, 1], [50, 10, 1]],
    "all_in": [[YES, NO, YES], [YES, YES, NO]],
}
PRESSED = {"agreed": [[NO, YES, YES], [YES, YES, YES]]}
LOGS = [np.log([10, 40]).std(ddof=1), np.log([100, 20, 60]).std(ddof=1)]

ANSWERS = {
    "one_at_the_end": [1, 1 / 2],
    "one_at_the_end_of_27": [1, 0],
    "first_blocker": [NAN, NAN],  # five decisions of one body are a series
    "holdouts_at_80": [2, 2],
    "support_when_asked": [0.7, 0.7],
    "median_days": [25, 60],
    "spread_of_logs": LOGS,
    "mean_over_median": [1, 1],
    "failed": [1 / 3, 0],
    "another_name": [0, 1 / 3],
    "with_changes": [1 / 3, 0],
    "unchanged": [1 / 3, 2 / 3],
    "near_dates": [1 / 0.5, 3 / 0.6],
    "near_dates_if_long": [0, 2 / 0.4],
    "settled_by_a_date": [1 / 2, 1 / 4],
    "settled_by_a_hard_date": [0, 0],
    "settled_by_a_soft_date": [1, 1 / 2],
    "dates_missed": [1, 1],
    "overran": [1, 1 / 2],
    "in_the_last_tenth": [1 / 2, 1 / 3],
    "failed_with_a_quarrel": [0, 0],
    "pressure_fails": [1 / 2, 0],
    "partly_granted": [2 / 3, 3 / 4],
    "granted": [1 / 3, 1 / 4],
    "ended_by_concession": [1 / 3, 2 / 3],
    "grant_to_consent": [5, 1],
    "consent_in_a_day": [1 / 2, 1 / 2],
    "last_two_apart": [2, 5],
    "last_two_together": [1, 1 / 2],
    "consent_to_decision": [0, 1],
    "consent_to_decision_by_silence": [5, 7],
    "decided_at_once": [1, 0],
    "asked_late": [1 / 3, 2 / 3],
    "asked_late_in_the_run": [0, 1 / 3],
    "taken_back": [1 / 3, 0],
    "members_taken_back": [2 / 47, 0],
    "paid_from_outside": [1 / 3, 1 / 2],
    "half_ratified": [1 / 2, 1 / 2],
    "majority_is_faster": [2, 2],
    "all_in_under_majority": [1 / 2, 1],
    "failed_without_payment": [1, 0],
}


def made(given_columns):
    nothing = dict.fromkeys(Columns._fields, np.zeros((2, 3), bool))
    return Columns(**{**nothing, **{name: np.array(rows) for name, rows in given_columns.items()}})


def by_hand():
    return made(WORLDS)._replace(majority=made(MAJORITY), pressed=made(PRESSED))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_measure_by_hand(name):
    assert FUNCTIONS[name](by_hand()) == pytest.approx(ANSWERS[name], nan_ok=True)


def test_a_body_with_five_decisions_has_a_first_blocker():
    blockers = np.array([[7, 7, 8, 7, 9, 1, 1], [7, 7, 8, 7, NAN, 1, 1]])
    assert largest(blockers, [1, 1, 1, 1, 1, 2, 2]) == pytest.approx([3 / 5, NAN], nan_ok=True)


def test_what_is_missing_counts_for_nothing():
    rows = np.array([[1.0, NAN, 3.0], [NAN, NAN, NAN]])
    for found, first in ((mean(rows), 2), (median(rows), 2), (spread(rows), math.sqrt(2)), (ratio(rows, rows), 1)):
        assert found == pytest.approx([first, NAN], nan_ok=True)
        assert np.isnan(found[1:]).all()
    assert np.isnan(median(np.empty((2, 0)))).all()
    assert only(rows > 1, np.isfinite(rows))[0] == pytest.approx([0, NAN, 1], nan_ok=True)


def test_a_value_is_over_worlds_and_is_inside_or_not():
    of = {one.measure: one for one in statistics()}
    found = given(of["median_days"], by_hand())
    assert (found.value, found.inside) == (42.5, False)
    assert found.low < 26
    assert found.high > 59
    assert given(of["half_ratified"], by_hand()).inside is True
    assert given(of["granted"], by_hand()).inside is None
    none = given(of["first_blocker"], by_hand())
    assert math.isnan(none.value)
    assert none.inside is None


# Columns, of runs made by hand


def a_case():
    """Five members under unanimity, of which A and B ask for something; dates on days 20 and 60; day by day to 100."""
    demands = [
        {"holder": 0, "worth": 2.0, "grantor": codes.OUTSIDE},
        {"holder": 1, "worth": 1.0, "raised": 30},
        {"holder": 1, "worth": 1.0, "red_line": 1},
    ]
    focal = [(20, 1.0), (60, 0.5)]
    world = Sketch([0.0] * 5, rounds=100, round_days=1, demands=demands, focal=focal).build()
    names = dict.fromkeys(Names._fields, ())
    return Compiled(world, Names(**{**names, "members": tuple("ABCDE")}))


def two_runs(case):
    """One in which C, D, E are in at once, B on day 57 and A on day 59, when it is paid; one in which A never is."""
    found = new_outcomes(case.world, 2)
    found.winner[:], found.round[:] = (0, codes.NONE), (59, 100)
    found.ending_class[:] = codes.WITH_CHANGES, codes.FAILURE
    found.stance[:] = [[0] * 5, [codes.NONE, 0, 0, 0, 0]]
    found.committed_on[:] = [[59, 57, 1, 1, 1], [codes.NEVER, 50, 1, 1, 1]]
    found.met[0] = 0.5, 0.0, 0.0
    found.raised[:] = 0, 30, 0
    found.granted_on[0, 0] = 59
    found.took_back[1, 2] = 40
    for r, own in enumerate(found.committed_on):
        found.tally[r, :, 0] = (own[:, None] <= np.arange(101)).sum(axis=0)
    return found


HAND = {
    "agreed": [1, 0],
    "day": [59, NAN],
    "lasted": [59, 100],
    "time_used": [0.59, NAN],
    "overtime": [NAN, NAN],
    "near": [1, NAN],
    "chance": [8 / 60, NAN],  # days 17 to 21, and 57 to 59, of 0 to 59
    "missed": [1, NAN],
    "members": [5, 5],
    "all_in": [1, 0],
    "last": [1, 1],
    "quarrel": [1, 1],
    "unanimous": [1, 1],
    "holdouts": [1, 1],
    "support": [0, 0],
    "gap": [2, NAN],
    "wait": [0, NAN],
    "asked_late": [1, 1],
    "asked_of_itself": [0, 0],
    "took_back": [0, 1],
    "half": [NAN, NAN],
    "met": [[0.5, 0, NAN], [NAN] * 3],
    "consented": [[1, 1, 0], [0, 0, 0]],
    "lag": [[0, NAN, NAN], [NAN] * 3],
    "settled_it": [[0, 1], [0, 0]],
    "weight": [[1, 0.5], [1, 0.5]],
}


def test_columns_by_hand():
    case = a_case()
    found = columns(case, two_runs(case))
    for name, rows in HAND.items():
        assert np.asarray(getattr(found, name), float) == pytest.approx(np.array(rows, float), nan_ok=True), name
    assert found.outside[0, :2].tolist() == [1, 0]
    assert found.blocker[0] == found.blocker[1]


def test_days_in_a_row_are_one_date():
    """Days 10 and 11, of which one presses more, and day 13; what is outside the time of the case is none."""
    sketch = Sketch([0.0], rounds=50, round_days=1, focal=[(10, 0.2), (11, 0.7), (13, 0.5), (60, 1.0)])
    found = dated(sketch.build(), np.array([12.0, 20.0]), np.array([12.0, 20.0]))
    assert found.settled_it.tolist() == [[1, 1], [0, 0]]
    assert found.missed.tolist() == [0, 2]
    assert found.weight[0].tolist() == [0.7, 0.5]
    assert found.chance == pytest.approx([6 / 13, 8 / 21])  # days 7 to 12 of 0 to 12; 7 to 14 of 0 to 20


def test_a_consent_in_public_is_told_of_where_one_asks_at_most():
    asked = [{"holder": 0, "worth": 1.0}, *({"holder": i, "latent": codes.OPEN} for i in range(4))]
    case = Compiled(Sketch([0.0] * 4, rounds=10, demands=asked).build(), a_case().names._replace(members=tuple("ABCD")))
    found = new_outcomes(case.world, 1)
    found.winner[:], found.round[:], found.stance[:], found.committed_on[:] = 0, 8, 0, [2, 4, 6, 8]
    found.tally[0, :, 0] = (np.array([[2], [4], [6], [8]]) <= np.arange(11)).sum(axis=0)
    assert columns(case, found, public=True).half.tolist() == [0.5]
    assert math.isnan(columns(case, found).half[0])


def test_a_world_has_another_run_of_each_case():
    case = a_case()
    one = columns(case, two_runs(case))
    both = worlds([one, one])
    assert both.lasted.tolist() == [[59, 100], [100, 59]]
    assert both.settled_it.shape == (2, 4)


def test_of_a_record_only_the_decision_is_known():
    record = worlds([of_record(a_case().world, 59), of_record(a_case().world, 100, False)])
    of = {one.measure: one for one in statistics()}
    assert recorded(of["median_days"], record) == 59
    assert recorded(of["failed"], record) == 0.5
    assert recorded(of["settled_by_a_date"], record) == pytest.approx(1 / 4)
    assert math.isnan(recorded(of["one_at_the_end"], record))


# What the model notes for it


def played(sketch, runs):
    """Runs in plain Python."""
    world = sketch.build()
    found = new_outcomes(world, runs)
    play(world, new_state(world), found, nothing_per_run(runs), np.arange(runs), *key(1), True, world.rounds)
    return found


def test_who_takes_a_yes_back_is_noted_and_who_is_set_free_is_not():
    """One comes to doubt what it was won for by an endorsement; another's candidate leaves."""
    events = [{"day": 0, "kind": codes.ENDORSE, "member": 0, "candidate": 0}]
    doubts = Sketch([-50.0, 50.0], coefficient={"speed": 50.0, "defection": 50.0}, events=events, rounds=3)
    found = played(doubts, 5)
    assert (found.took_back[:, 0] == 1).all()
    assert (found.took_back[:, 1] == codes.NEVER).all()
    events += [{"day": 14, "kind": codes.WITHDRAW, "candidate": 0}]
    leaves = Sketch([-50.0, -50.0], events=events, rounds=5)
    assert (played(leaves, 5).took_back == codes.NEVER).all()


def test_when_more_was_granted_is_noted():
    events = [
        {"day": day, "kind": codes.GRANT, "demand": 0, "amount": amount}
        for day, amount in ((7, 0.2), (21, 0.5), (28, 0.4))
    ]
    demands = [{"holder": 0, "worth": 1.0}, {"holder": 0, "worth": 1.0, "raised": 14}]
    found = played(Sketch([-50.0], rounds=6, demands=demands, events=events), 1)
    assert found.granted_on.tolist() == [[3, codes.NEVER]]
    assert found.raised.tolist() == [[0, 14]]


def test_harder_dates_are_twice_as_heavy():
    world = a_case().world
    numbers = harder(world, 3)
    assert np.array_equal(numbers.value[0], 2 * world.number.flat[numbers.slot])
    assert set(world.number.focal_weight) <= set(world.number.flat[numbers.slot])


# The command


def test_cases_by_default_are_those_that_ship_with_a_decision():
    assert {"rutte-iohannis", "nato-2003", "nato-2024-sweden"} <= set(map(str, shipped_cases()))
    assert "race-kallas" not in shipped_cases()
    assert "tutorial" not in shipped_cases()


def test_a_folder_stands_for_its_cases(tmp_path):
    assert {case.name for case in fact_cases(["scenarios"])} >= {"nato-2009", "rutte-iohannis"}
    with pytest.raises(WhitesmokeError, match="holds no scenario with a decision on record; name another folder"):
        fact_cases(tmp_path)


def test_the_command(tmp_path, capsys):
    assert whitesmoke(["facts", "nato-2009", "nato-2014", "--runs", "4", "--out", str(tmp_path)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "SF01 At the end one member mostly stands alone" in said
    assert "Not measured:" in said
    assert "2 cases are no corpus" in said
    assert {file.name for file in tmp_path.iterdir()} == {"facts.json", "facts.csv", "figure.png", "report.json"}
    data = json.loads((tmp_path / "facts.json").read_text())
    assert len(data["facts"]) == 31
    assert len(data["statistics"]) == len(statistics())
    days = next(row for row in data["statistics"] if row["measure"] == "median_days")
    assert days["corpus"]["value"] == 148
    assert days["recorded"] == pytest.approx((68 + (date(2014, 3, 28) - ws.open("nato-2014").start).days) / 2)
    assert days["meetings"]["low"] <= days["meetings"]["value"] <= days["meetings"]["high"]
    kept = ws.read(tmp_path)
    assert "numbers of past negotiations held against nato-2009 and nato-2014" in kept.sentence
    assert {"meetings", "bargained.inside", "corpus.high"} <= set(kept.frame().columns)


@pytest.fixture(scope="module")
def first():
    return ws.facts(["nato-2009", "nato-2014"], runs=3, seed=2)


def test_the_same_from_python_and_the_same_again(first):
    again = ws.facts([ws.open("nato-2009"), "nato-2014"], runs=3, seed=2)
    assert first.json() == again.json()
    assert first.sentence.startswith("Within the tolerance of past negotiations, in runs of 2 cases: meetings ")
    table = first.frame()
    assert len(table) == len(statistics())
    assert (table["meetings"].notna() | table["meetings.inside"].isna()).all()


def test_what_cannot_be_measured_is_refused(capsys):
    assert whitesmoke(["facts", "nato-2009", "nato-2009"]) == 2
    assert "nato-2009 is named twice" in capsys.readouterr().err
    assert whitesmoke(["facts", str(Path("scenarios") / "bodies")]) == 2
    assert "holds no scenario with a decision on record" in capsys.readouterr().err


def test_the_figure_has_a_band_for_each_tolerance_and_hides_no_number(first):
    """What lies beyond the axis is an arrow at its end; a tolerance without an end goes to that of the axis."""
    axes = first.plot().axes[0]
    bands = [patch for patch in axes.patches if patch.get_height() < 0.9]
    assert len(bands) == sum(one.tolerance is not None for one in statistics())
    low, high = axes.get_xlim()
    assert all(low <= x <= high for line in axes.lines for x in line.get_xdata())
    named = [label.get_text() for label in axes.get_yticklabels()]
    assert "SF01  one member comes round last" in named
