"""What a command does not need it does not import: nothing heavy for a percent sign."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = {"matplotlib", "mesa", "networkx", "numba", "pandas", "pyarrow", "scipy", "scipy.stats", "solara"}
LOOK = """
import sys
from whitesmoke.commands.cli import main
try:
    main()
finally:
    sys.stdout.flush()
    sys.stderr.write("\\nloaded " + " ".join(sys.modules))
"""
COMPILED = {"numba", "scipy"}
"""The compiler asks scipy for its version."""
GRID = """
title = "A grid"
question = "What does influence do?"
scenario = "tutorial"
factors.influence = { path = "parameters.influence", values = [0.0, 1.0] }
design = { kind = "grid" }
replicates = { runs = 2 }
"""


@pytest.mark.parametrize(
    ("command", "allowed"),
    [
        ("--version", set()),
        ("--help", set()),
        ("list", set()),
        ("check tutorial", set()),
        ("run rutte-iohannis --json", set()),
        ("run rutte-iohannis --out {}", {"matplotlib"}),
        ("explain rutte-iohannis --member HUN --date 2024-05-01", set()),
        ("run tutorial --runs 2 --no-figure --json", COMPILED),
        ("sweep {}/grid.toml --no-figure --out {}", {*COMPILED, "pyarrow", "pandas"}),  # pyarrow looks for pandas
        ("compare tutorial demands.harbour.ceiling=0 --runs 2 --no-figure --json", COMPILED),
    ],
)
def test_no_more_is_imported_than_is_needed(command, allowed, tmp_path):
    (tmp_path / "grid.toml").write_text(GRID)
    done = subprocess.run(
        [sys.executable, "-c", LOOK, *command.replace("{}", str(tmp_path)).split()],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = done.stderr.rpartition("\nloaded ")[2].split()
    assert HEAVY & set(loaded) <= allowed
