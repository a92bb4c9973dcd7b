"""What a member thinks of a candidate before anybody bargains, in logits above the status quo."""

from whitesmoke.model.lang import rule
from whitesmoke.model.rules.hazard import exp, log


@rule
def distance_loss(gap: float, salience: float, power: float) -> float:
    """Return salience * |gap|**power, the loss from a candidate `gap` away on one issue.

    Source: Enelow & Hinich (1984), *The spatial theory of voting*; power 1 is the city block, 2 the quadratic loss.
    """
    size = abs(gap)
    if size == 0.0 or power == 1.0:
        return salience * size
    if power == 2.0:
        return salience * size * size
    return salience * exp(power * log(size))


@rule
def baseline(affinity: float, valence: float, loss: float, residual: float, status_quo: float) -> float:
    """Return b_ik = a_ik + v_k - loss + e_ik - u_i: affinity, valence, distance, residual, value of the status quo.

    Only the sum acts: a better status quo is worth as much to a holdout as a worse candidate.
    """
    return affinity + valence - loss + residual - status_quo
