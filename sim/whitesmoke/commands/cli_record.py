"""The command line of the record: forecasts, fits, what each part costs, scores, and what is known of negotiations."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from whitesmoke.commands.examples import shown
from whitesmoke.commands.options import (
    AsJson,
    Changes,
    Posterior,
    Quiet,
    RuleName,
    ScenarioName,
    Seed,
    WithFigure,
    into,
)
from whitesmoke.front.sizes import PAIRS, PARTICLES

commands = typer.Typer()

ASK = "Ask the record"


def _count(text: str | int) -> int:
    """Return a number of parts; also `--ties --runs 50`, where it is missing, gets a sentence."""
    if not str(text).isdecimal():  # the default comes as a number
        raise typer.BadParameter(f'"{text}" is not a number of parts; write how many at most, as in --ties 5')
    return int(text)


@commands.command(rich_help_panel=ASK, epilog=shown("nowcast"))
def nowcast(
    scenario: ScenarioName,
    as_of: Annotated[str, typer.Option(help="the day, such as 2024-04-02: nothing that came to light later is used")],
    runs: Annotated[int, typer.Option(help="particles", min=20)] = PARTICLES,
    seed: Seed = 1,
    set_: Changes = None,
    rule: RuleName = None,
    posterior: Posterior = None,
    weekly: Annotated[bool, typer.Option(help="a forecast for every week up to that day")] = False,
    field_known: Annotated[bool, typer.Option("--field-known", help="tell it in advance who will stand")] = False,
    out: Annotated[Optional[Path], into("folder for the numbers and the figure")] = None,  # noqa: UP045
    json_: AsJson = False,
    quiet: Quiet = False,
    figure: WithFigure = True,
) -> None:
    """Forecast as of a day, from runs that agree with what was known by then: when, who wins, who is last."""
    from whitesmoke.commands import asking

    asking.nowcast(scenario, as_of, runs, seed, set_ or [], posterior, weekly, field_known, out, json_, figure, rule)


@commands.command(rich_help_panel=ASK, epilog=shown("calibrate"))
def calibrate(
    scenarios: Annotated[list[str], typer.Argument(help="cases with a record; shared parameters are the same in all")],
    particles: Annotated[int, typer.Option(help="parameter vectors", min=50)] = 400,
    runs: Annotated[int, typer.Option(help="runs of each case for each vector", min=1)] = 16,
    seed: Seed = 1,
    set_: Changes = None,
    jobs: Annotated[Optional[int], typer.Option(help="threads; all cores by default", min=1)] = None,  # noqa: UP045
    priors: Annotated[Optional[Path], typer.Option(help="file of priors instead of the shipped one")] = None,  # noqa: UP045
    without: Annotated[Optional[list[str]], typer.Option(help="a mechanism to leave out, such as patron")] = None,  # noqa: UP045
    ablations: Annotated[bool, typer.Option(help="refit without each mechanism in turn")] = False,
    ablation: Annotated[Optional[list[str]], typer.Option(help="refit without this one, or several given so")] = None,  # noqa: UP045
    out: Annotated[Optional[Path], into("folder of this calibration")] = None,  # noqa: UP045
    json_: AsJson = False,
    quiet: Quiet = False,
    figure: WithFigure = True,
) -> None:
    """Say what the records of some cases leave possible: a posterior, what it learnt, what it cannot tell apart."""
    from whitesmoke.commands import calibration

    mechanisms = ablation or ablations
    calibration.run(
        scenarios, particles, runs, seed, jobs, priors, without or [], mechanisms, out, json_, figure, set_ or []
    )


@commands.command(rich_help_panel=ASK, epilog=shown("attribute"))
def attribute(
    scenario: ScenarioName,
    runs: Annotated[int, typer.Option(help="paired runs of each variant", min=20)] = PAIRS,
    seed: Seed = 1,
    set_: Changes = None,
    rule: RuleName = None,
    posterior: Posterior = None,
    ties: Annotated[
        int,
        typer.Option(help="also parts of the network, at most N of each sort", metavar="N", parser=_count),
    ] = 0,
    out: Annotated[Optional[Path], into("folder for the numbers and the figure")] = None,  # noqa: UP045
    json_: AsJson = False,
    quiet: Quiet = False,
    figure: WithFigure = True,
) -> None:
    """Say what each demand, concession, member, rival, patron, date, tie and the rule cost or save."""
    from whitesmoke.commands import asking

    asking.attribute(scenario, runs, seed, set_ or [], rule, posterior, out, json_, figure, ties)


@commands.command(rich_help_panel=ASK, epilog=shown("score"))
def score(
    scenarios: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(help="with --old-rule: cases with a decision on record; the six of the Alliance"),
    ] = None,
    runs: Annotated[Optional[int], typer.Option(help="of each forecast; 200, by the old rule 2000", min=20)] = None,  # noqa: UP045
    seed: Seed = 1,
    dates: Annotated[str, typer.Option(help="which dates are known: coded, calendar, none, or all three")] = "all",
    fits: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(help="folder of --old-rule --leave-one-out: also score the model fitted to the other cases"),
    ] = None,
    old_rule: Annotated[bool, typer.Option("--old-rule", help="score cases by the rule of before, not proper")] = False,
    set_: Changes = None,
    leave_one_out: Annotated[bool, typer.Option(help="with --old-rule: also fitted to the other cases (slow)")] = False,
    particles: Annotated[int, typer.Option(help="of each such fit", min=50)] = 200,
    fit_runs: Annotated[int, typer.Option(help="runs of each case for each particle of such a fit", min=1)] = 64,
    out: Annotated[Optional[Path], into("folder for the scores")] = None,  # noqa: UP045
    json_: AsJson = False,
    quiet: Quiet = False,
    figure: WithFigure = True,
) -> None:
    """Score the model's forecasts of 37 past decisions beside forecasters that know no preferences."""
    from whitesmoke.commands import score as scoring

    if old_rule:
        scoring.by_old_rule(
            scenarios or [], runs or 2000, seed, leave_one_out, particles, fit_runs, out, json_, figure, set_ or []
        )
    else:
        scoring.must_be_of_old_rule(scenarios or [], leave_one_out, set_ or [])
        scoring.run(runs, seed, dates, fits, out, json_, figure)


@commands.command(rich_help_panel=ASK, epilog=shown("forecasters"))
def forecasters(
    dates: Annotated[str, typer.Option(help="which dates they may know: coded, calendar, none, or all three")] = "all",
    out: Annotated[Optional[Path], into("folder for the scores and the figure")] = None,  # noqa: UP045
    json_: AsJson = False,
    quiet: Quiet = False,
    figure: WithFigure = True,
) -> None:
    """Score forecasters that know no preferences on 37 past decisions: what a model of them has to beat."""
    from whitesmoke.commands import past_forecasts as command

    command.run(dates, out, json_, figure)


@commands.command(rich_help_panel=ASK, epilog=shown("facts"))
def facts(
    scenarios: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(help="cases, or folders of cases; all shipped ones with a decision on record"),
    ] = None,
    runs: Annotated[int, typer.Option(help="of each case, in each mode", min=2)] = 200,
    seed: Seed = 1,
    out: Annotated[Optional[Path], into("folder for the numbers and the figure")] = None,  # noqa: UP045
    json_: AsJson = False,
    quiet: Quiet = False,
    figure: WithFigure = True,
) -> None:
    """Hold what is known of past negotiations against runs of cases, at meetings and where actors bargain."""
    from whitesmoke.commands import facts as command

    command.run(scenarios or [], runs, seed, out, json_, figure)


@commands.command(rich_help_panel=ASK, epilog=shown("sensitivity"))
def sensitivity(
    scenario: ScenarioName,
    contrast: Annotated[Optional[list[str]], typer.Option(help="a variant: what does its difference hang on?")] = None,  # noqa: UP045
    trajectories: Annotated[int, typer.Option(help="of the Morris screening", min=2)] = 20,
    points: Annotated[int, typer.Option(help="of the Sobol' design, a power of two", min=2)] = 128,
    most: Annotated[int, typer.Option(help="parameters kept after the screening", min=2)] = 8,
    runs: Annotated[int, typer.Option(help="runs at each point, on the same draws", min=2)] = 8,
    seed: Seed = 1,
    set_: Changes = None,
    priors: Annotated[Optional[Path], typer.Option(help="file of ranges instead of the shipped one")] = None,  # noqa: UP045
    out: Annotated[Optional[Path], into("folder for the numbers and the figure")] = None,  # noqa: UP045
    json_: AsJson = False,
    quiet: Quiet = False,
    figure: WithFigure = True,
) -> None:
    """Say which uncertain numbers the date, deadlock and differences hang on, and how much is luck."""
    from whitesmoke.commands import asking

    asking.sensitivity(
        scenario, contrast or [], trajectories, points, most, runs, seed, priors, out, json_, figure, set_ or []
    )


@commands.command(rich_help_panel=ASK, epilog=shown("series"))
def series(
    name: Annotated[str, typer.Argument(help="a series file, or the name of a shipped one")] = "nato-secretaries",
    runs: Annotated[int, typer.Option(help="futures, each with and without memory, on the same luck", min=2)] = 500,
    seed: Seed = 1,
    set_: Annotated[Optional[list[str]], typer.Option("--set", help="change a value: memory.region=2")] = None,  # noqa: UP045
    posterior: Posterior = None,
    out: Annotated[Optional[Path], into("folder for the numbers and the figure")] = None,  # noqa: UP045
    json_: AsJson = False,
    quiet: Quiet = False,
    figure: WithFigure = True,
) -> None:
    """Play choices in a row: the record of an office, and futures in which each winner is the next incumbent."""
    from whitesmoke.commands import series as command

    command.run(name, runs, seed, set_ or [], posterior, out, json_, figure)
