"""The tally over dates, with the quota, the record, and what happened on the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator

from whitesmoke.figures.happenings import OUTCOME, Happening
from whitesmoke.figures.quota import needed
from whitesmoke.figures.style import INK, SILENCE, SMALL, TINY, colour, ever_ran, number, plain, round_edges
from whitesmoke.model import codes
from whitesmoke.model.trace import Trace

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from whitesmoke.scenario.record_schema import Tally

LANE = 0.145
"""Height of one line of labels, inches."""
SIGN = 0.60 * TINY / 72.0
"""Width of one sign of a label, inches, on the safe side."""


class Label:
    """A label with its place: on which lane, and on which side of its line."""

    def __init__(self, happening: Happening, left: float, right: float, lane: int, before: bool) -> None:
        self.happening, self.left, self.right, self.lane, self.before = happening, left, right, lane, before


def place(happenings: Sequence[Happening], start: float, end: float, inches: float) -> list[Label]:
    """Return the labels on as few lanes as the first free one gives, none over another or over the edge."""
    per_inch = (end - start) / inches
    labels: list[Label] = []
    for happening in happenings:
        width = (len(happening.text) * SIGN + 0.12) * per_inch
        before = happening.at + width > end and happening.at - width >= start
        left = happening.at - width if before else happening.at
        lane = 0
        while any(other.lane == lane and other.right > left and left + width > other.left for other in labels):
            lane += 1
        labels.append(Label(happening, left, left + width, lane, before))
    return labels


def draw_labels(axes: Axes, labels: Sequence[Label]) -> None:
    """Write the labels on their lanes, each beside its line."""
    lanes = 1 + max((label.lane for label in labels), default=0)
    axes.set_ylim(lanes, 0)
    axes.axis("off")
    for label in labels:
        h = label.happening
        axes.plot([h.at, h.at], [label.lane + 0.1, lanes], color=h.colour, lw=h.width, ls=h.dashes, zorder=1)
        axes.annotate(
            plain(h.text),
            (h.at, label.lane + 0.5),
            (-3 if label.before else 3, 0),
            textcoords="offset points",
            ha="right" if label.before else "left",
            va="center",
            fontsize=TINY,
            color=INK if h.colour != OUTCOME else OUTCOME,
            fontweight="bold" if h.colour == OUTCOME else "normal",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
            zorder=2,
        )


def draw_tally(axes: Axes, trace: Trace, tallies: Sequence[Tally], happenings: Sequence[Happening]) -> None:
    """Draw the commitments to each candidate, the quota, silences and the record's counts."""
    for h in happenings:
        axes.axvline(h.at, color=h.colour, lw=h.width, ls=h.dashes, zorder=1)
    _silences(axes, trace)
    _sittings(axes, trace)
    _quota(axes, trace)
    dates = round_edges(trace)
    committed, status = np.array(trace.committed, float), np.array(trace.status)
    for k in ever_ran(trace):
        running = (status[:, k] == codes.ACTIVE) | (status[:, k] == codes.CHOSEN)
        counted = np.where(running, committed[:, k], np.nan)
        axes.step(dates, [*counted, counted[-1]], where="post", color=colour(k), lw=2.2, zorder=4)
        if trace.case.world.procedure[k]:
            ratified = np.where(running, np.array(trace.counted, float)[:, k], np.nan)
            axes.step(dates, [*ratified, ratified[-1]], where="post", color=colour(k), lw=1.0, zorder=4)
    _record(axes, trace, tallies)
    axes.set_ylim(0, 1.06 * max([*trace.members, *(t.high for t in tallies)]))
    axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    circles = "; circles: press counts" if tallies else ""
    _ballots(axes, trace)
    axes.set_ylabel(f"members committed, in private\n(simulated{circles})", fontsize=SMALL)


def _ballots(axes: Axes, trace: Trace) -> None:
    """Mark what each ballot counted, one that counted the same as the last aside."""
    told = [entry for entry in trace.entries if entry.kind == "ballot"]
    for k in ever_ran(trace) if told else ():
        dates = [number(trace.case.names.date_of_round(entry.round)) for entry in told]
        axes.plot(dates, [entry.votes[k] for entry in told], "s", color=colour(k), ms=3, zorder=5)


def silences(trace: Trace) -> list[tuple[int, int]]:
    """Return the rounds between which a silence ran."""
    spans, since = [], {}
    for entry in trace.entries:
        if entry.kind == "silence":
            since[entry.candidate] = entry.round
        elif entry.kind in ("silence lifted", "exit", "consensus") and entry.candidate in since:
            spans.append((since.pop(entry.candidate), entry.round))
    spans += [(start, trace.rounds) for start in since.values()]
    return [(first, last) for first, last in spans if last > first]


def _silences(axes: Axes, trace: Trace) -> None:
    names = trace.case.names
    for first, last in silences(trace):
        left, right = number(names.date_of_round(first)), number(names.date_of_round(last))
        axes.axvspan(left, right, color=SILENCE, lw=0, zorder=0)


def _sittings(axes: Axes, trace: Trace) -> None:
    """Draw a tick on the date axis for every day on which the body was to sit, up to the end of the run."""
    days, last = trace.case.world.sitting_day, (trace.decided_on - trace.case.names.start).days
    places = number(trace.case.names.start) + days[days <= last]
    if len(places):
        axes.plot(places, [0.0] * len(places), "|", color=INK, ms=9, mew=1.2, zorder=5, clip_on=False)


def _quota(axes: Axes, trace: Trace) -> None:
    world, members = trace.case.world, trace.members
    asked = [needed(world, count) for count in members]
    heights = members if None in asked else asked
    dates = round_edges(trace)
    axes.step(dates, [*heights, heights[-1]], where="post", color=INK, lw=1.1, ls=(0, (5, 2)), zorder=3)


def quota_text(trace: Trace) -> str:
    """Return what the dashed line is, in words."""
    world, members = trace.case.world, trace.members[-1]
    asked = needed(world, members)
    if asked is None:
        return f"all {members} members (the rule is no headcount)"
    least = "at least " if len(world.credit) > 1 else ""
    return f"quota, at the end {least}{asked} of {members} members"


def _record(axes: Axes, trace: Trace, tallies: Sequence[Tally]) -> None:
    for tally in tallies:
        if tally.candidate in trace.case.names.candidates:
            at, k = number(tally.date), trace.case.names.candidates.index(tally.candidate)
            axes.plot([at, at], [tally.low, tally.high], color=INK, lw=1.3, marker="_", ms=5, zorder=5)
            middle = (tally.low + tally.high) / 2.0
            axes.plot([at], [middle], "o", ms=5.5, mfc="white", mec=INK, mew=1.2, zorder=6)
            axes.plot([at], [middle], "o", ms=2.2, color=colour(k), zorder=7)
