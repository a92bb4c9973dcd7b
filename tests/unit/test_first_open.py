"""Figures are opened by path or name; experiments are found by name, and ship."""

import json
import os
import tomllib
from pathlib import Path

import pytest
from whitesmoke.commands import open_figure
from whitesmoke.commands.cli import app, main
from whitesmoke.commands.examples import EXAMPLES
from whitesmoke.errors import ScenarioError, WhitesmokeError
from whitesmoke.study import shipped

ROOT = Path(__file__).parents[2]


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for age, name in enumerate(("results/runs/tutorial/a/figure.png", "results/deadlines/1f/report.html", "x.svg")):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"")
        os.utime(file, (age, age))
    return tmp_path


@pytest.mark.parametrize(
    ("what", "file"),
    [
        (None, "results/deadlines/1f/report.html"),
        ("tutorial", "results/runs/tutorial/a/figure.png"),
        ("deadlines", "results/deadlines/1f/report.html"),
        ("results/runs/tutorial/a", "results/runs/tutorial/a/figure.png"),
        ("x.svg", "x.svg"),
    ],
)
def test_what_is_meant_is_found(desk, what, file):
    assert open_figure.found(what) == Path(file)


def test_what_is_not_there_gets_a_sentence(desk):
    with pytest.raises(WhitesmokeError, match="no file or folder nosuch"):
        open_figure.found("nosuch")
    (desk / "empty").mkdir()
    with pytest.raises(WhitesmokeError, match="empty holds no figure or report"):
        open_figure.found("empty")


def test_it_is_shown_where_there_is_a_display_and_told_where_there_is_none(desk, monkeypatch, capsys):
    shown = []
    monkeypatch.setattr("webbrowser.open", lambda address: shown.append(address) or True)
    monkeypatch.setattr(open_figure, "_has_display", lambda: True)
    open_figure.show("x.svg", only_print=False)
    assert shown == [(desk / "x.svg").as_uri()]
    assert capsys.readouterr().err == ""
    open_figure.show("x.svg", only_print=True)
    assert len(shown) == 1
    monkeypatch.setattr(open_figure, "_has_display", lambda: False)
    open_figure.show("x.svg", only_print=False)
    said = capsys.readouterr()
    assert len(shown) == 1
    assert "no display" in said.err
    assert said.out.splitlines()[-1] == "x.svg"


def test_experiments_are_found_by_name_from_anywhere_and_listed(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert shipped.find("deadlines") == shipped.find("deadlines.toml") == ROOT / "experiments" / "deadlines.toml"
    with pytest.raises(ScenarioError, match='did you mean "deadlines"'):
        shipped.find("deadline")
    with pytest.raises(SystemExit):
        main(["list", "--experiments", "--json"])
    listed = json.loads(capsys.readouterr().out)
    assert {one["name"] for one in listed} == {path.stem for path in (ROOT / "experiments").glob("*.toml")}
    assert all(one["question"].endswith("?") for one in listed)


def test_every_experiment_ships():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    shipped = {to for source, to in settings["force-include"].items() if source.startswith("experiments/")}
    assert shipped == {f"whitesmoke/experiments/{path.name}" for path in (ROOT / "experiments").glob("*.toml")}


def test_every_command_has_examples_and_a_group():
    import typer

    for name, command in typer.main.get_command(app).commands.items():
        assert all(f"whitesmoke {line}" in (command.epilog or "") for line in EXAMPLES[name]), name
        assert command.rich_help_panel, name
        assert 1 <= len(EXAMPLES[name]) <= 4
