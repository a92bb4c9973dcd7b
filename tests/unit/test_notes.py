"""What `check` says of a sound scenario: whose refusal may end a candidacy, and how fast."""

from pathlib import Path

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
    (drawn,) = found(FIRM, 'parameters.veto={dist="uniform", low=0.1, high=0.2}')
    assert "ends a candidacy at up to 1.1 a week, more where dates press, under any rule" in drawn


def written(tmp_path, text):
    file = tmp_path / "more.toml"
    file.write_text(f'extends = "{Path("scenarios/tutorial.toml").resolve()}"\n{text}')
    return found("demands.harbour.ceiling=0.7", name=file)  # 1.2 logits that cannot be had


def test_two_demands_that_are_too_much_together_are_noted(tmp_path):
    emil = '[candidates.emil]\nname = "Emil"\nkind = "person"\nentry = 2030-01-14\n'
    quay = f'{emil}[demands.quay]\nholder = "GAM"\nworth = 1.0\nceiling = 0\n'
    assert written(tmp_path, emil) == []
    assert [note.count("may be firmly against any candidate: ") for note in written(tmp_path, quay)] == [1, 1]
    both = written(tmp_path, f'{quay}concerns = "dora"\n')
    assert [note.count("may be firmly against Dora Dorn: ") for note in both] == [1, 1]
    apart = f'{quay}concerns = "dora"\n[demands.harbour]\nconcerns = "emil"\n'
    assert written(tmp_path, apart) == []


def test_an_event_that_makes_a_demand_too_much_is_noted(tmp_path):
    event = '[events.more]\ndate = 2030-01-14\ndemand = "harbour"\n'
    assert written(tmp_path, f'{event}kind = "worth"\namount = 4.0\n') != []
    assert written(tmp_path, f'{event}kind = "ceiling"\namount = 0.4\n') != []
    assert written(tmp_path, f'{event}kind = "ceiling"\namount = 0.9\n') == []


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
