"""What If: the values in force, the patron, and what a field means in plain words."""

import re

import pytest
from whitesmoke.page import fields
from whitesmoke.page.plain import plainly
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load

OWN_PATIENCE = ("members.HUN.patience=3", "bargaining.patience=5", "bargaining.reservation=-1.5")


@pytest.mark.parametrize(("name", "changes"), [("rutte-iohannis", OWN_PATIENCE), ("tutorial", ())])
def test_where_a_member_gives_nothing_the_value_in_force_is_shown(name, changes):
    loaded = load(name, changes)
    case = build(loaded)
    number, seen = case.world.number, 0
    tables = {"patron_tie": number.patron_tie[:, None], "salience": number.salience, "baseline": number.affinity}
    tables |= {field: getattr(number, field)[:, None] for field in ("reservation", "patience")}
    names = {"baseline": list(case.names.candidates), "salience": list(loaded.scenario.space.issues)}
    for i, code in enumerate(case.names.members):
        for field in fields.fields(loaded, "members", code):
            _, _, about, *which = field.path.split(".")
            if field.value == "" and about in tables:
                at = names[about].index(which[0]) if which else 0
                assert float(field.in_force) == tables[about][i, at]
                seen += 1
    assert seen >= 3
    own = {field.path: field.group for field in fields.fields(load("rutte-iohannis"), "members", "HUN")}
    assert (own["members.HUN.baseline.rutte"], own["members.HUN.patron_tie"]) == ("dissenters", "")


def test_the_patron_is_a_choice_among_members():
    (patron,) = fields.fields(load("rutte-iohannis"), "patron", "patron")
    assert (patron.path, patron.kind, patron.value) == ("patron", "choice", "USA")
    assert set(patron.choices) == set(load("rutte-iohannis").scenario.members)


@pytest.mark.parametrize(
    ("schema", "page"),
    [
        ("b_ik, logits above the status quo", "own view of the candidate, logits above the status quo (b_ik)"),
        ("b_ik by candidate, logits", "own view of the candidate, logits (b_ik)"),
        ("pi_i: tie to the patron, 0 to 1", "tie to the patron, 0 to 1 (pi_i)"),
        ("pi_i, 0 to 1; replaces the bloc's", "tie to the patron, 0 to 1; replaces the group's (pi_i)"),
        ("x_id by issue", "position (x_id)"),
        ("D: what its absence costs", "what its absence costs (D)"),
        ("m_i: what it insists on; else [bargaining]", "what it insists on; replaces what holds for all (m_i)"),
        ("1/r_i: weeks of patience", "weeks of patience (1/r_i)"),
        ("h0: speed of a convinced capital", "speed of a convinced capital (h0)"),
        ("the horizon: without consensus by then", "the horizon: without consensus by then"),
    ],
)
def test_a_field_is_explained_by_its_term_and_then_its_symbol(schema, page):
    assert plainly(schema) == page


def test_no_field_is_explained_by_a_symbol_first():
    for loaded in (load("rutte-iohannis"), load("council", ["grantors.chair.budget=1"])):
        for group in fields.groups(loaded):
            for field in fields.fields(loaded, group["group"], group["items"][0][0]):
                assert not re.match(r"(?!a )[a-z]+_|(?!a )[a-zA-Z]\d?[ :,]|[a-z]+: ", field.help), field.help


@pytest.mark.parametrize(
    ("path", "limits"),
    [
        ("parameters.cover", (0.0, 1.0)),
        ("parameters.distance_power", (0.0, 10.0)),
        ("parameters.speed", (0.0, None)),
        ("parameters.memory", (None, None)),
        ("members.HUN.baseline.rutte", (None, None)),
        ("calendar.round_days", (1.0, 31.0)),
    ],
)
def test_a_slider_goes_no_further_than_anybody_would(path, limits):
    assert fields.limits(tuple(path.split("."))) == limits


def test_when_the_body_sits_can_be_changed_but_not_day_by_day():
    """A list of days is changed in the file; a rhythm, a calendar and what happens between are values of the page."""
    found = fields.fields(load("council"), "sittings", "sittings")
    assert {field.path.partition(".")[2]: field.kind for field in found} == {
        **{"from": "date", "calendar": "text", "every": "whole", "between": "choice"},
        **{"weight": "number", "called": "number"},
    }


def test_bargaining_is_a_group_that_says_whether_it_is_off():
    def shown(*changes):
        loaded = load("tutorial", ["grantors.ALF.budget=2", *changes])
        titles = [group["title"] for group in fields.groups(loaded)]
        items = [("bargaining", "bargaining"), ("grantors", "ALF"), ("members", "GAM"), ("parameters", "parameters")]
        found = {field.path: field.help for at in items for field in fields.fields(loaded, *at)}
        return titles, {path for path, words in found.items() if "plays no part in this mode" in words}, found

    titles, idle, found = shown()
    assert "Bargaining (off)" in titles
    assert {path.partition(".")[0] for path in idle} == {"bargaining", "grantors", "members"}
    assert found.keys() - idle >= {"bargaining.mode", "parameters.anticipation", "members.GAM.baseline"}
    titles, idle, _ = shown("bargaining.mode=bargained")
    assert "Bargaining" in titles
    assert idle == {"parameters.anticipation"}


def test_texts_stand_and_are_typed_without_quotes():
    found = {field.name: field for field in fields.fields(load("rutte-iohannis"), "demands", "hungary-opt-out")}
    assert (found["grantor"].value, found["grantor"].default) == ("chair", "candidate")
    sittings = {field.name: field for field in fields.fields(load("council"), "sittings", "sittings")}
    assert sittings["between"].value in sittings["between"].choices
    path = "demands.hungary-opt-out.grantor"
    assert [fields.as_typed(path, text) for text in ("chair", '"chair"', "7", "true")] == [
        *("chair", '"chair"', '"7"', '"true"'),
    ]
    assert [fields.as_typed("demands.hungary-opt-out.worth", text) for text in ("7", "x", "", None)] == [
        *("7", "x", "", None),
    ]


def test_what_the_file_gives_and_need_not_can_be_taken_away():
    found = {
        field.name: field.removable for field in fields.fields(load("rutte-iohannis"), "demands", "hungary-apology")
    }
    assert found["ceiling"]
    assert not found["red_line"]  # not given
    calendar = {field.name: field.removable for field in fields.fields(load("tutorial"), "calendar", "calendar")}
    assert not calendar["expiry"]  # a scenario cannot do without
