"""Why a member stood where it stood in a run."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from whitesmoke.errors import WhitesmokeError
from whitesmoke.front.result import Result
from whitesmoke.front.taken import a_date, a_member
from whitesmoke.telling import explain, show
from whitesmoke.telling.by_name import member_name
from whitesmoke.telling.power_words import of_member
from whitesmoke.writing.output import plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame
    from rich.console import Console

    from whitesmoke.front.run import Run
    from whitesmoke.front.taken import Date


class Explanation(Result):
    """One member's decision on a day: the terms of what it thought of each candidate, and what would have tipped it."""

    kind = "explanation"

    def __init__(self, run: Run, member: str, date: Date | None = None) -> None:
        self.run, member = run, a_member(member)
        self.asked = explain.telling_day(run.trace, member) if date is None else a_date(date)
        self.found = explain.explain(run.trace, member, self.asked)

    @property
    def member(self) -> str:
        """The member's code."""
        return self.found.member

    @property
    def date(self) -> datetime.date:
        """The day explained: the one asked for, or the last day of a race that was over by then."""
        return self.found.date

    @property
    def over(self) -> str:
        """That the race had ended before the day asked for; empty if it had not."""
        return show.over(self.asked, self.found)

    @property
    def sentence(self) -> str:
        """Where it stood, and for a member that was free to commit the smallest change that would have tipped it."""
        tips = [] if not self.found.free or self.found.stance else map(self._tip, self.found.views)
        return " ".join(filter(None, [show.place(self.run.trace, self.found), *tips, self.over]))

    def _tip(self, view: explain.View) -> str:
        name = self.run.case.candidates[view.candidate]
        return f"On {name}: {show.tipping_point(self.run.trace.case, view).splitlines()[0]}"

    @property
    def power(self) -> str:
        """What its vote is worth under the rule; empty where all are worth the same, or it cannot be counted."""
        try:
            case = self.run.case
            name = member_name(case.compiled, [*case.members].index(self.member))
            return of_member(case.power(self.date).groups, self.member, name)
        except WhitesmokeError:
            return ""

    def data(self) -> dict[str, Any]:
        """Return the explanation as `explain --json` prints it."""
        run = self.run
        of = {"scenario": run.case.compiled.names.scenario, "seed": run.seed, "replicate": run.replicate}
        found = plain(self.found)
        for view in found["views"]:
            if view["talks"] is None:  # only where actors bargain
                del view["talks"]
        return {**of, **run.case.said, **found}

    def frame(self) -> DataFrame:
        """Return one row for each candidate and term, in logits; a red line is minus infinity.

        The terms of a candidate add up to its `acceptance`.
        """
        import pandas as pd

        rows = [
            {"candidate": view.candidate, "term": term, "logits": value + 0.0}
            for view in self.found.views
            for term, value in [*view.terms.items(), ("acceptance", view.acceptance)]
        ]
        return pd.DataFrame(rows, columns=["candidate", "term", "logits"])

    def plot(self) -> Figure:
        """Return the figure: a bar for each term, for each candidate in the race."""
        from whitesmoke.figures.acceptance import acceptance_figure

        run = self.run
        title = show.place(run.trace, self.found).removesuffix(".")
        return acceptance_figure(run.trace.case, self.found.views, title, f"seed {run.seed}, run {run.replicate}")

    def _show(self, console: Console) -> None:
        """Print the terms of its acceptance of each candidate, and what would tip it."""
        show.show_explanation(console, self.run.trace, self.found)
        if self.power:
            console.print(self.power)
        if self.run.case.posterior:
            console.print(self.run.case.drawn_from, style="dim")
