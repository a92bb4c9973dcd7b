"""The cells of a map with their numbers, the levels beside them, and the bar of their colours."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.ticker import MaxNLocator, PercentFormatter

from whitesmoke.figures.page import Page
from whitesmoke.figures.sheet import shortened
from whitesmoke.figures.style import FAINT, INK, SMALL, TINY, plain
from whitesmoke.figures.sweeps.axes import STEPS
from whitesmoke.figures.sweeps.points import Dimension

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_NUMBERS = (15, 30)
"""Of more levels, along and up, no numbers are written."""
MISSING = "#efefef"
LUMA = (0.299, 0.587, 0.114)
"""Weights of red, green and blue in brightness."""


def cells(axes: Any, values: Any, scale: ScalarMappable, texts: Mapping[tuple[int, int], str]) -> None:
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


def levels_beside(axes: Axes, along: Dimension, up: Dimension, width: float, height: float, named: bool) -> None:
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


def colour_bar(page: Page, scale: ScalarMappable, left: float, bottom: float, top: float, percent: bool) -> None:
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
