"""Phase 3: persons without hope, or against a great power, leave, and texts that are withdrawn; reserves enter."""

from whitesmoke.model import codes
from whitesmoke.model.lang import rule
from whitesmoke.model.phases import calendar, demands, moves, shortcuts
from whitesmoke.model.phases.draws import draw
from whitesmoke.model.phases.tally import others
from whitesmoke.model.phases.verdict import needed
from whitesmoke.model.rules import candidacy
from whitesmoke.model.run_state import State
from whitesmoke.model.world import World


@rule
def candidates(w: World, s: State) -> None:
    """Draw each active candidate's exit; then let the first reserve enter if nobody is left."""
    opposed_at_most = opposition_at_most(w, s)
    for k in range(len(s.status)):
        s.gives_up[k] = _why_it_leaves(w, s, k, opposed_at_most) if s.status[k] == codes.ACTIVE else 0
    for k in range(len(s.status)):
        if s.gives_up[k]:
            _give_up(w, s, k)
    calendar.aftermath(w, s)
    if nobody_left(s):
        for k in range(len(s.status)):
            if s.status[k] == codes.PENDING and w.reserve[k]:
                moves.enter(w, s, k)
                return


@rule
def _why_it_leaves(w: World, s: State, k: int, opposed_at_most: float) -> int:
    """Draw whether k leaves of itself in this round, and return why; 0 if it stays."""
    if w.kind[k] == codes.PROPOSAL:
        return codes.BY_SPONSOR if _is_withdrawn(w, s, k) else 0
    return why(w, s, k) if s.number.coefficient.exit > 0.0 and gives_up(w, s, k, opposed_at_most) else 0


@rule
def _is_withdrawn(w: World, s: State, k: int) -> bool:
    if s.number.withdraw[k] <= 0.0:
        return False
    u = draw(s, 0, w.candidate_address[k], codes.WITHDRAWS)
    return shortcuts.happens(u, s.number.withdraw[k], w.round_days / 7.0)


@rule
def gives_up(w: World, s: State, k: int, opposed_at_most: float) -> bool:
    """Draw whether k gives up: a draw above what its chance can be at most is not weighed."""
    c, hoped, weeks = s.number.coefficient, hope(w, s, k), w.round_days / 7.0
    u = draw(s, 0, w.candidate_address[k], codes.EXITS)
    reasons = shortcuts.exp_at_most(-c.hopelessness * hoped) + abs(c.veto) * opposed_at_most
    if u > c.exit * reasons * abs(1.0 + s.gauge.pressure_now) * weeks + shortcuts.SLACK:
        return False
    rate = candidacy.exit_rate(c.exit, c.hopelessness, hoped, c.veto, opposition(w, s, k), s.gauge.pressure_now)
    return shortcuts.happens(u, rate, weeks)


@rule
def _give_up(w: World, s: State, k: int) -> None:
    """Candidate k leaves; if it was refused, by whom is kept with what is kept of it."""
    moves.look_back(s, k)
    if s.gives_up[k] == codes.REFUSAL and s.clock.furthest == k:
        for x in range(s.clock.asking):
            if refusal(w, s, s.asker[x], k) > 0.0:
                s.before_exit[s.asker[x]] = codes.REFUSED
    moves.leave(w, s, k)


@rule
def why(w: World, s: State, k: int) -> int:
    """Return the larger of the two reasons for k to leave: codes.WITHOUT_HOPE or REFUSAL."""
    c = s.number.coefficient
    hopeless = candidacy.without_hope(c.hopelessness, hope(w, s, k))
    refused = c.veto * opposition(w, s, k)
    return codes.WITHOUT_HOPE if hopeless >= refused else codes.REFUSAL


@rule
def hope(w: World, s: State, k: int) -> float:
    """Return the share of the members other than the home of k who are not committed to another candidate."""
    elsewhere = 0
    for rival in range(len(s.status)):
        if rival != k:
            elsewhere += s.committed[rival]
            if w.home[k] >= 0 and s.stance[w.home[k]] == rival:
                elsewhere -= 1
    return 1.0 - elsewhere / max(1, others(w, s, k))


@rule
def opposition(w: World, s: State, k: int) -> float:
    """Return the sum over the members that refuse k of what their refusal counts."""
    total = 0.0
    for x in range(s.clock.asking):
        total += refusal(w, s, s.asker[x], k)
    return total


@rule
def opposition_at_most(w: World, s: State) -> float:
    """Return what the opposition would be if all refused who ask for more than anybody can grant."""
    total = 0.0
    for x in range(s.clock.asking):
        if demands.may_be_firm(w, s, s.asker[x]):
            total += candidacy.refusal(w.influence_weight[s.asker[x]], s.number.coefficient.small)
    return total


@rule
def refuses(w: World, s: State, i: int, k: int) -> bool:
    """Say whether member i is firmly opposed to k and, if only such count, its yes is one that the rule needs."""
    if not s.present[i] or s.stance[i] == k or not demands.firmly_opposed(w, s, i, k):
        return False
    return not w.pivotal or needed(w, s, i)


@rule
def refusal(w: World, s: State, i: int, k: int) -> float:
    """Return what member i adds to the opposition against k: nothing unless it refuses k."""
    if refuses(w, s, i, k):
        return candidacy.refusal(w.influence_weight[i], s.number.coefficient.small)
    return 0.0


@rule
def withdrawn(w: World, s: State) -> int:
    """Return which candidate is told of if the last one has left: the one that had come furthest; else codes.NONE.

    Nobody has left for good while another is in the race, or the calendar will still let one enter: by the last round.
    """
    if s.clock.winner != codes.NONE or not nobody_left(s):
        return codes.NONE
    for event in range(s.clock.next_event, len(w.event_day)):
        in_time = w.event_trigger[event] < 0 and w.event_day[event] <= w.rounds * w.round_days
        if in_time and w.event_kind[event] == codes.ENTER:
            if s.status[w.event_candidate[event]] == codes.PENDING:
                return codes.NONE
    return s.clock.furthest


@rule
def nobody_left(s: State) -> bool:
    """Say whether a candidate has left and none is in the race."""
    somebody_left = False
    for k in range(len(s.status)):
        if s.status[k] == codes.ACTIVE:
            return False
        if s.status[k] == codes.OUT:
            somebody_left = True
    return somebody_left
