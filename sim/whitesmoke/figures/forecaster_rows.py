"""The figure of forecasters that play nothing: how much less each is off than the reference, by the dates it knows."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from whitesmoke.figures.page import WIDTH, Page
from whitesmoke.figures.sheet import Estimate, bare_sides
from whitesmoke.figures.style import FAINT, INK, PALETTE, SMALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = {"coded": PALETTE[0], "calendar": PALETTE[5], "none": FAINT}
WORDS = {
    "coded": "Dates written down with the case,\nby somebody who knew the end",
    "calendar": "The body's calendar,\nas it stood on the day",
    "none": "No dates",
}
ROW, TOP, FOOT = 0.36, 2.05, 0.75
"""Inches: a row, above all rows, under them."""
NAMES, GAP, EDGE = 2.0, 0.75, 0.75
"""Inches: room for names, between panels, right of them."""


class Row(NamedTuple):
    """One forecaster."""

    error: Estimate
    difference: Estimate | None
    """to the reference; None for itself"""


def forecasters_figure(boards: Mapping[str, Mapping[str, Row]], title: str, about: str, reference: str) -> Figure:
    """Return the figure, a panel for each kind of dates, the forecaster with the least error of all on top."""
    least = {name: min(rows[name].error[0] for rows in boards.values()) for name in next(iter(boards.values()))}
    names = sorted(least, key=lambda name: least[name])
    page = Page(TOP + ROW * len(names) + FOOT)
    write_head(page, title, about)
    shown = [d for rows in boards.values() for row in rows.values() for d in (row.difference or (0.0,))]
    width = (WIDTH - NAMES - EDGE - GAP * (len(boards) - 1)) / len(boards)
    for place, (kind, rows) in enumerate(boards.items()):
        left = NAMES + place * (width + GAP)
        axes = page.panel(left, FOOT, left + width, page.height - TOP)
        for at, name in enumerate(names):
            _row(axes, at, rows[name], COLOURS[kind])
        _finish(axes, [] if place else names, len(names), (min(shown), max(shown)))
        axes.set_xlabel(f"error less that of {reference}", fontsize=SMALL)
        page.write(left, page.height - TOP + 0.5, WORDS[kind], fontsize=9, color=COLOURS[kind], fontweight="bold")
        page.write(left + width + 0.08, page.height - TOP + 0.17, "error", fontsize=SMALL, color=INK)
    page.write(
        NAMES,
        0.24,
        "Left of 0 is better. Lines: 95 %, over cases, of the difference case by case; filled: it leaves out 0.",
        fontsize=SMALL,
        color="#555555",
    )
    return page.figure


def write_head(page: Page, title: str, about: str) -> None:
    """Write a title of up to three lines, and what was scored."""
    for at, words in enumerate(textwrap.wrap(title, 118)):
        page.write(0.25, page.height - 0.15 - 0.24 * at, words, fontsize=11, fontweight="bold", color=INK)
    page.write(0.25, page.height - 0.95, about, fontsize=SMALL, color=INK)


def _row(axes: Axes, at: int, row: Row, colour: str) -> None:
    if row.difference:
        mean, low, high = row.difference
        sure = low > 0.0 or high < 0.0
        axes.plot([low, high], [at, at], color=colour, lw=1.6, solid_capstyle="round")
        axes.plot(mean, at, "o", ms=5, color=colour, mfc=colour if sure else "white", mew=1.3)
    axes.annotate(
        f"{row.error[0]:.2f}", (1.02, at), xycoords=("axes fraction", "data"), va="center", fontsize=SMALL, color=INK
    )


def _finish(axes: Axes, names: Sequence[str], rows: int, ends: tuple[float, float]) -> None:
    axes.set_ylim(rows - 0.5, -0.5)
    margin = 0.04 * (ends[1] - ends[0] or 1.0)
    axes.set_xlim(ends[0] - margin, ends[1] + margin)
    axes.set_yticks(range(rows), names or [""] * rows, fontsize=SMALL)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelsize=SMALL)
    axes.axvline(0.0, color=INK, lw=0.8, zorder=0)
    axes.grid(axis="x", color="#eeeeee", zorder=-1)
    axes.set_axisbelow(True)
    bare_sides(axes, "left")
