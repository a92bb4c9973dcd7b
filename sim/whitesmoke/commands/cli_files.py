"""The command line of files: scenarios and experiments to check, list and start; figures and reports to open."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from whitesmoke.commands.examples import shown
from whitesmoke.commands.options import AsJson, Quiet

commands = typer.Typer()

FILES = "Files"


@commands.command(rich_help_panel=FILES, epilog=shown("check"))
def check(
    files: Annotated[list[str], typer.Argument(help="scenario and experiment files")],
    json_: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Check scenario and experiment files; all errors at once, each with file, line and field."""
    from whitesmoke.commands import scenarios

    scenarios.check(files, json_)


@commands.command(name="list", rich_help_panel=FILES, epilog=shown("list"))
def list_(
    experiments: Annotated[bool, typer.Option("--experiments", help="experiments, with their questions")] = False,
    json_: AsJson = False,
) -> None:
    """List the scenarios, or experiments, that a name finds."""
    from whitesmoke.commands import scenarios

    (scenarios.list_experiments if experiments else scenarios.list_scenarios)(json_)


@commands.command(name="open", rich_help_panel=FILES, epilog=shown("open"))
def open_(
    what: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(
            help="a figure, a report, a results folder, or the name of a scenario or experiment; the last result"
        ),
    ] = None,
    print_: Annotated[bool, typer.Option("--print", help="only print the path")] = False,
) -> None:
    """Show a figure or report with the viewer of this machine: the newest where there are several."""
    from whitesmoke.commands import open_figure

    open_figure.show(what, print_)


@commands.command(rich_help_panel=FILES, epilog=shown("schema"))
def schema(
    experiment: Annotated[bool, typer.Option("--experiment", help="of an experiment file instead")] = False,
) -> None:
    """Print the JSON Schema of a scenario file, or of an experiment file."""
    from whitesmoke.commands import scenarios

    scenarios.schema(experiment)


@commands.command(rich_help_panel=FILES, epilog=shown("new"))
def new(
    name: Annotated[str, typer.Argument(help="name of the new scenario")],
    folder: Annotated[Path, typer.Option(help="where to write it")] = Path("scenarios"),
) -> None:
    """Write a commented scenario file to start from."""
    from whitesmoke.commands import scenarios

    scenarios.new(name, folder)
