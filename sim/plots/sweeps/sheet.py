"""What the figures of sweeps share: the page with its title and foot, the axis of days, and marks beyond the horizon."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.ticker import MaxNLocator, NullFormatter, PercentFormatter

from sim.plots.page import Page
from sim.plots.sheet import bare_sides, shortened
from sim.plots.style import FAINT, INK, SMALL, TINY, long_date, plain, short_date
from sim.plots.sweeps.points import Dimension, Points

HEAD = 1.2
"""Inches: the title, the question and what was found."""
FOOT_LINE = 0.145
FOOT_SIGNS = 205
"""Signs of a line of the foot."""
MOST_NAMED = 5
"""Points named that failed."""


class Days(NamedTuple):
    """An axis of days: from low to high, and, if a quantile falls among the deadlocks, where those stand."""

    low: float
    high: float
    beyond: float | None
    horizon: int
    start: datetime.date | None

    @property
    def limits(self) -> tuple[float, float]:
        """What the axis shows."""
        return self.low, self.high if self.beyond is None else 2 * self.beyond - self.high

    def place(self, day: float | None) -> float:
        """Return where a day stands; one that did not come stands beyond the horizon."""
        if day is not None:
            return float(day)
        return float("nan") if self.beyond is None else self.beyond


def days_of(points: Points, quantiles: Sequence[int] = (0, 1, 2)) -> Days:
    """Return the axis on which all these quantiles of all points have a place."""
    values = [mark.days[q] for mark in points.marks for q in quantiles]
    known = [value for value in values if value is not None]
    if len(known) < len(values) or not known:
        top = float(max([points.horizon, *known]))
        low = _low(known, top)
        return Days(low, top, top + 0.06 * (top - low), points.horizon, points.start)
    top = max(1.0, 1.05 * max(known))
    return Days(_low(known, top), top, None, points.horizon, points.start)


def _low(known: Sequence[int], top: float) -> float:
    """Return 0, or a round day below all if they lie in the upper half."""
    least = min(known, default=0)
    return 0.0 if least < 0.5 * top else float(10 * int((least - 0.1 * (top - least)) // 10))


def day_axis(axes: Any, days: Days, upright: bool, ticks: int = 6) -> None:
    """Write days, each with its date if all points start on one day, and "> horizon" where that stands."""
    at = [x for x in MaxNLocator(ticks, integer=True).tick_values(days.low, days.high) if days.low <= x <= days.high]
    words = [_day_text(days, x, upright) for x in at]
    if days.beyond is not None:
        near = days.high - 0.04 * (days.high - days.low)
        at, words = [x for x in at if x < near], [word for x, word in zip(at, words) if x < near]
        at, words = [*at, days.beyond], [*words, "> horizon"]
        line = axes.axhline if upright else axes.axvline
        line(days.high, color=FAINT, lw=0.8, ls=(0, (2, 2)), zorder=1)
    if upright:
        axes.set_yticks(at, words)
        axes.set_ylim(*days.limits)
    else:
        axes.set_xticks(at, words)
        axes.set_xlim(*days.limits)
    axes.tick_params(length=3, color=FAINT, labelsize=SMALL)
    bare_sides(axes)


def _day_text(days: Days, x: float, upright: bool) -> str:
    if days.start is None:
        return f"{x:.0f}"
    date = short_date(days.start + datetime.timedelta(days=int(x)))
    return f"{date}  {x:.0f}" if upright else f"{x:.0f}\n{date}"


def share_axis(axes: Any, words: str) -> None:
    """Write shares from 0 to 100 %."""
    axes.set_ylim(-0.03, 1.03)
    axes.set_yticks([0, 0.5, 1.0])
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
    axes.set_ylabel(words, fontsize=SMALL)
    axes.tick_params(length=3, color=FAINT, labelsize=SMALL)
    bare_sides(axes)


def level_axis(axes: Any, dimension: Dimension, bare: bool = False, signs: int = 60, most: int = 9) -> None:
    """Write the levels of a dimension along the x axis, on its scale."""
    places = np.array([dimension.place(level) for level in dimension.levels])
    if dimension.kind == "category":
        axes.set_xlim(-0.6, len(places) - 0.4)
        step = max(1, -(-len(places) // most))
        words = [plain(shortened(word, max(6, signs // most))) for word in dimension.words[::step]]
        axes.set_xticks(places[::step], words)
    elif dimension.scale == "log" and places[0] >= 0.0:
        _log_axis(axes, places)
    else:
        margin = 0.03 * float(np.ptp(places)) or 0.5
        axes.set_xlim(places[0] - margin, places[-1] + margin)
        axes.xaxis.set_major_locator(MaxNLocator(most))
    if dimension.kind == "date":
        locator = AutoDateLocator(minticks=3, maxticks=most)
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))
    axes.tick_params(axis="x", length=3, color=FAINT, labelsize=SMALL, labelbottom=not bare)
    if not bare:
        axes.set_xlabel(plain(textwrap.fill(dimension.label, signs)), fontsize=SMALL)


def _log_axis(axes: Any, places: Any) -> None:
    """Take a log scale; one that holds a 0 is linear up to its smallest value above it."""
    positive = places[places > 0.0]
    if len(positive) < len(places):
        axes.set_xscale("symlog", linthresh=float(positive[0]), linscale=0.5)
        axes.set_xlim(-0.2 * positive[0], positive[-1] * 1.1)
    else:
        axes.set_xscale("log")
        factor = (places[-1] / places[0]) ** 0.03 if places[-1] > places[0] else 2.0
        axes.set_xlim(places[0] / factor, places[-1] * factor)
    ticks = _log_ticks(positive[0], positive[-1])
    axes.set_xticks([*([0.0] if len(positive) < len(places) else []), *ticks])
    axes.xaxis.set_major_formatter(lambda x, _: f"{x:g}")
    axes.xaxis.set_minor_formatter(NullFormatter())


def _log_ticks(low: float, high: float) -> list[float]:
    """Return powers of ten between two numbers; where these are few, twice and five times them too."""
    powers = [10.0**n for n in range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)]
    steps = (1.0,) if np.log10(high / low) > 3.5 else (1.0, 2.0, 5.0)
    return [x for power in powers for step in steps if low * 0.999 <= (x := power * step) <= high * 1.001]


def foot(found: Mapping[str, Any], points: Points, notes: Sequence[str] = ()) -> list[tuple[str, bool]]:
    """Return the lines under a figure, each with whether it is a warning: what was run, assumed, lost."""
    texts = [(text, True) for text in _lost(points)]
    texts += [(text, False) for text in [*notes, _run(found, points)]]
    texts += [(f"Mechanism: {found['mechanism']}", False)] * bool(found["mechanism"])
    assumed = found["assumption"] or "see the scenario for which of its numbers are."
    texts.append((f"Assumed: {assumed}", False))
    lines = [(textwrap.wrap(text, FOOT_SIGNS, max_lines=3, placeholder=" ..."), warns) for text, warns in texts]
    return [(line, warns) for wrapped, warns in lines for line in wrapped]


def _lost(points: Points) -> list[str]:
    """Return what failed or has no runs, in a sentence."""
    if not points.left_out:
        return []
    failed = [f"{name} ({count} failed)" if count else f"{name} (no runs)" for name, count in points.left_out]
    more = f" and {len(failed) - MOST_NAMED} more" if len(failed) > MOST_NAMED else ""
    runs = sum(count for _, count in points.left_out)
    lead = f"{runs:,} runs failed and are not drawn" if runs else "Not drawn"
    return [f"{lead}: {'; '.join(shortened(text, 60) for text in failed[:MOST_NAMED])}{more}."]


def _run(found: Mapping[str, Any], points: Points) -> str:
    each = {mark.runs for mark in points.marks}
    runs = f"{min(each):,} to {max(each):,}" if len(each) > 1 else f"{max(each, default=0):,}"
    luck = "run r of every point has the same luck" if found["draws"] == "common" else "each point has its own luck"
    shortest, longest = points.horizons
    horizon = f"horizon day {longest}" if shortest == longest else f"horizons from day {shortest} to {longest}"
    if points.start is not None and shortest == longest:
        horizon += f", {long_date(points.start + datetime.timedelta(days=longest))}"
    day = f"day 0 is {long_date(points.start)}; " if points.start is not None else "days count from each start; "
    changes = "; ".join(f"{path} = {value}" for path, value in found.get("set", {}).items())
    changed = f" with {changes}" if changes else ""
    fixed = "".join(f", {dimension.label} {dimension.words[0]}" for dimension in points.fixed)
    return (
        f"Scenario {found['scenario']}{changed}{fixed}, rule {found['rule']}, seed {found['seed']}, "
        f"{len(points.marks):,} points of {runs} runs each; {luck}; {day}{horizon}."
    )


def foot_height(lines: Sequence[Any]) -> float:
    """Return the height of the foot, inches."""
    return 0.2 + FOOT_LINE * len(lines)


def write_head_and_foot(page: Page, found: Mapping[str, Any], said: str, lines: Sequence[tuple[str, bool]]) -> None:
    """Write the title, the question, what was found, and the foot."""
    title = found["title"]
    page.write(0.25, page.height - 0.15, title, fontsize=min(14.0, 14.0 * 92 / max(1, len(title))), **BOLD)
    question = textwrap.shorten(found["question"], 170, placeholder=" ...") if found["question"] else ""
    page.write(0.25, page.height - 0.47, question, fontsize=9.5, color=INK)
    page.write(0.25, page.height - 0.70, textwrap.shorten(said, 160, placeholder=" ..."), fontsize=9.5, **BOLD)
    for row, (line, warns) in enumerate(lines):
        style = BOLD if warns else {"color": "#555555"}
        page.write(0.25, 0.08 + FOOT_LINE * (len(lines) - row), line, fontsize=TINY, **style)


BOLD: dict[str, Any] = {"fontweight": "bold", "color": INK}
