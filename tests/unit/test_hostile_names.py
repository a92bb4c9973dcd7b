"""Names and titles that would turn or steer the text around them, or be taken for a style."""

import json

import pytest
import whitesmoke as ws
from whitesmoke.commands.cli import _run as whitesmoke
from whitesmoke.scenario.load import load
from whitesmoke.scenario.wording import one_line

HOSTILE = "[red]A[/red] :boom: \u202eB\u2066 \u200bC\x1b[31m\nD $\\frac{ <b>E</b> \u05d0 x\u200dy"
PLAIN = "[red]A[/red] :boom: B C\\x1b[31m D $\\frac{ <b>E</b> \u05d0 x\u200dy"


def test_what_turns_is_left_out_and_what_steers_is_written_out():
    assert one_line(HOSTILE) == PLAIN
    assert one_line("a\u2028b\r\n\tc\x00\x9b\u00ad\ufeff") == "a b c\\x00\\x9b"
    assert one_line("Ægir–Þórr 東京 n\xa0°") == "Ægir–Þórr 東京 n\xa0°"


@pytest.fixture
def hostile(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tutorial.toml").write_bytes(load("tutorial").files[0].read_bytes())
    named = json.dumps(HOSTILE)
    paths = ["title", "members.GAM.name", "candidates.dorn.name", "demands.harbour.text", "focal.summit.label"]
    known = load("tutorial").scenario
    paths[2] = f"candidates.{next(iter(known.candidates))}.name"
    paths[4:] = [f"focal.{name}.label" for name in list(known.focal)[:1]]
    text = 'extends = "tutorial.toml"\n' + "".join(f"{path} = {named}\n" for path in paths)
    (tmp_path / "hostile.toml").write_text(text)
    return "hostile.toml"


def test_names_are_printed_and_drawn_as_they_are(hostile, capsys):
    assert whitesmoke(["run", hostile]) == 0
    assert whitesmoke(["explain", hostile, "--member", "GAM", "--date", "2030-01-14"]) == 0
    said = "".join(capsys.readouterr())
    assert "[red]A[/red] :boom: B" in said
    assert not any(sign in said for sign in "\u202e\u2066\u200b\x1b")


def test_a_value_that_was_given_beside_the_file_turns_nothing_in_the_title_either():
    title = ws.open("tutorial", changes={"members.ALF.name": HOSTILE}).title
    assert "[with members.ALF.name=" in title
    assert title == one_line(title)


def test_a_text_keeps_its_lines_and_turns_nothing():
    about = ws.open("tutorial", changes={"about": f"a{HOSTILE}\nb"}).loaded.scenario.about
    assert about == "a" + PLAIN.replace("\\x1b[31m ", "\\x1b[31m\n") + "\nb"
    case = ws.open("rutte-iohannis")
    assert case.loaded.scenario.about.count("\n") > 3
