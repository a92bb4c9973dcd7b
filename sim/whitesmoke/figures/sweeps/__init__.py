"""The figure of a sweep: lines along a factor, rows of arms, maps of two factors, or a panel for each of many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from whitesmoke.figures.sweeps.points import Points, read

if TYPE_CHECKING:
    from matplotlib.figure import Figure

RANDOM = ("latin-hypercube", "sobol", "saltelli", "morris")
"""Designs of strewn points in summaries of earlier versions, which do not say so themselves."""
FEW_POINTS = 12
"""No more than these are drawn as rows, however many factors they have."""
FEW_NAMED, MOST_ACROSS = 24, 6
"""The same of points that differ in names alone, if one dimension has more than so many: a map has no room."""
MOST_MAPS = 4
"""Categories that get a pair of maps each."""


def sweep_figure(found: Mapping[str, Any]) -> Figure:
    """Return the figure of a sweep.

    Parameters
    ----------
    found : what `whitesmoke.study.answers.summarise` returns; points without runs are named, not drawn
    """
    from whitesmoke.figures.sweeps import curves, maps, rows, scatter

    points = read(found)
    draw = {"lines": curves.draw, "rows": rows.draw, "maps": maps.draw, "scatter": scatter.draw}
    return draw[shape(points, found["design"], found.get("strewn"))](found, points).figure


def shape(points: Points, design: str, strewn: bool | None = None) -> str:
    """Return which figure a sweep gets; `strewn`: whether its points are scattered, None if that is not known."""
    ordered = sum(dimension.ordered for dimension in points.varying)
    categories = len(points.varying) - ordered
    wide = ordered == 0 and any(len(dimension.levels) > MOST_ACROSS for dimension in points.varying)
    few = len(points.marks) <= (FEW_NAMED if wide else FEW_POINTS)
    if not points.marks or len(points.varying) < 1 or (ordered == 0 and (categories == 1 or few)):
        return "rows"
    if design in RANDOM if strewn is None else strewn:
        return "scatter"
    if ordered == 1 and categories < 2:
        return "lines" if _repeats(points) else "rows"
    if _tiled(points, ordered, categories):
        return "maps"
    return "rows" if few else "scatter"


def _repeats(points: Points) -> bool:
    """Whether some category has more than one point: else lines would be dots."""
    names = [dimension.name for dimension in points.varying if not dimension.ordered]
    return len({tuple(mark.levels[name] for name in names) for mark in points.marks}) < len(points.marks)


def _tiled(points: Points, ordered: int, categories: int) -> bool:
    """Whether two dimensions make a grid that is at least half full, for few categories of a third."""
    if (ordered, categories) not in ((2, 0), (0, 2), (2, 1)):
        return False
    sizes = [len(dimension.levels) for dimension in points.varying]
    maps = next((len(d.levels) for d in points.varying if not d.ordered), 1) if categories == 1 else 1
    places = {tuple(mark.levels[d.name] for d in points.varying) for mark in points.marks}
    return maps <= MOST_MAPS and 2 * len(places) >= sizes[0] * sizes[1] * (sizes[2] if len(sizes) > 2 else 1)
