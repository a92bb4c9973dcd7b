"""The Mesa face of the simulator: agents are views on the rows of a State and act by the rules.

    case = whitesmoke.scenario.open_case("rutte-iohannis")
    model = Negotiation(case, rng=1)
    while model.running:
        model.step()

Subclass `AlliedState` and override `acceptance`, `decide` or `bargain` (where actors bargain, `settles`) to change one
behaviour in plain Python:

    class Loyal(AlliedState):
        def acceptance(self, candidate):
            return super().acceptance(candidate) + 2.0 * (candidate.home == "NLD")

    model = Negotiation(case, rng=1, states=Loyal)
"""

from __future__ import annotations

import datetime
import secrets
import sys
from collections.abc import Mapping
from functools import partial
from operator import attrgetter
from typing import Any

import mesa
import numpy as np
from mesa.discrete_space import FixedAgent, Network

from whitesmoke.errors import WhitesmokeError
from whitesmoke.model import codes, network, stepping
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.lang import pack, plain
from whitesmoke.model.phases import decide as deciding
from whitesmoke.model.phases import talks
from whitesmoke.model.phases.bargain import bargain
from whitesmoke.model.phases.moves import everyone_moves, may_move
from whitesmoke.model.recorder import opened, watched_round
from whitesmoke.model.round import MEMBER_PHASES, finished, play_phase
from whitesmoke.model.terms import TERMS

STATUS = {codes.PENDING: "pending", codes.ACTIVE: "active", codes.OUT: "out", codes.CHOSEN: "chosen"}


class Candidate:
    """A candidate: a view on column `index` of the state."""

    def __init__(self, model: Negotiation, index: int) -> None:
        self._model, self.index = model, index
        self.id = model.case.names.candidates[index]
        self.name = model.case.names.candidate_names[index]
        home = int(model.case.world.home[index])
        self.home = model.case.names.members[home] if home >= 0 else None

    @property
    def status(self) -> str:
        """pending, active, out or chosen"""
        return STATUS[int(self._model.state.status[self.index])]

    @property
    def committed(self) -> int:
        """Members committed to it."""
        return int(self._model.state.committed[self.index])

    @property
    def eligible(self) -> bool:
        """Whether members may commit to it now."""
        return bool(deciding.eligible(*self._model.view, self.index))


class AlliedState(FixedAgent):
    """A member of the body: a view on row `row` of the state, with the two things a member does in a round."""

    model: Negotiation

    def __init__(self, model: Negotiation, row: int) -> None:
        super().__init__(model)
        self.row = row
        self.code = model.case.names.members[row]
        self.name = model.case.names.member_names[row]

    @property
    def stance(self) -> str | None:
        """The candidate it is committed to, privately."""
        return self.model.named[self.model.view[1].stance[self.row]]

    @property
    def present(self) -> bool:
        """Whether it has a seat."""
        return bool(self.model.state.present[self.row])

    @property
    def demands(self) -> Mapping[str, float]:
        """The share met of each of its demands."""
        start = self.model.case.world.demand_start
        rows = range(start[self.row], start[self.row + 1])
        return {self.model.case.names.demands[d]: float(self.model.state.met[d]) for d in rows}

    def terms(self, candidate: Candidate) -> dict[str, float]:
        """Return the named terms of its acceptance of a candidate, in logits."""
        values = deciding.terms(*self.model.view, self.row, candidate.index)
        return dict(zip(TERMS, map(float, values), strict=True))

    def acceptance(self, candidate: Candidate) -> float:
        """Return A_ik, what it thinks of a candidate now, in logits. Override to change what it weighs."""
        return float(deciding.acceptance(*self.model.view, self.row, candidate.index))

    def bargain(self) -> None:
        """Meet whoever can grant its demands (phase 4, at meetings)."""
        bargain(*self.model.view, self.row)

    @property
    def offer(self) -> float | None:
        """The share of what it can be granted that it is offered now, where actors bargain; None for nothing."""
        share = float(self.model.state.offer[self.row])
        return share if share >= 0.0 else None

    def settles(self, turn: int) -> bool:
        """Say whether it settles for its `offer` (phase 4, where actors bargain). Override to change when it does."""
        return talks.settles(*self.model.view, self.row, turn)

    def decide(self) -> None:
        """Weigh the candidates and draw its next stance (phase 5)."""
        world, state = self.model.view
        if may_move(state, self.row):
            for candidate in self.model.candidates:
                if candidate.eligible:
                    state.acceptance[candidate.index] = self.acceptance(candidate)
            deciding.choose(world, state, self.row)


class Negotiation(mesa.Model):
    """One run of a case, a round a step; it stops by itself at consensus or at the horizon.

    With `compiled=True` the phases in which no subclass acts are played compiled, which is faster, with the same bits;
    the first time the rules are compiled for that (some seconds, then kept).

    `rng` is the seed and `run` the run of that seed's ensemble: `Negotiation(case, rng=1, run=7)` is the run
    that `whitesmoke run --seed 1 --replicate 7` plays, to the last bit. `rng=None` draws a seed, says it on stderr and
    keeps it in `trace.seed`. A model can be pickled and copied; the copy goes on to the same end.

    Raises WhitesmokeError for a seed or a run that is no whole number in range.
    """

    def __init__(
        self,
        case: Compiled,
        rng: int | None = 0,
        run: int = 0,
        states: type[AlliedState] = AlliedState,
        compiled: bool = False,
    ) -> None:
        seed = _seed(rng)
        super().__init__(rng=seed)
        self.case = case
        self.state, self._recorder = opened(case, seed, _whole(run, "run", 2**32))
        self.view = plain(case.world), plain(self.state)
        """world and state, as the rules run fastest on them"""
        self.named = {codes.NONE: None, **dict(enumerate(case.names.candidates))}
        """the candidates by what stands in the state for each"""
        self.trace = self._recorder.trace
        """what has happened so far"""
        self._is_compiled = compiled
        self._packed: tuple[Any, Any] | None = None
        self._own_ways = {
            codes.BARGAINING: states.bargain is not AlliedState.bargain,
            codes.STANCES: states.decide is not AlliedState.decide or states.acceptance is not AlliedState.acceptance,
        }
        self.candidates = [Candidate(self, k) for k in range(len(case.names.candidates))]
        members = len(case.names.members)
        self.states = states.create_agents(self, members, np.arange(members).tolist())
        self._in_order = list(self.states)
        self.space = Network(network.of_world(case), random=self.random, layout=None)
        for member in self.states:
            member.cell = self.space[member.code]
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "date": _iso_date,
                "members": _members,
                "outcome": "outcome",
                "winner": "winner",
                "seed": _seed_played,
                **{name: partial(_committed_to, k=k) for k, name in enumerate(case.names.candidates)},
            },
            agent_reporters={"code": attrgetter("code"), "stance": attrgetter("stance")},
        )
        self.datacollector.collect(self)

    def __getstate__(self) -> dict[str, Any]:
        """Return all but the views, which are memory of this process."""
        return {name: value for name, value in self.__dict__.items() if name != "view"} | {"_packed": None}

    def __setstate__(self, kept: dict[str, Any]) -> None:
        """Take up a copy, with views on its own arrays."""
        self.__dict__.update(kept)
        self.view = plain(self.case.world), plain(self.state)

    @property
    def date(self) -> datetime.date:
        """The date at the end of the last round."""
        return self.case.names.date(self.state.clock.day)

    @property
    def outcome(self) -> str | None:
        """consensus or deadlock once it is over, else None."""
        if self.state.clock.winner != codes.NONE:
            return "consensus"
        return "deadlock" if finished(*self.view) else None

    @property
    def ending(self) -> str | None:
        """One of codes.ENDINGS once it is over, else None."""
        return self.trace.ending if finished(*self.view) else None

    @property
    def refused_by(self) -> list[str]:
        """The members whose firm refusal made the candidate withdraw, if that ended it."""
        over = finished(*self.view)
        return [self.case.names.members[i] for i in self.trace.refused_by] if over else []

    @property
    def winner(self) -> str | None:
        """The candidate chosen, if any."""
        k = int(self.state.clock.winner)
        return None if k == codes.NONE else self.case.names.candidates[k]

    def step(self) -> None:
        """Play one round."""
        if finished(*self.view):
            self.running = False
            return
        watched_round(self._recorder, self._play)
        self.datacollector.collect(self)
        self.running = not finished(*self.view)

    def _play(self, phase: int) -> None:
        if phase == codes.BARGAINING and self.case.world.mode == codes.BARGAINED:
            self._recorder.play(phase, *self.view, self._says)
        elif phase in MEMBER_PHASES and self._own_ways[phase]:
            self.states.do("bargain" if phase == codes.BARGAINING else "decide")
        else:
            if phase == codes.COUNT:
                everyone_moves(self.view[1])  # whatever a subclass of AlliedState may have written
            self._for_everybody(phase)

    def _for_everybody(self, phase: int) -> None:
        """Play a phase without asking the agents, who would do the same."""
        if not self._is_compiled:
            play_phase(phase, *self.view)
            return
        if self._packed is None:
            self._packed = pack(self.case.world), pack(self.state)
        stepping.compiled()(phase, *self._packed)

    def _says(self, _world: Any, _state: Any, member: int, turn: int) -> bool:
        return bool(self._in_order[member].settles(turn))


def _iso_date(model: Negotiation) -> str:
    return model.date.isoformat()


def _members(model: Negotiation) -> int:
    return int(model.state.clock.members)


def _seed_played(model: Negotiation) -> int:
    return model.trace.seed


def _committed_to(model: Negotiation, k: int) -> int:
    return int(model.state.committed[k])


def _seed(rng: Any) -> int:
    """Return the seed, or one that is drawn and said: whoever sees the run can play it again."""
    if rng is not None:
        return _whole(rng, "rng", 2**64)
    seed = secrets.randbits(32)
    sys.stderr.write(f"No seed was given; rng={seed} was drawn: give it to play this run again.\n")
    return seed


def _whole(number: Any, name: str, end: int) -> int:
    """Return a whole number from 0 to below `end`. Raises WhitesmokeError for anything else."""
    if isinstance(number, bool) or not isinstance(number, int | np.integer) or not 0 <= number < end:
        raise WhitesmokeError(f"{name} must be a whole number from 0 to 2**{end.bit_length() - 1} - 1, not {number!r}")
    return int(number)
