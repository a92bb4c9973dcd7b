"""What the page offers to compare a run with, and what it says of the difference."""

import pytest

from sim.analysis.summary import Difference, Interval
from sim.model import Negotiation
from sim.view.desk import Desk
from sim.view.kin import caution
from sim.view.panels import compare
from sim.view.setup import Setup
from sim.view.upload import Uploaded


@pytest.fixture
def page():
    opened = []

    def open_(*setup, **more):
        opened.append(Desk(Negotiation, Setup(*setup, **more)))
        return opened[-1]

    yield open_
    for one in opened:
        one.close()


def offered(desk):
    return dict(compare.others(desk))


def test_variants_are_offered_first_and_cases_of_their_own_said_to_be_so(page):
    names = list(offered(page("rutte-iohannis")).values())
    assert names[0] == "race-apology-granted"
    assert names.index("race-weighted") < names.index("nato-2003 (another case)")
    assert names.index("nato-2024-sweden (another case)") < names.index("conclave (another body)")
    assert next(iter(offered(page("race-majority")).values())) == "rutte-iohannis"
    assert next(iter(offered(page("nato-2009-rival-leaves")).values())) == "nato-2009"


def test_the_file_as_it_stands_comes_first_where_something_is_changed(page):
    changed = page("tutorial", changes=("demands.harbour.ceiling=0.5",))
    assert compare.others(changed)[0] == ["=tutorial", "tutorial as in its file"]
    assert caution(changed, "tutorial", "tutorial") == ""


def test_an_uploaded_variant_is_one(page):
    desk = page("tutorial")
    desk.bring(Uploaded("mine.toml", 'extends = "tutorial.toml"\ntitle = "Mine"\n'))
    assert compare.others(desk)[0] == ["=tutorial", "tutorial"]
    assert caution(desk, "mine", "tutorial") == ""


def test_two_bodies_are_not_called_one_change(page):
    desk = page("rutte-iohannis")
    assert caution(desk, "rutte-iohannis", "race-majority") == ""
    assert "two cases" in caution(desk, "rutte-iohannis", "nato-2003")
    assert caution(desk, "rutte-iohannis", "conclave") == (
        "conclave and rutte-iohannis have no file in common: what differs is not one change, but two bodies."
    )


def test_the_warning_stands_in_place_of_the_promise():
    none = Interval(0.0, 0.0, 0.0)
    found = Difference(50, none, none, none, {"p50": None}, None, none, None)
    assert compare.words(found, "a", "b")[0].startswith("Run by run on the same draws (50 pairs), a settles later")
    warned = compare.words(found, "a", "b", "Two bodies.")
    assert warned[:1] == ["Two bodies."]
    assert "same draws" not in " ".join(warned)
