"""Candidates: when one gives up."""

from sim.lang import rule
from sim.rules.hazard import exp


@rule
def exit_rate(rate: float, hopelessness: float, hope: float, veto: float, opposition: float, pressure: float) -> float:
    """Return nu * [exp(-chi * hope_k) + kappa_V * opposition] * (1 + K) exits per week.

    `hope` is the share of the members other than the candidate's home who are not committed to another candidate.
    `opposition` is the sum over firmly opposed members of (w_i / max w)**2: a great power's refusal ends
    a candidacy within days, a small one's is bargained over. Assumption.
    """
    return rate * (exp(-hopelessness * hope) + veto * opposition) * (1.0 + pressure)


@rule
def firmly_opposed(red_line: bool, ungrantable: float, tolerance: float) -> bool:
    """Say whether a member can never be won: a red line, or more than `tolerance` logits that nobody can grant."""
    return red_line or ungrantable > tolerance
