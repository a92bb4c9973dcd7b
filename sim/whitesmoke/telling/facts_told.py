"""The stylised facts in words: the table of the corpus and both modes, what is not measured, how to read it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from whitesmoke.evidence.facts.held_against import Given
from whitesmoke.evidence.facts.known_facts import Fact, Statistic
from whitesmoke.scenario.wording import listed
from whitesmoke.writing.estimates import counted, signed

DIGITS = {"share": 2, "difference": 2, "days": 0, "members": 0, "dates": 0, "number": 1}
"""After the point, by unit."""
LARGE = 100
"""Days from which nobody minds half of one."""
MANY = 20
"""Cases fewer than these are no corpus."""
NONE = "-"
"""Where there is no number."""


def sentence(given: Mapping[str, Sequence[Given]], cases: int) -> str:
    """Return how many of the numbers with a tolerance lie in it, in each mode."""
    parts = (f"{mode} {_inside(found)}" for mode, found in given.items())
    return f"Within the tolerance of past negotiations, in runs of {counted(cases, 'case')}: {', '.join(parts)}."


def _inside(found: Sequence[Given]) -> str:
    judged = [one.inside for one in found if one.inside is not None]
    return f"{sum(judged)} of {counted(len(judged), 'number')}"


def about(cases: int, runs: int, seed: int) -> str:
    """Return what was played."""
    return (
        f"{counted(runs, 'run')} of each of {counted(cases, 'case')} in each mode, seed {seed}; each case counts once."
    )


def number(value: float, unit: str) -> str:
    """Return a number as its unit asks for, or a dash for none."""
    if not math.isfinite(value):
        return NONE
    digits = DIGITS[unit] or int(value != round(value) and value < LARGE)
    digits += 0.0 < abs(value) < 0.01
    return signed(value, digits) if unit == "difference" else f"{value + 0.0:.{digits}f}"


def show_facts(
    console: Console,
    facts: Mapping[str, Fact],
    statistics: Sequence[Statistic],
    given: Mapping[str, Sequence[Given]],
    recorded: Sequence[float],
) -> None:
    """Print each fact, and under it a row for each number of it."""
    console.print(_grid(console, given, [["", "corpus", "tolerance", *given, "record"]]))
    for fact, numbers in groupby(range(len(statistics)), lambda at: statistics[at].fact):
        console.print(Text(f"{fact} {facts[fact].fact}", style="bold"))
        rows = [_cells(statistics[at], [found[at] for found in given.values()], recorded[at]) for at in numbers]
        console.print(_grid(console, given, rows))


def _cells(one: Statistic, given: Sequence[Given], recorded: float) -> list[Text | str]:
    corpus = f"{number(one.value, one.unit)}\n{one.counted}"
    within = one.tolerance.text if one.tolerance else NONE
    modes = [_told(found, one.unit) for found in given]
    return [f"  {one.statistic}", corpus, within, *modes, number(recorded, one.unit)]


def _grid(console: Console, modes: Mapping[str, Any], rows: Sequence[Sequence[Text | str]]) -> Table:
    """Return rows in columns as wide as in all other grids."""
    widths = [10, 12, *[14] * len(modes), 6]
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=max(18, console.width - sum(widths) - len(widths) - 1))
    for width in widths:
        grid.add_column(justify="right", width=width)
    for row in rows:
        grid.add_row(*row)
    return grid


def _told(found: Given, unit: str) -> Text:
    """Return what a mode gives, marked where it is in or out, and under it the interval."""
    mark = {True: " *", False: " !", None: ""}[found.inside]
    style = {True: "green", False: "red", None: ""}[found.inside]
    ends = f"\n[{number(found.low, unit)}, {number(found.high, unit)}]" if math.isfinite(found.low) else ""
    return Text(number(found.value, unit) + mark, style=style).append(ends, style="dim")


def show_unmeasured(console: Console, facts: Mapping[str, Fact], unmeasured: Mapping[str, str]) -> None:
    """Print the facts that no number of a run is held against, each with the reason."""
    console.print("Not measured:")
    for fact, why in unmeasured.items():
        console.print(Text(f"  {fact} {facts[fact].fact}: {why}"))
    console.print()


def show_limits(console: Console, cases: Sequence[str], runs: int, seed: int) -> None:
    """Print how the table is to be read, and what it does not show."""
    few = f" {counted(len(cases), 'case is', 'cases are')} no corpus: what is near by it is near by little."
    told = (
        f"{about(len(cases), runs, seed)} In brackets: where 95 % lie of worlds that have one run of each case, as the "
        "corpus has one ending of each. * the value is within the tolerance, ! it is not; a dash: no such case, or no "
        "such number. Record: the same number read off the cases' own records, where it hangs on the decision alone. "
        f"Tolerances are of the corpus, and were set before any run; the cases are {listed(list(cases))}."
    )
    console.print(Text(told + (few if len(cases) < MANY else ""), style="dim"))
