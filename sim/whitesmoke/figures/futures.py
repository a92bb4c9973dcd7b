"""The figure of a series: who held the post, who may hold it, how long regions wait, races, turns."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, PercentFormatter

from whitesmoke.figures.page import TITLE, WIDTH, Page
from whitesmoke.figures.sheet import bare_sides
from whitesmoke.figures.style import FAINT, INK, PALETTE, SMALL, TINY, plain
from whitesmoke.writing.estimates import percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from whitesmoke.model.world import Ints

ACTING = "#c4c4c4"
PROLONGED = 0.55
"""Opacity of what went beyond the first term."""
HEIGHT = 8.85
LEFT, RIGHT = 0.75, 12.45
"""Inches from the left edge."""

Holding = tuple[str, datetime.date, datetime.date, datetime.date | None, int]
"""Name, first day, end of the first term, day of leaving, region."""


class Drawn(NamedTuple):
    """What the figure shows; `memory` and `none` are the two ways in which chains were played."""

    title: str
    scripted: str
    """what every race has"""
    regions: Sequence[str]
    """labels"""
    held: Sequence[Holding]
    """the last one is in office"""
    span: tuple[datetime.date, datetime.date]
    """first and last day of the futures"""
    years: Ints
    share: Mapping[str, Any]
    """chance that each region, and last a deputy, holds the post in the middle of each year, (years, R + 1)"""
    waits: Mapping[str, Sequence[Ints]]
    """by region, the day on which it next holds the post in each chain"""
    record_days: Sequence[tuple[str, int]]
    """length of each choice on record"""
    days: Ints
    """lengths of races for the post in the futures, without deadlocks"""
    deadlock: float
    """share of them that end in none"""
    first: int
    """year in which the record begins"""
    same_region: tuple[int, int]
    """changes within a region on record, of so many"""
    region_counts: Mapping[str, Sequence[float]]
    """chance of 0, 1, ... changes within a region by turn-taking alone"""
    runs: str


def series_figure(drawn: Drawn) -> Figure:
    """Return the figure of a series."""
    page = Page(HEIGHT)
    page.write(0.25, HEIGHT - 0.15, drawn.title, fontsize=14.0, fontweight="bold", color=INK)
    page.write(0.25, HEIGHT - 0.47, f"{drawn.runs}.", fontsize=9.5, color=INK)
    page.write(
        0.25, HEIGHT - 0.68,
        "Left of the line the record; right of it drawn futures, no forecast. "
        f"Scripted: {drawn.scripted}. Assumed: who runs, what is remembered.",
        fontsize=SMALL, color="#555555",
    )  # fmt: skip
    top = HEIGHT - TITLE - 0.55
    _ribbon(page.panel(LEFT, 4.55, RIGHT - 0.35, top), drawn)
    _legend(page, drawn, top)
    _waits(page.panel(LEFT, 0.6, 4.6, 3.65), drawn)
    _lengths(page.panel(5.55, 0.6, 8.55, 3.65), drawn)
    _turns(page.panel(9.45, 0.6, RIGHT, 3.65), drawn)
    since, now, until = drawn.held[0][1].year, drawn.span[0].year, drawn.span[1].year
    for x, y, letter, words in (
        (0.25, top + 0.5, "a", f"who held the post, {since} to {now}, and the chance of who will, {now} to {until}"),
        (0.25, 3.95, "b", f"chance that a region has held the post since {now}"),
        (5.05, 3.95, "c", f"how long a choice takes, days from the search, since {since}"),
        (8.95, 3.95, "d", f"changes of holder that stayed in a region, {drawn.first} to {now}"),
    ):
        page.write(x, y, letter, fontsize=11, fontweight="bold")
        page.write(x + 0.25, y - 0.02, words, fontsize=SMALL, color=INK)
    return page.figure


def _at(date: datetime.date) -> float:
    return date.year + (date - datetime.date(date.year, 1, 1)).days / 365.25


def _ribbon(axes: Axes, drawn: Drawn) -> None:
    """Draw who held the post as a ribbon, and the chance of who will as layers of the same height."""
    now, end = (_at(date) for date in drawn.span)
    begin = _at(drawn.held[0][1])
    axes.axhspan(0.0, 1.0, xmax=(now - begin) / (end - begin), color=ACTING, lw=0, zorder=0)
    for name, took, mandate, left, region in drawn.held:
        if left is not None:
            _holder(axes, name, _at(took), _at(mandate), _at(left), PALETTE[region])
    x = np.array([now, *(drawn.years + 0.5), end])
    layers = np.vstack([drawn.share["memory"][:1] * 0.0, drawn.share["memory"], drawn.share["memory"][-1:]])
    layers[0, drawn.held[-1][4]] = 1.0
    colours = [*PALETTE[: len(drawn.regions)], ACTING]
    axes.stackplot(x, layers.T, colors=colours, lw=0, zorder=1)
    bare = np.vstack([layers[:1], drawn.share["none"], drawn.share["none"][-1:]])
    for edge in np.cumsum(bare, axis=1)[:, :-2].T:
        axes.plot(x, edge, color="white", lw=2.4, zorder=3)
        axes.plot(x, edge, color=INK, lw=1.0, ls=(0, (4, 2)), zorder=4)
    axes.axvline(now, color=INK, lw=1.6, zorder=5)
    _shares(axes, drawn, end)
    axes.text(
        now + 0.7, 0.5, plain(drawn.held[-1][0]), rotation=90, ha="center", va="center", fontsize=SMALL, color="white",
        zorder=6,
    )  # fmt: skip
    axes.set(xlim=(begin, end), ylim=(0.0, 1.0))
    axes.xaxis.set_major_locator(MaxNLocator("auto", integer=True, steps=[1, 2, 5, 10]))
    axes.yaxis.tick_right()
    axes.set_yticks([0.0, 0.5, 1.0], ["0 %", "50 %", "100 %"])
    axes.tick_params(labelsize=SMALL, length=3, color=FAINT)
    bare_sides(axes, "left")


def _holder(axes: Axes, name: str, took: float, mandate: float, left: float, colour: str) -> None:
    style: dict[str, Any] = {"bottom": 0.0, "height": 1.0, "align": "edge", "color": colour, "lw": 0, "zorder": 1}
    axes.bar(took, width=min(mandate, left) - took, **style)
    if left > mandate:
        axes.bar(mandate, width=left - mandate, **(style | {"alpha": PROLONGED}))
    axes.axvline(took, color="white", lw=1.4, zorder=2)
    axes.text(
        (took + left) / 2, 0.5, plain(name), rotation=90, ha="center", va="center",
        fontsize=SMALL if left - took > 1.5 else TINY, color="white", zorder=3,
    )  # fmt: skip


def _shares(axes: Axes, drawn: Drawn, end: float) -> None:
    """Write each region's chance in the last year shown at the right edge of its layer."""
    last = drawn.share["memory"][-1]
    low = np.concatenate([[0.0], np.cumsum(last)])
    for r, share in enumerate(last):
        if share > 0.05:
            axes.text(
                end - 0.4, low[r] + share / 2, percent(share), ha="right", va="center", fontsize=SMALL,
                color="white" if r != 1 else INK, zorder=6,
            )  # fmt: skip


def _legend(page: Page, drawn: Drawn, top: float) -> None:
    handles: list[Any] = [Patch(color=PALETTE[r], label=name) for r, name in enumerate(drawn.regions)]
    handles += [
        Patch(color=ACTING, label="a deputy, acting"),
        Patch(color=PALETTE[0], alpha=PROLONGED, label="paler: beyond the first term"),
        Line2D([], [], color=INK, lw=1.0, ls=(0, (4, 2)), label="where the layers would meet without memory"),
    ]
    page.figure.legend(
        handles=handles, ncols=len(handles), loc="lower left", fontsize=SMALL,
        bbox_to_anchor=(LEFT / WIDTH, (top + 0.02) / page.height),
        frameon=False, borderaxespad=0, handlelength=1.4, columnspacing=1.6,
    )  # fmt: skip


def _waits(axes: Axes, drawn: Drawn) -> None:
    start, end = (date.toordinal() for date in drawn.span)
    days = np.arange(start, end + 1, 30)
    x = np.array([_at(datetime.date.fromordinal(int(day))) for day in days])
    for r, name in enumerate(drawn.regions):
        if r == drawn.held[-1][4]:
            continue
        for way, dashes in (("memory", "-"), ("none", (0, (4, 2)))):
            share = np.searchsorted(np.sort(drawn.waits[way][r]), days, side="right") / len(drawn.waits[way][r])
            axes.plot(x, share, color=PALETTE[r], lw=1.8 if way == "memory" else 1.2, ls=dashes)
            if way == "memory":
                axes.annotate(
                    plain(name), (x[-1], share[-1]), (4, 0), textcoords="offset points", va="center", fontsize=SMALL,
                    color=PALETTE[r], annotation_clip=False,
                )  # fmt: skip
    axes.set(ylim=(0.0, 1.0), xlim=(x[0], x[-1]))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
    axes.tick_params(labelsize=SMALL, length=3, color=FAINT)
    bare_sides(axes)


def _lengths(axes: Any, drawn: Drawn) -> None:
    edges = np.arange(0, max([*(days for _, days in drawn.record_days), int(drawn.days.max(initial=1))]) + 21, 20)
    axes.hist(drawn.days, edges, weights=np.full(len(drawn.days), 1 / max(1, len(drawn.days))), color="#b9cfe0")
    high = axes.get_ylim()[1]
    rows = sorted(drawn.record_days, key=lambda row: row[1])
    for x, (name, days) in enumerate(rows):
        y = high * (1.0 + 0.11 * (len(rows) - x))
        axes.plot(days, y, "o", color=INK, ms=4)
        words = plain(name.partition(" ")[2] or name)
        axes.annotate(words, (days, y), (5, 0), textcoords="offset points", va="center", fontsize=TINY)
    told = [(high * 0.99, f"futures\n({percent(drawn.deadlock)} never)")]
    if rows:
        axes.axhline(high * 1.04, color=FAINT, lw=0.6)
        told.append((high * (1.06 + 0.11 * len(rows)), "record"))
    for y, words in told:
        axes.text(edges[-1], y, words, ha="right", va="top", fontsize=SMALL, color=INK)
    axes.set(ylim=(0.0, high * (1.1 + 0.11 * len(rows))), yticks=[], xlim=(0, edges[-1]))
    axes.tick_params(labelsize=SMALL, length=3, color=FAINT)
    bare_sides(axes, "left")


def _turns(axes: Axes, drawn: Drawn) -> None:
    found, of = drawn.same_region
    x = np.arange(of + 1)
    for way, colour, shift, words in (
        ("none", "#8a8a8a", -0.2, "no memory"), ("memory", PALETTE[3], 0.2, "memory of the file"),
    ):  # fmt: skip
        axes.bar(x + shift, drawn.region_counts[way], 0.38, color=colour, label=words)
    axes.axvline(found, color=INK, lw=1.6, zorder=0)
    high = 1.18 * max(max(counts) for counts in drawn.region_counts.values())
    left = found > of / 2
    axes.text(found + 0.2, high, f"record:\n{found} of {of}", fontsize=SMALL, va="top", color=INK)
    axes.legend(
        loc="upper left" if left else "upper right", fontsize=TINY, frameon=False, borderaxespad=0.1, handlelength=1.2
    )
    axes.set(ylim=(0.0, high * 1.02), yticks=[], xlim=(-0.7, of + 0.7))
    axes.tick_params(labelsize=SMALL, length=3, color=FAINT)
    axes.xaxis.set_major_locator(MaxNLocator("auto", integer=True, steps=[1, 2, 5, 10]))
    axes.set_xlabel("expected by turn-taking alone", fontsize=SMALL)
    bare_sides(axes, "left")
