"""The examples in the help of the commands are played, in the order in which one would type them."""

import shutil
from functools import cache
from pathlib import Path

import pytest
from whitesmoke.commands.cli import main
from whitesmoke.commands.examples import EXAMPLES
from whitesmoke.evidence.protocol.dates import tables
from whitesmoke.front import forecasters_scored

EXPERIMENT = """
title = "Does the harbour matter?"
question = "How much later is it without the harbour?"
scenario = "tutorial"
[factors.worth]
path = "demands.harbour.worth"
values = [1, 4]
[design]
kind = "grid"
[replicates]
runs = 20
"""
ELSEWHERE = ("view", "view council --port 9000", "score")
"""Run until Ctrl-C, or for half an hour; they are tried elsewhere."""
LINES = [line for lines in EXAMPLES.values() for line in lines if line not in ELSEWHERE]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder with the files that the examples speak of."""
    folder = tmp_path_factory.mktemp("desk")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("DISPLAY", raising=False)
        patch.delenv("WAYLAND_DISPLAY", raising=False)
        (folder / "experiments").mkdir()
        (folder / "experiments" / "my-question.toml").write_text(EXPERIMENT)
        shutil.copytree(Path(__file__).parents[2] / "scenarios" / "corpus" / "tables", folder / "press")
        play("run tutorial")
        play("sweep experiments/my-question.toml --jobs 4")
        play("new my-race")
        yield folder


def play(line: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(line.split())
    return int(left.value.code or 0)


@cache
def fewer():
    """Every third of the past cases, which are forecast in a fifth of the time; all are in tests/unit."""
    return [book._replace(cases=dict(sorted(book.cases.items())[::3])) for book in tables()]


@pytest.mark.parametrize("line", LINES)
def test_an_example_runs(line, desk, monkeypatch, capsys):
    monkeypatch.chdir(desk)
    monkeypatch.setattr(forecasters_scored, "tables", fewer)
    if line.startswith("new"):
        Path("scenarios/my-race.toml").unlink()
    different = int(line.startswith("diff "))
    assert play(line) == different, capsys.readouterr().err
