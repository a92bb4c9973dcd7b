"""Between phases 3 and 4: who tabled a text moves it to where it wins those it needs, and gives up no more than that.

On sittings, and at a rate besides. Among all steps towards a needed member on one issue it takes the one that leaves
least to be won: on several issues each side moves on what it cares less about.
"""

from whitesmoke.model import codes
from whitesmoke.model.lang import rule
from whitesmoke.model.phases import shortcuts, sittings, space
from whitesmoke.model.phases.decide import standing
from whitesmoke.model.phases.draws import draw
from whitesmoke.model.phases.needed import WILLING, find_needed
from whitesmoke.model.phases.purses import find_room
from whitesmoke.model.run_state import State
from whitesmoke.model.world import World

LEAST = 1e-9
"""a shortfall that is less by no more than this is not less"""
NOBODY = -1e300
"""in place of the regard of somebody whom the text need not win"""


@rule
def amendments(w: World, s: State) -> None:
    """Amend each text once, if the body sits or talks go on about it."""
    c = s.number.coefficient
    if c.amendment <= 0.0 or not (sittings.planned(w, s) or _is_time(w, s)):
        return
    find_room(w, s)
    for k in range(len(s.status)):
        if s.status[k] == codes.ACTIVE and w.kind[k] == codes.PROPOSAL:
            amend(w, s, k)


@rule
def _is_time(w: World, s: State) -> bool:
    rate = s.number.coefficient.amendment_rate
    return rate > 0.0 and shortcuts.happens(draw(s, 0, 0, codes.AMENDS), rate, w.round_days / 7.0)


@rule
def amend(w: World, s: State, k: int) -> None:
    """Move text k by the step that leaves least to be won of those it needs and those it has, if any leaves less."""
    _whom_to_win(w, s, k)
    least, best_issue, best_place = shortfall(w, s, k, -1, 0.0), -1, 0.0
    for x in range(len(w.by_address)):
        j = w.by_address[x]
        if s.needed[j, k]:
            for issue in range(s.number.position.shape[1]):
                place = s.number.candidate_position[k, issue]
                place += s.number.coefficient.amendment * (s.number.position[j, issue] - place)
                left = shortfall(w, s, k, issue, place)
                if left < least - LEAST:
                    least, best_issue, best_place = left, issue, place
    if best_issue >= 0:
        move(w, s, k, best_issue, best_place)


@rule
def _whom_to_win(w: World, s: State, k: int) -> None:
    """Note what those think of k whom it needs, and those who have said yes; where nobody bargains it needs all."""
    if w.mode == codes.BARGAINED:
        find_needed(w, s, k)
    for i in range(len(s.stance)):
        if w.mode != codes.BARGAINED:
            s.needed[i, k] = 1 if s.present[i] and s.stance[i] != k else 0
        s.reckoned[i] = standing(w, s, i, k) if s.needed[i, k] or s.stance[i] == k else NOBODY


@rule
def shortfall(w: World, s: State, k: int, issue: int, place: float) -> float:
    """Return sum_i max(0, 1 - A_ik) with text k at a place on one issue (-1: as it stands), in logits.

    Whoever nothing can win, behind a red line, is left out.
    """
    total = 0.0
    for x in range(len(w.by_address)):
        i = w.by_address[x]
        if s.reckoned[i] > NOBODY:
            gained = gain(s, i, k, issue, place) if issue >= 0 else 0.0
            total += max(0.0, WILLING - (s.reckoned[i] + gained))
    return total


@rule
def gain(s: State, i: int, k: int, issue: int, place: float) -> float:
    """Return by how much member i thinks better of text k if it moves to a place on one issue, in logits."""
    return space.loss_on(s, i, issue, s.number.candidate_position[k, issue]) - space.loss_on(s, i, issue, place)


@rule
def move(w: World, s: State, k: int, issue: int, place: float) -> None:
    """Amend text k: what everybody thinks of it follows."""
    for i in range(len(s.stance)):
        s.baseline[i, k] += gain(s, i, k, issue, place)
    s.number.candidate_position[k, issue] = place
    s.amended[k] += 1
    s.clock.stale = 1
