"""Phase 3: candidates without hope, or against a great power, leave; reserves enter when nobody is left."""

from sim import codes
from sim.lang import rule
from sim.phases import calendar, demands, moves, shortcuts
from sim.phases.draws import draw
from sim.phases.tally import others
from sim.phases.verdict import needed
from sim.rules import candidacy


@rule
def candidates(w, s):
    """Draw each active candidate's exit; then let the first reserve enter if nobody is left."""
    if s.number.coefficient[codes.EXIT] > 0.0:
        for k in range(len(s.status)):
            s.gives_up[k] = s.status[k] == codes.ACTIVE and _gives_up(w, s, k)
        for k in range(len(s.status)):
            if s.gives_up[k]:
                moves.leave(w, s, k)
        calendar.aftermath(w, s)
    if _nobody_left(s):
        for k in range(len(s.status)):
            if s.status[k] == codes.PENDING and w.reserve[k]:
                moves.enter(w, s, k)
                return


@rule
def _gives_up(w, s, k):
    rate = candidacy.exit_rate(
        s.number.coefficient[codes.EXIT],
        s.number.coefficient[codes.HOPELESSNESS],
        hope(w, s, k),
        s.number.coefficient[codes.VETO],
        opposition(w, s, k),
        s.gauge[codes.PRESSURE_NOW],
    )
    return shortcuts.happens(draw(s, 0, w.candidate_address[k], codes.EXITS), rate, w.round_days / 7.0)


@rule
def hope(w, s, k):
    """Return the share of the members other than the home of k who are not committed to another candidate."""
    elsewhere = 0
    for rival in range(len(s.status)):
        if rival != k:
            elsewhere += s.committed[rival]
            if w.home[k] >= 0 and s.stance[w.home[k]] == rival:
                elsewhere -= 1
    return 1.0 - elsewhere / max(1, others(w, s, k))


@rule
def opposition(w, s, k):
    """Return the sum over the members that refuse k of what their refusal counts."""
    total = 0.0
    for h in range(len(w.holders)):
        i = w.holders[h]
        if refuses(w, s, i, k):
            total += candidacy.refusal(w.influence_weight[i], s.number.coefficient[codes.SMALL])
    return total


@rule
def refuses(w, s, i, k):
    """Say whether member i is firmly opposed to k and, if only such count, its yes is one that the rule needs."""
    if not s.present[i] or s.stance[i] == k or not demands.firmly_opposed(w, s, i, k):
        return False
    return not w.pivotal or needed(w, s, i)


@rule
def _nobody_left(s):
    somebody_left = False
    for k in range(len(s.status)):
        if s.status[k] == codes.ACTIVE:
            return False
        if s.status[k] == codes.OUT:
            somebody_left = True
    return somebody_left
