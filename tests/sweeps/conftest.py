"""Small experiments, and the command line in a process of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

EXPERIMENT = """
title = "Influence and rule"
question = "What do influence and the rule do?"
scenario = "tutorial"

[factors.influence]
path = "parameters.influence"
values = [0.0, 1.0, 2.0]

[factors.rule]
path = "rule"
values = ["unanimity", "majority"]

[design]
kind = "grid"

[replicates]
runs = {runs}

[outputs]
columns = ["met.harbour", "exit.dora", "member.GAM", "tally.dora@2030-01-20"]
rounds = true
"""


@pytest.fixture
def experiment(tmp_path):
    """An experiment file of 6 points; call it with the runs of each and with texts to replace."""

    def write(runs=40, name="small.toml", **changes):
        text = EXPERIMENT.format(runs=runs)
        for old, new in changes.get("replace", {}).items():
            assert old in text
            text = text.replace(old, new)
        file = tmp_path / name
        file.write_text(text)
        return file

    return write


def command(*arguments, **options):
    """`whitesmoke` in a process of its own, finished."""
    return subprocess.run(
        [sys.executable, "-m", "whitesmoke.commands.cli", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        **options,
    )
