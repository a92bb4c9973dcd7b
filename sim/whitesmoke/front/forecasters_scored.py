"""Forecasters that play nothing, scored on every case whose tables ship, by the protocol fixed beforehand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.protocol.board import Board, Line, board
from whitesmoke.evidence.protocol.dates import DATES, seen, tables
from whitesmoke.evidence.protocol.history import History
from whitesmoke.evidence.protocol.register import FORECASTERS, REFERENCE
from whitesmoke.front.in_python import asked
from whitesmoke.front.progress import bar
from whitesmoke.front.result import Result
from whitesmoke.telling import forecasters_told as telling

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure
    from pandas import DataFrame
    from rich.console import Console


@asked()
def forecasters(dates: str = "all") -> Forecasters:
    """Score the forecasters of the register on the cases whose tables ship; docs/scoring.md is the protocol.

    Parameters
    ----------
    dates : which dates they may know: "coded", "calendar", "none", or "all" three
    """
    if dates not in ("all", *DATES):
        raise WhitesmokeError(f"dates: give {', '.join(DATES)} or all, not {dates!r}")
    return Forecasters.scored(DATES if dates == "all" else [dates])


class Forecasters(Result):
    """The scores of forecasters that know no preferences, for each kind of dates that they may know."""

    kind = "forecasters"

    def __init__(self, cases: Sequence[History], boards: Mapping[str, Board]) -> None:
        self.cases, self.boards = list(cases), dict(boards)

    @classmethod
    def scored(cls, dates: Sequence[str]) -> Forecasters:
        """Score each forecaster, learnt without the case that it forecasts."""
        books = tables()
        with _turns(len(dates)) as say:
            boards = {name: board(seen(books, name), say=say) for name in dates}
        return cls(seen(books, dates[0]), boards)

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
        }

    def frame(self) -> DataFrame:
        """Return one row for each kind of dates, forecaster and score, with its 95 % interval."""
        return forecasters_table(self.json())

    def plot(self) -> Figure:
        """Return the figure: the error of each forecaster, and its difference to *residual life*, by kind of dates."""
        from whitesmoke.figures.forecaster_rows import Row, forecasters_figure

        def row(line: Line) -> Row:
            return Row(line.scores["crps"], None if line.forecaster == REFERENCE else line.difference)

        rows = {name: {line.forecaster: row(line) for line in one.when} for name, one in self.boards.items()}
        return forecasters_figure(rows, self.sentence, telling.about(self.cases), REFERENCE)

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


def _plain(one: Board) -> dict[str, Any]:
    """Return a board as nested tables: what is asked, forecaster, score, estimate."""
    when = {line.forecaster: {**line.scores, "difference": line.difference} for line in one.when}
    asked = {"when": when, "last": _single(one.last, "brier"), "ending": _single(one.ending, "brier")}
    return {
        name: {who: {score: found._asdict() for score, found in scores.items()} for who, scores in table.items()}
        for name, table in asked.items()
    }


def _single(found: Mapping[str, Any], score: str) -> dict[str, dict[str, Any]]:
    return {who: {score: one} for who, one in found.items()}


@contextmanager
def _turns(kinds: int) -> Iterator[Callable[[str], None]]:
    """Tell by a bar how many forecasters have had their turn."""
    total, done = kinds * len(FORECASTERS), 0
    with bar("Forecasters", unit="forecasters") as advance:

        def say(forecaster: str) -> None:
            nonlocal done
            advance(done, total - done)
            done += 1

        yield say
