"""The figure of a sweep: lines along a factor, rows of arms, maps of two factors, or one panel for each of many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.plots.sweeps.points import Points, read

if TYPE_CHECKING:
    from matplotlib.figure import Figure

RANDOM = ("latin-hypercube", "sobol", "saltelli", "morris")


def sweep_figure(found: Mapping[str, Any]) -> Figure:
    """Return the figure of a sweep.

    Parameters
    ----------
    found : what `sim.experiment.summary.summarise` returns; points without runs are named, not drawn
    """
    from sim.plots.sweeps import lines, rows

    points = read(found)
    draw = {"lines": lines.draw, "rows": rows.draw}
    return draw[shape(points, found["design"])](found, points).figure


def shape(points: Points, design: str) -> str:
    """Return which figure a sweep gets."""
    ordered = [dimension.ordered for dimension in points.varying]
    if sorted(ordered) in ([True], [False, True]):
        return "lines"
    return "rows"
