"""The figure of forecasters that play nothing: the error of each, and its paired difference, by the dates they know."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from matplotlib.lines import Line2D

from whitesmoke.figures.page import Page
from whitesmoke.figures.sheet import Estimate, bare_sides
from whitesmoke.figures.style import FAINT, INK, PALETTE, SMALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = {"coded": PALETTE[0], "calendar": PALETTE[5], "none": FAINT}
WORDS = {
    "coded": "dates written down with the case",
    "calendar": "the body's calendar alone",
    "none": "no dates",
}
ROW, TOP, FOOT = 0.55, 1.5, 0.9
"""Inches: a row, above all rows, under them."""
LEFT, MIDDLE, GAP, RIGHT = 2.6, 7.1, 0.5, 12.2
"""Inches from the left edge: the first panel from..to, then the second one to the right."""
SHIFT = 0.22
"""of a row, between kinds of dates"""


class Row(NamedTuple):
    """One forecaster."""

    error: Estimate
    difference: Estimate | None
    """to the reference; None for itself"""


def forecasters_figure(boards: Mapping[str, Mapping[str, Row]], title: str, about: str, reference: str) -> Figure:
    """Return the figure, the forecaster with the least error on top; by kind of dates and forecaster."""
    first = next(iter(boards.values()))
    names = sorted(first, key=lambda name: first[name].error[0])
    page = Page(TOP + ROW * len(names) + FOOT)
    for at, words in enumerate(textwrap.wrap(title, 110)):
        page.write(0.25, page.height - 0.15 - 0.26 * at, words, fontsize=12, fontweight="bold", color=INK)
    page.write(0.25, page.height - 1.0, about, fontsize=9, color=INK)
    errors = page.panel(LEFT, FOOT, MIDDLE, page.height - TOP)
    differences = page.panel(MIDDLE + GAP, FOOT, RIGHT, page.height - TOP)
    for place, (kind, rows) in enumerate(boards.items()):
        shift = SHIFT * (place - (len(boards) - 1) / 2)
        for at, name in enumerate(names):
            _interval(errors, at + shift, rows[name].error, COLOURS[kind])
            if difference := rows[name].difference:
                _interval(differences, at + shift, difference, COLOURS[kind])
    _finish(errors, names, "mean error (CRPS of log days)")
    _finish(differences, [""] * len(names), f"difference to {reference}, paired; left of 0 is better")
    differences.axvline(0.0, color=INK, lw=0.8, zorder=0)
    marks = [Line2D([], [], marker="o", ls="-", ms=4, color=COLOURS[kind], label=WORDS[kind]) for kind in boards]
    page.figure.legend(
        handles=marks, loc="lower left", ncols=len(marks), frameon=False, fontsize=SMALL, bbox_to_anchor=(0.01, 0.0)
    )
    return page.figure


def _interval(axes: Axes, at: float, found: Estimate, colour: str) -> None:
    mean, low, high = found
    axes.plot([low, high], [at, at], color=colour, lw=1.4, solid_capstyle="round")
    axes.plot(mean, at, "o", ms=4, color=colour)


def _finish(axes: Axes, names: list[str], below: str) -> None:
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_yticks(range(len(names)), names, fontsize=SMALL)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelsize=SMALL)
    axes.set_xlabel(below, fontsize=SMALL)
    axes.grid(axis="x", color="#eeeeee", zorder=-1)
    axes.set_axisbelow(True)
    bare_sides(axes, "left")
