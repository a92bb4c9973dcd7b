"""Days and outcomes of a sweep along one factor, one line for each category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.plots.comparison import LINES, MOST_CURVES, spread
from sim.plots.page import LEFT, Page
from sim.plots.sheet import shortened
from sim.plots.style import FAINT, INK, SMALL, plain
from sim.plots.sweeps.points import Dimension, Mark, Points, winners
from sim.plots.sweeps.sheet import (
    HEAD,
    Days,
    day_axis,
    days_of,
    foot,
    foot_height,
    level_axis,
    share_axis,
    write_head_and_foot,
)

TO, LABELS, EDGE = 9.2, 9.32, 12.55
"""Inches from the left edge: end of the panels; the words beside them, from..to."""
UPPER, LOWER, GAP, UNDER = 3.0, 1.35, 0.16, 0.55
"""Inches: heights of the panels, between them, and for the words under the last."""
MOST_BANDS = 3
MOST_DOTS = 60
"""More lines than this have no band, more points of a line no dots."""


class Line(NamedTuple):
    """The points of one category, in the order of the factor."""

    name: str
    color: str
    marks: list[Mark]
    x: Any


def draw(found: Mapping[str, Any], points: Points) -> Page:
    """Return the page of a sweep along one factor that is a number or a date, alone or in several categories."""
    along = next(dimension for dimension in points.varying if dimension.ordered)
    category = next((dimension for dimension in points.varying if not dimension.ordered), None)
    lines, days = lines_of(points, along, category), days_of(points)
    happening = winners(points)
    shown = ["deadlock", *(happening[:1] if category and len(happening) > 1 else [])]
    lower = LOWER if category else LOWER + 0.35
    notes = [] if len(lines) <= MOST_BANDS else ["Bands of 5 to 95 % of runs are left out: there are too many lines."]
    under = foot(found, points, notes)
    bottom = foot_height(under) + UNDER
    page = Page(bottom + len(shown) * (lower + GAP) + UPPER + HEAD)
    top = page.height - HEAD
    panel = page.panel(LEFT + 0.2, top - UPPER, TO, top)
    _day_panel(panel, lines, days, along)
    _labels(page, top, UPPER, days.limits, [(line.name, line.color, _end(line, days)) for line in lines])
    page.write(0.25, top + 0.12, "a", fontsize=11, fontweight="bold")
    _legend(page, top, len(lines), days)
    for row, name in enumerate(shown):
        upper = top - UPPER - GAP - row * (lower + GAP)
        axes = page.panel(LEFT + 0.2, upper - lower, TO, upper)
        ends = _outcome_panel(axes, found, lines, name, happening if category is None else [])
        _labels(page, upper, lower, (-0.03, 1.03), ends)
        level_axis(axes, along, bare=row < len(shown) - 1, signs=110)
        page.write(0.25, upper, "bcd"[row], fontsize=11, fontweight="bold")
    write_head_and_foot(page, found, said(points, lines, along), under)
    return page


def lines_of(points: Points, along: Dimension, category: Dimension | None) -> list[Line]:
    """Return one line for each category; those beyond the eighth are grey."""
    lines = []
    for level in category.levels if category else [None]:
        marks = [mark for mark in points.marks if category is None or mark.levels[category.name] == level]
        marks.sort(key=lambda mark: along.place(mark.levels[along.name]))
        j = len(lines)
        color = INK if category is None else LINES[j] if j < MOST_CURVES else "#b0b0b0"
        if marks:
            x = np.array([along.place(mark.levels[along.name]) for mark in marks])
            lines.append(Line(category.word(level) if category else "", color, marks, x))
    return lines


def _day_panel(axes: Any, lines: Sequence[Line], days: Days, along: Dimension) -> None:
    for z, line in enumerate(lines):
        low, middle, high = (np.array([days.place(mark.days[q]) for mark in line.marks]) for q in range(3))
        if len(lines) <= MOST_BANDS:
            axes.fill_between(line.x, low, high, color=line.color, alpha=0.18 if len(lines) == 1 else 0.12, lw=0)
            for q, edge in ((0, low), (2, high)):
                reached = np.array([mark.days[q] is not None for mark in line.marks])
                axes.plot(line.x, np.where(reached, edge, np.nan), color=line.color, lw=0.6, zorder=3)
            if len(line.x) == 1:
                axes.plot([line.x[0]] * 2, [low[0], high[0]], color=line.color, lw=1.2, zorder=3)
        median(axes, line.x, middle, [mark.days[1] is None for mark in line.marks], line.color, 4 + 0.1 * z)
    day_axis(axes, days, upright=True)
    level_axis(axes, along, bare=True)
    axes.set_ylabel("day of consensus", fontsize=SMALL)
    axes.yaxis.set_label_coords(-0.105, 0.5)


def median(axes: Any, x: Any, y: Any, beyond: Sequence[bool], color: str, z: float) -> None:
    """Draw medians: filled where half of the runs settle, open beyond the horizon."""
    out = np.array(beyond)
    size = 5.0 if len(x) <= MOST_DOTS else 2.0
    axes.plot(x, y, color=color, lw=0.9, ls=(0, (1, 1.5)), zorder=z)
    axes.plot(x, np.where(out, np.nan, y), color=color, lw=2.0, zorder=z)
    style = {"marker": "o", "ls": "none", "ms": size, "mec": color, "zorder": z + 0.05, "clip_on": False}
    axes.plot(x[~out], y[~out], mfc=color, mew=0.6, gid="median", **style)
    axes.plot(x[out], y[out], mfc="white", mew=1.2, gid="median beyond", **style)


def _outcome_panel(
    axes: Any, found: Mapping[str, Any], lines: Sequence[Line], name: str, happening: Sequence[str]
) -> list[tuple[str, str, float]]:
    """Draw shares with their intervals; return the names, colours and ends of the lines."""
    names = found.get("candidates", {})
    if len(lines) == 1 and not lines[0].name:
        kinds = list(lines[0].marks[0].outcomes)
        drawn = [*(happening[:6] if len(happening) > 1 else []), name]
        curves = [(names.get(who, who), _colour(who, kinds), lines[0], who) for who in drawn]
        words = "share of runs" if len(drawn) > 1 else "probability\nof deadlock"
    else:
        curves = [(line.name, line.color, line, name) for line in lines]
        words = "probability\nof deadlock" if name == "deadlock" else f"probability of\n{names.get(name, name)}"
    ends = []
    for text, color, line, who in curves:
        share, low, high = np.array([mark.outcomes[who] for mark in line.marks], float).T
        if len(curves) <= 6:
            axes.fill_between(line.x, low, high, color=color, alpha=0.16, lw=0, zorder=2)
        if len(line.x) == 1:
            axes.plot([line.x[0]] * 2, [low[0], high[0]], color=color, lw=1.2, zorder=3)
        size = 3.2 if len(line.x) <= MOST_DOTS else 0.0
        axes.plot(line.x, share, color=color, lw=1.6, marker="o", ms=size, zorder=4, gid=who, clip_on=False)
        ends.append((text, color, float(share[-1])))
    share_axis(axes, plain(words))
    axes.yaxis.set_label_coords(-0.105, 0.5)
    return ends


def _colour(who: str, kinds: Sequence[str]) -> str:
    return INK if who == "deadlock" else LINES[kinds.index(who) % len(LINES)]


def _end(line: Line, days: Days) -> float:
    return days.place(line.marks[-1].days[1])


def _labels(
    page: Page, top: float, height: float, limits: tuple[float, float], ends: Sequence[tuple[str, str, float]]
) -> None:
    """Write the name of each line at its end, none over another."""
    if not any(name for name, _, _ in ends):
        return
    named = list(ends[: MOST_CURVES + 1])
    axes = page.panel(LABELS, top - height, EDGE, top)
    axes.set(xlim=(0, EDGE - LABELS), ylim=limits)
    axes.axis("off")
    order = np.argsort([end for _, _, end in named], kind="stable")
    gap = 0.16 / height * (limits[1] - limits[0])
    places = spread(np.array([named[i][2] for i in order]), gap, limits[0], limits[1] - 0.3 * gap)
    for i, at in zip(order, places):
        name, color, end = named[i]
        axes.plot([-0.08, 0.06, 0.16], [end, at, at], color=color, lw=0.9, clip_on=False)
        axes.text(0.2, at, plain(shortened(name, 46)), va="center", fontsize=SMALL, color=INK)
    if len(ends) > len(named):
        page.write(LABELS, top - height - 0.02, f"grey: {len(ends) - MOST_CURVES} more", fontsize=SMALL, color=FAINT)


def _legend(page: Page, top: float, lines: int, days: Days) -> None:
    """Write over the panel what its marks are."""
    handles: list[Any] = [Line2D([], [], color=INK, lw=2.0, marker="o", ms=5, label="half of the runs settled")]
    if lines <= MOST_BANDS:
        handles.append(Patch(color=INK, alpha=0.18, lw=0, label="5 to 95 % of the runs settled"))
    if days.beyond is not None:
        text = "> horizon: deadlock comes before that share settles"
        open_mark = {"marker": "o", "ms": 5, "mfc": "white", "mec": INK, "mew": 1.2}
        handles.append(Line2D([], [], color=INK, lw=0.9, ls=(0, (1, 1.5)), label=text, **open_mark))
    handles.append(Patch(color=INK, alpha=0.16, lw=0, label="b: 95 % interval"))
    corner = ((LEFT + 0.2) / 12.7, (top + 0.06) / page.height)
    page.figure.legend(
        handles=handles, loc="lower left", bbox_to_anchor=corner, ncols=4, fontsize=SMALL, frameon=False,
        borderaxespad=0, borderpad=0, columnspacing=1.6, handlelength=1.8,
    )  # fmt: skip


def said(points: Points, lines: Sequence[Line], along: Dimension) -> str:
    """Return a sentence that can be quoted: the ends of the line, or of the one that moves most."""
    line = max(lines, key=lambda line: abs(line.marks[-1].mean[0] - line.marks[0].mean[0]))
    first, last = line.marks[0], line.marks[-1]
    who = f"{line.name}: " if line.name else ""
    if first is last:
        return f"{who}{half_text(first)} at {along.label} {along.word(first.levels[along.name])}"
    texts = [f"{half_text(mark)} at {along.word(mark.levels[along.name])}" for mark in (first, last)]
    return f"{who}{texts[0]}, {texts[1]} {along.label}"


def half_text(mark: Mark) -> str:
    """Return when half of the runs of a point settled, and how many never did."""
    stuck = f"{100 * mark.deadlock[0]:.0f} % deadlock"
    return f"half by day {mark.days[1]}, {stuck}" if mark.days[1] is not None else stuck
