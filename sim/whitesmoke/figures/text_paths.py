"""Where texts stood from day to day, an issue a panel, with what members want as ticks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from whitesmoke.figures.style import FAINT, INK, SMALL, TINY, colour, plain, round_edges
from whitesmoke.model import codes
from whitesmoke.model.texts import issues_that_matter
from whitesmoke.model.trace import Trace

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ISSUE, BETWEEN = 1.15, 0.45
"""Inches: the panel of an issue, and what is above it."""
MOST_ISSUES = 6
"""Issues drawn, in the order of the file."""
CLOSE = 0.09
"""Of a panel's height: ticks closer than this have one label."""


def issues(trace: Trace) -> list[int]:
    """Return the issues drawn: those that matter to a member, where texts can move."""
    return issues_that_matter(trace.case.world)[:MOST_ISSUES] if trace.places else []


def height(trace: Trace) -> float:
    """Return the room that the panels take, inches."""
    return (ISSUE + BETWEEN) * len(issues(trace))


def draw(axes: Axes, trace: Trace, issue: int) -> None:
    """Draw the path of every text on an issue, what holds without one, and what members want."""
    dates, path = round_edges(trace), np.array(trace.places)[:, :, issue]
    status = np.array(trace.status)
    for k in np.flatnonzero(trace.case.world.kind == codes.PROPOSAL):
        on = np.isin(status[:, k], (codes.ACTIVE, codes.CHOSEN))
        place = np.where(on, path[:, k], np.nan)
        axes.step(dates, np.append(place, place[-1]), where="post", color=colour(int(k)), lw=1.8, zorder=3)
    if trace.case.world.reverts:
        assert trace.final is not None
        axes.axhline(trace.final.number.reversion[issue], color=FAINT, lw=0.9, ls=":", zorder=1)
    if _wanted(trace, issue):
        _ideals(axes, trace, issue)
    axes.set_ylabel(plain(trace.case.names.issues[issue]), fontsize=SMALL)


def _ideals(axes: Axes, trace: Trace, issue: int) -> None:
    """Draw a tick at the right edge for each member to whom the issue matters; the first of those close has a label."""
    wanted = _wanted(trace, issue)
    drawn = np.ravel(axes.dataLim.intervaly)
    low, high = min(wanted[0][0], float(drawn.min())), max(wanted[-1][0], float(drawn.max()))
    margin = 0.08 * (high - low) or 1.0
    axes.set_ylim(low - margin, high + margin)
    edge, close = axes.get_yaxis_transform(), CLOSE * (high - low + 2.0 * margin)
    for place, _ in wanted:
        axes.plot([1.0], [place], marker=0, ms=6, color=INK, transform=edge, clip_on=False)
    while wanted:
        place, code = wanted[0]
        beside = [one for one in wanted if one[0] - place <= close]
        wanted = wanted[len(beside) :]
        label = f"{code} +{len(beside) - 1}" if len(beside) > 1 else code
        about: dict[str, Any] = {
            "textcoords": "offset points",
            "ha": "right",
            "va": "center",
            "fontsize": TINY,
            "color": INK,
        }
        axes.annotate(label, (1.0, place), (-9, 0), xycoords=edge, **about)


def _wanted(trace: Trace, issue: int) -> list[tuple[float, str]]:
    """Return what each member wants to whom the issue matters, the lowest first, and its code."""
    assert trace.final is not None
    number = trace.final.number
    minds = [i for i in np.flatnonzero(trace.final.present) if number.salience[i, issue] != 0.0]
    return sorted((float(number.position[i, issue]), trace.case.names.members[i]) for i in minds)
