"""Many runs of one world, compiled: the same rounds as `trace` and `mesa` play, bit for bit."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import Any, NamedTuple

import numpy as np

from whitesmoke.model import codes, room
from whitesmoke.model.lang import kernel, pack, rule
from whitesmoke.model.phases.askers import list_askers
from whitesmoke.model.phases.candidates import withdrawn
from whitesmoke.model.phases.ending import ending
from whitesmoke.model.phases.ending_class import ending_class
from whitesmoke.model.phases.opening import address, open_race, take_seats
from whitesmoke.model.phases.purses import UNITS, granted
from whitesmoke.model.phases.verdict import objects
from whitesmoke.model.ready import Ready, made_ready
from whitesmoke.model.rng import key
from whitesmoke.model.round import finished, play_round
from whitesmoke.model.run_state import State, copy_state
from whitesmoke.model.texts import texts_move
from whitesmoke.model.world import Bytes, Floats, Ints, Rounds, World

BATCH = 2**22
"""Members times rounds that a thread plays at a time: long enough (tens of milliseconds) to forget the call."""
SHARES = 16
"""Batches that a thread gets at least: short enough that threads end together, also if difficult runs come last."""


class Outcomes(NamedTuple):
    """What came out of N runs."""

    winner: Ints
    """(N,) candidate, or codes.NONE for deadlock (a date that was not reached, never an agreement)"""
    round: Ints
    """(N,) round of consensus, or the last one played"""
    withdrawn: Ints
    """(N,) where nobody was left to agree on, the candidate that had come furthest when it left; else codes.NONE"""
    ending: Ints
    """(N,) how it ended: place in codes.ENDINGS"""
    ending_class: Ints
    """(N,) what that counts as: place in codes.ENDING_CLASSES"""
    stance: Bytes
    """(N, n) every member's last stance; (0, n) if members were not asked for"""
    committed_on: Rounds
    """(N, n) round of the commitment that stood at the end, or codes.NEVER; (0, n) if members were not asked for.
    Where nobody was left no commitment stands (`stance`), and this is `State.before_exit`: of those to `withdrawn`"""
    overruled: Bytes
    """(N, n) 1 for a member that was opposed to the winner, and not in; (0, n) if members were not asked for"""
    exit: Rounds
    """(N, K) round in which a candidate left, or codes.NEVER"""
    met: Floats
    """(N, D) share of each demand met at the end"""
    paid_on: Rounds
    """(N, n) round in which a holder last settled for an offer, or codes.NEVER; this and the next three are (0, ...)
    where actors do not bargain, these three also if members were not asked for"""
    offered: Bytes
    """(N, n) 1 for a holder that was ever offered something"""
    got: Floats
    """(N, n) share of what it had asked for, in logits and in all, that a holder had been granted at the end"""
    spent: Floats
    """(N, P) of each budget, in its own units"""
    granted: Floats
    """(N,) logits that have been granted at the end, of all demands together; (0,) where actors do not bargain"""
    tally: Rounds
    """(N, rounds + 1, K) members committed at the end of each round, the last value kept after the end; (0, ...) if
    tallies were not asked for"""
    text: Floats = np.empty((0, 0, 0))
    """(N, K, d) where each text stands at the end, by issue; (N, K, 0) where texts cannot move"""
    raised: Ints = np.empty((0, 0), np.int64)
    """(N, D) day from which each demand was on the table, or codes.NEVER where nobody raised it"""
    granted_on: Rounds = np.empty((0, 0), np.int32)
    """(N, D) round in which more of each demand was last granted, or codes.NEVER"""
    took_back: Rounds = np.empty((0, 0), np.int32)
    """(N, n) round in which each member last took a yes back, or codes.NEVER; (0, n) if members were not asked for"""
    counted_on: Rounds = np.empty((0, 0), np.int32)
    """(N, n) round in which the yes that stood at the end came to count, or codes.NEVER; this and the next are (0, ...)
    where consent takes no procedure, or if members, or tallies, were not asked for"""
    counted: Rounds = np.empty((0, 0, 0), np.int32)
    """(N, rounds + 1, K) members whose yes counted at the end of each round, as `tally`"""


class PerRun(NamedTuple):
    """Numbers of the World that each run has its own value of: factors of a sweep, or draws from a posterior.

    They take the place of what the scenario says, whether a number or a distribution; no other draw changes.
    """

    slot: Ints
    """(S,) entries of `Numbers.flat`"""
    value: Floats
    """(N, S)"""


def nothing_per_run(runs: int) -> PerRun:
    """Return that every run takes its numbers from the World."""
    return PerRun(np.empty(0, np.int64), np.empty((runs, 0)))


def play(
    w: World, s: State, o: Outcomes, p: PerRun, runs: Ints, key_low: int, key_high: int, fresh: bool, until: int
) -> None:
    """Play `runs` and note what came out; see `Outcomes`.

    Parameters
    ----------
    runs : (N,) numbers of the runs in their ensemble
    fresh : begin each run anew; else the state (of a single run) is taken as it is, and goes on with new luck
    until : the round to stop at, if nothing ends the run before
    """
    for r in range(len(runs)):
        if fresh:
            take_seats(w, s, key_low, key_high, runs[r])
            for j in range(len(p.slot)):
                s.number.flat[p.slot[j]] = p.value[r, j]
            open_race(w, s)
        else:
            address(s, key_low, key_high, runs[r])
            s.clock.stale, s.clock.next_ratified = 1, 0  # whoever stopped it may have changed anything
            list_askers(w, s)
        note(s, o, r)
        while not finished(w, s) and s.clock.round < until:
            play_round(w, s)
            note(s, o, r)
        close(w, s, o, r)


@rule
def note(s: State, o: Outcomes, r: int) -> None:
    """Note the tally of run r at the end of this round."""
    if len(o.tally) > 0:
        for k in range(len(s.status)):
            o.tally[r, s.clock.round, k] = s.committed[k]
    if len(o.counted) > 0:
        for k in range(len(s.status)):
            o.counted[r, s.clock.round, k] = s.committed[k] - s.pending[k]


@rule
def close(w: World, s: State, o: Outcomes, r: int) -> None:
    """Note how run r ended."""
    o.winner[r] = s.clock.winner
    o.round[r] = s.clock.round
    o.withdrawn[r] = withdrawn(w, s)
    o.ending[r] = ending(w, s)
    o.ending_class[r] = ending_class(w, s)
    for k in range(len(s.status)):
        o.exit[r, k] = s.left[k]
    for d in range(len(s.met)):
        o.met[r, d] = s.met[d]
        o.raised[r, d] = s.raised[d]
        o.granted_on[r, d] = s.granted_on[d]
    for k in range(o.text.shape[1]):
        for issue in range(o.text.shape[2]):
            o.text[r, k, issue] = s.number.candidate_position[k, issue]
    if len(o.stance) > 0:
        for i in range(len(s.stance)):
            o.stance[r, i] = s.stance[i]
            o.took_back[r, i] = s.took_back[i]
            o.overruled[r, i] = 1 if o.winner[r] != codes.NONE and objects(w, s, i, o.winner[r]) else 0
            o.committed_on[r, i] = s.since[i] if o.withdrawn[r] == codes.NONE else s.before_exit[i]
    if len(o.paid_on) > 0:
        for h in range(len(w.holders)):
            note_payments(w, s, o, r, w.holders[h])
    if len(o.spent) > 0:
        for p in range(len(s.spent)):
            o.spent[r, p] = s.spent[p] / UNITS
        o.granted[r] = granted(w, s)
    if len(o.tally) > 0:
        for later in range(s.clock.round + 1, w.rounds + 1):
            for k in range(len(s.status)):
                o.tally[r, later, k] = s.committed[k]
    if len(o.counted_on) > 0:
        for i in range(len(s.stance)):
            o.counted_on[r, i] = s.counted[i]
    if len(o.counted) > 0:
        for later in range(s.clock.round + 1, w.rounds + 1):
            for k in range(len(s.status)):
                o.counted[r, later, k] = s.committed[k] - s.pending[k]


@rule
def note_payments(w: World, s: State, o: Outcomes, r: int, i: int) -> None:
    """Note what member i was offered and paid in run r."""
    o.paid_on[r, i] = s.paid_on[i]
    o.offered[r, i] = 1 if s.paid_on[i] != codes.NEVER else 0
    for k in range(len(s.status)):
        if s.offered[i, k] > 0.0:
            o.offered[r, i] = 1
    asked, granted = 0.0, 0.0
    for d in range(w.demand_start[i], w.demand_start[i + 1]):
        if s.raised[d] <= s.clock.day and not w.red_line[d]:
            asked += s.number.worth[d]
            granted += s.number.worth[d] * s.met[d]
    o.got[r, i] = granted / asked if asked > 0.0 else 0.0


@cache
def compiled() -> Any:
    """Return `play`, compiled on first use (some seconds, then kept in a cache folder)."""
    engine = kernel(play)

    def packing(world: Any, state: Any, outcomes: Any, per_run: Any, *rest: Any) -> None:
        engine(pack(world), pack(state), pack(outcomes), pack(per_run), *rest)

    return packing


def ensemble(
    world: World,
    runs: int | Ints,
    seed: int,
    first: int = 0,
    *,
    per_run: PerRun | None = None,
    start: State | None = None,
    until: int | None = None,
    tallies: bool = True,
    members: bool = True,
    threads: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Outcomes:
    """Play many runs of the ensemble with this seed.

    Parameters
    ----------
    runs : how many, from `first` on; or the (N,) numbers of the runs
    per_run : numbers that differ from run to run
    start : go on from this state instead of the beginning (it stays as it is); each run has its own luck from here on.
        A commitment that stands already keeps its round; tallies before this round are 0
    until : stop after this round, as if undecided
    tallies, members : keep the tally of every round, and what each member did; both cost memory
    threads : each plays batches of runs; their number cannot change a result
    progress : called with the number of runs done, batch by batch

    Raises WhitesmokeError if there is no room for the outcomes.
    """
    must_have_room(world, runs if isinstance(runs, int) else len(runs), tallies, members)
    number = first + np.arange(runs) if isinstance(runs, int) else np.asarray(runs, np.int64)
    given = nothing_per_run(len(number)) if per_run is None else per_run
    given = PerRun(np.ascontiguousarray(given.slot), np.ascontiguousarray(given.value))
    outcomes = new_outcomes(world, len(number), tallies, members, given.slot)
    low, high = key(seed)
    stop = world.rounds if until is None else until
    length = batch_length(world, len(number), threads) if start is None else 1
    engine = compiled()  # before there are threads, which must not compile side by side
    playing = min(max(1, threads), len(number)) if start is None else 0

    def batch(ready: Ready, at: int) -> int:
        rows = slice(at, at + length)
        part = Outcomes._make(field[rows] for field in outcomes)
        own = PerRun(given.slot, given.value[rows])
        state = ready.states.get() if start is None else copy_state(start)
        try:
            engine(ready.packed, state, part, own, number[rows], low, high, start is None, stop)
        finally:
            if start is None:
                ready.states.put(state)
        return len(number[rows])

    with made_ready(world, playing) as ready, ThreadPoolExecutor(max(1, threads)) as pool:
        for size in pool.map(partial(batch, ready), range(0, len(number), length)):
            if progress:
                progress(size)
    return outcomes


def batch_length(world: World, runs: int, threads: int) -> int:
    """Return how many runs make a batch."""
    size = len(world.member_address) * world.rounds
    fair = -(-runs // (SHARES * threads)) if threads > 1 else runs
    return max(1, min(BATCH // max(1, size), fair))


def all_cores() -> int:
    """Return the number of processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def must_have_room(world: World, runs: int, tallies: bool = True, members: bool = True) -> None:
    """Raise WhitesmokeError if the outcomes of so many runs, and what is made of them, would not fit into memory."""
    n, candidates, demands = len(world.member_address), len(world.home), len(world.holder)
    places = world.number.candidate_position.size if texts_move(world) else 0
    kept = 40 + 4 * candidates + 20 * demands + 8 * places + (10 * n if members else 0)
    if world.mode == codes.BARGAINED:
        kept += 8 + 8 * len(world.number.budget) + (13 * n if members else 0)
    ratified = int(world.procedure.any())
    kept += 4 * n * ratified if members else 0
    each = kept + (4 * (1 + ratified) * (world.rounds + 1) * candidates if tallies else 0)
    room.must_fit(
        2.0 * runs * each,
        f"{runs:,} runs of {world.rounds:,} rounds with {n:,} members",
        "ask for fewer runs, or let a sweep write them to disk",
    )


def new_outcomes(
    world: World, runs: int, tallies: bool = True, members: bool = True, slots: Ints | Sequence[int] = ()
) -> Outcomes:
    """Return room for the outcomes of some runs; `slots`: numbers of which each has its own value."""
    n, candidates = len(world.member_address), len(world.home)
    bargained, ratified = world.mode == codes.BARGAINED, world.procedure.any()
    paid = runs if bargained and members else 0
    return Outcomes(
        winner=np.full(runs, codes.NONE),
        round=np.zeros(runs, np.int64),
        withdrawn=np.full(runs, codes.NONE),
        ending=np.full(runs, codes.OUT_OF_TIME),
        ending_class=np.full(runs, codes.FAILURE),
        stance=np.full((runs if members else 0, n), codes.NONE, np.int8),
        committed_on=np.full((runs if members else 0, n), codes.NEVER, np.int32),
        overruled=np.zeros((runs if members else 0, n), np.int8),
        exit=np.full((runs, candidates), codes.NEVER, np.int32),
        met=np.zeros((runs, len(world.holder))),
        paid_on=np.full((paid, n), codes.NEVER, np.int32),
        offered=np.zeros((paid, n), np.int8),
        got=np.zeros((paid, n)),
        spent=np.zeros((runs if bargained else 0, len(world.number.budget))),
        granted=np.zeros(runs if bargained else 0),
        tally=np.zeros((runs if tallies else 0, world.rounds + 1, candidates), np.int32),
        text=np.zeros((runs, candidates, len(world.number.reversion) if texts_move(world, slots) else 0)),
        raised=np.zeros((runs, len(world.holder)), np.int64),
        granted_on=np.full((runs, len(world.holder)), codes.NEVER, np.int32),
        took_back=np.full((runs if members else 0, n), codes.NEVER, np.int32),
        counted_on=np.full((runs if ratified and members else 0, n), codes.NEVER, np.int32),
        counted=np.zeros((runs if ratified and tallies else 0, world.rounds + 1, candidates), np.int32),
    )
