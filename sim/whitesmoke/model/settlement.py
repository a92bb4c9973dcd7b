"""What is noted of a turn of the talks where actors bargain: answers, payments, who asks late, who is hurt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.dealings import Facing, Talk
from whitesmoke.model.phases import demands, purses
from whitesmoke.model.run_state import State
from whitesmoke.model.trace import ASKS, HURT, SETTLED, UNPAID, Entry


class Turns:
    """Tells what came of each turn of a run.

    That nothing is offered is not told again until the reason changes, nor the refusal of an offer until it is another,
    to a hundredth: `Trace.talks` has them all.
    """

    def __init__(self, case: Compiled) -> None:
        self._case = case
        self._heard: dict[int, tuple[int, str | float]] = {}

    def entries(self, state: State, before: State, talks: Sequence[Talk]) -> Iterator[Entry]:
        """Yield what happened in a turn: what each meeting brought, then what others made of it."""
        for talk in talks:
            yield from self._met(state, before, talk)
        for d in range(len(state.raised)):
            if state.raised[d] != before.raised[d]:
                yield self._late_demand(state, d)
        settled = {talk.faced.member for talk in talks if talk.answer in (codes.SETTLED_UNPAID, codes.SETTLED)}
        for i in range(len(state.stance)):
            if state.stance[i] == codes.NONE and (before.stance[i] != codes.NONE or i in settled):
                yield self._taken_back(state, before, i, talks)

    def _met(self, state: State, before: State, talk: Talk) -> Iterator[Entry]:
        one = talk.faced
        share, logits = (one.offer, one.logits * one.offer) if one.offer >= 0.0 else (0.0, 0.0)
        if talk.answer == codes.REFUSED_OFFER:
            if self._is_new(one.member, one.candidate, round(share, 2)):
                yield Entry(talk.round, "refusal", one.member, one.candidate, share=share, logits=logits)
        elif talk.answer == codes.NOTHING_OFFERED:
            if self._is_new(one.member, one.candidate, one.why_nothing):
                yield Entry(talk.round, "nothing offered", one.member, one.candidate, detail=one.why_nothing)
        elif talk.answer == codes.SETTLED:
            yield from self._payments(state, before, talk)
            yield Entry(talk.round, "commitment", one.member, one.candidate, share=share, detail=SETTLED, logits=logits)
        else:
            yield Entry(talk.round, "commitment", one.member, one.candidate, detail=UNPAID)
        if talk.answer in (codes.SETTLED, codes.SETTLED_UNPAID):
            self._heard.pop(one.member, None)

    def _is_new(self, member: int, candidate: int, heard: str | float) -> bool:
        """Say whether a member hears something else than at its last meeting, and keep it."""
        before = self._heard.get(member)
        self._heard[member] = candidate, heard
        return before != (candidate, heard)

    def _payments(self, state: State, before: State, talk: Talk) -> Iterator[Entry]:
        """Yield what was granted of each demand as the price of a yes, and what it cost the purse."""
        world, one = self._case.world, talk.faced
        for d in range(world.demand_start[one.member], world.demand_start[one.member + 1]):
            if state.met[d] != before.met[d]:
                p = int(purses.purse(world, state, d))
                logits = float(state.number.worth[d] * (state.met[d] - before.met[d]))
                yield Entry(
                    talk.round,
                    "concession",
                    member=one.member,
                    candidate=one.candidate,
                    demand=d,
                    share=float(state.met[d]),
                    detail=SETTLED,
                    logits=logits,
                    cost=float(state.number.cost[p]) * logits if p >= 0 else 0.0,
                    payer=int(state.like[d]),
                )

    def _late_demand(self, state: State, d: int) -> Entry:
        world = self._case.world
        return Entry(
            int(state.clock.round),
            "late demand",
            member=int(world.holder[d]),
            candidate=int(demands.concerned(world, state, d)),
            demand=d,
            share=float(state.number.ceiling[d]),
            logits=float(state.number.worth[d]),
            payer=int(state.like[d]),
        )

    def _taken_back(self, state: State, before: State, i: int, talks: Sequence[Talk]) -> Entry:
        """Return that a member took its yes back after a payment, to ask itself or because it was hurt."""
        about: Any = next((talk.faced.candidate for talk in talks if talk.faced.member == i), before.stance[i])
        start, end = self._case.world.demand_start[i], self._case.world.demand_start[i + 1]
        asks = any(state.raised[d] != before.raised[d] for d in range(start, end))
        return Entry(int(state.clock.round), "release", member=i, candidate=int(about), detail=ASKS if asks else HURT)


def talks_of(facing: Sequence[Facing], state: State) -> list[Talk]:
    """Return the meetings of a turn with what came of them."""
    return [Talk(int(state.clock.round), one, int(state.answer[one.member])) for one in facing]
