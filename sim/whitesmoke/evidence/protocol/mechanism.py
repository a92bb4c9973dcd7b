"""*A page of mechanism* as a forecast: the tempo of a case filtered on what is known, the rest of it played forward."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from scipy.special import softmax

from whitesmoke.evidence.blocks import uniform_block
from whitesmoke.evidence.protocol.history import WINDOW, History
from whitesmoke.evidence.protocol.register import Forecast, forecaster
from whitesmoke.evidence.protocol.rules_of_thumb import call_rate
from whitesmoke.evidence.protocol.tempo import (
    GRID,
    LOG_SHARE,
    Numbers,
    State,
    fitted,
    hazards,
    log_likelihood,
    log_tempo,
    state_of,
    stretches,
    window,
)
from whitesmoke.model.world import Floats

PATHS, SEED, DRAWN = 2000, 1, 51
"""of a forecast; seed and kind of their draws"""
NEVER = 1e9


@forecaster("a page of mechanism")
def page_of_mechanism(cases: Sequence[History]) -> Forecast:
    """Tempo, holdouts that come and settle, dates: see `tempo`. Meetings may be called that nobody knows of yet."""
    numbers, unforeseen = fitted(cases), call_rate(cases)

    def forecast(case: History, day: int) -> Floats:
        days = np.ceil(played(numbers, tempos(numbers, case, day), case, day, unforeseen))
        ended = np.bincount(days[days <= WINDOW].astype(int), minlength=WINDOW + 1)
        return np.asarray(np.cumsum(ended) / PATHS)

    return forecast


@lru_cache(maxsize=1000)
def _uniforms(step: int) -> Floats:
    """Return uniforms for a step of all paths, the same for every case and day, (PATHS, 3)."""
    return uniform_block(SEED, step, DRAWN, PATHS, 3)


def tempos(numbers: Numbers, case: History, day: int) -> Floats:
    """Return draws of 1/tau given all that is known at the end of a day, (PATHS,)."""
    log_tau, rows = log_tempo(numbers, np.array([float(case.kind == "person")])), stretches(case, day)
    known = log_likelihood(numbers, np.repeat(np.exp(-log_tau), len(rows.days), axis=0), rows).sum(axis=0)
    share = np.cumsum(softmax(LOG_SHARE + known))
    u = _uniforms(0)
    z = GRID[np.minimum(np.searchsorted(share, u[:, 0]), len(GRID) - 1)] + (u[:, 1] - 0.5) * (GRID[1] - GRID[0])
    return np.asarray(np.exp(-(log_tau[0, len(GRID) // 2] + numbers.spread * z)))


def played(numbers: Numbers, tempo: Floats, case: History, day: int, unforeseen: float) -> Floats:
    """Return the days from a day to the decision on each path; NEVER for a failure, or for later than the window.

    unforeseen : dates a day that come without having been known
    """
    starts, ends = _windows(case, day)
    open_now = len(case.holdouts(day))
    clock, decided = np.zeros(PATHS), np.full(PATHS, NEVER)
    holdouts = np.full(PATHS, float(open_now))
    state = np.full(PATHS, state_of(open_now, case.anybody_settled(day)))
    on, step = np.ones(PATHS, bool), 0
    while on.any():
        step += 1
        u = _uniforms(step)
        inside = (starts <= clock[:, None]) & (clock[:, None] < ends)
        pressed = unforeseen + (inside / (ends - starts)).sum(axis=1)
        h = hazards(numbers, tempo, holdouts, state, pressed)
        change = np.min(
            np.where(inside, ends, np.where(starts > clock[:, None], starts, np.inf)), axis=1, initial=np.inf
        )
        then = clock - np.log(u[:, 0]) / h.total
        happens, clock = on & (then < change) & (then <= WINDOW), np.minimum(then, change)
        what = _what(h, u[:, 1])
        came, one, everybody = (happens & (what == k) for k in range(3))
        everybody |= one & (holdouts == 1.0)
        holdouts = np.where(everybody, 0.0, holdouts + came - (one & ~everybody))
        state = np.where(everybody, State.NOBODY_ANY_MORE, np.where(came, State.SOMEBODY, state))
        end = happens & (what == 3) | everybody & (u[:, 2] < numbers.same_day)
        decided[end] = clock[end]
        on &= ~(end | happens & (what == 4)) & (clock < WINDOW)
    return decided


def _what(h: tuple[Floats, ...], u: Floats) -> Floats:
    """Return which of the hazards it was, by number."""
    parts = np.cumsum(np.stack([np.broadcast_to(one, u.shape) for one in h]), axis=0)
    return np.asarray((u * parts[-1] >= parts).sum(axis=0))


def _windows(case: History, day: int) -> tuple[Floats, Floats]:
    """Return when each known date begins and ends to press, in days from now."""
    ahead = [window(day, date.first, date.last) for date in case.ahead(day)]
    pairs = np.array(ahead, float).reshape(-1, 2) - day
    return pairs[:, 0], pairs[:, 1]
