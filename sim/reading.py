"""Reading a trace: who led, when each member committed for good, who held it up. One answer for texts and figures."""

from __future__ import annotations

import datetime

import numpy as np

from sim import codes
from sim.phases import decide
from sim.trace import Trace


def long_date(date: datetime.date) -> str:
    """Return a date as 26 June 2024."""
    return f"{date.day} {date:%B %Y}"


def leader(trace: Trace) -> int:
    """Return the winner; after deadlock the candidate with most commitments among those still racing, then of all."""
    if trace.winner != codes.NONE:
        return trace.winner
    racing = trace.status[-1] == codes.ACTIVE
    return int(np.argmax(trace.committed[-1] + 0.5 * racing))


def commitment_round(trace: Trace, member: int) -> int:
    """Return the round in which a member committed to the winner (or the leader), or codes.NEVER."""
    return trace.committed_on(member) if trace.stances[-1][member] == leader(trace) else codes.NEVER


def last_holdouts(trace: Trace, most: int = 4) -> list[int]:
    """Return who held it up, the hardest first; a body of n members has at most n / 3 holdouts by this count.

    After consensus these are the last to commit to the winner (by a quota, the very last was pivotal); after
    deadlock those who had not committed to the leader, the least willing first.
    """
    names = trace.case.names.members
    present = [i for i in range(len(names)) if trace.final is not None and trace.final.present[i]]
    when = {i: commitment_round(trace, i) for i in present}
    kept = [i for i in present if (when[i] == codes.NEVER) == (trace.winner == codes.NONE)] or present
    late = sorted(kept, key=lambda i: (-when[i], _willingness(trace, i, when[i]), names[i]))
    return late[: max(1, min(most, len(present) // 3))]


def _willingness(trace: Trace, i: int, round_: int) -> float:
    """Return the last acceptance of one that never committed (0 for others)."""
    if round_ != codes.NEVER or not trace.looks:
        return 0.0
    return float(decide.acceptance(trace.case.world, trace.looks[-1], i, leader(trace)))
