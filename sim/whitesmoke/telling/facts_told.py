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
MANY = 20
"""Cases fewer than these are no corpus."""
NONE = "-"
"""Where there is no number."""
WITHIN = {True: "inside", False: "outside", None: NONE}


def sentence(given: Mapping[str, Sequence[Given]], cases: int, runs: int) -> str:
    """Return how many of the numbers with a tolerance lie in it, in each mode."""
    parts = (f"{mode} {_inside(found)}" for mode, found in given.items())
    return f"Numbers of past negotiations that runs of {counted(cases, 'case')} have: {', '.join(parts)}."


def _inside(found: Sequence[Given]) -> str:
    judged = [one.inside for one in found if one.inside is not None]
    return f"{sum(judged)} of {len(judged)}"


def about(cases: int, runs: int, seed: int) -> str:
    """Return what was played."""
    return (
        f"{counted(runs, 'run')} of each of {counted(cases, 'case')} in each mode, seed {seed}; each case counts once."
    )


def number(value: float, unit: str) -> str:
    """Return a number as its unit asks for, or a dash for none."""
    if not math.isfinite(value):
        return NONE
    digits = DIGITS[unit]
    if digits == 0 and value != round(value):
        digits = 1
    return signed(value, digits) if unit == "difference" else f"{value + 0.0:.{digits}f}"


def with_interval(value: float, low: float, high: float, unit: str) -> str:
    """Return a number with its interval, if it has one."""
    found = number(value, unit)
    if not (math.isfinite(low) and math.isfinite(high)):
        return found
    ends = f"[{number(low, unit)}, {number(high, unit)}]"
    return ends if found == NONE else f"{found} {ends}"


def corpus(one: Statistic) -> str:
    """Return what the corpus has, with its interval and its count."""
    found = with_interval(one.value, one.low, one.high, one.unit)
    return f"{found} ({one.count})" if one.count else found


def show_facts(
    console: Console,
    facts: Mapping[str, Fact],
    statistics: Sequence[Statistic],
    given: Mapping[str, Sequence[Given]],
    recorded: Sequence[float],
) -> None:
    """Print one line for each number of a fact, under the fact."""
    table = Table(title="Stylised facts of past negotiations, and what runs give", title_justify="left")
    for name in ("fact", "corpus (of)", "tolerance", *given, "these cases"):
        table.add_column(name, justify="left" if name == "fact" else "right", overflow="fold")
    for fact, rows in groupby(range(len(statistics)), lambda at: statistics[at].fact):
        table.add_row(Text(f"{fact} {facts[fact].fact}", style="bold"), *[""] * (3 + len(given)))
        for at in rows:
            one = statistics[at]
            told = [_told(found[at], one.unit) for found in given.values()]
            within = one.tolerance.text if one.tolerance else NONE
            table.add_row(f"  {one.statistic}", corpus(one), within, *told, number(recorded[at], one.unit))
    console.print(table)


def _told(found: Given, unit: str) -> Text:
    """Return what a mode gives, marked where it is in or out."""
    mark = {True: " *", False: " !", None: ""}[found.inside]
    style = {True: "green", False: "red", None: ""}[found.inside]
    return Text(with_interval(found.value, found.low, found.high, unit) + mark, style=style)


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
        "tolerance. These cases: the same number read off their own records, where it hangs on dates alone. "
        f"Tolerances are of the corpus, and were set before any run; the cases are {listed(list(cases))}."
    )
    console.print(Text(told + (few if len(cases) < MANY else ""), style="dim"))


def csv_row(row: Mapping[str, Any]) -> dict[str, object]:
    """Return a row of the JSON as cells: one level deep, and empty for none."""
    flat: dict[str, Any] = {}
    for name, value in row.items():
        inner = {f"{name}.{key}": each for key, each in value.items()} if isinstance(value, Mapping) else {name: value}
        flat |= inner
    return {name: _cell(value) for name, value in flat.items()}


def _cell(value: Any) -> object:
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: ""}[value]
    return f"{value:.6g}" if isinstance(value, float) else value
