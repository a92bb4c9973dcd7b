"""One import and fewer than fifteen lines: run, why, figure, many runs, compare, nowcast, sweep, read."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINES = """
import whitesmoke as ws
case = ws.open("nato-2014")
run = case.run(seed=1)
print(run)
print(run.why("ITA", "2014-02-20"))
run.plot()
print(case.runs(1000))
print(case.compare({"parameters.influence": 0.5}, runs=50))
print(case.nowcast("2014-02-20", runs=50))
factors = {"influence": {"path": "parameters.influence", "values": [0.0, 1.0]}}
design = {"design": {"kind": "grid"}, "replicates": {"runs": 10}, "factors": factors}
study = ws.sweep({"title": "Two", "question": "Which?", "scenario": "tutorial", **design})
print(ws.read(study.folder).frame().shape)
"""


def printed(python: str, folder: Path, **more: str) -> list[str]:
    environment = {**os.environ, **more}
    done = subprocess.run([python, "-c", LINES], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_it_runs_where_a_user_has_a_sim_of_their_own(tmp_path: Path) -> None:
    assert len(LINES.split("\n")) - 2 < 15
    (tmp_path / "sim.py").write_text("raise SystemExit('the wrong sim')")
    (tmp_path / "sim").mkdir()
    (tmp_path / "sim" / "__init__.py").write_text("raise SystemExit('the wrong sim')")
    said = printed(sys.executable, tmp_path, PYTHONPATH=str(ROOT / "sim"))
    assert said[-1].startswith("(20, ")
    assert len(said) == 6


@pytest.mark.slow
def test_it_runs_installed_elsewhere(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    python = str(tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python")
    subprocess.run([python, "-m", "pip", "install", "-q", str(ROOT)], check=True)
    assert printed(python, tmp_path, PYTHONPATH="")[-1].startswith("(20, ")
