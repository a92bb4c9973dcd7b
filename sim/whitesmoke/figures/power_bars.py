"""The figure of voting power: for each group of equal members, how often it is pivotal, and its share of all swings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from whitesmoke.figures.page import TITLE, Page
from whitesmoke.figures.sheet import bare_sides, shortened
from whitesmoke.figures.style import FAINT, INK, OBJECTING, PALETTE, SMALL, TINY, plain
from whitesmoke.model.compiled import Compiled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW, FOOT, LEFT, RIGHT = 0.3, 0.6, 2.6, 11.4
"""Inches: a row, under the rows, and the bars from..to."""
MOST = 40
"""Groups drawn."""


class Shown(Protocol):
    """What is drawn of a group of members whose votes are worth the same."""

    @property
    def named(self) -> str:
        """Return who they are."""

    @property
    def shapley_shubik(self) -> float:
        """Return how often each is pivotal."""

    @property
    def banzhaf(self) -> float:
        """Return its share of all swings."""


def power_figure(case: Compiled, groups: Sequence[Shown], title: str, asks: str) -> Figure:
    """Return the figure; the bars are those of one member of each group."""
    drawn = groups[:MOST]
    page = Page(TITLE + ROW * max(1, len(drawn)) + FOOT)
    _titles(page, case, title, asks)
    top = page.height - TITLE
    axes = page.panel(LEFT, top - ROW * max(1, len(drawn)), RIGHT, top)
    _bars(axes, drawn)
    if len(groups) > MOST:
        page.write(LEFT, 0.25, f"and {len(groups) - MOST} groups more, each with less", fontsize=TINY, color=FAINT)
    return page.figure


def _titles(page: Page, case: Compiled, title: str, asks: str) -> None:
    size = min(14.0, 14.0 * 92 / max(1, len(title)))
    page.write(0.25, page.height - 0.15, title, fontsize=size, fontweight="bold", color=INK)
    about = f"{shortened(case.names.title, 80)}. Scenario {case.names.scenario}, rule {case.names.rule}."
    page.write(0.25, page.height - 0.47, about, fontsize=9.5, color=INK)
    needs = shortened(f"A candidate needs: {asks}.", 190)
    page.write(0.25, page.height - 0.7, needs, fontsize=SMALL, color="#555555")


def _bars(axes: Axes, groups: Sequence[Shown]) -> None:
    for row, group in enumerate(groups):
        axes.barh(row - 0.19, group.shapley_shubik, 0.36, color=PALETTE[0], lw=0)
        axes.barh(row + 0.19, group.banzhaf, 0.36, color=OBJECTING, lw=0)
        text = f"{100 * group.shapley_shubik:.3g} %"
        end = max(group.shapley_shubik, group.banzhaf)
        axes.annotate(text, (end, row), (5, 0), textcoords="offset points", va="center", fontsize=TINY, color=INK)
    axes.set_yticks(range(len(groups)), [plain(shortened(group.named, 26)) for group in groups], fontsize=SMALL)
    axes.set(ylim=(max(1, len(groups)) - 0.5, -0.5), xlim=(0, None))
    axes.xaxis.set_major_formatter(lambda share, _: f"{100 * share:.3g} %")
    axes.tick_params(length=0, labelsize=SMALL)
    axes.set_xlabel(
        "each member's chance to be pivotal in a random order (Shapley-Shubik, blue), share of swings (Banzhaf, grey)",
        fontsize=SMALL,
        color=INK,
    )
    bare_sides(axes)
