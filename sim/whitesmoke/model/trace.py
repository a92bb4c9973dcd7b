"""What happened in one run, and what every member saw when it decided."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from whitesmoke.model import codes
from whitesmoke.model.compiled import Compiled
from whitesmoke.model.dealings import Talk
from whitesmoke.model.phases.candidates import withdrawn
from whitesmoke.model.phases.ending import ending
from whitesmoke.model.phases.ending_class import ending_class
from whitesmoke.model.phases.verdict import objects
from whitesmoke.model.run_state import State

WITHDRAWN, TIME_RAN_OUT = codes.ENDINGS[codes.NOBODY_LEFT], codes.ENDINGS[codes.OUT_OF_TIME]
"""The endings that are deadlocks: nobody was left to agree on; or somebody was, or nobody had ever left."""
SETTLED, UNPAID = "settled", "unpaid"
"""Details of what came of a meeting where actors bargain: a yes for what was offered, and one for nothing."""
ASKS, HURT = "asks", "hurt"
"""Details of a yes that is taken back once another has been paid: to ask, too; or because that costs the member."""


ELIMINATED = "eliminated"
"""Detail of an exit: it had the fewest votes in a ballot."""


class Entry(NamedTuple):
    """Something that happened; indices are -1 where they do not apply."""

    round: int
    kind: str
    member: int = -1
    candidate: int = -1
    demand: int = -1
    share: float = 0.0
    """of a demand met by now; of what could be granted that a holder was offered, or settled for; of what is asked late
    that can be granted at all"""
    detail: str = ""
    logits: float = 0.0
    """what was offered, granted or asked late is worth to the holder, where actors bargain"""
    cost: float = 0.0
    """of what was granted, to its purse, in the units of its budget"""
    payer: int = -1
    """the demand whose grantor pays: itself, or of one of a member's own that was raised late the one it is like"""
    issue: int = -1
    """on which a text moves; `member` is whom it moves towards"""
    since: int = -1
    """the round of the yes that counts now"""
    came_from: float = 0.0
    went_to: float = 0.0
    votes: tuple[int, ...] = ()
    """of a ballot, by candidate"""


@dataclass
class Trace:
    """One run: what happened, the tally and every stance by round. Round 0 is the opening."""

    case: Compiled
    seed: int
    run: int
    entries: list[Entry] = field(default_factory=list)
    stances: list[Any] = field(default_factory=list)
    """by round: (n,) candidate or codes.NONE"""
    committed: list[Any] = field(default_factory=list)
    """by round: (K,) members committed"""
    counted: list[Any] = field(default_factory=list)
    """by round: (K,) members committed whose yes counts; empty where consent takes no procedure"""
    members: list[int] = field(default_factory=list)
    """by round: members of the body"""
    pressure: list[float] = field(default_factory=list)
    """by round: K(t), logits"""
    status: list[Any] = field(default_factory=list)
    """by round: (K,) status of each candidate"""
    met: list[Any] = field(default_factory=list)
    """by round: (D,) share of each demand met"""
    ballots: list[tuple[int, Any]] = field(default_factory=list)
    """of each ballot its round and the votes, (K,)"""
    places: list[Any] = field(default_factory=list)
    """by round: (K, d) where each candidate stands; empty where texts cannot move"""
    talks: list[Talk] = field(default_factory=list)
    """every meeting that took place, in order, where actors bargain"""
    looks: Sequence[State] = ()
    """by round, from 1: the state that members saw when they decided (empty for very large bodies)"""
    final: State | None = None

    @property
    def winner(self) -> int:
        """The candidate chosen, or codes.NONE for deadlock."""
        return next((e.candidate for e in self.entries if e.kind == "consensus"), codes.NONE)

    @property
    def decided_on(self) -> datetime.date:
        """The date of the decision; in a deadlock that of the last round."""
        over = self.case.names.date_of_round(self.rounds)
        return over if self.winner == codes.NONE else self.case.decided_on(self.rounds)

    @property
    def rounds(self) -> int:
        """The last round played."""
        return len(self.stances) - 1

    @property
    def withdrawn(self) -> int:
        """Where nobody is left to agree on, the candidate that had come furthest when it left; else codes.NONE."""
        return codes.NONE if self.final is None else int(withdrawn(self.case.world, self.final))

    @property
    def ending(self) -> str:
        """One of codes.ENDINGS: of a run that is over."""
        return TIME_RAN_OUT if self.final is None else codes.ENDINGS[ending(self.case.world, self.final)]

    @property
    def ending_class(self) -> str:
        """What that counts as, one of codes.ENDING_CLASSES."""
        return codes.ENDING_CLASSES[codes.FAILURE if self.final is None else ending_class(self.case.world, self.final)]

    @property
    def refused_by(self) -> list[int]:
        """The members whose firm refusal made the candidate withdraw, the weightiest first; else nobody."""
        if self.final is None or self.withdrawn == codes.NONE:
            return []
        return self._weightiest_first(np.flatnonzero(self.final.before_exit == codes.REFUSED).tolist())

    @property
    def overruled(self) -> list[int]:
        """The members that were opposed to the winner, and not in, the weightiest first; nobody after deadlock."""
        world, s, k = self.case.world, self.final, self.winner
        if s is None or k == codes.NONE:
            return []
        return self._weightiest_first([i for i in range(len(s.stance)) if objects(world, s, i, k)])

    def _weightiest_first(self, members: list[int]) -> list[int]:
        return sorted(members, key=lambda i: -self.case.world.influence_weight[i])

    def counted_on(self, member: int) -> int:
        """Return the round in which a member's yes that stood at the end came to count, or codes.NEVER."""
        return codes.NEVER if self.final is None else int(self.final.counted[member])

    def committed_on(self, member: int) -> int:
        """Return the round of a member's commitment that stood at the end, or codes.NEVER."""
        last = int(self.stances[-1][member])
        if last == codes.NONE:
            return codes.NEVER
        given = [entry.round for entry in self.entries if entry.kind == "commitment" and entry.member == member]
        at = self.rounds
        while at > max(given, default=0) and self.stances[at - 1][member] == last:  # taken back and given in one round
            at -= 1
        return at
