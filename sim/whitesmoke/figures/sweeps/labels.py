"""The words of the lines of a sweep: over the panels, at the ends of lines, and what the marks are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from whitesmoke.figures.differences import MOST_CURVES, spread
from whitesmoke.figures.page import WIDTH, Page
from whitesmoke.figures.sheet import shortened
from whitesmoke.figures.style import FAINT, INK, SMALL, plain
from whitesmoke.figures.sweeps.axes import Days

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_SIGNS = 40
"""Of the name of a line."""
MOST_BANDS = 3
"""More lines than this have no band of 5 to 95 %."""


def over(page: Page, top: float, letter: str, words: str) -> None:
    """Write what a panel shows over its left corner."""
    page.write(0.25, top + 0.24, letter, fontsize=11, fontweight="bold")
    page.write(0.45, top + 0.22, words, fontsize=SMALL, color=INK)


def names_at_ends(
    page: Page, to: float, top: float, height: float, panel: Axes, ends: Sequence[tuple[str, str, float]]
) -> None:
    """Write the name of each line at its end, none over another."""
    named = [end for end in ends if end[0]][:MOST_CURVES]
    if not named:
        return
    axes = page.panel(to, top - height, WIDTH, top)
    axes.set(xlim=(0, WIDTH - to), ylim=panel.get_ylim())
    axes.axis("off")
    low, high = panel.get_ylim()
    order = np.argsort([end for _, _, end in named], kind="stable")
    gap = 0.16 / height * (high - low)
    places = spread(np.array([named[i][2] for i in order]), gap, low, high - 0.3 * gap)
    for i, at in zip(order, places):
        name, color, end = named[i]
        axes.plot([0.03, 0.15, 0.24], [end, at, at], color=color, lw=1.4, clip_on=False)
        axes.text(0.28, at, plain(shortened(name, MOST_SIGNS)), va="center", fontsize=SMALL, color=INK)
    if len(ends) > len(named):
        page.write(to + 0.28, top - height - 0.02, f"grey: {len(ends) - MOST_CURVES} more", fontsize=SMALL, color=FAINT)


def legend(page: Page, top: float, lines: int, days: Days) -> None:
    """Write over the panel what its marks are."""
    handles: list[Any] = [Line2D([], [], color=INK, lw=2.0, marker="o", ms=5, label="half of the runs settled")]
    if lines <= MOST_BANDS:
        handles.append(Patch(color=INK, alpha=0.16, lw=0, label="5 to 95 % of the runs settled"))
    if days.beyond is not None:
        text = "> horizon: that share of runs had not settled by then"
        style: dict[str, Any] = {
            "color": INK,
            "lw": 0.9,
            "ls": (0, (1, 1.5)),
            "marker": "o",
            "ms": 5,
            "mfc": "white",
            "mew": 1.2,
        }
        handles.append(Line2D([], [], label=text, **style))
    corner = (2.05 / WIDTH, (top + 0.09) / page.height)
    page.figure.legend(
        handles=handles, loc="lower left", bbox_to_anchor=corner, ncols=4, fontsize=SMALL, frameon=False,
        borderaxespad=0, borderpad=0, columnspacing=1.6, handlelength=1.8,
    )  # fmt: skip
