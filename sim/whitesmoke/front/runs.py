"""Many runs of a case."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from whitesmoke.errors import WhitesmokeError
from whitesmoke.evidence.analysis import ensemble_summary, typical
from whitesmoke.front.progress import bar, batches
from whitesmoke.front.result import Result, Show
from whitesmoke.front.summary import Summary
from whitesmoke.front.taken import a_number
from whitesmoke.model.ensemble import Outcomes, all_cores, compiled, ensemble
from whitesmoke.telling import lever_words, many_runs

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame
    from rich.console import Console

    from whitesmoke.front.case import Case
    from whitesmoke.front.run import Run
    from whitesmoke.model.world import Ints


class Runs(Result):
    """Runs 0 .. N-1 of the ensemble of a seed."""

    kind = "ensemble"

    def __init__(self, case: Case, seed: int, outcomes: Outcomes, draw: Ints | None = None) -> None:
        self.case, self.seed, self.outcomes = case, seed, outcomes
        self.draw = draw
        """(N,) which draw of the posterior each run has, if there is one"""

    @classmethod
    def played(cls, case: Case, runs: int, seed: int, tallies: bool = True, label: str = "") -> Runs:
        """Play an ensemble on all cores, with a progress bar where somebody watches."""
        numbers, draw = case.numbers(runs)
        world = case.compiled.world
        with bar(label or case.name) as advance:
            compiled()
            advance(0, runs)
            more = batches(advance, runs)
            outcomes = ensemble(world, runs, seed, per_run=numbers, tallies=tallies, threads=all_cores(), progress=more)
        return cls(case, seed, outcomes, draw)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.outcomes.winner)

    @cached_property
    def summary(self) -> Summary:
        """What they say: how likely each outcome, when, and who held it up."""
        return Summary(*ensemble_summary.summarise(self.case.compiled, self.outcomes, self.draw))

    @property
    def day_or_never(self) -> Ints:
        """When each run settled, (N,) days; codes.NEVER for deadlock, which `frame` has as missing."""
        days: Ints = ensemble_summary.settled(self.case.compiled, self.outcomes)
        return days

    @cached_property
    def typical(self) -> int | None:
        """Which of the first 100 runs goes as most of them do, see `Case.typical`; None of a very large body."""
        case = self.case.compiled
        if not typical.is_sought(case):
            return None
        if self.count < typical.RUNS:
            return Runs.played(self.case, typical.RUNS, self.seed, tallies=False).typical
        return typical.typical(case, Outcomes._make(field[: typical.RUNS] for field in self.outcomes))

    @property
    def sentence(self) -> str:
        """The likeliest outcome with its interval, and when half had settled."""
        return many_runs.sentence(self.case.compiled, self._data)

    @property
    def headline(self) -> str:
        """The same, with the rule if it is not the scenario's own."""
        other = self.case.other_rule
        return f"{self.sentence[:-1]} (rule: {other})." if other else self.sentence

    @cached_property
    def _data(self) -> dict[str, Any]:
        case = self.case
        summed = many_runs.ensemble_json(case.loaded, case.compiled, self.outcomes, self.seed, self.draw)
        return {**summed, "changes": list(case.changes), "fitted_to": [], **case.said}

    def data(self) -> dict[str, Any]:
        """Return the summary as `run --runs N --json` prints it."""
        return self._data

    def run(self, replicate: int) -> Run:
        """Play one of the runs again, watched. Raises WhitesmokeError if it is none of them."""
        if not 0 <= a_number(replicate, "replicate", 0) < self.count:
            raise WhitesmokeError(f"there is no run {replicate}: these are runs 0 to {self.count - 1}")
        return self.case.run(self.seed, replicate)

    def frame(self) -> DataFrame:
        """Return one row a run.

        `day` is when it settled, or how long it was watched, and `settled` says which: what survival analysis takes.
        `date` is when it settled; `last` who was last to commit, or never did; `withdrawn` who had come furthest where
        nobody was left; `met.DEMAND` how much of a demand was met at the end, `exit.CANDIDATE` when one left. What did
        not happen is missing.
        """
        from whitesmoke.front.run_tables import runs_table

        return runs_table(self.case.compiled, self.outcomes)

    @property
    def solutions(self) -> DataFrame:
        """By issue, where simple theories would put a text, as of a `Run`, with drawn numbers at their centre."""
        from pandas import DataFrame

        return DataFrame(self._data.get("solutions", {}))

    def plot(self) -> Figure:
        """Return the figure: how likely each outcome is, when, and the tally beside the record."""
        from whitesmoke.figures.ensembles import ensemble_figure

        case, loaded = self.case.compiled, self.case.loaded
        return ensemble_figure(
            case,
            self.summary,
            self.outcomes.winner,
            self.day_or_never,
            ensemble_summary.bands(case, self.outcomes),
            self.seed,
            loaded.tables.counts,
            loaded.scenario.record.decision,
        )

    def per_run_csv(self) -> str:
        """Return one CSV row for each run, as `--per-run` writes it."""
        return many_runs.per_run_csv(self.case.compiled, self.outcomes)

    def _told(self) -> list[tuple[str, Show]]:
        """Return what it prints, without what is scripted or assumed."""
        return [("What it says", lambda console: many_runs.show_ensemble(console, self.case.compiled, self._data))]

    def _show(self, console: Console) -> None:
        """Print outcomes, dates, holdouts, the record beside it, and what it does not predict."""
        from whitesmoke.telling.caveats import caveats

        many_runs.show_ensemble(console, self.case.compiled, self._data)
        for line in caveats(self.case.loaded, self.case.drawn_from):
            console.print(line, style="dim")


def typical_run(case: Case, seed: int) -> int:
    """Return which run of a seed goes as most do; 0 of a very large body."""
    if not typical.is_sought(case.compiled):
        return 0
    return Runs.played(case, typical.RUNS, seed, tallies=False).typical or 0


def told_of(runs: Runs) -> lever_words.Told:
    """Return what is said of runs beside others."""
    by_expiry = ensemble_summary.share(runs.day_or_never <= runs.case.compiled.world.expiry, runs.draw)
    return lever_words.Told(runs.case.compiled, runs.summary, by_expiry)
