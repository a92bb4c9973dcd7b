"""Many runs of one world, compiled: the same rounds as `sim.trace` and `sim.model` play, bit for bit."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import codes
from sim.lang import kernel, pack, rule
from sim.phases.opening import begin
from sim.rng import key
from sim.round import finished, play_round
from sim.world import Bytes, Floats, Ints, World, new_state

BATCH = 64
"""Runs that a thread plays at a time: long enough to forget the call, short enough that threads end together."""


class Outcomes(NamedTuple):
    """What came out of runs first .. first + N - 1."""

    winner: Ints
    """(N,) candidate, or codes.NONE for deadlock (a date that was not reached, never an agreement)"""
    round: Ints
    """(N,) round of consensus, or the horizon"""
    stance: Bytes
    """(N, n) every member's last stance"""
    committed_on: Ints
    """(N, n) round of the commitment that stood at the end, or codes.NEVER"""
    exit: Ints
    """(N, K) round in which a candidate left, or codes.NEVER"""
    met: Floats
    """(N, D) share of each demand met at the end"""
    tally: NDArray[np.int32]
    """(N, rounds + 1, K) members committed at the end of each round, the last value kept after the end; (0, ...) if
    tallies were not asked for"""


def play(world, state, outcomes, key_low, key_high, first, count):
    """Play `count` runs and note what came out; see `Outcomes`."""
    w, s, o = pack(world), pack(state), pack(outcomes)
    for r in range(count):
        begin(w, s, key_low, key_high, first + r)
        note(s, o, r, 0)
        while not finished(w, s):
            play_round(w, s)
            note(s, o, r, s.clock[codes.ROUND])
        close(w, s, o, r)


@rule
def note(s, o, r, t):
    """Note the tally of run r at the end of round t, and who committed, took it back or left in it."""
    for k in range(len(s.status)):
        if len(o.tally) > 0:
            o.tally[r, t, k] = s.committed[k]
        if s.status[k] == codes.OUT and o.exit[r, k] == codes.NEVER:
            o.exit[r, k] = t
    for i in range(len(s.stance)):
        if s.stance[i] != o.stance[r, i]:
            o.stance[r, i] = s.stance[i]
            o.committed_on[r, i] = t if s.stance[i] != codes.NONE else codes.NEVER


@rule
def close(w, s, o, r):
    """Note how run r ended."""
    t = s.clock[codes.ROUND]
    o.winner[r] = s.clock[codes.WINNER]
    o.round[r] = t
    for d in range(len(s.met)):
        o.met[r, d] = s.met[d]
    if len(o.tally) > 0:
        for later in range(t + 1, w.rounds + 1):
            for k in range(len(s.status)):
                o.tally[r, later, k] = s.committed[k]


@cache
def compiled() -> Any:
    """Return `play`, compiled on first use (some seconds, then kept in a cache folder)."""
    return kernel(play)


def ensemble(
    world: World,
    runs: int,
    seed: int,
    first: int = 0,
    *,
    tallies: bool = True,
    threads: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Outcomes:
    """Play runs `first` .. `first + runs - 1` of the ensemble with this seed.

    Parameters
    ----------
    tallies : keep the tally of every round; memory grows with runs times rounds
    threads : each plays batches of runs; their number cannot change a result
    progress : called with the number of runs done, batch by batch
    """
    low, high = key(seed)
    outcomes, engine = new_outcomes(world, runs, tallies), compiled()

    def batch(start: int) -> int:
        size = min(BATCH, runs - start)
        part = Outcomes._make(field[start : start + size] for field in outcomes)
        engine(world, new_state(world), part, low, high, first + start, size)
        return size

    with ThreadPoolExecutor(max(1, threads)) as pool:
        for size in pool.map(batch, range(0, runs, BATCH)):
            if progress:
                progress(size)
    return outcomes


def all_cores() -> int:
    """Return the number of processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def new_outcomes(world: World, runs: int, tallies: bool = True) -> Outcomes:
    """Return room for the outcomes of some runs."""
    members, candidates = len(world.member_address), len(world.home)
    return Outcomes(
        winner=np.full(runs, codes.NONE),
        round=np.zeros(runs, np.int64),
        stance=np.full((runs, members), codes.NONE, np.int8),
        committed_on=np.full((runs, members), codes.NEVER),
        exit=np.full((runs, candidates), codes.NEVER),
        met=np.zeros((runs, len(world.holder))),
        tally=np.zeros((runs if tallies else 0, world.rounds + 1, candidates), np.int32),
    )
