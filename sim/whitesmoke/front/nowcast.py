"""What can be said of the end of a case on a day, knowing what was known by then."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.forecast import nowcasting as forecasts
from whitesmoke.evidence.posterior import rows_for
from whitesmoke.evidence.record.asof import heard_of, refuse_nobody
from whitesmoke.front.interval_columns import estimate_cells
from whitesmoke.front.result import Result
from whitesmoke.model.ensemble import all_cores
from whitesmoke.telling import forecasts as telling

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame
    from rich.console import Console

    from whitesmoke.evidence.posterior import Posterior
    from whitesmoke.front.case import Case
    from whitesmoke.model.compiled import Compiled
    from whitesmoke.model.ensemble import PerRun
    from whitesmoke.model.world import Ints
    from whitesmoke.scenario.load import Loaded
    from whitesmoke.scenario.record_schema import Decision


class Made(NamedTuple):
    """Forecasts, and what the last of them knew and played."""

    forecasts: list[forecasts.Nowcast]
    """one for each day, the last as of the day asked for"""
    known: Compiled
    ends: Ints
    """(N,) day of consensus of each run; codes.NEVER for deadlock"""
    left_out: str
    """of weeks that are left out for want of a candidate, that they are"""


class Nowcast(Result):
    """A forecast as of a day, or one a week up to it: how likely each end is, when, who is still out."""

    kind = "nowcast"

    def __init__(self, case: Case, seed: int, field_known: bool, made: Made) -> None:
        self.case, self.seed, self.field_known, self.made = case, seed, field_known, made

    @classmethod
    def played(cls, case: Case, as_of: datetime.date, runs: int, seed: int, weekly: bool, field_known: bool) -> Nowcast:
        """Play runs that agree with what was known by each day, each on to its end."""
        loaded, posterior = case.loaded, case.posterior
        days, left_out = _days(loaded, as_of, weekly, field_known)
        numbers = None if posterior is None else partial(_numbers, posterior, runs)
        made = [forecasts.nowcast(loaded, day, runs, seed, numbers, all_cores(), field_known) for day in days]
        return cls(case, seed, field_known, Made([one for one, _, _ in made], *made[-1][1:], left_out))

    @property
    def forecasts(self) -> list[forecasts.Nowcast]:
        """What can be said on each day, in order."""
        return self.made.forecasts

    @property
    def as_of(self) -> datetime.date:
        """The day asked for."""
        return self.forecasts[-1].as_of

    @property
    def sentence(self) -> str:
        """The likeliest end, and by when the chance of a settlement is even; or that it was over by then."""
        return telling.sentence(self.case.compiled, self.forecasts[-1], self._decision)

    @property
    def headline(self) -> str:
        """The same, with the rule if it is not the scenario's own."""
        other = self.case.other_rule
        return f"{self.sentence} (rule: {other})" if other else self.sentence

    @property
    def about(self) -> str:
        """What it was told, and whose its parameters are."""
        said = [telling.what_was_told(self.field_known), self.made.left_out]
        said.append(telling.sittings_known(self.made.known, self.as_of))
        return " ".join(filter(None, [*said, telling.whose(self.case.loaded, self.case.drawn_from)]))

    @property
    def over(self) -> bool:
        """Whether the case was decided by the day asked for."""
        return bool(self._decision and self._decision.date <= self.as_of)

    @property
    def _finding(self) -> str:
        """The same as frequencies, with who will be last, and whose numbers it rests on."""
        if self.over:
            return f"{self.sentence}."
        whose = telling.whose(self.case.loaded, self.case.drawn_from)
        return telling.in_words(self.case.compiled, self.forecasts[-1], whose)

    @property
    def _decision(self) -> Decision | None:
        return self.case.loaded.scenario.record.decision

    def data(self) -> dict[str, Any]:
        """Return the forecasts as `nowcast --json` prints them."""
        names = self.case.compiled.names
        return {
            "scenario": names.scenario,
            "seed": self.seed,
            "changes": list(self.case.changes),
            "rule": names.rule,
            "fitted_to": [],
            **self.case.said,
            "field_known": self.field_known,
            "forecasts": [telling.as_json(one) for one in self.forecasts],
        }

    def frame(self) -> DataFrame:
        """Return one row for each day of forecast.

        `chance.WHO` is that of a candidate, or of deadlock, with the ends of its 95 % interval (`.low`, `.high`);
        `by.DATE` the chance that it is settled by a date that presses; `p05`, `p50` and `p95` the dates by which it is
        settled with that chance, missing where that is beyond the horizon; `last` who is likeliest to be last.
        """
        return nowcast_table([telling.as_json(one) for one in self.forecasts])

    def plot(self) -> Figure:
        """Return the figure: when it ends, who is still out, who will be last; or how that changed by week."""
        from whitesmoke.figures.forecast import nowcast_figure, weekly_figure

        told = f"{telling.FIELD_TOLD} " * self.field_known + telling.numbers(self.case.posterior, self.case.loaded)
        known, found, title = self.made.known.said(told), self.forecasts, self.sentence
        if len(found) == 1:
            return nowcast_figure(known, found[0], self.made.ends, self.seed, title, self._decision)
        counts = [tally.date for tally in self.case.loaded.tables.counts]
        return weekly_figure(known, found, self.seed, title, self._decision, counts)

    def _show(self, console: Console) -> None:
        """Print chances and dates, who is still out, what it was told, and how much it rests on."""
        telling.show_nowcast(console, self.case.compiled, self.forecasts, self.headline, self.about, self.over)


def _numbers(posterior: Posterior, runs: int, known: Loaded) -> PerRun:
    """Return the numbers of each run of what was known."""
    return rows_for(posterior, known, runs)


def nowcast_table(days: Sequence[dict[str, Any]]) -> DataFrame:
    """Return forecasts, as JSON has them, as one row a day; see `Nowcast.frame`."""
    import pandas as pd

    table = pd.DataFrame([_row(day) for day in days])
    dates = ["as_of", "p05", "p50", "p95"]
    table[dates] = table[dates].apply(pd.to_datetime).astype("datetime64[s]")
    return table.astype({"last": "string"})


def _row(day: dict[str, Any]) -> dict[str, Any]:
    row = {"as_of": day["as_of"], "runs": day["runs"], "effective": day["effective"], "ancestors": day["ancestors"]}
    for kind, shares in (("chance", day["outcomes"]), ("by", day["settled_by"])):
        for name, share in shares.items():
            row |= estimate_cells(f"{kind}.{name}", share)
    return {**row, **day["date"], "last": next(iter(day["last"]), None)}


def _days(loaded: Loaded, as_of: datetime.date, weekly: bool, field: bool) -> tuple[list[datetime.date], str]:
    """Return the days to forecast from, and, if weeks are left out for want of a candidate, that they are."""
    weeks = list(_weeks(loaded, as_of)) if weekly else [as_of]
    if field:
        return weeks, ""
    refuse_nobody(loaded, as_of)
    days = [day for day in weeks if heard_of(loaded, day)]
    left = len(weeks) - len(days)
    words = f"Weeks in which nobody who stands had been heard of are left out, {left} of {len(weeks)}."
    return days, words * bool(left)


def _weeks(loaded: Loaded, date: datetime.date) -> Iterator[datetime.date]:
    """Return every seventh day back from a date to the start of the race, in order."""
    start = loaded.scenario.calendar.start
    if date < start:
        raise WhitesmokeError(f"{date} is before the race begins; give a day from {start} on")
    count = (date - start).days // 7
    yield from (date - datetime.timedelta(days=7 * back) for back in range(count, -1, -1))
