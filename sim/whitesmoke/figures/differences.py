"""The figure of variants against their base, run by run on the same draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import PercentFormatter

from whitesmoke.figures.happenings import Happening
from whitesmoke.figures.page import LEFT, TITLE, WIDTH, Page
from whitesmoke.figures.sheet import (
    Dates,
    Estimate,
    bare_sides,
    date_axis,
    date_span,
    focal_lines,
    runs_text,
    shortened,
    unsettled,
    write_titles,
)
from whitesmoke.figures.style import FAINT, INK, PALETTE, SMALL, TINY, UNCOMMITTED, number, plain, short_date
from whitesmoke.figures.timeline import LANE, draw_labels, place
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.writing.estimates import Interval, percent, percents, points, shifted, signed

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from whitesmoke.model.world import Floats, Ints


MOST_CURVES = 8
"""Variants with a colour of their own; of more, those that move the date most."""
LINES = [*PALETTE[:6], "#7A4B2A", "#5E3C99"]
"""Colours of variants, in their order: the yellow of the palette is too light for a line."""
LATER = "#5a5a5a"


class Paired(Protocol):
    """What is drawn of a `whitesmoke.evidence.analysis.ensemble_summary.Difference`."""

    @property
    def later(self) -> Estimate:
        """Return the share of runs that settle later; deadlock is later than any date."""

    @property
    def earlier(self) -> Estimate:
        """Return the share of runs that settle earlier."""

    @property
    def same(self) -> Estimate:
        """Return the share of runs that settle on the same day."""

    @property
    def shift(self) -> Mapping[str, int | None]:
        """Return the quantiles p05, p50, p95 of the shift in days where both settle."""

    @property
    def deadlock(self) -> Estimate:
        """Return the difference of the probability of deadlock."""


class Ranged(Protocol):
    """What is drawn of a variant where other numbers of bargaining, as plausible, would say otherwise."""

    @property
    def later(self) -> tuple[float, float]:
        """Return the lowest and highest share of runs that settle later."""

    @property
    def earlier(self) -> tuple[float, float]:
        """Return the same of those that settle earlier."""

    @property
    def words(self) -> str:
        """Return it in a line."""


class Curve(NamedTuple):
    """One curve of runs not settled, and its words."""

    name: str
    day: Any
    style: dict[str, Any]


def compare_figure(
    case: Compiled,
    base_day: Ints,
    variants: Mapping[str, Ints],
    differences: Mapping[str, Paired],
    seed: int,
    ranges: Mapping[str, Ranged] | None = None,
) -> Figure:
    """Return the figure of variants against their base, run by run on the same draws.

    Parameters
    ----------
    case : the base; its start and horizon are those of the dates
    base_day : (N,) day of consensus of each run of the base, or codes.NEVER
    variants : by name, the same of each variant
    differences : by the same names, `whitesmoke.evidence.analysis.ensemble_summary.compare(base_day, day, horizon)`
    ranges : by the same names, over which values of bargaining dates do not tell apart; that of the variant which moves
        the date most is also written
    """
    rows = 0.34 * len(variants)
    height = max(2.9, 0.17 * (1 + min(MOST_CURVES, len(variants))) + 0.4)
    dates = _span(case, [base_day, *variants.values()])
    lines = focal_lines(case, dates)
    labels = place(lines, *_limits(dates), NAMES_FROM - 0.3 - LEFT)
    strip = LANE * (1 + max((label.lane for label in labels), default=0))
    page = Page(TITLE + strip + height + 0.95 + rows + FOOT)
    top = page.height - TITLE - strip
    over = page.panel(LEFT, top, NAMES_FROM - 0.3, top + strip)
    over.set_xlim(*_limits(dates))
    draw_labels(over, labels)
    above = page.panel(LEFT, top - height, NAMES_FROM - 0.3, top)
    curves = _curves(case, base_day, variants, differences)
    _curves_panel(above, lines, curves, dates)
    _end_labels(page, top, height, curves, _end_text(case, dates))
    below = page.panel(SHARES_FROM, FOOT, SHARES_TO, FOOT + rows)
    _shares(below, curves, differences)
    _draw_ranges(below, curves, ranges or {})
    page.write(0.25, top + 0.02, "a", fontsize=11, fontweight="bold")
    page.write(0.25, FOOT + rows + 0.42, "b", fontsize=11, fontweight="bold")
    _headings(page, rows, case, bool(ranges))
    runs = f"seed {seed}, {runs_text(len(base_day))}: the same draws for all"
    write_titles(page, case, compared(base_day, variants, differences), runs)
    _foot(page, ranges or {}, differences)
    return page.figure


def _foot(page: Page, ranges: Mapping[str, Ranged], differences: Mapping[str, Paired]) -> None:
    """Write at the foot the range of the variant that moves the date most."""
    most = max(ranges, key=lambda name: _moved(differences[name]), default=None)
    if most is not None:
        lead = f"{shortened(most, 36)}: " if len(differences) > 1 else ""
        page.write(0.25, 0.17, f"{lead}{ranges[most].words}", fontsize=SMALL, color="#555555")


NAMES_FROM, SHARES_FROM, SHARES_TO, SHIFT_AT, BOTH_AT, DEADLOCK_AT, FOOT = 9.3, 3.1, 7.5, 7.7, 9.6, 10.6, 0.5
"""Inches from the left edge: names of curves; bars from..to; words about each variant. From the lower one: the rows."""


def _span(case: Compiled, days: Sequence[Ints]) -> Dates:
    """Return the date axis: to the horizon if any run ends in deadlock, which is only known there."""
    dates = date_span(case, days)
    if not any(bool(np.any(day == codes.NEVER)) for day in days):
        return dates
    return dates._replace(end=max(dates.end, dates.start + case.world.rounds * case.world.round_days))


def _limits(dates: Dates) -> tuple[float, float]:
    return dates.start - 0.012 * (dates.end - dates.start), dates.end


def _end_text(case: Compiled, dates: Dates) -> str:
    """Return what the shares at the ends of the curves are: of the horizon, if that is where the axis ends."""
    horizon = case.names.date_of_round(case.world.rounds)
    return f"deadlock by the horizon, {short_date(horizon)}" if dates.end == number(horizon) else "deadlock at the end"


def compared(base_day: Ints, variants: Mapping[str, Ints], differences: Mapping[str, Paired]) -> str:
    """Return a comparison in a sentence that can be quoted: the variant that moves the date most."""
    runs, most = len(base_day), max(variants, key=lambda name: _moved(differences[name]))
    found = differences[most]
    if all(one.same[0] == 1.0 for one in differences.values()):
        what = "No variant changes" if len(variants) > 1 else f"{most} does not change"
        return f"{what} the date of any of these {runs} runs" if runs > 1 else f"{what} the date of the only run"
    lead = f"{most} moves the date most in these runs" if len(variants) > 1 else f"{most} against the base"
    later, earlier, stuck = (Interval(*one) for one in (found.later, found.earlier, found.deadlock))
    return f"{lead}: later in {percents(later)}, earlier in {percents(earlier)}; deadlock {points(stuck)}"


def _moved(found: Paired) -> float:
    return abs(found.later[0] - found.earlier[0])


def _curves(
    case: Compiled, base_day: Ints, variants: Mapping[str, Ints], differences: Mapping[str, Paired]
) -> list[Curve]:
    """Return the curves: the base, then the variants; those beyond the eight that move the date most in grey."""
    most = sorted(variants, key=lambda name: -_moved(differences[name]))[:MOST_CURVES]
    coloured = [name for name in variants if name in most]
    curves = [Curve(f"base: {case.names.scenario}", base_day, {"color": INK, "lw": 2.6, "zorder": 5})]
    for name, day in variants.items():
        style: dict[str, Any] = {"color": "#c4c4c4", "lw": 0.9, "zorder": 2}
        if name in most:
            j = coloured.index(name)
            style = {"color": LINES[j], "lw": 1.6, "ls": ("-", (0, (5, 1.5)))[j % 2], "zorder": 4}
        curves.append(Curve(name, day, style))
    return curves


def _curves_panel(axes: Any, lines: Sequence[Happening], curves: Sequence[Curve], dates: Dates) -> None:
    days = np.arange(0, int(dates.end - dates.start) + 1)
    axes.set_xlim(*_limits(dates))
    for line in lines:
        axes.axvline(line.at, color=line.colour, lw=line.width, ls=line.dashes, zorder=1)
    for curve in curves:
        axes.step(dates.start + days, unsettled(curve.day, days), where="post", **curve.style)
    date_axis(axes, dates, bare=False, never=None)
    axes.set_ylim(0, 1.03)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
    axes.set_ylabel("runs not yet settled", fontsize=SMALL)


def _end_labels(page: Page, top: float, height: float, curves: Sequence[Curve], what: str) -> None:
    """Write at the end of each curve its share of deadlock and its name, none over another."""
    axes = page.panel(NAMES_FROM - 0.3, top - height, WIDTH, top)
    axes.set(xlim=(0, WIDTH - NAMES_FROM + 0.3), ylim=(0, 1.03))
    axes.axis("off")
    others = " (grey: others of b)" if len(curves) > MOST_CURVES + 1 else ""
    page.write(NAMES_FROM, top + 0.17, f"{what}{others}", fontsize=SMALL, color="#555555")
    named = [curve for curve in curves if curve.style["zorder"] > 2]
    ends = np.array([float(np.mean(curve.day == codes.NEVER)) for curve in named])
    order = np.argsort(ends, kind="stable")
    for i, at in zip(order, spread(ends[order], 0.165 / height * 1.03, 0.0, 1.0)):
        curve = named[i]
        axes.plot([0.02, 0.14, 0.26], [ends[i], at, at], color=curve.style["color"], lw=0.9, clip_on=False)
        text = f"{percent(ends[i])}  {shortened(curve.name, 40)}"
        weight = "bold" if i == 0 else "normal"
        axes.text(0.3, at, plain(text), va="center", fontsize=SMALL, color=INK, fontweight=weight)


def spread(places: Floats, gap: float, low: float, high: float) -> Floats:
    """Return ascending places moved apart to at least a gap, as near as they were, between low and high."""
    at = np.array(places, float)
    for i in range(1, len(at)):
        at[i] = max(at[i], at[i - 1] + gap)
    if len(at) and at[-1] > high:
        at[-1] = high
        for i in range(len(at) - 2, -1, -1):
            at[i] = min(at[i], at[i + 1] - gap)
    return np.maximum(at, low) if len(at) < 2 else at


def _shares(axes: Any, curves: Sequence[Curve], differences: Mapping[str, Paired]) -> None:
    """Draw for each variant the shares of runs that settle earlier, neither and later, with words."""
    for row, curve in enumerate(curves[1:]):
        found, left = differences[curve.name], 0.0
        for share, style, ink in zip((found.earlier[0], found.same[0], found.later[0]), SHARES, (INK, INK, "white")):
            axes.barh(row, share, 0.62, left, zorder=2, **style)
            if share >= (0.05 if len(percent(share)) < 5 else 0.11):
                box = {"facecolor": "white", "edgecolor": "none", "pad": 0.8} if "hatch" in style else None
                look = {"ha": "center", "va": "center", "fontsize": TINY, "color": ink, "bbox": box, "zorder": 3}
                axes.text(left + share / 2, row, percent(share), **look)
            left += share
        style = {key: value for key, value in curve.style.items() if key != "zorder"}
        axes.plot([-0.055, -0.012], [row, row], clip_on=False, **style)
        both = float(np.mean((curves[0].day != codes.NEVER) & (curve.day != codes.NEVER)))
        words = (_shift_text(found), percent(both), points(Interval(*found.deadlock)))
        for at, text in zip((SHIFT_AT, BOTH_AT, DEADLOCK_AT), words):
            axes.annotate(text, (1.0, row), (72 * (at - SHARES_TO), 0), **ASIDE)
    axes.set(xlim=(0, 1), ylim=(len(curves) - 1.5, -0.5))
    axes.set_yticks(range(len(curves) - 1), [plain(shortened(curve.name, 36)) for curve in curves[1:]], fontsize=SMALL)
    axes.tick_params(axis="y", length=0, pad=24)
    axes.tick_params(axis="x", length=3, color=FAINT, labelsize=SMALL)
    axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
    bare_sides(axes, "left")


def _draw_ranges(axes: Any, curves: Sequence[Curve], ranges: Mapping[str, Ranged]) -> None:
    """Draw above each bar how far the shares earlier and later reach over the plausible set."""
    for row, curve in enumerate(curves[1:]):
        if found := ranges.get(curve.name):
            later = (1.0 - found.later[1], 1.0 - found.later[0])
            for ends in (found.earlier, later):
                axes.plot(ends, [row - 0.38] * 2, zorder=5, clip_on=False, **RANGE)


RANGE: dict[str, Any] = {"color": PALETTE[5], "lw": 1.4, "marker": "|", "ms": 5, "mew": 1.4}
"""Of the line from the lowest to the highest share."""
SHARES: list[dict[str, Any]] = [
    {"facecolor": "white", "edgecolor": INK, "hatch": "////", "linewidth": 0.6},
    {"facecolor": UNCOMMITTED, "edgecolor": UNCOMMITTED, "linewidth": 0.6},
    {"facecolor": LATER, "edgecolor": LATER, "linewidth": 0.6},
]
"""Of the shares that settle earlier, neither (the same day, or deadlock both times) and later."""
ASIDE: dict[str, Any] = {"textcoords": "offset points", "va": "center", "fontsize": SMALL, "color": INK}


def _shift_text(found: Paired) -> str:
    """Return the median shift in words, with its 5 and 95 % quantiles."""
    middle, low, high = (found.shift[name] for name in ("p50", "p05", "p95"))
    if middle is None or low is None or high is None:
        return "none"
    return f"{shifted(middle) if middle else 'no shift'} [{signed(low, 0)}, {signed(high, 0)}]"


def _headings(page: Page, rows: float, case: Compiled, ranged: bool) -> None:
    """Write above the rows what their columns are."""
    y = FOOT + rows + 0.40
    page.write(0.5, y, "run by run, against", fontsize=SMALL, color=INK)
    page.write(0.5, y - 0.15, shortened(case.names.scenario, 34), fontsize=SMALL, color=INK, fontweight="bold")
    last = "settles later" if ranged else "settles later (deadlock is latest)"
    labels = zip(SHARES, ("settles earlier", "neither", last))
    handles: list[Any] = [Patch(**style, label=label) for style, label in labels]
    if ranged:
        handles.append(Line2D([], [], label="range (foot)", **RANGE))
    corner = (SHARES_FROM / WIDTH, (y - 0.32) / page.height)
    page.figure.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=corner,
        ncols=len(handles),
        fontsize=SMALL,
        frameon=False,
        borderaxespad=0,
        borderpad=0,
        handlelength=1.6,
        columnspacing=1.4,
    )
    page.write(SHIFT_AT, y, "median shift [5, 95 %],\nruns where both settle", fontsize=SMALL, color=INK)
    page.write(BOTH_AT, y, "runs where\nboth settle", fontsize=SMALL, color=INK)
    page.write(DEADLOCK_AT, y, "change in deadlock\n[95 % interval]", fontsize=SMALL, color=INK)
