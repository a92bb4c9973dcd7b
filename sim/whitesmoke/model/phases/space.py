"""How far a text is from what a member wants, on all issues, weighed by how much each matters to it."""

from whitesmoke.model.lang import rule
from whitesmoke.model.rules import preferences
from whitesmoke.model.run_state import State
from whitesmoke.model.world import World


@rule
def loss(w: World, s: State, i: int, k: int) -> float:
    """Return the loss of member i from text k, less that from the reversion point if there is one, in logits."""
    total = 0.0
    for issue in range(s.number.position.shape[1]):
        total += loss_on(s, i, issue, s.number.candidate_position[k, issue])
    if w.reverts:
        for issue in range(s.number.position.shape[1]):
            total -= loss_on(s, i, issue, s.number.reversion[issue])
    return total


@rule
def loss_on(s: State, i: int, issue: int, place: float) -> float:
    """Return what it costs member i that a text stands at a place on one issue, in logits."""
    gap = s.number.position[i, issue] - place
    return preferences.distance_loss(gap, s.number.salience[i, issue], s.number.coefficient.distance_power)
