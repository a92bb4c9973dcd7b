"""Forecasters that play nothing in words: their table, who is ahead, and how to read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from whitesmoke.evidence.protocol.averaging import Estimate
from whitesmoke.evidence.protocol.board import Board, Line
from whitesmoke.evidence.protocol.history import History
from whitesmoke.evidence.protocol.register import REFERENCE
from whitesmoke.writing.estimates import counted, signed

HEADS = {"crps": "CRPS", "brier date": "date", "brier 30": "30 d", "brier 180": "180 d"}
"""Of the scores that are printed; all are in the JSON."""
SHORT = {"coded": "with the dates coded with the case", "calendar": "with the body's calendar", "none": "with no dates"}
KNOWN = {
    "coded": "knowing the dates that were written down with the case, in hindsight of what mattered",
    "calendar": "knowing the calendar of the body alone, as it stood on the day",
    "none": "knowing no dates",
}

CALIBRATION = (
    "Do forecasts mean what they say? Where in them the truth lay: in the first fifth it came sooner than most of "
    "what was said, in the last one later, or never."
)


def beside(names: Sequence[str], dates: str) -> str:
    """Return what is seen in the figure of cases."""
    return f"How many days more? Each case forecast by {' and '.join(names)}, {KNOWN[dates]}, beside what came"


def sentence(boards: Mapping[str, Board], cases: int) -> str:
    """Return who has the least error with each kind of dates, and whether that is more than luck."""
    parts = [f"{SHORT[name]} {_ahead(one.when)}" for name, one in boards.items()]
    return f"Least error in {counted(cases, 'case')}: {'; '.join(parts)}."


def _ahead(lines: Sequence[Line]) -> str:
    best = min(lines, key=lambda line: line.scores["crps"].mean)
    other = next(line for line in lines if line.forecaster == REFERENCE)
    apart = "" if best.difference.high < 0.0 else ", not told apart from it"
    beside = "" if best is other else f" against {other.scores['crps'].mean:.2f} of {REFERENCE}{apart}"
    return f"{best.forecaster} ({best.scores['crps'].mean:.2f}{beside})"


def forecast(cases: Sequence[History]) -> str:
    """Return what was forecast."""
    days = sum(len(case.landmarks) for case in cases)
    return f"{counted(days, 'forecast')} of {counted(len(cases), 'case')}, each learnt without the case"


def about(cases: Sequence[History]) -> str:
    """Return what was scored."""
    return f"{forecast(cases)}; error of log(1 + days), 0.69 is a factor of two; low is good."


def show_when(console: Console, name: str, one: Board, cases: Sequence[History]) -> None:
    """Print the table of forecasts of when, the best first."""
    table = Table(title=f"When will it be decided? {KNOWN[name].capitalize()}", title_justify="left")
    table.add_column("forecaster", overflow="fold")
    for head in (*HEADS.values(), "difference"):
        table.add_column(head, justify="right", no_wrap=True)
    for line in sorted(one.when, key=lambda line: line.scores["crps"].mean):
        scores = (f"{line.scores[score].mean:.3f}" if score in line.scores else "-" for score in HEADS)
        table.add_row(line.forecaster, *scores, _difference(line))
    console.print(table)
    console.print(Text(about(cases), style="dim"))
    console.print()


def _difference(line: Line) -> str:
    if line.forecaster == REFERENCE:
        return "0"
    return paired(line.difference)


def paired(found: Estimate) -> str:
    """Return a paired difference with its interval."""
    return f"{signed(found.mean, 2)} [{signed(found.low, 2)}, {signed(found.high, 2)}]"


def show_who_and_how(console: Console, one: Board, cases: Sequence[History]) -> None:
    """Print the forecasts of who is last and how it ends."""
    named = sum(bool(case.last) for case in cases)
    for title, found in (
        (f"Who will be among the last? {counted(named, 'case')} whose record names them", one.last),
        (f"How will it end? {counted(len(cases), 'case')}, on the first day", one.ending),
    ):
        table = Table(title=title, title_justify="left")
        table.add_column("forecaster", overflow="fold")
        table.add_column("Brier [95 %]", justify="right", no_wrap=True)
        for name, estimate in sorted(found.items(), key=lambda item: item[1].mean):
            table.add_row(name, _interval(estimate))
        console.print(table)
        console.print()


def _interval(found: Estimate) -> str:
    return f"{found.mean:.3f} [{found.low:.3f}, {found.high:.3f}]"


def show_limits(console: Console) -> None:
    """Print how to read the tables."""
    console.print(
        Text(
            "CRPS: error of log(1 + days); date, 30 d, 180 d: Brier scores of a decision by the next known date and "
            f"within so many days; difference: CRPS less that of {REFERENCE}, case by case, with its 95 % interval. "
            "The k-th forecast of a case has weight 1/k. Two forecasters are told apart only where the interval of "
            "their difference leaves out 0. Dates written down with a case were written down by "
            "somebody who knew which had mattered: what they add is partly hindsight. The protocol: docs/scoring.md.",
            style="dim",
        )
    )
