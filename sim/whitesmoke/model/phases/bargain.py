"""Phase 4: a holdout meets whoever can grant its demand."""

from whitesmoke.model import codes
from whitesmoke.model.lang import rule
from whitesmoke.model.phases import demands, shortcuts
from whitesmoke.model.phases.draws import draw
from whitesmoke.model.rules import bargaining


@rule
def bargain(w, s, i):
    """Draw the meetings about each of member i's open demands; each meeting closes half of the gap."""
    if not demands.waiting(w, s, i):
        return
    rate = bargaining.meeting_rate(
        s.number.coefficient[codes.CONCESSION], s.gauge[codes.PRESSURE_NOW], s.clock[codes.HOLDERS]
    )
    expected = rate * (w.round_days / 7.0)
    for d in range(w.demand_start[i], w.demand_start[i + 1]):
        if negotiable(w, s, d):
            u = draw(s, w.member_address[i], w.demand_address[d], codes.MEETS)
            if shortcuts.nobody_meets(u, expected):
                continue
            for _ in range(bargaining.meetings(expected, u)):
                s.met[d] = bargaining.concede(s.met[d], s.number.ceiling[d])


@rule
def negotiable(w, s, d):
    """Say whether demand d is open and somebody who can grant it has a reason to meet: enough support for k."""
    day = s.clock[codes.DAY]
    if w.red_line[d] or not (w.grantable_from[d] <= day <= w.grantable_until[d]) or s.met[d] >= s.number.ceiling[d]:
        return False
    j = w.granting_member[d]
    if w.grantor[d] == codes.MEMBER and not s.present[j]:
        return False
    for k in range(len(s.status)):
        if s.status[k] == codes.ACTIVE and demands.live(w, s, d, k):
            if s.share[k] >= s.number.coefficient[codes.BARGAINING_FROM]:
                return True
    return False
