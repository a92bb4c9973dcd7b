"""Median day and deadlock of a sweep over two factors, as maps of cells; a pair of maps for each category."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from matplotlib import colormaps
from matplotlib.cm import ScalarMappable
from matplotlib.collections import PatchCollection
from matplotlib.colors import Normalize
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import MaxNLocator, PercentFormatter

from sim.plots.page import WIDTH, Page
from sim.plots.sheet import percent_text, shortened
from sim.plots.style import FAINT, INK, SMALL, TINY, plain
from sim.plots.sweeps.axes import STEPS
from sim.plots.sweeps.foot import HEAD, capital, foot, half_text, write_head_and_foot
from sim.plots.sweeps.points import Dimension, Mark, Points

MAPS = ((1.75, 6.1), (7.25, 11.6))
"""Inches from the left edge: the map of days and that of deadlock, from..to."""
OVER, UNDER = 0.42, 0.62
"""Inches: for the words over and under a map."""
MOST_NUMBERS = (15, 30)
"""Of more levels, along and up, no numbers are written."""
UNSETTLED: dict[str, Any] = {"facecolor": "white", "edgecolor": "#a8a8a8", "hatch": "////", "linewidth": 0.0}
MISSING = "#efefef"
LUMA = (0.299, 0.587, 0.114)
"""Weights of red, green and blue in brightness."""


class Grid(NamedTuple):
    """The points of one category, by cell."""

    name: str
    cells: list[tuple[int, int, Mark]]
    """column, row, point"""


class Scales(NamedTuple):
    """The colours of days and of shares."""

    days: ScalarMappable
    shares: ScalarMappable


def draw(found: Mapping[str, Any], points: Points) -> Page:
    """Return the page of a sweep over two factors."""
    along, up, category = sides(points)
    grids = grids_of(points, along, up, category)
    scales = _scales(points)
    under = foot(found, points, [_note(points)])
    height = float(np.clip(0.27 * len(up.levels), 1.0, 5.0 if len(grids) == 1 else 2.6))
    over = OVER + 0.22 * (category is not None)
    page = Page(under.height + len(grids) * (over + height + UNDER) + HEAD - 0.1)
    for nth, grid in enumerate(grids):
        top = page.height - HEAD + 0.1 - over - nth * (over + height + UNDER)
        page.write(
            MAPS[0][0], top + 0.47, shortened(grid.name, 130), fontsize=SMALL + 0.5, fontweight="bold", color=INK
        )
        for kind, (left, right) in enumerate(MAPS):
            axes = page.panel(left, top - height, right, top)
            if kind == 0:
                _day_cells(axes, grid, scales, along, up, _horizon(points))
            else:
                _share_cells(axes, grid, scales, along, up)
            _sides(axes, along, up, right - left, height, kind == 0)
            words = ("day by which half of the runs settled", "deadlock, % of runs")[kind]
            page.write(left - 0.2, top + 0.25, "abcdefgh"[2 * nth + kind], fontsize=11, fontweight="bold")
            page.write(left, top + 0.235, words, fontsize=SMALL, color=INK)
            _bar(page, scales[kind], right + 0.1, top - height, top, kind == 1)
    _legend(page, points, page.height - HEAD + 0.1 - over)
    write_head_and_foot(page, found, said(points, along, up), under)
    return page


def sides(points: Points) -> tuple[Dimension, Dimension, Dimension | None]:
    """Return what goes along the maps, up them, and from map to map."""
    ordered = [dimension for dimension in points.varying if dimension.ordered]
    two = ordered if len(ordered) == 2 else points.varying[:2]
    category = next((dimension for dimension in points.varying if dimension not in two), None)
    along, up = sorted(two, key=lambda dimension: -len(dimension.levels))
    return along, up, category


def grids_of(points: Points, along: Dimension, up: Dimension, category: Dimension | None) -> list[Grid]:
    """Return the points by category and cell."""
    columns = {level: at for at, level in enumerate(along.levels)}
    rows = {level: at for at, level in enumerate(up.levels)}
    grids = []
    for level in category.levels if category else [None]:
        marks = [mark for mark in points.marks if category is None or mark.levels[category.name] == level]
        cells = [(columns[mark.levels[along.name]], rows[mark.levels[up.name]], mark) for mark in marks]
        grids.append(Grid(category.word(level) if category else "", cells))
    return grids


def _scales(points: Points) -> Scales:
    known = [mark.days[1] for mark in points.marks if mark.days[1] is not None]
    low, high = (min(known), max(known)) if known else (0, points.horizons[1])
    stuck = max((mark.deadlock[0] for mark in points.marks), default=0.0)
    days = Normalize(low, high)
    return Scales(
        ScalarMappable(days, colormaps["cividis_r"]),
        ScalarMappable(Normalize(0.0, max(0.5, stuck)), colormaps["Greys"]),
    )


def _horizon(points: Points) -> str:
    """Return what is written in a cell where fewer than half settle."""
    shortest, longest = points.horizons
    return f">{longest}" if shortest == longest else ">"


def _day_cells(axes: Any, grid: Grid, scales: Scales, along: Dimension, up: Dimension, horizon: str) -> None:
    """Draw the median day of every cell; hatched where fewer than half settle."""
    values = np.full((len(up.levels), len(along.levels)), np.nan)
    texts = {}
    for column, row, mark in grid.cells:
        values[row, column] = np.nan if mark.days[1] is None else mark.days[1]
        texts[column, row] = horizon if mark.days[1] is None else str(mark.days[1])
    _cells(axes, values, scales.days, texts)
    never = [Rectangle((column - 0.5, row - 0.5), 1, 1) for column, row, mark in grid.cells if mark.days[1] is None]
    if never:
        axes.add_collection(PatchCollection(never, gid="unsettled", zorder=2, **UNSETTLED))


def _share_cells(axes: Any, grid: Grid, scales: Scales, along: Dimension, up: Dimension) -> None:
    """Draw the share of deadlock of every cell."""
    values = np.full((len(up.levels), len(along.levels)), np.nan)
    texts = {}
    for column, row, mark in grid.cells:
        values[row, column] = mark.deadlock[0]
        texts[column, row] = (
            percent_text(mark.deadlock[0]).replace(" %", "").replace("under ", "<").replace("over ", ">")
        )
    _cells(axes, values, scales.shares, texts)


def _cells(axes: Any, values: Any, scale: ScalarMappable, texts: Mapping[tuple[int, int], str]) -> None:
    """Draw cells with their numbers, if these are few."""
    rows, columns = values.shape
    x, y = np.arange(columns + 1) - 0.5, np.arange(rows + 1) - 0.5
    edge = {"edgecolors": "white", "linewidth": 0.5} if columns * rows <= 1000 else {}
    shown = np.ma.masked_invalid(values)
    axes.pcolormesh(x, y, shown, cmap=scale.cmap, norm=scale.norm, gid="cells", zorder=1, **edge)
    axes.set_facecolor(MISSING)
    if columns > MOST_NUMBERS[0] or rows > MOST_NUMBERS[1]:
        return
    for (column, row), text in texts.items():
        value = values[row, column]
        dark = np.isfinite(value) and float(np.dot(scale.to_rgba(value)[:3], LUMA)) < 0.5
        box = (
            {"bbox": {"facecolor": "white", "edgecolor": "none", "pad": 0.6}}
            if text[0] == ">" and not np.isfinite(value)
            else {}
        )
        style = {"ha": "center", "va": "center", "fontsize": TINY, "zorder": 3}
        axes.text(column, row, text, color="white" if dark else INK, **style, **box)


def _sides(axes: Any, along: Dimension, up: Dimension, width: float, height: float, named: bool) -> None:
    """Write the levels beside the cells, as many as there is room for."""
    step = max(1, -(-len(along.levels) // int(width / (0.12 + 0.075 * min(12, max(map(len, along.words)))))))
    axes.set_xticks(range(0, len(along.levels), step), [plain(shortened(word, 12)) for word in along.words[::step]])
    step = max(1, -(-len(up.levels) // int(height / 0.16)))
    words = [plain(shortened(word, 16)) for word in up.words[::step]]
    axes.set_yticks(range(0, len(up.levels), step), words if named else [])
    axes.tick_params(length=2, color=FAINT, labelsize=SMALL)
    axes.tick_params(axis="y", length=2 if named else 0)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.set_xlabel(plain(shortened(along.title, int(width / 0.075))), fontsize=SMALL)
    if named:
        label = textwrap.wrap(up.title, max(14, int(height / 0.07)), max_lines=2, placeholder=" ...")
        axes.set_ylabel(plain("\n".join(label)), fontsize=SMALL, labelpad=6)


def _bar(page: Page, scale: ScalarMappable, left: float, bottom: float, top: float, percent: bool) -> None:
    """Draw the colours of a map with their numbers."""
    if scale.norm.vmin == scale.norm.vmax:
        return
    axes = page.panel(left, bottom, left + 0.12, top)
    bar = page.figure.colorbar(scale, cax=axes)
    bar.outline.set_visible(False)
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=STEPS, integer=not percent))
    if percent:
        axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
    axes.tick_params(length=2, color=FAINT, labelsize=TINY)


def _legend(page: Page, points: Points, top: float) -> None:
    """Write over the first map which cells have no number of their own."""
    handles = []
    if any(mark.days[1] is None for mark in points.marks):
        handles.append(Patch(**UNSETTLED, label="> horizon: fewer than half settle"))
    if points.lost:
        handles.append(Patch(color=MISSING, lw=0, label="no runs"))
    corner = (MAPS[0][1] / WIDTH, (top + 0.125) / page.height)
    if handles:
        page.figure.legend(
            handles=handles, loc="lower right", bbox_to_anchor=corner, ncols=2, fontsize=SMALL, frameon=False,
            borderaxespad=0, borderpad=0, columnspacing=1.4, handlelength=1.6,
        )  # fmt: skip


def _note(points: Points) -> str:
    widest = max(((mark.deadlock[2] - mark.deadlock[1]) / 2 for mark in points.marks), default=0.0)
    return f"The share of deadlock of a cell is known to within {100 * widest:.0f} points (95 % interval)."


def said(points: Points, along: Dimension, up: Dimension) -> str:
    """Return a sentence that can be quoted: the cells that settle first and last."""
    if not points.marks:
        return "No runs to draw"
    first, last = (pick(points.marks, key=lambda mark: mark.mean[0]) for pick in (min, max))
    if first.mean[0] == last.mean[0]:
        return capital(f"everywhere {half_text(points, first)}")
    words = [[shortened(d.word(mark.levels[d.name]), 24) for d in (along, up)] for mark in (first, last)]
    labels = [shortened(d.label, 36) for d in (along, up)]
    texts = [
        f"{labels[0]} {words[0][0]}, {labels[1]} {words[0][1]}: {half_text(points, first)}",
        f"at {words[1][0]}, {words[1][1]}: {half_text(points, last)}",
    ]
    return capital("; ".join(texts))
