"""What votes are worth under the rule: `whitesmoke power`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from whitesmoke.commands.examples import shown
from whitesmoke.commands.options import AsJson, Changes, Quiet, RuleName, ScenarioName, WithFigure, into

commands = typer.Typer()
THEORY = "Theory"
"""Group of these commands in the help."""


@commands.command(rich_help_panel=THEORY, epilog=shown("power"))
def power(
    scenario: ScenarioName,
    rule: RuleName = None,
    set_: Changes = None,
    date: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(help="who has a seat on this day, such as 2024-03-07; the first day if absent"),
    ] = None,
    out: Annotated[Optional[Path], into("folder for the numbers and the figure")] = None,  # noqa: UP045
    json_: AsJson = False,
    quiet: Quiet = False,
    figure: WithFigure = True,
) -> None:
    """Say what each member's vote is worth under the rule: Shapley-Shubik, Banzhaf, Coleman, and who can block."""
    from whitesmoke.commands.common import case_of, deliver, folder_of
    from whitesmoke.commands.one import parse_date
    from whitesmoke.scenario.bodies import playable

    day = parse_date(date) if date else None
    case = case_of(playable(scenario, day), set_ or [], rule)
    result = case.power(day)
    deliver(result, out, folder_of(case, f"power-{result.date}"), json_, figure)
