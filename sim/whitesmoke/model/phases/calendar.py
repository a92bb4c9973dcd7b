"""Phase 1: what the calendar brings. All of it is scripted by the scenario, none of it predicted."""

from whitesmoke.model import codes
from whitesmoke.model.lang import rule
from whitesmoke.model.phases import moves
from whitesmoke.model.run_state import State
from whitesmoke.model.world import World


@rule
def calendar(w: World, s: State) -> None:
    """A new round: the day moves on, the events due by it happen, and procedures come to their end."""
    s.clock.round += 1
    s.clock.day = s.clock.round * w.round_days
    due(w, s)
    moves.ratify(w, s)


@rule
def due(w: World, s: State) -> None:
    """Let every dated event up to today happen, in order."""
    event = s.clock.next_event
    while event < len(w.event_day) and w.event_day[event] <= s.clock.day:
        happen(w, s, event)
        event += 1
    s.clock.next_event = event
    aftermath(w, s)


@rule
def aftermath(w: World, s: State) -> None:
    """Let the events happen that wait for a candidate who has just left; they may make another leave."""
    k = 0
    while k < len(s.status):
        if s.just_left[k]:
            s.just_left[k] = 0
            for event in range(len(w.event_day)):
                if w.event_trigger[event] == k:
                    happen(w, s, event)
            k = 0
        else:
            k += 1


@rule
def happen(w: World, s: State, event: int) -> None:
    """Apply one scripted event."""
    kind, i = w.event_kind[event], w.event_member[event]
    k, d = w.event_candidate[event], w.event_demand[event]
    amount = s.number.amount[event]
    s.clock.stale = 1
    if kind == codes.ACCEDE:
        moves.accede(w, s, i)
        moves.rebind(w, s, i)
    elif kind == codes.DEPART:
        moves.depart(w, s, i)
    elif kind == codes.ANNOUNCE:
        moves.rebind(w, s, w.home[k])
    elif kind == codes.ENTER:
        moves.enter(w, s, k)
    elif kind == codes.WITHDRAW:
        moves.leave(w, s, k)
    elif kind == codes.CONSULT:
        for rival in range(len(s.endorsed)):
            s.endorsed[rival] = 1 if rival == k else 0
    elif kind == codes.DISAVOW:
        s.endorsed[k] = 0
    elif kind == codes.ENDORSE:
        endorse(w, s, i, k)
    elif kind == codes.SHOCK:
        s.baseline[i, k] += amount
    elif kind == codes.WORTH:
        s.number.worth[d] = max(0.0, s.number.worth[d] + amount)
    elif kind == codes.CEILING:
        s.number.ceiling[d] = amount
    elif kind == codes.GRANT:
        moves.grant(s, d, amount)


@rule
def endorse(w: World, s: State, i: int, k: int) -> None:
    """Member i says publicly that it backs k, unless k cannot be had yet or i has a candidate of its own."""
    free = s.present[i] and s.bound[i] == codes.FREE and s.stance[i] != k
    if free and s.status[k] == codes.ACTIVE and w.available[k] <= s.clock.day:
        moves.release(w, s, i)
        moves.commit(w, s, i, k)
