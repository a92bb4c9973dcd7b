"""The axes of the figures of sweeps: days with a place beyond the horizon, shares, levels of a factor."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.ticker import MaxNLocator, NullLocator, PercentFormatter

from whitesmoke.figures.sheet import bare_sides, shortened
from whitesmoke.figures.style import FAINT, SMALL, plain, short_date
from whitesmoke.figures.sweeps.points import Dimension, Points

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STEPS = [1, 2, 2.5, 5, 10]


class Days(NamedTuple):
    """An axis of days: from low to high, and, if a quantile falls among the deadlocks, where those stand."""

    low: float
    high: float
    beyond: float | None
    start: datetime.date | None
    """None if points start on different days"""

    @property
    def limits(self) -> tuple[float, float]:
        """What the axis shows."""
        return self.low, self.high if self.beyond is None else 2 * self.beyond - self.high

    def place(self, day: float | None) -> float:
        """Return where a day stands; one that did not come stands beyond the horizon."""
        if day is not None:
            return float(day)
        return float("nan") if self.beyond is None else self.beyond


def days_of(points: Points) -> Days:
    """Return the axis on which the quantiles of all points have a place."""
    values = [day for mark in points.marks for day in mark.days]
    known = [day for day in values if day is not None]
    if len(known) < len(values) or not known:
        top = float(max([points.horizons[1], *known]))
        low = _low(known, top)
        return Days(low, top, top + 0.06 * (top - low), points.start)
    top = max(1.0, 1.05 * max(known))
    return Days(_low(known, top), top, None, points.start)


def _low(known: Sequence[int], top: float) -> float:
    """Return 0, or a round day below all if they lie in the upper half."""
    least = min(known, default=0)
    return 0.0 if least < 0.5 * top else float(10 * int((least - 0.1 * (top - least)) // 10))


def upright_days(axes: Axes, days: Days, ticks: int = 7) -> None:
    """Write days up the y axis, with their dates if all points start on one day, and "> horizon" where that stands."""
    at = _ticks(days, ticks, 0.05)
    words = [_upright_text(days, x) for x in at]
    if days.beyond is not None:
        axes.axhline(days.high, color=FAINT, lw=0.8, ls=(0, (2, 2)), zorder=1)
        at, words = [*at, days.beyond], [*words, "> horizon"]
    axes.set_yticks(at, words)
    axes.set_ylim(*days.limits)
    axes.tick_params(length=3, color=FAINT, labelsize=SMALL)
    bare_sides(axes)


def level_days(axes: Axes, days: Days, ticks: int = 5) -> None:
    """Write days along the x axis, as `upright_days` does up the other."""
    at = _ticks(days, ticks, 0.16)
    words = [f"{x:.0f}{_date(days, x, chr(10))}" for x in at]
    if days.beyond is not None:
        axes.axvline(days.high, color=FAINT, lw=0.8, ls=(0, (2, 2)), zorder=1)
        at, words = [*at, days.beyond], [*words, ">\nhorizon"]
    axes.set_xticks(at, words)
    axes.set_xlim(*days.limits)
    axes.tick_params(length=3, color=FAINT, labelsize=SMALL)
    bare_sides(axes)


def _ticks(days: Days, most: int, clear: float) -> list[float]:
    """Return round days; none within a share of the axis below the horizon if "> horizon" is written above it."""
    last = days.high if days.beyond is None else days.high - clear * (days.high - days.low)
    found = MaxNLocator(most, integer=True, steps=STEPS).tick_values(days.low, days.high)
    return [float(x) for x in found if days.low <= x <= last]


def _upright_text(days: Days, x: float) -> str:
    date = _date(days, x, "")
    return f"{date} ({x:.0f})" if date else f"{x:.0f}"


def _date(days: Days, x: float, before: str) -> str:
    if days.start is None:
        return ""
    date = days.start + datetime.timedelta(days=int(x))
    return f"{before}{short_date(date)}{f" '{date:%y}" if days.high > 365 else ''}"


def share_axis(axes: Axes) -> None:
    """Write shares from 0 to 100 % up the y axis."""
    axes.set_ylim(-0.03, 1.03)
    axes.set_yticks([0, 0.5, 1.0])
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
    axes.tick_params(length=3, color=FAINT, labelsize=SMALL)
    bare_sides(axes)


def level_axis(axes: Any, dimension: Dimension, inches: float, bare: bool = False) -> None:
    """Write the levels of a dimension along the x axis, on its scale."""
    places = np.array([dimension.place(level) for level in dimension.levels])
    most = max(4, int(inches / 0.7))
    if dimension.kind == "category":
        _category_axis(axes, dimension, inches)
    elif is_log(dimension):
        _log_axis(axes, places, most)
    else:
        margin = 0.03 * float(np.ptp(places)) or 0.5
        axes.set_xlim(places[0] - margin, places[-1] + margin)
        few = len(places) <= most and dimension.kind == "number"
        axes.set_xticks(places, dimension.words) if few else axes.xaxis.set_major_locator(
            MaxNLocator(most, steps=STEPS)
        )
    if dimension.kind == "date":
        locator = AutoDateLocator(minticks=3, maxticks=most)
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))
    axes.tick_params(axis="x", length=3, color=FAINT, labelsize=SMALL, labelbottom=not bare)
    if not bare:
        label = textwrap.wrap(dimension.title, max(12, int(inches / 0.075)), max_lines=2, placeholder=" ...")
        axes.set_xlabel(plain("\n".join(label)), fontsize=SMALL)


def _category_axis(axes: Axes, dimension: Dimension, inches: float) -> None:
    count = len(dimension.levels)
    step = max(1, -(-count // max(2, int(inches / 0.4))))
    room = max(4, int(inches / count * step / 0.085))
    words = [textwrap.wrap(word, room, max_lines=2, placeholder="...") for word in dimension.words[::step]]
    texts = ["\n".join(shortened(part, max(4, room)) for part in parts) for parts in words]
    axes.set_xlim(-0.6, count - 0.4)
    axes.set_xticks(range(0, count, step), [plain(text) for text in texts])


def is_log(dimension: Dimension) -> bool:
    """Whether a dimension has a log axis: its scale is log and nothing of it is below 0."""
    return dimension.kind == "number" and dimension.scale == "log" and dimension.levels[-1] > 0 <= dimension.levels[0]


def by_log(dimension: Dimension) -> bool:
    """Whether all that a dimension takes has a logarithm, and is to be seen by it."""
    return is_log(dimension) and dimension.levels[0] > 0


def _log_axis(axes: Any, places: Any, most: int) -> None:
    """Take a log scale; one that holds a 0 is linear up to its smallest value above it."""
    positive = places[places > 0.0]
    ticks = log_ticks(float(positive[0]), float(positive[-1]), most)
    if len(positive) < len(places):
        axes.set_xscale("symlog", linthresh=float(positive[0]), linscale=0.5)
        axes.set_xlim(-0.2 * positive[0], positive[-1] * 1.1)
        ticks = [0.0, *ticks]
    else:
        axes.set_xscale("log")
        factor = (places[-1] / places[0]) ** 0.03 if places[-1] > places[0] else 2.0
        axes.set_xlim(places[0] / factor, places[-1] * factor)
    axes.set_xticks(ticks, [f"{x:g}" for x in ticks])
    axes.xaxis.set_minor_locator(NullLocator())


def log_ticks(low: float, high: float, most: int) -> list[float]:
    """Return powers of ten between two numbers; with twice and five times them where there is room."""
    powers = [10.0**n for n in range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)]
    found = [low, high]
    for steps in ((1.0, 2.0, 5.0), (1.0, 3.0), (1.0,)):
        inside = [x for power in powers for step in steps if low * 0.999 <= (x := power * step) <= high * 1.001]
        if len(inside) <= most:
            return inside if len(inside) > 1 else found
    return inside[:: -(-len(inside) // most)]
