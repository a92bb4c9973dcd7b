"""Closed forms beside the simulation, from Python and as a command: the same numbers; names that are none."""

from pathlib import Path

import numpy as np
import pytest
import whitesmoke as ws
from whitesmoke.commands.cli import _run
from whitesmoke.evidence import theory as closed
from whitesmoke.figures.expected import _places
from whitesmoke.front.kept import KINDS
from whitesmoke.telling.one_line import SENTENCES
from whitesmoke.writing.output import dumps


@pytest.fixture(scope="module")
def council() -> ws.Theory:
    return ws.open("council").theory(runs=40, seed=3)


def test_a_theory_is_that_of_the_command(
    council: ws.Theory, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    arguments = ["theory", "council", "--runs", "40", "--seed", "3", "--out", str(tmp_path)]
    assert _run([*arguments, "--json"]) == 0
    assert capsys.readouterr().out == dumps(council.json()) == (tmp_path / "theory.json").read_text()
    kept = council.save(tmp_path / "mine")
    assert (kept / "figure.png").read_bytes() == (tmp_path / "figure.png").read_bytes()
    assert _run([*arguments, "--no-figure", "-q"]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == (f"{council}\n", "")
    assert not (tmp_path / "figure.png").exists()


def test_a_theory_has_a_row_for_each_number_and_is_read_again(council: ws.Theory, tmp_path: Path) -> None:
    table = council.frame()
    played = ws.open("council").runs(40, seed=3).frame()
    assert table["simulation"][:2].tolist() == pytest.approx([played["day"].mean(), played["settled"].mean()])
    assert table["simulation"][2:].isna().all()
    split = closed.veto_players(15, 5, 9, patience=0.9)
    assert table["theory"][2:4].tolist() == [split.veto, split.other]
    kept = ws.read(council.save(tmp_path, figure=False))
    assert kept.frame().equals(table)
    assert repr(kept).startswith("council: if nobody minded the others: 35 days on average up to the horizon")


def test_the_figure_has_both_curves(council: ws.Theory) -> None:
    settling, division, heard = council.plot().axes
    simulated, form = (line.get_ydata() for line in settling.lines)
    assert form[-1] == pytest.approx(council.frame()["theory"][1])
    assert simulated[-1] == pytest.approx(council.frame()["simulation"][1])
    assert (np.diff(simulated) >= 0).all()
    assert [bar.get_width() for bar in division.patches] == council.frame()["theory"][2:4].tolist()
    assert heard.texts[0].get_text() == "All alike: 6.67 % of the common opinion each."


def test_labels_of_two_curves_are_apart() -> None:
    assert _places([1.0, 0.99]) == pytest.approx([0.97, 0.87])
    assert _places([0.0, 0.01]) == pytest.approx([0.04, 0.14])
    assert _places([0.2, 0.6]) == [0.2, 0.6]


def test_where_nobody_stands_yet_the_form_does_not_apply() -> None:
    found = ws.open("nato-2003", rule="majority").theory(runs=5)
    waiting = found.yardsticks[0]
    assert (waiting.says, waiting.quantities) == ("", ())
    assert waiting.apart == "It does not apply: nobody stands when the case begins."
    assert str(found).startswith("Who would get what of 1 to divide, if a round costs 10 % of it? Who proposes keeps")
    assert found.frame()["theory"].isna().tolist()[:2] == [True, False]
    assert len(found.plot().axes[0].lines) == 1


def test_what_cannot_be_computed_is_refused() -> None:
    case = ws.open("tutorial")
    for patience in (1, -0.1, 2):
        with pytest.raises(ws.WhitesmokeError, match=r"patience: give a number from 0 to 0\.9999, not "):
            case.theory(patience)
    with pytest.raises(ws.WhitesmokeError, match="runs: give a whole number from 2"):
        case.theory(runs=1)
    with pytest.raises(ws.WhitesmokeError, match="open the case without a posterior"):
        ws.open("rutte-iohannis", posterior="rutte-iohannis").theory()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["tutorial", "n=3"], "tutorial is a scenario, and numbers (n=3) go with a closed form; leave them out, or"),
        (["veto_playrs", "n=3"], 'no closed form, scenario or file of this name (did you mean "veto_players"?)'),
        (["tutorail"], 'no closed form, scenario or file of this name (did you mean "tutorial"?)'),
        (["nowhere/x.toml"], 'there is no file "nowhere/x.toml"'),
        (["nash", "--rule", "majority"], "nash is a closed form, computed from its numbers alone; leave out --rule"),
    ],
)
def test_what_is_meant_is_said(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(["theory", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert message in " ".join(said.err.split())


def test_the_front_door_has_the_closed_forms() -> None:
    assert ws.theory is closed
    assert ws.theory.rubinstein(0.9, 0.8).proposer == pytest.approx(0.2 / 0.28)


def test_every_kind_that_is_read_has_a_sentence() -> None:
    assert KINDS.keys() == SENTENCES.keys()


def test_powers_and_explanations_are_read_again(tmp_path: Path) -> None:
    power = ws.open("council").power()
    kept = ws.read(power.save(tmp_path / "power"))
    assert kept.frame().equals(power.frame())
    assert repr(kept).startswith("council, rule table: P1, P2, ... (5), with a veto, are each pivotal in 19.6 %")
    assert kept.figure is not None
    why = ws.open("tutorial").explain("GAM", "2030-01-28")
    kept = ws.read(why.save(tmp_path / "why", figure=False))
    assert kept.frame()["logits"].tolist() == why.frame()["logits"].tolist()
    assert repr(kept).startswith("tutorial, run 0 of seed 1: GAM on 2030-01-21 was uncommitted when it decided")


def test_a_summary_saved_elsewhere_is_read_again(tmp_path: Path) -> None:
    factors = {"liking": {"path": "members.GAM.baseline", "values": [0.0, -9.0]}}
    told = {"title": "Two", "question": "Which?", "scenario": "tutorial", "design": {"kind": "grid"}}
    study = ws.sweep({**told, "factors": factors, "replicates": {"runs": 5}}, out=tmp_path, name="two")
    kept = ws.read(study.save(tmp_path / "elsewhere"))
    assert isinstance(kept, ws.Kept)
    assert kept.frame()[["liking", "chance.deadlock"]].equals(study.points[["liking", "chance.deadlock"]])
    assert repr(kept).startswith("Two: 2 points, 10 runs (")
    assert kept.figure == tmp_path / "elsewhere" / "figures" / "sweep.png"


def test_what_the_forms_leave_out_where_actors_bargain() -> None:
    """Holders are won by offers alone; a grantor's budget is all that one may take from another."""

    def told(**more: object) -> tuple[str, str]:
        given = {"extends": "tutorial", "assumed": True, "parameters": {"anticipation": 0}, **more}
        waiting, dividing, *_ = ws.open(given).theory(runs=5).yardsticks
        return waiting.apart, dividing.simulated

    budget = {"grantors": {"ALF": {"budget": 1.0, "cost": 1.0}}}
    for more in (budget, {"bargaining": {"mode": "bargained"}}):
        assert told(**more)[1] == "no counterpart: what one member is granted costs no other anything"
    apart, dividing = told(**budget, bargaining={"mode": "bargained"})
    assert dividing == "no counterpart: what is granted comes out of grantors' budgets, and no vote divides these"
    assert "offers, by which alone those who ask for something are won" in apart
    assert not {"pressure of a date", "speed of concession"} & {*apart.removesuffix(".").split(", ")}
    assert "speed of concession" in told()[0]
    assert "pressure of a date" in told(bargaining={"mode": "bargained", "push": 1.0})[0]
