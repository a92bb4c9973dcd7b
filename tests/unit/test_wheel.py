"""What is shipped works outside the checkout: scenarios found by name are inside the wheel."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READ = "from whitesmoke.evidence.series.opened import load_series; print(load_series('nato-secretaries').base.name)"

FRONT = """
import importlib.resources
import whitesmoke as ws
print((importlib.resources.files(ws) / "py.typed").is_file(), ws.open({"extends": "tutorial"}).run().winner)
"""


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Python in a folder of its own, with nothing but what the wheel has in it; it returns what is printed."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("whitesmoke-*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "inside")
    (folder / "elsewhere").mkdir()

    def printed(*arguments: str) -> str:
        environment = {**os.environ, "PYTHONPATH": str(folder / "inside")}
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=folder / "elsewhere", env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return printed


def test_the_wheel_runs_the_race_outside_the_checkout(python: Callable[..., str]) -> None:
    run = json.loads(python("-m", "whitesmoke", "run", "rutte-iohannis", "--json"))
    assert run["outcome"] in ("consensus", "deadlock")
    shipped = {entry["name"] for entry in json.loads(python("-m", "whitesmoke", "list", "--json"))}
    folders = (ROOT / "scenarios", ROOT / "scenarios" / "corpus")
    assert shipped == {file.stem for folder in folders for file in folder.glob("*.toml")}
    assert "european-council" in python("-m", "whitesmoke", "list", "--calendars")
    bodies = {
        entry["name"]: entry["members"]
        for entry in json.loads(python("-m", "whitesmoke", "list", "--bodies", "--json"))
    }
    assert bodies.keys() == {file.stem for file in (ROOT / "scenarios" / "bodies").glob("*.toml")}
    assert bodies["european-council"] == 27  # its members and its calendar came along
    python("-m", "whitesmoke", "new", "mine", "--like", "european-council", "--folder", ".")
    assert python("-m", "whitesmoke", "check", "mine.toml") == "1 file without errors\n"
    assert python("-c", READ) == "nato-next\n"
    assert python("-c", FRONT) == "True dora\n"


@pytest.mark.slow
def test_the_wheel_plays_a_series_outside_the_checkout(python: Callable[..., str]) -> None:
    """Compiled anew, for what is compiled in one folder is not taken for that of another."""
    played = python("-m", "whitesmoke", "series", "--runs", "2", "--json", "--no-figure")
    assert json.loads(played)["scenario"] == "nato-next"
