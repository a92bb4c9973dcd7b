"""The figure of an ensemble: tally, date, outcomes and last holdouts, beside the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, PercentFormatter

from whitesmoke.figures import shares
from whitesmoke.figures.happenings import Happening
from whitesmoke.figures.page import LEFT, MARGIN, TITLE, Page
from whitesmoke.figures.quota import needed
from whitesmoke.figures.sheet import (
    Dates,
    date_axis,
    date_span,
    focal_lines,
    nothing,
    of_runs,
    runs_text,
    unsettled,
    write_titles,
)
from whitesmoke.figures.style import FAINT, INK, SMALL, TINY, colour, long_date, number, plain, short_date
from whitesmoke.figures.timeline import LANE, SIGN, draw_labels, place
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.world import seated
from whitesmoke.scenario.tabled import is_text
from whitesmoke.writing.estimates import percent

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from whitesmoke.model.world import Floats, Ints
    from whitesmoke.scenario.record_schema import Decision, Tally


DATES_TO = 7.9
"""Inches from the left edge: end of the panels with dates."""
TALLY, WEEKS, CURVE, GAP = 2.6, 1.6, 1.75, 0.14
"""Inches: heights of the panels with dates, and between them."""
BETWEEN, LEGEND_ROW = 0.32, 0.17
"""Inches, right column: between panels, a row of the legend."""
FEW_WEEKS = 10
DEADLOCK: dict[str, Any] = {"facecolor": "white", "edgecolor": INK, "hatch": "////", "linewidth": 0.7}


class Banded(Protocol):
    """What is drawn of a `whitesmoke.evidence.analysis.ensemble_summary.Band`."""

    @property
    def quantile(self) -> Ints:
        """Return the quantiles of the tally by round, (3, rounds + 1); below 0 where nothing is told."""

    @property
    def racing(self) -> Floats:
        """Return the share of the runs in which the candidate has not left, (rounds + 1,)."""


class Found(shares.Shares, Protocol):
    """What is drawn of a `whitesmoke.evidence.analysis.ensemble_summary.Summary`."""

    @property
    def days(self) -> Mapping[str, int | None]:
        """Return the quantiles p05, p50, p95 of the day on which it is settled; None where that was not reached."""

    @property
    def exits(self) -> Mapping[str, float]:
        """Return the share of runs in which each candidate left."""


def ensemble_figure(
    case: Compiled,
    found: Found,
    winner: Ints,
    day: Ints,
    bands: Mapping[str, Banded],
    seed: int,
    tallies: Sequence[Tally] = (),
    decision: Decision | None = None,
) -> Figure:
    """Return the figure of an ensemble: tally, date, outcomes and last holdouts, with what is on record.

    Parameters
    ----------
    found : summary of the ensemble, `whitesmoke.evidence.analysis.ensemble_summary.summarise(case, outcomes)`
    winner : (N,) candidate of each run, or codes.NONE
    day : (N,) day on which each run is settled, or codes.NEVER
    bands : by candidate identifier
    tallies, decision : the record's counts, and how it ended
    """
    names = case.names
    tallies = [t for t in tallies if t.candidate in names.candidates and t.date >= names.start]
    decision = decision if decision and decision.date >= names.start else None
    recorded = [t.date for t in tallies] + ([decision.date] if decision else [])
    dates = date_span(case, [day], [number(date) for date in recorded])
    lines = focal_lines(case, dates, decision)
    labels = place(lines, *dates.limits, DATES_TO - LEFT)
    strip = LANE * (1 + max((label.lane for label in labels), default=-1))
    running = [k for k, name in enumerate(names.candidates) if np.any(bands[name].quantile > 0) or np.any(winner == k)]
    words = _legend(case, found, running, lines, bool(tallies), decision)
    right = shares.tall(found, BETWEEN)
    tally = max(TALLY, right + LEGEND_ROW * len(words) - strip - WEEKS - CURVE - 2 * GAP)
    page = Page(TITLE + strip + tally + WEEKS + CURVE + 2 * GAP + MARGIN + 0.1)
    top = page.height - TITLE - strip
    panels = _stack(page, top, [tally, WEEKS, CURVE])
    above = page.panel(LEFT, top, DATES_TO, page.height - TITLE)
    for axes in [above, *panels]:
        axes.set_xlim(*dates.limits)
    draw_labels(above, labels)
    for axes in panels:
        for line in lines:
            over = 1 if line.dashes == "-" else 3.5
            axes.axvline(line.at, color=line.colour, lw=line.width, ls=line.dashes, zorder=over)
        date_axis(axes, dates, bare=axes is not panels[-1])
    _tally(panels[0], case, running, bands, tallies, dates)
    _weeks(panels[1], case, running, winner, day, dates)
    _curve(panels[2], case, found, day, dates, decision, [line.at for line in lines])
    write_titles(page, case, headline(case, found, len(day)), f"seed {seed}, {runs_text(len(day))}")
    shares.holdouts(page, case, found, shares.outcomes(page, case, found) - BETWEEN)
    page.legend(words)
    return page.figure


def headline(case: Compiled, found: Found, runs: int) -> str:
    """Return an ensemble in a sentence that can be quoted."""
    names = dict(zip(case.names.candidates, case.names.candidate_names))
    shares = {name: found.outcomes[name][0] for name in names}
    won = sorted((name for name in names if shares[name] > 0.0), key=lambda name: -shares[name])[:2]
    stuck = found.outcomes["deadlock"][0]
    if not won:
        horizon = case.names.date_of_round(case.world.rounds)
        return f"Deadlock in {of_runs(1.0, runs)}: {nothing(case)} by {long_date(horizon)}{_withdrawn(found, runs)}"
    half = found.days["p50"]
    settled = "fewer than half settle" if half is None else f"half settle by {long_date(case.names.date(half))}"
    if stuck > shares[won[0]]:
        who = ", ".join(f"{names[name]} in {of_runs(shares[name], runs, False)}" for name in won)
        return f"Deadlock in {of_runs(stuck, runs)}{_withdrawn(found, runs)}; {who}; {settled}"
    who = ", ".join(f"{names[name]} in {of_runs(shares[name], runs, name == won[0])}" for name in won)
    parts = [who, settled, "no deadlock" if stuck == 0.0 else f"deadlock {of_runs(stuck, runs, False)}"]
    sentence = "; ".join(parts)
    return sentence[:1].upper() + sentence[1:]


def _withdrawn(found: Found, runs: int) -> str:
    """Return in how many of the runs nobody was left to agree on."""
    gone = found.endings["withdrawn"][0]
    return f" (withdrawn in {of_runs(gone, runs, False)})" if gone else ""


def _stack(page: Page, top: float, heights: Sequence[float]) -> list[Axes]:
    """Return panels one under the other, with letters."""
    panels = []
    for letter, height in zip("abc", heights):
        axes = page.panel(LEFT, top - height, DATES_TO, top)
        axes.text(-0.105, 1.0, letter, transform=axes.transAxes, fontsize=11, fontweight="bold", va="top")
        axes.yaxis.set_label_coords(-0.07, 0.5)
        panels.append(axes)
        top -= height + GAP
    return panels


def _tally(
    axes: Any,
    case: Compiled,
    running: Sequence[int],
    bands: Mapping[str, Banded],
    tallies: Sequence[Tally],
    dates: Dates,
) -> None:
    """Draw the band of every candidate's tally, the quota, and the record's counts."""
    at, alpha = _round_places(case, dates), 0.28 if len(running) < 3 else 0.14
    for k in running:
        band = bands[case.names.candidates[k]]
        told = np.asarray(band.quantile, float)[:, : len(at)]
        low, middle, high = np.where(told < 0, np.nan, told)
        most = 2.0 * band.racing[: len(at)] >= 1.0
        axes.fill_between(at, low, high, step="post", color=colour(k), alpha=alpha, lw=0, zorder=2)
        if len(running) > 2:
            for edge in (low, high):
                axes.step(at, np.where(high > 0, edge, np.nan), where="post", color=colour(k), lw=0.6, zorder=3)
        for here, style in ((most, {"lw": 2.0}), (~most, {"lw": 1.0, "ls": (0, (1, 1.5))})):
            axes.step(at, np.where((high > 0) & here, middle, np.nan), where="post", color=colour(k), zorder=4, **style)
    members = _members(case)[: len(at)]
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


def _round_places(case: Compiled, dates: Dates) -> Floats:
    """Return the places of the rounds on the date axis, as far as it goes."""
    at = number(case.names.start) + case.names.round_days * np.arange(case.world.rounds + 1.0)
    return at[at <= dates.end]


def _members(case: Compiled) -> Ints:
    """Return the number of members at the end of every round."""
    days = np.arange(case.world.rounds + 1) * case.world.round_days
    return seated(case.world, days[:, None]).sum(axis=1)


def _bin(case: Compiled, dates: Dates) -> int:
    """Return the width of a bar, days: the whole number of rounds next to a week, or one round if weeks are few."""
    if dates.end - dates.start < 7 * FEW_WEEKS:
        return case.world.round_days
    return case.world.round_days * max(1, round(7 / case.world.round_days))


def _weeks(axes: Axes, case: Compiled, running: Sequence[int], winner: Ints, day: Ints, dates: Dates) -> None:
    """Draw the share of runs settled in every week, by winner, and the atom of deadlock."""
    width, stuck = _bin(case, dates), float(np.mean(winner == codes.NONE))
    edges = np.arange(0, case.world.rounds * case.world.round_days + width + 1, width)
    floor = np.zeros(len(edges) - 1)
    for k in running:
        share = np.histogram(day[winner == k], edges)[0] / len(day)
        left = number(case.names.start) + edges[:-1]
        axes.bar(left, share, width, floor, align="edge", facecolor=colour(k), edgecolor="white", lw=0.5, zorder=3)
        floor += share
    axes.bar([dates.never], [stuck], 0.045 * (dates.end - dates.start), zorder=3, **DEADLOCK)
    top = 1.22 * max(float(floor.max()), stuck)
    axes.text(dates.never, stuck + 0.02 * top, percent(stuck), ha="center", va="bottom", fontsize=TINY, color=INK)
    axes.set_ylim(0, top)
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0 if top > 0.03 else 1, symbol=" %"))
    each = {1: "on each day", 7: "in each week"}.get(width, f"in {width} days")
    axes.set_ylabel(f"runs settled\n{each}", fontsize=SMALL)


def _curve(
    axes: Any, case: Compiled, found: Found, day: Any, dates: Dates, decision: Decision | None, lines: Sequence[float]
) -> None:
    """Draw the share of runs not settled, its quantiles, and where the record's date falls."""
    at = _round_places(case, dates)
    axes.step(at, unsettled(day, at - dates.start), where="post", color=INK, lw=2.0, zorder=4)
    for name, word, left in (("p05", "5 %", 0.95), ("p50", "half", 0.50), ("p95", "95 %", 0.05)):
        reached = found.days[name]
        if reached is not None:
            on = number(case.names.date(reached))
            axes.plot([on], [left], "D", ms=5, mfc=INK, mec="white", mew=0.8, zorder=6)
            text = f"{word} settled by {short_date(case.names.date(reached))}"
            _beside(axes, on, left, text, _goes_before(text, on, dates, lines))
    stuck = float(np.mean(day == codes.NEVER))
    axes.text(dates.never, stuck, percent(stuck), ha="center", va="center", fontsize=TINY, color=INK)
    if decision:
        share = float(unsettled(day, (decision.date - case.names.start).days))
        axes.plot([number(decision.date)], [share], "o", ms=6, mfc="white", mec=INK, mew=1.3, zorder=7)
    axes.set_ylim(-0.03, 1.09)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1.0])
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
    axes.set_ylabel("runs not yet\nsettled", fontsize=SMALL)


def _goes_before(text: str, on: float, dates: Dates, lines: Sequence[float]) -> bool:
    """Whether a text goes before its mark: on the right it would be late on the axis, or cover more lines."""
    if on > dates.start + 0.7 * (dates.end - dates.start):
        return True
    width = (len(text) * SIGN + 0.1) / (DATES_TO - LEFT) * (dates.limits[1] - dates.limits[0])
    after, before = (sum(low < at < high for at in lines) for low, high in ((on, on + width), (on - width, on)))
    return before < after and on - width > dates.start


def _beside(axes: Any, at: float, height: float, text: str, before: bool) -> None:
    """Write a text beside a mark where a falling curve leaves room: above to its right, or below to its left."""
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
    style = {"fontsize": TINY, "color": INK, "bbox": box, "zorder": 3.8, "textcoords": "offset points"}
    if before:
        axes.annotate(text, (at, height), (-7, -1.5), ha="right", va="top", **style)
    else:
        axes.annotate(text, (at, height), (7, 1.5), ha="left", va="bottom", **style)


def _legend(
    case: Compiled,
    found: Found,
    running: Sequence[int],
    lines: Sequence[Happening],
    tallies: bool,
    decision: Decision | None,
) -> list[Artist]:
    """Return the words for every colour and mark."""
    names, horizon = case.names, case.names.date_of_round(case.world.rounds)
    left = [found.exits[names.candidates[k]] for k in running]
    went = ["withdrawn" if is_text(case, k) else "left" for k in running]
    gone = ["" if share == 0.0 else f", {word} in {percent(share)}" for word, share in zip(went, left)]
    handles: list[Any] = [
        Patch(color=colour(k), label=f"{plain(names.candidate_names[k])}{text}") for k, text in zip(running, gone)
    ]
    away = "been withdrawn" if "withdrawn" in went else "left"
    of = f"the runs in which it has not {away}" if any(left) else "runs"
    handles.append(_line(f"a: median and 5 to 95 % of {of}", color=FAINT, lw=2.0))
    if any(share > 0.5 for share in left):
        handles.append(
            _line(f"a: its median once it has {away} in over half of the runs", color=FAINT, ls=(0, (1, 1.5)))
        )
    handles.append(_line(f"a: {_quota_text(case)}", ls=(0, (5, 2)), lw=1.1))
    if tallies:
        handles.append(_line("a: record, press counts from low to high", marker="o", ms=5.5, mfc="white", lw=1.2))
    handles.append(Patch(**DEADLOCK, label=f"b: deadlock, {nothing(case)} by {long_date(horizon)}"))
    handles.append(_line("c: share of runs not settled by a date", lw=2.0))
    if found.refused_by:
        handles.append(_line("e: its refusal made the candidate withdraw", lw=3.5))
    if any(line.dashes == "-" for line in lines):
        handles.append(_line("focal date, the thicker the harder", color=FAINT, lw=1.5))
    if decision:
        handles.append(_line("record, date of the decision", ls="-.", lw=1.3, marker="o", ms=6, mfc="white"))
    return handles


def _quota_text(case: Compiled) -> str:
    members = int(_members(case)[-1])
    asked = needed(case.world, members)
    if asked is None:
        return f"all {members} members (the rule is no headcount)"
    least = "at least " if len(case.world.credit) > 1 else ""
    return f"quota, at the end {least}{asked} of {members} members"


def _line(label: str, color: str = INK, **style: Any) -> Line2D:
    return Line2D([], [], color=color, label=label, **style)
