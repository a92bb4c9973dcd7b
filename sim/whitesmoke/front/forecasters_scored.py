"""Forecasters that play nothing, scored on every case whose tables ship, by the protocol fixed beforehand."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.protocol.board import Apart, Board, Line, board
from whitesmoke.evidence.protocol.constants import constants
from whitesmoke.evidence.protocol.dates import DATES, seen, tables
from whitesmoke.evidence.protocol.history import History
from whitesmoke.evidence.protocol.register import FORECASTERS, REFERENCE, TO_BEAT
from whitesmoke.evidence.protocol.where_truth_lay import FIFTHS, INSIDE, LEVELS
from whitesmoke.front.in_python import asked
from whitesmoke.front.progress import bar
from whitesmoke.front.result import Result
from whitesmoke.telling import forecasters_told as telling

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from matplotlib.figure import Figure
    from pandas import DataFrame
    from rich.console import Console

    from whitesmoke.figures.case_forecasts import Told

CALIBRATION_FIGURE, CASES_FIGURE = "calibration.png", "cases.png"
"""Files beside the figure."""
MOST_SHOWN = 2
"""forecasters in the figure of cases"""


@asked()
def forecasters(dates: str = "all") -> Forecasters:
    """Score the forecasters of the register on the cases whose tables ship; docs/scoring.md is the protocol.

    Parameters
    ----------
    dates : which dates they may know: "coded", "calendar", "none", or "all" three
    """
    return Forecasters.scored(kinds_of_dates(dates))


def kinds_of_dates(dates: str) -> list[str]:
    """Return the kinds of dates that are meant. Raises WhitesmokeError for a word that means none."""
    if dates not in ("all", *DATES):
        raise WhitesmokeError(f"dates: give {', '.join(DATES)} or all, not {dates!r}")
    return [*DATES] if dates == "all" else [dates]


class Forecasters(Result):
    """The scores of forecasters that know no preferences, for each kind of dates that they may know."""

    kind = "forecasters"

    def __init__(
        self, cases: Sequence[History], boards: Mapping[str, Board], constants: Mapping[str, Mapping[str, Any]]
    ) -> None:
        self.cases, self.boards, self.constants = list(cases), dict(boards), dict(constants)

    @classmethod
    def scored(cls, dates: Sequence[str]) -> Forecasters:
        """Score each forecaster, learnt without the case that it forecasts."""
        books = tables()
        cases = {name: seen(books, name) for name in dates}
        with turns(len(dates)) as say:
            boards = {name: board(known, say=say) for name, known in cases.items()}
        return cls(cases[dates[0]], boards, {name: constants(known) for name, known in cases.items()})

    @property
    def sentence(self) -> str:
        """Who forecasts best with each kind of dates, and whether that is more than luck."""
        return telling.sentence(self.boards, len(self.cases))

    def data(self) -> dict[str, Any]:
        """Return what `forecasters --json` prints."""
        return {
            "cases": [case.name for case in self.cases],
            "landmarks": sum(len(case.landmarks) for case in self.cases),
            "dates": {name: _plain(one) for name, one in self.boards.items()},
            "calibration": {name: _calibration(one) for name, one in self.boards.items()},
            "constants": self.constants,
            "came": {case.name: _came(case) for case in self.cases},
            "levels": LEVELS,
            "forecasts": {name: {line.forecaster: line.days for line in one.when} for name, one in self.boards.items()},
        }

    def frame(self) -> DataFrame:
        """Return one row for each kind of dates, forecaster and score, with its 95 % interval."""
        return forecasters_table(self.json())

    def calibration(self) -> DataFrame:
        """Return where the truth lay: one row for each kind of dates, forecaster and range, with its 95 % interval."""
        return calibration_table(self.json())

    def plot(self) -> Figure:
        """Return the figure: how much less each forecaster is off than *residual life*, by kind of dates."""
        from whitesmoke.figures.forecaster_rows import Row, forecasters_figure

        def row(line: Line) -> Row:
            return Row(line.scores["crps"], None if line.forecaster == REFERENCE else line.difference)

        rows = {name: {line.forecaster: row(line) for line in one.when} for name, one in self.boards.items()}
        return forecasters_figure(rows, self.sentence, telling.about(self.cases), REFERENCE)

    def plot_calibration(self) -> Figure:
        """Return the figure of where in each forecaster's forecasts the truth lay."""
        from whitesmoke.figures.calibration_bars import Sound, calibration_figure

        def sound(line: Line) -> Sound:
            return Sound([line.calibration[name] for name in FIFTHS], line.calibration[INSIDE])

        rows = {name: {line.forecaster: sound(line) for line in _best_first(one)} for name, one in self.boards.items()}
        return calibration_figure(rows, telling.CALIBRATION, f"{telling.forecast(self.cases)}.")

    def plot_cases(self, dates: str = "", *names: str) -> Figure:
        """Return the figure of each case's forecasts beside what came.

        Parameters
        ----------
        dates : which dates the forecasters knew; by default the body's calendar, if it was scored
        names : of one or two forecasters; by default the one with the least error
        """
        from whitesmoke.figures.case_forecasts import cases_figure

        dates = dates or ("calendar" if "calendar" in self.boards else next(iter(self.boards)))
        lines = {line.forecaster: line for line in _chosen(self.boards, dates, names)}
        title = telling.beside(list(lines), dates)
        told = {case.name: list(_told(case, lines)) for case in self.cases}
        return cases_figure(told, title, f"{telling.forecast(self.cases)}.")

    def save(self, folder: str | Path, figure: bool = True) -> Path:
        """Write its JSON and its three figures into a folder, and return the folder."""
        folder = super().save(folder, figure)
        for name, draw in ((CALIBRATION_FIGURE, self.plot_calibration), (CASES_FIGURE, self.plot_cases)):
            if figure:
                from whitesmoke.figures import save

                save(draw(), folder / name)
            else:
                (folder / name).unlink(missing_ok=True)
        return folder

    def _show(self, console: Console) -> None:
        for name, one in self.boards.items():
            telling.show_when(console, name, one, self.cases)
        telling.show_who_and_how(console, next(iter(self.boards.values())), self.cases)
        telling.show_limits(console)


def forecasters_table(data: dict[str, Any]) -> DataFrame:
    """Return the scores, as JSON has them, as `Forecasters.frame` has them."""
    import pandas as pd

    rows = [
        {"dates": name, "asked": asked, "forecaster": who, "score": score, **estimate}
        for name, one in data["dates"].items()
        for asked, found in one.items()
        for who, scores in found.items()
        for score, estimate in scores.items()
    ]
    return pd.DataFrame(rows)


def calibration_table(data: dict[str, Any]) -> DataFrame:
    """Return the shares of truths, as JSON has them, as `Forecasters.calibration` has them."""
    import pandas as pd

    rows = [
        {"dates": name, "forecaster": who, "range": where, **estimate}
        for name, one in data["calibration"].items()
        for who, shares in one.items()
        for where, estimate in shares.items()
    ]
    return pd.DataFrame(rows)


def _calibration(one: Board) -> dict[str, Any]:
    return {line.forecaster: {name: found._asdict() for name, found in line.calibration.items()} for line in one.when}


def _came(case: History) -> dict[str, Any]:
    day = datetime.date.fromordinal
    return {"start": day(case.start), "end": day(case.end), "ending": case.ending, "forecast_on": _days(case)}


def _days(case: History) -> list[datetime.date]:
    return [datetime.date.fromordinal(at.day) for at in case.landmarks]


def _best_first(one: Board) -> list[Line]:
    return sorted(one.when, key=lambda line: line.scores["crps"].mean)


def _chosen(boards: Mapping[str, Board], dates: str, names: Sequence[str]) -> list[Line]:
    """Return the lines of the forecasters that are named, or of the best one."""
    if dates not in boards:
        raise WhitesmokeError(f"dates: {', '.join(boards)} were scored, not {dates!r}")
    lines = {line.forecaster: line for line in boards[dates].when}
    if not names:
        return _best_first(boards[dates])[:1]
    if unknown := [name for name in names if name not in lines]:
        raise WhitesmokeError(f"no forecaster is called {unknown[0]!r}; there are {', '.join(lines)}")
    if len(names) > MOST_SHOWN:
        raise WhitesmokeError(f"{len(names)} forecasters: give one or two")
    return [lines[name] for name in names]


def _told(case: History, lines: Mapping[str, Line]) -> Iterator[Told]:
    from whitesmoke.figures.case_forecasts import Told

    for at, (landmark, day) in enumerate(zip(case.landmarks, _days(case), strict=True)):
        days = {name: line.days[case.name][at] for name, line in lines.items()}
        yield Told(day, days, case.left(landmark.day))


def _plain(one: Board) -> dict[str, Any]:
    """Return a board as nested tables: what is asked, forecaster, score, estimate."""
    asked = {
        "when": {line.forecaster: {**line.scores, **_differences(line)} for line in one.when},
        "last": _single(one.last, "brier"),
        "ending": _single(one.ending, "brier"),
        **{
            f"when, {group}": {who: {"crps": apart.crps, **_differences(apart)} for who, apart in found.items()}
            for group, found in one.apart.items()
        },
    }
    return {
        name: {who: {score: found._asdict() for score, found in scores.items()} for who, scores in table.items()}
        for name, table in asked.items()
    }


def _differences(found: Line | Apart) -> dict[str, Any]:
    return {"difference": found.difference, f"difference to {TO_BEAT}": found.ahead}


def _single(found: Mapping[str, Any], score: str) -> dict[str, dict[str, Any]]:
    return {who: {score: one} for who, one in found.items()}


@contextmanager
def turns(kinds: int) -> Iterator[Callable[[str], None]]:
    """Tell by a bar how many forecasters have had their turn."""
    total, done = kinds * len(FORECASTERS), 0
    with bar("Forecasters", unit="forecasters") as advance:

        def say(forecaster: str) -> None:
            nonlocal done
            advance(done, total - done)
            done += 1

        yield say
