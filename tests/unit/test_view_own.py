"""A page of somebody's own class: reasons by its own acceptance, and nothing that says it plays what it does not."""

import numpy as np
import pytest
from whitesmoke.model import codes
from whitesmoke.model.mesa import AlliedState, Negotiation
from whitesmoke.page.desk import Desk
from whitesmoke.page.panels import why
from whitesmoke.page.setup import Setup
from whitesmoke.page.typed import first, to_type


class Moody(AlliedState):
    """What it thinks hangs on a draw of the model: asking it again would change the run."""

    def acceptance(self, candidate):
        return super().acceptance(candidate) + 5.0 * self.model.random.random()


class Waiting(AlliedState):
    def decide(self):
        if self.model.state.clock.round > 3:
            super().decide()


def model_of(kind):
    class Own(Negotiation):
        def __init__(self, case, rng=0, run=0):
            super().__init__(case, rng=rng, run=run, states=kind)

    return Own


@pytest.fixture
def page():
    opened = []

    def open_(kind, scenario="tutorial", changes=("parameters.speed=0.05",)):
        opened.append(Desk(model_of(kind), Setup(scenario, changes=changes)))
        return opened[-1]

    yield open_
    for one in opened:
        one.close()


def test_reasons_are_what_the_class_thought_and_asking_changes_nothing(page):
    fast = ("demands.harbour.worth=0", "parameters.speed=0.1")
    asked, left_alone = page(Moody, changes=fast), page(Moody, changes=fast)
    asked.select("BET")
    seen = []
    for _ in range(4):
        asked.step()
        seen.append(why.answer(asked))
    asked.finish()
    left_alone.finish()
    assert [s.tolist() for s in asked.trace.stances] == [s.tolist() for s in left_alone.trace.stances]
    i = asked.case.names.members.index(asked.member)
    views = [answer["view"] for answer in seen if answer["view"]["terms"]]
    assert views
    for t, view in enumerate(views, 1):  # up to the day on which it commits
        terms = {term["name"]: term["value"] for term in view["terms"]}
        assert view["acceptance"] == asked.current.weighed.at(t, i, 0)
        assert 0.0 <= terms["own"] <= 5.0
        assert sum(terms.values()) == pytest.approx(view["acceptance"])
        assert view["tips"] == []
        assert view["notes"] == [
            "Its own class says what it thinks of a candidate; what would tip it is not known here."
        ]
    usual = Desk(Negotiation, asked.setup)
    usual.select("BET")
    usual.step()
    assert why.answer(usual)["view"]["chance"] != views[0]["chance"]
    assert why.answer(usual)["view"]["notes"] == []
    usual.close()


def test_who_has_committed_did_not_ask_itself(page):
    found = page(Moody, changes=("parameters.speed=9",))
    found.finish()
    i = int(np.argmax(np.asarray(found.trace.stances[1]) != codes.NONE))
    found.select(found.case.names.members[i])
    view = why.answer(found)["view"]
    assert (view["terms"], view["acceptance"], view["chance"]) == ([], None, "")
    assert view["notes"][-1] == "On this day it did not ask itself what it thinks of this candidate."


def test_one_that_decides_in_its_own_way_has_standard_terms_and_no_chance(page):
    found = page(Waiting)
    found.step()
    view = why.answer(found)["view"]
    assert (view["chance"], view["tips"]) == ("", [])
    assert view["notes"] == [
        "Its own class says when it commits; what would tip it is not known here.",
        "The terms are the standard ones.",
    ]


def test_no_command_and_no_file_claims_to_play_it(page):
    found = page(Waiting)
    assert to_type(found, found.setup) == ""
    assert first(found) == "No command plays this run: its model is a class of your own program."
