"""The scoreboard in words: who forecast best, and whether chances mean what they say."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from rich.console import Console
from rich.table import Table
from rich.text import Text

from whitesmoke.evidence.posterior import Posterior
from whitesmoke.evidence.score.ranking import Mean
from whitesmoke.evidence.score.reliability import EDGES, Bin, Reliability
from whitesmoke.scenario.wording import listed
from whitesmoke.writing.estimates import percent

FEW = 4
"""Cases fewer than these say next to nothing about each other."""
ENOUGH = 20
"""Cases fewer than these rank nobody."""
OLD_RULE = (
    "By the rule of before, which is not proper: its means are over the days of a case, then over cases, so that a "
    "forecast's weight hangs on how the case went on, and forecasts that are too early are rewarded. What took its "
    "place is `whitesmoke score` without --old-rule."
)
QUESTIONS = {
    "decision": "When will it be decided?",
    "members": "When does each member come round to the winner?",
}


def ranked(said: str, cases: int) -> str:
    """Return a verdict, and of how many cases it is one if these are too few to rank forecasters."""
    few = f" {cases} case{'s are' if cases > 1 else ' is'} too few to rank forecasters." if cases < ENOUGH else ""
    return f"{said}{few}"


def show_means(console: Console, what: str, rows: Sequence[Mean], asked: int, cases: int, said: str) -> None:
    """Print the means of one kind of question, and the verdict on it."""
    of_last = [] if all(math.isnan(row.brier_last) for row in rows) else ["last"]
    title = f"{QUESTIONS[what]} {asked} forecast{'s' * (asked != 1)}, {cases} case{'s' * (cases != 1)}; low is good"
    table = Table(title=title, title_justify="left")
    table.add_column("forecaster", no_wrap=True)
    for name in ("CRPS, d", "log", "Brier", *of_last, "5-95 %", "best"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        numbers = [f"{row.crps:.1f}", f"{row.log_score:.2f}", f"{row.brier:.3f}"]
        numbers += [f"{row.brier_last:.3f}"] if of_last else []
        table.add_row(row.forecaster, *numbers, percent(row.covered), str(row.best_in))
    console.print(table)
    console.print(Text(ranked(said, cases), style="bold"))
    console.print()


def show_reliability(console: Console, what: str, rows: Sequence[Reliability]) -> None:
    """Print how often it happened when a chance was given, for one kind of question."""
    table = Table(title=f"{what}: share that happened/events, by the chance given", title_justify="left")
    table.add_column("forecaster", no_wrap=True)
    for low, high in pairwise(EDGES):
        table.add_column(f"{100 * low:.0f}-{100 * high:.0f}%", justify="right", no_wrap=True)
    for row in rows:
        table.add_row(row.forecaster, *(_share(one) for one in row.bins))
    console.print(table)
    console.print()


def _share(one: Bin) -> str:
    return f"{percent(one.happened.value)}/{one.events}" if one.events else "-"


def show_limits(console: Console, cases: Sequence[str], tuned: Sequence[str], told: int = 0) -> None:
    """Print what the tables do not show.

    Parameters
    ----------
    tuned : cases whose numbers were chosen with their end in view
    told : days on which nobody had been heard of who stands
    """
    own = (
        "The model as written has the numbers of each file: where these were chosen with the end in view, its rows are "
        "in-sample."
    )
    if tuned:
        which = "these records" if len(tuned) == len(cases) else f"the records of {listed(tuned)}"
        own = f"The model as written was tuned with {which} in view: its rows on them are in-sample."
        if len(tuned) < len(cases):
            own += " So are those on a case of yours whose numbers were chosen with its end in view."
    if len(cases) < FEW:
        own += (
            f" Baselines that learn from other cases (other cases, next summit) had {len(cases) - 1} to learn from: "
            "only those named. Name shipped cases too, to lend them."
        )
    if told:
        own += (
            f" On {told} of the days nobody who stands had been heard of: there the model is told who will stand, and "
            "from which day, and of members nothing is asked."
        )
    console.print(
        Text(
            "5-95 %: how often the truth lies, or may lie, in that part of the forecast; best: cases with the least "
            f"CRPS; last: Brier score of being the last one. {own} The model told its script is no forecast: it knows "
            "every scripted event in advance. Members of one race, and events of one forecast, hang together: there "
            "are as many independent observations as races, too few to rank methods or to call a forecaster reliable. "
            "docs/baselines.md says what each baseline is, and was written before its first score.",
            style="dim",
        )
    )


def how_well(found: Posterior) -> str:
    """Return how far the estimates of a fit to the other cases can be relied on."""
    short = f"; {in_part(found)}: take more --fit-runs" if found.about["weight"] < 1.0 else ""
    return f"estimates of the log likelihood differ by {found.about['noise']:.1f} from luck alone{short}"


def in_part(found: Posterior) -> str:
    """Return with how much of their weight the records entered a fit."""
    return f"the records entered with {percent(found.about['weight'])} of their weight only"
