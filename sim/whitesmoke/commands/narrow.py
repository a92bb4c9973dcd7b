"""The command line with no more than is asked for: to lay out the options of all thirty commands takes longer than many
a command itself."""

from __future__ import annotations

import copy

import typer
from typer.models import CommandInfo

LIST_OF_ALL = ["--help"]
"""What is asked to see all commands and the options of none. With no words at all a shell may want to complete some."""


def narrowed(app: typer.Typer, arguments: list[str]) -> typer.Typer:
    """Return an app with what the arguments need: the command that they begin with and no other; where all are to be
    listed, their names and what they are for; else the whole app."""
    commands = _all(app)
    if arguments == LIST_OF_ALL:
        return _app_of(app, [_without_options(command) for command in commands])
    asked = [command for command in commands if [_name(command)] == arguments[:1]]
    return _app_of(app, asked) if asked else app


def _app_of(app: typer.Typer, commands: list[CommandInfo]) -> typer.Typer:
    one = copy.copy(app)
    one.registered_commands, one.registered_groups = commands, []
    return one


def _all(app: typer.Typer) -> list[CommandInfo]:
    below = [group.typer_instance for group in app.registered_groups]
    return app.registered_commands + [command for one in below if one for command in _all(one)]


def _without_options(command: CommandInfo) -> CommandInfo:
    def listed() -> None:
        """Do nothing: only the list of all has this."""

    named = copy.copy(command)
    named.name, named.help, named.callback = _name(command), command.help or command.callback.__doc__, listed
    return named


def _name(command: CommandInfo) -> str:
    """Return what a command is called on the command line, as typer does."""
    return command.name or command.callback.__name__.lower().replace("_", "-") if command.callback else ""
