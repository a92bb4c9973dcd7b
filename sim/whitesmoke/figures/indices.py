"""The figure of a sensitivity analysis: what each outcome hangs on, and how much of it is luck."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from whitesmoke.figures.page import TITLE, WIDTH, Page
from whitesmoke.figures.sheet import bare_sides, shortened, write_titles
from whitesmoke.figures.style import FAINT, INK, PALETTE, SMALL, TINY, UNCOMMITTED, plain
from whitesmoke.model.compiled import Compiled
from whitesmoke.writing.estimates import percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FIRST, TOTAL = PALETTE[0], "#9cc7e0"
ROW, FOOT, NAMES = 0.36, 1.5, 2.9
"""Inches: a row, under all rows, room for names."""
FARTHEST = (-0.4, 1.4)
"""Shares of variance drawn; intervals may reach beyond them."""


def sensitivity_figure(case: Compiled, sobol: dict[str, Any], luck: dict[str, Any], title: str, seed: int) -> Figure:
    """Return the figure of a sensitivity analysis.

    Parameters
    ----------
    sobol : by outcome and factor, estimates with `value`, `low`, `high`
    luck : by outcome, shares of the variance of single runs
    """
    names = list(next(iter(sobol.values()), {}))
    page = Page(TITLE + 0.5 + ROW * max(1, len(names)) + FOOT)
    top = page.height - TITLE - 0.45
    width = (WIDTH - NAMES - 0.3) / max(1, len(sobol))
    for column, (what, rows) in enumerate(sobol.items()):
        left = NAMES + column * width
        axes = page.panel(left, top - ROW * len(names), left + width - 0.35, top)
        bars(axes, [_called(name) for name in names], [rows[name] for name in names], column == 0)
        axes.set_xlabel("share of the variance of the mean", fontsize=TINY)
        page.write(left, top + 0.3, f"{'abcdefgh'[column % 8]}  {shortened(what, int(width * 14))}", fontsize=SMALL)
        below = page.panel(left, 0.75, left + width - 0.35, 0.95)
        _variance(below, luck[what])
    if not sobol:
        page.write(0.25, top, "No outcome varies enough for shares of its variance.", fontsize=SMALL, color=INK)
    else:
        page.write(0.25, 0.95, "variance of single runs\n(no intervals)", fontsize=SMALL, color=INK)
        _words(page)
    write_titles(page, case, title, f"seed {seed}")
    return page.figure


def _words(page: Page) -> None:
    handles = [
        Patch(color=FIRST, label="first: on its own"),
        Patch(color=TOTAL, label="total: with its interactions"),
        Line2D([], [], color=INK, lw=1.0, label="95 % interval (arrow: goes on)"),
        Patch(color=FIRST, label="below: parameters"),
        Patch(color=FAINT, label="chance"),
        Patch(color=UNCOMMITTED, label="both at once"),
    ]
    page.figure.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0.25 / WIDTH, 0.15 / page.height), ncols=6, fontsize=SMALL,
        frameon=False, borderaxespad=0, columnspacing=1.2,
    )  # fmt: skip


def _called(name: str) -> str:
    return name.rpartition(":")[2].removeprefix("parameters.")


SHARES = {"first": FIRST, "total": TOTAL}
"""Kinds of estimates that are drawn of each factor, with their colours."""


def bars(
    axes: Axes,
    words: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    named: bool,
    kinds: Mapping[str, str] = SHARES,
    farthest: tuple[float, float] = FARTHEST,
) -> None:
    """Draw the estimates of each factor, one kind under the other, with their intervals.

    Parameters
    ----------
    words, rows : what each factor is called, and its estimates by kind
    named : whether the words are written here
    farthest : no more is drawn than between these
    """
    low, high = _limits(rows, kinds, farthest)
    tall = 0.68 / len(kinds)
    for row, estimates in enumerate(rows):
        for nth, (kind, color) in enumerate(kinds.items()):
            one, y = estimates[kind], row + (nth - (len(kinds) - 1) / 2) * (tall + 0.02)
            axes.barh(y, one["value"], tall, color=color, gid=kind, zorder=1)
            _interval(axes, y, one, low, high)
    axes.axvline(0.0, color=INK, lw=0.8, zorder=2)
    texts = [plain(shortened(word, 36)) if named else "" for word in words]
    axes.set_yticks(range(len(words)), texts, fontsize=SMALL)
    axes.set(ylim=(len(words) - 0.5, -0.5), xlim=(low, high))
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelsize=TINY, color=FAINT)
    bare_sides(axes, "left")


def _limits(
    rows: Sequence[Mapping[str, Any]], kinds: Iterable[str], farthest: tuple[float, float]
) -> tuple[float, float]:
    """Return where the axis begins and ends: estimates of shares may lie below 0 and above 1."""
    known = [x for one in rows for kind in kinds for x in one[kind].values() if np.isfinite(x)]
    low, high = min([0.0, *known]), max([0.0, *known])
    return max(farthest[0], 1.05 * low), min(farthest[1], 1.05 * high) or 0.01


def _interval(axes: Axes, y: float, one: dict[str, float], low: float, high: float) -> None:
    """Draw an interval, with an arrow where it goes on beyond the axis, or say that there is none."""
    if not (np.isfinite(one["low"]) and np.isfinite(one["high"])):
        at = max(0.0, one["value"]) if np.isfinite(one["value"]) else 0.0
        axes.annotate("no interval", (at, y), (3, 0), textcoords="offset points", va="center", fontsize=TINY)
        return
    axes.plot([max(low, one["low"]), min(high, one["high"])], [y, y], color=INK, lw=1.0, zorder=3)
    for cut, at, marker in ((one["low"] < low, low, "<"), (one["high"] > high, high, ">")):
        if cut:
            axes.plot(at, y, marker=marker, ms=4, color=INK, clip_on=False, zorder=4)


def _variance(axes: Axes, luck: dict[str, float]) -> None:
    left = 0.0
    for share, color, ink in zip(
        (luck["factors"], luck["chance"], luck["both"]), (FIRST, FAINT, UNCOMMITTED), ("white", "white", INK)
    ):
        axes.barh(0, share, 1.0, left, color=color)
        if share > 0.1:
            axes.text(left + share / 2, 0, percent(share), ha="center", va="center", fontsize=TINY, color=ink)
        left += share
    axes.set(xlim=(0, 1), ylim=(-0.5, 0.5))
    axes.axis("off")
