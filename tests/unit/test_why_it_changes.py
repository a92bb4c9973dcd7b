"""Who is last where nothing is agreed, with a lever and without it: counted from the runs, and true of every lever."""

import re

import pytest
import whitesmoke as ws
from whitesmoke.evidence.analysis import endings
from whitesmoke.evidence.analysis.ensemble_summary import Difference
from whitesmoke.front.lever_results import Levers
from whitesmoke.front.one_screen import tried
from whitesmoke.model import codes
from whitesmoke.telling.lever_words import futures, instead
from whitesmoke.telling.stage.why_it_changes import why_it_changes
from whitesmoke.writing.estimates import Interval, told_apart

RUNS = 60
CASES = ("rutte-iohannis", "nato-2003", "nato-2009", "nato-2014", "nato-2023-finland", "nato-2024-sweden")
SURE = Interval(0.3, 0.2, 0.4)
LUCK = Interval(0.0, -0.1, 0.1)


def counted(runs):
    """In how many runs nothing was agreed, and each member had come round last or not at all, run by run."""
    found = dict.fromkeys(runs.case.compiled.names.members, 0)
    last = endings.last_texts(runs.case.compiled, runs.outcomes)
    for who, winner in zip(last, runs.outcomes.winner.tolist()):
        for code in who.split() if winner == codes.NONE else []:
            found[code] += 1
    return {code: count / runs.count for code, count in found.items()}


@pytest.mark.parametrize("name", CASES)
def test_it_is_what_was_counted(name):
    levers = ws.open(name).levers(runs=RUNS)
    for one, told in zip(levers.moved, tried(levers)):
        before, after = counted(one.before), counted(one.after)
        stuck = one.after.summary.outcomes["deadlock"].value
        most = max(after.values() if stuck else before.values())
        names = one.after.case.compiled.names
        who = {names.member_names[names.members.index(c)] for c, n in (after if stuck else before).items() if n == most}
        if not most:
            assert told["why"] == ""
            assert told["told"] == told["sentence"]
            continue
        assert any(name.removeprefix("the ") in told["why"] for name in who) or f"{len(who)} members" in told["why"]
        assert re.search(r"in " + re.escape(futures(most)).replace("futures", r".*"), told["why"], re.I)
        if stuck and len(who) == 1:
            code = next(c for c, n in after.items() if n == most)
            old = before[code]
            beside = f" instead of {instead(old, told_apart(most, old))}" if old != most else ", as before"
            assert f"in {futures(most, told_apart(most, old))}{beside}" in told["why"]
        assert told["told"].split(": ")[1].split("; ")[:2] == told["sentence"].split(": ")[1].split("; ")[:2] or (
            told["told"].removesuffix(".") in told["sentence"]
        )
        assert "most often the last" not in told["told"]


@pytest.fixture(scope="module")
def race():
    return ws.open("rutte-iohannis").compiled


def why(case, before, after, change=SURE):
    return why_it_changes(case, DIFFERENCE._replace(deadlock=change), before, after)


DIFFERENCE = Difference(*[None] * 10)


def test_every_sentence(race):
    hungary = "Where nothing is agreed, most often among the last: Hungary, in 40 of 100 futures"
    assert why(race, {}, {}) == ""
    assert why(race, {"HUN": 0.1}, {"HUN": 0.4}) == f"{hungary} instead of 10."
    assert why(race, {}, {"HUN": 0.4}) == f"{hungary} instead of none."
    assert why(race, {"HUN": 0.4}, {"HUN": 0.4}, LUCK) == f"{hungary}, as before."
    without = why(race, {"SVK": 0.1}, {"HUN": 0.4})
    assert without == f"{hungary} instead of none; without it Slovakia, in 10."
    settled = why(race, {"SVK": 0.1}, {}, SURE._replace(value=-0.1))
    assert settled == (
        "With it every future ends in agreement; "
        "where without it nothing is agreed, most often among the last: Slovakia, in 10 of 100 futures."
    )


def test_whose_number_changes_much_more_is_told_as_well(race):
    before, after = {"HUN": 0.4, "SVK": 0.1}, {"HUN": 0.45, "SVK": 0.4}
    assert why(race, before, after).endswith("; the number changes most for Slovakia: 40 instead of 10.")
    assert why(race, before, after, LUCK).endswith("instead of 40.")
    assert why(race, {"HUN": 0.4, "SVK": 0.1}, {"HUN": 0.45, "SVK": 0.19}).endswith("instead of 40.")
    less = why(race, after, {"HUN": 0.4, "SVK": 0.1}, SURE._replace(value=-0.3))
    assert less.endswith("the number changes most for Slovakia: 10 instead of 40.")


def test_those_as_often_are_told_together_and_a_crowd_is_counted(race):
    two = why(race, {"HUN": 0.1, "SVK": 0.1}, {"HUN": 0.4, "SVK": 0.4})
    assert two.endswith("each of Hungary and Slovakia, in 40 of 100 futures instead of 10.")
    differed = why(race, {"HUN": 0.1}, {"HUN": 0.4, "SVK": 0.4})
    assert differed.endswith("each of Hungary and Slovakia, in 40 of 100 futures.")
    crowd = dict.fromkeys(race.names.members[:9], 0.4)
    assert "each of 9 members, in 40 of" in why(race, crowd, crowd, LUCK)


def test_a_case_without_levers_has_none():
    assert isinstance(levers := ws.open("tutorial").levers(runs=4), Levers)
    assert tried(levers) == []
