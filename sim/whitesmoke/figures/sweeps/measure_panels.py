"""The measures of an experiment: lines along a factor, rows with intervals, or dots against each of many factors.

A measure that no run has is not drawn, and named under the figure.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.ticker import MaxNLocator

from whitesmoke.figures.differences import MOST_CURVES
from whitesmoke.figures.page import Page
from whitesmoke.figures.sheet import bare_sides, shortened
from whitesmoke.figures.style import FAINT, INK, SMALL, TINY, UNCOMMITTED
from whitesmoke.figures.sweeps import rows, scatter
from whitesmoke.figures.sweeps.axes import STEPS, level_axis
from whitesmoke.figures.sweeps.curves import DASHES, EDGE, FROM, Line, lines_of
from whitesmoke.figures.sweeps.foot import HEAD, foot, write_head_and_foot
from whitesmoke.figures.sweeps.labels import MOST_SIGNS, names_at_ends, over
from whitesmoke.figures.sweeps.points import Dimension, Mark, Points, read
from whitesmoke.writing.estimates import Interval
from whitesmoke.writing.measure_words import SHARES, drawn, interval, measure_sentence, reckoned, title, value_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST = 6
"""Measures drawn."""
TALL, GAP, UNDER = 1.75, 0.46, 0.6
"""Inches: a panel of lines, for the words over it, and under the last."""
NAMES, ACROSS, ASIDE = 3.25, 3, 1.45
"""Inches for the names of rows; panels beside one another; inches for the numbers on the right of each."""
MOST_FACTORS = 5


class Shown(NamedTuple):
    """A measure that is drawn."""

    name: str
    title: str
    unit: str

    def of(self, mark: Mark) -> Interval:
        """Return the mean at a point; nan where no run has it."""
        found = interval(mark.measures[self.name]["mean"]) if mark.measures else None
        if found is None:
            return Interval(np.nan, np.nan, np.nan)
        low, high = (found.value if x is None else x for x in (found.low, found.high))
        return Interval(found.value, low, high)


def measures_figure(found: Mapping[str, Any]) -> Figure | None:
    """Return the figure of the measures of a sweep; None where there is nothing to draw."""
    names = drawn(found)[:MOST]
    if not names:
        return None
    points = read(found)
    about = found["measures"]
    units = {name: " (points)" if about[name]["unit"] == "points" else "" for name in names}
    shown = [
        Shown(name, f"{title(about[name])}{units[name]}: mean [95 % interval]", about[name]["unit"]) for name in names
    ]
    return DRAWN[shape(points)](found, points, shown).figure


def shape(points: Points) -> str:
    """Return how measures are drawn: lines where the points lie along a factor, dots where they are strewn."""
    ordered = [dimension for dimension in points.varying if dimension.ordered]
    if len(points.varying) > 2 and len(points.marks) > rows.MOST_ROWS:
        return "dots"
    if 1 <= len(points.varying) <= 2 and ordered:
        along = _along(points)
        others = [dimension for dimension in points.varying if dimension is not along]
        lines = len(others[0].levels) if others else 1
        if lines <= MOST_CURVES and len(along.levels) > 2 and len(points.marks) > lines:
            return "lines"
    return "rows" if len(points.marks) <= rows.MOST_ROWS else "dots"


def _along(points: Points) -> Dimension:
    """Return the ordered factor of most levels: the one along which lines go."""
    return max((d for d in points.varying if d.ordered), key=lambda dimension: len(dimension.levels))


# --- lines ----------------------------------------------------------------------------------------------------------


def _lines(found: Mapping[str, Any], points: Points, shown: Sequence[Shown]) -> Page:
    along = _along(points)
    other = next((dimension for dimension in points.varying if dimension is not along), None)
    lines, under = lines_of(points, along, other), foot(found, points, _notes(found, points))
    lines = [line._replace(name=f"{_lead(other)}{line.name}") for line in lines]
    bottom = under.height + UNDER
    page = Page(bottom + len(shown) * (TALL + GAP) + HEAD)
    longest = max(len(shortened(line.name, MOST_SIGNS)) for line in lines)
    to = EDGE - (0.35 + 0.075 * longest if longest else 0.0)
    for row, one in enumerate(shown):
        top = page.height - HEAD - GAP + 0.2 - row * (TALL + GAP)
        axes = page.panel(FROM, top - TALL, to, top)
        for nth, line in enumerate(lines):
            _line(axes, line, one, nth)
        _level(axes, one)
        level_axis(axes, along, to - FROM, bare=row < len(shown) - 1)
        ends = [(line.name, line.color, one.of(line.marks[-1]).value) for line in lines]
        names_at_ends(page, to, top, TALL, axes, [end for end in ends if np.isfinite(end[2])])
        over(page, top, "abcdef"[row], one.title)
    write_head_and_foot(page, found, measure_sentence(found, shown[0].name), under)
    return page


def _lead(other: Dimension | None) -> str:
    return f"{other.label} " if other is not None and other.ordered and not other.labelled else ""


def _line(axes: Axes, line: Line, one: Shown, nth: int) -> None:
    value, low, high = np.array([one.of(mark) for mark in line.marks], float).T
    axes.fill_between(line.x, low, high, color=line.color, alpha=0.16, lw=0, zorder=2)
    axes.vlines(line.x, low, high, color=line.color, lw=1.0, zorder=3)
    style = {"lw": 1.6, "ls": DASHES[nth % 2], "marker": "o", "ms": 4.0}
    axes.plot(line.x, value, color=line.color, zorder=4, gid=one.name, **style)


def _level(axes: Any, one: Shown) -> None:
    """Draw the axis of a measure upwards."""
    _values(axes, one, "y", 5)
    bare_sides(axes)


def _values(axes: Any, one: Shown, along: str, most: int) -> None:
    """Draw nothing but a thin line at 0, where 0 is in sight, and few numbers along the axis of a measure."""
    axis, line = (axes.yaxis, axes.axhline) if along == "y" else (axes.xaxis, axes.axvline)
    low, high = axis.get_view_interval()
    if low < 0.0 < high:
        line(0.0, color=FAINT, lw=0.8, zorder=1)
    axis.set_major_locator(MaxNLocator(most, steps=STEPS))
    if one.unit in SHARES:
        sign = "" if one.unit == "points" else " %"
        axis.set_major_formatter(lambda x, _: f"{100.0 * x:.3g}{sign}".replace("-", "−"))
    axes.tick_params(length=3, color=FAINT, labelsize=SMALL)


# --- rows -----------------------------------------------------------------------------------------------------------


def _rows(found: Mapping[str, Any], points: Points, shown: Sequence[Shown]) -> Page:
    """Draw a row for each point, and up to three measures beside one another; more of them below."""
    marks, under = rows.chosen(points.marks), foot(found, points, _notes(found, points))
    bands = [shown[at : at + ACROSS] for at in range(0, len(shown), ACROSS)]
    tall = rows.ROW * len(marks)
    block = tall + GAP + UNDER
    page = Page(under.height + block * len(bands) + HEAD - 0.1)
    for nth, band in enumerate(bands):
        top, width = page.height - HEAD + 0.1 - GAP - nth * block, (EDGE - NAMES) / len(band)
        for column, one in enumerate(band):
            left = NAMES + column * width
            axes = page.panel(left, top - tall, left + width - ASIDE, top)
            _row_panel(axes, points, marks, one, named=column == 0)
            _row_heading(page, top, left, one, "abcdef"[nth * ACROSS + column], width)
    write_head_and_foot(page, found, measure_sentence(found, shown[0].name), under)
    return page


def _row_heading(page: Page, top: float, left: float, one: Shown, letter: str, width: float) -> None:
    words = textwrap.wrap(one.title, int((width - 0.35) / 0.068), max_lines=2, placeholder=" ...")
    page.write(left - 0.2, top + 0.42, letter, fontsize=11, fontweight="bold")
    page.write(left, top + 0.405, "\n".join(words), fontsize=SMALL, color=INK)


def _row_panel(axes: Any, points: Points, marks: Sequence[Mark], one: Shown, named: bool) -> None:
    for row, mark in enumerate(marks):
        value, low, high = one.of(mark)
        axes.axhline(row, color=UNCOMMITTED, lw=0.8, zorder=1)
        axes.plot([low, high], [row, row], color=INK, lw=1.3, marker="|", ms=8, mew=1.1, zorder=3)
        axes.plot([value], [row], "o", ms=5, mfc=INK, mec=INK, gid=one.name, zorder=4)
        place = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points", "va": "center"}
        text = value_text(one.of(mark), one.unit if one.unit in SHARES else "")
        axes.annotate(text, (1.0, row), (6, 0), fontsize=TINY, color=INK, **place)
    axes.set_ylim(len(marks) - 0.5, -0.5)
    axes.margins(x=0.08)
    _values(axes, one, "x", 4)
    axes.tick_params(axis="y", length=0)
    words = [rows.two_lines(points.name(mark.levels)) for mark in marks]
    axes.set_yticks(range(len(marks)), words if named else [], fontsize=SMALL)
    bare_sides(axes, "left")


# --- dots -----------------------------------------------------------------------------------------------------------


def _dots(found: Mapping[str, Any], points: Points, shown: Sequence[Shown]) -> Page:
    """Draw a row of panels for each measure, one for each factor."""
    under, factors = foot(found, points, _notes(found, points)), points.varying[:MOST_FACTORS]
    bottom = under.height + UNDER
    page = Page(bottom + len(shown) * (TALL + GAP) + HEAD)
    width = (scatter.TO - scatter.FROM - scatter.GAP * (len(factors) - 1)) / len(factors)
    for row, one in enumerate(shown):
        top = page.height - HEAD - GAP + 0.2 - row * (TALL + GAP)
        marks = [mark for mark in points.marks if np.isfinite(one.of(mark).value)]
        for column, factor in enumerate(factors):
            left = scatter.FROM + column * (width + scatter.GAP)
            axes = page.panel(left, top - TALL, left + width, top)
            scatter.panel(axes, marks, factor, [one.of(mark).value for mark in marks], one.name)
            _level(axes, one)
            level_axis(axes, factor, width, bare=row < len(shown) - 1)
            axes.tick_params(labelleft=column == 0)
        over(page, top, "abcdef"[row], one.title)
    write_head_and_foot(page, found, measure_sentence(found, shown[0].name), under)
    return page


def _notes(found: Mapping[str, Any], points: Points) -> list[str]:
    """Return what each measure is, which are not drawn, and how many runs have them."""
    about, names = found["measures"], drawn(found)
    texts = [f"{about[name]['label']}: {reckoned(about[name])}, {_having(points, name)}." for name in names[:MOST]]
    empty = [about[name]["label"] for name in about if name not in names]
    texts += [f"Not drawn, as no run has it: {', '.join(empty)}."] if empty else []
    more = [about[name]["label"] for name in names[MOST:]]
    return texts + ([f"Not drawn for want of room: {', '.join(more)}."] if more else [])


def _having(points: Points, name: str) -> str:
    shares = [mark.measures[name]["runs"] / mark.runs for mark in points.marks]
    if min(shares) == 1.0:
        return "in all runs"
    low, high = (f"{100 * share:.0f}" for share in (min(shares), max(shares)))
    return f"in the {low if low == high else f'{low} to {high}'} % of runs that have it"


DRAWN = {"lines": _lines, "rows": _rows, "dots": _dots}
