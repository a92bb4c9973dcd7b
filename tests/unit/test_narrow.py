"""The command line of one command is that of all: the same commands, the same help; only quicker laid out."""

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


@pytest.mark.parametrize("arguments", LIST_OF_ALL)
def test_the_list_of_all_needs_the_options_of_none(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    listed = get_command(narrowed(app, arguments))
    assert all(not command.params for command in listed.commands.values())
    pages = []
    for each in (listed, get_command(app)):
        pages.append(shown(each) + capsys.readouterr().out)
    assert pages[0] == pages[1]
    assert all(name in pages[0] for name in ALL)


@pytest.mark.parametrize("arguments", [["--quiet", "run"], ["nothing"], ["Run"], ["--version"]])
def test_where_none_is_named_first_all_are_there(arguments: list[str]) -> None:
    assert narrowed(app, arguments) is app
