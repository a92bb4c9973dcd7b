"""Median day and deadlock of a sweep over two factors, as maps of cells; a pair of maps for each category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib import colormaps
from matplotlib.cm import ScalarMappable
from matplotlib.collections import PatchCollection
from matplotlib.colors import Normalize
from matplotlib.patches import Patch, Rectangle

from whitesmoke.figures.page import WIDTH, Page
from whitesmoke.figures.sheet import shortened
from whitesmoke.figures.style import INK, SMALL
from whitesmoke.figures.sweeps.foot import HEAD, foot, half_text, write_head_and_foot
from whitesmoke.figures.sweeps.grid_cells import MISSING, cells, colour_bar, levels_beside
from whitesmoke.figures.sweeps.points import Dimension, Mark, Points, settled_text
from whitesmoke.writing.capital import capital
from whitesmoke.writing.estimates import percent, within

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MAPS = ((1.75, 6.1), (7.25, 11.6))
"""Inches from the left edge: the map of days and that of deadlock, from..to."""
OVER, UNDER = 0.42, 0.62
"""Inches: for the words over and under a map."""
MOST_SAID = 190
"""Signs of the sentence above: of a longer one the end would be cut."""
UNSETTLED: dict[str, Any] = {"facecolor": "white", "edgecolor": "#a8a8a8", "hatch": "////", "linewidth": 0.0}


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
            levels_beside(axes, along, up, right - left, height, kind == 0)
            words = ("day by which half of the runs settled", "deadlock, % of runs")[kind]
            page.write(left - 0.2, top + 0.25, "abcdefgh"[2 * nth + kind], fontsize=11, fontweight="bold")
            page.write(left, top + 0.235, words, fontsize=SMALL, color=INK)
            colour_bar(page, scales[kind], right + 0.1, top - height, top, kind == 1)
    _legend(page, points, page.height - HEAD + 0.1 - over)
    write_head_and_foot(page, found, said(points, along, up, category), under)
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


def _day_cells(axes: Axes, grid: Grid, scales: Scales, along: Dimension, up: Dimension, horizon: str) -> None:
    """Draw the median day of every cell; hatched where fewer than half settle."""
    values = np.full((len(up.levels), len(along.levels)), np.nan)
    texts = {}
    for column, row, mark in grid.cells:
        values[row, column] = np.nan if mark.days[1] is None else mark.days[1]
        texts[column, row] = horizon if mark.days[1] is None else str(mark.days[1])
    cells(axes, values, scales.days, texts)
    never = [Rectangle((column - 0.5, row - 0.5), 1, 1) for column, row, mark in grid.cells if mark.days[1] is None]
    if never:
        axes.add_collection(PatchCollection(never, gid="unsettled", zorder=2, **UNSETTLED))


def _share_cells(axes: Axes, grid: Grid, scales: Scales, along: Dimension, up: Dimension) -> None:
    """Draw the share of deadlock of every cell."""
    values = np.full((len(up.levels), len(along.levels)), np.nan)
    texts = {}
    for column, row, mark in grid.cells:
        values[row, column] = mark.deadlock[0]
        texts[column, row] = percent(mark.deadlock[0]).replace(" %", "").replace("under ", "<").replace("over ", ">")
    cells(axes, values, scales.shares, texts)


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
    return f"The share of deadlock of a cell is known to within {within(widest)} (half the widest 95 % interval)."


def said(points: Points, along: Dimension, up: Dimension, category: Dimension | None) -> str:
    """Return a sentence that can be quoted: the cells that settle earliest and latest, with room also the first."""
    if not points.marks:
        return "No runs to draw"
    first, last = (pick(points.marks, key=lambda mark: mark.mean[0]) for pick in (min, max))
    if first.mean[0] == last.mean[0]:
        return capital(f"everywhere {half_text(points, first)}")
    labels = [f"{shortened(dimension.label, 36)} " for dimension in (along, up)]
    both = (
        f"Earliest: {_cell_text(first, along, up, category, labels)}; latest: {_cell_text(last, along, up, category)}"
    )
    base = points.marks[0]
    named = category is None or base.levels[category.name] in (first.levels[category.name], last.levels[category.name])
    whole = f"{both}; first: {_cell_text(base, along, up, category)}"
    return both if named or len(whole) > MOST_SAID else whole


def _cell_text(
    mark: Mark, along: Dimension, up: Dimension, category: Dimension | None, labels: Sequence[str] = ("", "")
) -> str:
    """Return a cell in words: where it stands, when half of its runs settle, and how many never do."""
    words = [f"{label}{shortened(d.word(mark.levels[d.name]), 24)}" for label, d in zip(labels, (along, up))]
    who = [shortened(category.word(mark.levels[category.name]), 24)] if category else []
    return f"{', '.join([*who, *words])}: {settled_text(mark)}"
