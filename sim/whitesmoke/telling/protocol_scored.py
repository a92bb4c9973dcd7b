"""The model beside what it has to beat, in words: its tables, whether it is ahead, and how to read them."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from whitesmoke.evidence.protocol.board import Board, Line
from whitesmoke.evidence.protocol.register import FORECASTERS, TO_BEAT
from whitesmoke.telling.forecasters_told import KNOWN, SHORT, paired
from whitesmoke.writing.estimates import counted


def sentence(boards: Mapping[str, Board], cases: int) -> str:
    """Return how the best version of the model compares with the forecaster to beat, with each kind of dates."""
    parts = [f"{SHORT[name]} {_beside(one)}" for name, one in boards.items()]
    return f"The model against {TO_BEAT} in {counted(cases, 'case')}: {'; '.join(parts)}."


def _beside(one: Board) -> str:
    best = min((line for line in one.when if line.forecaster not in FORECASTERS), key=_error)
    other = next(line for line in one.when if line.forecaster == TO_BEAT)
    apart = "better" if best.ahead.high < 0.0 else "worse" if best.ahead.low > 0.0 else "not told apart"
    return f"{best.forecaster} is {apart}, {_error(best):.2f} against {_error(other):.2f} ({paired(best.ahead)})"


def _error(line: Line) -> float:
    return line.scores["crps"].mean


def show_apart(console: Console, name: str, one: Board) -> None:
    """Print the error of each forecaster in groups of cases, and its difference to the one to beat."""
    for group, found in one.apart.items():
        table = Table(title=f"Apart: {group}, {KNOWN[name]}", title_justify="left")
        table.add_column("forecaster", overflow="fold")
        for head in ("CRPS", f"difference to {TO_BEAT}"):
            table.add_column(head, justify="right", no_wrap=True)
        for who, apart in sorted(found.items(), key=lambda item: item[1].crps.mean):
            table.add_row(who, f"{apart.crps.mean:.3f}", "0" if who == TO_BEAT else paired(apart.ahead))
        console.print(table)
        console.print()


def show_limits(console: Console, runs: int, seed: int, idle: Mapping[str, int]) -> None:
    """Print what the model was asked, and what its forecasts rest on."""
    without = "".join(f"; of {counted(count, 'forecast')} {WHY[why]}" for why, count in sorted(idle.items()))
    console.print(
        Text(
            f"The model: {runs} runs a forecast, seed {seed}, conditioned on what was known on the day{without}. Its "
            "numbers are those of the files, assumed by a rule or by whoever wrote them with the end known, unless a "
            "version says that it is drawn from its priors or fitted to the other cases. What its runs leave undecided "
            "at the horizon is handed to residual life; alone, it is taken for never. Without coded dates it is told "
            "the calendar of the body, or nothing.",
            style="dim",
        )
    )


WHY = {
    "nobody heard of": "nobody who stands had been heard of, and residual life stands in",
    "no run left": "no run was left undecided on the day: residual life stands in, alone it says tomorrow",
}
