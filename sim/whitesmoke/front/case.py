"""A case: a scenario with its changes, its rule and, if one is given, a posterior. Everything is asked of it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from whitesmoke.evidence.posterior import Posterior, fixed, rows_for
from whitesmoke.evidence.posterior import read as read_posterior
from whitesmoke.front.changes import Changes, a_rule, changed
from whitesmoke.front.in_python import asked, in_python, to_asker
from whitesmoke.front.sizes import PAIRS, PARTICLES
from whitesmoke.front.taken import POSTERIOR, RUNS, a_date, a_name, a_number, a_seed
from whitesmoke.scenario.build import build
from whitesmoke.scenario.given import NAME, Given
from whitesmoke.scenario.load import Loaded, load
from whitesmoke.scenario.notes import long_rounds
from whitesmoke.telling.posterior_words import drawn_from, in_brief

if TYPE_CHECKING:
    from whitesmoke.front.attribution import Attribution
    from whitesmoke.front.comparison import Comparison
    from whitesmoke.front.explanation import Explanation
    from whitesmoke.front.fitting import Calibration
    from whitesmoke.front.lever_results import Levers
    from whitesmoke.front.nowcast import Nowcast
    from whitesmoke.front.one_screen import Story
    from whitesmoke.front.run import Run
    from whitesmoke.front.runs import Runs
    from whitesmoke.front.sensitivity import Sensitivity
    from whitesmoke.front.taken import Date
    from whitesmoke.front.theories import Theory
    from whitesmoke.front.votes import Power
    from whitesmoke.model.compiled import Compiled
    from whitesmoke.model.ensemble import PerRun
    from whitesmoke.model.trace import Trace
    from whitesmoke.model.world import Ints

SCENARIO = "a shipped scenario by its name, a file by its path, or the tables of a file as a dict"
"""What `open` opens."""


def open(
    scenario: str | Path | Mapping[str, Any],
    *,
    rule: str | None = None,
    posterior: str | Path | Posterior | None = None,
    changes: Changes = (),
    name: str = NAME,
) -> Case:
    """Return a case: a shipped scenario by its name, a file by its path, or the tables of a file as a dict.

    Parameters
    ----------
    rule : another decision rule, by name
    posterior : of a calibration, by name, file or folder: runs draw their parameters from it
    changes : see `Case.change`
    name : what a scenario given as a dict is called

    Raises ScenarioError with every problem of the scenario, each with its place and what to do.
    """
    source = Given(scenario, name) if isinstance(scenario, Mapping) else a_name(scenario, "scenario", SCENARIO)
    with in_python():
        loaded = load(source, changed([], changes), a_rule(rule))
    return Case(loaded, rule, a_posterior(posterior))


def a_posterior(given: str | Path | Posterior | None) -> Posterior | None:
    """Return a posterior as it is given, or read by name, file or folder."""
    if isinstance(given, Posterior | None):
        return given
    return read_posterior(Path(a_name(given, "posterior", POSTERIOR)), "posterior: ")


class Case:
    """A scenario to play, change, compare, forecast and explain. It never changes: `change` returns another one."""

    def __init__(self, loaded: Loaded, other_rule: str | None = None, posterior: Posterior | None = None) -> None:
        self.loaded = loaded
        self.other_rule = other_rule
        """the rule by name that took the place of the scenario's own"""
        self.posterior = posterior

    @cached_property
    def compiled(self) -> Compiled:
        """The scenario as arrays, with what its rows are called."""
        case = build(self.loaded)
        return case.said(in_brief(self.posterior, self.loaded)) if self.posterior else case

    @property
    def name(self) -> str:
        """What it is found by: the stem of its file."""
        return self.loaded.name

    @property
    def title(self) -> str:
        """Its title, with what was changed."""
        return self.compiled.names.title

    @property
    def members(self) -> dict[str, str]:
        """Name of each member, by its code."""
        names = self.compiled.names
        return dict(zip(names.members, names.member_names))

    @property
    def candidates(self) -> dict[str, str]:
        """Name of each candidate."""
        names = self.compiled.names
        return dict(zip(names.candidates, names.candidate_names))

    @property
    def demands(self) -> dict[str, str]:
        """What each demand asks for, in words."""
        names = self.compiled.names
        return dict(zip(names.demands, names.demand_texts))

    @property
    def rule(self) -> str:
        """Name of its decision rule; `table` for one of its own."""
        return self.compiled.names.rule

    @property
    def start(self) -> datetime.date:
        """The day on which it begins."""
        return self.compiled.names.start

    @property
    def horizon(self) -> int:
        """Days after the start within which it is settled, or never."""
        return self.compiled.world.rounds * self.compiled.world.round_days

    @property
    def changes(self) -> tuple[str, ...]:
        """What was changed, as `path=value`."""
        return self.loaded.changes

    @property
    def notes(self) -> list[str]:
        """What may distort a run, each with its place."""
        return [to_asker(str(note)) for note in long_rounds(self.loaded)]

    def change(self, values: Changes, *, rule: str | None = None) -> Case:
        """Return a variant with other values by path: `{"demands.hungary-opt-out.ceiling": 0.5}`.

        Texts, numbers, truth values, dates, lists and dicts are taken as they are; a path changed before is changed
        again. Raises ScenarioError for a path that is none, or a value that is not allowed.
        """
        other = a_rule(rule) or self.other_rule
        with in_python():
            return Case(load(self.loaded.files[0], changed(self.changes, values), other), other, self.posterior)

    @asked()
    def run(self, seed: int = 1, replicate: int = 0, *, watch: Callable[[Trace], None] | None = None) -> Run:
        """Play one run: replicate R of the ensemble of a seed.

        `watch` is called after the opening and every round.
        """
        from whitesmoke.front.run import Run

        return Run.played(self, a_seed(seed), a_number(replicate, "replicate", 0), watch)

    @asked()
    def runs(self, runs: int = 1000, seed: int = 1) -> Runs:
        """Play runs 0 .. N-1 of the ensemble of a seed."""
        from whitesmoke.front.runs import Runs

        return Runs.played(self, a_number(runs, "runs"), a_seed(seed))

    @asked()
    def typical(self, seed: int = 1) -> Run:
        """Play the run of a seed that goes as most do.

        Of its first 100 runs: of those with the most frequent outcome, and of these those in which the most frequent
        last holdout is among the last, the one whose end is nearest the median of that outcome; of what ties, the
        earlier. Of a body of more than 300 members it is run 0.
        """
        from whitesmoke.front.runs import typical_run

        return self.run(seed, typical_run(self, a_seed(seed)))

    @asked()
    def story(self, seed: int = 1, replicate: int | None = None, runs: int = 1000, *, public: bool = True) -> Story:
        """Tell a run event by event, with the odds of `runs` futures around it; `save` writes it as one HTML file.

        `replicate`: which run of the seed; without one that of `typical`. `public`: also the odds by what was public,
        on up to eight days; they may take longer than all the rest.
        """
        from whitesmoke.front.one_screen import Story

        which = None if replicate is None else a_number(replicate, "replicate", 0)
        return Story.played(self, a_seed(seed), which, a_number(runs, "runs", 2), public)

    @asked()
    def compare(
        self,
        *others: Case | Mapping[str, Any] | str,
        runs: int = 1000,
        seed: int = 1,
        rule: str | None = None,
        range: bool = True,
    ) -> Comparison:
        """Compare with variants, run by run on the same draws: what changes is after less before.

        Parameters
        ----------
        others : cases, names of scenarios, or changes as of `change`
        rule : one variant more: the case itself under another decision rule, by name
        range : where actors bargain, also over the plausible reservation, patience and opportunism, as `found.ranges`
        """
        from whitesmoke.front.comparison import Comparison, labelled

        ruled = [] if a_rule(rule) is None else [self.change({}, rule=rule)]
        variants = labelled(self, (*others, *ruled))
        return Comparison.played(self, variants, a_number(runs, "runs", 2), a_seed(seed), range)

    @asked()
    def levers(self, *names: str, runs: int = 1000, seed: int = 1) -> Levers:
        """Move each lever of the file, or some by name, to its ends, in the same futures: after instead of before."""
        from whitesmoke.front.lever_results import Levers

        return Levers.played(self, [*names], a_number(runs, "runs", 2), a_seed(seed))

    @asked()
    def explain(self, member: str, date: Date | None = None, seed: int = 1, replicate: int = 0) -> Explanation:
        """Say why a member, by code or name, stood where it stood on a day of a run: by default when it committed."""
        return self.run(seed, replicate).why(member, date)

    @asked()
    def nowcast(
        self,
        as_of: Date,
        runs: int = PARTICLES,
        seed: int = 1,
        *,
        weekly: bool = False,
        field_known: bool = False,
    ) -> Nowcast:
        """Forecast as of a day, from runs that agree with what was known by then.

        Parameters
        ----------
        as_of : a date, of numpy or pandas too, or 2024-04-02 as text
        weekly : also as of every seventh day before, back to the beginning
        field_known : who will stand, and from when, is told in advance
        """
        from whitesmoke.front.nowcast import Nowcast

        count = a_number(runs, "runs", 20)
        return Nowcast.played(self, a_date(as_of, "as_of: "), count, a_seed(seed), weekly, field_known)

    @asked()
    def attribute(self, runs: int = PAIRS, seed: int = 1, *, ties: int = 0) -> Attribution:
        """Say what each part costs or saves: the case with and without it, run by run on the same draws.

        `ties`: parts of the network too, at most so many of each sort.
        """
        from whitesmoke.front.attribution import Attribution

        counts = a_number(runs, "runs", 0), a_seed(seed), a_number(ties, "ties", -RUNS)
        return Attribution.played(self, *counts)

    @asked()
    def sensitivity(
        self,
        contrast: Sequence[Case | Mapping[str, Any] | str] = (),
        trajectories: int = 20,
        points: int = 128,
        most: int = 8,
        runs: int = 8,
        seed: int = 1,
        priors: str | Path | None = None,
    ) -> Sensitivity:
        """Say which uncertain numbers the date, deadlock and differences to variants hang on, and how much is luck.

        Parameters
        ----------
        contrast : variants, as of `compare`: what does the difference to each hang on?
        trajectories, points : of the Morris screening; of the Sobol' design, a power of two
        most : numbers kept after the screening
        runs : at each point, on the same draws
        priors : file of ranges instead of the shipped one
        """
        from whitesmoke.evidence.counterfactual.screen import Design
        from whitesmoke.front.sensitivity import Sensitivity

        counts = {"trajectories": trajectories, "points": points, "most": most, "runs": runs}
        for name, count in counts.items():
            a_number(count, name, 0)
        design = Design(trajectories, points, most, runs, a_seed(seed))
        file = None if priors is None else Path(a_name(priors, "priors", "a file of ranges"))
        return Sensitivity.played(self, contrast, design, file)

    @asked()
    def calibrate(
        self,
        particles: int = 400,
        runs: int = 16,
        seed: int = 1,
        *,
        jobs: int | None = None,
        priors: str | Path | None = None,
        without: Sequence[str] = (),
        ablations: bool | Sequence[str] = False,
        folder: str | Path | None = None,
    ) -> Calibration:
        """Say what its record leaves possible: a posterior, what it learnt, what it cannot tell apart.

        Arguments, and where what is reached is kept, are as of `whitesmoke.calibrate`, which takes several cases.
        """
        from whitesmoke.front.fitting import calibrate

        return calibrate(
            self, particles, runs, seed, jobs=jobs, priors=priors, without=without, ablations=ablations, folder=folder
        )

    @asked()
    def power(self, date: Date | None = None) -> Power:
        """Return what each member's vote is worth under the rule, among those who have a seat on a day (the first)."""
        from whitesmoke.front.votes import Power

        return Power(self, date)

    @asked()
    def theory(self, patience: float = 0.9, runs: int = 500, seed: int = 1) -> Theory:
        """Say what closed forms of bargaining theory expect, with the simulation beside it.

        Parameters
        ----------
        patience : what 1 is worth a round later, from 0 to 0.9999
        runs : of the simulation
        """
        from whitesmoke.front.theories import Theory

        return Theory(self, patience, a_number(runs, "runs", 2), a_seed(seed))

    def cite(self) -> str:
        """Return what a paper says of it: the paragraph on methods, the reference, and BibTeX."""
        from whitesmoke.front.citations import of_case

        return str(of_case(self))

    # What a posterior adds

    @property
    def drawn_from(self) -> str:
        """Where the parameters of its runs come from, in a sentence; empty without a posterior."""
        return drawn_from(self.posterior, self.loaded) if self.posterior else ""

    @property
    def fitted_to(self) -> list[str]:
        """The cases of its posterior: for these, whatever it says is in-sample."""
        return self.posterior.cases if self.posterior else []

    @property
    def said(self) -> dict[str, Any]:
        """What a result says of the posterior; nothing without one."""
        return self.posterior.said if self.posterior else {}

    def numbers(self, runs: int) -> tuple[PerRun | None, Ints | None]:
        """Return the numbers of each run from its posterior, if it has one, and each run's draw."""
        if self.posterior is None:
            return None, None
        return rows_for(self.posterior, self.loaded, runs), self.posterior.draw_of(np.arange(runs))

    def as_played(self, replicate: int) -> Compiled:
        """Return the case as run R plays it, with draw R of its posterior."""
        if self.posterior is None:
            return self.compiled
        return fixed(self.compiled, rows_for(self.posterior, self.loaded, np.array([replicate])))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Case) and self._identity() == other._identity() and self._reads() == other._reads()

    def __hash__(self) -> int:
        return hash(self._identity())

    def _identity(self) -> tuple[str, tuple[str, ...], str]:
        return self.name, self.changes, self.posterior.sha256 if self.posterior else ""

    def _reads(self) -> tuple[Any, ...]:
        return self.loaded.scenario, self.loaded.tables

    def __getstate__(self) -> dict[str, Any]:
        return {key: value for key, value in self.__dict__.items() if key != "compiled"}

    def __repr__(self) -> str:
        rounds, members = self.compiled.world.rounds, len(self.members)
        drawn = f", parameters drawn from a posterior of {', '.join(self.fitted_to)}" if self.posterior else ""
        return f"{self.title} ({self.name}): {members} members, {self.rule}, {rounds} rounds{drawn}"

    def _repr_html_(self) -> str:
        """Return its face in a notebook: title, rule, members, candidates, what was changed, notes."""
        from whitesmoke.front.face import of_case

        return of_case(self)
