"""The command line: parse, call, print. Data goes to stdout, talk to stderr."""

from __future__ import annotations

import errno
import gc
import os
import sys
from contextvars import copy_context
from pathlib import Path
from typing import Annotated, Any, Optional

import typer

from whitesmoke.commands import completion
from whitesmoke.commands.cli_experiments import commands as experiment_commands
from whitesmoke.commands.cli_files import commands as file_commands
from whitesmoke.commands.cli_record import commands as record_commands
from whitesmoke.commands.examples import shown
from whitesmoke.commands.narrow import narrowed
from whitesmoke.commands.options import (
    AsJson,
    Changes,
    Posterior,
    Quiet,
    Replicate,
    RuleName,
    ScenarioName,
    ScenarioOrLecture,
    ScenarioOrResults,
    Seed,
    WithFigure,
    WithRange,
    into,
)
from whitesmoke.commands.theory import commands as theory_commands
from whitesmoke.writing import terminal
from whitesmoke.writing.output import file_to_be, hush
from whitesmoke.writing.shell import typing

COLLECTED_AFTER = 50_000
"""New objects after which Python looks for garbage: a command makes many and drops few, and after each 2,000, as Python
has it, looking takes some tenth of its time."""
PLAY = "Play and look"
"""A group of commands in the help."""

app = typer.Typer(
    name="whitesmoke",
    help="When a body that decides by consensus settles, who holds it up, what that costs, and what would change it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def per_run_file(file: Optional[Path]) -> Optional[Path]:  # noqa: UP045
    """Return the file of --per-run, once it is known that it can be written."""
    return file and file_to_be("--per-run", file)


@app.command(rich_help_panel=PLAY, epilog=shown("run"))
def run(
    scenario: ScenarioName = "rutte-iohannis",
    seed: Seed = 1,
    replicate: Replicate = 0,
    set_: Changes = None,
    rule: RuleName = None,
    out: Annotated[Optional[Path], into("folder for the trace and the figure")] = None,  # noqa: UP045
    json_: AsJson = False,
    quiet: Quiet = False,
    figure: WithFigure = True,
    pace: Annotated[float, typer.Option(help="seconds to rest at each round in which something happens", min=0)] = 0.0,
    runs: Annotated[Optional[int], typer.Option(help="play runs 0 .. N-1 of the seed and sum them up", min=2)] = None,  # noqa: UP045
    per_run: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(callback=per_run_file, help="with --runs: a CSV with one row a run"),
    ] = None,
    posterior: Posterior = None,
    long: Annotated[
        bool, typer.Option("--long", help="the whole story: the course, and why in the model's terms")
    ] = False,
    typical: Annotated[
        bool, typer.Option("--typical", help="the run of the first 100 of the seed that goes as most do: see `story`")
    ] = False,
) -> None:
    """Play one run: who committed when, who held out and why, what each holdout got. Or many, with --runs."""
    if runs is None and per_run is not None:
        raise typer.BadParameter("--per-run needs --runs N")
    if runs is not None and (replicate or pace or long or typical):
        raise typer.BadParameter("--replicate, --typical, --pace and --long are for one run; leave them out or --runs")
    if replicate and typical:
        raise typer.BadParameter("--replicate and --typical each say which run; leave one of them out")
    if runs is not None:
        from whitesmoke.commands import many

        many.run(scenario, runs, seed, set_ or [], rule, out, per_run, json_, figure, posterior)
    else:
        from whitesmoke.commands import one

        one.run(scenario, seed, replicate, set_ or [], rule, out, json_, figure, pace, posterior, long, typical)


@app.command(rich_help_panel=PLAY, epilog=shown("compare"))
def compare(
    scenario: ScenarioName,
    variants: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(help="scenarios, or changes: demands.x.worth=0"),
    ] = None,
    rule: RuleName = None,
    runs: Annotated[int, typer.Option(help="runs of each, on the same draws", min=2)] = 1000,
    seed: Seed = 1,
    out: Annotated[Optional[Path], into("folder for the numbers and the figure")] = None,  # noqa: UP045
    json_: AsJson = False,
    quiet: Quiet = False,
    figure: WithFigure = True,
    posterior: Posterior = None,
    range_: WithRange = True,
) -> None:
    """Compare a scenario with variants, or with itself under another rule (--rule), run by run on the same draws."""
    from whitesmoke.commands import many

    if not variants and rule is None:
        raise typer.BadParameter(
            "compare with what? Give a scenario, a change such as demands.x.worth=0, or another rule: --rule majority"
        )
    many.compare(scenario, variants or [], rule, runs, seed, out, json_, figure, posterior, range_)


@app.command(rich_help_panel=PLAY, epilog=shown("levers"))
def levers(
    scenario: ScenarioName = "rutte-iohannis",
    lever: Annotated[Optional[list[str]], typer.Option(help="only this lever of the file, or several given so")] = None,  # noqa: UP045
    runs: Annotated[int, typer.Option(help="futures, the same for every lever", min=2)] = 1000,
    seed: Seed = 1,
    set_: Changes = None,
    rule: RuleName = None,
    posterior: Posterior = None,
    out: Annotated[Optional[Path], into("folder for the numbers and the figure")] = None,  # noqa: UP045
    json_: AsJson = False,
    quiet: Quiet = False,
    figure: WithFigure = True,
) -> None:
    """Move each lever that the author of a scenario put in it: deadlock, date and last holdout, instead of before."""
    from whitesmoke.commands import many

    many.levers(scenario, lever or [], runs, seed, set_ or [], rule, out, json_, figure, posterior)


@app.command(rich_help_panel=PLAY, epilog=shown("explain"))
def explain(
    scenario: ScenarioName,
    member: Annotated[str, typer.Option(help="its name or code: Hungary, HUN", autocompletion=completion.members)],
    date: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(help="a day such as 2024-05-01; else the day it committed, or the last one"),
    ] = None,
    seed: Seed = 1,
    replicate: Replicate = 0,
    set_: Changes = None,
    rule: RuleName = None,
    posterior: Posterior = None,
    json_: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Say why a member stood where it stood on a day, and the smallest change that would have tipped it."""
    from whitesmoke.commands import one

    one.explain(scenario, member, date, seed, replicate, set_ or [], rule, json_, posterior)


def _page_file(file: Optional[Path]) -> Optional[Path]:  # noqa: UP045
    """Return the file of --out, once it is known that it can be written, and is a page by its name."""
    if file is not None and file.suffix.lower() not in (".html", ".htm"):
        raise typer.BadParameter(f"{file} would be no page: give a name that ends in .html, as in --out story.html")
    return file and file_to_be("--out", file)


@app.command(rich_help_panel=PLAY, epilog=shown("story"))
def story(
    scenario: ScenarioOrLecture = "rutte-iohannis",
    out: Annotated[Optional[Path], typer.Option(callback=_page_file, help="the HTML file")] = None,  # noqa: UP045
    seed: Seed = 1,
    replicate: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(
            help="which run of the seed; without it the typical one of the first 100: usual outcome, usual last "
            "holdout, an end nearest the median",
            min=0,
            max=2**32 - 1,
        ),
    ] = None,
    runs: Annotated[int, typer.Option(help="futures from which the odds are counted", min=2)] = 1000,
    set_: Changes = None,
    rule: RuleName = None,
    posterior: Posterior = None,
    json_: AsJson = False,
    quiet: Quiet = False,
    public: Annotated[
        bool,
        typer.Option(
            "--public/--no-public",
            help="with the odds by what was public, on up to eight days: of a real case some 10 s more",
        ),
    ] = True,
) -> None:
    """Write a run or a lecture as one page that plays event by event, with the odds: it works from a disk or a mail."""
    from whitesmoke.commands import story_file

    story_file.story(scenario, out, seed, replicate, runs, set_ or [], rule, posterior, json_, public)


@app.command(rich_help_panel=PLAY, epilog=shown("view"))
def view(
    scenario: ScenarioOrResults = "rutte-iohannis",
    port: Annotated[int, typer.Option(help="the port; the next free one if it is taken", min=0, max=65535)] = 8765,
    browser: Annotated[bool, typer.Option(help="open the page in the browser")] = True,
    host: Annotated[str, typer.Option(help="address to listen on; others than loopback let others in")] = "127.0.0.1",
    posterior: Posterior = None,
    allow_host: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(help="name of a tunnel or proxy through which others may open the page"),
    ] = None,
) -> None:
    """Show a race, a lecture or a sweep's results in the browser: watch, ask why, change, compare. Works offline."""
    from whitesmoke.commands import view as viewing

    viewing.view(scenario, port, browser, host, posterior, allow_host or [])


app.add_typer(record_commands)
app.add_typer(experiment_commands)
app.add_typer(file_commands)
app.add_typer(theory_commands)


@app.callback(invoke_without_command=True)
def _top(
    version: Annotated[bool, typer.Option("--version", help="print the version")] = False, quiet: Quiet = False
) -> None:
    if version:
        from whitesmoke import __version__

        typer.echo(f"whitesmoke {__version__}")
        raise typer.Exit()


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with an exit code; never with a traceback."""
    from whitesmoke.front.progress import logged
    from whitesmoke.study.interrupts import heard

    gc.set_threshold(COLLECTED_AFTER)
    terminal.take_any_letter()
    with heard(), logged():
        code = terminal.let_go(copy_context().run(_run, arguments))  # `--quiet` ends with its command
    sys.exit(code)


def _run(arguments: list[str] | None) -> int:
    hush(False)
    try:
        words = sys.argv[1:] if arguments is None else arguments
        with typing(words):
            result: Any = narrowed(app, words)(arguments, standalone_mode=False)
        if result == 130:  # how typer reports Ctrl-C
            raise KeyboardInterrupt
        return result if isinstance(result, int) else 0
    except (KeyboardInterrupt, typer.Abort):
        return _say("interrupted before there was a result. Run the same command again to get the same one.", 130)
    except BrokenPipeError:
        terminal.to_nowhere()
        return 0
    except Exception as error:
        return _explain_failure(error)


def _explain_failure(error: Exception) -> int:
    from whitesmoke.errors import WhitesmokeError

    if hasattr(error, "show"):  # a usage error, which typer words itself
        error.show()
        return int(getattr(error, "exit_code", 2))
    if isinstance(error, WhitesmokeError):
        return _say(str(error), error.exit_code)
    if isinstance(error, OSError) and error.filename is not None:
        return _say(f"{error.filename}: {error.strerror}. Choose another place, or free this one.", 2)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO):  # stdout has no name
        terminal.to_nowhere()
        return terminal.unwritten(error)
    if os.environ.get("WHITESMOKE_DEBUG"):
        raise error
    name = type(error).__name__
    return _say(f"this is a bug in whitesmoke ({name}: {error}). Set WHITESMOKE_DEBUG=1 to see where.", 70)


def _say(message: str, code: int) -> int:
    typer.echo(message, err=True)
    return code


if __name__ == "__main__":
    main()
