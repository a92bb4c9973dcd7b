"""Days, deadlock and paired shift of a sweep, a row for each point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.ticker import MaxNLocator, PercentFormatter

from sim.plots.comparison import signed
from sim.plots.ensembles import DEADLOCK
from sim.plots.page import Page
from sim.plots.sheet import bare_sides, shortened
from sim.plots.style import FAINT, INK, SMALL, TINY, UNCOMMITTED, colour, plain
from sim.plots.sweeps.lines import half_text
from sim.plots.sweeps.points import Mark, Points, winners
from sim.plots.sweeps.sheet import HEAD, Days, day_axis, days_of, foot, foot_height, write_head_and_foot

MOST_ROWS = 60
DAYS, SHARES, SHIFTS = (3.2, 6.35), (7.55, 8.95), (10.15, 11.6)
"""Inches from the left edge: the panels from..to; words on the right of each."""
ROW, HEADING, UNDER = 0.3, 0.42, 0.62
"""Inches: a row, the words over and under all."""


def draw(found: Mapping[str, Any], points: Points) -> Page:
    """Return the page of a sweep with a row for each point; of very many, for those that move most."""
    shown = _shown(points.marks)
    left = len(points.marks) - len(shown)
    notes = [f"Not drawn: {left:,} points whose mean day is nearer to that of the first."] if left else []
    under = foot(found, points, notes)
    bottom = foot_height(under) + UNDER
    height = ROW * max(1, len(shown))
    page = Page(bottom + height + HEADING + HEAD)
    days = days_of(points)
    top = bottom + height
    panels = [page.panel(a, bottom, b, top) for a, b in (DAYS, SHARES)]
    _days(panels[0], points, shown, days)
    _outcomes(panels[1], found, points, shown)
    _heading(page, top, DAYS[0], "a", "day of consensus: half of the runs [5 to 95 %]")
    _heading(page, top, SHARES[0], "b", _outcome_words(found, points))
    if sum(mark.against is not None for mark in shown) > 1:
        panels.append(page.panel(SHIFTS[0], bottom, SHIFTS[1], top))
        _shifts(panels[2], shown)
        _heading(page, top, SHIFTS[0], "c", "mean shift in days against the first,\nrun by run [95 % interval]")
    for axes in panels:
        axes.set_ylim(max(1, len(shown)) - 0.5, -0.5)
        axes.tick_params(axis="y", length=0)
    write_head_and_foot(page, found, said(points, shown), under)
    return page


def _shown(marks: Sequence[Mark]) -> list[Mark]:
    """Return the points that get a row: the first, and those whose mean day is farthest from its."""
    if len(marks) <= MOST_ROWS:
        return list(marks)
    far = sorted(marks[1:], key=lambda mark: -abs(mark.mean[0] - marks[0].mean[0]))[: MOST_ROWS - 1]
    return [marks[0], *(mark for mark in marks[1:] if mark in far)]


def _heading(page: Page, top: float, left: float, letter: str, words: str) -> None:
    page.write(left - 0.22, top + 0.36, letter, fontsize=11, fontweight="bold")
    page.write(left, top + 0.345, words, fontsize=SMALL, color=INK)


def _days(axes: Any, points: Points, shown: Sequence[Mark], days: Days) -> None:
    for row, mark in enumerate(shown):
        low, middle, high = (days.place(day) for day in mark.days)
        axes.axhline(row, color=UNCOMMITTED, lw=0.8, zorder=1)
        axes.plot([low, high], [row, row], color=INK, lw=1.3, zorder=3)
        for day, at in ((mark.days[0], low), (mark.days[2], high)):
            if day is not None:
                axes.plot([at], [row], marker="|", ms=8, mew=1.1, color=INK, zorder=3)
        inside = mark.days[1] is not None
        style = {
            "mfc": INK if inside else "white",
            "mec": INK,
            "mew": 1.2,
            "gid": f"median{'' if inside else ' beyond'}",
        }
        if mark.days[2] is None and inside:
            axes.plot([high], [row], "o", ms=4, mfc="white", mec=INK, mew=1.0, zorder=4)
        axes.plot([middle], [row], "o", ms=6, zorder=5, **style)
        aside(axes, row, _days_text(mark))
    day_axis(axes, days, upright=False, ticks=5)
    names = [plain(shortened(points.name(mark), 42)) for mark in shown]
    axes.set_yticks(range(len(shown)), names, fontsize=SMALL)


def aside(axes: Any, row: int, text: str) -> None:
    """Write a text on the right of a row."""
    axes.annotate(
        text, (1.0, row), (6, 0), xycoords=("axes fraction", "data"), textcoords="offset points", va="center",
        fontsize=TINY, color=INK,
    )  # fmt: skip


def _days_text(mark: Mark) -> str:
    low, middle, high = ("> horizon" if day is None else str(day) for day in mark.days)
    if mark.days[0] is None:
        return "> horizon"
    return f"{middle} [{low}, {high}]"


def _outcomes(axes: Any, found: Mapping[str, Any], points: Points, shown: Sequence[Mark]) -> None:
    """Draw bars of the shares of outcomes, deadlock first with its interval."""
    who = winners(points)
    for row, mark in enumerate(shown):
        kinds = list(mark.outcomes)
        share, low, high = mark.deadlock
        axes.barh(row, share, 0.6, zorder=2, gid="deadlock", **DEADLOCK)
        floor = share
        for name in kinds if len(who) > 1 else []:
            if name != "deadlock":
                axes.barh(row, mark.outcomes[name][0], 0.6, floor, color=colour(kinds.index(name)), lw=0, zorder=2)
                floor += mark.outcomes[name][0]
        axes.plot([low, high], [row, row], color=INK, lw=1.2, marker="|", ms=6, mew=1.0, zorder=4, clip_on=False)
        aside(axes, row, f"{100 * share:.1f} % [{100 * low:.1f}, {100 * high:.1f}]")
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.5, 1])
    axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
    axes.tick_params(length=3, color=FAINT, labelsize=SMALL)
    axes.set_yticks([])
    bare_sides(axes)


def _outcome_words(found: Mapping[str, Any], points: Points) -> str:
    return "share of runs in deadlock\n[95 % interval]"


def _shifts(axes: Any, shown: Sequence[Mark]) -> None:
    """Draw the mean paired difference of min(day, horizon) from the first point."""
    axes.axvline(0, color=FAINT, lw=0.9, zorder=1)
    for row, mark in enumerate(shown):
        shift = None if mark.against is None else mark.against.mean_shift
        if row == 0 or shift is None:
            aside(axes, row, "the first" if row == 0 else "-")
            continue
        value, low, high = shift
        axes.plot([low, high], [row, row], color=INK, lw=1.3, marker="|", ms=7, mew=1.1, zorder=3)
        axes.plot([value], [row], "o", ms=5, mfc=INK, mec=INK, zorder=4)
        aside(axes, row, f"{signed(value, 1)} [{signed(low, 1)}, {signed(high, 1)}]")
    axes.xaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.tick_params(length=3, color=FAINT, labelsize=SMALL)
    axes.set_yticks([])
    bare_sides(axes)


def said(points: Points, shown: Sequence[Mark]) -> str:
    """Return a sentence that can be quoted: the point that moves most against the first."""
    if not shown:
        return "No runs yet"
    first = shown[0]
    most = max(shown, key=lambda mark: abs(mark.mean[0] - first.mean[0]))
    if most.mean[0] == first.mean[0]:
        return f"{half_text(first)}{'' if len(shown) == 1 else ' in all'}".capitalize()
    return f"{points.name(most)} moves it most: {half_text(most)}; {points.name(first)}: {half_text(first)}"
