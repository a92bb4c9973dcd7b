"""What `check` says of a sound scenario: whose refusal may end a candidacy, and how fast."""

import pytest
from whitesmoke.scenario import notes
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load

FIRM = "demands.harbour.ceiling=0.4"  # 4 logits, of which 2.4 cannot be had


def found(*changes, name="tutorial", rule=None):
    loaded = load(name, changes, rule)
    return [str(note) for note in notes.notes(loaded, build(loaded))]


def test_a_refusal_is_noted_with_its_rate():
    (note,) = found(FIRM)
    assert (
        "demands.harbour: Gammaland may be firmly against any candidate: its refusal ends a candidacy at 1.6 a week"
        in note
    )
    assert "scenarios/tutorial.toml:" in note


@pytest.mark.parametrize(
    "changes",
    [
        (),
        (FIRM, "parameters.veto=0"),
        (FIRM, "parameters.exit=0"),
        (FIRM, "members.GAM.weight=0.2", "parameters.small=0.2"),
    ],
)
def test_nothing_to_note(changes):
    assert found(*changes) == []


def test_under_a_rule_that_can_do_without():
    assert found(FIRM, "parameters.pivotal=true") != []
    assert found(FIRM, "parameters.pivotal=true", rule="majority") == []
    assert found(FIRM, rule="majority") != []


def test_a_low_hopelessness_is_noted():
    (note,) = found("parameters.hopelessness=1")
    assert "Dora Dorn may give up even if nobody stands elsewhere (a chance of 100% by the expiry" in note
    assert found("parameters.hopelessness=1", "parameters.exit=0") == []
