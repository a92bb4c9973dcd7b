"""One round of the negotiation, in the order in which it happens; written once for every driver.

Each phase reads what the phases before it left, and within a phase everybody acts on the same picture,
so the order of members cannot matter. Two phases belong to the members (`MEMBER_PHASES`): a driver may
let its own agents act there. `w` is the World, `s` the State, `i` a member.
"""

from whitesmoke.model import codes
from whitesmoke.model.lang import rule
from whitesmoke.model.phases.amendments import amendments
from whitesmoke.model.phases.bargain import bargain
from whitesmoke.model.phases.calendar import calendar
from whitesmoke.model.phases.candidates import candidates
from whitesmoke.model.phases.decide import count, stances
from whitesmoke.model.phases.talks import talks
from whitesmoke.model.phases.tally import tally
from whitesmoke.model.phases.verdict import verdict
from whitesmoke.model.run_state import State
from whitesmoke.model.world import World

ROUND = (
    codes.CALENDAR,  # accessions, entries, scripted events
    codes.TALLY,  # who supports whom, who holds out, how near the next date is
    codes.CANDIDATES,  # the hopeless leave, reserves enter
    codes.AMENDMENTS,  # the text moves to where it wins those it needs
    codes.BARGAINING,  # each holdout: meetings about its demands
    codes.STANCES,  # each member: commit, wait or defect
    codes.COUNT,  # all new stances at once
    codes.RULE,  # silence starts, breaks or is complete
)
MEMBER_PHASES = (codes.BARGAINING, codes.STANCES)


@rule
def body_phase(phase: int, w: World, s: State) -> None:
    """Play a phase that belongs to the body as a whole."""
    if phase == codes.CALENDAR:
        calendar(w, s)
    elif phase == codes.TALLY:
        tally(w, s)
    elif phase == codes.CANDIDATES:
        candidates(w, s)
    elif phase == codes.AMENDMENTS:
        amendments(w, s)
    elif phase == codes.COUNT:
        count(w, s)
    elif phase == codes.RULE:
        verdict(w, s)


@rule
def play_phase(phase: int, w: World, s: State) -> None:
    """Play one phase for everybody: the others could neither bargain nor move."""
    if phase == codes.BARGAINING and w.mode == codes.BARGAINED:
        talks(w, s)
    elif phase == codes.BARGAINING:
        for x in range(s.clock.asking):
            bargain(w, s, s.asker[x])
    elif phase == codes.STANCES:
        stances(w, s)
    else:
        body_phase(phase, w, s)


@rule
def play_round(w: World, s: State) -> None:
    """Play one whole round."""
    for phase in ROUND:
        play_phase(phase, w, s)


@rule
def finished(w: World, s: State) -> bool:
    """Say whether the race is over: a winner, or the horizon."""
    return s.clock.winner != codes.NONE or s.clock.round >= w.rounds
