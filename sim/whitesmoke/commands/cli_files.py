"""The command line of files: scenarios and experiments to check, list and start; figures and reports to open."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from whitesmoke.commands import completion
from whitesmoke.commands.examples import shown
from whitesmoke.commands.options import AsJson, Quiet, ScenarioName
from whitesmoke.writing.output import file_to_be

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
    bodies: Annotated[bool, typer.Option("--bodies", help="bodies to extend: members, rule and its source")] = False,
    calendars: Annotated[bool, typer.Option("--calendars", help="calendars of bodies, for [sittings]")] = False,
    rules: Annotated[bool, typer.Option("--rules", help="decision rules, with what they ask for")] = False,
    json_: AsJson = False,
) -> None:
    """List the scenarios, experiments, bodies, calendars or decision rules that a name finds."""
    from whitesmoke.commands import scenarios

    chosen = {"experiments": experiments, "bodies": bodies, "calendars": calendars, "rules": rules}
    what = [name for name, wanted in chosen.items() if wanted] or ["scenarios"]
    if len(what) > 1:
        raise typer.BadParameter("give one of --experiments, --bodies, --calendars and --rules")
    getattr(scenarios, f"list_{what[0]}")(json_)


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
    like: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(help="a body that it extends: `whitesmoke list --bodies`", autocompletion=completion.bodies),
    ] = None,
    actors: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(help="a table of actors: power, and position and salience by issue"),
    ] = None,
) -> None:
    """Write a commented scenario file to start from, or one made from a table of actors."""
    from whitesmoke.commands import scenarios

    if like is not None and actors is not None:
        raise typer.BadParameter("--like and --actors each make another scenario; give one of them")
    scenarios.new(name, folder, like, actors)


@commands.command(rich_help_panel=FILES, epilog=shown("scenes"))
def scenes(
    lecture: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(help="a file of scenes, or the name of a shipped one; without it they are listed"),
    ] = None,
    answers: Annotated[bool, typer.Option("--answers", help="also what is expected, for who teaches")] = False,
    json_: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Play every scene of a lecture or a lesson, and find again every number that it quotes."""
    from whitesmoke.commands import scenes as command

    command.scenes(lecture, answers, json_)


@commands.command(rich_help_panel=FILES, epilog=shown("tables"))
def tables(
    scenario: ScenarioName,
    folder: Annotated[Path, typer.Option(help="where to write them")] = Path(),
    graphml: Annotated[bool, typer.Option("--graphml", help="also who listens to whom, as a graph")] = False,
    actors: Annotated[bool, typer.Option("--actors", help="also power, position and salience, as a CSV")] = False,
) -> None:
    """Write a scenario as a workbook with one sheet a table, and the small file that reads it."""
    from whitesmoke.commands import scenarios

    scenarios.tables(scenario, folder, graphml, actors)


@commands.command(rich_help_panel=FILES, epilog=shown("code"))
def code(
    folder: Annotated[Path, typer.Argument(help="folder with cases.toml and its tables: docs/coding-a-case.md")],
    case: Annotated[Optional[str], typer.Option(help="one of its cases; without it all of them")] = None,  # noqa: UP045
    out: Annotated[Path, typer.Option(help="folder for the scenarios and records")] = Path("scenarios"),
    json_: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Make scenarios with records from tables of press reports, by one rule of coding."""
    from whitesmoke.commands import coding_cases

    coding_cases.code(folder, case, out, json_)


@commands.command(rich_help_panel=FILES, epilog=shown("report"))
def report(
    folder: Annotated[Path, typer.Argument(help="a results folder: of an experiment, or of any other command")],
    out: Annotated[Optional[Path], typer.Option(help="the file (report.html in the folder if absent)")] = None,  # noqa: UP045
    quiet: Quiet = False,
) -> None:
    """Write one page about a result: question, finding, figure, limits, how to make and cite it. Needs no internet."""
    from whitesmoke.commands import folder as command

    command.report(folder, out and file_to_be("--out", out))


@commands.command(rich_help_panel=FILES, epilog=shown("cite"))
def cite(
    what: Annotated[str, typer.Argument(help="a results folder, or a scenario by name or file")],
    json_: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Print what a paper says of it: the paragraph on methods, and the reference, also as BibTeX."""
    from whitesmoke.commands import cite as command

    command.cite(what, json_)


@commands.command(rich_help_panel=FILES, epilog=shown("diff"))
def diff(
    one: Annotated[str, typer.Argument(help="a scenario or an experiment by name or file, or a results folder")],
    other: Annotated[str, typer.Argument(help="another one")],
    json_: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """Say how two cases differ, field by field, and whether a run depends on it; 1 if they do not mean the same."""
    from whitesmoke.commands import diff as command

    return command.diff(one, other, json_)
