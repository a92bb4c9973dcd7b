"""Whether chances mean what they say: reliability diagrams and histograms of the probability integral transform."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from matplotlib.ticker import PercentFormatter
from scipy.stats import binom

from whitesmoke.figures.sheet import Estimate, bare_sides
from whitesmoke.figures.style import FAINT, TINY

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BAND = "#ececec"
INSIDE = (0.05, 0.95)
"""Quantiles that the band of a sound forecaster reaches between."""
DODGE = 0.018
"""Between the dots of forecasters that gave the same chance."""


class Counted(Protocol):
    """What is drawn of a `whitesmoke.evidence.score.reliability.Bin`."""

    @property
    def events(self) -> int:
        """Return how many events there were."""

    @property
    def chance(self) -> float:
        """Return the mean chance given."""

    @property
    def happened(self) -> Estimate:
        """Return the share that happened, and its interval."""


class Sound(Protocol):
    """What is drawn of a `whitesmoke.evidence.score.reliability.Reliability`."""

    @property
    def forecaster(self) -> str:
        """Return whose forecasts they are."""

    @property
    def bins(self) -> Sequence[Counted]:
        """Return the events by the chance given."""

    @property
    def pit(self) -> Sequence[float]:
        """Return the share of truths in each of equal parts of the forecast."""


def reliability_panel(axes: Axes, rows: Sequence[Sound], colours: Mapping[str, str], cases: int) -> None:
    """Draw the share that happened against the chance given; dots grow with the events, bars are 95 % intervals."""
    del cases
    axes.plot([0, 1], [0, 1], color=FAINT, lw=0.8, ls="--", zorder=1)
    shown = [row for row in rows if row.forecaster in colours]
    most = max(one.events for row in shown for one in row.bins)
    for at, row in enumerate(shown):
        known = [one for one in row.bins if one.events]
        x = [dodged(one.chance, at, len(shown)) for one in known]
        y = [one.happened[0] for one in known]
        colour = colours[row.forecaster]
        axes.vlines(x, [one.happened[1] for one in known], [one.happened[2] for one in known], colour, lw=0.8, zorder=3)
        axes.scatter(x, y, [8 + 45 * one.events / most for one in known], color=colour, lw=0, zorder=4)
    axes.set(xlim=(-0.06, 1.06), ylim=(-0.04, 1.04))
    axes.set_xlabel("chance given", fontsize=TINY, labelpad=1)
    _percent(axes, axes.xaxis, axes.yaxis)


def dodged(chance: float, at: int, of: int) -> float:
    """Return where the dot of a forecaster stands: beside those of the others, and never below 0 or above 1."""
    half = 0.5 * (of - 1) * DODGE
    return min(max(chance, half), 1.0 - half) - half + at * DODGE


def pit_panel(axes: Axes, rows: Sequence[Sound], colours: Mapping[str, str], cases: int) -> None:
    """Draw the share of truths in each fifth of forecasts; grey: where as many sound ones as cases would lie."""
    shown = [row for row in rows if row.forecaster in colours]
    bins = len(shown[0].pit)
    low, high = binom.ppf(INSIDE, cases, 1.0 / bins) / cases
    axes.axhspan(low, high, color=BAND, zorder=0)
    axes.axhline(1.0 / bins, color=FAINT, lw=0.8, ls="--", zorder=1)
    width = 0.8 / len(shown)
    for at, row in enumerate(shown):
        x = np.arange(bins) + 0.1 + (at + 0.5) * width
        axes.bar(x, row.pit, 0.86 * width, color=colours[row.forecaster], zorder=3)
    axes.set(xlim=(0, bins), ylim=(0, 1.04))
    axes.set_xticks(range(bins + 1), [f"{100 * at / bins:.0f}" for at in range(bins + 1)])
    axes.set_xlabel("part of the forecast, %: early to late", fontsize=TINY, labelpad=1)
    _percent(axes, axes.yaxis)


def _percent(axes: Axes, *sides: Any) -> None:
    for side in sides:
        side.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
    axes.tick_params(labelsize=TINY, length=3, color=FAINT)
    bare_sides(axes)
