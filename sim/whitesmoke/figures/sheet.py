"""What the figures of many runs share: panels with dates, rows, texts, and which results are drawn."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, num2date

from whitesmoke.figures.happenings import Happening
from whitesmoke.figures.page import Page, caveat
from whitesmoke.figures.quota import rule_in_words
from whitesmoke.figures.style import FAINT, INK, SMALL, number, short_date
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.scenario.everybody import by_everybody
from whitesmoke.scenario.tabled import nothing_chosen
from whitesmoke.writing.estimates import percent, pressing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from whitesmoke.model.world import Ints
    from whitesmoke.scenario.record_schema import Decision

Estimate = tuple[float, float, float]
"""A share, and the ends of its 95 % interval."""
FEW = 100
"""Fewer runs than this are counted, not given in percent."""
EVENTS = {
    codes.ENTER: "entries",
    codes.ACCEDE: "accessions",
    codes.DEPART: "departures",
    codes.ENDORSE: "endorsements",
    codes.WITHDRAW: "withdrawals",
    codes.SHOCK: "shocks",
}


class Dates(NamedTuple):
    """The date axis: from start to end, then room for what never happened."""

    start: float
    end: float

    @property
    def never(self) -> float:
        """Where deadlock stands."""
        return self.end + 0.055 * (self.end - self.start)

    @property
    def limits(self) -> tuple[float, float]:
        """What the panels show."""
        return self.start - 0.012 * (self.end - self.start), self.end + 0.10 * (self.end - self.start)


def of_runs(share: float, runs: int, named: bool = True) -> str:
    """Return "93 % of 1000 runs"; of few runs "2 of 3 runs"; without the runs if they are not `named`."""
    if runs == 1:
        return "the only run" if named else percent(share)
    count = round(share * runs)
    if count == runs and named:
        return f"all {runs} runs"
    if runs < FEW:
        return f"{count} of {runs} runs" if named else f"{count} of {runs}"
    return f"{percent(share)} of {runs} runs" if named else percent(share)


def nothing(case: Compiled) -> str:
    """Return what there is none of in a deadlock: a consensus only where nobody can be outvoted."""
    return "no consensus" if by_everybody(case.world, case.world.rounds) else nothing_chosen(case)


def focal_lines(case: Compiled, dates: Dates, decision: Decision | None = None) -> list[Happening]:
    """Return the labelled lines: focal dates within the axis, and the decision on record."""
    names, world = case.names, case.world
    lines = []
    for name, day, weight in zip(names.focal, world.focal_day, world.number.focal_weight):
        if number(names.date(day)) <= dates.end:
            text = f"{short_date(names.date(day))}: {name} ({pressing(weight)})"
            lines.append(Happening(number(names.date(day)), text, FAINT, 0.5 + 1.2 * float(weight), "-"))
    if world.expiry < world.rounds * world.round_days and number(names.date(world.expiry)) <= dates.end:
        expiry = names.date(world.expiry)
        lines.append(Happening(number(expiry), f"{short_date(expiry)}: expiry", FAINT, 0.8, "-"))
    if decision:
        lines.append(Happening(number(decision.date), decision_text(case, decision), INK, 1.3, "-."))
    return sorted(lines, key=lambda line: line.at)


def decision_text(case: Compiled, decision: Decision) -> str:
    """Return how it really ended."""
    names = dict(zip(case.names.candidates, case.names.candidate_names))
    who = "no one" if decision.winner is None else names.get(decision.winner, decision.winner)
    return f"{short_date(decision.date)}: record, {who} chosen"


def date_span(case: Compiled, days: Sequence[Ints], record: Sequence[float] = ()) -> Dates:
    """Return the date axis: to the horizon, or to shortly after the last run that settled and the record."""
    start, horizon = number(case.names.start), case.world.rounds * case.world.round_days
    latest = max(int(np.max(day[day != codes.NEVER], initial=0)) for day in days)
    ends = max(latest + case.world.round_days, int(1.15 * latest)) if latest > 0 else horizon
    return Dates(start, max([start + min(ends, max(horizon, latest)), *record]))


def date_axis(axes: Axes, dates: Dates, bare: bool, never: str | None = "never\n(deadlock)") -> None:
    """Write dates up to the end of the axis, then, unless None, a word where that stands which never happened."""
    locator = AutoDateLocator(minticks=4, maxticks=13)
    ticks = [
        t for t in locator.tick_values(num2date(dates.start), num2date(dates.end)) if dates.start <= t <= dates.end
    ]
    days = ["%d %b"] * 4
    formats = {"formats": ["%Y", "%b", *days], "zero_formats": ["", "%b\n%Y", "%b", *days[:3]], "show_offset": False}
    words = ConciseDateFormatter(locator, **formats).format_ticks(ticks)
    if never is not None:
        near = dates.end - 0.03 * (dates.end - dates.start)
        words = [word if at < near else "" for at, word in zip(ticks, words)]
        ticks, words = [*ticks, dates.never], [*words, never]
    axes.set_xticks(ticks, words)
    axes.tick_params(length=3, color=FAINT, labelsize=SMALL, labelbottom=not bare)
    bare_sides(axes)


def bare_sides(axes: Axes, *sides: str) -> None:
    """Take away the frame at the top, the right and other sides."""
    for side in ("top", "right", *sides):
        axes.spines[side].set_visible(False)


def unsettled(day: Any, at: Any) -> Any:
    """Return the share of runs not settled by each day: the Kaplan-Meier curve, as nothing is censored earlier."""
    return 1.0 - np.searchsorted(np.sort(day), at, side="right") / len(day)


def write_titles(page: Page, case: Compiled, title: str, runs: str) -> None:
    """Write the title, what was run, and what is scripted."""
    tail = f" Rule: {rule_in_words(case)}. Scenario {case.names.scenario}, {runs}."
    about = textwrap.shorten(f"{case.names.title}.", max(30, 170 - len(tail)), placeholder=" ...") + tail
    size = min(14.0, 14.0 * 92 / max(1, len(title)))
    page.write(0.25, page.height - 0.15, title, fontsize=size, fontweight="bold", color=INK)
    page.write(0.25, page.height - 0.47, about, fontsize=9.5, color=INK)
    page.write(0.25, page.height - 0.68, scripted(case), fontsize=SMALL, color="#555555")


def runs_text(runs: int) -> str:
    """Return which runs of a seed were played."""
    return f"runs 0 to {runs - 1}" if runs > 1 else "run 0"


def scripted(case: Compiled) -> str:
    """Return what the scenario brings about, so that no reader takes it for a prediction."""
    later = case.world.event_day > 0
    kinds = {int(kind) for kind in case.world.event_kind[later]} | {codes.ENTER} & {*case.world.event_kind.tolist()}
    parts = [word for kind, word in EVENTS.items() if kind in kinds]
    parts += ["dates that press"] * bool(case.names.focal) + ["when the body sits"] * bool(case.world.between)
    parts += ["who demands what"] * bool(case.names.demands)
    return caveat(parts, case)


def shortened(text: str, most: int) -> str:
    """Return a text of at most this length."""
    return text if len(text) <= most else text[: most - 3].rstrip() + "..."
