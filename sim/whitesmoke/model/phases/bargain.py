"""Phase 4: a holdout meets whoever can grant its demand."""

from whitesmoke.model import codes
from whitesmoke.model.lang import rule
from whitesmoke.model.phases import demands, moves, shortcuts
from whitesmoke.model.phases.draws import draw
from whitesmoke.model.rules import bargaining
from whitesmoke.model.run_state import State
from whitesmoke.model.world import World


@rule
def bargain(w: World, s: State, i: int) -> None:
    """Draw the meetings about each of member i's open demands; each meeting closes half of the gap."""
    if not (_somebody_has_support(s) and demands.waiting(w, s, i)):
        return
    c = s.number.coefficient
    rate = bargaining.meeting_rate(c.concession, s.gauge.pressure_now, s.clock.holders)
    expected = rate * (w.round_days / 7.0)
    for d in range(w.demand_start[i], w.demand_start[i + 1]):
        if negotiable(w, s, d):
            u = draw(s, w.member_address[i], w.demand_address[d], codes.MEETS)
            if shortcuts.nobody_meets(u, expected):
                continue
            for _ in range(bargaining.meetings(expected, u)):
                moves.grant(s, d, bargaining.concede(s.met[d], s.number.ceiling[d]))


@rule
def _somebody_has_support(s: State) -> bool:
    for k in range(len(s.status)):
        if has_support(s, k):
            return True
    return False


@rule
def has_support(s: State, k: int) -> bool:
    """Say whether k is in the race, with enough support for anybody to pay for more."""
    return s.status[k] == codes.ACTIVE and s.share[k] >= s.number.coefficient.bargaining_from


@rule
def negotiable(w: World, s: State, d: int) -> bool:
    """Say whether demand d is open and somebody who can grant it has a reason to meet: enough support for k."""
    day = s.clock.day
    if w.red_line[d] or not (w.grantable_from[d] <= day <= w.grantable_until[d]) or s.met[d] >= s.number.ceiling[d]:
        return False
    j = w.granting_member[d]
    if w.grantor[d] == codes.MEMBER and not s.present[j]:
        return False
    for k in range(len(s.status)):
        if has_support(s, k) and demands.live(w, s, d, k):
            return True
    return False
