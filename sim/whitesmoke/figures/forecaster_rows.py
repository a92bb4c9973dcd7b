"""The figure of forecasters that play nothing: the error of each, and its paired difference, by the dates they know."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING

from matplotlib.lines import Line2D

from whitesmoke.evidence.protocol.averaging import Estimate
from whitesmoke.evidence.protocol.board import Board, Line
from whitesmoke.evidence.protocol.forecasters import REFERENCE
from whitesmoke.figures.page import Page
from whitesmoke.figures.sheet import bare_sides
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


def forecasters_figure(boards: Mapping[str, Board], title: str, about: str) -> Figure:
    """Return the figure, the forecaster with the least error on top."""
    first = next(iter(boards.values()))
    names = [line.forecaster for line in sorted(first.when, key=lambda line: line.scores["crps"].mean)]
    page = Page(TOP + ROW * len(names) + FOOT)
    for at, words in enumerate(textwrap.wrap(title, 110)):
        page.write(0.25, page.height - 0.15 - 0.26 * at, words, fontsize=12, fontweight="bold", color=INK)
    page.write(0.25, page.height - 1.0, about, fontsize=9, color=INK)
    errors = page.panel(LEFT, FOOT, MIDDLE, page.height - TOP)
    differences = page.panel(MIDDLE + GAP, FOOT, RIGHT, page.height - TOP)
    for place, (kind, board) in enumerate(boards.items()):
        lines = {line.forecaster: line for line in board.when}
        shift = SHIFT * (place - (len(boards) - 1) / 2)
        for row, name in enumerate(names):
            _draw(errors, differences, row + shift, lines[name], COLOURS[kind])
    _finish(errors, names, "mean error (CRPS of log days)")
    _finish(differences, [""] * len(names), f"difference to {REFERENCE}, paired; left of 0 is better")
    differences.axvline(0.0, color=INK, lw=0.8, zorder=0)
    marks = [Line2D([], [], marker="o", ls="-", ms=4, color=COLOURS[kind], label=WORDS[kind]) for kind in boards]
    page.figure.legend(
        handles=marks, loc="lower left", ncols=len(marks), frameon=False, fontsize=SMALL, bbox_to_anchor=(0.01, 0.0)
    )
    return page.figure


def _draw(errors: Axes, differences: Axes, at: float, line: Line, colour: str) -> None:
    _interval(errors, at, line.scores["crps"], colour)
    if line.forecaster != REFERENCE:
        _interval(differences, at, line.difference, colour)


def _interval(axes: Axes, at: float, found: Estimate, colour: str) -> None:
    axes.plot([found.low, found.high], [at, at], color=colour, lw=1.4, solid_capstyle="round")
    axes.plot(found.mean, at, "o", ms=4, color=colour)


def _finish(axes: Axes, names: list[str], below: str) -> None:
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_yticks(range(len(names)), names, fontsize=SMALL)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelsize=SMALL)
    axes.set_xlabel(below, fontsize=SMALL)
    axes.grid(axis="x", color="#eeeeee", zorder=-1)
    axes.set_axisbelow(True)
    bare_sides(axes, "left")
