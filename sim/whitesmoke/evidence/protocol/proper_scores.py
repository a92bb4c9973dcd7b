"""Scores of one forecast: when, by certain days, who is last, how it ends. All are proper, and low is good.

A forecast of when is F, (WINDOW + 1,): F[d] is the chance that it is decided within d days. What F stays below 1 is the
chance of never.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

import numpy as np

from whitesmoke.evidence.protocol.history import ENDINGS, WINDOW, Ending, History, Landmark
from whitesmoke.model.world import Floats, Ints

DAYS: Ints = np.arange(WINDOW + 1)
PER_DAY = np.log((2.0 + DAYS[1:WINDOW]) / (1.0 + DAYS[1:WINDOW]))
"""what a day counts on the scale of log(1 + days)"""
SOON, LATER = 30, 180


class Shares(NamedTuple):
    """Chances of being among the last: of members named, and of each of the others; 1 in all."""

    named: Mapping[str, float]
    each_other: float


def crps(forecast: Floats, left: int | None) -> float:
    """Return the continuous ranked probability score of u = log(1 + days) on the window, in nats of time.

    sum over d = 1..W-1 of (F(d) - [T <= d])^2 log((2 + d) / (1 + d)); T is never if `left` is None.
    """
    came = np.zeros(WINDOW + 1) if left is None else (left <= DAYS).astype(float)
    return float((((forecast - came) ** 2)[1:WINDOW] * PER_DAY).sum())


def brier(chance: float, came: bool) -> float:
    """Return (p - y)^2."""
    return float((chance - came) ** 2)


def log_score(chance: float, came: bool) -> float:
    """Return -ln(0.99 p + 0.005), with p the chance given to what came."""
    return float(-np.log(0.99 * (chance if came else 1.0 - chance) + 0.005))


def when(case: History, at: Landmark, forecast: Floats) -> dict[str, float]:
    """Return every score of a forecast of when, by name; those of the next date only where one is known."""
    left = case.left(at.day)
    scores = {"crps": crps(forecast, left)}
    for name, by in _asked(at).items():
        chance, came = float(forecast[by]), left is not None and left <= by
        scores[f"brier {name}"], scores[f"log {name}"] = brier(chance, came), log_score(chance, came)
    return scores


def _asked(at: Landmark) -> dict[str, int]:
    """Return the days ahead by which a decision is asked for: one after the next known date, a month, half a year."""
    date = {} if at.date is None else {"date": min(at.date + 1 - at.day, WINDOW)}
    return {**date, "30": SOON, "180": LATER}


def last(shares: Shares, truth: Collection[str], members: int) -> float:
    """Return the sum over all members of (p - q)^2, q equal over those who were the last."""
    q = 1.0 / len(truth)
    named = sum((p - q * (who in truth)) ** 2 for who, p in shares.named.items())
    unnamed = sum(who not in shares.named for who in truth)
    spared = max(members - len(shares.named), 1) - unnamed
    return float(named + unnamed * (shares.each_other - q) ** 2 + spared * shares.each_other**2)


def ends(chances: Mapping[Ending, float], truth: Ending) -> float:
    """Return the sum over the four endings of (p - y)^2."""
    return float(sum((chances[one] - (one == truth)) ** 2 for one in ENDINGS))
