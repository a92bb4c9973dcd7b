"""Options and arguments that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Optional

import typer

from whitesmoke.commands import completion
from whitesmoke.writing.output import folder_to_be, hush

RULES = (
    "unanimity, consensus, two-thirds, majority, present-and-voting, double-majority, council-qmv, "
    "council-reinforced, security-council, consensus-minus-N"
)
"""Names of decision rules, as `whitesmoke.scenario.rules` has them: written down here, for help must come at once."""


def _hushed(quiet: bool) -> bool:
    if quiet:
        hush(True)
    return quiet


def into(what: str) -> Any:
    """Return the option --out, for a folder; one that cannot be written to is refused before anything is played."""

    def known(folder: Optional[Path]) -> Optional[Path]:  # noqa: UP045
        return folder and folder_to_be("--out", folder)

    return typer.Option(callback=known, help=what)


ScenarioName = Annotated[
    str,
    typer.Argument(
        help="a scenario file, or the name of a shipped one (see `list`)", autocompletion=completion.scenarios
    ),
]
ScenarioOrLecture = Annotated[
    str,
    typer.Argument(
        help="a scenario file or a lecture, or the name of a shipped one (see `list` and `scenes`)",
        metavar="SCENARIO|LECTURE",
        autocompletion=completion.stories,
    ),
]
ScenarioOrResults = Annotated[
    str,
    typer.Argument(
        help="a scenario file or a lecture, the name of a shipped one (see `list` and `scenes`), or a folder with "
        "results of `sweep`",
        metavar="SCENARIO|LECTURE|FOLDER",
        autocompletion=completion.stories,
    ),
]
Seed = Annotated[int, typer.Option(help="seed of the ensemble", min=0, max=2**64 - 1)]
Replicate = Annotated[int, typer.Option(help="which run of that ensemble", min=0, max=2**32 - 1)]
Changes = Annotated[
    Optional[list[str]],  # noqa: UP045
    typer.Option("--set", help="change a value: members.HUN.baseline=-3", autocompletion=completion.paths),
]
RuleName = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(help=f"another decision rule: {RULES}", autocompletion=completion.rules),
]
WithFigure = Annotated[bool, typer.Option(help="draw the figure")]
WithRange = Annotated[
    bool, typer.Option("--range/--no-range", help="where actors bargain, play over what dates cannot tell apart, too")
]
Posterior = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(help="posterior.parquet or folder of a calibration, or the name of a shipped one: rutte-iohannis"),
]
AsJson = Annotated[bool, typer.Option("--json", help="print one JSON object")]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", callback=_hushed, help="the result in a line; nothing beside it but errors")
]
FolderPath = Annotated[
    Path, typer.Argument(help="a results folder: results/NAME/HASH, or results/NAME where there is but one in it")
]
