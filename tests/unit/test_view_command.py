"""The command that the page shows: pasted into a shell it plays the run shown, whatever the names and values say."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from whitesmoke.model.mesa import Negotiation
from whitesmoke.model.recorder import record
from whitesmoke.page.catalogue import catalogue
from whitesmoke.page.desk import Desk
from whitesmoke.page.downloads import trace_json
from whitesmoke.page.panels.whatif import saved
from whitesmoke.page.setup import Setup, from_query, to_query
from whitesmoke.page.typed import first, to_type
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load
from whitesmoke.telling.run_json import as_json
from whitesmoke.writing.shell import command, word

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = [
    "plain",
    "a b",
    "'; touch owned; '",
    '"; touch owned; "',
    "$(touch owned)",
    "`touch owned`",
    "x\ntouch owned\n",
    "\x03\ntouch owned\n",
    "\x1b[201~\ntouch owned\n",
    "\u202edenwo hcuot\u2066",
    "# no comment\\",
    "-rf",
    "é ü 漢",
    "!!",
    "~/x * ? {a,b}",
]


@pytest.fixture
def shell(tmp_path, monkeypatch):
    """Paste lines into a shell in a folder of its own, where `whitesmoke` is this one."""
    folder, programs = tmp_path / "here", tmp_path / "programs"
    folder.mkdir()
    programs.mkdir()
    (programs / "whitesmoke").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m whitesmoke.commands.cli "$@"\n')
    (programs / "whitesmoke").chmod(0o755)
    environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT / "sim")}
    monkeypatch.chdir(folder)

    def paste(line):
        done = subprocess.run(["bash", "-c", line], cwd=folder, env=environment, capture_output=True, text=True)
        assert not list(tmp_path.rglob("owned")), line
        assert done.returncode == 0, done.stderr
        return done.stdout

    return paste


def test_every_word_arrives_as_it_is_and_runs_nothing(shell):
    show = f"{sys.executable} -c 'import sys, json; print(json.dumps(sys.argv[1:]))' "
    assert json.loads(shell(show + " ".join(map(word, HOSTILE)))) == HOSTILE


def test_what_is_shown_has_no_sign_that_a_terminal_would_act_on():
    assert all(word(text).isprintable() for text in HOSTILE)
    assert command("resume", Path("-rf")) == "whitesmoke resume ./-rf"
    assert command("resume", Path("my results/a")) == "whitesmoke resume 'my results/a'"


def test_a_shared_link_cannot_carry_a_command(shell):
    changes = [
        'title="\' ; touch owned ; $(touch owned) `touch owned`"',
        'about="""x\ntouch owned\n\'"""',
        'demands.harbour.text="$(touch owned)"',
        "demands.harbour.ceiling=0.5",
    ]
    query = to_query(Setup("tutorial", "majority", 4, 2, tuple(changes)))
    setup = from_query(query, ["tutorial"], Setup("tutorial"))
    desk = Desk(Negotiation, setup)
    assert desk.setup.changes == tuple(changes), desk.problems
    desk.finish()
    told, shown = json.loads(shell(f"{to_type(desk, desk.setup)} --json --no-figure")), json.loads(trace_json(desk))
    assert told == {name: shown[name] for name in told}
    desk.close()


@pytest.mark.parametrize("name", ["-rf;touch owned", "it's $(touch owned)"])
def test_a_file_of_ones_own_is_found_from_this_folder(shell, name):
    Path(f"{name}.toml").write_bytes(load("tutorial").files[0].read_bytes())
    first_, known = catalogue(str(Path.cwd() / f"{name}.toml"))
    desk = Desk(Negotiation, Setup(first_, seed=2), known)
    line = to_type(desk, desk.setup)
    assert str(Path.cwd()) not in line
    told = json.loads(shell(f"{line} --json --no-figure"))
    assert told["date"] == str(as_json(record(build(desk.loaded), 2))["date"])
    desk.close()


def test_a_variant_saved_beside_a_file_of_ones_own_is_found(shell):
    Path("other").mkdir()
    Path("other", "tutorial.toml").write_bytes(load("tutorial").files[0].read_bytes())
    name, known = catalogue("other/tutorial.toml")
    desk = Desk(Negotiation, Setup(name, changes=("demands.harbour.ceiling=0.5",)), known, may_save=True)
    said = saved(desk, "mine")
    assert said == "Saved as mine.toml. Play it with: whitesmoke run other/mine.toml --seed 1"
    told = json.loads(shell(f"{said.partition('with: ')[2]} --json --no-figure"))
    assert told["date"] == str(as_json(record(build(desk.loaded), 1))["date"])
    desk.close()


@pytest.mark.parametrize(("may_save", "file"), [(True, "../above/mine.toml"), (False, "mine.toml")])
def test_who_visits_from_elsewhere_is_told_of_no_folder_but_this_one(tmp_path, monkeypatch, may_save, file):
    """Pages that may save are those that only this machine can ask."""
    for folder in ("here", "above"):
        (tmp_path / folder).mkdir()
    monkeypatch.chdir(tmp_path / "here")
    (tmp_path / "above" / "mine.toml").write_bytes(load("tutorial").files[0].read_bytes())
    name, known = catalogue(str(tmp_path / "above" / "mine.toml"))
    desk = Desk(Negotiation, Setup(name), known, may_save)
    assert to_type(desk, desk.setup) == f"whitesmoke run {file} --seed 1"
    desk.close()


def test_no_command_plays_a_model_of_ones_own():
    class Own(Negotiation):
        pass

    desk = Desk(Own, Setup("tutorial"))
    assert to_type(desk, desk.setup) == ""
    assert first(desk) == "No command plays this run: its model is a class of your own program."
    desk.close()
