"""The outcome of a sweep against each of many factors, those that move it most first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import stats

from whitesmoke.figures.page import Page
from whitesmoke.figures.sheet import shortened
from whitesmoke.figures.style import INK, SMALL
from whitesmoke.figures.sweeps.axes import Days, by_log, level_axis, share_axis, upright_days
from whitesmoke.figures.sweeps.foot import HEAD, foot, half_text, write_head_and_foot
from whitesmoke.figures.sweeps.points import Dimension, Mark, Points
from whitesmoke.writing.estimates import percent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from whitesmoke.model.world import Floats

FROM, TO, GAP = 1.1, 12.5, 0.28
"""Inches: the panels from..to, and between them."""
UPPER, LOWER, BETWEEN, OVER, UNDER = 1.75, 0.85, 0.2, 0.46, 0.62
"""Inches: heights of the two panels of a factor, between them, and for the words over and under them."""
ACROSS, MOST = 4, 16
"""Factors in a line, and drawn at all."""
MOST_LEVELS, MOST_BINS = 12, 10
"""A factor of more levels is cut into bins."""
DOT, MEAN = "#56B4E9", INK


class Bin(NamedTuple):
    """The points near one place of a factor."""

    x: float
    mean: float
    half: float
    """half width of the 95 % interval of the mean; nan for a single point"""


def draw(found: Mapping[str, Any], points: Points) -> Page:
    """Return the page of a sweep over many factors: two panels for each, days and deadlock."""
    shares = {dimension.name: explained(points, dimension) for dimension in points.varying}
    order = sorted(points.varying, key=lambda dimension: -shares[dimension.name])
    shown, stuck = order[:MOST], any(mark.deadlock[0] > 0.0 for mark in points.marks)
    under = foot(found, points, _notes(order[MOST:], found["shared_horizon_days"]))
    across = min(ACROSS, len(shown))
    block = OVER + UPPER + (BETWEEN + LOWER) * stuck + UNDER
    page = Page(under.height + block * -(-len(shown) // across) + HEAD - 0.25)
    width = (TO - FROM - GAP * (across - 1)) / across
    days = _axis(points)
    for nth, dimension in enumerate(shown):
        row, column = divmod(nth, across)
        left, top = FROM + column * (width + GAP), page.height - HEAD + 0.25 - OVER - row * block
        _title(page, left, top, dimension, shares[dimension.name], width)
        axes = page.panel(left, top - UPPER, left + width, top)
        panel(axes, points.marks, dimension, [mark.mean[0] for mark in points.marks], "mean day")
        upright_days(axes, days, ticks=5)
        level_axis(axes, dimension, width, bare=stuck)
        axes.tick_params(labelleft=column == 0)
        if stuck:
            axes = page.panel(left, top - UPPER - BETWEEN - LOWER, left + width, top - UPPER - BETWEEN)
            panel(axes, points.marks, dimension, [mark.deadlock[0] for mark in points.marks], "deadlock")
            share_axis(axes)
            level_axis(axes, dimension, width)
            axes.tick_params(labelleft=column == 0)
        if column == 0:
            page.write(0.25, top + 0.2, "mean day", fontsize=SMALL, color=INK)
            page.write(0.25, top - UPPER - 0.02, "deadlock" if stuck else "", fontsize=SMALL, color=INK)
    write_head_and_foot(page, found, said(points, order, shares), under)
    return page


def _notes(left: Sequence[Dimension], horizon: int) -> list[str]:
    """Return how to read the panels."""
    names = ", ".join(dimension.label for dimension in left)
    return [
        f"Blue: points; mean day is that of min(day, {horizon}), deadlock counting as {horizon}.",
        "Black: mean of the points in a bin, with its 95 % interval.",
        "Percentages: share of the variance between points that goes with one factor alone (epsilon squared of "
        "the bins); what factors do together is in none.",
        *([f"Not drawn, as they move less: {shortened(names, 100)}."] if left else []),
    ]


def _axis(points: Points) -> Days:
    """Return the axis of mean days."""
    means = [mark.mean[0] for mark in points.marks] or [0.0, 1.0]
    room = 0.06 * (max(means) - min(means)) or 1.0
    return Days(max(0.0, min(means) - room) if min(means) >= 0 else min(means), max(means) + room, None, points.start)


def _title(page: Page, left: float, top: float, dimension: Dimension, share: float, width: float) -> None:
    name = shortened(dimension.label, int(width / 0.1))
    page.write(left, top + 0.36, name, fontsize=SMALL + 0.5, fontweight="bold", color=INK)
    page.write(left, top + 0.2, f"{percent(share)} of variance", fontsize=SMALL, color=INK)


def panel(axes: Any, marks: Sequence[Mark], dimension: Dimension, values: Sequence[float], gid: str) -> None:
    """Draw the points, and the mean of each bin with its interval."""
    x = np.array([dimension.of(mark) for mark in marks])
    if dimension.kind == "category":  # apart from one another: at steps of the golden ratio
        x = x + 0.5 * (np.arange(len(x)) * 0.6180339887 % 1.0 - 0.5)
    size = float(np.clip(30.0 / np.sqrt(max(1, len(x))), 0.8, 4.0))
    dots = {"ms": size, "mec": "none", "alpha": 0.75 if len(x) < 500 else 0.4, "rasterized": len(x) > 2000}
    axes.plot(x, values, "o", color=DOT, gid=gid, zorder=2, clip_on=False, **dots)
    found = bins(marks, dimension, values)
    at, mean, half = (np.array(column) for column in zip(*found)) if found else (np.empty(0),) * 3
    line = "none" if dimension.kind == "category" else "-"
    axes.errorbar(at, mean, np.nan_to_num(half), color=MEAN, fmt="o", ms=3.2, lw=1.2, ls=line, elinewidth=1.0, zorder=4)


def bins(marks: Sequence[Mark], dimension: Dimension, values: Sequence[float]) -> list[Bin]:
    """Return the mean of the values near each place of a factor, with the 95 % t interval of that mean.

    Bins are the levels if these are few, else equal parts of the axis. A point that stands in several rows counts once.
    """
    once = list({mark.point: row for row, mark in enumerate(marks)}.values())
    x, y = np.array([dimension.of(marks[row]) for row in once]), np.asarray(values, float)[once]
    found = []
    for inside in _members(x, dimension):
        if count := int(inside.sum()):
            centre = float(np.exp(np.log(x[inside]).mean()) if by_log(dimension) else x[inside].mean())
            half = float("nan")
            if count > 1:
                half = float(stats.t.ppf(0.975, count - 1) * y[inside].std(ddof=1) / np.sqrt(count))
            found.append(Bin(centre, float(y[inside].mean()), half))
    return found


def _members(x: Floats, dimension: Dimension) -> list[NDArray[np.bool_]]:
    """Return which points are in each bin."""
    if len(dimension.levels) <= MOST_LEVELS or dimension.kind == "category":
        return [x == dimension.place(level) for level in dimension.levels]
    places = np.log(x) if by_log(dimension) else x
    count = int(np.clip(len(x) / 8, 3, MOST_BINS))
    edges = np.linspace(places.min(), places.max(), count + 1)
    which = np.clip(np.searchsorted(edges, places, side="right") - 1, 0, count - 1)
    return [which == nth for nth in range(count)]


def explained(points: Points, dimension: Dimension) -> float:
    """Return the share of the variance of the mean day between points that goes with the bins of a factor.

    epsilon^2 = 1 - (SS_within / (N - bins)) / (SS_total / (N - 1)), at least 0: the squared correlation ratio less what
    bins of pure noise would reach. Source: Kelley (1935), *An unbiased correlation ratio measure*.
    """
    marks = list({mark.point: mark for mark in points.marks}.values())
    if len(marks) < 3:
        return 0.0
    x, y = np.array([dimension.of(mark) for mark in marks]), np.array([mark.mean[0] for mark in marks])
    groups = [inside for inside in _members(x, dimension) if inside.any()]
    total, free = float(((y - y.mean()) ** 2).sum()), len(y) - len(groups)
    if total <= 1e-12 * len(y) or free < 1:
        return 0.0
    within = sum(float(((y[inside] - y[inside].mean()) ** 2).sum()) for inside in groups)
    return max(0.0, 1.0 - (within / free) / (total / (len(y) - 1)))


def said(points: Points, order: Sequence[Dimension], shares: Mapping[str, float]) -> str:
    """Return a sentence that can be quoted: the factors that move the date most."""
    if not points.marks:
        return "No runs to draw"
    first = points.marks[0]
    if all(mark.mean[0] == first.mean[0] for mark in points.marks):
        return f"No factor moves the date: everywhere {half_text(points, first)}"
    if shares[order[0].name] == 0.0:
        return "No factor alone moves the date"
    texts = [f"{shortened(d.label, 40)} {percent(shares[d.name])}" for d in order[:3] if shares[d.name] >= 0.01]
    return f"What moves the date most, as share of the variance between points: {', '.join(texts) or 'nothing alone'}"
