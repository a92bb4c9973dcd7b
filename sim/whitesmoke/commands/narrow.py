"""The command line with one command: to lay out the options of all thirty takes longer than many a command itself."""

from __future__ import annotations

import copy

import typer
from typer.models import CommandInfo


def narrowed(app: typer.Typer, arguments: list[str]) -> typer.Typer:
    """Return an app with the command that the arguments begin with and no other; the whole app where none is named."""
    asked = next((command for command in _all(app) if [_name(command)] == arguments[:1]), None)
    if asked is None:
        return app
    one = copy.copy(app)
    one.registered_commands, one.registered_groups = [asked], []
    return one


def _all(app: typer.Typer) -> list[CommandInfo]:
    below = [group.typer_instance for group in app.registered_groups]
    return app.registered_commands + [command for one in below if one for command in _all(one)]


def _name(command: CommandInfo) -> str:
    """Return what a command is called on the command line, as typer does."""
    return command.name or command.callback.__name__.lower().replace("_", "-") if command.callback else ""
