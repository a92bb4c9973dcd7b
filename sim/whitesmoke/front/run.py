"""One run of a case."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from whitesmoke.front.result import Result, Show
from whitesmoke.front.run_tables import DATE, rows_table
from whitesmoke.model.recorder import record
from whitesmoke.model.trace import Trace
from whitesmoke.telling import story
from whitesmoke.telling.run_json import as_json
from whitesmoke.writing.output import terminal

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame
    from rich.console import Console

    from whitesmoke.front.case import Case
    from whitesmoke.front.explanation import Explanation
    from whitesmoke.front.taken import Date

HAPPENED = {
    "date": DATE,
    "round": "int64",
    **dict.fromkeys(["kind", "member", "candidate", "demand", "detail", "text"], "string"),
}
HELD_UP = {"member": "string", "date": DATE, "held_by": "object", "moved_by": "object"}
GRANTED = {
    **dict.fromkeys(["member", "demand"], "string"),
    "share": "float64",
    "by": "string",
    "date": DATE,
    "meetings": "int64",
    "scripted": "bool",
}
"""Columns of the tables of a run, and their kinds."""


class Run(Result):
    """One run: what happened, who held it up, what each got. One draw of what may happen."""

    kind = "trace"

    def __init__(self, case: Case, trace: Trace) -> None:
        self.case, self.trace = case, trace

    @classmethod
    def played(cls, case: Case, seed: int, replicate: int, watch: Callable[[Trace], None] | None = None) -> Run:
        """Play one run."""
        return cls(case, record(case.as_played(replicate), seed, replicate, watch=watch))

    @property
    def seed(self) -> int:
        """The seed of its ensemble."""
        return self.trace.seed

    @property
    def replicate(self) -> int:
        """Which run of that ensemble it is."""
        return self.trace.run

    @property
    def winner(self) -> str | None:
        """The candidate chosen; None in a deadlock."""
        winner: str | None = self._data["winner"]
        return winner

    @property
    def ending(self) -> str:
        """How it ended, in one word of seven: see docs/output.md."""
        return self.trace.ending

    @property
    def ending_class(self) -> str:
        """What that counts as where forecasts are scored: unchanged, changed, other or failure."""
        return self.trace.ending_class

    @property
    def date(self) -> datetime.date | None:
        """When it was settled; None in a deadlock."""
        return self.trace.decided_on if self.winner else None

    @property
    def sentence(self) -> str:
        """The verdict in a line."""
        return " ".join(story.verdict(self.trace))

    @property
    def headline(self) -> str:
        """How it ended."""
        return f"{story.headline(self.trace)}."

    @property
    def _finding(self) -> str:
        """How it ended, and who held it up, without the model's numbers."""
        return " ".join([*story.outcome(self.trace), *story.who_held_up(self.trace, numbers=False)])

    @cached_property
    def _data(self) -> dict[str, Any]:
        return {**as_json(self.trace), "changes": list(self.case.changes), **self.case.said}

    def data(self) -> dict[str, Any]:
        """Return the trace as `run --json` prints it."""
        return self._data

    def why(self, member: str, date: Date | None = None) -> Explanation:
        """Return why a member, by code or name, stood where it stood on a day: by default when it committed.

        Raises WhitesmokeError for a member that is none, or a date outside the calendar.
        """
        from whitesmoke.front.explanation import Explanation

        return Explanation(self, member, date)

    def frame(self) -> DataFrame:
        """Return one row for each thing that happened: when, what, to whom, and in words."""
        return rows_table(self._data["timeline"], HAPPENED)

    @property
    def tally(self) -> DataFrame:
        """The members committed to each candidate at the end of each round."""
        counts = dict.fromkeys(["round", "members", *self.case.candidates], "int64")
        return rows_table([{**row, **row["committed"]} for row in self._data["tally"]], {"date": DATE, **counts})

    @property
    def holdouts(self) -> DataFrame:
        """Who was last to commit, or never did, the hardest first: when, what held each back and what moved it.

        Who held it up, `sentence` and `show` say: under a quota, or where objections count, that need not be the last.
        """
        return rows_table(self._data["last_holdouts"], HELD_UP)

    @property
    def concessions(self) -> DataFrame:
        """What each holdout got in the end, and from whom."""
        return rows_table(self._data["concessions"], GRANTED)

    @property
    def solutions(self) -> DataFrame:
        """By issue, where simple theories would put a text, in columns as in `json`; empty where texts cannot move."""
        from pandas import DataFrame

        return DataFrame(self._data.get("solutions", {}))

    def plot(self) -> Figure:
        """Return the figure of the run, beside what is on record."""
        from whitesmoke.figures import run_figure

        tables = self.case.loaded.tables
        return run_figure(self.trace, tables.counts, tables.consents)

    def _show(self, console: Console) -> None:
        """Print it on one screen: how it ended, who held it up and why, what each got, what would have tipped it."""
        from whitesmoke.telling.first import show_first

        show_first(console, self.trace, self.case.loaded, self.case.drawn_from, self._tip)

    @cached_property
    def _tip(self) -> str:
        from whitesmoke.telling.first import what_would_have_tipped_it

        return what_would_have_tipped_it(self.trace)

    def _told(self) -> list[tuple[str, Show]]:
        """Return the screen and the course, day by day, without what is scripted or assumed."""
        from whitesmoke.telling.first import MANY, show_screen
        from whitesmoke.telling.show import show_days, show_tables

        trace = self.trace
        return [
            ("What it says", lambda console: show_screen(console, trace, MANY, self._tip)),
            ("Who got what, and what held whom back", lambda console: show_tables(console, trace)),
            ("How it went, day by day", lambda console: show_days(console, trace)),
        ]

    def show_long(self, console: Console | None = None) -> None:
        """Print the long story: its course, how it ended, and tables with the model's terms; see `show`."""
        from whitesmoke.telling.show import show_run

        show_run(console or terminal(), self.trace, self.case.loaded, self.case.drawn_from)
