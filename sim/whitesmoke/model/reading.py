"""Reading a trace: who led, when each member committed for good, who held it up. One answer for texts and figures."""

from __future__ import annotations

import datetime
from typing import NamedTuple

import numpy as np

from whitesmoke.model import codes
from whitesmoke.model.phases import decide
from whitesmoke.model.trace import TIME_RAN_OUT, WITHDRAWN, Trace
from whitesmoke.model.world import seated


class Ending(NamedTuple):
    """How a run may end, in words."""

    words: str
    when: str
    counts_as: str
    """one of codes.ENDING_CLASSES; or several, where it depends on what was agreed: a run says which"""


ENDINGS = {
    "agreed": Ending(
        "agreed as it was", "somebody or something was chosen, and none of the next four holds", "unchanged"
    ),
    "changed": Ending(
        "agreed with changes",
        "chosen, and its text was amended, or more than 5 % of a demand that concerns it was granted",
        "changed",
    ),
    "another-name": Ending("another name", "chosen was one that came after another had", "other"),
    "overruled": Ending(
        "overruled", "chosen by the rule while a member with a seat was opposed, and not in", "unchanged or changed"
    ),
    "extended": Ending("extended", "chosen after the expiry, by the horizon", "unchanged, changed or other"),
    WITHDRAWN: Ending(
        "withdrawn", "deadlock: no candidate was left in the race or on the table, or still to come", "failure"
    ),
    TIME_RAN_OUT: Ending(
        "time ran out", "deadlock: at the end a candidate was still there, or none had ever left", "failure"
    ),
}
"""By name, in the order of codes.ENDINGS. Of those with a winner that hold the first counts of: extended, another name,
overruled, changed, agreed."""
DEADLOCKS = {name: ENDINGS[name].words for name in (WITHDRAWN, TIME_RAN_OUT)}
"""How a run ends without a winner, in words."""
AGREEMENTS = {name: told.words for name, told in ENDINGS.items() if name not in DEADLOCKS}
"""How a run ends with one, in words."""


BY = {"expiry": "the horizon", "calendar.expiry": "the expiry"}
"""What is called otherwise, in words, among the days by which it may be settled."""


def long_date(date: datetime.date) -> str:
    """Return a date as 26 June 2024."""
    return f"{date.day} {date:%B %Y}"


def leader(trace: Trace) -> int:
    """Return the winner; without one who has most commitments in the race; if nobody is left who had come furthest."""
    if trace.winner != codes.NONE:
        return trace.winner
    if has_left(trace):
        return furthest(trace)
    racing = trace.status[-1] == codes.ACTIVE
    return int(np.argmax(trace.committed[-1] + 0.5 * racing))


def has_left(trace: Trace) -> bool:
    """Say whether whoever the race was about has left it, and nobody is in it now."""
    return trace.winner == codes.NONE and furthest(trace) != codes.NONE and codes.ACTIVE not in trace.status[-1]


def furthest(trace: Trace) -> int:
    """Return who had most members when it left, of those that have left; or codes.NONE."""
    return codes.NONE if trace.final is None else int(trace.final.clock.furthest)


def on_the_table(trace: Trace, demand: int, round_: int) -> bool:
    """Say whether a demand had come on the table by a round: at once, or, of a latent one, once it was raised."""
    if not trace.case.world.latent[demand]:
        return True
    return any(e.kind == "late demand" and e.demand == demand and e.round <= round_ for e in trace.entries)


def lasted(trace: Trace) -> int:
    """Return the round in which it was over: the last one, or the one in which the candidate that it was about left."""
    return int(trace.final.left[furthest(trace)]) if trace.final is not None and has_left(trace) else trace.rounds


def last_look(trace: Trace) -> int:
    """Return the index of the last look at a round in which the leader was in the race; -1 if there is none."""
    return min(lasted(trace) - has_left(trace), len(trace.looks)) - 1


def commitment_round(trace: Trace, member: int) -> int:
    """Return the round in which a member committed to the winner (or the leader), or codes.NEVER.

    If that one has left, the commitment is the one that stood just before.
    """
    if trace.final is not None and has_left(trace):
        on = int(trace.final.before_exit[member])
        return codes.NEVER if on == codes.REFUSED else on
    return trace.committed_on(member) if trace.stances[-1][member] == leader(trace) else codes.NEVER


def ever_committed(trace: Trace, member: int, candidate: int | None = None) -> bool:
    """Say whether a member was ever committed, at the end of a round, to a candidate or to any."""
    held = (int(stances[member]) for stances in trace.stances)
    return any(k != codes.NONE and candidate in (None, k) for k in held)


def carried_from(trace: Trace) -> int:
    """Return the round from which the winner carried until it was decided: no later yes held it up.

    That is the last round, unless it had to wait for silence or a sitting.
    """
    since = trace.rounds
    for entry in trace.entries:
        if entry.candidate == trace.winner and entry.kind in ("silence", "waits for a sitting"):
            since = min(since, entry.round)
        elif entry.candidate == trace.winner and entry.kind in ("silence lifted", "carries no more"):
            since = trace.rounds
    return since


def last_holdouts(trace: Trace, most: int = 4, by: int = codes.NEVER) -> list[int]:
    """Return who was last, the hardest first; a body of n members has at most n / 3 holdouts by this count.

    After consensus these are the last to commit to the winner; after deadlock those who had not committed to the
    leader, who refused it first, then the least willing. If it left, all this is as it stood just before.

    Parameters
    ----------
    by : the round after which a commitment to the winner does not count: with `carried_from`, they held it up
    """
    world, names = trace.case.world, trace.case.names.members
    seats = seated(world, lasted(trace) * world.round_days)
    present = [i for i in range(len(names)) if seats[i]]
    when = {i: commitment_round(trace, i) for i in present}
    undecided = trace.winner == codes.NONE
    counts = [i for i in present if undecided or when[i] <= by]
    kept = [i for i in counts if (when[i] == codes.NEVER) == undecided] or present
    refused = trace.refused_by
    late = sorted(kept, key=lambda i: (-when[i], i not in refused, _willingness(trace, i, when[i]), names[i]))
    return late[: max(1, min(most, len(present) // 3))]


def _willingness(trace: Trace, i: int, round_: int) -> float:
    """Return the last acceptance of one that never committed (0 for others)."""
    look = last_look(trace)
    if round_ != codes.NEVER or look < 0:
        return 0.0
    return float(decide.acceptance(trace.case.world, trace.looks[look], i, leader(trace)))
