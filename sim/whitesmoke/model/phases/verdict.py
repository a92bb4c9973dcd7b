"""Phase 7: does somebody carry by the rule, and does the body sit, or has silence lasted?"""

from whitesmoke.model import codes
from whitesmoke.model.lang import rule
from whitesmoke.model.phases import ballots, demands, shortcuts, sittings
from whitesmoke.model.phases.decide import eligible
from whitesmoke.model.phases.draws import draw
from whitesmoke.model.rules import voting
from whitesmoke.model.run_state import State
from whitesmoke.model.world import World


@rule
def verdict(w: World, s: State) -> None:
    """Start, break or complete the silence of every candidate that carries; unbroken silence, or a sitting, decides.

    Under a low quota two may be decided on one day: the one with more members committed is chosen, then the first.
    A ballot is counted before, and where nobody is chosen it may make one drop out.
    """
    winner, voting_today = codes.NONE, ballots.held(w, s)
    if voting_today:
        ballots.publish(w, s)
    for k in range(len(s.status)):
        if s.status[k] == codes.ACTIVE and _is_decided(w, s, k):
            if winner == codes.NONE or s.committed[k] > s.committed[winner]:
                winner = k
    if winner != codes.NONE:
        s.clock.winner = winner
        s.status[winner] = codes.CHOSEN
    elif voting_today and w.ballots == codes.ELIMINATION:
        ballots.eliminate(w, s)


@rule
def _is_decided(w: World, s: State, k: int) -> bool:
    if not (eligible(w, s, k) and carries(w, s, k)):
        s.silent_since[k] = -1
        return False
    if w.between != codes.ANY_DAY and (sittings.planned(w, s) or sittings.called(w, s)):
        return True
    return w.between != codes.ONLY_SITTINGS and _silence_is_complete(w, s, k)


@rule
def _silence_is_complete(w: World, s: State, k: int) -> bool:
    if s.silent_since[k] < 0 or _broken(w, s, k):
        s.silent_since[k] = s.clock.day
    return s.clock.day - s.silent_since[k] >= s.silence[k]


@rule
def carries(w: World, s: State, k: int) -> bool:
    """Say whether k meets one of the rule's alternatives."""
    for a in range(len(w.alternative) - 1):
        if _met(w, s, k, a):
            return True
    return False


@rule
def _met(w: World, s: State, k: int, a: int) -> bool:
    """Say whether k reaches the quota in every row of an alternative; by one in which nobody votes nothing carries."""
    votes = 0
    for row in range(w.alternative[a], w.alternative[a + 1]):
        votes += s.total[row]
        if not reached(w, s, row, _credits(w, s, k, row)):
            return False
    return votes > 0


@rule
def reached(w: World, s: State, row: int, credits: int) -> bool:
    """Say whether what the votes add up to in a row reaches its quota."""
    return voting.reached(credits, s.total[row], w.quota[row, 0], w.quota[row, 1], w.quota[row, 2])


@rule
def needed(w: World, s: State, i: int) -> bool:
    """Say whether no candidate can carry without member i: with its no, the yes of everybody else is not enough."""
    for a in range(len(w.alternative) - 1):
        if not _blocks(w, s, i, a):
            return False
    return True


@rule
def _blocks(w: World, s: State, i: int, a: int) -> bool:
    """Say whether some row of an alternative falls short if member i says no, and everybody else yes."""
    for row in range(w.alternative[a], w.alternative[a + 1]):
        weight = w.row_weight[row, i]
        credits = w.credit[row, codes.YES] * (s.total[row] - weight) + w.credit[row, codes.NO] * weight
        if not reached(w, s, row, credits):
            return True
    return False


@rule
def _credits(w: World, s: State, k: int, row: int) -> int:
    no, abstain, yes = w.credit[row, codes.NO], w.credit[row, codes.ABSTAIN], w.credit[row, codes.YES]
    credits = abstain * s.total[row] + (yes - abstain) * (s.yes[row, k] - s.pending_yes[row, k])
    if not voting.counts_only_yes(no, abstain):
        credits += (no - abstain) * _objecting(w, s, k, row)
    return credits


@rule
def _objecting(w: World, s: State, k: int, row: int) -> int:
    """Return the weight of those who object to k: the others' supporters, and among the uncommitted only holders of
    demands, for who wants nothing lacks nothing."""
    weight = 0
    for rival in range(len(s.status)):
        if rival != k:
            weight += s.yes[row, rival]
    for x in range(s.clock.asking):
        i = s.asker[x]
        if s.stance[i] == codes.NONE and objects(w, s, i, k):
            weight += w.row_weight[row, i]
    return weight


@rule
def objects(w: World, s: State, i: int, k: int) -> bool:
    """Say whether member i would vote no on k."""
    return s.present[i] == 1 and voting.vote(s.stance[i] == k, demands.opposed(w, s, i, k)) == codes.NO


@rule
def _broken(w: World, s: State, k: int) -> bool:
    for i in range(len(s.stance)):
        if objects(w, s, i, k) and _speaks_up(w, s, i, k):
            s.broken_by[k] = i
            return True
    return False


@rule
def _speaks_up(w: World, s: State, i: int, k: int) -> bool:
    u = draw(s, w.member_address[i], w.candidate_address[k], codes.BREAKS)
    return shortcuts.happens(u, s.number.coefficient.objection, w.round_days / 7.0)
