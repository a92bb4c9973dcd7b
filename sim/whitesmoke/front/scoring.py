"""Forecasts of cases whose end is known, scored beside simple baselines, from Python and from the command line."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.calibration.calibrate import calibrate as calibrated
from whitesmoke.evidence.calibration.inference import Effort
from whitesmoke.evidence.calibration.mechanisms import inference_of
from whitesmoke.evidence.parameters import read_priors
from whitesmoke.evidence.posterior import write
from whitesmoke.evidence.record.asof import heard_of
from whitesmoke.evidence.record.entries import own_records
from whitesmoke.evidence.score.forecasters import as_written, left_open, prior_draws, shared_only
from whitesmoke.evidence.score.questions import DECISION, Forecaster, days_scored, others_than
from whitesmoke.evidence.score.ranking import Mean, by_case, means, verdict
from whitesmoke.evidence.score.reliability import Reliability, reliabilities
from whitesmoke.evidence.score.scoreboard import Score, board
from whitesmoke.front.cases import Named, cases_of, changes_of, what_changed
from whitesmoke.front.fitting import FEWEST, Say, going_on, watched
from whitesmoke.front.in_python import asked
from whitesmoke.front.kept import KINDS
from whitesmoke.front.progress import bar
from whitesmoke.front.result import Result
from whitesmoke.front.taken import a_number, a_seed
from whitesmoke.model.ensemble import all_cores
from whitesmoke.telling import scored as telling
from whitesmoke.writing import cells
from whitesmoke.writing.estimates import counted
from whitesmoke.writing.output import plain, write_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.figure import Figure
    from pandas import DataFrame
    from rich.console import Console

    from whitesmoke.evidence.posterior import Posterior
    from whitesmoke.front.case import Case
    from whitesmoke.scenario.load import Loaded

CASES = ("nato-2003", "nato-2009", "nato-2014", "nato-2023-finland", "nato-2024-sweden", "rutte-iohannis")
"""Shipped cases whose end is on record."""
AS_WRITTEN, UNFITTED, LEFT_OUT = "model as written", "model from its priors", "model fitted to the others"
TOLD = "model told its script"
"""No forecast: it knows every scripted event in advance. The distance to the model as written is what hangs on them."""
FEWEST_RUNS = 20
"""Of a forecast."""


@asked()
def old_score(
    cases: Named | Iterable[Named] = CASES,
    runs: int = 2000,
    seed: int = 1,
    *,
    leave_one_out: bool = False,
    particles: int = 200,
    fit_runs: int = 64,
    folder: str | Path | None = None,
) -> Scores:
    """Score forecasts of cases by the rule of before, whose means are not proper: `score` has what took its place.

    Parameters
    ----------
    cases : cases, names, files or dicts with a decision on record
    runs : particles of each forecast
    leave_one_out : also the model fitted to the other cases, which is slow
    particles, fit_runs : of each such fit, and runs of each case for each particle
    folder : where such fits are kept; if None, one for these cases and numbers below results/scores

    Raises KeyboardInterrupt on Ctrl-C: the same call goes on from the fits that are kept.
    """
    count, number = a_number(runs, "runs", FEWEST_RUNS), a_seed(seed)
    effort = Effort(a_number(particles, "particles", FEWEST), a_number(fit_runs, "fit_runs"), number, all_cores())
    found = scored_cases(cases, leave_one_out)
    if not leave_one_out:
        return Scores.played(found, count, number)
    kept = default_folder(found, number, count, effort) if folder is None else Path(folder)
    with going_on(kept):
        return Scores.played(found, count, number, fitted_to_others(found, effort, kept))


def scored_cases(given: Named | Iterable[Named], leave_one_out: bool) -> list[Case]:
    """Return the cases; what could not be scored is refused here, before long fits."""
    cases = cases_of(given, "the scoreboard")
    loaded = [case.loaded for case in cases]
    own_records(loaded)
    if not loaded:
        raise WhitesmokeError("there is no case to score; name one with a decision on record")
    if leave_one_out and not all(others_than(one, loaded) for one in loaded):
        raise WhitesmokeError(
            "--leave-one-out needs two cases or more that begin on different days; name another one, or none for all"
        )
    for one in loaded:
        days_scored(one)
    return cases


def default_folder(cases: Sequence[Case], seed: int, runs: int, fit: Effort | None) -> Path:
    """Return results/scores/..., one for each set of cases and each way to fit them."""
    names = [case.name for case in cases]
    ways = [] if fit is None else ["left out", str(fit.particles), str(fit.runs)]
    asked = [*([] if names == list(CASES) else names), *(text for case in cases for text in what_changed(case)), *ways]
    mark = "-" + hashlib.sha256("\n".join(asked).encode()).hexdigest()[:6] if asked else ""
    return Path("results", "scores", f"seed-{seed}-runs-{runs}{mark}")


def fitted_to_others(
    cases: Sequence[Case], effort: Effort, folder: Path, say: Say | None = None
) -> dict[str, Posterior]:
    """Return, for each case, what the records of the others leave possible; go on where an earlier call stopped."""
    loaded = [case.loaded for case in cases]
    priors = shared_only(read_priors())
    fitted: dict[str, Posterior] = {}
    found: dict[str, Posterior] = {}
    for one in loaded:
        others = others_than(one, loaded)
        kept = {other.name for other in others}
        left_out = "+".join(each.name for each in loaded if each.name not in kept)
        if left_out not in fitted:
            own = folder / f"without-{left_out}"
            with watched(f"fitting to every case but {left_out}", say) as watch:
                drawn, _ = calibrated(inference_of(others, priors, effort, []), own, watch)
            fitted[left_out] = write(drawn, own)
            if say:
                say(telling.how_well(drawn))
        found[one.name] = fitted[left_out]
    return found


class Tables(NamedTuple):
    """What is said of the answers to one kind of question; forecasters by their mean CRPS, the best first."""

    answers: list[Score]
    means: list[Mean]
    verdict: str
    reliability: list[Reliability]

    @property
    def cases(self) -> int:
        """Cases of which it was asked."""
        return len({one.case for one in self.answers})


class Scores(Result):
    """Forecasts of cases whose end is known, of the model and of baselines, against what came true."""

    kind = "scores"

    def __init__(self, cases: Sequence[Case], runs: int, seed: int, fits: Mapping[str, Posterior], found: list[Score]):
        self.cases, self.runs, self.seed = list(cases), runs, seed
        self.fits = dict(fits)
        """by case, the posterior fitted to the others; none unless each was left out"""
        self.scores = found
        self._tables = _tables(found, _names(self.fits))

    @classmethod
    def played(
        cls,
        cases: Sequence[Case],
        runs: int,
        seed: int,
        fits: Mapping[str, Posterior] | None = None,
        say: Say | None = None,
    ) -> Scores:
        """Forecast each case as of each day with each model and each baseline, and score the answers."""
        loaded = [case.loaded for case in cases]
        with _days(loaded, say) as watch:
            found = board(loaded, _models(loaded, runs, seed, fits or {}), seed, watch)
        return cls(cases, runs, seed, fits or {}, found)

    @property
    def sentence(self) -> str:
        """Who forecast the decision best, and whether that ranks anybody."""
        one = self._tables["decision"]
        return telling.ranked(one.verdict, one.cases)

    @property
    def cautions(self) -> list[str]:
        """Which fits to the other cases did not use their records in full."""
        parts = {name: telling.in_part(found) for name, found in self.fits.items() if found.about["weight"] < 1.0}
        return [f"{name}: in the fit to the others {part}; take more fit_runs" for name, part in parts.items()]

    @property
    def field_told(self) -> list[tuple[str, datetime.date]]:
        """The cases and days on which nobody who stands had been heard of: there the model is told who will."""
        loaded = [case.loaded for case in self.cases]
        return [(one.name, date) for one in loaded for date in days_scored(one) if not heard_of(one, date)]

    def data(self) -> dict[str, Any]:
        """Return what `score --json` prints."""
        tables = self._tables.items()
        return {
            "cases": [case.name for case in self.cases],
            "runs": self.runs,
            "seed": self.seed,
            "field_told": [{"case": name, "as_of": str(date)} for name, date in self.field_told],
            "means": {what: [plain(row) for row in one.means] for what, one in tables},
            "verdict": {what: one.verdict for what, one in tables},
            "reliability": {what: [plain(row) for row in one.reliability] for what, one in tables},
            "scores": [plain(one) for one in self.scores],
            **changes_of(self.cases),
        }

    def frame(self) -> DataFrame:
        """Return one row for each answer: case, what was asked, forecaster, day, and its scores.

        `what` is the decision, or the code of a member. Days are since the case began: `first` and `last` bound what
        came true, `p05`, `p50` and `p95` are of the forecast; missing where it is never, or nobody knows.
        """
        return KINDS[self.kind](self.json())

    def means(self, what: str = "decision") -> DataFrame:
        """Return one row for each forecaster, the best first: means over cases, each counting once.

        Parameters
        ----------
        what : "decision", or "members" where the record says when some came round
        """
        import pandas as pd

        if what not in self._tables:
            raise WhitesmokeError(f'"{what}" was not asked; choose from {", ".join(self._tables)}')
        return pd.DataFrame(self._tables[what].means)

    def plot(self) -> Figure:
        """Return the figure: who was off by how much, what was forecast when, whether chances mean what they say."""
        from whitesmoke.figures.score_board import scores_figure

        tables, models = self._tables, _names(self.fits)
        crps = {
            what: {row.forecaster: by_case(one.answers, row.forecaster, "crps") for row in one.means}
            for what, one in tables.items()
        }
        sound = {what: one.reliability for what, one in tables.items()}
        others = [name for name in models if name != TOLD]
        return scores_figure(crps, tables["decision"].answers, sound, others, [TOLD], self._title, self._about)

    @property
    def _title(self) -> str:
        first = {what: next(row for row in one.means if row.forecaster != TOLD) for what, one in self._tables.items()}
        best = ", ".join(f"{what} by {row.forecaster} ({row.crps:.0f} days)" for what, row in first.items())
        return f"Least mean CRPS in {counted(self._tables['decision'].cases, 'case')}: {best}"

    @property
    def _about(self) -> str:
        particles = f"{self.runs} particles each, seed {self.seed}"
        return f"Forecasts as of fixed days, {particles}; low CRPS is good; {TOLD}: no forecast."

    def _show(self, console: Console) -> None:
        """Print who forecast best, whether chances mean what they say, and what the tables do not show."""
        for what, one in self._tables.items():
            asked = len({(answer.case, answer.as_of, answer.what) for answer in one.answers})
            telling.show_means(console, what, one.means, asked, one.cases, one.verdict)
            telling.show_reliability(console, what, one.reliability)
        names = [case.name for case in self.cases]
        telling.show_limits(console, names, [name for name in names if name in CASES], len(self.field_told))

    def save(self, folder: str | Path, figure: bool = True) -> Path:
        """Write its JSON, its figure and every score as CSV into a folder, and return the folder."""
        folder = super().save(folder, figure)
        rows = ([f"{x:.6g}" if isinstance(x, float) else x for x in one] for one in self.scores)
        write_text(folder / "scores.csv", cells.written([Score._fields, *rows]))
        return folder


def _names(fits: Mapping[str, Posterior]) -> list[str]:
    """Return the forecasters that are models."""
    return [AS_WRITTEN, TOLD, UNFITTED, *([LEFT_OUT] if fits else [])]


def _models(cases: Sequence[Loaded], runs: int, seed: int, fits: Mapping[str, Posterior]) -> dict[str, Forecaster]:
    """Return the forecasts of the model; the last only if it was fitted to the other cases."""
    draws = prior_draws(read_priors(), runs, seed)

    def opened(of: Callable[[Loaded], Posterior]) -> Forecaster:
        return left_open(of, read_priors(), cases, runs, seed, all_cores())

    models = {
        AS_WRITTEN: as_written(runs, seed, all_cores()),
        TOLD: as_written(runs, seed, all_cores(), script=True),
        UNFITTED: opened(lambda loaded: draws),
        LEFT_OUT: opened(lambda loaded: fits[loaded.name]),
    }
    return {name: models[name] for name in _names(fits)}


def _tables(found: Sequence[Score], models: Sequence[str]) -> dict[str, Tables]:
    """Return the tables of the decision, and of members if there is one whose truth has both ends."""
    kinds = {
        "decision": [one for one in found if one.what == DECISION],
        "members": [one for one in found if one.what != DECISION and one.bounded],
    }
    return {what: _table(answers, models) for what, answers in kinds.items() if answers}


def _table(answers: list[Score], models: Sequence[str]) -> Tables:
    rows, sound = means(answers), {one.forecaster: one for one in reliabilities(answers)}
    said = verdict([row for row in rows if row.forecaster != TOLD], models)
    return Tables(answers, rows, said, [sound[row.forecaster] for row in rows])


@contextmanager
def _days(cases: Sequence[Loaded], say: Say | None) -> Iterator[Callable[[str, datetime.date], None]]:
    """Tell which day of which case is forecast: in lines, or by a bar."""
    if say:
        yield lambda name, date: say(f"{name} as of {date}")
        return
    days = [(one.name, date) for one in cases for date in days_scored(one)]
    with bar("Scoring", unit="days") as advance:
        yield lambda name, date: advance(days.index((name, date)), len(days) - days.index((name, date)))
