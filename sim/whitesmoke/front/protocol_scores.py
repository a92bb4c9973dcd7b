"""The model scored by the protocol fixed beforehand, beside all that it has to beat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whitesmoke.evidence.protocol.board import Board, board
from whitesmoke.evidence.protocol.constants import constants
from whitesmoke.evidence.protocol.dates import seen, tables
from whitesmoke.evidence.protocol.history import History
from whitesmoke.evidence.protocol.register import TO_BEAT
from whitesmoke.evidence.score import left_open
from whitesmoke.evidence.score.kept_forecasts import Asked
from whitesmoke.evidence.score.said import Of
from whitesmoke.evidence.score.versions import MODES, NAMED, SHIPPED, Played, as_written, forecast_all, further, played
from whitesmoke.front.fitting import going_on
from whitesmoke.front.forecasters_scored import Forecasters, kinds_of_dates, turns
from whitesmoke.front.in_python import asked
from whitesmoke.front.progress import bar
from whitesmoke.front.taken import a_number, a_seed
from whitesmoke.model.ensemble import all_cores
from whitesmoke.telling import protocol_scored as telling

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.console import Console

    from whitesmoke.evidence.score.what_runs_say import Told
    from whitesmoke.scenario.coded.casebook import Casebook

FEWEST_RUNS = 20
"""Of a forecast."""
RUNS = 200
"""Of a forecast, unless told otherwise."""
KEPT = "forecasts"
"""Folder of what runs say, in the folder of the scores."""
CODED, SHIPPING = "the cases coded by rule", "the six of the Alliance"


@asked()
def score(
    runs: int = RUNS,
    seed: int = 1,
    *,
    dates: str = "all",
    fits: str | Path | None = None,
    folder: str | Path | None = None,
) -> ProtocolScores:
    """Score the model, at meetings and where actors bargain, on the cases whose tables ship; docs/scoring.md says how.

    Parameters
    ----------
    runs : of each forecast
    dates : which dates are known: "coded", "calendar", "none", or "all" three
    fits : folder of `score --old-rule --leave-one-out`: the model fitted to the other cases is scored on the six, too
    folder : where forecasts are kept, and taken from if they are there; if None, one below results/scores

    Raises KeyboardInterrupt on Ctrl-C: the same call goes on from the forecasts that are kept.
    """
    count, number, kinds = a_number(runs, "runs", FEWEST_RUNS), a_seed(seed), kinds_of_dates(dates)
    place = default_folder(count, number) if folder is None else Path(folder)
    with going_on(place):
        return ProtocolScores.judged(kinds, count, number, place, None if fits is None else Path(fits))


def default_folder(runs: int, seed: int) -> Path:
    """Return results/scores/..., one for each number of runs and seed."""
    return Path("results", "scores", f"protocol-seed-{seed}-runs-{runs}")


class ProtocolScores(Forecasters):
    """Forecasts of past decisions by the model and by forecasters that know no preferences, scored by the protocol."""

    kind = "score"

    def __init__(
        self,
        cases: Sequence[History],
        boards: Mapping[str, Board],
        constants: Mapping[str, Mapping[str, Any]],
        runs: int,
        seed: int,
        idle: Mapping[str, int],
    ) -> None:
        super().__init__(cases, boards, constants)
        self.runs, self.seed = runs, seed
        self.idle = dict(idle)
        """of how many forecasts there was nothing to play, by why, with the first kind of dates where actors bargain"""

    @classmethod
    def judged(
        cls, dates: Sequence[str], runs: int, seed: int, folder: Path, fits: Path | None = None
    ) -> ProtocolScores:
        """Forecast what a folder lacks, and score everything."""
        books = tables()
        found = _played(books, dates, runs, seed, folder / KEPT, fits)
        cases = {name: seen(books, name) for name in dates}
        with turns(len(dates)) as say:
            boards = {
                name: board(known, further(found[name], len(known)), say, _groups(known))
                for name, known in cases.items()
            }
        learnt = {name: constants(known) for name, known in cases.items()}
        return cls(cases[dates[0]], boards, learnt, runs, seed, _idle(found[dates[0]][MODES[0]]))

    @property
    def sentence(self) -> str:
        """Whether a version of the model is ahead of what it has to beat."""
        return telling.sentence(self.boards, len(self.cases))

    def data(self) -> dict[str, Any]:
        """Return what `score --json` prints."""
        return {"runs": self.runs, "seed": self.seed, "not_played": self.idle, **super().data()}

    def plot_cases(self, dates: str = "", *names: str) -> Figure:
        """Return the figure of each case's forecasts beside what came: by default the model's and what it has to beat.

        Parameters are those of `Forecasters.plot_cases`.
        """
        return super().plot_cases(dates, *(names or (NAMED.format(MODES[0]), TO_BEAT)))

    def _show(self, console: Console) -> None:
        super()._show(console)
        for name, one in self.boards.items():
            telling.show_apart(console, name, one)
        telling.show_limits(console, self.runs, self.seed, self.idle)


def _groups(cases: Sequence[History]) -> dict[str, list[str]]:
    """Return the names of the cases coded by rule, and of the six of the Alliance."""
    names = [case.name for case in cases]
    return {CODED: [one for one in names if one not in SHIPPED], SHIPPING: [one for one in names if one in SHIPPED]}


def _played(
    books: Sequence[Casebook], dates: Sequence[str], runs: int, seed: int, folder: Path, fits: Path | None
) -> dict[str, dict[str, Of]]:
    """Return what runs say, by kind of dates and version; what a folder lacks is played."""
    cases = seen(books, "coded")
    six = [case for case in cases if case.name in SHIPPED]
    if fits:  # what they lack is told before anything is played
        left_open.fits([case.loaded for case in played(books, six, "meetings", dates[0])], fits)
    each = [sum(len(case.landmarks) for case in some) for some in (cases, six)]
    found: dict[str, dict[str, Of]] = {}
    lent: dict[str, Told] = {}
    with _progress(len(dates) * (len(MODES) * each[0] + (2 if fits else 1) * each[1])) as watch:
        for kind in dates:
            for mode in MODES:
                asked = Asked(mode, kind, runs, seed)
                tell = as_written(asked, all_cores())
                kept = forecast_all(played(books, cases, mode, kind), asked, folder, tell, watch, lent)
                found.setdefault(kind, {})[mode] = kept.told()
            some = played(books, six, "meetings", kind)
            found[kind] |= {
                asked.version: _open(some, asked, folder, fits, watch) for asked in _opened(kind, runs, seed, fits)
            }
    return found


def _opened(kind: str, runs: int, seed: int, fits: Path | None) -> list[Asked]:
    return [Asked(name, kind, runs, seed) for name in (left_open.PRIORS, *([left_open.FITTED] if fits else []))]


def _open(some: Sequence[Played], asked: Asked, folder: Path, fits: Path | None, watch: Callable[[int], None]) -> Of:
    """Return what a version says that leaves open what nobody could know."""
    cases = [case.loaded for case in some]
    if asked.version == left_open.FITTED and fits:
        tell, draws = left_open.fitted(asked, cases, fits, all_cores())
    else:
        tell, draws = left_open.from_priors(asked, cases, all_cores())
    return forecast_all(
        some, asked, folder, tell, watch, rests_on=lambda one: left_open.hash_of(draws[one.name])
    ).told()


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """Tell by a bar how many forecasts there are."""
    done = 0
    with bar("Forecasting", unit="forecasts") as advance:

        def more(forecasts: int) -> None:
            nonlocal done
            done += forecasts
            advance(done, total - done)

        yield more


def _idle(told: Of) -> dict[str, int]:
    """Return of how many forecasts there was nothing to play, by why."""
    return Counter(str(one.how) for days in told.values() for one in days.values() if one.how != "played")
