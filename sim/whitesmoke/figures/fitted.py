"""The figure of a calibration: each parameter before and after, and the record beside what runs make of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from whitesmoke.figures.page import TITLE, WIDTH, Page
from whitesmoke.figures.sheet import bare_sides, shortened
from whitesmoke.figures.style import FAINT, INK, PALETTE, SMALL, TINY, UNCOMMITTED, plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from whitesmoke.model.world import Floats

AFTER = PALETTE[0]
ROW, GAP, FOOT = 0.235, 0.75, 0.95
"""Inches: a row, between the panels of b, under all."""
NAMES_TO, BARS_TO, CHECKS_FROM, CHECKS_TO = 2.6, 5.3, 8.8, 12.3
"""Inches from the left edge."""
COUNTS, DECISION = "supporters", "decision"
"""How entries begin that are counts of members, and that are the decision; all others are days."""


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
    prior: Floats,
    posterior: Floats,
    before: Sequence[Beside],
    after: Sequence[Beside],
    title: str,
    about: str,
) -> Figure:
    """Return the figure of a calibration.

    Parameters
    ----------
    prior, posterior : (M, P), (N, P) draws of the parameters
    before, after : entries of the record beside runs from either; there may be none
    title, about : sentences above
    """
    pairs = list(zip(before, after))
    groups = {unit: [pair for pair in pairs if unit_of(pair[1]) == unit] for unit in UNITS}
    groups = {unit: group for unit, group in groups.items() if group}
    right = ROW * len(pairs) + GAP * max(0, len(groups) - 1)
    page = Page(TITLE + 0.35 + max(ROW * len(names), right) + FOOT)
    top = page.height - TITLE - 0.2
    left = page.panel(NAMES_TO, top - ROW * len(names), BARS_TO, top)
    _parameters(left, names, prior, posterior)
    page.write(0.25, top + 0.28, "a  parameters, between the ends of the prior", fontsize=SMALL, color=INK)
    page.write(BARS_TO + 0.1, top + 0.28, "median [5, 95 %]", fontsize=SMALL, color=INK)
    page.write(7.2, top + 0.28, "b  entries of the record, and runs", fontsize=SMALL, color=INK)
    if not groups:
        page.write(7.4, top, "nothing to compare: no entry that runs have too", fontsize=SMALL, color=INK)
    several = len({check.case for check in after}) > 1
    for unit, group in groups.items():
        low = top - ROW * len(group)
        _checks(page.panel(CHECKS_FROM, low, CHECKS_TO, top), group, several)
        page.write(CHECKS_FROM, low - 0.24, UNITS[unit], fontsize=SMALL, color=INK)
        top = low - GAP
    page.write(0.25, page.height - 0.15, title, fontsize=13, fontweight="bold", color=INK)
    page.write(0.25, page.height - 0.47, about, fontsize=9, color=INK)
    _words(page, bool(groups))
    return page.figure


UNITS = {
    "days": "days since the race began (never: at the horizon)",
    "members": "members",
}
"""Of the entries: what is written under their axis."""


def unit_of(check: Beside) -> str:
    """Return the unit of an entry: counts are of members, all others are days."""
    return "members" if check.what.startswith(COUNTS) else "days"


def entry_text(check: Beside, several: bool) -> str:
    """Return an entry in words; of the decision also the error that was added to its day on either side."""
    words = f"{check.case}: {check.what}" if several else check.what
    error = (check.high - check.low) / 2.0
    return f"{words}, ± {error:.0f} days of error" if check.what == DECISION and error else words


def _parameters(axes: Axes, names: Sequence[str], prior: Floats, posterior: Floats) -> None:
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


def _checks(axes: Axes, pairs: Sequence[tuple[Beside, Beside]], several: bool) -> None:
    """Draw entries of one unit on one scale, and quantiles of the runs before and after."""
    most = max(_ends(check)[1] for pair in pairs for check in pair)
    for row, (first, then) in enumerate(pairs):
        axes.barh(row, first.p95 - first.p05, 0.62, first.p05, color=UNCOMMITTED, ec=UNCOMMITTED, lw=1.0, zorder=1)
        axes.plot([then.p05, then.p95], [row, row], color=AFTER, lw=3.0, zorder=3, solid_capstyle="butt")
        axes.plot(then.p50, row, marker="o", ms=4.0, mfc="white", mec=AFTER, zorder=6, clip_on=False)
        _entry(axes, row, then)
    axes.set(xlim=(-0.02 * most, 1.02 * most), ylim=(len(pairs) - 0.5, -0.5))
    words = [shortened(entry_text(then, several), 44) for _, then in pairs]
    axes.set_yticks(range(len(pairs)), [plain(word) for word in words], fontsize=TINY)
    axes.xaxis.set_major_locator(MaxNLocator(7, integer=True, steps=[1, 2, 5, 10]))
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelsize=TINY, length=3, color=FAINT)
    bare_sides(axes, "left")


def _ends(check: Beside) -> tuple[float, float]:
    """Return the least and the most that is drawn in a row."""
    known = [check.p05, check.p95, *(x for x in (check.low, check.high) if np.isfinite(x))]
    return min(known), max(known)


def _entry(axes: Axes, row: int, check: Beside) -> None:
    """Draw what is on record: a line between two bounds, a triangle at the only one, its point to the open side."""
    style: dict[str, Any] = {"color": INK, "zorder": 7, "clip_on": False}
    low, high = (float(x) for x in (check.low, check.high))
    if np.isfinite(low) and np.isfinite(high):
        axes.plot([low, high], [row, row], lw=1.1, marker="|", ms=6, **style)
        if check.what == DECISION and high > low:
            axes.plot((low + high) / 2.0, row, marker="D", ms=3.6, **style)
    elif np.isfinite(high):
        axes.plot(high, row, marker="<", ms=4.5, **style)
    elif np.isfinite(low):
        axes.plot(low, row, marker=">", ms=4.5, **style)


def _words(page: Page, compared: bool) -> None:
    """Write what bars, lines and marks are."""
    handles: list[Any] = [
        Patch(color=UNCOMMITTED, label="before: 5 to 95 %"),
        Line2D([], [], color=AFTER, lw=3, label="after: 5 to 95 %, thick in a: the middle half"),
        Line2D([], [], color=AFTER, marker="o", mfc="white", lw=0, label="after: median"),
    ]
    if compared:
        handles += [
            Line2D([], [], color=INK, marker="|", lw=1.1, label="b: the record, between these"),
            Line2D([], [], color=INK, marker="<", ms=4.5, lw=0, label="b: the record, then or earlier (>: or later)"),
            Line2D([], [], color=INK, marker="D", ms=3.6, lw=0, label="b: the decision; line: its assumed error"),
        ]
    page.figure.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0.25 / WIDTH, 0.1 / page.height), ncols=3, fontsize=SMALL,
        frameon=False, borderaxespad=0,
    )  # fmt: skip
