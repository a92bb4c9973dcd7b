"""The figure of an ensemble: tally, date of consensus, outcomes and last holdouts, beside the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, PercentFormatter

from sim import codes
from sim.case import Case
from sim.plots.page import LEFT, MARGIN, TITLE, WIDTH, Page
from sim.plots.quota import needed
from sim.plots.style import (
    FAINT,
    INK,
    OBJECTING,
    SMALL,
    TINY,
    UNCOMMITTED,
    colour,
    long_date,
    number,
    plain,
    short_date,
)
from sim.plots.timeline import LANE, draw_labels, place

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.scenario.schema import Decision, Tally

from sim.plots.sheet import (
    Dates,
    Estimate,
    about_runs,
    bare_sides,
    date_axis,
    date_span,
    focal_lines,
    of_runs,
    percent_text,
    shortened,
    unsettled,
    write_titles,
)

DATES_TO, RIGHT, BARS_FROM, EDGE = 7.9, 8.4, 9.95, 12.0
"""Inches from the left edge: end of the panels with dates; right column; its bars from..to."""
TALLY, WEEKS, CURVE, GAP = 2.6, 1.6, 1.75, 0.14
"""Inches: heights of the panels with dates, and between them."""
ROW, LEGEND = 0.21, 2.15
MOST_ROWS = 8
"""Outcomes or holdouts drawn."""
DEADLOCK: dict[str, Any] = {"facecolor": "white", "edgecolor": INK, "hatch": "////", "linewidth": 0.7}


class Found(Protocol):
    """What is drawn of a `sim.analysis.summary.Summary`."""

    @property
    def outcomes(self) -> Mapping[str, Estimate]:
        """Return the probability by candidate, and of "deadlock"."""

    @property
    def days(self) -> Mapping[str, int | None]:
        """Return the quantiles p05, p50, p95 of the day of consensus; None where that was not reached."""

    @property
    def last_holdouts(self) -> Mapping[str, float]:
        """Return the share of runs in which each member was the last, the most frequent first."""


def ensemble_figure(
    case: Case,
    found: Found,
    winner: Any,
    day: Any,
    bands: Mapping[str, Any],
    seed: int,
    tallies: Sequence[Tally] = (),
    decision: Decision | None = None,
) -> Figure:
    """Return the figure of an ensemble: tally, date of consensus, outcomes and last holdouts, with what is on record.

    Parameters
    ----------
    found : summary of the ensemble, `sim.analysis.summary.summarise(case, outcomes)`
    winner : (N,) candidate of each run, or codes.NONE
    day : (N,) day of consensus of each run, or codes.NEVER
    bands : by candidate identifier, (3, rounds + 1): quantiles 5, 50, 95 % of the tally at the end of each round
    tallies, decision : the record's counts, and how it ended
    """
    names = case.names
    tallies = [t for t in tallies if t.candidate in names.candidates and t.date >= names.start]
    decision = decision if decision and decision.date >= names.start else None
    dates = date_span(case, [number(t.date) for t in tallies] + ([number(decision.date)] if decision else []))
    lines = focal_lines(case, decision)
    labels = place(lines, *dates.limits, DATES_TO - LEFT)
    strip = LANE * (1 + max((label.lane for label in labels), default=-1))
    page = Page(TITLE + strip + TALLY + WEEKS + CURVE + 2 * GAP + MARGIN + 0.1)
    top = page.height - TITLE - strip
    panels = _stack(page, top, [TALLY, WEEKS, CURVE])
    above = page.panel(LEFT, top, DATES_TO, page.height - TITLE)
    for axes in [above, *panels]:
        axes.set_xlim(*dates.limits)
    draw_labels(above, labels)
    for axes in panels:
        for line in lines:
            axes.axvline(line.at, color=line.colour, lw=line.width, ls=line.dashes, zorder=1)
        date_axis(axes, dates, bare=axes is not panels[-1])
    running = [k for k, name in enumerate(names.candidates) if np.any(bands[name]) or np.any(winner == k)]
    _tally(panels[0], case, running, bands, tallies)
    _weeks(panels[1], case, running, winner, day, dates)
    _curve(panels[2], case, found, day, dates, decision)
    title = headline(case, found, len(day))
    write_titles(page, title, f"{about_runs(case)}, seed {seed}, runs 0 to {len(day) - 1}.")
    bottom = _outcomes(page, case, found)
    _holdouts(page, case, found, bottom)
    _legend(page, case, running, bool(tallies), decision)
    return page.figure


def headline(case: Case, found: Found, runs: int) -> str:
    """Return an ensemble in a sentence that can be quoted."""
    names = dict(zip(case.names.candidates, case.names.candidate_names))
    shares = {name: found.outcomes[name][0] for name in names}
    won = sorted((name for name in names if shares[name] > 0.0), key=lambda name: -shares[name])[:2]
    stuck = found.outcomes["deadlock"][0]
    if not won:
        horizon = case.names.date_of_round(case.world.rounds)
        return f"Deadlock in {of_runs(1.0, runs)}: no consensus by {long_date(horizon)}"
    first, *rest = [f"{names[name]} in {of_runs(shares[name], runs, k == 0)}" for k, name in enumerate(won)]
    parts = [", ".join([first, *rest])]
    half = found.days["p50"]
    parts.append("fewer than half settle" if half is None else f"half settle by {long_date(case.names.date(half))}")
    parts.append("no deadlock" if stuck == 0.0 else f"deadlock {of_runs(stuck, runs, False)}")
    return "; ".join(parts)


def _stack(page: Page, top: float, heights: Sequence[float]) -> list[Any]:
    """Return panels one under the other, with letters."""
    panels = []
    for letter, height in zip("abc", heights):
        axes = page.panel(LEFT, top - height, DATES_TO, top)
        axes.text(-0.105, 1.0, letter, transform=axes.transAxes, fontsize=11, fontweight="bold", va="top")
        axes.yaxis.set_label_coords(-0.07, 0.5)
        panels.append(axes)
        top -= height + GAP
    return panels


def _tally(axes: Any, case: Case, running: Sequence[int], bands: Mapping[str, Any], tallies: Sequence[Tally]) -> None:
    """Draw the band of every candidate's tally, the quota, and the record's counts."""
    at = _round_places(case)
    for k in running:
        low, middle, high = np.asarray(bands[case.names.candidates[k]], float)
        axes.fill_between(at, low, high, step="post", color=colour(k), alpha=0.28, lw=0, zorder=2)
        axes.step(at, middle, where="post", color=colour(k), lw=2.0, zorder=4)
    members = _members(case)
    asked = [needed(case.world, int(count)) for count in members]
    axes.step(at, members if None in asked else asked, where="post", color=INK, lw=1.1, ls=(0, (5, 2)), zorder=3)
    for tally in tallies:
        place_, k = number(tally.date), case.names.candidates.index(tally.candidate)
        axes.plot([place_] * 2, [tally.low, tally.high], color=INK, lw=1.3, marker="_", ms=5, zorder=5)
        axes.plot([place_], [(tally.low + tally.high) / 2.0], "o", ms=5.5, mfc="white", mec=INK, mew=1.2, zorder=6)
        axes.plot([place_], [(tally.low + tally.high) / 2.0], "o", ms=2.2, color=colour(k), zorder=7)
    axes.set_ylim(0, 1.06 * max([*members, *(t.high for t in tallies)]))
    axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    record = "\n(circles: press counts)" if tallies else ""
    axes.set_ylabel(f"members committed, in private{record}", fontsize=SMALL)


def _round_places(case: Case) -> Any:
    return number(case.names.start) + case.names.round_days * np.arange(case.world.rounds + 1.0)


def _members(case: Case) -> Any:
    """Return the number of members at the end of every round."""
    days = np.arange(case.world.rounds + 1) * case.world.round_days
    return np.searchsorted(np.sort(case.world.accession), days, side="right")


def _bin(case: Case) -> int:
    """Return the width of a bar, days: the whole number of rounds next to a week."""
    return case.world.round_days * max(1, round(7 / case.world.round_days))


def _weeks(axes: Any, case: Case, running: Sequence[int], winner: Any, day: Any, dates: Dates) -> None:
    """Draw the share of runs settled in every week, by winner, and the atom of deadlock."""
    width, stuck = _bin(case), float(np.mean(winner == codes.NONE))
    edges = np.arange(0, case.world.rounds * case.world.round_days + width + 1, width)
    floor = np.zeros(len(edges) - 1)
    for k in running:
        share = np.histogram(day[winner == k], edges)[0] / len(day)
        left = number(case.names.start) + edges[:-1]
        axes.bar(left, share, 0.92 * width, floor, align="edge", color=colour(k), lw=0, zorder=3)
        floor += share
    axes.bar([dates.never], [stuck], 0.045 * (dates.end - dates.start), zorder=3, **DEADLOCK)
    top = 1.22 * max(float(floor.max()), stuck)
    axes.text(dates.never, stuck + 0.02 * top, percent_text(stuck), ha="center", va="bottom", fontsize=TINY, color=INK)
    axes.set_ylim(0, top)
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=None, symbol=" %"))
    axes.set_ylabel("runs settled\nin each week" if width == 7 else f"runs settled\nin {width} days", fontsize=SMALL)


def _curve(axes: Any, case: Case, found: Found, day: Any, dates: Dates, decision: Decision | None) -> None:
    """Draw the share of runs not settled, its quantiles, and where the record's date falls."""
    days = np.arange(case.world.rounds + 1) * case.world.round_days
    axes.step(_round_places(case), unsettled(day, days), where="post", color=INK, lw=2.0, zorder=4)
    middle = 0.5 * (dates.start + dates.end)
    for name, left in (("p05", 0.95), ("p50", 0.50), ("p95", 0.05)):
        reached = found.days[name]
        if reached is not None:
            at, word = number(case.names.date(reached)), "half" if name == "p50" else f"{1 - left:.0%}"[:-1] + " %"
            axes.plot([at], [left], "D", ms=5, mfc=INK, mec="white", mew=0.8, zorder=6)
            _beside(axes, at, left, f"{word} of runs settled by {short_date(case.names.date(reached))}", at > middle)
    if decision:
        day_ = (decision.date - case.names.start).days
        share = float(unsettled(day, day_))
        axes.plot([number(decision.date)], [share], "o", ms=6, mfc="white", mec=INK, mew=1.3, zorder=7)
    axes.set_ylim(-0.03, 1.09)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1.0])
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
    axes.set_ylabel("runs not yet\nsettled", fontsize=SMALL)


def _beside(axes: Any, at: float, height: float, text: str, before: bool) -> None:
    """Write a text beside a mark, on the side where the curve leaves room."""
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
    style = {"fontsize": TINY, "color": INK, "va": "center", "bbox": box, "zorder": 5, "textcoords": "offset points"}
    axes.annotate(text, (at, height), (-8 if before else 8, 0), ha="right" if before else "left", **style)


def _rows_panel(page: Page, letter: str, top: float, rows: Sequence[str], what: str, left_out: str) -> Any:
    """Return a panel with one row for each name and a share from 0 to 1, under its heading; rows end to the right."""
    page.write(RIGHT, top, letter, fontsize=11, fontweight="bold")
    page.write(RIGHT + 0.25, top - 0.02, what, fontsize=SMALL, color=INK)
    if left_out:
        page.write(BARS_FROM, top - 0.26 - ROW * max(1, len(rows)), left_out, fontsize=TINY, color="#555555")
    axes = page.panel(BARS_FROM, top - 0.24 - ROW * max(1, len(rows)), EDGE, top - 0.24)
    axes.set(xlim=(0, 1), ylim=(max(1, len(rows)) - 0.5, -0.5), xticks=[])
    axes.set_yticks(range(len(rows)), [plain(shortened(row, 22)) for row in rows], fontsize=SMALL)
    axes.tick_params(length=0)
    bare_sides(axes, "bottom")
    axes.spines["left"].set_color(FAINT)
    return axes


def _outcomes(page: Page, case: Case, found: Found) -> float:
    """Draw the probability of each outcome; return where the panel ends, inches."""
    top, names = page.height - TITLE + 0.05, case.names
    order = sorted(found.outcomes, key=lambda name: -found.outcomes[name][0])
    shown = [*[name for name in order if name != "deadlock"][: MOST_ROWS - 1], "deadlock"]
    shown.sort(key=order.index)
    words = {**dict(zip(names.candidates, names.candidate_names)), "deadlock": "deadlock"}
    rest = [found.outcomes[name][0] for name in order if name not in shown]
    left_out = f"and {len(rest)} more, each in {percent_text(max(rest))} of runs at most" if rest else ""
    heading = "outcome: probability and 95 % interval"
    axes = _rows_panel(page, "d", top, [words[name] for name in shown], heading, left_out)
    for row, name in enumerate(shown):
        value, low, high = found.outcomes[name]
        face = "white" if name == "deadlock" else colour(names.candidates.index(name))
        axes.axhline(row, color=UNCOMMITTED, lw=0.8, zorder=1)
        axes.plot([low, high], [row, row], color=INK, lw=1.4, zorder=2)
        axes.plot([value], [row], "o", ms=6, mfc=face, mec=INK, mew=0.9, zorder=3, clip_on=False)
        _share_text(axes, row, f"{100 * value:.1f} %")
    return top - 0.24 - ROW * len(shown) - 0.2 * bool(left_out)


def _share_text(axes: Any, row: int, text: str) -> None:
    axes.annotate(text, (1.0, row), (7, 0), textcoords="offset points", va="center", fontsize=TINY, color=INK)


def _holdouts(page: Page, case: Case, found: Found, top: float) -> None:
    """Draw how often the most frequent last holdouts were the last."""
    words = dict(zip(case.names.members, case.names.member_names))
    shown = list(found.last_holdouts.items())[:MOST_ROWS]
    rest = list(found.last_holdouts.values())[MOST_ROWS:]
    left_out = f"and {len(rest)} more, each in {100 * max(rest):.1f} % of runs at most" if rest else ""
    heading = "last to commit, or never did: share of runs (ties count for each)"
    axes = _rows_panel(page, "e", top - 0.3, [words[code] for code, _ in shown], heading, left_out)
    for row, (_, share) in enumerate(shown):
        axes.barh(row, share, 0.66, color=OBJECTING, lw=0, zorder=2)
        _share_text(axes, row, f"{100 * share:.1f} %")


def _legend(page: Page, case: Case, running: Sequence[int], tallies: bool, decision: Decision | None) -> None:
    names, world = case.names, case.world
    handles: list[Any] = [Patch(color=colour(k), label=plain(names.candidate_names[k])) for k in running]
    handles.append(_line("a: median of runs; shaded: 5 to 95 % of runs", color=FAINT, lw=2.0))
    handles.append(_line(f"a: {_quota_text(case)}", ls=(0, (5, 2)), lw=1.1))
    if tallies:
        handles.append(_line("a: record, press counts from low to high", marker="o", ms=5.5, mfc="white", lw=1.2))
    handles.append(Patch(**DEADLOCK, label="b: deadlock, no consensus within the horizon"))
    handles.append(_line("c: share of runs without consensus by a date", lw=2.0))
    if any(day <= world.rounds * world.round_days for day in world.focal_day):
        handles.append(_line("focal date, the thicker the harder", color=FAINT, lw=1.5))
    if decision:
        handles.append(_line("record, date of the decision", ls="-.", lw=1.3, marker="o", ms=6, mfc="white"))
    _place_legend(page, handles)


def _place_legend(page: Page, handles: Sequence[Any]) -> None:
    page.figure.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(RIGHT / WIDTH, MARGIN / page.height),
        fontsize=SMALL,
        frameon=False,
        borderaxespad=0,
        handlelength=2.0,
        labelspacing=0.35,
    )


def _quota_text(case: Case) -> str:
    members = int(_members(case)[-1])
    asked = needed(case.world, members)
    if asked is None:
        return f"all {members} members (the rule is no headcount)"
    least = "at least " if len(case.world.credit) > 1 else ""
    return f"quota, at the end {least}{asked} of {members} members"


def _line(label: str, color: str = INK, **style: Any) -> Line2D:
    return Line2D([], [], color=color, label=label, **style)
