"""Phases 5 and 6: every free member decides on the same picture; then the new stances are counted."""

import math

from whitesmoke.model import codes
from whitesmoke.model.lang import hot, rule
from whitesmoke.model.phases import askers, demands, foresight, moves, purses, shortcuts
from whitesmoke.model.phases.draws import draw, pair
from whitesmoke.model.rules import influence, stance
from whitesmoke.model.run_state import State
from whitesmoke.model.world import World

AT_ONCE = 8
"""Draws that a processor computes at once: whoever is left over would take as long as all of these."""
TOGETHER = 512
"""Draws made at a time: the processor keeps so many near it, and a body may have a million members."""


@rule
def stances(w: World, s: State) -> None:
    """Let everybody decide: as `decide` for one after the other, but with the draws of some hundred first.

    In a loop with nothing else in it the processor computes several draws at once. They are needed for all who may
    move; most of the rest of `decide` is not: whoever draws more than its chance can be is passed over.
    """
    movers, today = moves.movers(s), urgency(w, s)
    for first in range(0, movers, TOGETHER):
        some = min(TOGETHER, movers - first)
        for x in range(min(some + -some % AT_ONCE, len(s.mover) - first)):
            s.luck[x] = luck(w, s, s.mover[first + x])
            s.reckoned[x] = shortcuts.patience_at_least(s.luck[x])
        for x in range(some):
            if _may_change(w, s, s.mover[first + x], s.reckoned[x], today):
                _decide(w, s, s.mover[first + x], s.luck[x])


@rule
def decide(w: World, s: State, i: int) -> None:
    """Member i weighs every candidate it may commit to, and draws its next stance."""
    _decide(w, s, i, luck(w, s, i))


@rule
def _decide(w: World, s: State, i: int, u: float) -> None:
    if moves.may_move(s, i):
        for k in range(len(s.status)):
            if eligible(w, s, k):
                s.acceptance[k] = acceptance(w, s, i, k)
        _choose(w, s, i, u)


@hot
def luck(w: World, s: State, i: int) -> float:
    """Return the uniform that decides whether member i commits in this round."""
    return draw(s, w.member_address[i], 0, codes.COMMITS)


@rule
def eligible(w: World, s: State, k: int) -> bool:
    """Say whether k is in the race and available to be committed to."""
    return s.status[k] == codes.ACTIVE and w.available[k] <= s.clock.day


@rule
def acceptance(w: World, s: State, i: int, k: int) -> float:
    """Return A_ik in logits; minus infinity behind a red line. Where actors bargain, A_ik - R_i for one with claims."""
    insists = s.reservation[i] if w.mode == codes.BARGAINED and demands.claims(w, s, i, k) else 0.0
    return standing(w, s, i, k) - insists


@rule
def standing(w: World, s: State, i: int, k: int) -> float:
    """Return A_ik in logits, without what a holder insists on; minus infinity behind a red line."""
    baseline, patron, demand, listening, shamed, pressed, awaiting, pulled = terms(w, s, i, k)
    return stance.acceptance(baseline, patron, demand, listening, shamed, pressed, awaiting, pulled)


@rule
def terms(w: World, s: State, i: int, k: int) -> tuple[float, float, float, float, float, float, float, float]:
    """Return the eight signed terms of A_ik in the order of `terms.TERMS`.

    Where actors bargain only a share of the pressure of dates acts besides the offers, and nobody's acceptance hangs on
    what waiting may bring: holders weigh that against an offer.
    """
    c = s.number.coefficient
    advantage, covered = best_rival(s, i, k)
    if demands.red_line(w, s, i, k):
        demand = -math.inf
    else:
        demand = -demands.unmet(w, s, i, k)
    return (
        s.baseline[i, k],
        backing(s, i, k),
        demand,
        c.influence * heard(w, s, i, k),
        influence.isolation(s.shame[k], c.cover, covered),
        s.gauge.pressure_now * c.push if w.mode == codes.BARGAINED else s.gauge.pressure_now,
        0.0 if w.mode == codes.BARGAINED else -demands.awaited(w, s, i, k),
        -stance.preferred_pull(c.pull, advantage),
    )


@rule
def backing(s: State, i: int, k: int) -> float:
    """Return what the patron's backing of k adds for member i, in logits."""
    return s.number.patron_tie[i] * s.number.coefficient.patron if s.endorsed[k] else 0.0


@rule
def heard(w: World, s: State, i: int, k: int) -> float:
    """Return f_ik: by its ties, or, where votes are secret, the share of the body in the last count published."""
    if w.secret:
        return s.published[k] / max(1, s.clock.members)
    return influence.share_of_influence(s.influence[i, k])


@rule
def best_rival(s: State, i: int, k: int) -> tuple[float, bool]:
    """Return how much member i prefers the best other active candidate to k (0 if it does not), and whether it does."""
    best = 0.0
    for rival in range(len(s.status)):
        if rival != k and s.status[rival] == codes.ACTIVE:
            best = max(best, s.baseline[i, rival] - s.baseline[i, k])
    return best, best > 0.0


@rule
def choose(w: World, s: State, i: int) -> None:
    """Draw member i's next stance from `s.acceptance`: a commitment if it has none, else perhaps a defection."""
    _choose(w, s, i, luck(w, s, i))


@rule
def _choose(w: World, s: State, i: int, u: float) -> None:
    if s.stance[i] == codes.NONE:
        _may_commit(w, s, i, u)
    else:
        _may_defect(w, s, i)


@rule
def _may_commit(w: World, s: State, i: int, u: float) -> None:
    total = 0.0
    for k in range(len(s.status)):
        if eligible(w, s, k):
            s.rate[k] = commitment_rate(w, s, i, k, s.acceptance[k])
            total += s.rate[k]
    if not shortcuts.happens(u, total, w.round_days / 7.0):
        return
    _, v = pair(s, w.member_address[i], 0, codes.COMMITS)
    so_far = 0.0
    for k in range(len(s.status)):
        if eligible(w, s, k):
            so_far += s.rate[k]
            if s.rate[k] > 0.0:
                s.next_stance[i] = k
                s.clock.moving = 1
                if v * total < so_far:
                    return


@hot
def commitment_rate(w: World, s: State, i: int, k: int, acceptance: float) -> float:
    """Return the hazard per week that member i commits to k, given its acceptance of k.

    Where actors bargain, who may still be granted something decides at meetings, and there alone.
    """
    if w.mode == codes.BARGAINED and purses.may_be_had(w, s, i, k):
        return 0.0
    speed = s.number.coefficient.speed
    if w.response == codes.PROPORTIONAL and acceptance > -math.inf:
        return speed * heard(w, s, i, k)
    return stance.commitment_rate(speed, acceptance)


@rule
def _may_defect(w: World, s: State, i: int) -> None:
    rate = stance.defection_rate(s.number.coefficient.defection, s.acceptance[s.stance[i]])
    if shortcuts.happens(draw(s, w.member_address[i], 0, codes.DEFECTS), rate, w.round_days / 7.0):
        s.next_stance[i] = codes.NONE
        s.clock.moving = 1


@rule
def count(w: World, s: State) -> None:
    """Make the new stances the current ones, all at once; in most rounds there are none."""
    if not s.clock.moving:
        return
    changed = moves.list_changes(s)
    for x in range(changed):
        foresight.foresee(w, s, x, changed)
        i = s.order[x]
        k = s.next_stance[i]
        moves.take_back(w, s, i)
        if k != codes.NONE:
            moves.commit(w, s, i, k)
    s.clock.moving = 0


# What is passed over without being weighed: a reason that is added to `terms` belongs in one of these two


@rule
def _may_change(w: World, s: State, i: int, patience: float, today: float) -> bool:
    """Say whether member i, whose draw has this `patience`, may decide anything new; what is remembered is renewed."""
    if s.stance[i] != codes.NONE:
        return True
    if patience > s.appeal[i] * today + shortcuts.SLACK:  # so, for what is no number (inf times 0) is to be weighed
        return False
    s.appeal[i] = appeal(w, s, i)
    return patience <= s.appeal[i] * today + shortcuts.SLACK and not _decides_at_meetings(w, s, i)


@rule
def _decides_at_meetings(w: World, s: State, i: int) -> bool:
    """Say whether member i may still be granted something for its yes to anybody: then it decides nowhere else."""
    if w.mode != codes.BARGAINED:
        return False
    for k in range(len(s.status)):
        if eligible(w, s, k) and not purses.may_be_had(w, s, i, k):
            return False
    return True


@rule
def urgency(w: World, s: State) -> float:
    """Return by what the `appeal` of any member must be multiplied today to be no less than its chance to commit.

    1 - exp(-h0 sum_k Lambda(A_ik)) is at most h0 * e**P * sum_k e**(A_ik - P), where P is the most that shame and dates
    add to anybody's acceptance. What is demanded only takes away, but for numbers that no scenario has.
    """
    c = s.number.coefficient
    if w.response == codes.PROPORTIONAL or c.anticipation < 0.0 or c.concession < 0.0:
        return shortcuts.UNKNOWN
    shamed = 0.0
    for k in range(len(s.status)):
        shamed = max(shamed, max(s.shame[k], influence.isolation(s.shame[k], c.cover, True)))
    pressed = max(0.0, s.gauge.pressure_now * c.push if w.mode == codes.BARGAINED else s.gauge.pressure_now)
    return max(0.0, c.speed) * (w.round_days / 7.0) * shortcuts.exp_at_most(shamed + pressed)


@rule
def appeal(w: World, s: State, i: int) -> float:
    """Return an upper bound of sum_k e**(A_ik without demands, shame and dates) over all candidates in the race.

    It holds until something happens: a commitment of somebody whom member i hears raises it (`moves`), and with
    anything else it is forgotten (`clock.stale`).
    """
    total, best, gives_in = 0.0, _best_liked(s, i), _gives_in(w, s, i)
    for k in range(len(s.status)):
        if s.status[k] == codes.ACTIVE:
            total += shortcuts.exp_at_most(_lasting(w, s, i, k, best) + gives_in)
    return shortcuts.UNKNOWN if demands.may_add(w, s, i) else total


@rule
def _best_liked(s: State, i: int) -> float:
    best = -math.inf
    for k in range(len(s.status)):
        if s.status[k] == codes.ACTIVE:
            best = max(best, s.baseline[i, k])
    return best


@rule
def _gives_in(w: World, s: State, i: int) -> float:
    """Return how far below 0 it settles at most, in logits, if it has claims, or will have one."""
    if w.mode == codes.BARGAINED and askers.asks(w, s, i):
        return max(0.0, -s.reservation[i])
    return 0.0


@rule
def _lasting(w: World, s: State, i: int, k: int, best: float) -> float:
    c = s.number.coefficient
    liked = s.baseline[i, k] + backing(s, i, k)
    return liked + c.influence * heard(w, s, i, k) - stance.preferred_pull(c.pull, best - s.baseline[i, k])
