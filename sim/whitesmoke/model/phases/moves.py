"""The elementary changes of a run's state. Everything that counts commitments is kept right here and nowhere else."""

import math

from whitesmoke.model import codes
from whitesmoke.model.lang import rule
from whitesmoke.model.phases import shortcuts
from whitesmoke.model.rules import influence
from whitesmoke.model.run_state import State
from whitesmoke.model.world import World


@rule
def commit(w: World, s: State, i: int, k: int) -> None:
    """Member i commits to k: those who listen to it feel it, and the rule counts it, at once or after a procedure."""
    s.stance[i] = k
    s.next_stance[i] = k
    s.clock.moving = 1
    s.since[i] = s.clock.round
    _count(w, s, i, k, 1)
    s.counts_from[i] = _counts_from(w, s, i) if w.procedure[k] else s.clock.day
    if s.counts_from[i] > s.clock.day:
        _pend(w, s, i, k, 1)
        s.clock.next_ratified = min(s.clock.next_ratified, s.counts_from[i])
    else:
        s.counted[i] = s.clock.round


@rule
def release(w: World, s: State, i: int) -> None:
    """Member i is uncommitted again."""
    k = s.stance[i]
    s.stance[i] = codes.NONE
    s.next_stance[i] = codes.NONE
    s.since[i] = codes.NEVER
    if k != codes.NONE:
        s.clock.stale = 1
        _count(w, s, i, k, -1)
        if s.counted[i] == codes.NEVER:
            _pend(w, s, i, k, -1)
    s.counts_from[i] = codes.NEVER
    s.counted[i] = codes.NEVER


@rule
def take_back(w: World, s: State, i: int) -> None:
    """Member i takes its yes back, if it has given one."""
    if s.stance[i] != codes.NONE:
        s.took_back[i] = s.clock.round
        release(w, s, i)


@rule
def grant(s: State, d: int, share: float) -> None:
    """Of demand d so much is met from now on, unless more is already."""
    if share > s.met[d]:
        s.met[d] = share
        s.granted_on[d] = s.clock.round


@rule
def _count(w: World, s: State, i: int, k: int, sign: int) -> None:
    s.committed[k] += sign
    for row in range(len(w.credit)):
        s.yes[row, k] += sign * w.row_weight[row, i]
    for edge in range(w.out_start[i], w.out_start[i + 1]):
        j, units = w.out_member[edge], w.out_units[edge]
        s.influence[j, k] += sign * units
        if sign > 0:
            heard = s.number.coefficient.influence * influence.share_of_influence(units)
            s.appeal[j] *= shortcuts.growth_at_most(heard)


@rule
def _counts_from(w: World, s: State, i: int) -> int:
    """Return the day on which the procedure of member i ends if it says yes today: the scripted one, or L_i later."""
    if w.ratified[i] != codes.NEVER:
        return w.ratified[i]
    return s.clock.day + math.ceil(7.0 * s.number.duration[i])


@rule
def _pend(w: World, s: State, i: int, k: int, sign: int) -> None:
    s.pending[k] += sign
    for row in range(len(w.credit)):
        s.pending_yes[row, k] += sign * w.row_weight[row, i]


@rule
def ratify(w: World, s: State) -> None:
    """Let every yes count whose procedure is over today; on most days none is."""
    if s.clock.day < s.clock.next_ratified:
        return
    s.clock.next_ratified = codes.NEVER
    for i in range(len(s.stance)):
        if s.stance[i] != codes.NONE and s.counted[i] == codes.NEVER:
            _ratify(w, s, i)


@rule
def _ratify(w: World, s: State, i: int) -> None:
    if s.counts_from[i] <= s.clock.day:
        _pend(w, s, i, s.stance[i], -1)
        s.counted[i] = s.clock.round
    else:
        s.clock.next_ratified = min(s.clock.next_ratified, s.counts_from[i])


@rule
def may_move(s: State, i: int) -> bool:
    """Say whether member i has anything to decide: it is free, and uncommitted or able to take its word back."""
    return _may_move_from(s, i, s.stance[i])


@rule
def _may_move_from(s: State, i: int, stance: int) -> bool:
    return is_free(s, i) and (stance == codes.NONE or s.number.coefficient.defection > 0.0)


@rule
def is_free(s: State, i: int) -> bool:
    """Say whether member i is in the body and not tied to (or held back by) a candidate of its own."""
    return s.present[i] == 1 and s.bound[i] == codes.FREE


@rule
def movers(s: State) -> int:
    """Return how many members stand in `s.mover`: all that may move, and perhaps some who no longer may.

    In most rounds most members are committed. The list spares them: a round costs those who still decide.
    """
    if s.clock.stale:
        everyone_moves(s)
        keep_movers(s)
    return s.clock.listed


@rule
def everyone_moves(s: State) -> None:
    """List all members, and forget how much anything appeals to them."""
    for i in range(len(s.stance)):
        s.mover[i] = i
        s.appeal[i] = shortcuts.UNKNOWN
    s.clock.listed = len(s.stance)
    s.clock.stale = 0
    s.clock.moving = 1


@rule
def keep_movers(s: State) -> None:
    """Drop from the list those who may not move."""
    s.clock.moving = 0
    kept = 0
    for x in range(s.clock.listed):
        i = s.mover[x]
        if may_move(s, i):
            s.mover[kept] = i
            kept += 1
    s.clock.listed = kept


@rule
def list_changes(s: State) -> int:
    """List in `s.order` whose stance will change, and return how many; drop from `s.mover` who then may not move."""
    changed, kept = 0, 0
    for x in range(movers(s)):
        i = s.mover[x]
        if s.next_stance[i] != s.stance[i]:
            s.order[changed] = i
            changed += 1
        if _may_move_from(s, i, s.next_stance[i]):
            s.mover[kept] = i
            kept += 1
    s.clock.listed = kept
    return changed


@rule
def accede(w: World, s: State, i: int) -> None:
    """Member i joins the body: the rule's totals follow."""
    s.present[i] = 1
    s.clock.stale = 1
    s.clock.members += 1
    for row in range(len(w.credit)):
        s.total[row] += w.row_weight[row, i]


@rule
def depart(w: World, s: State, i: int) -> None:
    """Member i leaves the body: its consent goes with it, and the rule's totals follow."""
    if s.present[i] == 0:
        return
    release(w, s, i)
    s.bound[i] = codes.FREE
    s.present[i] = 0
    s.clock.stale = 1
    s.clock.members -= 1
    for row in range(len(w.credit)):
        s.total[row] -= w.row_weight[row, i]


@rule
def enter(w: World, s: State, k: int) -> None:
    """Candidate k enters the race; its home commits to it."""
    if s.status[k] == codes.PENDING:
        s.status[k] = codes.ACTIVE
        s.entered[k] = s.clock.round
        rebind(w, s, w.home[k])


@rule
def leave(w: World, s: State, k: int) -> None:
    """Candidate k leaves: its supporters are free, and what it had granted lapses."""
    if s.status[k] == codes.OUT:
        return
    look_back(s, k)
    s.status[k] = codes.OUT
    s.clock.stale = 1
    s.just_left[k] = 1
    s.left[k] = s.clock.round
    s.silent_since[k] = -1
    for i in range(len(s.stance)):
        if s.stance[i] == k:
            release(w, s, i)
    for d in range(len(w.holder)):
        if w.grantor[s.like[d]] == codes.CANDIDATE and w.concerns[s.like[d]] == k:
            s.met[d] = 0.0
            s.granted_on[d] = codes.NEVER
    rebind(w, s, w.home[k])


@rule
def look_back(s: State, k: int) -> None:
    """Keep who is committed to k, which is about to leave, unless one that left before had more."""
    if s.clock.furthest == k or s.committed[k] < s.clock.reached:
        return
    s.clock.furthest = k
    s.clock.reached = int(s.committed[k])
    for i in range(len(s.stance)):
        s.before_exit[i] = s.since[i] if s.stance[i] == k else codes.NEVER


@rule
def rebind(w: World, s: State, i: int) -> None:
    """Tie member i to its own active candidate, or hold it back while its own candidate is only announced."""
    if i < 0 or s.present[i] == 0:
        return
    bound = codes.FREE
    for k in range(len(s.status)):
        if w.home[k] == i and bound < 0:
            if s.status[k] == codes.ACTIVE:
                bound = k
            elif s.status[k] == codes.PENDING and w.announced[k] <= s.clock.day:
                bound = codes.WITHHOLDS
    s.bound[i] = bound
    s.clock.stale = 1
    if bound != codes.FREE and s.stance[i] != bound:
        release(w, s, i)
        if bound >= 0:
            commit(w, s, i, bound)
