"""The figure of levers: for each, of how many futures of a hundred end in deadlock before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from whitesmoke.figures.page import TITLE, Page
from whitesmoke.figures.sheet import Estimate, bare_sides, runs_text, shortened, write_titles
from whitesmoke.figures.style import FAINT, INK, PALETTE, SMALL, plain
from whitesmoke.model.compiled import Compiled
from whitesmoke.writing.estimates import Interval, may_be_luck, percent, points, told_apart

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Row = tuple[str, Estimate, Estimate, Estimate]
"""An end of a lever in words; the chance of deadlock before and after; the difference, after less before."""
ROW, FOOT, LEFT, RIGHT, ASIDE = 0.4, 0.75, 4.0, 9.6, 9.85
"""Inches: a row, under the rows, the dots from..to, words beside them from."""
SAME, MORE, LESS = FAINT, PALETTE[1], PALETTE[0]
"""Colours of what changes nothing, of more deadlock and of less."""


def lever_figure(case: Compiled, rows: Sequence[Row], title: str, seed: int, runs: int) -> Figure:
    """Return the figure: a ring before, a dot after with the interval of the difference, and it in words."""
    height = ROW * max(1, len(rows))
    page = Page(TITLE + height + FOOT)
    axes = page.panel(LEFT, FOOT, RIGHT, FOOT + height)
    for n, row in enumerate(rows):
        _row(axes, n, row)
        page.write(ASIDE, FOOT + height - ROW * (n + 0.5) + 0.08, _words(row), fontsize=SMALL, color=INK)
    axes.set_yticks(range(len(rows)), [plain(shortened(says, 56)) for says, *_ in rows], fontsize=SMALL)
    furthest = max((one for row in rows for one in (row[1][0], row[2][0], row[1][0] + row[3][2])), default=0.0)
    axes.set(ylim=(max(1, len(rows)) - 0.5, -0.5), xlim=(-0.01, min(1.02, max(0.1, 1.1 * furthest))))
    axes.xaxis.set_major_formatter(lambda share, _: f"{100 * share:.3g}")
    axes.tick_params(length=0, labelsize=SMALL)
    axes.grid(axis="x", color="#e8e8e8", zorder=0)
    axes.set_axisbelow(True)
    what = "of 100 futures, how many end in deadlock: ring before, dot after, bar the 95 % interval of the difference"
    axes.set_xlabel(what, fontsize=SMALL, color=INK)
    bare_sides(axes)
    write_titles(page, case, title, f"seed {seed}, {runs_text(runs)}: the same draws for all")
    return page.figure


def _row(axes: Any, at: int, row: Row) -> None:
    _, before, after, change = row
    ink = _colour(change)
    axes.plot([before[0], after[0]], [at, at], color=ink, lw=2.0, zorder=2)
    ends = [min(1.0, max(0.0, before[0] + end)) for end in change[1:]]
    axes.plot(ends, [at, at], color=ink, lw=7.0, alpha=0.25, zorder=1)
    axes.plot(before[0], at, "o", ms=8, mfc="white", mec=INK, mew=1.4, zorder=4)
    axes.plot(after[0], at, "o", ms=6, color=ink, zorder=5)


def _colour(change: Estimate) -> str:
    return SAME if may_be_luck(Interval(*change)) else MORE if change[0] > 0.0 else LESS


def _words(row: Row) -> str:
    _, before, after, change = row
    digits = told_apart(before[0], after[0])
    return f"{percent(after[0], digits)} instead of {percent(before[0], digits)}: {points(Interval(*change))}"
