"""Reading a trace: whose objection kept the winner, or the leader, from carrying, until when, and what ended it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from whitesmoke.model import codes
from whitesmoke.model.phases import demands
from whitesmoke.model.phases.decide import eligible
from whitesmoke.model.phases.verdict import carries, objects
from whitesmoke.model.reading import last_look, leader
from whitesmoke.model.rules import voting
from whitesmoke.model.run_state import State
from whitesmoke.model.trace import Trace
from whitesmoke.model.world import World


class Objector(NamedTuple):
    """A member whose objection kept the candidate from carrying: with an abstention of all who objected it would have.

    Demands are told of the last round of that: what it objected for, and what of it had changed a round later.
    """

    member: int
    round: int
    """the last round in which it did"""
    rival: int
    """the candidate to which it was committed instead, or codes.NONE"""
    wants: tuple[int, ...]
    """the demands that stood against the candidate"""
    granted: tuple[int, ...]
    """those of which more was met a round later"""
    dropped: tuple[int, ...]
    """those that it no longer raised a round later"""
    after: str
    """a round later, one of `AFTER`; empty if it lasted to the end, or as long as the candidate stood"""


AFTER = ("content", "committed", "left", "free", "overruled", "outweighed")
"""Its demands no longer made it object; it committed; it left the body; it was no longer for the rival; it still
objected when the candidate carried; it objected still when more was lacking than the objections."""


class Objections(NamedTuple):
    """What kept the candidate from carrying."""

    by: list[Objector]
    """the last to object first, then the weightiest"""
    lacking: bool
    """whether commitments were lacking in the last round in which it did not carry"""
    held: bool
    """whether there was any round in which it stood and did not carry"""


def objections(trace: Trace) -> Objections | None:
    """Return what kept the winner (or the leader) from carrying; None of a body too large to look back."""
    world, k = trace.case.world, leader(trace)
    if not trace.looks:
        return None
    if not objections_count(world):
        return Objections([], lacking=True, held=True)
    states = [_voted(trace, at) for at in range(last_look(trace) + 1)]
    short = [at for at, s in enumerate(states) if eligible(world, s, k) and not carries(world, s, k)]
    blocked = [at for at in short if _would_carry(world, states[at], k)]
    last = {int(i): at for at in blocked for i in np.flatnonzero(_objecting(world, states[at], k))}
    order = sorted(last, key=lambda i: (-last[i], -world.influence_weight[i]))
    lacking = bool(short) and short[-1] not in blocked
    return Objections([_objector(trace, states, last[i], i, k) for i in order], lacking, bool(short))


def _voted(trace: Trace, at: int) -> State:
    """Return the state in which the rule was asked at the end of the round of a look: what was seen, new stances."""
    world, look, stance = trace.case.world, trace.looks[at], trace.stances[at + 1]
    yes = [(world.row_weight * ((stance == k) & (look.present == 1))).sum(axis=1) for k in range(len(look.status))]
    return look._replace(stance=stance, committed=trace.committed[at + 1], yes=np.stack(yes, axis=1))


def objections_count(w: World) -> bool:
    """Say whether under the rule an objection can stop what an abstention does not."""
    return bool(_minding(w).any())


def _minding(w: World) -> Any:
    """Return the rows of the rule in which a no counts for less than an abstention. Shape (rows,), truth values."""
    return w.credit[:, codes.NO] < w.credit[:, codes.ABSTAIN]


def _would_carry(w: World, s: State, k: int) -> bool:
    """Say whether k would carry if all who object abstained."""
    return any(
        s.total[first:end].sum() > 0 and all(_reached(w, s, k, row) for row in range(first, end))
        for first, end in zip(w.alternative[:-1], w.alternative[1:])
    )


def _reached(w: World, s: State, k: int, row: int) -> bool:
    abstain, yes = w.credit[row, codes.ABSTAIN], w.credit[row, codes.YES]
    credits = abstain * s.total[row] + (yes - abstain) * (s.yes[row, k] - s.pending_yes[row, k])
    return bool(voting.reached(credits, s.total[row], *w.quota[row]))


def _objecting(w: World, s: State, k: int) -> list[bool]:
    """Return who objects to k with a no that counts for less than an abstention in some row of the rule."""
    heard = (w.row_weight[_minding(w)] > 0).any(axis=0)
    return [bool(heard[i] and objects(w, s, i, k)) for i in range(len(s.stance))]


def _objector(trace: Trace, states: list[State], at: int, i: int, k: int) -> Objector:
    w, s = trace.case.world, states[at]
    wants = tuple(_standing(w, s, i, k))
    found = Objector(i, at + 1, int(s.stance[i]), wants, (), (), "")
    if at + 1 >= len(states):
        return found
    then = states[at + 1]
    granted = tuple(d for d in wants if then.met[d] > s.met[d])
    dropped = tuple(d for d in wants if not demands.live(w, then, d, k))
    return found._replace(granted=granted, dropped=dropped, after=_after(w, then, found, k))


def _standing(w: World, s: State, i: int, k: int) -> Iterator[int]:
    for d in range(w.demand_start[i], w.demand_start[i + 1]):
        if demands.live(w, s, d, k) and (w.red_line[d] or s.met[d] < 1.0):
            yield d


def _after(w: World, s: State, found: Objector, k: int) -> str:
    """Return what there was of an objection a round later, one of `AFTER`."""
    i = found.member
    if not s.present[i]:
        return "left"
    if objects(w, s, i, k):
        return "overruled" if carries(w, s, k) else "outweighed"
    if found.rival != codes.NONE:
        return "committed" if s.stance[i] == k else "free"
    free = s._replace(stance=np.full_like(s.stance, codes.NONE))
    return "committed" if demands.opposed(w, free, i, k) else "content"
