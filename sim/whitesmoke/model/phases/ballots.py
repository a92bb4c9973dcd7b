"""Ballots: how many are committed to whom is counted and published; of more than two the one with fewest may drop out.

One is held at every sitting that is planned, or, where the body has none, in every round. A vote is the stance of the
member: who is uncommitted abstains.
"""

import math

from whitesmoke.model import codes
from whitesmoke.model.lang import rule
from whitesmoke.model.phases import calendar, moves, sittings
from whitesmoke.model.phases.decide import eligible
from whitesmoke.model.phases.draws import draw
from whitesmoke.model.run_state import State
from whitesmoke.model.world import World


@rule
def held(w: World, s: State) -> bool:
    """Say whether a ballot is held in this round."""
    return w.ballots != codes.NO_BALLOTS and (w.between == codes.ANY_DAY or sittings.planned(w, s))


@rule
def publish(w: World, s: State) -> None:
    """Publish how many vote for each candidate."""
    for k in range(len(s.status)):
        s.published[k] = s.committed[k] if eligible(w, s, k) else 0
    if w.secret:
        s.clock.stale = 1


@rule
def eliminate(w: World, s: State) -> None:
    """Of more than two candidates the one with fewest votes leaves; of several with as few, one by lot.

    As long as nobody votes, nobody leaves.
    """
    least, running, votes = 0, 0, 0
    for k in range(len(s.status)):
        if eligible(w, s, k):
            least = s.published[k] if running == 0 else min(least, s.published[k])
            running += 1
            votes += s.published[k]
    if running > 2 and votes > 0:
        moves.leave(w, s, _by_lot(w, s, least))
        calendar.aftermath(w, s)


@rule
def _by_lot(w: World, s: State, votes: int) -> int:
    """Return one of the candidates with so many votes: each is as likely."""
    with_as_few = 0
    for k in range(len(s.status)):
        if eligible(w, s, k) and s.published[k] == votes:
            with_as_few += 1
    left = math.floor(draw(s, 0, 0, codes.LOTS) * with_as_few)
    for k in range(len(s.status)):
        if eligible(w, s, k) and s.published[k] == votes:
            if left == 0:
                return k
            left -= 1
    return codes.NONE
