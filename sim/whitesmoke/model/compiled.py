"""A `World` with the names and dates that people use for its rows."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from whitesmoke.model.world import Ints, World


class Names(NamedTuple):
    """What the indices of a World are called."""

    scenario: str
    title: str
    rule: str
    start: datetime.date
    round_days: int
    members: tuple[str, ...]
    """codes"""
    member_names: tuple[str, ...]
    blocs: tuple[str, ...]
    """the first bloc of each member, or an empty text"""
    candidates: tuple[str, ...]
    """identifiers"""
    candidate_names: tuple[str, ...]
    demands: tuple[str, ...]
    demand_texts: tuple[str, ...]
    grantors: tuple[str, ...]
    """who can grant each demand, by name"""
    focal: tuple[str, ...]
    events: tuple[str, ...]
    """the scenario's name for each scripted event of the World; empty for entries and accessions"""
    event_texts: tuple[str, ...]
    sponsors: tuple[str, ...] = ()
    """by candidate: the code of a member or the name of somebody outside that put it on the table; or an empty text"""
    purses: tuple[str, ...] = ()
    """names of the tables that give them"""
    purse_names: tuple[str, ...] = ()
    """whose they are, in a sentence"""
    issues: tuple[str, ...] = ()
    patron: str = ""
    """code of the member whose endorsement counts for all"""
    chair: str = ""
    """what a chair that is no member is called in a sentence, if the case says so"""
    parameters: str = ""
    """where the parameters of the runs come from, in a sentence, if not from the scenario"""

    def date(self, day: int) -> datetime.date:
        """Return the date of a day."""
        return self.start + datetime.timedelta(days=int(day))

    def date_of_round(self, round_: int) -> datetime.date:
        """Return the date on which a round ends."""
        return self.date(round_ * self.round_days)

    def round_of(self, date: datetime.date) -> int:
        """Return the first round that ends on or after a date."""
        return -((self.start - date).days // self.round_days)


def decision_days(world: World) -> Ints:
    """Return the day on which a decision of each round is taken, (rounds + 1,): of its last sitting, else its last day.

    A special sitting is called for the last day, and only where none is planned.
    """
    days = np.arange(world.rounds + 1) * world.round_days
    sittings = world.sitting_day[world.sitting_day <= days[-1]]
    days[-(-sittings // world.round_days)] = sittings  # of several in a round the last is written last
    return days


class Compiled(NamedTuple):
    """A compiled scenario: the arrays, and what they are called."""

    world: World
    names: Names
    slots: Mapping[str, Ints] = {}
    """entries of `Numbers.flat` that the number at a path of the scenario fills, as itself; nothing else hangs on it"""

    def decided_on(self, round_: int) -> datetime.date:
        """Return the date of a decision that is taken in a round: the day of the sitting, if there is one."""
        return self.names.date(decision_days(self.world)[round_])

    def said(self, parameters: str) -> Compiled:
        """Return the case with a sentence on where the parameters of its runs come from: figures print it."""
        return self._replace(names=self.names._replace(parameters=parameters))
