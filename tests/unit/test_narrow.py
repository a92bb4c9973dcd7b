"""The command line of one command is that of all: the same commands, the same help; only quicker laid out."""

import os
import subprocess
import sys

import pytest
import typer
from typer.main import get_command
from whitesmoke.commands.cli import app
from whitesmoke.commands.narrow import LIST_OF_ALL, narrowed

ALL = get_command(app).commands


def shown(command: object) -> str:
    return command.get_help(typer.Context(command, info_name="x"))


@pytest.mark.parametrize("name", ALL)
def test_the_command_that_is_asked_for_is_the_only_one(name: str) -> None:
    one = get_command(narrowed(app, [name, "rutte-iohannis"])).commands
    assert [*one] == [name]
    assert shown(one[name]) == shown(ALL[name])


def test_the_list_of_all_needs_the_options_of_none(capsys: pytest.CaptureFixture[str]) -> None:
    listed = get_command(narrowed(app, LIST_OF_ALL))
    assert all(not command.params for command in listed.commands.values())
    pages = []
    for each in (listed, get_command(app)):
        pages.append(shown(each) + capsys.readouterr().out)
    assert pages[0] == pages[1]
    assert all(name in pages[0] for name in ALL)


def test_a_shell_that_completes_is_told_the_options() -> None:
    asked = {"_WHITESMOKE_COMPLETE": "complete_bash", "COMP_WORDS": "whitesmoke run --s", "COMP_CWORD": "2"}
    code = "import sys; from whitesmoke.commands.cli import main; sys.argv = ['whitesmoke']; main()"
    told = subprocess.run([sys.executable, "-c", code], env=os.environ | asked, capture_output=True, text=True)
    assert told.stdout.split() == ["--seed", "--set"], told


@pytest.mark.parametrize("arguments", [[], ["--quiet", "run"], ["nothing"], ["Run"], ["--version"]])
def test_where_none_is_named_first_all_are_there(arguments: list[str]) -> None:
    assert narrowed(app, arguments) is app
