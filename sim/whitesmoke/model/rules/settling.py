"""Offers and answers: what a holder of a demand settles for when it looks one meeting ahead, and what it is offered.

A is what the holder thinks of the candidate at the shares granted so far, R its reservation, D the logits that can
still be had; an offer x in [0, 1] is a share of D. With complete information the split of what lies between the
reservation and the grantor's limit is that of Rubinstein (1982), and Binmore, Rubinstein and Wolinsky (1986), for
discount factors delta of the holder and 1 - kappa of the grantor.
"""

from whitesmoke.model.lang import rule
from whitesmoke.model.rules.hazard import exp, logistic

LEAST_LOGITS = 1e-300
"""Of what can be had, so that any number has a quotient; nobody is offered so little."""
SURE = 1e-9
"""An answer without noise allows for rounding: an offer that just tips does tip."""


@rule
def another_meeting(rate: float, patience: float, weeks: float, at_date: float) -> float:
    """Return delta, the chance that another meeting comes before patience is out: 0 for a holder without patience.

    delta = mu / (mu + r) * (1 - e) + e * a, with e = exp(-(mu + r) tau): a meeting before the next date, in tau weeks,
    or one at it, which has the chance a. r = 1 / patience.
    """
    if patience <= 0.0:
        return 0.0
    impatience = 1.0 / patience
    until_then = exp(-(rate + impatience) * weeks)
    return rate / (rate + impatience) * (1.0 - until_then) + until_then * at_date


@rule
def worth_of_waiting(another: float, step: float) -> float:
    """Return psi * kappa, psi = delta / (1 - delta): what waiting brings, by logit that would then still be missing."""
    return another / max(1e-12, 1.0 - another) * step


@rule
def least(reservation: float, acceptance: float, to_be_had: float, waiting: float) -> float:
    """Return x*(R) = (g + psi kappa) / (1 + psi kappa), g = (R - A) / D: the least share for which it settles.

    Below 0 it settles for nothing; above 1 no offer will do.
    """
    return ((reservation - acceptance) / max(LEAST_LOGITS, to_be_had) + waiting) / (1.0 + waiting)


@rule
def offer(surely_not: float, surely: float, last: float, step: float) -> float:
    """Return min(hi, x0 + kappa * (1 - x0)), x0 = max(lo, last), and no less than the last offer.

    lo and hi are the shares that would tip the holder with the lowest and the highest reservation it may have: the next
    step up, or the least that surely tips.
    """
    start = max(surely_not, last)
    return max(last, min(surely, start + step * (1.0 - start)))


@rule
def gain(acceptance: float, reservation: float, to_be_had: float, share: float, waiting: float) -> float:
    """Return Z = A + D x - R - psi kappa D (1 - x), in logits: how much better settling at x is than holding out."""
    return acceptance + to_be_had * share - reservation - waiting * to_be_had * (1.0 - share)


@rule
def settles(gain: float, temperature: float, u: float) -> bool:
    """Say whether u < Lambda(Z / T); without noise whether Z >= 0."""
    if temperature <= 0.0:
        return gain >= -SURE
    return u < logistic(gain / temperature)


@rule
def asks_late(
    opportunism: float,
    paid: float,
    members: int,
    step: float,
    worth: float,
    isolation: float,
    share: float,
    outside: int,
) -> float:
    """Return (1 - exp(-o P / n)) * Lambda(kappa D' - kappa_I S^2 / m): the chance that a member asks, too.

    P logits have been paid to others in a body of n; asking brings a first step of D', and costs the shame of standing
    outside with m - 1 others.
    """
    seen = 1.0 - exp(-opportunism * paid / max(1, members))
    return seen * logistic(step * worth - isolation * share * share / max(1, outside))


@rule
def payable(ceiling: float, met: float, price: float, stake: float, left: float) -> float:
    """Return W = min(ceiling, V / (c D), g + left / (c D)): the largest share of a demand that its grantor can grant.

    `price` is c D, what all of it costs the grantor; at a price of 0 only the ceiling binds.
    """
    if price <= 0.0:
        return ceiling
    return min(ceiling, min(stake / price, met + max(0.0, left) / price))
