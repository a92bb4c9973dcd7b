"""Finding a scenario by its name, and the names that a new one may take."""

from pathlib import Path

import pytest
from whitesmoke.commands.cli import _run as whitesmoke
from whitesmoke.errors import WhitesmokeError
from whitesmoke.scenario import library
from whitesmoke.scenario.build import build
from whitesmoke.scenario.load import load

BASE = (Path(__file__).parents[1] / "faults" / "sound.toml").read_text()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_scenario_is_found_by_name_in_any_folder(folder):
    assert load("tutorial").scenario.title == load("tutorial.toml").scenario.title


def test_the_users_own_scenarios_come_first(folder):
    Path("scenarios").mkdir()
    Path("scenarios/tutorial.toml").write_text(BASE)
    assert load("tutorial").files == [Path("scenarios/tutorial.toml")]


@pytest.mark.parametrize("scenario", library.shipped(), ids=lambda scenario: scenario.name)
def test_every_shipped_scenario_loads(scenario):
    assert load(scenario.path).name == scenario.name
    assert scenario.title


def test_the_template_is_a_complete_scenario(folder):
    Path("mine.toml").write_text(library.template("mine"))
    assert len(build(load("mine.toml")).world.accession) == 4


@pytest.mark.parametrize("name", ["", "../mine", 'a"b', "Olembargo 2022"])
def test_a_template_needs_a_name(name):
    with pytest.raises(WhitesmokeError, match="is no name for a scenario; use letters"):
        library.template(name)


@pytest.mark.parametrize("name", ["tutorial", "Tutorial", "nato-secretaries", "rutte-iohannis"])
def test_new_takes_no_name_that_finds_another(folder, name, capsys):
    assert whitesmoke(["new", name, "--folder", str(folder)]) == 2
    said = capsys.readouterr().err
    assert f"{name.lower()} is the name of " in said
    assert said.endswith(f"; choose another name, such as my-{name.lower()}\n")
    assert not list(folder.glob(f"{name}*"))


@pytest.mark.parametrize("name", ["NUL", "con", "Com1", "-x"])
def test_a_template_takes_no_name_that_no_file_can_have(name):
    with pytest.raises(WhitesmokeError, match=r"(is the name of a device in Windows|looks like an option); choose"):
        library.template(name)
