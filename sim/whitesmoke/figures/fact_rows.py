"""The figure of the stylised facts: for each number its tolerance, what the corpus has, and what each mode gives."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from whitesmoke.figures.page import WIDTH, Page
from whitesmoke.figures.sheet import Estimate, bare_sides, shortened
from whitesmoke.figures.style import FAINT, INK, PALETTE, SMALL, TINY, plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BAND, STRIPE = "#cfe3d4", "#f6f6f6"
COLOURS = (PALETTE[0], PALETTE[5])
"""Of the modes."""
ROW, TOP, FOOT = 0.3, 1.15, 0.75
"""Inches: a row, above all rows, under them."""
NAMES, PANEL = 4.3, 8.35
"""Inches from the left edge: where names end, where the panel ends."""
FARTHEST = (-1.0, 2.0)
"""Of the axis, on which every tolerance goes from 0 to 1; what lies beyond is an arrow at its end."""

READ = (
    "Each row has an axis of its own: its tolerance, or where it has none the interval of the corpus, goes from the "
    "left tick to the right one. Bold numbers are within the tolerance."
)


class Row(NamedTuple):
    """One number of a fact."""

    name: str
    tolerance: tuple[float, float] | None
    ratio: bool
    """twice as much is as far as half as much"""
    corpus: Estimate
    modes: Mapping[str, Estimate]
    recorded: float
    told: Sequence[str]
    """corpus and modes in words"""
    inside: Sequence[bool]
    """which of these are within the tolerance"""


def facts_figure(rows: Sequence[Row], title: str, about: str) -> Figure:
    """Return the figure; a row that has neither a tolerance nor a number of the corpus is left out."""
    drawn = [row for row in rows if row.tolerance or math.isfinite(row.corpus[0])]
    modes = list(drawn[0].modes)
    page = Page(TOP + ROW * len(drawn) + FOOT)
    bottom, top = FOOT, page.height - TOP
    page.write(0.25, page.height - 0.15, title, fontsize=12, fontweight="bold", color=INK)
    page.write(0.25, page.height - 0.47, about, fontsize=9, color=INK)
    page.write(0.25, page.height - 0.68, READ, fontsize=SMALL, color="#555555")
    axes = page.panel(NAMES, bottom, PANEL, top)
    for at, row in enumerate(drawn):
        _draw(axes, at, row)
    axes.set(xlim=(FARTHEST[0] - 0.06, FARTHEST[1] + 0.06), ylim=(len(drawn) - 0.5, -0.5))
    axes.set_yticks(range(len(drawn)), [plain(shortened(row.name, 72)) for row in drawn], fontsize=TINY)
    axes.set_xticks([0, 1], ["least that\nis inside", "most that\nis inside"], fontsize=TINY)
    axes.tick_params(axis="both", length=0)
    bare_sides(axes, "left")
    _write_numbers(page, drawn, top, ("corpus", *modes))
    _words(page, modes)
    return page.figure


def _draw(axes: Axes, at: int, row: Row) -> None:
    if at % 2:
        axes.axhspan(at - 0.5, at + 0.5, color=STRIPE, lw=0, zorder=0)
    if row.tolerance:
        ends = [_clipped(_place(row, end)) for end in row.tolerance]
        axes.barh(at, max(0.03, ends[1] - ends[0]), 0.86, ends[0], color=BAND, lw=0, zorder=1)
    _dot(axes, at, row, row.corpus, INK, "D", 3.2)
    for shift, colour, found in zip((-0.24, 0.24), COLOURS, row.modes.values()):
        _dot(axes, at + shift, row, found, colour, "o", 4.4)
    if math.isfinite(row.recorded):
        axes.plot(_clipped(_place(row, row.recorded)), at, marker="|", ms=9, mew=1.4, color=INK, zorder=3)


def _dot(axes: Axes, y: float, row: Row, found: Estimate, colour: str, marker: str, size: float) -> None:
    """Draw a value and its interval; a value beyond the axis is an arrow at its end."""
    value, low, high = (_place(row, one) for one in found)
    if math.isfinite(low) and math.isfinite(high):
        axes.plot([_clipped(low), _clipped(high)], [y, y], color=colour, lw=1.1, zorder=2)
    if math.isfinite(value):
        beyond = {True: "<", False: ">"}[value < 0.5] if value != _clipped(value) else marker
        axes.plot(_clipped(value), y, marker=beyond, ms=size, color=colour, mew=0, clip_on=False, zorder=4)


def _clipped(place: float) -> float:
    return min(max(place, FARTHEST[0]), FARTHEST[1])


def _place(row: Row, value: float) -> float:
    """Return where a value stands on the axis on which the tolerance of its row goes from 0 to 1."""
    low, high = _ends(row)
    if math.isnan(value):
        return value
    if row.ratio and low > 0.0:
        return math.log(max(value, 1e-9) / low) / math.log(high / low)
    return (value - low) / (high - low)


def _ends(row: Row) -> tuple[float, float]:
    """Return what goes from 0 to 1: the tolerance, else the interval of the corpus, else half and twice its value."""
    low, high = row.tolerance or row.corpus[1:]
    if math.isnan(low):
        low, high = row.corpus[0] / 2, 2 * row.corpus[0]
    if math.isinf(high):
        high = 4.0 * low
    return (low, high) if high > low else (low - 0.5, low + 0.5)


def _write_numbers(page: Page, rows: Sequence[Row], top: float, columns: Sequence[str]) -> None:
    lefts = [PANEL + 0.15 + at * (WIDTH - PANEL - 0.2) / len(columns) for at in range(len(columns))]
    for left, name, colour in zip(lefts, columns, (INK, *COLOURS)):
        page.write(left, top + 0.2, name, fontsize=SMALL, color=colour, fontweight="bold")
        for at, row in enumerate(rows):
            text, inside = row.told[columns.index(name)], row.inside[columns.index(name)]
            weight = "bold" if inside else "normal"
            page.write(left, top - ROW * at - 0.09, text, fontsize=TINY, fontweight=weight, color=INK)


def _words(page: Page, modes: Sequence[str]) -> None:
    handles = [
        Patch(color=BAND, label="tolerance"),
        Line2D([], [], color=INK, marker="D", ms=3.2, lw=1.1, label="corpus, 95 %"),
        *(
            Line2D([], [], color=colour, marker="o", ms=4.4, lw=1.1, label=f"{mode}, 95 % of worlds")
            for mode, colour in zip(modes, COLOURS)
        ),
        Line2D([], [], color=INK, marker="|", ms=9, mew=1.4, lw=0, label="records of these cases"),
        Line2D([], [], color=FAINT, marker=">", ms=4.4, lw=0, label="beyond the axis"),
    ]
    page.figure.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0.25 / WIDTH, 0.1 / page.height), ncols=6, fontsize=SMALL,
        frameon=False, borderaxespad=0, columnspacing=1.4,
    )  # fmt: skip
