"""The figure of a sensitivity analysis: what each outcome hangs on, and how much of it is luck."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.case import Case
from sim.plots.page import TITLE, WIDTH, Page
from sim.plots.sheet import bare_sides, shortened, write_titles
from sim.plots.style import FAINT, INK, PALETTE, SMALL, TINY, UNCOMMITTED, plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIRST, TOTAL = PALETTE[0], "#9cc7e0"
ROW, FOOT, NAMES = 0.28, 1.5, 2.9


def sensitivity_figure(
    case: Case, morris: dict[str, Any], sobol: dict[str, Any], luck: dict[str, Any], title: str, seed: int
) -> Figure:
    """Return the figure of a sensitivity analysis.

    Parameters
    ----------
    morris, sobol : by outcome and factor, estimates with `value`, `low`, `high`
    luck : by outcome, shares of the variance of single runs
    """
    names = list(next(iter(sobol.values()), {}))
    page = Page(TITLE + 0.5 + ROW * max(1, len(names)) + FOOT)
    top = page.height - TITLE - 0.45
    width = (WIDTH - NAMES - 0.3) / max(1, len(sobol))
    for column, (what, rows) in enumerate(sobol.items()):
        left = NAMES + column * width
        axes = page.panel(left, top - ROW * len(names), left + width - 0.35, top)
        _indices(axes, names, rows, morris[what], column == 0)
        page.write(left, top + 0.3, f"{'abcdefgh'[column % 8]}  {shortened(what, int(width * 14))}", fontsize=SMALL)
        below = page.panel(left, 0.75, left + width - 0.35, 0.95)
        _variance(below, luck[what])
    page.write(0.25, 0.95, "variance of single runs", fontsize=SMALL, color=INK)
    handles = [
        Patch(color=FIRST, label="first: on its own"),
        Patch(color=TOTAL, label="total: with its interactions"),
        Line2D([], [], color=INK, lw=1.0, label="95 % interval of the total"),
        Patch(color=FIRST, label="below: parameters"),
        Patch(color=FAINT, label="chance"),
        Patch(color=UNCOMMITTED, label="both at once"),
    ]
    page.figure.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0.25 / WIDTH, 0.15 / page.height), ncols=6, fontsize=SMALL,
        frameon=False, borderaxespad=0, columnspacing=1.2,
    )  # fmt: skip
    write_titles(page, case, title, f"seed {seed}")
    return page.figure


def _indices(axes: Any, names: list[str], rows: dict[str, Any], morris: dict[str, Any], named: bool) -> None:
    for row, name in enumerate(names):
        total, first = rows[name]["total"], rows[name]["first"]["value"]
        axes.barh(row, total["value"], 0.66, color=TOTAL, zorder=1)
        axes.barh(row, max(0.0, first), 0.66, color=FIRST, zorder=2)
        axes.plot([total["low"], total["high"]], [row, row], color=INK, lw=1.0, zorder=3)
    words = [shortened(name.rpartition(":")[2].removeprefix("parameters."), 36) for name in names]
    axes.set_yticks(range(len(names)), [plain(word) for word in words] if named else [""] * len(names), fontsize=SMALL)
    axes.set(ylim=(len(names) - 0.5, -0.5))
    axes.set_xlim(0.0, min(1.3, 1.05 * max(rows[name]["total"]["high"] for name in names)))
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelsize=TINY, color=FAINT)
    axes.set_xlabel("share of the variance of the mean", fontsize=TINY)
    bare_sides(axes)


def _variance(axes: Any, luck: dict[str, float]) -> None:
    left = 0.0
    for share, color, ink in zip(
        (luck["factors"], luck["chance"], luck["both"]), (FIRST, FAINT, UNCOMMITTED), ("white", "white", INK)
    ):
        axes.barh(0, share, 1.0, left, color=color)
        if share > 0.1:
            axes.text(left + share / 2, 0, f"{share:.0%}", ha="center", va="center", fontsize=TINY, color=ink)
        left += share
    axes.set(xlim=(0, 1), ylim=(-0.5, 0.5))
    axes.axis("off")
