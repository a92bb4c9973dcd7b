"""The figure of an explanation: what spoke for and against each candidate, term by term."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from whitesmoke.figures.page import TITLE, Page
from whitesmoke.figures.sheet import bare_sides, write_titles
from whitesmoke.figures.style import INK, PALETTE, SMALL, plain
from whitesmoke.model.compiled import Compiled
from whitesmoke.writing.estimates import signed

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FOR, AGAINST = PALETTE[0], PALETTE[5]
ROW, HEAD, FOOT = 0.26, 0.55, 0.45
BARS = (3.1, 11.6)
"""Inches from the left edge: from, to."""


class Viewed(Protocol):
    """What is drawn of a `whitesmoke.telling.explain.View`."""

    @property
    def candidate(self) -> str:
        """Return the candidate's identifier."""

    @property
    def terms(self) -> dict[str, float]:
        """Return the terms, logits."""

    @property
    def acceptance(self) -> float:
        """Return their sum."""


def acceptance_figure(case: Compiled, views: Sequence[Viewed], title: str, run: str) -> Figure:
    """Return the figure of a member's views of all candidates in the race: a panel each, a bar for each term."""
    heights = [HEAD + ROW * (len(view.terms) + 1) for view in views]
    page = Page(TITLE + sum(heights) + FOOT)
    top = page.height - TITLE
    names = dict(zip(case.names.candidates, case.names.candidate_names))
    widest = max((abs(x) for view in views for x in _sizes(view) if math.isfinite(x)), default=1.0) or 1.0
    for view, height in zip(views, heights):
        page.write(0.25, top - 0.1, f"On {names[view.candidate]}, logits", fontsize=SMALL, color=INK, fontweight="bold")
        _bars(page.panel(BARS[0], top - height, BARS[1], top - HEAD + 0.2), view, 1.25 * widest)
        top -= height
    if not views:
        page.write(0.25, top, "No candidate is in the race.", fontsize=SMALL, color=INK)
    write_titles(page, case, title, run)
    return page.figure


def _sizes(view: Viewed) -> list[float]:
    return [*view.terms.values(), view.acceptance]


def _bars(axes: Any, view: Viewed, widest: float) -> None:
    """Draw a bar for each term and one for their sum; a red line reaches the edge."""
    for row, value in enumerate(_sizes(view)):
        reach = max(-widest, min(widest, value))
        colour = INK if row == len(view.terms) else FOR if value > 0 else AGAINST
        axes.barh(row, reach, 0.64, color=colour, zorder=2)
        words = signed(value, 2) if math.isfinite(value) else "red line"
        side = {"ha": "left" if value >= 0 else "right", "va": "center", "fontsize": SMALL, "color": INK}
        inside = 0.8 * reach if math.isinf(value) else reach
        axes.annotate(words, (inside, row), (4 if value >= 0 else -4, 0), textcoords="offset points", **side)
    axes.set(xlim=(-widest, widest), ylim=(len(view.terms) + 0.5, -0.5))
    axes.set_yticks(range(len(view.terms) + 1), [*map(plain, view.terms), "acceptance"], fontsize=SMALL)
    axes.axvline(0.0, color=INK, lw=0.8, zorder=1)
    axes.tick_params(axis="y", length=0)
    axes.set_xticks([])
    bare_sides(axes, "left", "bottom")
