"""The command line of experiments: sweep, and what can be done with a results folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from whitesmoke.commands import completion
from whitesmoke.commands.examples import shown
from whitesmoke.commands.options import AsJson, FolderPath, Quiet, WithFigure, into

EXPERIMENTS = "Experiments"

commands = typer.Typer()

Jobs = Annotated[Optional[int], typer.Option(help="threads (all processors if absent)", min=1, max=1024)]  # noqa: UP045
Isolate = Annotated[bool, typer.Option("--isolate", help="processes instead of threads: a crash costs one point")]
ShardPart = Annotated[Optional[str], typer.Option("--shard", help="part i/k of the sweep, for job arrays")]  # noqa: UP045
ClusterAddress = Annotated[Optional[str], typer.Option(help="a dask scheduler: tcp://127.0.0.1:8786")]  # noqa: UP045
Insecure = Annotated[
    bool, typer.Option("--allow-insecure-cluster", help="allow plain tcp to another machine, on a network you trust")
]


Posterior = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(help="posterior.parquet written by `calibrate`: run j of every point takes draw j"),
]


@commands.command(rich_help_panel=EXPERIMENTS, epilog=shown("sweep"))
def sweep(
    experiment: Annotated[
        str,
        typer.Argument(
            help="an experiment file, or the name of a shipped one (see `list --experiments`)",
            autocompletion=completion.experiments,
        ),
    ],
    jobs: Jobs = None,
    shard: ShardPart = None,
    cluster: ClusterAddress = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say how many runs, how long, how much disk")] = False,
    out: Annotated[Path, typer.Option(help="folder of all results")] = Path("results"),
    isolate: Isolate = False,
    allow_insecure_cluster: Insecure = False,
    posterior: Posterior = None,
    json_: AsJson = False,
    quiet: Quiet = False,
    figure: WithFigure = True,
) -> int:
    """Play an experiment: many points, each an ensemble on common draws. What is there already is not played again."""
    from whitesmoke.commands import sweep as command

    how = command.How(jobs, isolate, shard, cluster, allow_insecure_cluster)
    if dry_run:
        return command.dry_run(experiment, out, how, json_, posterior)
    return command.sweep(experiment, out, how, json_, figure, posterior)


@commands.command(rich_help_panel=EXPERIMENTS, epilog=shown("resume"))
def resume(
    folder: FolderPath,
    jobs: Jobs = None,
    shard: ShardPart = None,
    cluster: ClusterAddress = None,
    isolate: Isolate = False,
    allow_insecure_cluster: Insecure = False,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="play failed runs again")] = False,
    json_: AsJson = False,
    quiet: Quiet = False,
    figure: WithFigure = True,
) -> int:
    """Go on with a sweep that was stopped, from its folder alone."""
    from whitesmoke.commands import sweep as command

    how = command.How(jobs, isolate, shard, cluster, allow_insecure_cluster)
    return command.resume(folder, how, retry_failed, json_, figure)


@commands.command(rich_help_panel=EXPERIMENTS, epilog=shown("status"))
def status(folder: FolderPath, json_: AsJson = False, quiet: Quiet = False) -> int:
    """Say what a results folder holds, what is missing, what failed and why."""
    from whitesmoke.commands import folder as command

    return command.status(folder, json_)


@commands.command(rich_help_panel=EXPERIMENTS, epilog=shown("replay"))
def replay(
    folder: FolderPath,
    point: Annotated[str, typer.Argument(help="a point: its row in the design, or its 16 hex digits")],
    replicate: Annotated[int, typer.Argument(help="which of its runs", min=0)],
    out: Annotated[Optional[Path], into("folder for the trace and the figure")] = None,  # noqa: UP045
    json_: AsJson = False,
    quiet: Quiet = False,
    figure: WithFigure = True,
) -> None:
    """Play one run of a sweep again, watched: the trace, the words, the figure."""
    from whitesmoke.commands import folder as command

    command.replay(folder, point, replicate, out, json_, figure)


@commands.command(rich_help_panel=EXPERIMENTS, epilog=shown("verify"))
def verify(
    folder: FolderPath,
    sample: Annotated[int, typer.Option(help="runs that are played again and compared", min=1)] = 200,
    json_: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """Check the bytes of a folder, and play a random sample of its runs again."""
    from whitesmoke.commands import folder as command

    return command.verify(folder, sample, json_)


@commands.command(rich_help_panel=EXPERIMENTS, epilog=shown("export"))
def export(
    folder: FolderPath,
    csv: Annotated[bool, typer.Option("--csv", help="comma separated values")] = False,
    dta: Annotated[bool, typer.Option("--dta", help="Stata")] = False,
    parquet: Annotated[bool, typer.Option("--parquet", help="one Parquet file")] = False,
    out: Annotated[Optional[Path], into("where to (export/ in the folder if absent)")] = None,  # noqa: UP045
) -> None:
    """Write all runs with the values of their factors as one table, and a codebook that says what each column is."""
    from whitesmoke.commands import folder as command

    command.export(folder, csv, dta, parquet, out)


@commands.command(rich_help_panel=EXPERIMENTS, epilog=shown("compact"))
def compact(folder: FolderPath, quiet: Quiet = False) -> None:
    """Merge the many small parts of a folder into few."""
    from whitesmoke.commands import folder as command

    command.compact(folder)
