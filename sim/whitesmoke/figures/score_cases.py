"""One case's forecasts of the decision, day by day, beside the decision."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from whitesmoke.figures.sheet import Dates, bare_sides, date_axis
from whitesmoke.figures.style import FAINT, INK, TINY, number, short_date
from whitesmoke.model import codes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

THICK = 2.4
"""Points: of a bar."""


class Answer(Protocol):
    """What is drawn of a `whitesmoke.evidence.score.scoreboard.Score`: quantiles of a day, and the day."""

    @property
    def case(self) -> str:
        """Return the scenario."""

    @property
    def forecaster(self) -> str:
        """Return whose forecast it is."""

    @property
    def as_of(self) -> datetime.date:
        """Return the day on which it is made."""

    @property
    def day(self) -> int:
        """Return that day since the start of the race."""

    @property
    def horizon(self) -> int:
        """Return the last day of the race."""

    @property
    def first(self) -> int:
        """Return the first day on which it may have happened."""

    @property
    def p05(self) -> float:
        """Return the 5 % quantile."""

    @property
    def p50(self) -> float:
        """Return the median."""

    @property
    def p95(self) -> float:
        """Return the 95 % quantile."""


def case_panel(axes: Axes, answers: Sequence[Answer], colours: Mapping[str, str]) -> None:
    """Draw forecasts of one case: a group of bars for each day on which they were made, dates to the right."""
    one = answers[0]
    start = number(one.as_of) - one.day
    dates = Dates(start, start + one.horizon)
    days = sorted({answer.as_of for answer in answers})
    order = list(colours)
    for answer in answers:
        row = days.index(answer.as_of) + (order.index(answer.forecaster) - 0.5 * (len(order) - 1)) * 0.76 / len(order)
        low, middle, high = (_place(dates, at) for at in (answer.p05, answer.p50, answer.p95))
        colour = colours[answer.forecaster]
        axes.plot([low, high], [row, row], color=colour, lw=THICK, solid_capstyle="butt", zorder=3)
        axes.plot(middle, row, marker="o", ms=3.6, mfc="white", mec=colour, mew=1.1, zorder=4)
    for row, day in enumerate(days):
        if number(day) > dates.start:
            axes.barh(row, number(day) - dates.start, 0.9, dates.start, color="#efefef", zorder=0)
    axes.axvline(dates.start + one.first, color=INK, lw=1.2, ls="-.", zorder=2)
    axes.axvline(dates.end, color=FAINT, lw=0.6, ls=":", zorder=1)
    date_axis(axes, dates, bare=False, never="never")
    axes.set(xlim=dates.limits, ylim=(len(days) - 0.5, -0.5))
    axes.set_yticks(range(len(days)), [short_date(day) for day in days], fontsize=TINY)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelsize=TINY)
    bare_sides(axes, "left")


def _place(dates: Dates, day: float) -> float:
    return dates.never if day >= codes.NEVER else dates.start + day
