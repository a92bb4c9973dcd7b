"""A little of `make fuzz`: no input of any loader ends in a bug, a signal or a hang, and both drivers play the same."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def fuzzed(*options):
    return subprocess.run(
        [sys.executable, "-m", "tests.fuzz", *map(str, options)], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("seed", [20])
def test_a_little(seed):
    found = fuzzed("--inputs", 3_000, "--play", 30, "--seed", seed, "--jobs", 1)
    assert found.returncode == 0, found.stdout + found.stderr
    assert ", 0 ended as none may" in found.stdout


@pytest.mark.slow
def test_much():
    found = fuzzed("--inputs", 60_000, "--play", 1_000, "--seed", 2)
    print(found.stdout)
    assert found.returncode == 0, found.stdout + found.stderr


def test_what_kills_is_found(tmp_path):
    """A loader that dies, hangs or has a bug is counted as such, and the next input is taken all the same."""
    ends = tmp_path / "ends.py"
    ends.write_text(DEADLY)
    places = f"{ROOT}{os.pathsep}{ROOT / 'sim'}"
    found = subprocess.run(
        [sys.executable, ends],
        cwd=tmp_path,
        env={"PYTHONPATH": places},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.split() == ["0:0", "1:-11", "2:70", "3:998", "4:2", "5:0", "6:998"]


DEADLY = """
import os, signal, time
from pathlib import Path
import tests.fuzz.warm  # else each child imports it in the time of an input
from tests.fuzz import server
from tests.fuzz.loader import Loader
from whitesmoke.errors import WhitesmokeError

def take(folder):
    index = int((folder / "input").read_text())
    if index == 1:
        os.kill(os.getpid(), signal.SIGSEGV)
    if index == 2:
        raise KeyError("a bug")
    while index == 3:
        pass
    if index == 6:
        time.sleep(60)
    if index == 4:
        raise WhitesmokeError("refused")

def make(seed, index, folder):
    (folder / "input").write_text(str(index))

found = []
server.STUCK = 0.5
server.served(Loader("deadly", 1.0, make, take, seconds=0.5), 1, range(7), Path.cwd() / "desk", found.append)
print(*(f"{index}:{code}" for index, code in found))
"""
