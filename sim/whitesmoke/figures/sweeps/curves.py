"""Days and outcomes of a sweep along one factor, one line for each category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from whitesmoke.figures.differences import LINES, MOST_CURVES
from whitesmoke.figures.page import LEFT, Page
from whitesmoke.figures.sheet import shortened
from whitesmoke.figures.style import INK
from whitesmoke.figures.sweeps.axes import Days, days_of, level_axis, share_axis, upright_days
from whitesmoke.figures.sweeps.foot import HEAD, foot, half_text, write_head_and_foot
from whitesmoke.figures.sweeps.labels import MOST_BANDS, MOST_SIGNS, legend, names_at_ends, over
from whitesmoke.figures.sweeps.points import Dimension, Mark, Points
from whitesmoke.writing.capital import capital
from whitesmoke.writing.estimates import percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FROM, EDGE = LEFT + 0.15, 12.5
"""Inches from the left edge: the panels from, the words beside them to."""
UPPER, LOWER, GAP, UNDER = 3.0, 1.45, 0.36, 0.6
"""Inches: heights of the panels, for the words over each, and under the last."""
MOST_DOTS = 60
"""A line of more points has small dots."""
MOST_OUTCOMES = 6
GREY = "#b8b8b8"
DASHES: tuple[Any, Any] = ("-", (0, (4, 1.5)))


class Line(NamedTuple):
    """The points of one category, in the order of the factor."""

    name: str
    color: str
    marks: list[Mark]
    x: Any


class Curve(NamedTuple):
    """Shares of one outcome along a line, and what is written at its end."""

    name: str
    color: str
    line: Line
    outcome: str


def draw(found: Mapping[str, Any], points: Points) -> Page:
    """Return the page of a sweep along one factor that is a number or a date, alone or in several categories."""
    along = next(dimension for dimension in points.varying if dimension.ordered)
    category = next((dimension for dimension in points.varying if not dimension.ordered), None)
    lines, days = lines_of(points, along, category), days_of(points)
    panels = _curves(found, points, lines, category)
    notes = [] if len(lines) <= MOST_BANDS else ["The 5 to 95 % of runs are left out: too many lines."]
    under = foot(found, points, notes)
    bottom = under.height + UNDER
    page = Page(bottom + len(panels) * (LOWER + GAP) + UPPER + HEAD + 0.1)
    to, top = _end(lines, panels), page.height - HEAD - 0.1
    axes = page.panel(FROM, top - UPPER, to, top)
    _medians(axes, lines, days)
    level_axis(axes, along, to - FROM, bare=True)
    upright_days(axes, days)
    names_at_ends(
        page, to, top, UPPER, axes, [(line.name, line.color, days.place(line.marks[-1].days[1])) for line in lines]
    )
    legend(page, top, len(lines), days)
    over(page, top, "a", "day on which it is settled")
    for row, (words, curves) in enumerate(panels.items()):
        upper = top - UPPER - GAP - row * (LOWER + GAP)
        axes = page.panel(FROM, upper - LOWER, to, upper)
        _shares(axes, curves)
        level_axis(axes, along, to - FROM, bare=row < len(panels) - 1)
        share_axis(axes)
        ends = [(curve.name, curve.color, curve.line.marks[-1].outcomes[curve.outcome][0]) for curve in curves]
        names_at_ends(page, to, upper, LOWER, axes, ends if len(curves) > 1 else [])
        over(page, upper, "bc"[row], words)
    write_head_and_foot(page, found, said(points, lines, along), under)
    return page


def lines_of(points: Points, along: Dimension, category: Dimension | None) -> list[Line]:
    """Return one line for each category; those beyond the eighth are grey."""
    lines: list[Line] = []
    for level in category.levels if category else [None]:
        marks = [mark for mark in points.marks if category is None or mark.levels[category.name] == level]
        marks.sort(key=along.of)
        color = INK if category is None else LINES[len(lines)] if len(lines) < MOST_CURVES else GREY
        if marks:
            name = category.word(level) if category else ""
            lines.append(Line(name, color, marks, np.array([along.of(mark) for mark in marks])))
    return lines


def _curves(
    found: Mapping[str, Any], points: Points, lines: Sequence[Line], category: Dimension | None
) -> dict[str, list[Curve]]:
    """Return the panels of shares by what they show: every outcome of one line, or one outcome of every line."""
    names, winners = found.get("candidates", {}), points.winners
    stuck = "deadlock: share of runs [95 % interval]"
    if category is None:
        kinds = list(points.marks[0].outcomes)
        shown = winners[:MOST_OUTCOMES] if len(winners) > 1 else []
        curves = [Curve(names.get(who, who), LINES[kinds.index(who) % len(LINES)], lines[0], who) for who in shown]
        curves.append(Curve("deadlock", INK, lines[0], "deadlock"))
        return {"outcomes: shares of runs [95 % interval]" if shown else stuck: curves}
    panels = {stuck: [Curve(line.name, line.color, line, "deadlock") for line in lines]}
    if len(winners) > 1:
        who = winners[0]
        panels[f"{names.get(who, who)}: share of runs [95 % interval]"] = [
            Curve(line.name, line.color, line, who) for line in lines
        ]
    return panels


def _end(lines: Sequence[Line], panels: Mapping[str, Sequence[Curve]]) -> float:
    """Return where panels end, so that the names beside them have room, inches."""
    names = [line.name for line in lines] + [c.name for curves in panels.values() for c in curves if len(curves) > 1]
    longest = max((len(shortened(name, MOST_SIGNS)) for name in names), default=0)
    return EDGE - (0.35 + 0.075 * longest if longest else 0.0)


def _medians(axes: Axes, lines: Sequence[Line], days: Days) -> None:
    for z, line in enumerate(lines):
        low, middle, high = (np.array([days.place(mark.days[q]) for mark in line.marks]) for q in range(3))
        if len(lines) <= MOST_BANDS:
            alpha = 0.16 if len(lines) == 1 else 0.08
            axes.fill_between(line.x, low, high, color=line.color, alpha=alpha, lw=0, zorder=2)
            for q, edge in ((0, low), (2, high)):
                reached = np.array([mark.days[q] is not None for mark in line.marks])
                axes.plot(line.x, np.where(reached, edge, np.nan), color=line.color, lw=0.7, ls=(0, (4, 2)), zorder=3)
            if len(line.x) == 1:
                axes.plot([line.x[0]] * 2, [low[0], high[0]], color=line.color, lw=1.2, zorder=3)
        out = np.array([mark.days[1] is None for mark in line.marks])
        _median(axes, line, middle, out, z)


def _height(nth: int) -> float:
    """Return the order of drawing: every second line is dashed, over the full ones, so that those stay to be seen."""
    return 4.0 + 0.5 * (nth % 2) - 0.01 * nth


def _median(axes: Any, line: Line, y: Any, out: Any, nth: int) -> None:
    """Draw medians: filled where half of the runs settle, open beyond the horizon, in rings where lines meet there."""
    size, z = 5.0 if len(line.x) <= MOST_DOTS else 2.0, _height(nth)
    axes.plot(line.x, y, color=line.color, lw=0.9, ls=(0, (1, 1.5)), zorder=z)
    axes.plot(line.x, np.where(out, np.nan, y), color=line.color, lw=2.0, ls=DASHES[nth % 2], zorder=z)
    style = {"marker": "o", "ls": "none", "mec": line.color, "clip_on": False}
    ring = size * (1.0 + 0.35 * min(nth, MOST_BANDS))
    if not out.all():
        inside = {"ms": size, "mfc": line.color, "mew": 0.6, "gid": "median", "zorder": z + 0.005}
        axes.plot(line.x[~out], y[~out], **inside, **style)
    if out.any():
        beyond = {"ms": ring, "mfc": "white", "mew": 1.2, "gid": "median beyond", "zorder": 6 - 0.01 * nth}
        axes.plot(line.x[out], y[out], **beyond, **style)


def _shares(axes: Axes, curves: Sequence[Curve]) -> None:
    """Draw shares with their intervals."""
    for nth, curve in enumerate(curves):
        x, color = curve.line.x, curve.color
        nothing = (0.0, 0.0, 0.0)  # a candidate that another scenario does not have
        share, low, high = np.array([mark.outcomes.get(curve.outcome, nothing) for mark in curve.line.marks], float).T
        if len(curves) <= MOST_CURVES:
            axes.fill_between(x, low, high, color=color, alpha=0.16, lw=0, zorder=2)
        if len(x) == 1:
            axes.plot([x[0]] * 2, [low[0], high[0]], color=color, lw=1.2, zorder=3)
        size = 3.2 if len(x) <= MOST_DOTS else 0.0
        style = {"lw": 1.6, "ls": DASHES[nth % 2 if curve.name == curve.line.name else 0], "marker": "o", "ms": size}
        axes.plot(x, share, color=color, zorder=_height(nth), gid=curve.outcome, clip_on=False, **style)


def said(points: Points, lines: Sequence[Line], along: Dimension) -> str:
    """Return a sentence that can be quoted: the ends of the only line, or of the first and the one farthest from it."""
    first, ends = lines[0], _ends(lines[0])
    if len(lines) == 1:
        texts = []
        for mark, lead in zip(ends, (f"at {along.label} ", "at ")):
            texts.append(f"{lead}{along.word(mark.levels[along.name])}: {half_text(points, mark)}")
        return capital("; ".join(texts))
    other = max(lines[1:], key=lambda line: _distance(line, first))
    at = [_levels_text(line, along) for line in (first, other)]
    also = f" (at {at[1]})" if at[1] != at[0] else ""
    return f"Half settle, at {along.label} {at[0]}: {_days_text(first)}; {_days_text(other, also)}"


def _ends(line: Line) -> list[Mark]:
    """Return the first and the last point of a line, or its only one."""
    return [line.marks[at] for at in dict.fromkeys((0, len(line.marks) - 1))]


def _distance(line: Line, first: Line) -> float:
    """Return how far the mean day at an end of a line lies from that at the same end of the first."""
    return max(abs(mark.mean[0] - other.mean[0]) for mark, other in zip(_ends(line), _ends(first)))


def _levels_text(line: Line, along: Dimension) -> str:
    return " and ".join(along.word(mark.levels[along.name]) for mark in _ends(line))


def _days_text(line: Line, also: str = "") -> str:
    """Return the days by which half of the runs of a line settle at its ends, and how many never do."""
    marks = _ends(line)
    days = [f"day {mark.days[1]}" if mark.days[1] is not None else "no day" for mark in marks]
    stuck = [percent(mark.deadlock[0]) for mark in marks]
    text = "no deadlock" if {*stuck} == {"0 %"} else f"deadlock {' and '.join(stuck)}"
    return f"{shortened(line.name, 24)}{also} by {' and '.join(days)}, {text}"
