"""Small experiments, and the command line called on them."""

import contextlib
import io
from pathlib import Path
from typing import NamedTuple

import pytest
from whitesmoke.commands.cli import main

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


class Done(NamedTuple):
    """How a command ended, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


def command(*arguments):
    """`whitesmoke` called from the top of the project in this process, which has all imported; finished."""
    out, err, words = io.StringIO(), io.StringIO(), [str(argument) for argument in arguments]
    said = contextlib.redirect_stdout(out), contextlib.redirect_stderr(err)
    with contextlib.chdir(ROOT), said[0], said[1], pytest.raises(SystemExit) as left:
        main(words)
    return Done(int(left.value.code or 0), out.getvalue(), err.getvalue())
