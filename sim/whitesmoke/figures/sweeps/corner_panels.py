"""The corners of a sweep: its points with the corner in them, the limits it has, and what was given up to get there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from whitesmoke.figures.page import WIDTH, Page
from whitesmoke.figures.sheet import bare_sides, shortened
from whitesmoke.figures.style import FAINT, INK, PALETTE, SMALL, TINY, UNCOMMITTED, plain
from whitesmoke.figures.sweeps.axes import STEPS, by_log, level_axis
from whitesmoke.figures.sweeps.corner_sides import Corner, corners_of, outlines, placed, spans
from whitesmoke.figures.sweeps.foot import HEAD, foot, write_head_and_foot
from whitesmoke.figures.sweeps.points import Dimension, Points, read
from whitesmoke.writing.corner_words import EXPLAINED, asked, headline, p_text, takes
from whitesmoke.writing.estimates import percent
from whitesmoke.writing.level_words import ARM
from whitesmoke.writing.measure_words import SHARES, interval

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TALL, OVER, UNDER = 2.7, 0.5, 0.62
"""Inches: a panel, the words over it, and under it."""
SPACE, LIMITS, TRADE = (1.0, 5.1), (5.75, 8.75), (9.75, 12.45)
"""Inches from left to right: the three panels."""
COUNTS, OTHER, CORNER = PALETTE[5], "#b9c7d2", PALETTE[0]
SIZE, BACK = 4.2, 0.22
"""Of a dot, and how pale one is that another limit of the corner leaves out."""


def corners_figure(found: Mapping[str, Any]) -> Figure | None:
    """Return the figure of the corners of a sweep; None where none is told."""
    points = read(found)
    drawn = [*corners_of(found, points)]
    if not drawn:
        return None
    under = foot(found, points, [EXPLAINED])
    block = OVER + TALL + UNDER
    page = Page(under.height + block * len(drawn) + HEAD - 0.15)
    for nth, one in enumerate(drawn):
        top = page.height - HEAD + 0.15 - OVER - nth * block
        _space(page, top, points, one)
        _limits(page, top, found, one)
        _trade(page, top, one)
        letters = "abcdefghijkl"[3 * nth % 12 :]
        heads = (_title(drawn, nth), "limits [quasi-p; again in how many of 5 parts]", "what each step costs")
        for (left, _), letter, head in zip((SPACE, LIMITS, TRADE), letters, heads):
            page.write(left - 0.25, top + 0.36, letter, fontsize=11, fontweight="bold")
            page.write(left, top + 0.34, head, fontsize=SMALL, color=INK)
    _legend(page, under.height)
    write_head_and_foot(page, found, headline(found, drawn[0].name), under)
    return page.figure


def _title(drawn: Sequence[Corner], nth: int) -> str:
    same = [at for at, one in enumerate(drawn) if one.name == drawn[nth].name]
    which = f", corner {same.index(nth) + 1}" if len(same) > 1 else ""
    return shortened(f"{asked(drawn[nth].about)}{which}", 62)


# --- the points, and the corner in them -----------------------------------------------------------------------------


def _space(page: Page, top: float, points: Points, one: Corner) -> None:
    """Draw the points over the two most certain factors, or the outcome over the only one."""
    left, right = SPACE
    axes = page.panel(left, top - TALL, right, top)
    marks = [mark for mark in points.marks if np.isfinite(one.value(mark))]
    at = placed(one, marks)
    for is_counting, color in ((False, OTHER), (True, COUNTS)):
        for is_front in (False, True):
            these = (at.counts == is_counting) & (at.within == is_front)
            style = {"color": color, "ms": SIZE, "mec": "none", "alpha": 0.9 if is_front else BACK}
            axes.plot(at.x[these], at.y[these], "o", zorder=2 + is_counting + 2 * is_front, clip_on=False, **style)
    level_axis(axes, one.across[0], right - left)
    _upward(axes, one, None if one.up is None else one.up[0])
    _outline(axes, one)
    bare_sides(axes)


def _upward(axes: Any, one: Corner, up: Dimension | None) -> None:
    """Write the second factor, or the outcome, up the y axis."""
    if up is None:
        axes.set_ylabel(plain(one.title), fontsize=SMALL)
        if one.about["unit"] in SHARES:
            axes.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f} %")
    else:
        axes.set_ylabel(plain(shortened(up.title, 40)), fontsize=SMALL)
        _levels_up(axes, up)
    axes.tick_params(length=3, color=FAINT, labelsize=SMALL)


def _levels_up(axes: Any, up: Dimension) -> None:
    if up.kind == "category":
        words = [shortened(word, 14) for word in up.words]
        axes.set_yticks(range(len(words)), [plain(word) for word in words], rotation=90, va="center")
        axes.set_ylim(-0.6, len(words) - 0.4)
    elif by_log(up):
        axes.set_yscale("log")
    elif up.kind == "date":
        axes.yaxis_date()


def _outline(axes: Any, one: Corner) -> None:
    """Draw the corner as a rectangle, several of a category."""
    low, high = axes.get_ylim()
    for left, bottom, right, top in outlines(one, low, high):
        place = ((left, bottom), right - left, top - bottom)
        axes.add_patch(Rectangle(*place, fc="none", ec=CORNER, lw=1.8, zorder=8, gid="corner", clip_on=False))
    axes.set_ylim(low, high)


# --- its limits -----------------------------------------------------------------------------------------------------


def _limits(page: Page, top: float, found: Mapping[str, Any], one: Corner) -> None:
    """Draw of every factor all that was tried, and what of it the corner takes."""
    left, right = LIMITS
    axes = page.panel(left, top - TALL, right, top)
    for row, (name, (of, limit)) in enumerate(one.sides.items()):
        axes.barh(row, 1.0, 0.22, color=UNCOMMITTED, zorder=1)
        for low, high in _shares(of, limit):
            axes.barh(row, max(high - low, 0.01), 0.22, low, color=CORNER, zorder=2, gid=name)
        said = f"{of.label if name != ARM else 'arm'}: {takes(found, name, limit)}"
        sure = f"[{p_text(limit['quasi_p'])}; {limit['again']}]"
        axes.text(0.0, row - 0.19, plain(shortened(said, 46)), fontsize=SMALL, color=INK, va="bottom")
        axes.text(1.0, row + 0.17, sure, fontsize=TINY, color=INK, va="top", ha="right")
    axes.set(xlim=(0, 1), ylim=(max(3.5, len(one.sides) - 0.4), -0.6))
    axes.axis("off")


def _shares(of: Dimension, limit: Mapping[str, Any]) -> list[tuple[float, float]]:
    """Return what a corner takes of a factor as shares of all that was tried."""
    if of.kind == "category":
        width = 1.0 / len(of.levels)
        return [(width * (x := of.levels.index(level)) + 0.005, width * (x + 1) - 0.005) for level in limit["in"]]
    scale = np.log if by_log(of) else np.asarray
    least, most = (float(scale(of.place(level))) for level in (of.levels[0], of.levels[-1]))
    return [((float(scale(a)) - least) / (most - least), (float(scale(b)) - least) / (most - least))
            for a, b in spans(of, limit)]  # fmt: skip


# --- what it costs --------------------------------------------------------------------------------------------------


def _trade(page: Page, top: float, one: Corner) -> None:
    """Draw coverage against density of each corner on the way, of the one that is told, and of points held out."""
    left, right = TRADE
    axes = page.panel(left, top - TALL, right, top)
    way = np.array([[_value(step["coverage"]), _value(step["density"])] for step in one.told["steps"]])
    axes.plot(way[:, 0], way[:, 1], "-o", color=FAINT, ms=2.8, lw=0.8, zorder=2, gid="trade-off")
    for said, style in ((one.told, {"mfc": CORNER}), (one.told["held_out"], {"mfc": "white"})):
        place = [_value(said["coverage"]), _value(said["density"])]
        axes.plot(*place, "s", ms=7, mec=CORNER, mew=1.5, zorder=4, clip_on=False, **style)
    base = _value(one.told["base"])
    axes.axhline(base, color=FAINT, lw=0.8, ls=(0, (2, 2)), zorder=1)
    words = {"textcoords": "offset points", "fontsize": TINY, "color": INK}
    axes.annotate(f"all points {percent(base)}", (0.0, base), (2, 2), **words)
    axes.set(xlim=(0, 1.03), ylim=(0, 1.03))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(5, steps=STEPS))
        axis.set_major_formatter(lambda value, _: f"{100 * value:.0f} %")
    axes.set_xlabel("coverage: share of all that count", fontsize=SMALL)
    axes.set_ylabel("density: share that count", fontsize=SMALL)
    axes.tick_params(length=3, color=FAINT, labelsize=SMALL)
    bare_sides(axes)


def _value(estimate: Any) -> float:
    """Return an estimate without its interval; nan where there is none."""
    known = interval(estimate)
    return float("nan") if known is None else known.value


def _legend(page: Page, foot_height: float) -> None:
    def mark(label: str, **style: Any) -> Line2D:
        looks: dict[str, Any] = {"ls": "none", "marker": "o", "ms": 5.5} | style
        return Line2D([], [], label=label, **looks)

    handles = [
        mark("a point that counts", color=COUNTS, mec="none"),
        mark("another point (pale: outside another limit)", color=OTHER, mec="none"),
        Rectangle((0, 0), 1, 1, fc="none", ec=CORNER, lw=1.6, label="the corner"),
        Line2D([], [], color=FAINT, marker="o", ms=3, lw=0.8, label="corners on the way, from all points"),
        mark("told", marker="s", mfc=CORNER, mec=CORNER),
        mark("held out", marker="s", mfc="white", mec=CORNER, mew=1.4),
    ]
    page.figure.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0.9 / WIDTH, (foot_height - 0.02) / page.height), ncols=6,
        fontsize=SMALL, frameon=False, borderaxespad=0, columnspacing=1.4, handletextpad=0.5,
    )  # fmt: skip
