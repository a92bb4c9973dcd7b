"""What votes are worth, at the front door and as a command says it."""

import datetime

import pytest
import whitesmoke as ws
from whitesmoke.commands.theory import _compute, forms
from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.analysis import coalitions
from whitesmoke.telling.power_words import figure, of_member


def test_a_veto_is_told_and_drawn():
    found = ws.open("council").power()
    assert str(found) == (
        "P1, P2, ... (5), with a veto, are each pivotal in 19.6 % of all orders of voting, "
        "E01, E02, ... (10) in 0.186 %."
    )
    table = found.frame().set_index("member")
    assert table.veto.sum() == 5
    assert table.shapley_shubik.sum() == pytest.approx(1)
    assert table.blocking["E01"] == 7
    assert found.json()["asks"] == ["9 of 15 members committed", "no objection from any of P1, P2, P3, P4, P5"]
    assert len(found.plot().axes[0].patches) == 4


def test_under_unanimity_all_are_worth_the_same_and_a_seat_counts_from_its_day():
    race = ws.open("rutte-iohannis")
    assert str(race.power()) == "All 31 votes are worth the same: each has a veto."
    assert str(race.power("2024-06-01")) == "All 32 votes are worth the same: each has a veto."
    assert str(race.change({}, rule="consensus-minus-2").power()) == (
        "All 31 votes are worth the same: it takes 3 to block."
    )


def test_what_cannot_be_counted_is_refused_in_a_sentence(monkeypatch):
    monkeypatch.setattr(coalitions, "MOST_STATES", 1)
    two = [{"weights": {"P1": 2, "P2": 1, "E01": 2}, "quota": 3}, {"weights": {"P3": 2, "P4": 1, "E02": 2}, "quota": 3}]
    council = ws.open("council").change({"rule.rows": two, "rule.veto": []})
    with pytest.raises(
        WhitesmokeError, match=r"^council, rule table: .* too many distinct sums; give them in a coarser"
    ):
        council.power()


def test_the_security_council_by_its_name(tmp_path):
    """Shapley & Shubik (1954), after the enlargement of 1965: the five 421/2145 = 0.1963 each, the ten 4/2145."""
    codes = ["CHN", "FRA", "GBR", "RUS", "USA", *(f"E{i:02}" for i in range(10))]
    body = "".join(f'{code} = {{ name = "{code}" }}\n' for code in codes)
    text = 'title = "Fifteen"\nassumed = true\n[calendar]\nstart = 2030-01-01\nexpiry = 2030-06-01\n'
    text += f'[rule]\nname = "security-council"\n[members]\n{body}[candidates.a]\nname = "A"\nentry = 2030-01-01\n'
    (tmp_path / "case.toml").write_text(text, encoding="utf-8")
    found = ws.open(tmp_path / "case.toml").power()
    table = found.frame().set_index("member")
    assert table.shapley_shubik["CHN"] == pytest.approx(421 / 2145)
    assert table.shapley_shubik["E00"] == pytest.approx(4 / 2145)
    assert table.blocking["USA"] == 1
    assert found.asks == ["9 of 15 members committed", "no objection from any of CHN, FRA, GBR, RUS, USA"]


def test_almost_all_is_not_all():
    assert (figure(1.0), figure(0.99996), figure(0.9994)) == ("100 %", "over 99.9 %", "99.9 %")


def test_the_power_of_a_member_is_one_line_and_nothing_where_all_are_alike():
    council, race = ws.open("council").power().groups, ws.open("rutte-iohannis").power().groups
    assert of_member(council, "P1", "Alpha") == (
        "Under the rule Alpha, with a veto, is pivotal in 19.6 % of all orders of voting, none more often."
    )
    assert of_member(council, "E01", "Beta").endswith("5 members more often.")
    assert of_member(race, "HUN", "Hungary") == ""


ALONE = {
    "title": "Nobody minds the others",
    "assumed": True,
    "calendar": {"start": datetime.date(2030, 1, 7), "round_days": 7, "expiry": datetime.date(2031, 1, 6)},
    "rule": {"name": "majority", "silence": {"low": 0, "high": 0}},
    "members": {code: {"baseline": -2.0} for code in ("AAA", "BBB", "CCC")},
    "candidates": {"x": {"name": "X", "entry": datetime.date(2030, 1, 7)}},
    "parameters": {"influence": 0, "isolation": 0, "residual": 0, "pressure": 0, "exit": 0},
}


def test_the_form_and_the_simulation_agree_where_nobody_minds_the_others():
    first = ws.open(ALONE).theory(runs=2000).yardsticks[0]
    assert first.apart == ""
    expected, simulated = (float(text.partition(" ")[0]) for text in (first.says, first.simulated))
    assert simulated == pytest.approx(expected, abs=1.5)
    assert "pressure of a date" in ws.open("tutorial").theory(runs=20).yardsticks[0].apart


def test_every_closed_form_is_computed_by_name(capsys):
    _compute("rubinstein", ["proposer=0.9", "responder=0.8"], False)
    assert capsys.readouterr().out == "proposer 0.714286, partner 0.285714\n"
    assert set(forms()) >= {"baron_ferejohn", "nash", "degroot", "voter_time_cycle", "when_to_stop"}
    with pytest.raises(WhitesmokeError, match=r"rubinstein: missing .* it takes proposer, responder"):
        _compute("rubinstein", ["proposer=0.9"], False)
