"""The figures of forecasts: as of one day, and week by week."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from matplotlib.dates import AutoDateLocator, num2date
from matplotlib.lines import Line2D
from matplotlib.ticker import PercentFormatter

from whitesmoke.figures.happenings import Happening
from whitesmoke.figures.page import LEFT, TITLE, WIDTH, Page
from whitesmoke.figures.sheet import Dates, Estimate, bare_sides, date_axis, focal_lines, shortened, write_titles
from whitesmoke.figures.style import FAINT, INK, PALETTE, SMALL, TINY, long_date, number, plain
from whitesmoke.figures.timeline import LANE, draw_labels, place
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.reading import BY
from whitesmoke.writing.estimates import percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from whitesmoke.model.world import Ints
    from whitesmoke.scenario.record_schema import Decision

BAND, MIDDLE = PALETTE[0], PALETTE[5]
DATES_TO, BARS_FROM, BARS_TO, WEEKS_TO = 8.3, 9.6, 12.2, 10.1
"""Inches from the left edge: end of the panel of one forecast; bars from..to; end of the panels of many."""
MOST = 8
"""Members drawn."""
ROOM = 0.14
"""Least chance of deadlock that leaves room for words above its mark."""


class Forecast(Protocol):
    """What is drawn of a `whitesmoke.evidence.forecast.nowcasting.Nowcast`."""

    @property
    def as_of(self) -> datetime.date:
        """Return the day on which it is made."""

    @property
    def days(self) -> Mapping[str, int | None]:
        """Return the quantiles p05, p50, p95 of the day of consensus; None beyond the horizon."""

    @property
    def outcomes(self) -> Mapping[str, Estimate]:
        """Return the chance of each winner and of deadlock."""

    @property
    def settled_by(self) -> Mapping[str, Estimate]:
        """Return the chance of consensus by each date to come and by the horizon ("expiry")."""

    @property
    def outside(self) -> Mapping[str, float]:
        """Return the chance that a member has not come round yet."""

    @property
    def last(self) -> Mapping[str, float]:
        """Return the chance that a member is the last."""


def nowcast_figure(
    case: Compiled, found: Forecast, day: Ints, seed: int, title: str, decision: Decision | None = None
) -> Figure:
    """Return the figure of a forecast as of one day: when it ends, who is still out, who will be last.

    Parameters
    ----------
    case : the scenario as it was known by that day
    day : (N,) day of consensus of each run, or codes.NEVER
    title : a sentence that can be quoted
    decision : what really happened, if it is to be shown
    """
    dates, over = _dates(case), decision if decision and decision.date <= found.as_of else None
    lines = _lines(case, found.as_of, dates, decision)
    labels = place(lines, *dates.limits, DATES_TO - LEFT)
    strip = LANE * (1 + max(label.lane for label in labels))
    page = Page(TITLE + strip + 4.2)
    top = page.height - TITLE - strip - 0.15
    axes, above = page.panel(LEFT, 0.6, DATES_TO, top), page.panel(LEFT, top, DATES_TO, top + strip)
    _chance_by_day(axes, case, found, day, dates, over)
    for line in lines:
        axes.axvline(line.at, color=line.colour, lw=line.width, ls=line.dashes, zorder=2)
    above.set_xlim(*dates.limits)
    draw_labels(above, labels)
    half = 0.5 * (top - 0.6)
    last = "was the last" if over else "will be the last"
    outside, latest = (_by_name(case, chance) for chance in (found.outside, found.last))
    _members(page, outside, 0.6 + half + 0.35, top, "b", "has not come round yet, privately")
    _members(page, latest, 0.6, 0.6 + half - 0.25, "c", f"{last}, or never {'came' if over else 'comes'} round")
    page.write(0.25, top + 0.1, "a", fontsize=11, fontweight="bold")
    if over:
        page.write(LEFT, top + strip + 0.2, _over_text(case, over), fontsize=SMALL, fontweight="bold", color=INK)
    write_titles(page, case, title, f"seed {seed}, {len(day)} runs that agree with the record by then")
    return page.figure


def _dates(case: Compiled) -> Dates:
    start = number(case.names.start)
    return Dates(start, start + case.world.rounds * case.world.round_days)


def _lines(case: Compiled, as_of: datetime.date, dates: Dates, decision: Decision | None) -> list[Happening]:
    """Return the labelled lines: the day of the forecast among the focal dates and the decision."""
    today = Happening(number(as_of), f"as of {long_date(as_of)}", INK, 0.9, ":")
    return sorted([*focal_lines(case, dates, decision), today], key=lambda line: line.at)


def _over_text(case: Compiled, decision: Decision) -> str:
    """Return that nothing is left to forecast, and since when."""
    names = dict(zip(case.names.candidates, case.names.candidate_names))
    winner = decision.winner
    how = "already over, without a decision," if winner is None else "already decided"
    who = "" if winner is None else f", {names.get(winner, winner)}"
    return f"{how} on {long_date(decision.date)}{who}: a draws the record, no forecast"


def _chance_by_day(axes: Axes, case: Compiled, found: Forecast, day: Ints, dates: Dates, over: Decision | None) -> None:
    """Draw the chance of consensus by each day to come; of a race that is `over`, what the record says of every day."""
    days = np.arange(int(dates.end - dates.start) + 1)
    chance = np.searchsorted(np.sort(day), days, side="right") / len(day)
    today, shown = (found.as_of - case.names.start).days, days
    if over:
        chance = ((over.winner is not None) & (dates.start + days >= number(over.date))).astype(float)
    else:
        shown = days[today:]
        axes.fill_between(dates.start + shown, chance[shown], step="post", color=BAND, alpha=0.12, lw=0)
        _deadlock(axes, dates, found.outcomes["deadlock"][0])
    axes.axvspan(dates.start, dates.start + min(today, days[-1]), color="#f1f1f1", zorder=0)
    axes.step(dates.start + shown, chance[shown], where="post", color=INK if over else BAND, lw=2.2, zorder=4)
    axes.set(xlim=dates.limits, ylim=(0, 1.02))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
    axes.set_ylabel("settled by this day" if over else "chance that it is settled by this day", fontsize=SMALL)
    date_axis(axes, dates, bare=False)


def _deadlock(axes: Axes, dates: Dates, never: float) -> None:
    """Draw how far the curve would still have to rise, with words in that room, or under the mark if it is small."""
    room = never >= ROOM
    axes.plot([dates.never], [1.0 - never], marker="_", ms=14, mew=2.0, color=BAND, clip_on=False)
    axes.annotate(
        f"deadlock\n{percent(never)}", (dates.never, 1.0 - never / 2 if room else 1.0 - never - 0.02), ha="center",
        va="center" if room else "top", fontsize=TINY,
    )  # fmt: skip


def _by_name(case: Compiled, chance: Mapping[str, float]) -> dict[str, float]:
    names = dict(zip(case.names.members, case.names.member_names))
    return {names.get(code, code): value for code, value in chance.items()}


def _members(page: Page, chance: Mapping[str, float], bottom: float, top: float, letter: str, words: str) -> None:
    shown = list(chance.items())[:MOST]
    axes = page.panel(BARS_FROM, bottom, BARS_TO, top)
    axes.barh(range(len(shown)), [value for _, value in shown], 0.66, color=BAND)
    for row, (_, value) in enumerate(shown):
        axes.annotate(percent(value), (value, row), (3, 0), textcoords="offset points", va="center", fontsize=TINY)
    if not shown:
        axes.text(0.03, 0.0, "nobody: all have come round", va="center", fontsize=TINY, color=INK)
    axes.set(xlim=(0, 1.12), ylim=(max(MOST, len(shown)) - 0.5, -0.5))
    axes.set_yticks(range(len(shown)), [plain(shortened(name, 22)) for name, _ in shown], fontsize=SMALL)
    axes.set_xticks([])
    axes.tick_params(length=0)
    bare_sides(axes, "bottom")
    page.write(BARS_FROM - 0.55, top + 0.22, f"{letter}  {words}", fontsize=SMALL, color=INK)


def weekly_figure(
    case: Compiled,
    found: Sequence[Forecast],
    seed: int,
    title: str,
    decision: Decision | None = None,
    tallies: Sequence[datetime.date] = (),
) -> Figure:
    """Return the figure of forecasts made week by week: the date, the chances, the last.

    Parameters
    ----------
    case : the scenario as it was known by the last of the days
    found : forecasts in the order of their days, 2 or more
    decision : what really happened
    tallies : days on which a count became known
    """
    page = Page(TITLE + 7.0)
    top, dates = page.height - TITLE - 0.35, _dates(case)
    at = np.array([number(one.as_of) for one in found])
    fan, chances, last = (
        page.panel(LEFT, low, WEEKS_TO, high) for low, high in ((3.55, top), (2.15, 3.35), (0.65, 1.95))
    )
    _fan(fan, case, found, at, dates, decision)
    past = _chances(chances, found, at, case)
    _last(last, case, found, at)
    span = (at[0] - 3.0, at[-1] + 3.0)
    for axes, bare in ((fan, True), (chances, True), (last, False)):
        axes.set_xlim(*span)
        for day in tallies:
            if span[0] <= number(day) <= span[1]:
                axes.axvline(number(day), color="#d8d8d8", lw=0.8, zorder=0)
        date_axis(axes, Dates(*span), bare=bare, never=None)
        axes.set_xlim(*span)
    last.set_xlabel("forecast made on (grey lines: a count became known)", fontsize=SMALL)
    _words(page, top, past)
    for letter, y in (("a", top + 0.05), ("b", 3.4), ("c", 2.0)):
        page.write(0.25, y, letter, fontsize=11, fontweight="bold")
    write_titles(page, case, title, f"seed {seed}, {len(found)} forecasts")
    return page.figure


def _fan(
    axes: Any, case: Compiled, found: Sequence[Forecast], at: Any, dates: Dates, decision: Decision | None
) -> None:
    """Draw quantiles of the date against the day of the forecast; what is beyond the horizon stands at "never"."""
    days = {
        name: np.array([dates.never if (q := one.days[name]) is None else dates.start + q for one in found])
        for name in ("p05", "p50", "p95")
    }
    axes.fill_between(at, days["p05"], days["p95"], color=BAND, alpha=0.18, lw=0, zorder=2)
    axes.plot(at, days["p50"], color=BAND, lw=2.2, zorder=4)
    axes.plot([at[0], at[-1]], [at[0], at[-1]], color=FAINT, lw=0.9, ls=":", zorder=3)
    lines = [line for line in focal_lines(case, dates, decision) if line.at >= days["p05"].min() - 12.0]
    for line, y in zip(lines, _apart([line.at for line in lines], 0.04 * (dates.end - dates.start))):
        axes.axhline(line.at, color=line.colour, lw=line.width, ls=line.dashes, zorder=1)
        axes.annotate(
            plain(line.text.split(" (")[0]), (1.0, y), (5, 0), xycoords=("axes fraction", "data"),
            textcoords="offset points", va="center", fontsize=SMALL, color=INK,
        )  # fmt: skip
    date_axis_of_y(axes, dates, min(float(days["p05"].min()), float(at[-1])) - 12.0)
    axes.set_ylabel("date on which it is settled", fontsize=SMALL)


def date_axis_of_y(axes: Axes, dates: Dates, first: float) -> None:
    """Write months on a vertical date axis, and the word where deadlock stands."""
    months = AutoDateLocator(minticks=3, maxticks=9).tick_values(num2date(first), num2date(dates.end))
    ticks = [float(tick) for tick in months if first <= tick <= dates.end]
    words = [f"{num2date(tick):%d %b}".lstrip("0") for tick in ticks]
    axes.set_yticks([*ticks, dates.never], [*words, "never"])
    axes.set_ylim(first, dates.never + 0.02 * (dates.end - first))
    axes.tick_params(axis="y", length=3, color=FAINT, labelsize=SMALL)


def _chances(axes: Axes, found: Sequence[Forecast], at: Any, case: Compiled) -> dict[str, str]:
    """Draw the chance of consensus by each date; the horizon only if it is none of the dates that press.

    Return the colours of the dates that passed before the last forecast: their curves end where no words have room.
    """
    names = list(dict.fromkeys(name for one in found for name in one.settled_by))
    horizon = case.world.rounds * case.world.round_days
    if horizon in case.world.focal_day.tolist():
        names.remove("expiry")
    ends, past = [], {}
    for j, name in enumerate(names):
        rows = [(x, one.settled_by[name]) for x, one in zip(at, found) if name in one.settled_by]
        x, color = [row[0] for row in rows], (PALETTE[3], MIDDLE, BAND, PALETTE[2])[j % 4]
        axes.fill_between(x, [r[1][1] for r in rows], [r[1][2] for r in rows], color=color, alpha=0.13, lw=0)
        axes.plot(x, [r[1][0] for r in rows], color=color, lw=1.6)
        if x[-1] == at[-1]:
            ends.append((rows[-1][1][0], f"by {BY.get(name, name)}", color))
        else:
            past[name] = color
    _end_labels(axes, float(at[-1]), ends)
    axes.set_ylim(0, 1.03)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
    axes.set_ylabel("chance that it is settled", fontsize=SMALL)
    axes.tick_params(axis="y", labelsize=SMALL)
    return past


def _end_labels(axes: Any, x: float, ends: Sequence[tuple[float, str, str]]) -> None:
    """Write words at the ends of curves, none over another."""
    order = sorted(range(len(ends)), key=lambda j: ends[j][0])
    for j, y in zip(order, _apart([max(0.05, ends[j][0]) for j in order], 0.15)):
        axes.annotate(
            plain(ends[j][1]), (x, y), (5, 0), textcoords="offset points", va="center", fontsize=SMALL,
            color=ends[j][2], annotation_clip=False,
        )  # fmt: skip


def _last(axes: Axes, case: Compiled, found: Sequence[Forecast], at: Any) -> None:
    mean: dict[str, float] = {}
    for one in found:
        for name, share in _by_name(case, one.last).items():
            mean[name] = mean.get(name, 0.0) + share / len(found)
    shown = sorted(mean, key=lambda name: -mean[name])[:4]
    colors = (BAND, MIDDLE, PALETTE[2], PALETTE[3])
    for color, name in zip(colors, shown):
        axes.plot(at, [_by_name(case, one.last).get(name, 0.0) for one in found], color=color, lw=1.6)
    ends = _by_name(case, found[-1].last)
    _end_labels(axes, float(at[-1]), [(ends.get(name, 0.0), name, c) for c, name in zip(colors, shown)])
    axes.set_ylim(0, 1.03)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
    axes.set_ylabel("will be the last", fontsize=SMALL)
    axes.tick_params(axis="y", labelsize=SMALL)


def _apart(places: Any, gap: float) -> list[float]:
    at: list[float] = []
    for wanted in places:
        at.append(max(float(wanted), at[-1] + gap) if at else float(wanted))
    return at


def _words(page: Page, top: float, past: Mapping[str, str]) -> None:
    handles: list[Any] = [
        Line2D([], [], color=BAND, lw=2.2, label="a: half of the runs have settled by this date"),
        Line2D([], [], color=BAND, lw=8, alpha=0.2, label="a: 5 to 95 % of the runs"),
        Line2D([], [], color=FAINT, lw=0.9, ls=":", label="a: the day of the forecast itself"),
        Line2D([], [], color=BAND, lw=8, alpha=0.13, label="b: 95 % interval of the simulation"),
        *(Line2D([], [], color=color, lw=1.6, label=plain(f"b: by {name}")) for name, color in past.items()),
    ]
    page.figure.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(LEFT / WIDTH, (top + 0.33) / page.height), ncols=6,
        fontsize=SMALL, frameon=False, borderaxespad=0, handlelength=1.6, columnspacing=1.4,
    )  # fmt: skip
