"""What a vote is worth under the rule of a case, before anything is known about the candidates."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.analysis.power_indices import Powers, powers
from whitesmoke.figures.quota import in_words
from whitesmoke.front.result import Result
from whitesmoke.front.taken import a_date
from whitesmoke.telling import power_words

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame
    from rich.console import Console

    from whitesmoke.front.case import Case
    from whitesmoke.front.taken import Date

INDICES = ("shapley_shubik", "banzhaf", "penrose", "prevent", "initiate")


class Power(Result):
    """The power of every member that has a seat on a day: indices of Shapley and Shubik, Banzhaf, Penrose, Coleman."""

    kind = "power"

    def __init__(self, case: Case, date: Date | None = None) -> None:
        self.case, self.date = case, case.start if date is None else a_date(date)
        world = case.compiled.world
        self.seated = world.accession <= (self.date - case.start).days
        try:
            self.found: Powers = powers(world, self.seated)
        except ValueError as error:
            raise WhitesmokeError(f"{case.name}, rule {case.rule}: {error}") from None

    @property
    def asks(self) -> list[str]:
        """What the rule asks for, in words, row by row."""
        return in_words(self.case.compiled, self.seated)

    @property
    def sentence(self) -> str:
        """Who matters how much, in a sentence."""
        return power_words.sentence(self.groups)

    @cached_property
    def groups(self) -> list[power_words.Group]:
        """The members with a seat, those of equal power together, the most powerful first."""
        return power_words.groups(self._members)

    @cached_property
    def _members(self) -> list[dict[str, Any]]:
        names, found = self.case.compiled.names, self.found
        return [
            {
                "member": names.members[i],
                "name": names.member_names[i],
                **{index: float(getattr(found, index)[i]) for index in INDICES},
                "blocking": int(found.blocking[i]) or None,
                "veto": bool(found.blocking[i] == 1),
            }
            for i in np.flatnonzero(self.seated)
        ]

    def data(self) -> dict[str, Any]:
        """Return what `power --json` prints."""
        case = self.case
        return {
            "scenario": case.name,
            "title": case.title,
            "rule": case.rule,
            "asks": self.asks,
            "date": self.date,
            "changes": list(case.changes),
            "act": self.found.act,
            "members": self._members,
        }

    def frame(self) -> DataFrame:
        """Return one row for each member with a seat; `blocking` is missing where its vote never matters."""
        from whitesmoke.front.kept import power_table

        return power_table(self.json())

    def plot(self) -> Figure:
        """Return the figure: two bars for each group of members."""
        from whitesmoke.figures.power_bars import power_figure

        return power_figure(self.case.compiled, self.groups, self.sentence, "; ".join(self.asks))

    def _show(self, console: Console) -> None:
        """Print what the rule asks for, and a table of the indices."""
        power_words.show_power(console, self.case.compiled, self.groups, self.asks, self.found.act, self.date)
