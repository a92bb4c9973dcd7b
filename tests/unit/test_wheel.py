"""What is shipped works outside the checkout: scenarios found by name are inside the wheel."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_wheel_runs_the_race_outside_the_checkout(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-w", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("whitesmoke-*.whl")
    inside = tmp_path / "inside"
    zipfile.ZipFile(wheel).extractall(inside)
    (tmp_path / "elsewhere").mkdir()

    def whitesmoke(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "whitesmoke", *arguments],
            cwd=tmp_path / "elsewhere",
            env={**os.environ, "PYTHONPATH": str(inside)},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    run = json.loads(whitesmoke("run", "rutte-iohannis", "--json"))
    assert run["outcome"] in ("consensus", "deadlock")
    assert json.loads(whitesmoke("series", "--runs", "2", "--json", "--no-figure"))["scenario"] == "nato-next"
    shipped = {entry["name"] for entry in json.loads(whitesmoke("list", "--json"))}
    assert shipped == {file.stem for file in (ROOT / "scenarios").glob("*.toml")}
