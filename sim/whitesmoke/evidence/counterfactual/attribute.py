"""What each part of a race costs or saves: the race with and without it, one at a time and shared out over groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from whitesmoke.evidence.analysis import credit
from whitesmoke.evidence.analysis.credit import Effect, Share
from whitesmoke.evidence.counterfactual.bargaining_parts import mechanisms_of
from whitesmoke.evidence.counterfactual.parts import Part, parts_of
from whitesmoke.evidence.counterfactual.players import Players, Watch, ends, unwatched
from whitesmoke.evidence.counterfactual.tie_parts import TiePart, tie_parts
from whitesmoke.evidence.posterior import Posterior
from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.ensemble import Outcomes
from whitesmoke.model.world import Ints
from whitesmoke.scenario.load import Loaded

GROUPS = ("demands", "rivals", "patron", "dates", "ties", "rule")
"""Kinds of parts that are shared out; concessions, single members and mechanisms of bargaining overlap with others."""


class Row(NamedTuple):
    """One part, and what it does."""

    part: Part | TiePart
    effect: Effect
    sign: float | None
    """share of posterior draws with that sign; none without a posterior or without an effect"""


class Attribution(NamedTuple):
    """What the parts of a race do to its date, its chance of deadlock and what is paid, on the same draws."""

    leader: str
    """the candidate that wins most runs"""
    rows: list[Row]
    """each part, one at a time"""
    ties: list[Row]
    """parts of the network, one at a time, if asked for"""
    groups: dict[str, Share]
    """Shapley values of the groups that the race has"""
    total: Share
    """what all groups do together: their sum"""
    with_all: float
    """mean of min(T, horizon) of the race as it is, days"""
    players: Players
    """who played it: how many draws of a posterior, how often"""

    @property
    def single(self) -> dict[str, Effect]:
        """The effects of parts, one at a time, by name."""
        return {row.part.name: row.effect for row in self.rows}

    @property
    def without_any(self) -> float:
        """Mean of min(T, horizon) without any of the groups, days."""
        return self.with_all - self.total.days.value


def attribute(
    loaded: Loaded,
    case: Compiled,
    runs: int,
    seed: int,
    posterior: Posterior | None = None,
    ties: int = 0,
    watch: Watch = unwatched,
) -> Attribution:
    """Play a race with and without each part of it, and return what each does.

    Parameters
    ----------
    case : the scenario, compiled
    runs : of the race with and without each part, paired
    posterior : whose draws the runs take; the scenario's own numbers without one
    ties : parts of the network, at most so many of each sort
    watch : told how far it is
    """
    players = Players(loaded, runs, seed, posterior, watch)
    horizon = case.world.rounds * case.world.round_days
    outcomes = players.outcomes(loaded, case, members=ties > 0)
    whole, first = ends(case, outcomes), _leader(outcomes)
    leader = case.names.candidates[first]
    parts = [*parts_of(loaded.scenario, leader), *mechanisms_of(loaded.scenario)]
    cut = [*tie_parts(loaded, case, outcomes, first, ties)] if ties else []
    players.planned = 1 + len(parts) + len(cut) + 2 ** len(_groups(parts))
    rows = [Row(part, *players.effect(whole, players.ends([part]), horizon)) for part in parts]
    tied = []
    for part in cut:
        gone = ends(case, players.outcomes(loaded, part.cut(case)))
        tied.append(Row(part, *players.effect(whole, gone, horizon)))
    with_all = float(credit.capped(whole.day, horizon).mean())
    return Attribution(leader, rows, tied, *_shared(players, parts, horizon), with_all, players)


def _shared(players: Players, parts: Sequence[Part], horizon: int) -> tuple[dict[str, Share], Share]:
    """Return the Shapley values of the groups that a race has, and what they do together."""
    groups = _groups(parts)

    def play(kept: frozenset[str]) -> Ints:
        return players.days([part for part in parts if part.kind in groups and part.kind not in kept])

    return credit.shares(groups, play, horizon, players.draw)


def _groups(parts: Sequence[Part]) -> list[str]:
    return [kind for kind in GROUPS if any(part.kind == kind for part in parts)]


def _leader(outcomes: Outcomes) -> int:
    """Return the candidate that wins most runs; the first if nobody ever wins."""
    won = outcomes.winner[outcomes.winner != codes.NONE]
    return int(np.bincount(won).argmax()) if len(won) else 0
