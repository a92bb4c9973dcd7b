"""The versions of the model that are scored, and the plays that their forecasts take."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from whitesmoke.evidence.protocol.board import Further
from whitesmoke.evidence.protocol.history import History
from whitesmoke.evidence.score import said
from whitesmoke.evidence.score.dates_told import with_dates
from whitesmoke.evidence.score.kept_forecasts import Asked, Forecasts, Kept, started_from
from whitesmoke.evidence.score.said import Of
from whitesmoke.evidence.score.what_runs_say import Told, told
from whitesmoke.scenario.coded.casebook import Casebook
from whitesmoke.scenario.load import Loaded, load

SHIPPED = {
    "nato_sg_2003": "nato-2003",
    "nato_sg_2009": "nato-2009",
    "nato_sg_2014": "nato-2014",
    "nato_finland_2023": "nato-2023-finland",
    "nato_sweden_2024": "nato-2024-sweden",
    "nato_sg_2024": "rutte-iohannis",
}
"""The cases that ship as scenarios of their own, by their names in the tables; all others are called alike in both."""
MODES = ("bargained", "meetings")
"""the versions that forecast all cases: with the numbers of the files, where actors bargain and at meetings"""
NAMED = "model, {}"
ALONE = ", alone"


class Played(NamedTuple):
    """A case as it is played."""

    history: History
    loaded: Loaded

    @property
    def days(self) -> list[datetime.date]:
        """The days on which it is forecast."""
        return [datetime.date.fromordinal(at.day) for at in self.history.landmarks]


def played(books: Sequence[Casebook], cases: Sequence[History], mode: str, dates: str) -> list[Played]:
    """Return all cases with the model in a mode, told one kind of dates."""
    book = {name: one for one in books for name in one.cases}
    return [Played(case, with_dates(_loaded(case.name, mode), dates, book[case.name], case.name)) for case in cases]


def _loaded(name: str, mode: str) -> Loaded:
    return load(SHIPPED.get(name, name), [f"bargaining.mode={mode}"])


Tell = Callable[[Loaded, datetime.date], Told]
"""what a version of the model says of a case as of a day"""


def as_written(asked: Asked, threads: int = 1) -> Tell:
    """Return the model with the numbers of the files."""
    return lambda loaded, day: told(loaded, day, asked.runs, asked.seed, threads)


def forecast_all(
    cases: Sequence[Played],
    asked: Asked,
    folder: Path,
    tell: Tell,
    watch: Callable[[int], None] = lambda forecasts: None,
    lent: dict[str, Told] | None = None,
    rests_on: Callable[[Loaded], str] = lambda loaded: "",
) -> Forecasts:
    """Return the forecasts of all cases, those that a folder lacks played and kept there.

    Parameters
    ----------
    watch : called with the number of forecasts that are there, case by case
    lent : forecasts of as many runs with the same seed, by what they start from: what is there is not played again,
        and what is played is added
    rests_on : what a forecast starts from besides the case
    """
    kept, there = Forecasts(folder, asked), {} if lent is None else lent

    def forecast(loaded: Loaded, day: datetime.date, of: str) -> Kept:
        if of not in there:
            there[of] = tell(loaded, day)
        return Kept(of, there[of])

    for case in cases:
        days = {day: started_from(case.loaded, day, rests_on(case.loaded)) for day in case.days}
        if not kept.has(case.history.name, days):
            kept.add(case.history.name, {day: forecast(case.loaded, day, of) for day, of in days.items()})
        there |= {one.of: one.told for one in kept.cases[case.history.name].values()}
        watch(len(days))
    return kept


def further(found: Mapping[str, Of], cases: int) -> dict[str, Further]:
    """Return the versions as forecasters: with residual life beyond the horizon, and alone.

    Who is last is the same for both, and is told once.

    Parameters
    ----------
    cases : how many there are; a version that forecasts fewer is scored on those
    """
    named: dict[str, Further] = {}
    for version, of in found.items():
        only = None if len(of) == cases else frozenset(of)
        named[NAMED.format(version)] = _further(of, only, alone=False)
        named[NAMED.format(version) + ALONE] = _further(of, only, alone=True)
    return named


def _further(of: Of, only: frozenset[str] | None, alone: bool) -> Further:
    return Further(
        when=lambda others: said.when(of, others, alone),
        last=None if alone else lambda others: lambda case, day: said.who(of, case, day),
        ending=lambda others: lambda case: said.how(of, case, others, alone),
        only=only,
    )
