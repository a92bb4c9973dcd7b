"""What one open page knows and can do: which run it shows, how far it was played, what is looked at."""

from __future__ import annotations

import weakref
from collections import ChainMap
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import solara
from mesa.visualization.utils import force_update, update_counter

from whitesmoke.errors import WhitesmokeError
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import PerRun
from whitesmoke.model.mesa import Negotiation
from whitesmoke.page.background import Draws
from whitesmoke.page.catalogue import Catalogue, catalogue
from whitesmoke.page.explorer.results import Results
from whitesmoke.page.jobs import Job
from whitesmoke.page.playback import Playing
from whitesmoke.page.reach import (
    MOST_MEMBERS,
    members_of,
    must_be_drawn,
    must_be_typed,
    must_make_no_crowd,
    without_folders,
)
from whitesmoke.page.setup import WORKBENCH, Setup, Sight, to_query
from whitesmoke.page.shown import fresh
from whitesmoke.page.standing import Standing
from whitesmoke.page.taught import Taught
from whitesmoke.scenario.build import build
from whitesmoke.scenario.library import Shipped
from whitesmoke.scenario.load import Loaded, load
from whitesmoke.scenario.wording import quoted

OF_A_SETUP = ("band", "forecast", "choice", "story", "public", "nowcast", "attribution")
"""Ensembles that are forgotten when another setup is shown; a comparison stays."""
_alive: weakref.WeakSet[Desk] = weakref.WeakSet()


class Desk(Playing):
    """One page. Whatever changes is followed by `changed()`, which has every panel look again."""

    def __init__(
        self,
        model: type[Negotiation],
        setup: Setup,
        known: Catalogue | None = None,
        may_save: bool = False,
        draws: Draws | None = None,
        results: Results | None = None,
        taught: Taught | None = None,
    ) -> None:
        super().__init__()
        self.model_class, self.may_save, self.given_draws = model, may_save, draws
        self.results = Results() if results is None else results
        self.draws = self.draws_of(setup.scenario)
        known = catalogue(setup.scenario)[1] if known is None else known
        self.known = ChainMap(known, self.results.scenarios)
        self.uploaded: dict[str, Any] = {}
        """scenarios that the visitor has uploaded, by name"""
        self.model: Any = solara.reactive(None)
        self.face = "story"
        """what is shown: the story, the workbench, or the results of a sweep"""
        self.unsaid = False
        """whether nobody has said which run the story is to show: it looks for the typical one, see `opening_run`"""
        self.taught = Taught() if taught is None else taught
        self.member = ""
        self.candidate = ""
        self.message = ""
        self.problems: list[str] = []
        self.answer: list[str] = []
        """what to say beside Apply: why a change was refused"""
        self.refusals = 0
        """complaints so far: moves when what was picked or typed is not shown, so that the fields jump back"""
        self.applied = 0
        """changes taken so far: moves when Apply was heard"""
        self.jobs: dict[str, Job] = {}
        """ensembles asked for, by panel"""
        self.compared: tuple[Setup, str] | None = None
        """what was compared last, and with what"""
        self.setup = setup
        self.loaded, self.base = self._first(setup)
        self.case: Compiled = self.compiled(self.loaded, self.setup.run)
        self.reset()
        _alive.add(self)

    def _first(self, setup: Setup) -> tuple[Loaded, Loaded]:
        """Return the scenario to begin with; if its changes are refused, as it stands in its file."""
        base = self.read(setup.scenario)
        try:
            return self.read(setup.scenario, setup.changes, setup.rule), base
        except WhitesmokeError as error:
            self.problems = sentences(error)
            self.setup = setup._replace(changes=(), rule=None)
            return base, base

    def read(self, scenario: str, changes: Sequence[str] = (), rule: str | None = None) -> Loaded:
        """Return a scenario of this page by name: one that ships, one in the folder, or an uploaded one.

        Raises WhitesmokeError for anything else, and for whatever `check` would refuse.
        """
        must_be_typed(changes)
        must_make_no_crowd(changes)
        if scenario in self.uploaded:
            uploaded: Loaded = self.uploaded[scenario].load(changes, rule)
            must_be_drawn(uploaded, MOST_MEMBERS)
            return uploaded
        if scenario not in self.known:
            raise WhitesmokeError(f"there is no scenario {quoted(scenario)} here")
        loaded = load(self.known[scenario].path, changes, rule, trust="files")
        if changes:
            must_be_drawn(loaded, max(MOST_MEMBERS, members_of(load(self.known[scenario].path))))
        return loaded

    def compiled(self, loaded: Loaded, run: int) -> Compiled:
        """Return a scenario as a run plays it: with its own numbers, or with a draw from the posterior of this page."""
        return build(loaded) if self.draws is None else self.draws.case(loaded, run)

    def numbers(self, loaded: Loaded, runs: int) -> PerRun | None:
        """Return what runs 0 .. runs - 1 of a scenario take from the posterior of this page, if it has one."""
        return None if self.draws is None else self.draws.numbers(loaded, np.arange(runs))

    def draws_of(self, scenario: str) -> Draws | None:
        """Return the posterior that a scenario is played with: that of the page, or of the sweep it comes from."""
        return self.results.draws.get(scenario, self.given_draws)

    @property
    def link(self) -> str:
        """The query of a link to what is shown."""
        sight = self.sight if self.face == WORKBENCH else None
        own = to_query(self.setup, self.draws.name if self.draws else "", sight, with_run=not self.unsaid)
        return self.results.link_of(self.setup, sight, own)

    @property
    def sight(self) -> Sight:
        """What is looked at in the workbench; what would be looked at anyway is left out."""
        names, last = self.case.names, self.trace.rounds
        return Sight(
            face=self.face,
            day=names.date_of_round(self.shown).isoformat() if self.shown else "",
            played=names.date_of_round(last).isoformat() if last > self.shown else "",
            member=self.member if self.member != default_member(self.case) else "",
            candidate=self.candidate if self.candidate != names.candidates[0] else "",
            compare=self.compared[1] if self.compared and self.compared[0] == self.setup else "",
        )

    @property
    def posterior(self) -> Path | None:
        """The file of the posterior of this page, if it has one."""
        return None if self.draws is None else self.draws.file

    def open(self, setup: Setup, unsaid: bool = False) -> bool:
        """Show another setup; say what is wrong and keep the old one if it cannot be shown.

        `unsaid`: its run is only where to begin, see there.
        """
        try:
            self.show(setup, unsaid)
        except WhitesmokeError as error:
            self.complain(sentences(error))
            return False
        return True

    def show(self, setup: Setup, unsaid: bool = False) -> None:
        """Show another setup. Raises WhitesmokeError, and keeps the old one, if it cannot be shown."""
        self.pause()
        loaded = self.read(setup.scenario, setup.changes, setup.rule)
        base = self.read(setup.scenario)
        draws = self.draws_of(setup.scenario)
        case = build(loaded) if draws is None else draws.case(loaded, setup.run)
        self.problems, self.answer, self.message, self.taught.name = [], [], "", ""
        self.unsaid = unsaid and not self.own
        self.setup, self.loaded, self.base, self.case, self.draws = setup, loaded, base, case, draws
        for panel in OF_A_SETUP:
            self.cancel(panel)
        self.reset()

    def begin(self, panel: str, job: Callable[[], Job]) -> None:
        """Begin an ensemble for a panel, in the place of the one it may have."""
        self.cancel(panel)
        self.jobs[panel] = job()
        self.changed()

    def cancel(self, panel: str) -> None:
        """Forget a panel's ensemble, finished or not."""
        if job := self.jobs.pop(panel, None):
            job.cancel()
            self.changed()

    def reset(self) -> None:
        """Begin the run anew."""
        self.pause()
        self.message = ""
        self.model.value = fresh(self.model_class, self)

    def model_made(self, model: Any) -> None:
        """Take a new model (made here, or by Mesa's Reset) as the one shown."""
        with self.lock:
            self.playing, self.current, self.round = False, model, 0
            self.standings = Standing(model.trace)
            names = self.case.names
            if self.member not in names.members:
                self.member = default_member(self.case)
            if self.candidate not in names.candidates:
                self.candidate = names.candidates[0]
        self.changed()

    @property
    def own(self) -> bool:
        """Whether the visitor shows a model of its own, whose agents ensembles and explanations do not know."""
        return self.model_class is not Negotiation

    def select(self, member: str) -> None:
        """Ask about a member."""
        if member in self.case.names.members:
            self.member = member
            self.changed()

    def look_from(self, face: str) -> None:
        """Show the story, the workbench, or the results."""
        self.pause()
        self.face = face
        self.unsaid = self.unsaid and face == "story"  # what is played in the workbench stays
        self.changed()

    def look_at(self, candidate: str) -> None:
        """Ask what members think of a candidate."""
        if candidate in self.case.names.candidates:
            self.candidate = candidate
            self.changed()

    def complain(self, problems: list[str]) -> None:
        """Show what is wrong; the run on the page stays as it is."""
        self.problems = problems
        self.refusals += 1
        self.changed()

    def bring(self, scenario: Any) -> None:
        """Show a scenario that the visitor has uploaded; one of the same name is replaced."""
        if old := self.uploaded.pop(scenario.name, None):
            old.close()
        self.uploaded = {scenario.name: scenario, **self.uploaded}
        self.open(Setup(scenario.name, seed=self.setup.seed))

    def found(self, path: Path) -> None:
        """Offer a scenario that was just saved."""
        self.known[path.stem] = Shipped(path.stem, load(path).scenario.title, path, self.setup.scenario)
        self.changed()

    def say(self, message: str) -> None:
        """Show a sentence above the panels."""
        self.message = message
        self.changed()

    def beat(self) -> int:
        """Return a number that moves when anything changes, here or by Mesa's own controls.

        The page alone asks for it and hands it to its panels, so that all are drawn in one go.
        """
        count: int = update_counter.get()
        return count

    def changed(self) -> None:
        """Have every panel look again; no round is played meanwhile."""
        if not self.closed:
            with self.lock:
                force_update()

    def close(self) -> None:
        """Forget the run: the page is gone."""
        self.closed, self.playing = True, False
        self.drawn.set()
        for job in self.jobs.values():
            job.cancel()
        for scenario in self.uploaded.values():
            scenario.close()


def default_member(case: Compiled) -> str:
    """Return a member worth asking about: the one with the largest demands, or the first."""
    world = case.world
    if not len(world.holder):
        return case.names.members[0]
    worth = [0.0] * len(case.names.members)
    for d, i in enumerate(world.holder):
        worth[int(i)] += float(world.number.worth[d])
    return case.names.members[max(range(len(worth)), key=lambda i: worth[i])]


def sentences(error: WhitesmokeError) -> list[str]:
    """Return what is wrong, a sentence a problem, as `check` prints it; on a page nobody has typed an option."""
    return [line.removeprefix("--set ") for line in without_folders(str(error)).split("\n")[:20]]


def close_all() -> None:
    """Close every page."""
    from whitesmoke.page import warm

    for desk in list(_alive):
        desk.close()
    warm.stop()
