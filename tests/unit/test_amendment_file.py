"""`[amendment]` and `space.reversion` in files: why nothing is ever amended, and how large sums may be."""

import pytest
from whitesmoke.model.texts import texts_move
from whitesmoke.model.world import number_views
from whitesmoke.page import fields
from whitesmoke.scenario import amendment_notes, gate
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load

FILE = """
title = "A tax"
assumed = true
calendar = { start = 2030-01-07, expiry = 2030-07-01 }
sittings = { every = 28 }
rule = { name = "unanimity" }
kind = "proposal"
space = { issues = { rate = {} }, salience = 2.0 }
members = { AAA = { position = 0.0 }, BBB = { position = 4.0 } }
candidates.tax = { name = "the tax", position = 3.0, entry = 2030-01-07 }
"""


@pytest.fixture
def tax(tmp_path):
    def loaded(*changes):
        (tmp_path / "tax.toml").write_text(FILE, encoding="utf-8")
        return load(tmp_path / "tax.toml", changes)

    return loaded


def told(loaded):
    case = build(loaded)
    found = list(amendment_notes.notes(loaded, case))
    assert texts_move(case.world) == ("amendment" in loaded.data and "amendment" not in {note.field for note in found})
    return found


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (["amendment.step=0.2"], ""),
        (["amendment.step=0.2", "sittings={}", "amendment.rate=0.1"], ""),
        (["amendment.rate=0.2"], "`step` is 0"),
        (["amendment.step=0.2", "kind=person"], "all candidates are persons"),
        (["amendment.step=0.2", "space.salience=0"], "none matters to any member"),
        (["amendment.step=0.2", "sittings={}"], "there are no sittings, and `rate` is 0"),
        (
            ["amendment.step=0.2", "space={}", "members={AAA={}, BBB={}}", "candidates.tax.position={}"],
            "there are none; give [space.issues]",
        ),
    ],
)
def test_why_nothing_is_ever_amended(tax, changes, why):
    said = {note.field: note.message for note in told(tax(*changes))}
    assert said.keys() == ({"amendment"} if why else set())
    assert why in said.get("amendment", "")


def test_a_reversion_point_without_issues_is_noted(tax):
    less = ["space={reversion=1.0}", "members={AAA={}, BBB={}}", "candidates.tax.position={}"]
    assert [note.field for note in told(tax(*less))] == ["space.reversion"]
    assert "matters to any" in told(tax("space.reversion=1.0", "space.salience=0"))[0].message


def test_what_holds_without_a_text_counts_among_reasons(tax):
    def heaviest(*changes):
        world = build(tax("parameters.pull=0", *changes)).world
        return gate.heaviest(number_views(gate.largest(world), world.number))

    assert heaviest("space.reversion=-5") - heaviest() == pytest.approx(2.0 * 2.0 * (4 + 5) - 2.0 * (4 + 3))


def test_a_text_may_move_to_where_members_stand(tax):
    def heaviest(*changes):
        world = build(tax("parameters.pull=0", *changes)).world
        return gate.heaviest(number_views(gate.largest(world), world.number))

    assert heaviest("amendment.step=0.1") - heaviest() == pytest.approx(2.0 * (4 + 4) - 2.0 * (4 + 3))


def test_a_sweep_may_make_texts_move(tax):
    case = build(tax("amendment.step=0"))
    assert not texts_move(case.world)
    assert texts_move(case.world, case.slots["amendment.step"])


def test_the_page_offers_it(tax):
    loaded = tax("amendment.step=0.2")
    assert "amendment" in {group["group"] for group in fields.groups(loaded)}
    found = {field.path: field.value for field in fields.fields(loaded, "amendment", "amendment")}
    assert found == {"amendment.step": "0.2", "amendment.rate": "0"}
