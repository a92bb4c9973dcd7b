"""The register of figures of a sweep: what each shows, and how it is drawn.

A new one is one entry of `FIGURES`: a sweep draws it as figures/NAME.png, the report shows it, and the tests find it
here (`tests/unit/test_registers.py`). docs/results-folder.md has to name it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Drawn(NamedTuple):
    """A figure of a sweep."""

    words: str
    """what it shows, for whoever does not see it"""
    draw: Callable[[Mapping[str, Any]], Figure | None]
    """from what `whitesmoke.study.answers.summarise` returns; None where that has nothing of it"""


def _sweep(found: Mapping[str, Any]) -> Figure:
    from whitesmoke.figures.sweeps import sweep_figure  # each is read when it is drawn: matplotlib takes its time

    return sweep_figure(found)


def _measures(found: Mapping[str, Any]) -> Figure | None:
    from whitesmoke.figures.sweeps.measure_panels import measures_figure

    return measures_figure(found)


def _indices(found: Mapping[str, Any]) -> Figure | None:
    from whitesmoke.figures.sweeps.what_matters import indices_figure

    return indices_figure(found)


def _corners(found: Mapping[str, Any]) -> Figure | None:
    from whitesmoke.figures.sweeps.corner_panels import corners_figure

    return corners_figure(found)


FIGURES = {
    "sweep": Drawn("days and deadlock at every point", _sweep),
    "measures": Drawn("the experiment's own measures at every point", _measures),
    "indices": Drawn("how much of each outcome hangs on each factor", _indices),
    "corners": Drawn("in which corner of the factors something is so", _corners),
}
"""By the name of its file; the first is of every sweep."""
