"""Demands: how often a holdout is met, what a meeting concedes, and what waiting may still bring."""

from whitesmoke.model.lang import rule
from whitesmoke.model.rules.hazard import exp


@rule
def unmet(worth: float, met: float) -> float:
    """Return D * (1 - g): what a demand still costs its holder's acceptance, in logits."""
    return worth * (1.0 - met)


@rule
def ungrantable(worth: float, ceiling: float) -> float:
    """Return D * (1 - ceiling): the part of a demand that nobody can grant."""
    return worth * (1.0 - ceiling)


@rule
def meeting_rate(concession: float, pressure: float, holders: int) -> float:
    """Return 4 * eta * (1 + K) / m_D meetings per week for one demand.

    m_D members with unmet demands compete for the other side's time; a pressing date makes it busier.
    """
    return 4.0 * concession * (1.0 + pressure) / max(1, holders)


@rule
def meetings(expected: float, u: float) -> int:
    """Return the number of meetings in a round: the u-quantile of a Poisson distribution with this mean (at most 40).

    So the law of what is conceded by a date does not depend on the length of a round.
    """
    number = 0
    term = exp(-expected)
    so_far = term
    while u >= so_far and number < 40:
        number += 1
        term *= expected / number
        so_far += term
    return number


@rule
def concede(met: float, ceiling: float) -> float:
    """Return g + (ceiling - g) / 2: each meeting closes half of the gap to what can be granted at all."""
    return met + (ceiling - met) / 2.0


@rule
def anticipation(
    forward: float, worth: float, ceiling: float, met: float, concession: float, weeks_left: float, holders: int
) -> float:
    """Return lambda * D * (ceiling - g) * (1 - exp(-2 eta tau / m_D)): what holding out may still bring.

    tau is the time to the next focal date, so it vanishes there: holders concede late (Boulware).
    lambda = 0 is a myopic member, 1 one that values expected concessions as if they were certain.
    """
    chance = 1.0 - exp(-2.0 * concession * weeks_left / max(1, holders))
    return forward * worth * max(0.0, ceiling - met) * chance
