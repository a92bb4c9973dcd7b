"""The figure of a calibration: each parameter before and after, and the record beside what runs make of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.plots.page import TITLE, WIDTH, Page
from sim.plots.sheet import bare_sides, shortened
from sim.plots.style import INK, PALETTE, SMALL, TINY, UNCOMMITTED, plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure

AFTER = PALETTE[0]
ROW, GAP, FOOT = 0.235, 0.55, 0.55
NAMES_TO, BARS_TO, CHECKS_FROM, CHECKS_TO = 2.6, 5.3, 8.8, 12.3
"""Inches from the left edge."""


class Beside(Protocol):
    """What is drawn of a `predictive.Check`: an entry of the record, and quantiles of runs."""

    @property
    def case(self) -> str:
        """Return the scenario."""

    @property
    def what(self) -> str:
        """Return the entry in words."""

    @property
    def low(self) -> float:
        """Return the least that is on record."""

    @property
    def high(self) -> float:
        """Return the most that is on record."""

    @property
    def p05(self) -> float:
        """Return the 5 % quantile of the runs."""

    @property
    def p50(self) -> float:
        """Return their median."""

    @property
    def p95(self) -> float:
        """Return their 95 % quantile."""


def posterior_figure(
    names: Sequence[str],
    prior: Any,
    posterior: Any,
    before: Sequence[Beside],
    after: Sequence[Beside],
    title: str,
    about: str,
) -> Figure:
    """Return the figure of a calibration.

    Parameters
    ----------
    prior, posterior : (M, P), (N, P) draws of the parameters
    before, after : entries of the record beside runs from either
    title, about : sentences above
    """
    rows = max(len(names), len(after))
    page = Page(TITLE + 0.35 + rows * ROW + FOOT)
    top = page.height - TITLE - 0.2
    left = page.panel(NAMES_TO, top - ROW * len(names), BARS_TO, top)
    _parameters(left, names, prior, posterior)
    right = page.panel(CHECKS_FROM, top - ROW * len(after), CHECKS_TO, top)
    _checks(right, before, after)
    page.write(0.25, top + 0.28, "a  parameters, between the ends of the prior", fontsize=SMALL, color=INK)
    page.write(6.0, top + 0.28, "b  entries of the record, and runs", fontsize=SMALL, color=INK)
    page.write(0.25, page.height - 0.15, title, fontsize=13, fontweight="bold", color=INK)
    page.write(0.25, page.height - 0.47, about, fontsize=9, color=INK)
    _words(page)
    return page.figure


def _parameters(axes: Any, names: Sequence[str], prior: Any, posterior: Any) -> None:
    """Draw each parameter's posterior on the range of its prior: 5 to 95 %, the quarter to three quarters, median."""
    for row in range(len(names)):
        low, high = np.quantile(prior[:, row], [0.005, 0.995])
        place = (np.quantile(posterior[:, row], [0.05, 0.25, 0.5, 0.75, 0.95]) - low) / (high - low)
        held = (np.quantile(prior[:, row], [0.05, 0.95]) - low) / (high - low)
        axes.barh(row, held[1] - held[0], 0.62, held[0], color=UNCOMMITTED, zorder=1)
        axes.plot(place[[0, 4]], [row, row], color=AFTER, lw=1.4, zorder=3, solid_capstyle="butt")
        axes.plot(place[[1, 3]], [row, row], color=AFTER, lw=5.0, zorder=3, solid_capstyle="butt")
        axes.plot(place[2], row, marker="o", ms=4.2, mfc="white", mec=AFTER, zorder=4)
        middle, ends = np.median(posterior[:, row]), np.quantile(posterior[:, row], [0.05, 0.95])
        text = f"{middle:.2g} [{ends[0]:.2g}, {ends[1]:.2g}]"
        axes.annotate(text, (1.04, row), va="center", fontsize=TINY, color=INK, annotation_clip=False)
    axes.set(xlim=(0, 1), ylim=(len(names) - 0.5, -0.5))
    labels = [shortened(name.rpartition(":")[2].removeprefix("parameters."), 36) for name in names]
    axes.set_yticks(range(len(names)), [plain(label) for label in labels], fontsize=TINY)
    axes.set_xticks([])
    axes.tick_params(length=0)
    bare_sides(axes, "left", "bottom")


def _checks(axes: Any, before: Sequence[Beside], after: Sequence[Beside]) -> None:
    """Draw each entry, scaled so that the runs' prior interval and the entry fill the row."""
    for row, (first, then) in enumerate(zip(before, after)):
        bounds = [x for x in (first.low, first.high) if np.isfinite(x)]
        low = min([first.p05, then.p05, *bounds])
        high = max([first.p95, then.p95, *bounds])
        span = max(high - low, 1e-9)
        axes.barh(row, (first.p95 - first.p05) / span, 0.62, (first.p05 - low) / span, color=UNCOMMITTED, zorder=1)
        axes.plot([(then.p05 - low) / span, (then.p95 - low) / span], [row, row], color=AFTER, lw=3.0, zorder=3)
        axes.plot((then.p50 - low) / span, row, marker="o", ms=4.0, mfc="white", mec=AFTER, zorder=4)
        at = [(min(max(x, low), high) - low) / span for x in (then.low, then.high)]
        axes.plot(at, [row, row], color=INK, lw=1.1, marker="|", ms=6, zorder=5)
    axes.set(xlim=(-0.01, 1.01), ylim=(len(after) - 0.5, -0.5))
    cases = len({check.case for check in after}) > 1
    words = [shortened(f"{check.case}: {check.what}" if cases else check.what, 44) for check in after]
    axes.set_yticks(range(len(after)), [plain(word) for word in words], fontsize=TINY)
    axes.set_xticks([])
    axes.tick_params(length=0)
    bare_sides(axes, "left", "bottom")


def _words(page: Page) -> None:
    handles = [
        Patch(color=UNCOMMITTED, label="before: 5 to 95 %"),
        Line2D([], [], color=AFTER, lw=3, label="after: 5 to 95 %, thick in a: the middle half"),
        Line2D([], [], color=AFTER, marker="o", mfc="white", lw=0, label="after: median"),
        Line2D([], [], color=INK, marker="|", lw=1.1, label="b: the record"),
    ]
    page.figure.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0.25 / WIDTH, 0.1 / page.height), ncols=4, fontsize=SMALL,
        frameon=False, borderaxespad=0,
    )  # fmt: skip
