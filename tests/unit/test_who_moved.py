"""Who moved whom: what is said is what the arrows show, of every run."""

import pytest
import whitesmoke as ws
from whitesmoke.telling.stage import cast
from whitesmoke.telling.stage.steps import steps
from whitesmoke.telling.stage.who_moved import who_moved


def told(name, replicate=0, **changes):
    trace = ws.open(name, changes=changes).run(1, replicate).trace
    acts = [act for step in steps(trace) for act in step["acts"]]
    return trace, acts, who_moved(trace, acts)


def test_who_is_heard_most_who_endorsed_and_who_granted():
    trace, acts, said = told("rutte-iohannis")
    assert said == [
        "Heard most by those that came round after: Albania and Poland (by 3 each), Lithuania and Slovenia "
        "(by 2 each).",
        "The United States' endorsement was among what moved 14 members.",
        "Mark Rutte granted something to Türkiye, Hungary and Slovakia; Secretary General Stoltenberg to Hungary.",
    ]
    poland, usa = (trace.case.names.members.index(code) for code in ("POL", "USA"))
    assert sum(poland in [j for j, _ in act.get("heard", [])] for act in acts) == 3
    assert {act["endorsed_by"] for act in acts if "endorsed_by" in act} == {usa}
    assert len({act["member"] for act in acts if "endorsed_by" in act}) == 14  # one of them came round twice


def test_an_endorsement_is_drawn_where_it_is_told_of():
    trace = ws.open("rutte-iohannis").run(1, 0).trace
    for step in steps(trace):
        endorsed = {act["member"] for act in step["acts"] if "endorsed_by" in act}
        assert endorsed == {why["member"] for why in step["why"] if "States' endorsement" in " ".join(why["lines"])}


def test_where_nobody_stands_out_or_nothing_is_granted_it_says_so():
    assert told("tutorial")[2] == [
        "None was heard more than the rest by those that came round.",
        "Alfaria granted something to Gammaland.",
    ]
    never = {"members.BET.baseline": -30.0, "members.GAM.baseline": -30.0, "demands.harbour.ceiling": 0.0}
    assert told("tutorial", **never)[2] == ["Nobody came round.", "Nothing was granted to anybody."]


def test_a_few_are_named_and_none_that_ties_with_one_left_out():
    trace, _, _ = told("rutte-iohannis")
    heard = [(0, 5), (0, 6), (1, 5), (2, 5), (3, 5), (4, 5)]
    acts = [{"kind": "commitment", "detail": "", "member": i, "heard": [[j, 0.2]]} for j, i in heard]
    assert who_moved(trace, acts)[0] == "Heard most by those that came round after: Albania (by 2)."
    assert who_moved(trace, acts[1:])[0] == "5 members were each heard more than the rest by 1 that came round after."
    assert who_moved(trace, [*acts, acts[0]])[0].endswith("Albania (by 2).")  # the same one that came round again


def test_all_who_can_grant_stand_on_the_stage_members_among_them():
    case = ws.open("nato-2009").compiled
    found = cast.grantors(case)
    seats = {one["name"]: case.names.members[one["member"]] if one["member"] >= 0 else "" for one in found}
    assert seats.items() >= {"Denmark": "DNK", "Anders Fogh Rasmussen": "", "The United States": "USA"}.items()


@pytest.mark.parametrize("name", ["rutte-iohannis", "council", "nato-2009"])
def test_whoever_grants_is_one_of_them(name):
    trace, acts, _ = told(name)
    known = {one["by"] for one in cast.grantors(trace.case)}
    assert {act["by"] for act in acts if "by" in act} <= known


def test_of_a_body_of_which_no_network_is_drawn_nothing_is_said_of_who_was_heard():
    trace = ws.open("conclave").run(1, 0).trace
    assert who_moved(trace, [act for step in steps(trace) for act in step["acts"]]) == []


@pytest.mark.parametrize(
    ("name", "chair"), [("nato-2003", "Robertson"), ("nato-2009", "de Hoop Scheffer"), ("nato-2014", "Rasmussen")]
)
def test_the_chair_is_the_one_of_that_year(name, chair):
    assert f"Secretary General {chair}" in {one["name"] for one in cast.grantors(ws.open(name).compiled)}
