"""Days, outcomes and paired shift of a sweep, a row for each point."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, PercentFormatter

from whitesmoke.figures.differences import LINES
from whitesmoke.figures.ensembles import DEADLOCK
from whitesmoke.figures.page import WIDTH, Page
from whitesmoke.figures.sheet import bare_sides, shortened
from whitesmoke.figures.style import FAINT, INK, SMALL, TINY, UNCOMMITTED, plain
from whitesmoke.figures.sweeps.axes import STEPS, Days, days_of, level_days
from whitesmoke.figures.sweeps.foot import HEAD, foot, half_text, write_head_and_foot
from whitesmoke.figures.sweeps.points import Mark, Points
from whitesmoke.writing.capital import capital
from whitesmoke.writing.estimates import Interval, percents, signed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_ROWS = 60
LONGEST = 33
"""Signs of each of two names in the sentence above, which has room for both and what is said of them."""
MOST_OUTCOMES = 6
DAYS, SHARES, SHIFTS = (3.25, 5.95), (7.4, 8.5), (9.75, 11.1)
"""Inches from the left edge: the panels from..to; numbers on the right of each."""
ROW, HEADING, UNDER, LEGEND = 0.3, 0.5, 0.55, 0.22
"""Inches: a row, the words over and under all, and a line for the colours of outcomes."""
BAR = {**DEADLOCK, "edgecolor": FAINT}


def draw(found: Mapping[str, Any], points: Points) -> Page:
    """Return the page of a sweep with a row for each point; of very many, for those that move most."""
    shown = chosen(points.marks)
    left = len(points.marks) - len(shown)
    paired = sum(mark.against is not None for mark in shown) > 1
    notes = [f"{left:,} points are not drawn: their mean day is nearer to the first's."] if left else []
    until = found["shared_horizon_days"]
    notes += [f"c: min(day, {until}), deadlock counting as {until}."] if paired else []
    under = foot(found, points, notes)
    several = len(points.winners) > 1
    bottom, height = under.height + UNDER, ROW * max(1, len(shown))
    page = Page(bottom + height + HEADING + LEGEND * several + HEAD - 0.2)
    top = bottom + height
    panels = [page.panel(a, bottom, b, top) for a, b in (DAYS, SHARES)]
    _days(panels[0], points, shown, days_of(points))
    _outcomes(panels[1], points, shown)
    _heading(page, top, DAYS[0], "a", "day on which half of the\nruns are settled [5, 95 %]")
    _heading(page, top, SHARES[0], "b", "deadlock: share of runs\n[95 % interval]")
    if paired:
        panels.append(page.panel(SHIFTS[0], bottom, SHIFTS[1], top))
        _shifts(panels[2], shown)
        _heading(page, top, SHIFTS[0], "c", "mean shift in days from the first row,\nrun by run [95 % interval]")
    for axes in panels:
        axes.set_ylim(max(1, len(shown)) - 0.5, -0.5)
        axes.tick_params(axis="y", length=0)
    if several:
        _legend(page, found, points, top)
    write_head_and_foot(page, found, said(points, shown), under)
    return page


def chosen(marks: Sequence[Mark]) -> list[Mark]:
    """Return the points that get a row: the first, and those whose mean day is farthest from its."""
    if len(marks) <= MOST_ROWS:
        return list(marks)
    far = sorted(range(1, len(marks)), key=lambda row: -abs(marks[row].mean[0] - marks[0].mean[0]))[: MOST_ROWS - 1]
    return [marks[row] for row in sorted([0, *far])]


def _heading(page: Page, top: float, left: float, letter: str, words: str) -> None:
    page.write(left - 0.2, top + 0.4, letter, fontsize=11, fontweight="bold")
    page.write(left, top + 0.385, words, fontsize=SMALL, color=INK)


def _days(axes: Axes, points: Points, shown: Sequence[Mark], days: Days) -> None:
    """Draw the median of each row with its 5 and 95 %; what falls among the deadlocks is open, beyond the horizon."""
    for row, mark in enumerate(shown):
        low, middle, high = (days.place(day) for day in mark.days)
        axes.axhline(row, color=UNCOMMITTED, lw=0.8, zorder=1)
        axes.plot([low, high], [row, row], color=INK, lw=1.3, zorder=3)
        ends = [at for day, at in ((mark.days[0], low), (mark.days[2], high)) if day is not None]
        axes.plot(ends, [row] * len(ends), "|", ms=8, mew=1.1, color=INK, zorder=3)
        if mark.days[2] is None and mark.days[1] is not None:
            axes.plot([high], [row], "o", ms=4, mfc="white", mec=INK, mew=1.0, zorder=4)
        inside = mark.days[1] is not None
        face, gid = (INK, "median") if inside else ("white", "median beyond")
        axes.plot([middle], [row], "o", ms=6, mfc=face, mec=INK, mew=1.2, gid=gid, zorder=5)
        low_text, middle_text, high_text = ("> horizon" if day is None else str(day) for day in mark.days)
        _aside(axes, row, middle_text if low_text == "> horizon" else f"{middle_text} [{low_text}, {high_text}]")
    level_days(axes, days)
    names = [two_lines(points.name(mark.levels)) for mark in shown]
    axes.set_yticks(range(len(shown)), names, fontsize=SMALL)


def two_lines(text: str) -> str:
    """Return the name of a row in two lines at most."""
    return plain("\n".join(textwrap.wrap(text, 40, max_lines=2, placeholder=" ...")))


def _aside(axes: Any, row: int, text: str) -> None:
    """Write a text on the right of a row."""
    place = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points", "va": "center"}
    axes.annotate(text, (1.0, row), (6, 0), fontsize=TINY, color=INK, **place)


def _outcomes(axes: Axes, points: Points, shown: Sequence[Mark]) -> None:
    """Draw bars of the shares of outcomes, deadlock first with its interval; candidates if several ever win."""
    colours = outcome_colours(points)
    for row, mark in enumerate(shown):
        share, low, high = mark.deadlock
        axes.barh(row, share, 0.6, zorder=2, gid="deadlock", **BAR)
        left = share
        for name, color in colours.items():
            width = mark.outcomes.get(name, (0.0, 0.0, 0.0))[0]
            axes.barh(row, width, 0.6, left, color=color, lw=0, zorder=2)
            left += width
        axes.plot([low, high], [row, row], color=INK, lw=1.2, marker="|", ms=6, mew=1.0, zorder=4, clip_on=False)
        _aside(axes, row, percents(Interval(share, low, high)))
    axes.set(xlim=(0, 1), xticks=[0, 0.5, 1], yticks=[])
    axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
    axes.tick_params(length=3, color=FAINT, labelsize=SMALL)
    bare_sides(axes)


def outcome_colours(points: Points) -> dict[str, str]:
    """Return the colour of each outcome but deadlock, if more than one happens; of very many, the most frequent."""
    if len(points.winners) < 2:
        return {}
    kinds = list(dict.fromkeys(name for mark in points.marks for name in mark.outcomes))
    return {name: LINES[kinds.index(name) % len(LINES)] for name in points.winners[:MOST_OUTCOMES]}


def _legend(page: Page, found: Mapping[str, Any], points: Points, top: float) -> None:
    """Write over the bars which outcome has which colour."""
    names = found.get("candidates", {})
    handles: list[Any] = [Patch(**BAR, label="b: deadlock")]
    for name, color in outcome_colours(points).items():
        handles.append(Patch(color=color, lw=0, label=plain(shortened(names.get(name, name), 24))))
    corner = (DAYS[0] / WIDTH, (top + HEADING) / page.height)
    page.figure.legend(
        handles=handles, loc="lower left", bbox_to_anchor=corner, ncols=7, fontsize=SMALL, frameon=False,
        borderaxespad=0, borderpad=0, columnspacing=1.4, handlelength=1.6,
    )  # fmt: skip


def _shifts(axes: Axes, shown: Sequence[Mark]) -> None:
    """Draw the mean paired difference of min(day, horizon) from the first point."""
    axes.axvline(0, color=FAINT, lw=0.9, zorder=1)
    for row, mark in enumerate(shown):
        shift = None if mark.against is None else mark.against.mean_shift
        if row == 0 or shift is None:
            _aside(axes, row, "first" if row == 0 else "none")
            continue
        value, low, high = shift
        axes.plot([low, high], [row, row], color=INK, lw=1.3, marker="|", ms=8, mew=1.1, zorder=3)
        axes.plot([value], [row], "o", ms=5, mfc=INK, mec=INK, gid="shift", zorder=4)
        digits = 0 if abs(value) >= 20 else 1
        _aside(axes, row, f"{signed(value, digits)} [{signed(low, digits)}, {signed(high, digits)}]")
    axes.margins(x=0.12)
    axes.xaxis.set_major_locator(MaxNLocator(4, integer=True, steps=STEPS))
    axes.tick_params(length=3, color=FAINT, labelsize=SMALL)
    axes.set_yticks([])
    bare_sides(axes, "left")


def said(points: Points, shown: Sequence[Mark]) -> str:
    """Return a sentence that can be quoted: the point that moves most against the first."""
    if not shown:
        return "No runs to draw"
    first = shown[0]
    most = max(shown, key=lambda mark: abs(mark.mean[0] - first.mean[0]))
    if most.mean[0] == first.mean[0]:
        return capital(f"{'everywhere ' * (len(shown) > 1)}{half_text(points, first)}")
    name, base = (shortened(points.name(mark.levels), LONGEST) for mark in (most, first))
    return capital(f"{name}: {half_text(points, most)}; {base}: {half_text(points, first)}")
