"""Candidates: when one gives up."""

from whitesmoke.model.lang import rule
from whitesmoke.model.rules.hazard import exp


@rule
def exit_rate(rate: float, hopelessness: float, hope: float, veto: float, opposition: float, pressure: float) -> float:
    """Return nu * [exp(-chi * hope_k) + kappa_V * opposition] * (1 + K) exits per week.

    `hope` is the share of the members other than the candidate's home who are not committed to another candidate.
    `opposition` is the sum of `refusal` over firmly opposed members: a great power's ends a candidacy within days, a
    small one's is bargained over. Assumption.
    """
    return rate * (without_hope(hopelessness, hope) + veto * opposition) * (1.0 + pressure)


@rule
def without_hope(hopelessness: float, hope: float) -> float:
    """Return exp(-chi * hope_k), one reason to leave."""
    return exp(-hopelessness * hope)


@rule
def refusal(weight: float, small: float) -> float:
    """Return max(0, (w - gamma) / (1 - gamma))**2: what a refusal counts by a member of weight w, the largest being 1.

    gamma (`small`) is the weight up to which a refusal ends nothing. Assumption.
    """
    if weight <= small:
        return 0.0
    great = (weight - small) / (1.0 - small)
    return great * great


@rule
def firmly_opposed(red_line: bool, ungrantable: float, tolerance: float) -> bool:
    """Say whether a member can never be won: a red line, or more than `tolerance` logits that nobody can grant."""
    return red_line or ungrantable > tolerance
