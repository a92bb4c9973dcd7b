"""The figure of calibration: in which fifth of a forecast the truth lay, and how many truths lay between its ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from whitesmoke.figures.forecaster_rows import COLOURS, WORDS, write_head
from whitesmoke.figures.page import WIDTH, Page
from whitesmoke.figures.sheet import Estimate, bare_sides
from whitesmoke.figures.style import FAINT, INK, SMALL, TINY

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HIGH, TOP, BETWEEN, FOOT = 0.62, 2.15, 0.2, 0.75
"""Inches: a forecaster's panels, above all of them, between two, under them."""
NAMES, GAP = 2.0, 0.95
SOUND_INSIDE = 0.9


class Sound(NamedTuple):
    """Where the truth lay in the forecasts of one forecaster."""

    fifths: Sequence[Estimate]
    inside: Estimate
    """between 5 and 95 %"""


def calibration_figure(boards: Mapping[str, Mapping[str, Sound]], title: str, about: str) -> Figure:
    """Return the figure: a row for each forecaster, a column for each kind of dates."""
    names = list(next(iter(boards.values())))
    page = Page(TOP + (HIGH + BETWEEN) * len(names) + FOOT)
    write_head(page, title, about)
    width = (WIDTH - NAMES - 0.2 - GAP * len(boards)) / len(boards)
    for place, (kind, rows) in enumerate(boards.items()):
        left = NAMES + place * (width + GAP)
        page.write(left, page.height - TOP + 0.62, WORDS[kind], fontsize=9, color=COLOURS[kind], fontweight="bold")
        page.write(left + width + 0.1, page.height - TOP + 0.28, "in 5-95 %", fontsize=TINY, color=INK)
        for at, name in enumerate(names):
            top = page.height - TOP - at * (HIGH + BETWEEN)
            axes = page.panel(left, top - HIGH, left + width, top)
            _bars(axes, rows[name], COLOURS[kind])
            _finish(axes, at == len(names) - 1)
            words = f"{100.0 * rows[name].inside[0]:.0f} %"
            far = not rows[name].inside[1] <= SOUND_INSIDE <= rows[name].inside[2]
            page.write(left + width + 0.1, top - 0.2, words, fontsize=9, color=INK, fontweight="bold" if far else None)
            if not place:
                page.write(0.25, top - 0.2, name, fontsize=SMALL, color=INK)
    page.write(
        NAMES,
        0.34,
        "Bars: share of truths, 95 % over cases; dashed: a fifth in each, as it is if forecasts mean what they say. "
        "Right of the bars: truths between its 5 and 95 %; bold: nine in ten is outside the interval.",
        fontsize=TINY,
        color="#555555",
    )
    return page.figure


def _bars(axes: Axes, row: Sound, colour: str) -> None:
    means = [mean for mean, _, _ in row.fifths]
    axes.bar(range(5), means, 0.86, color=colour, alpha=0.75, zorder=2)
    for at, (_, low, high) in enumerate(row.fifths):
        axes.plot([at, at], [low, high], color=INK, lw=0.9, zorder=3)
    axes.axhline(0.2, color=INK, lw=0.8, ls=(0, (4, 3)), zorder=4)


def _finish(axes: Axes, lowest: bool) -> None:
    axes.set(xlim=(-0.5, 4.5), ylim=(0.0, 0.65))
    axes.set_yticks([0.2, 0.6], ["20 %", "60 %"], fontsize=TINY)
    axes.tick_params(axis="x", length=0, labelsize=TINY)
    axes.tick_params(axis="y", length=2, color=FAINT)
    ends = ["earlier\nthan said", "", "in the\nmiddle", "", "later, or\nnever"]
    axes.set_xticks(range(5), ends if lowest else [""] * 5)
    bare_sides(axes)
