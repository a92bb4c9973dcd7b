"""The figure of an attribution: what each part costs or saves, one at a time and shared out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from whitesmoke.figures.page import TITLE, Page
from whitesmoke.figures.sheet import Estimate, bare_sides, shortened, write_titles
from whitesmoke.figures.style import INK, PALETTE, SMALL, TINY, plain
from whitesmoke.model.compiled import Compiled
from whitesmoke.writing.estimates import signed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COSTS, SAVES, ENDS = PALETTE[5], PALETTE[0], "#5a5a5a"
ROW, FOOT = 0.26, 0.75
BARS, WATERFALL = (3.1, 6.1), (8.55, 11.6)
"""Inches from the left edge: from, to."""
GAP, MOST_TIES = 4, 14
"""Rows between the groups and the ties under them; ties drawn at most."""


PAID_AT = BARS[1] + 0.68
NOTE: dict[str, Any] = {"fontsize": SMALL, "color": INK}


class Shown(Protocol):
    """What is drawn of an effect or a share: days and probability of deadlock, with intervals."""

    @property
    def days(self) -> Estimate:
        """Return the days it costs (negative: saves)."""

    @property
    def deadlock(self) -> Estimate:
        """Return what it adds to the probability of deadlock."""


class Single(Shown, Protocol):
    """What is drawn of a part, one at a time."""

    @property
    def paid(self) -> Estimate | None:
        """Return the logits granted for it; none where actors do not bargain."""


def attribution_figure(
    case: Compiled,
    single: Mapping[str, Single],
    shared: Mapping[str, Shown],
    whole: Shown,
    base: tuple[float, float],
    title: str,
    runs: str,
    ties: Mapping[str, Single] | None = None,
) -> Figure:
    """Return the figure of an attribution.

    Parameters
    ----------
    single : by part, its effect one at a time
    shared : by group, its Shapley value; `whole` is their sum
    base : mean days, up to the horizon, of the race with none of the groups and with all
    ties : by part of the network, its effect; the largest of those whose interval leaves out 0 are drawn
    """
    drawn = _clear(ties or {})
    rows = max(len(single), len(shared) + 2 + (GAP + len(drawn) if drawn else 0))
    page = Page(TITLE + 0.45 + ROW * rows + FOOT)
    top, horizon = page.height - TITLE - 0.3, case.world.rounds * case.world.round_days
    order = sorted(single, key=lambda name: -single[name].days[0])
    _bars(page.panel(BARS[0], top - ROW * len(single), BARS[1], top), order, single, horizon)
    _waterfall(page.panel(WATERFALL[0], top - ROW * (len(shared) + 2), WATERFALL[1], top), shared, base, horizon)
    page.write(
        0.25, top + 0.3, "a  one at a time: the race with it less the race without it", fontsize=SMALL, color=INK
    )
    page.write(BARS[1] + 0.1, top + 0.3, "deadlock", fontsize=SMALL, color=INK)
    page.write(7.35, top + 0.3, "b  shared out (Shapley): from none of them to all", fontsize=SMALL, color=INK)
    page.write(WATERFALL[1] + 0.1, top + 0.3, "deadlock", fontsize=SMALL, color=INK)
    low = top - ROW * (len(shared) + 2) - 0.55
    page.write(7.35, low, f"All together: {_days(whole)}, {_points(whole)} of deadlock.", fontsize=SMALL, color=INK)
    if any(shown.paid is not None for shown in single.values()):
        page.write(PAID_AT, top + 0.3, "paid", fontsize=SMALL, color=INK)
        page.write(7.35, low - 0.17, "Paid: logits granted to all who ask, with it less without it.", **NOTE)
    if drawn:
        head = f"c  ties, one at a time: the largest of {len(ties or {})} whose interval leaves out 0"
        page.write(7.35, low - 0.32, head, fontsize=SMALL, color=INK)
        under = low - 0.5 - ROW * len(drawn)
        _bars(page.panel(WATERFALL[0], under, WATERFALL[1], low - 0.5), list(drawn), drawn, horizon)
    elif ties:
        words = f"Ties, one at a time: none is drawn, as all {len(ties)} intervals include 0."
        page.write(0.25, 0.25, words, fontsize=SMALL, color=INK)
    write_titles(page, case, title, runs)
    return page.figure


def _clear(ties: Mapping[str, Single]) -> dict[str, Single]:
    """Return the ties that are drawn, from what costs most to what saves most."""
    beside = [name for name, shown in ties.items() if shown.days[1] > 0.0 or shown.days[2] < 0.0]
    largest = sorted(beside, key=lambda name: -abs(ties[name].days[0]))[:MOST_TIES]
    return {name: ties[name] for name in sorted(largest, key=lambda name: -ties[name].days[0])}


def _bars(axes: Axes, order: list[str], single: Mapping[str, Single], horizon: int) -> None:
    wide = (PAID_AT - BARS[0]) / (BARS[1] - BARS[0])
    for row, name in enumerate(order):
        value, low, high = single[name].days
        if paid := single[name].paid:
            axes.annotate(signed(paid[0], 1), (wide, row), xycoords=("axes fraction", "data"), **ASIDE)
        axes.barh(row, value, 0.64, color=COSTS if value > 0 else SAVES, zorder=2)
        axes.plot([low, high], [row, row], color=INK, lw=1.0, zorder=3)
        axes.annotate(_points(single[name]), (1.03, row), xycoords=("axes fraction", "data"), **ASIDE)
    _dress(axes, order, f"mean days, a deadlock counted as day {horizon}: costs to the right, saves to the left")
    axes.axvline(0.0, color=INK, lw=0.8, zorder=1)


def _waterfall(axes: Axes, shared: Mapping[str, Shown], base: tuple[float, float], horizon: int) -> None:
    order = sorted(shared, key=lambda name: -shared[name].days[0])
    at, reach = base[0], [base[0], base[1]]
    for row, name in enumerate(order, start=1):
        value = shared[name].days[0]
        axes.barh(row, value, 0.64, at, color=COSTS if value > 0 else SAVES, zorder=2)
        axes.plot([at, at], [row - 1, row], color=ENDS, lw=0.7, zorder=1)
        axes.annotate(
            signed(value, 0), (at + value, row), (4 if value > 0 else -4, 0), textcoords="offset points", va="center",
            ha="left" if value > 0 else "right", fontsize=TINY, color=INK,
        )  # fmt: skip
        axes.annotate(_points(shared[name]), (1.03, row), xycoords=("axes fraction", "data"), **ASIDE)
        at += value
        reach.append(at)
    last = len(order) + 1
    axes.plot([at, at], [last - 1, last], color=ENDS, lw=0.7, zorder=1)
    _dress(
        axes,
        ["none of these", *order, "the race as it is"],
        f"mean days, a deadlock counted as day {horizon}, the horizon",
    )
    for row, value in ((0, base[0]), (last, base[1])):
        axes.plot(value, row, marker="|", ms=13, mew=4.0, color=ENDS)
        axes.annotate(f"{value:.0f}", (value, row), (6, 0), textcoords="offset points", va="center", fontsize=TINY)
    margin = 0.14 * (max(reach) - min(reach)) + 2.0
    axes.set_xlim(min(reach) - margin, max(reach) + margin)


ASIDE: dict[str, Any] = {"va": "center", "fontsize": TINY, "color": INK, "annotation_clip": False}


def _dress(axes: Axes, names: list[str], label: str) -> None:
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_yticks(range(len(names)), [plain(shortened(name, 40)) for name in names], fontsize=SMALL)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelsize=SMALL)
    axes.set_xlabel(label, fontsize=SMALL)
    bare_sides(axes, "left")


def _points(shown: Shown) -> str:
    return f"{signed(100 * shown.deadlock[0], 0)} points"


def _days(shown: Shown) -> str:
    value, low, high = shown.days
    return f"{signed(value, 0)} days [{signed(low, 0)}, {signed(high, 0)}]"
