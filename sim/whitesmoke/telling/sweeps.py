"""A sweep, and a results folder, on a terminal."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from whitesmoke.evidence.modes import told_of
from whitesmoke.model.trace import WITHDRAWN
from whitesmoke.study.state import FolderState
from whitesmoke.study.store import Folder
from whitesmoke.telling.posterior_words import fitted
from whitesmoke.writing import corner_words
from whitesmoke.writing.estimates import Interval, counted, interval_text, percent, percents
from whitesmoke.writing.index_words import EXPLAINED, tables
from whitesmoke.writing.level_words import level_cell, point_name
from whitesmoke.writing.measure_words import drawn, measure_sentence, percent_of, reckoned, title, value_text

WITHDRAWALS = (
    "Withdrawn: deadlocks in which no candidate was left, as a share of all runs; last is told as it stood just before."
)
MEASURED = (
    "Measures: means over the runs that have them, with 95 % intervals: score intervals (Wilson's) of what has two "
    "bounds, such as shares, normal ones of all else."
)
MOST_ROWS = 40
"""Points printed; all of them are in summary.json."""
MOST_WORDS = 80
"""Characters of a point's name in a sentence."""


def sentence(state: FolderState) -> str:
    """Return a results folder in a line: its title, how many points and runs, what is missing, and where it is."""
    said = f"{state.title or 'Sweep'}: {counted(state.points, 'point')}, {counted(state.there, 'run')}"
    lacks = [f"{count:,} {word}" for count, word in ((state.failed, "failed"), (state.missing, "missing")) if count]
    return ", ".join([said, *lacks]) + f", in {state.folder}/"


def show(console: Console, found: dict[str, Any], folder: Folder) -> None:
    """Print a sweep: the question, and a line for every point."""
    console.print(Text(found["question"], style="bold"))
    points = found["points"]
    settling = [name for name in _outcomes(points) if name != "deadlock"]
    titles, members = found.get("candidates", {}), found.get("members", {})
    called = [titles.get(name, name) for name in settling]
    gone = ["withdrawn"] if any(point["runs"] and point["endings"][WITHDRAWN].value for point in points) else []
    heads = ["runs", *called, "deadlock", *gone, "days 50 % [5, 95]", "against the first", "last"]
    table = Table(*_levels(found), *heads)
    for point in points[:MOST_ROWS]:
        table.add_row(*_level_cells(found, point), *_cells(point, settling, members, bool(gone)))
    console.print(table)
    if found.get("measures"):
        _show_measures(console, found)
    if found.get("indices"):
        _show_indices(console, found)
    if found.get("discovery"):
        _show_corners(console, found)
    if len(points) > MOST_ROWS:
        console.print(f"{len(points) - MOST_ROWS} more points in {folder.path}/summary.json")
    for name in ("mechanism", "assumption"):
        if found[name]:
            console.print(Text(f"{name.capitalize()}: {found[name]}", style="dim"))
    if gone:
        console.print(Text(WITHDRAWALS, style="dim"))
    note = (
        "Shares: with 95 % score intervals (Wilson's). "
        "Days: by which half of all runs settle, in brackets 5 and 95 %; - for deadlock. "
        f"Against the first: mean shift, where whatever is later than day {found['shared_horizon_days']}, also a "
        "deadlock, counts as that day (another day, another shift), with its 95 % interval"
        f"{', on common draws' if found['draws'] == 'common' else ''}. "
        "Last: to commit, or never; shares of runs, several can be last in one. Where not everybody's yes is needed, "
        "or an objection can stop it, the last need not have held it up."
    )
    console.print(Text(note, style="dim"))
    if found.get("fitted_to"):
        console.print(Text(" ".join(filter(None, [fitted(found["fitted_to"]), told_of(found)])), style="dim"))


def _show_measures(console: Console, found: dict[str, Any]) -> None:
    """Print what the measures of the experiment come to: a table, what each is, and a sentence each."""
    about, shown = found["measures"], drawn(found)
    table = Table(*_levels(found), *(title(about[name]) for name in shown))
    for point in found["points"][:MOST_ROWS] if shown else []:
        cells = [_measure_cell(point, name, percent_of(about[name])) for name in shown]
        table.add_row(*_level_cells(found, point), *cells)
    if shown:
        console.print(table)
    for name in about:
        console.print(Text(measure_sentence(found, name), style="bold"))
    for name in about:
        console.print(Text(f"{about[name]['label']}: {reckoned(about[name])}.", style="dim"))
    if shown:
        console.print(Text(MEASURED, style="dim"))


def _show_indices(console: Console, found: dict[str, Any]) -> None:
    """Print which factors matter for each outcome, or why that cannot be said."""
    for name, head, rows in tables(found):
        if not rows:
            console.print(Text(f"What {name} hangs on: not told, {head[0]}."))
            continue
        table = Table(*head)
        for row in rows:
            table.add_row(*row)
        console.print(table)
    console.print(Text(EXPLAINED, style="dim"))


def _show_corners(console: Console, found: dict[str, Any]) -> None:
    """Print in which corners of the factors what was asked for is so, and how sure that is."""
    for name, about in found["discovery"].items():
        first, *rest = corner_words.sentences(found, name)
        console.print(Text(first, style="bold"))
        for told, corner in zip_longest(rest, about["corners"]):
            console.print(Text(told))
            if corner is not None:
                table = Table(*corner_words.HEAD)
                for row in corner_words.rows(found, corner):
                    table.add_row(*row)
                console.print(table)
    for note in corner_words.notes(found):
        console.print(Text(note, style="dim"))


def _measure_cell(point: dict[str, Any], name: str, unit: str) -> str:
    if not point["runs"]:
        return "-"
    found = point["measures"][name]
    few = f", in {found['runs']:,} runs" if found["runs"] < point["runs"] else ""
    return f"{value_text(found['mean'], unit)}{few}"


def findings(found: dict[str, Any]) -> list[str]:
    """Return what its measures come to, and between which points deadlocks and dates lie; nothing without a run.

    `found`: a summary as JSON has it.
    """
    points = [point for point in found["points"] if point["runs"]]
    measures = [measure_sentence(found, name) for name in found.get("measures") or ()]
    corners = [one for name in found.get("discovery") or () for one in corner_words.sentences(found, name)]
    return [*measures, *corners, f"{_deadlocks(found, points)} {_days(found, points)}"] if points else []


def _deadlocks(found: dict[str, Any], points: list[dict[str, Any]]) -> str:
    def of(point: dict[str, Any]) -> Interval:
        return Interval(**point["outcomes"]["deadlock"])

    least, most = min(points, key=lambda one: of(one).value), max(points, key=lambda one: of(one).value)
    if percents(of(least)) == percents(of(most)):
        return f"Deadlock in {percents(of(least))} of runs{' at every point' if len(points) > 1 else ''}."
    low, high = (f"({_named(found, point)})" for point in (least, most))
    return f"Deadlock from {percents(of(least))} of runs {low} to {percents(of(most))} {high}."


def _named(found: dict[str, Any], point: dict[str, Any]) -> str:
    """Return a point in words, or by its row where those would bury the sentence."""
    name = point_name(found, point)
    return name if len(name) <= MOST_WORDS else f"row {point['row']} of the design"


def _days(found: dict[str, Any], points: list[dict[str, Any]]) -> str:
    """Return between which days half of all runs have settled, and where half never do."""
    settled = [point for point in points if point["days"]["p50"] is not None]
    if not settled:
        return "Nowhere do half of the runs settle."
    first, last = (choose(settled, key=lambda one: one["days"]["p50"]) for choose in (min, max))
    never = f"; at {counted(len(points) - len(settled), 'point')} they never do" if len(settled) < len(points) else ""
    if first["days"]["p50"] == last["days"]["p50"]:
        return f"Half of the runs settle by day {first['days']['p50']}{' wherever half do' if never else ''}{never}."
    early, late = (f"day {point['days']['p50']} ({_named(found, point)})" for point in (first, last))
    return f"Half of the runs settle by {early} to {late}{never}."


def _outcomes(points: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for point in points for name in point.get("outcomes", {})))


def _levels(found: dict[str, Any]) -> list[str]:
    labels = [
        factor["label"] + (f" ({factor['unit']})" if factor["unit"] else "") for factor in found["factors"].values()
    ]
    return (["arm"] if found["arms"] else []) + labels


def _level_cells(found: dict[str, Any], point: dict[str, Any]) -> list[str]:
    arm = [found["arms"][point["arm"]]] if found["arms"] else []
    return arm + [level_cell(found["factors"][name], value) for name, value in point["levels"].items()]


def _cells(point: dict[str, Any], settling: list[str], members: dict[str, str], gone: bool) -> list[str]:
    if not point["runs"]:
        return [f"0 ({point['failed']} failed)" if point["failed"] else "0", *["-"] * (len(settling) + gone + 4)]
    shares = [percents(point["outcomes"][name]) if name in point["outcomes"] else "-" for name in settling]
    days = {name: "-" if day is None else str(day) for name, day in point["days"].items()}
    last = ", ".join(
        f"{members.get(code, code)} {percent(share)}" for code, share in list(point["last_holdouts"].items())[:3]
    )
    return [
        f"{point['runs']:,}",
        *shares,
        percents(point["outcomes"]["deadlock"]),
        *([_withdrawn(point, members)] if gone else []),
        f"{days['p50']} [{days['p05']}, {days['p95']}]",
        _shift(point["against_first"]),
        last,
    ]


def _withdrawn(point: dict[str, Any], members: dict[str, str]) -> str:
    """Return in which share of the runs nobody was left, and who refused most often."""
    most = list(point["refused_by"].items())[:2]
    by = ", ".join(f"{members.get(code, code)} {percent(share)}" for code, share in most)
    return percents(point["endings"][WITHDRAWN]) + (f" (refused by {by})" if by else "")


def _shift(difference: Any) -> str:
    if difference is None or difference.mean_shift is None:
        return "-"
    return interval_text(difference.mean_shift)
