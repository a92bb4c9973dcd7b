"""Many runs in numbers, which print themselves."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

from whitesmoke.evidence.analysis import ensemble_summary
from whitesmoke.front.interval_columns import estimate_cells
from whitesmoke.model.reading import AGREEMENTS, DEADLOCKS, ENDINGS, long_date
from whitesmoke.writing.estimates import counted, percent, percents

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 6
"""Members, demands or candidates of a line; the fields have them all."""


class Summary(ensemble_summary.Summary):
    """Many runs in numbers, shares with their 95 % intervals; a quantile that falls among the deadlocks is None."""

    __slots__ = ()

    def frame(self) -> pd.DataFrame:
        """Return one row for each outcome, and for each way to come to it: its chance and interval."""
        shares = [*self.outcomes.items(), *((name, self.endings[name]) for name in ENDINGS if name != "agreed")]
        return chances_table((name, *share) for name, share in shares)

    @property
    def _agreed(self) -> dict[str, str]:
        """How it was agreed, where it ever was, in words."""
        return {name: words for name, words in AGREEMENTS.items() if self.endings[name].value}

    @property
    def _stuck(self) -> dict[str, str]:
        """How it was not agreed, where it ever was not, in words."""
        return {name: words for name, words in DEADLOCKS.items() if self.endings[name].value}

    def __repr__(self) -> str:
        lines = {
            "outcomes": ", ".join(f"{name} {percents(share)}" for name, share in self.outcomes.items()),
            "agreed": ", ".join(f"{words} {percents(self.endings[name])}" for name, words in self._agreed.items()),
            "deadlocks": ", ".join(f"{words} {percents(self.endings[name])}" for name, words in self._stuck.items()),
            "settled by": ", ".join(_by(name, date) for name, date in self.date.items()),
            "last": _listed(self.last_holdouts),
            "refused by": _listed(self.refused_by),
            "overruled": _listed(self.overruled),
            "demands met": _listed(self.met),
            "exits": _listed(self.exits),
        }
        told = [f"{name:<12}{text}" for name, text in lines.items() if text]
        return "\n".join([counted(self.runs, "run"), *told])


def chances_table(rows: Iterable[tuple[str, float, float, float]]) -> pd.DataFrame:
    """Return outcomes, each with its chance and the ends of the 95 % interval, as a table."""
    import pandas as pd

    return pd.DataFrame(rows, columns=["outcome", *estimate_cells("chance", None)]).astype({"outcome": "string"})


def _by(quantile: str, date: datetime.date | None) -> str:
    share = percent(ensemble_summary.QUANTILES[quantile])
    return f"{long_date(date)} in {share} of runs" if date else f"the horizon in fewer than {share} of runs"


def _listed(shares: dict[str, float]) -> str:
    first = [f"{name} {percent(share)}" for name, share in list(shares.items())[:SHOWN]]
    return ", ".join([*first, *([f"{len(shares) - SHOWN} more"] if len(shares) > SHOWN else [])])
