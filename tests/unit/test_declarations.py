"""Coefficients and terms are declared once, and what is told of them elsewhere follows."""

import pytest
from whitesmoke.evidence.calibration.mechanisms import MECHANISMS
from whitesmoke.evidence.parameters import read_priors
from whitesmoke.model.coefficients import COEFFICIENTS, Coefficient
from whitesmoke.model.phases import decide
from whitesmoke.model.phases.opening import begin
from whitesmoke.model.run_state import new_state
from whitesmoke.model.terms import TERMS, Term
from whitesmoke.page.plain import plainly
from whitesmoke.scenario import dates_schema, rule_schema, schema
from whitesmoke.scenario.numbers import support

from tests.worlds import Sketch


@pytest.mark.parametrize("missing", ["symbol", "label", "waits", "gives_in"])
def test_a_term_without_a_word_fails_where_it_is_declared(missing):
    words = {"symbol": "+ zeta · t", "label": "time passed", "waits": "no hurry", "gives_in": "fatigue"}
    with pytest.raises(ValueError, match=rf"^term fatigue: give it its {missing}$"):
        Term("fatigue", **words | {missing: " "})


def test_the_model_returns_a_number_for_every_term():
    world = Sketch(affinity=[[1.0]]).build()
    state = new_state(world)
    begin(world, state, 1, 0, 0)
    assert len(decide.terms(world, state, 0, 0)) == len(TERMS)


@pytest.mark.parametrize("wrong", [{"kind": "speed"}, {"words": ""}, {"name": "two words"}, {"fit": "or off"}])
def test_a_coefficient_that_says_too_little_fails_where_it_is_declared(wrong):
    given = {"name": "fatigue", "symbol": "zeta", "words": "what a week costs", "kind": "size", "default": 0.0}
    with pytest.raises(ValueError, match=r"^coefficient"):
        Coefficient(**{**given, "plausible": (0, 1), **wrong})


def test_what_the_schema_and_the_page_say_of_a_coefficient():
    one = Coefficient("fatigue", "zeta", "what a week costs", "size", 0.0, (0, 1), off=0)
    assert (one.path, one.description) == ("parameters.fatigue", "zeta: what a week costs, logits (0 = off)")
    assert COEFFICIENTS["pull"].description == "rho: pull of a preferred rival, per logit of advantage"
    assert plainly(COEFFICIENTS["memory"].description) == "how far ahead a date is felt, weeks (ell)"


@pytest.mark.parametrize("one", COEFFICIENTS.values(), ids=lambda one: one.name)
def test_the_schema_takes_all_that_is_declared_plausible(one):
    tables = {
        "rule.silence": rule_schema.Silence,
        "sittings": dates_schema.Sittings,
        "bargaining": schema.Bargaining,
        "amendment": schema.Amendment,
    }
    table = tables.get(one.table, schema.Parameters)
    name = one.key or one.name
    assert getattr(table.model_validate({}), name) == one.default
    for value in (*one.plausible, one.default, one.default if one.off is None else one.off):
        assert support(getattr(table.model_validate({name: float(value)}), name)) == (value, value)


def test_priors_are_of_the_coefficients_that_are_fitted():
    fitted = {one.path for one in COEFFICIENTS.values() if one.fit != "no"}
    assert read_priors().shared.keys() == fitted | {"bargaining.reservation", "bargaining.patience"}


def test_mechanisms_that_a_calibration_can_do_without():
    switches = {name for name, one in COEFFICIENTS.items() if one.off is not None}
    assert set(MECHANISMS) - {"reservation", "patience", "bargaining"} <= switches
    assert "pull" in MECHANISMS
    assert "concession" not in MECHANISMS
