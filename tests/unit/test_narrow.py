"""The command line of one command is that of all: the same commands, the same help; only quicker laid out."""

import pytest
import typer
from typer.main import get_command
from whitesmoke.commands.cli import app
from whitesmoke.commands.narrow import narrowed

ALL = get_command(app).commands


def shown(command: object) -> str:
    return command.get_help(typer.Context(command, info_name="x"))


@pytest.mark.parametrize("name", ALL)
def test_the_command_that_is_asked_for_is_the_only_one(name: str) -> None:
    one = get_command(narrowed(app, [name, "rutte-iohannis"])).commands
    assert [*one] == [name]
    assert shown(one[name]) == shown(ALL[name])


@pytest.mark.parametrize("arguments", [[], ["--help"], ["--quiet", "run"], ["nothing"], ["Run"]])
def test_where_none_is_named_first_all_are_there(arguments: list[str]) -> None:
    assert narrowed(app, arguments) is app
