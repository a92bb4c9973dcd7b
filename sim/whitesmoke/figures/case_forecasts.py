"""Each case's forecasts beside what came: on each day on which it was forecast, how many days more."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from matplotlib.lines import Line2D

from whitesmoke.figures.forecaster_rows import write_head
from whitesmoke.figures.page import WIDTH, Page
from whitesmoke.figures.sheet import bare_sides
from whitesmoke.figures.style import FAINT, INK, PALETTE, SMALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ACROSS, NAMES, GAP = 4, 0.78, 0.12
"""Cases side by side; inches for dates, between cases."""
ROW, HEAD, BELOW, TOP, FOOT = 0.135, 0.24, 0.3, 1.3, 0.5
"""Inches: a forecast, a case's name, its scale, above all cases, under them."""
TICKS = {1: "day", 7: "week", 30: "month", 365: "year", 3652: "10 y"}
NEVER, LAST = 16000.0, 6500.0
"""where never stands on the scale of days, and where the scale ends before it"""
CAME = "what came; at never: it failed, or took more than ten years"
COLOURS = (PALETTE[0], PALETTE[5])


class Told(NamedTuple):
    """A forecast of one case: on which day, days left to its 5, 25, 50, 75 and 95 %, and what came."""

    on: datetime.date
    days: Mapping[str, Sequence[int | None]]
    """by forecaster; None where it is never"""
    left: int | None
    """days to the decision; None if none came within the window"""


def cases_figure(cases: Mapping[str, Sequence[Told]], title: str, about: str) -> Figure:
    """Return the figure, a panel for each case, its forecasts from the first day down; those with most come first."""
    names = sorted(cases, key=lambda name: -len(cases[name]))
    lines = [names[at : at + ACROSS] for at in range(0, len(names), ACROSS)]
    heights = [HEAD + BELOW + ROW * max(len(cases[name]) for name in line) for line in lines]
    page = Page(TOP + sum(heights) + FOOT)
    write_head(page, title, about)
    top = page.height - TOP
    for line, height in zip(lines, heights, strict=True):
        for column, name in enumerate(line):
            _panel(page, column, top, name, cases[name])
        top -= height
    _legend(page, list(next(iter(cases.values()))[0].days))
    return page.figure


def _panel(page: Page, column: int, top: float, name: str, told: Sequence[Told]) -> None:
    width = (WIDTH - 0.3) / ACROSS
    left = 0.15 + column * width
    _case(page.panel(left + NAMES, top - HEAD - ROW * len(told), left + width - GAP, top - HEAD), told)
    page.write(left + 0.1, top - 0.04, name, fontsize=SMALL, fontweight="bold", color=INK)


def _legend(page: Page, forecasters: Sequence[str]) -> None:
    marks = [
        Line2D([], [], color=COLOURS[k], marker="o", mfc="white", lw=3, label=f"{name}: 5-95 %, 25-75 %, median")
        for k, name in enumerate(forecasters)
    ]
    marks.append(Line2D([], [], color=INK, marker="D", ms=4, lw=0, label=CAME))
    where: dict[str, Any] = {"loc": "lower left", "bbox_to_anchor": (0.01, 0.0)}
    page.figure.legend(handles=marks, ncols=len(marks), frameon=False, fontsize=SMALL, **where)


def _case(axes: Axes, told: Sequence[Told]) -> None:
    for at, one in enumerate(told):
        shift = 0.5 / len(one.days)
        for k, days in enumerate(one.days.values()):
            _band(axes, at + shift * (k - (len(one.days) - 1) / 2), days, COLOURS[k], len(one.days))
        axes.plot(_at(one.left), at, "D", ms=3.4, color=INK, zorder=5)
    axes.plot([_at(one.left) for one in told], range(len(told)), color=INK, lw=0.7, zorder=4)
    axes.set_xscale("log")
    axes.set(xlim=(0.8, NEVER * 1.25), ylim=(len(told) - 0.4, -0.6))
    axes.set_xticks([*TICKS, NEVER], [*TICKS.values(), "never"], fontsize=5.6)
    axes.minorticks_off()
    axes.set_yticks(range(len(told)), [f"{one.on:%Y-%m-%d}" for one in told], fontsize=5.6)
    axes.tick_params(length=2, color=FAINT, pad=1.5)
    axes.axvline(LAST, color=FAINT, lw=0.6, ls=":")
    axes.grid(axis="x", color="#eeeeee", zorder=-1)
    axes.set_axisbelow(True)
    bare_sides(axes)


def _band(axes: Axes, at: float, days: Sequence[int | None], colour: str, of: int) -> None:
    low, first, middle, last, high = map(_at, days)
    axes.plot([low, high], [at, at], color=colour, lw=1.0, alpha=0.6, solid_capstyle="butt", zorder=2)
    axes.plot([first, last], [at, at], color=colour, lw=4.2 / of, alpha=0.75, solid_capstyle="butt", zorder=3)
    axes.plot(middle, at, "o", ms=3.2 / of**0.5, mfc="white", mec=colour, mew=0.9, zorder=4)


def _at(days: int | None) -> float:
    return NEVER if days is None else max(1.0, float(days))
